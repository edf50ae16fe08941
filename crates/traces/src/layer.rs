//! The layer of `tracing` that records spans. The span of a request or a delivery begins a trace;
//! any other span is recorded only as part of a trace.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use deskbell_meter::Counter;
use tokio::sync::mpsc;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use crate::TRACEPARENT;
use crate::context::TraceContext;
use crate::ids::SpanIds;
use crate::origins::Origins;

/// The spans that begin a trace.
const ROOTS: [&str; 2] = ["request", "delivery"];
/// The maximum number of attributes of a span. Deskbell's own spans have fewer attributes.
const ATTRIBUTES_MAX: usize = 16;
/// The most bytes of an attribute's text, which is also the log's limit for a path.
const TEXT_BYTES_MAX: usize = 256;
/// The most spans that wait to be sent, about 2 MiB; a further span is dropped.
const SPANS_WAITING_MAX: usize = 4_096;
const PERCENT: u64 = 100;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum AttributeValue {
    Text(String),
    Int(i64),
    Bool(bool),
}

/// An open span, stored in the extensions of the span of `tracing`.
#[derive(Debug)]
pub(crate) struct OpenSpan {
    pub(crate) context: TraceContext,
    parent: Option<u64>,
    began: Instant,
    attributes: Vec<(&'static str, AttributeValue)>,
}

/// A span that has ended.
#[derive(Clone, Debug)]
pub struct FinishedSpan {
    pub(crate) name: &'static str,
    pub(crate) context: TraceContext,
    pub(crate) parent: Option<u64>,
    /// The times of the beginning and the end, in nanoseconds of Unix time.
    pub(crate) times: [i64; 2],
    pub(crate) attributes: Vec<(&'static str, AttributeValue)>,
}

/// The wall clock of spans: a monotonic clock whose offset from the time of day is corrected at
/// intervals.
#[derive(Debug)]
pub struct SpanClock {
    began: Instant,
    /// The Unix time at `began`, in nanoseconds.
    base_ns: AtomicI64,
}

impl SpanClock {
    /// Creates a clock that shows this time of day.
    #[must_use]
    pub fn new(unix_ms: i64) -> Self {
        let clock = Self { began: Instant::now(), base_ns: AtomicI64::new(0) };
        clock.set(unix_ms);
        clock
    }

    /// Sets the time of day.
    pub fn set(&self, unix_ms: i64) {
        let base =
            unix_ms.saturating_mul(1_000_000).saturating_sub(nanos(self.began, Instant::now()));
        self.base_ns.store(base, Ordering::Relaxed);
    }

    fn at(&self, at: Instant) -> i64 {
        self.base_ns.load(Ordering::Relaxed).saturating_add(nanos(self.began, at))
    }
}

fn nanos(from: Instant, to: Instant) -> i64 {
    i64::try_from(to.saturating_duration_since(from).as_nanos()).unwrap_or(i64::MAX)
}

/// A layer of `tracing` that records spans.
#[derive(Debug)]
pub struct TraceLayer {
    ids: SpanIds,
    /// The share of traces that are recorded, in percent.
    percent: u64,
    clock: Arc<SpanClock>,
    queue: mpsc::Sender<FinishedSpan>,
    dropped: Arc<Counter>,
    /// The traces in which changes were recorded.
    pub(crate) origins: Origins,
}

/// The parts of a layer for the task that sends the layer's spans.
#[derive(Debug)]
pub struct TraceParts {
    /// The spans that have ended.
    pub spans: mpsc::Receiver<FinishedSpan>,
    /// The clock of the spans. The clock must be set at intervals.
    pub clock: Arc<SpanClock>,
    /// The number of spans that were dropped, because the queue was full or sending failed.
    pub dropped: Arc<Counter>,
}

impl TraceLayer {
    /// Creates a layer that records `percent` percent of the traces.
    #[must_use]
    pub fn new(ids: SpanIds, percent: u64, clock: SpanClock) -> (Self, TraceParts) {
        let (queue, spans) = mpsc::channel(SPANS_WAITING_MAX);
        let (clock, dropped) = (Arc::new(clock), Arc::<Counter>::default());
        let parts = TraceParts { spans, clock: Arc::clone(&clock), dropped: Arc::clone(&dropped) };
        let origins = Origins::default();
        (Self { ids, percent, clock, queue, dropped, origins }, parts)
    }

