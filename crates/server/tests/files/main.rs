//! The integration tests of what browsers load: one file per subject.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod pages;
mod strangers;
