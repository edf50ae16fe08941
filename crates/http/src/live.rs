//! Live streams: WebSockets with their handshake and limits, and streams of server-sent events.

mod event_stream;
mod frame_limit;
mod handshake;
mod incoming;
mod socket;

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response};
use deskbell_model::History;

pub use event_stream::event_stream;
pub use handshake::{Handshake, MaybeHandshake, refused};
pub use incoming::Received;
pub use socket::{End, Flow, LiveSocket};
pub use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// The response header that names the history of changes that a stream follows. A client sends the
/// value back as `history`.
const X_HISTORY: HeaderName = HeaderName::from_static("x-history");

/// Adds to a stream's answer the header that names the history of changes.
pub fn in_history(mut response: Response<Body>, history: History) -> Response<Body> {
    let history = HeaderValue::try_from(history.to_string());
    response.headers_mut().extend(history.map(|history| (X_HISTORY, history)));
    response
}
