//! The integration tests of files: one file per subject.

mod strangers;
