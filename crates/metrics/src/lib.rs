//! Metrics for Prometheus: the names of all numbers that the server measures, their text, and the
//! listener that serves it.
//!
//! The numbers themselves are counted where they arise, by the atomics of `meter`; this crate reads
//! them at a scrape. No label names an organization, a person or an address, and no client can make
//! another series.

mod exposition;
mod listener;
mod names;
mod process;
mod source;

pub use listener::serve;
pub use names::{ALL, Declared, MetricKind, table};
pub use source::{Format, MetricsSource};
