//! Live streams: the change feed as it grows, and signals.

pub(crate) mod events;
mod frame_limit;
mod handshake;
pub(crate) mod socket;
pub(crate) mod ticket;

use axum::http::HeaderName;

/// The tag of live streams' operations, shared with `/v1/changes`.
const TAG: &str = "Changes";

/// The header with the history of a stream, in the form of the parameter `history`.
const X_HISTORY: HeaderName = HeaderName::from_static("x-history");
