//! Metrics for Prometheus: the names of all numbers that the server measures, the text of all
//! metrics, and the listener that serves this text.
//!
//! Other crates count the numbers with the atomics of `meter`, and this crate reads the atomics at
//! a scrape. No label names an organization, a person or an address, and no client can create a new
//! time series.

mod exposition;
mod listener;
mod names;
mod process;
mod source;

pub use listener::serve;
pub use names::{ALL, Declared, MetricKind, table};
pub use source::{Format, MetricsSource};
