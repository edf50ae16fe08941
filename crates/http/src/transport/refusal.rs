//! The replacement of hyper's error answers, which have no body, with the contract's errors. The
//! headers of an answer show whether hyper made the answer.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::limits::HEAD_BYTES_MAX;
use crate::Http;
use crate::error::ErrorCode;

/// The largest size of hyper's own answers, in bytes.
const LIBRARY_BYTES_MAX: usize = 256;
/// The largest number of header lines that hyper reads.
const HEAD_LINES_MAX: usize = 100;

/// A connection that replaces hyper's error answers with the contract's errors.
pub(super) struct RefusalWriter<S> {
    stream: S,
    http: Http,
    /// The contract's answer that replaces hyper's error answer; empty until hyper writes an error
    /// answer.
    refusal: Vec<u8>,
    /// The number of bytes of `refusal` that were written.
    written: usize,
    /// The number of bytes read since the last write.
    bytes: usize,
    /// The number of lines read since the last write.
    lines: usize,
    /// True if bytes may be unread when the connection ends.
    is_unread: Arc<AtomicBool>,
}

impl<S> RefusalWriter<S> {
    pub(super) fn new(stream: S, http: Http, is_unread: Arc<AtomicBool>) -> Self {
        let (refusal, written, bytes, lines) = (Vec::new(), 0, 0, 0);
        Self { stream, http, refusal, written, bytes, lines, is_unread }
    }

    fn code(&self, status: u16) -> ErrorCode {
        match status {
            // hyper answers 431 for a head that is too long and for a Content-Length that is too
            // large. If the head is short, the length is too large.
            431 if self.bytes < HEAD_BYTES_MAX && self.lines <= HEAD_LINES_MAX => {
                ErrorCode::TooLarge
            }
            414 | 431 => ErrorCode::HeadTooLarge,
            _ => ErrorCode::Malformed,
        }
    }
}

/// Finds the position of hyper's error answer in the bytes to write, and its status.
fn library_refusal(bytes: &[u8]) -> Option<(usize, u16)> {
    if !bytes.ends_with(b"\r\n\r\n") {
        return None;
    }
    let begin = bytes.len().saturating_sub(LIBRARY_BYTES_MAX);
    let at = begin + bytes[begin..].windows(7).rposition(|it| it == b"HTTP/1.")?;
    let head = std::str::from_utf8(&bytes[at..]).ok()?;
    // Unlike hyper's error answers, the server's other answers have a request id.
    if !head.contains("\r\ncontent-length: 0\r\n") || head.contains("\r\nx-request-id: ") {
        return None;
    }
    let status = head.get(9..12)?.parse().ok()?;
    matches!(status, 400 | 414 | 431).then_some((at, status))
}

impl<S: AsyncRead + Unpin> AsyncRead for RefusalWriter<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        let read = &buffer.filled()[before..];
        self.bytes = self.bytes.saturating_add(read.len());
        if self.bytes <= HEAD_BYTES_MAX {
            self.lines += read.iter().filter(|it| **it == b'\n').count();
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for RefusalWriter<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        let Some((at, status)) = library_refusal(bytes) else {
            (this.bytes, this.lines) = (0, 0);
            return Pin::new(&mut this.stream).poll_write(context, bytes);
        };
        if at > 0 {
            // The bytes that precede hyper's error answer are written first.
            return Pin::new(&mut this.stream).poll_write(context, &bytes[..at]);
        }
        if this.refusal.is_empty() {
            this.refusal = this.http.refusal(this.code(status));
            this.is_unread.store(true, Ordering::Relaxed);
        }
        while this.written < this.refusal.len() {
            let rest = &this.refusal[this.written..];
            let written = ready!(Pin::new(&mut this.stream).poll_write(context, rest))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            this.written += written;
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let mut some = slices.iter().filter(|it| !it.is_empty());
        match (some.next(), some.next()) {
            // hyper's error answer is always a single slice.
            (Some(bytes), None) => self.poll_write(context, bytes),
            _ => {
                (self.bytes, self.lines) = (0, 0);
                Pin::new(&mut self.stream).poll_write_vectored(context, slices)
            }
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
