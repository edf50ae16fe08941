//! The numbers of a running server, read at each scrape: from the application, the database and the
//! HTTP interface.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use deskbell_app::{App, Load};
use deskbell_http::{Http, RequestMeters};
use deskbell_meter::Counter;
use deskbell_storage::{Engine, Lane};
use parking_lot::Mutex;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, prometheus_text, text};
use prometheus_client::registry::Registry;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::exposition::{Exposition, Labels, Scale};
use crate::names;
use crate::process;

/// The longest wait for the numbers that are read from the database. Searches may delay the
/// queries, so the wait is long. Prometheus ends a scrape after ten seconds, so the wait must be
/// shorter.
const LOAD_PATIENCE: Duration = Duration::from_secs(5);
/// The longest wait for the read that shows whether the database is up.
const UP_PATIENCE: Duration = Duration::from_secs(2);
/// The time for which the numbers of the database are cached, since reading them counts the rows of
/// all organizations.
const LOAD_KEPT: Duration = Duration::from_secs(5);
/// The route label of requests that match no operation.
const NO_ROUTE: &str = "other";
/// The method label of requests that match no operation.
const NO_METHOD: &str = "_OTHER";
/// The status label of answers with an unexpected status.
const NO_STATUS: &str = "other";

/// The format of the text of metrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The text format of Prometheus.
    Prometheus,
    /// The text format of OpenMetrics.
    OpenMetrics,
}

impl Format {
    /// Returns the value of `Content-Type` for the format.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Prometheus => prometheus_text::CONTENT_TYPE,
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }
}

/// A source of all metrics of a server.
#[derive(Clone, Debug)]
pub struct MetricsSource {
    registry: Arc<Registry>,
    numbers: Arc<Numbers>,
}

#[derive(Debug)]
struct Numbers {
    app: Arc<App>,
    requests: Arc<RequestMeters>,
    version: String,
    spans_dropped: Option<Arc<Counter>>,
    /// The Unix time at which the process started, in seconds.
    started: f64,
    load: Mutex<Kept>,
}

/// The numbers that were last read from the database, with the uptime at which they were read.
#[derive(Debug, Default)]
struct Kept {
    read_at: Option<Duration>,
    load: Option<Load>,
    /// True when the database answered a read of one row.
    is_up: bool,
}

impl MetricsSource {
    /// Creates the source of a server's metrics. A server that records traces passes the counter of
    /// dropped spans.
    #[must_use]
    pub fn new(
        app: &Arc<App>,
        http: &Http,
        version: &str,
        spans_dropped: Option<Arc<Counter>>,
    ) -> Self {
        let clock = &app.context.clock;
        let uptime_ms = i64::try_from(clock.uptime().as_millis()).unwrap_or(i64::MAX);
        let numbers = Arc::new(Numbers {
            app: Arc::clone(app),
            requests: Arc::clone(http.meters()),
            version: version.to_owned(),
            spans_dropped,
            started: millis_as_seconds(clock.now().millis().saturating_sub(uptime_ms)),
            load: Mutex::default(),
        });
        let mut registry = Registry::default();
        registry.register_collector(Box::new(Arc::clone(&numbers)));
        Self { registry: Arc::new(registry), numbers }
    }

    /// Reads all numbers, and writes the text of metrics. The numbers of the database are left out
    /// if the database does not answer in time.
    pub async fn text(&self, format: Format) -> String {
        self.numbers.refresh().await;
        let registry = Arc::clone(&self.registry);
        let writing = spawn_blocking(move || {
            let mut out = String::new();
            // Writing into a text does not fail.
            let _ = match format {
                Format::Prometheus => prometheus_text::encode(&mut out, &registry),
                Format::OpenMetrics => text::encode(&mut out, &registry),
            };
            out
        });
        writing.await.unwrap_or_default()
    }
}

impl Numbers {
    /// Reads the numbers of the database, unless they were read a moment ago.
    async fn refresh(&self) {
        let now = self.app.context.clock.uptime();
        let is_new = |at: Duration| now.saturating_sub(at) < LOAD_KEPT;
        if self.load.lock().read_at.is_some_and(is_new) {
            return;
        }
        let up = timeout(UP_PATIENCE, self.app.access.has_keys());
        let (up, load) = tokio::join!(up, timeout(LOAD_PATIENCE, self.app.load()));
        let is_up = matches!(up, Ok(Ok(_)));
        let load = match load {
            Ok(Ok(load)) => Some(load),
            Ok(Err(error)) => {
                tracing::debug!(%error, "the numbers of the database could not be read");
                None
            }
            Err(_) => None,
        };
        *self.load.lock() = Kept { read_at: load.is_some().then_some(now), load, is_up };
    }

    fn write(&self, out: &mut Exposition<'_>) -> fmt::Result {
        let database = match self.app.context.store.engine() {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgresql",
        };
        out.gauges(&names::BUILD, [(labels([&self.version, database]), 1.0)])?;
        self.write_requests(out)?;
        self.write_database(out, database)?;
        self.write_indexes(out)?;
        self.write_work(out)?;
        self.write_process(out)
    }

