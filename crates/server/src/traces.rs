//! The traces of a server, which are recorded by a layer of the log, and sent to a collector in the
//! background. A slow or unreachable collector causes no delay. Spans that cannot be sent are
//! dropped and counted.

use std::sync::Arc;
use std::time::Duration;

use deskbell_app::{Clock as _, Steady};
use deskbell_courier::ApiClient;
use deskbell_meter::Counter;
use deskbell_tls::Authorities;
use deskbell_traces::{FinishedSpan, SpanClock, SpanIds, TraceLayer, TraceParts, body};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::boot;
use crate::config::TraceSettings;

/// The longest time that an incomplete batch of spans waits before it is sent; also the pause after
/// a batch that could not be sent.
const PAUSE: Duration = Duration::from_secs(1);
/// The largest number of spans in one request to the collector. A request with this number of spans
/// has about 300 KiB.
const SPANS_AT_ONCE: usize = 512;
/// The longest wait for the last spans when the server stops.
const LAST_SPANS_MAX: Duration = Duration::from_secs(2);
/// The path, below the collector's URL, to which spans are sent.
const PATH: &str = "v1/traces";
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The sender of a server's spans to the collector.
pub(crate) struct Exporter {
    client: ApiClient,
    parts: TraceParts,
    is_failing: bool,
}

/// Creates a layer that records spans, and the exporter that sends the spans.
pub(crate) fn begin(
    settings: &TraceSettings,
    authorities: Option<Authorities>,
) -> Result<(TraceLayer, Exporter), String> {
    let client = ApiClient::new(&settings.endpoint, &settings.token, authorities)
        .map_err(|why| format!("`traces.endpoint`: {why}"))?;
    let seed = boot::random_seed().map_err(|error| error.to_string())?;
    let clock = SpanClock::new(boot::SystemClock::start().now().millis());
    let (layer, parts) = TraceLayer::new(SpanIds::new(seed), settings.percent, clock);
    Ok((layer, Exporter { client, parts, is_failing: false }))
}

impl Exporter {
    /// Returns the counter of dropped spans.
    pub(crate) fn dropped(&self) -> Arc<Counter> {
        Arc::clone(&self.parts.dropped)
    }

    /// Sends spans in the background.
    pub(crate) fn start(self, clock: Arc<Steady>) -> Exporting {
        let (stop, stopping) = watch::channel(false);
        let mut task = JoinSet::new();
        task.spawn(self.run(clock, stopping));
        Exporting { stop, task }
    }

    async fn run(mut self, clock: Arc<Steady>, mut stopping: watch::Receiver<bool>) {
        let mut batch = Vec::new();
        while !*stopping.borrow() {
            tokio::select! {
                () = self.fill(&mut batch) => {}
                _ = stopping.wait_for(|is_stopping| *is_stopping) => {}
            }
            self.parts.clock.set(clock.now().millis());
            self.send(std::mem::take(&mut batch)).await;
            if self.is_failing {
                // The result is the same: the loop ends when the server stops.
                let _ = timeout(PAUSE, stopping.wait_for(|is_stopping| *is_stopping)).await;
            }
        }
        while let Ok(span) = self.parts.spans.try_recv() {
            batch.push(span);
            if batch.len() == SPANS_AT_ONCE {
                self.send(std::mem::take(&mut batch)).await;
            }
        }
        self.send(batch).await;
    }

    /// Waits for a span, and then for further spans, until the batch is full or [`PAUSE`] has
    /// passed.
    async fn fill(&mut self, batch: &mut Vec<FinishedSpan>) {
        let spans = &mut self.parts.spans;
        spans.recv_many(batch, SPANS_AT_ONCE).await;
        let full = async {
            while batch.len() < SPANS_AT_ONCE {
                let room = SPANS_AT_ONCE - batch.len();
                if spans.recv_many(batch, room).await == 0 {
                    return;
                }
            }
        };
        // A batch that is not full is sent, too.
        let _ = timeout(PAUSE, full).await;
    }

    /// Sends a batch of spans, unless the batch is empty.
    async fn send(&mut self, batch: Vec<FinishedSpan>) {
        if batch.is_empty() {
            return;
        }
        let sent = self.client.call(PATH, Some(&body(&batch, VERSION))).await;
        let error = match sent {
            Ok(answer) if (200..300).contains(&answer.status) => None,
            Ok(answer) => Some(format!("the answer is {}", answer.status)),
            Err(error) => Some(error.to_string()),
        };
        // An error that repeats is logged once.
        match &error {
            Some(error) if !self.is_failing => {
                tracing::warn!(error, "traces cannot be sent, trying again");
            }
            None if self.is_failing => tracing::info!("traces can be sent again"),
            _ => {}
        }
        self.is_failing = error.is_some();
        if self.is_failing {
            self.parts.dropped.add(batch.len() as u64);
        }
    }
}

/// The running export of spans.
#[derive(Debug)]
pub(crate) struct Exporting {
    stop: watch::Sender<bool>,
    task: JoinSet<()>,
}

impl Exporting {
    /// Returns an export that does nothing, for a server without traces.
    pub(crate) fn nothing() -> Self {
        Self { stop: watch::Sender::new(false), task: JoinSet::new() }
    }

    /// Sends the last spans, and ends the export.
    pub(crate) async fn stop(mut self) {
        self.stop.send_replace(true);
        let _ = timeout(LAST_SPANS_MAX, self.task.join_next()).await;
    }
}
