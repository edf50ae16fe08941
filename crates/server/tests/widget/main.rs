//! The integration tests of the interface for visitors, `/widget/v1`: one file per subject.

mod strangers;
