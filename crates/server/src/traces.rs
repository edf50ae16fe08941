//! The traces of a server: recorded by a layer of the log, and sent to a collector in the
//! background. A collector that is slow or away delays nothing; spans that cannot be sent are
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
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::boot;
use crate::config::TraceSettings;

/// The pause between two batches.
const SENT_EVERY: Duration = Duration::from_secs(1);
/// The most spans of one request to the collector, some 300 KiB.
const SPANS_AT_ONCE: usize = 512;
/// The longest wait for the last spans when the server stops.
const LAST_SPANS_MAX: Duration = Duration::from_secs(2);
/// The path below the collector's URL.
const PATH: &str = "v1/traces";
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The spans of a server that are to be sent.
pub(crate) struct Exporter {
    client: ApiClient,
    parts: TraceParts,
    is_failing: bool,
}

/// A layer that records spans, and the exporter that sends them.
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
    /// The number of spans that were dropped.
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
        let mut ticks = interval(SENT_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                _ = stopping.wait_for(|is_stopping| *is_stopping) => break,
            }
            self.parts.clock.set(clock.now().millis());
            self.send_all().await;
        }
        self.send_all().await;
    }

    /// Sends what waits. After a failure the rest waits for the next call.
    async fn send_all(&mut self) {
        loop {
            let mut batch: Vec<FinishedSpan> = Vec::new();
            while batch.len() < SPANS_AT_ONCE
                && let Ok(span) = self.parts.spans.try_recv()
            {
                batch.push(span);
            }
            if batch.is_empty() {
                return;
            }
            let sent = self.client.call(PATH, Some(&body(&batch, VERSION))).await;
            let error = match sent {
                Ok(answer) if (200..300).contains(&answer.status) => None,
                Ok(answer) => Some(format!("the answer is {}", answer.status)),
                Err(error) => Some(error.to_string()),
            };
            // What repeats is logged once.
            match &error {
                Some(error) if !self.is_failing => {
                    tracing::warn!(error, "traces cannot be sent, trying again");
                }
                None if self.is_failing => tracing::info!("traces can be sent again"),
                _ => {}
            }
            self.is_failing = error.is_some();
            if self.is_failing {
                return self.parts.dropped.add(batch.len() as u64);
            }
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
    /// The export of a server without traces.
    pub(crate) fn nothing() -> Self {
        Self { stop: watch::Sender::new(false), task: JoinSet::new() }
    }

    /// Sends the last spans, and ends.
    pub(crate) async fn stop(mut self) {
        self.stop.send_replace(true);
        let _ = timeout(LAST_SPANS_MAX, self.task.join_next()).await;
    }
}
