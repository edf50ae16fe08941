//! The integration tests of the interface for agents, `/app/v1`: one file per subject.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod csrf;
mod links;
mod sessions;
mod sign_in;
mod strangers;
mod throttles;
