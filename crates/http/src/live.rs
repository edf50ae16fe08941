//! Live streams: the change feed pushed as it grows, and what is told beside it.

pub(crate) mod events;
mod frame_limit;
mod handshake;
pub(crate) mod socket;
pub(crate) mod ticket;

use axum::http::HeaderName;

/// The tag of the operations of live streams, which `/v1/changes` shares.
const TAG: &str = "Changes";

/// The history that is followed, as `history` takes it.
const X_HISTORY: HeaderName = HeaderName::from_static("x-history");
