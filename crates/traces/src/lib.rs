//! Traces: the spans of `tracing` in OpenTelemetry's form, in a bounded queue, and the JSON of
//! spans (OTLP). The W3C header `traceparent` joins a request to the trace of its client, and a
//! delivery to the trace of its change and of its target.
//!
//! This crate does not use the network, and never waits: if the queue is full, a span is dropped
//! and counted.

mod context;
mod current;
mod ids;
mod json;
mod layer;
mod origins;

pub use context::TraceContext;
pub use current::{traceparent, traceparent_of_change};
pub use ids::SpanIds;
pub use json::body;
pub use layer::{FinishedSpan, SpanClock, TraceLayer, TraceParts};

/// The name of the W3C header, and of the span field that has the header's value.
pub const TRACEPARENT: &str = "traceparent";
