//! The integration tests of the interface for agents, `/app/v1`: one file per subject.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod canned;
mod csrf;
mod hours;
mod links;
mod sessions;
mod settings;
mod sign_in;
mod strangers;
mod throttles;
