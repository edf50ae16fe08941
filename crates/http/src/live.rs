//! Live streams: the change feed as it grows, and the signals beside it.

pub(crate) mod events;
mod frame_limit;
mod handshake;
pub(crate) mod socket;
pub(crate) mod ticket;

use axum::http::HeaderName;

/// The tag of the operations of live streams, which `/v1/changes` shares.
const TAG: &str = "Changes";

/// The header with the history that a stream follows, as `history` takes it.
const X_HISTORY: HeaderName = HeaderName::from_static("x-history");
