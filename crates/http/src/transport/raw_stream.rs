//! Answers without an end, sent without HTTP's machinery: each piece is one write. The buffers that
//! only requests need are freed by then. It knows nothing of the pieces' content.

use std::io;

use axum::body::{Body, Bytes};
use axum::http::header::CONNECTION;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body_util::BodyExt as _;
use tokio::io::{AsyncWrite, AsyncWriteExt as _};

/// The mark of an answer without an end. It is the last on its connection, and ends with it, so it
/// needs no length and no chunks (RFC 9112, 6.3).
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawStream;

/// Sends an answer piece by piece, and closes the sending side.
///
/// # Errors
/// The client is gone, or has taken nothing for too long.
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

/// The next piece. An error ends a body like its end.
async fn piece(body: &mut Body) -> Option<Bytes> {
    body.frame().await?.ok()?.into_data().ok()
}

/// The head of an answer, as written.
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
