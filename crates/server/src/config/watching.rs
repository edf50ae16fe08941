//! The settings of metrics and traces.

use std::net::SocketAddr;

use super::layers::Layers;
use super::listen::Listen;

#[derive(Clone, Debug)]
pub(crate) struct Watching {
    /// The address on which metrics are served; `None` to serve no metrics.
    pub(crate) metrics: Option<SocketAddr>,
    /// The settings of traces; `None` to record no traces.
    pub(crate) traces: Option<TraceSettings>,
}

#[derive(Clone)]
#[cfg_attr(not(feature = "otlp"), expect(dead_code, reason = "the sender of traces reads all"))]
pub(crate) struct TraceSettings {
    /// The URL of the collector, without `/v1/traces`.
    pub(crate) endpoint: String,
    /// The token that the collector requires; empty if the collector requires no token.
    pub(crate) token: String,
    /// The share of traces that are recorded, in percent.
    pub(crate) percent: u64,
}

impl std::fmt::Debug for TraceSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TraceSettings").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

pub(super) fn read(layers: &Layers) -> Result<Watching, String> {
    const LISTEN: &str = "nothing, or an address and port, as 127.0.0.1:9464";
    let metrics = layers.parsed("metrics.listen", LISTEN, |text| match text {
        "" => Some(None),
        text => Listen::socket(text).map(Some),
    })?;
    Ok(Watching { metrics, traces: traces(layers)? })
}

fn traces(layers: &Layers) -> Result<Option<TraceSettings>, String> {
    let endpoint = layers.text("traces.endpoint")?.to_owned();
    let percent = layers.number("traces.percent", 0..=100)?;
    let token = match layers.path("traces.token_file")? {
        Some(path) => {
            let read = std::fs::read_to_string(&path);
            read.map_err(|error| format!("`traces.token_file`: {}: {error}", path.display()))?
        }
        None => String::new(),
    };
    let token = token.trim().to_owned();
    Ok((!endpoint.is_empty()).then_some(TraceSettings { endpoint, token, percent }))
}
