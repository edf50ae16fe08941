//! The integration tests of the interface for agents, `/app/v1`: one file per subject.

mod csrf;
mod links;
mod sessions;
mod sign_in;
mod strangers;
mod throttles;
