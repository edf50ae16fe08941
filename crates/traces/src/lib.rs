//! Traces: the spans of `tracing` as OpenTelemetry has them, in a bounded queue, and their JSON
//! (OTLP). The W3C header `traceparent` joins a request to the trace of its client, and a delivery
//! to that of its target.
//!
//! This crate does not use the network and waits for nothing: a span that finds the queue full is
//! dropped and counted.

mod context;
mod current;
mod ids;
mod json;
mod layer;

pub use context::TraceContext;
pub use current::traceparent;
pub use ids::SpanIds;
pub use json::body;
pub use layer::{FinishedSpan, SpanClock, TraceLayer, TraceParts};

/// The name of the header, and of the field by which a span gets it.
pub const TRACEPARENT: &str = "traceparent";