    fn write_requests(&self, out: &mut Exposition<'_>) -> fmt::Result {
        let of = |times: deskbell_http::RequestTimes| {
            let (method, path) = match times.route {
                Some((method, path)) => (method.as_str().to_owned(), path),
                None => (NO_METHOD.to_owned(), NO_ROUTE),
            };
            let status = times.status.map_or(NO_STATUS.to_owned(), |it| it.to_string());
            (vec![Cow::Owned(method), Cow::Borrowed(path), Cow::Owned(status)], times.times)
        };
        let requests = self.requests.requests().into_iter().map(of);
        out.histograms(&names::REQUESTS, Scale::Nanoseconds, requests)?;
        let refusals = self.requests.refusals().map(|(reason, count)| (labels([reason]), count));
        out.counters(&names::REFUSED, refusals)?;
        out.gauge(&names::CONNECTIONS, Some(level(self.requests.connections.get())))?;
        out.gauge(&names::FOLLOWERS, Some(level(self.requests.streams.get())))
    }

    fn write_database(&self, out: &mut Exposition<'_>, database: &str) -> fmt::Result {
        let store = &self.app.context.store;
        let meters = store.meters();
        let statements = meters.statements().into_iter().map(|(name, times)| {
            let name = name.strip_prefix("deskbell_storage::").unwrap_or(name);
            (labels([database, name]), times)
        });
        out.histograms(&names::STATEMENTS, Scale::Nanoseconds, statements)?;
        let lanes = [("interactive", Lane::Interactive), ("bulk", Lane::Bulk)];
        let waiting = |(name, lane)| (labels([name]), count(store.jobs_waiting_in(lane)));
        out.gauges(&names::QUEUE, lanes.map(waiting))?;
        let rows = [(Labels::new(), meters.commit_rows.read())];
        out.histograms(&names::COMMIT_ROWS, Scale::One, rows)?;
        let times = [(Labels::new(), meters.commit_times.read())];
        out.histograms(&names::COMMIT_TIMES, Scale::Nanoseconds, times)?;
        let has_wal = store.engine() == Engine::Sqlite;
        out.gauge(&names::WAL, has_wal.then(|| level(meters.wal_bytes.get())))
    }

    fn write_indexes(&self, out: &mut Exposition<'_>) -> fmt::Result {
        let indexes = &self.app.indexes;
        out.gauge(&names::INDEX_MEMORY, Some(count(indexes.used_bytes())))?;
        out.gauge(&names::INDEX_MEMORY_MAX, Some(count(indexes.bytes_max())))?;
        let counts = indexes.counts();
        let states = [
            ("ready", counts.ready),
            ("building", counts.building),
            ("too_large", counts.too_large),
        ];
        out.gauges(&names::INDEXES, states.map(|(state, many)| (labels([state]), count(many))))?;
        out.gauge(&names::INDEX_BEHIND, Some(indexes.lag().as_secs_f64()))
    }

    fn write_work(&self, out: &mut Exposition<'_>) -> fmt::Result {
        let kept = self.load.lock();
        let (load, is_up) = (kept.load, kept.is_up);
        drop(kept);
        if let Some(Load { at, due, waiting }) = load {
            let work = [
                ("sweeps", due.sweeps),
                ("timers", due.timers),
                ("deliveries", due.deliveries),
                ("erasures", due.erasures),
            ];
            out.gauges(&names::DUE, work.map(|(work, many)| (labels([work]), number(many))))?;
            let age = waiting.oldest_delivery_at.map_or(0, |due| at.millis() - due.millis());
            out.gauge(&names::OUTBOX_AGE, Some(millis_as_seconds(age.max(0))))?;
            out.gauge(&names::DELIVERIES, Some(number(waiting.deliveries)))?;
            out.gauge(&names::SESSIONS, Some(number(waiting.sessions)))?;
        }
        let counted = &self.app.context.meters;
        let outcomes = [
            ("delivered", &counted.attempts.delivered),
            ("failed", &counted.attempts.failed),
            ("gone", &counted.attempts.gone),
            ("undeliverable", &counted.attempts.undeliverable),
        ];
        let attempts = outcomes.map(|(outcome, count)| (labels([outcome]), count.get()));
        out.counters(&names::ATTEMPTS, attempts)?;
        out.counter(&names::IDEMPOTENCY, counted.idempotency_hits.get())?;
        if let Some(dropped) = &self.spans_dropped {
            out.counter(&names::SPANS_DROPPED, dropped.get())?;
        }
        out.gauge(&names::DATABASE_UP, Some(f64::from(u8::from(is_up))))
    }

    fn write_process(&self, out: &mut Exposition<'_>) -> fmt::Result {
        let read = process::read();
        out.seconds(&names::CPU, read.cpu_seconds)?;
        out.gauge(&names::RESIDENT, read.resident_bytes.map(number))?;
        out.gauge(&names::VIRTUAL, read.virtual_bytes.map(number))?;
        out.gauge(&names::THREADS, read.threads.map(number))?;
        out.gauge(&names::OPEN_FILES, read.open_files.map(number))?;
        out.gauge(&names::MAX_FILES, read.max_files.map(number))?;
        out.gauge(&names::START, Some(self.started))
    }
}

impl Collector for Numbers {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        self.write(&mut Exposition(encoder))
    }
}

fn labels<'v, const N: usize>(values: [&'v str; N]) -> Labels<'v> {
    values.map(|value| Cow::Owned(value.to_owned())).into()
}

#[expect(clippy::cast_precision_loss, reason = "53 bits are exact enough for a gauge")]
const fn number(number: u64) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "53 bits are exact enough for a gauge")]
const fn count(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_precision_loss, reason = "53 bits are exact enough for a gauge")]
const fn level(level: i64) -> f64 {
    level as f64
}

#[expect(clippy::cast_precision_loss, reason = "53 bits are exact enough for a time")]
fn millis_as_seconds(millis: i64) -> f64 {
    millis as f64 / 1e3
}
