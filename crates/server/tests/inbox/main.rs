//! The integration tests of the interface for agents, `/app/v1`: one file per subject.

mod strangers;
