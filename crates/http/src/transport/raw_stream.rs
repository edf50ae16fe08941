//! Endless answers, which are sent without hyper. Each piece is one write, and hyper's buffers are
//! freed before the first piece.

use std::io;

use axum::body::{Body, Bytes};
use axum::http::header::CONNECTION;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body_util::BodyExt as _;
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

/// Marks an endless answer. The end of the connection ends the answer, so the answer needs no
/// length and no chunks (RFC 9112, 6.3).
#[derive(Clone, Copy, Debug)]
pub struct RawStream;

/// Sends an answer piece by piece, and closes the sending side.
///
/// # Errors
/// The client closed the connection, or has read no bytes for too long.
pub async fn send(mut stream: impl AsyncWrite + Unpin, answer: Response<Body>) -> io::Result<()> {
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

/// Reads the next piece of a body; `None` at the end of the body or after an error.
async fn piece(body: &mut Body) -> Option<Bytes> {
    body.frame().await?.ok()?.into_data().ok()
}

/// Returns the status line and headers of an answer, as bytes.
pub fn head(status: StatusCode, headers: &HeaderMap) -> Vec<u8> {
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
