//! Live streams: the WebSocket handshake, the writing side of WebSockets, and the limits for frames
//! of clients.

mod event_stream;
mod frame_limit;
mod handshake;
mod outgoing;

use axum::http::HeaderName;

pub use event_stream::event_stream;
pub use frame_limit::{FrameLimited, Rate, is_too_fast};
pub use handshake::{Handshake, MaybeHandshake, refused};
pub use outgoing::{End, Flow, Outgoing};

/// The response header with the history of a stream; a client sends it back as `history`.
pub const X_HISTORY: HeaderName = HeaderName::from_static("x-history");