    /// Tells whether the layer needs spans or events of this kind: the spans of Deskbell's crates,
    /// and the event that reports a recorded change.
    #[must_use]
    pub fn wants(of: &Metadata<'_>) -> bool {
        of.is_span() && of.target().starts_with("deskbell") || Origins::wants(of)
    }

    /// Tells whether a trace is recorded. The answer depends only on the id, so that all parts of a
    /// trace agree.
    fn samples(&self, trace: u128) -> bool {
        let low = u64::try_from(trace & u128::from(u64::MAX)).unwrap_or_default();
        low % PERCENT < self.percent
    }

    /// Returns the context of a span that begins a trace or continues a client's trace, and the id
    /// of the client's span. Returns `None` for a trace that is not recorded.
    fn begin(&self, remote: Option<TraceContext>) -> Option<(TraceContext, Option<u64>)> {
        let trace = remote.map_or_else(|| self.ids.trace(), |it| it.trace);
        let is_sampled = remote.is_none_or(|it| it.is_sampled) && self.samples(trace);
        let context = TraceContext { trace, span: self.ids.span(), is_sampled };
        is_sampled.then_some((context, remote.map(|it| it.span)))
    }
}

impl<S> Layer<S> for TraceLayer
where
    S: Subscriber + for<'s> LookupSpan<'s>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        let mut values = Values::default();
        let around = span.parent().and_then(|parent| {
            let mut scope = parent.scope();
            scope.find_map(|it| it.extensions().get::<OpenSpan>().map(|open| open.context))
        });
        let begun = match around {
            Some(around) => {
                Some((TraceContext { span: self.ids.span(), ..around }, Some(around.span)))
            }
            None if ROOTS.contains(&span.name()) => {
                attributes.record(&mut values);
                self.begin(values.remote)
            }
            None => None,
        };
        let Some((own, parent)) = begun else { return };
        if around.is_some() {
            attributes.record(&mut values);
        }
        let (began, attributes) = (Instant::now(), values.attributes);
        span.extensions_mut().insert(OpenSpan { context: own, parent, began, attributes });
    }

    fn on_record(&self, id: &Id, record: &Record<'_>, context: Context<'_, S>) {
        let Some(span) = context.span(id) else { return };
        if let Some(open) = span.extensions_mut().get_mut::<OpenSpan>() {
            let mut values =
                Values { attributes: std::mem::take(&mut open.attributes), remote: None };
            record.record(&mut values);
            open.attributes = values.attributes;
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let around = context.event_span(event).and_then(|span| {
            span.scope().find_map(|it| it.extensions().get::<OpenSpan>().map(|open| open.context))
        });
        self.origins.note(event, around);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let Some(open) = span.extensions_mut().remove::<OpenSpan>() else { return };
        let OpenSpan { context, parent, began, attributes } = open;
        let times = [self.clock.at(began), self.clock.at(Instant::now())];
        let finished = FinishedSpan { name: span.name(), context, parent, times, attributes };
        if self.queue.try_send(finished).is_err() {
            self.dropped.count();
        }
    }
}

#[derive(Default)]
struct Values {
    attributes: Vec<(&'static str, AttributeValue)>,
    remote: Option<TraceContext>,
}

impl Values {
    fn add(&mut self, field: &Field, value: AttributeValue) {
        if self.attributes.len() < ATTRIBUTES_MAX {
            self.attributes.push((field.name(), value));
        }
    }
}

impl Visit for Values {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == TRACEPARENT {
            self.remote = TraceContext::parse(value);
            return;
        }
        let end = value.floor_char_boundary(TEXT_BYTES_MAX);
        self.add(field, AttributeValue::Text(value[..end].to_owned()));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, AttributeValue::Int(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, AttributeValue::Int(i64::try_from(value).unwrap_or(i64::MAX)));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, AttributeValue::Bool(value));
    }
}

#[cfg(test)]
mod tests;
