//! The start of a server's log, traces and metrics.

use std::sync::Arc;

use deskbell_app::App;
use deskbell_http::Http;
use deskbell_metrics::MetricsSource;
use deskbell_tls::Authorities;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::{Failure, Global, context};
use crate::config::Config;
use crate::listeners;
use crate::traces::{self, Exporter, Exporting};

/// The observers of a starting server: the recorded traces, and the listener for metrics.
pub(crate) struct ServerWatch {
    exporter: Option<Exporter>,
    metrics: Option<TcpListener>,
}

impl ServerWatch {
    /// Starts the log, and the recording of traces if the settings enable traces.
    pub(crate) fn begin(
        global: &Global,
        config: &Config,
        authorities: Option<Authorities>,
    ) -> Result<Self, Failure> {
        let begun = config.watching.traces.as_ref().map(|it| traces::begin(it, authorities));
        let (layer, exporter) = begun.transpose().map_err(Failure::Usage)?.unzip();
        context::log_of_server(global, config, layer)?;
        Ok(Self { exporter, metrics: None })
    }

    /// Listens on the address of metrics, if the settings name an address.
    pub(crate) fn listen(&mut self, config: &Config) -> Result<(), Failure> {
        let Some(address) = config.watching.metrics else { return Ok(()) };
        let listener = listeners::tcp(address).map_err(|error| {
            Failure::Failed(format!("{address} (metrics.listen) cannot be listened on: {error}"))
        })?;
        self.metrics = Some(listener);
        Ok(())
    }

    /// Tells whether traces are recorded.
    pub(crate) const fn is_tracing(&self) -> bool {
        self.exporter.is_some()
    }

    /// Returns the URL of the metrics; `None` if metrics are not served.
    pub(crate) fn url(&self) -> Option<String> {
        let at = self.metrics.as_ref()?.local_addr().ok()?;
        Some(format!("http://{at}/metrics"))
    }

    /// Starts a job that serves metrics. Also starts to send traces, until the returned value is
    /// stopped.
    pub(crate) fn start(self, app: &Arc<App>, http: &Http, jobs: &mut JoinSet<()>) -> Exporting {
        if let Some(listener) = self.metrics {
            let dropped = self.exporter.as_ref().map(Exporter::dropped);
            let source = MetricsSource::new(app, http, env!("CARGO_PKG_VERSION"), dropped);
            jobs.spawn(deskbell_metrics::serve(listener, source));
        }
        let clock = Arc::clone(&app.context.clock);
        self.exporter.map_or_else(Exporting::nothing, |exporter| exporter.start(clock))
    }
}
