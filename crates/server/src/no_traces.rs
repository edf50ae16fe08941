//! The stand-in for `traces` in a program that is built without the feature `otlp`: the program
//! refuses the setting `traces.endpoint`, and never sends traces.

use std::convert::Infallible;
use std::sync::Arc;

use deskbell_app::Steady;
use deskbell_meter::Counter;
use deskbell_tls::Authorities;
use deskbell_traces::TraceLayer;

use crate::config::TraceSettings;

/// The sender of spans, which cannot exist in this program.
pub(crate) struct Exporter(Infallible);

/// Refuses to record traces.
pub(crate) fn begin(
    settings: &TraceSettings,
    _authorities: Option<Authorities>,
) -> Result<(TraceLayer, Exporter), String> {
    Err(format!(
        "`traces.endpoint`: this program cannot send traces to {}, because it was built without \
         the feature `otlp`",
        settings.endpoint
    ))
}

impl Exporter {
    pub(crate) fn dropped(&self) -> Arc<Counter> {
        match self.0 {}
    }

    pub(crate) fn start(self, _clock: Arc<Steady>) -> Exporting {
        match self.0 {}
    }
}

/// The export of spans, which does nothing.
#[derive(Debug)]
pub(crate) struct Exporting;

impl Exporting {
    pub(crate) fn nothing() -> Self {
        Self
    }

    pub(crate) async fn stop(self) {}
}
