//! Answers without an end: they are sent without HTTP's machinery around them, each piece with one
//! write. The buffers that only requests need are gone by then. It knows nothing of the pieces'
//! content.

use std::io;

use axum::body::{Body, Bytes};
use axum::http::header::CONNECTION;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body_util::BodyExt as _;
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

/// The mark of an answer without an end. It is the last on its connection, and ends with it; so it
/// needs no length and no chunks (RFC 9112, 6.3).
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawStream;

/// Sends an answer, piece by piece as its body has them, and closes the connection's side.
///
/// # Errors
/// When the client is gone, or has taken nothing for too long.
pub(crate) async fn send(
    mut stream: impl AsyncWrite + Unpin,
    answer: Response<Body>,
) -> io::Result<()> {
    let (mut parts, mut body) = answer.into_parts();
    parts.headers.insert(CONNECTION, HeaderValue::from_static("close"));
    let head = head(parts.status, &parts.headers);
    drop(parts);
    stream.write_all(&head).await?;
    drop(head);
    while let Some(piece) = piece(&mut body).await {
        stream.write_all(&piece).await?;
    }
    stream.shutdown().await
}

/// The next piece. An error ends a body as its end does.
async fn piece(body: &mut Body) -> Option<Bytes> {
    body.frame().await?.ok()?.into_data().ok()
}

/// An answer's head, as it is written.
pub(crate) fn head(status: StatusCode, headers: &HeaderMap) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status}\r\n").into_bytes();
    for (name, value) in headers {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head
}
