//! The integration tests of the interface for visitors, `/widget/v1`: one file per subject.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod both_sides;
mod desk;
mod files;
mod forms;
mod identity;
mod leaks;
mod leaks_random;
mod limits;
mod live;
mod merging;
mod persons_random;
mod pictures;
mod proofs;
mod served;
mod sessions;
mod strangers;
mod writing;
