//! Live streams: the change feed in real time, and signals between connected clients.

pub(crate) mod events;
pub(crate) mod socket;
pub(crate) mod ticket;

/// The OpenAPI tag of live streams, shared with `/v1/changes`.
const TAG: &str = "Changes";
