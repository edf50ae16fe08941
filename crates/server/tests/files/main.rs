//! The integration tests of the interface for browsers: one file per subject.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod bucket;
mod gone;
mod links;
mod messages;
mod pages;
mod strangers;
mod uploads;
mod widget;
