//! Live streams: the change feed in real time, and signals.

pub(crate) mod events;
mod frame_limit;
mod handshake;
pub(crate) mod socket;
pub(crate) mod ticket;

use axum::http::HeaderName;

/// The OpenAPI tag of live streams, shared with `/v1/changes`.
const TAG: &str = "Changes";

/// The response header with the history of a stream; a client sends it back as `history`.
const X_HISTORY: HeaderName = HeaderName::from_static("x-history");
