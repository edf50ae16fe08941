//! The integration tests of the interface for visitors, `/widget/v1`: one file per subject.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod desk;
mod forms;
mod identity;
mod limits;
mod merging;
mod proofs;
mod sessions;
mod strangers;
mod writing;
