//! The rate limit of a WebSocket client's frames. The limit of messages in `socket.rs` is not
//! enough, because a client can send any number of frames, even empty frames, without completing a
//! message. So this module counts frames in the raw bytes (RFC 6455, 5.2), without reading the
//! payload.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use deskbell_app::Steady;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::limits::SOCKET_FRAMES_PER_SECOND;

/// A counter of events within the current second.
#[derive(Debug)]
pub struct Rate {
    since: Duration,
    times: u32,
    most: u32,
}

impl Rate {
    /// Creates a counter that starts at the uptime `now`, with the limit `most` per second.
    #[must_use]
    pub const fn new(most: u32, now: Duration) -> Self {
        Self { since: now, times: 0, most }
    }

    /// Counts `more` events. Returns whether the count of this second exceeds the limit.
    pub fn is_too_fast(&mut self, more: u32, now: Duration) -> bool {
        if now.saturating_sub(self.since) >= Duration::from_secs(1) {
            (self.since, self.times) = (now, 0);
        }
        self.times = self.times.saturating_add(more);
        self.times > self.most
    }
}

#[derive(Debug, thiserror::Error)]
#[error("too many frames")]
struct TooFast;

/// Tells whether an I/O error was caused by too many frames.
#[must_use]
pub fn is_too_fast(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|it| it.is::<TooFast>())
}

/// A parser that finds the starts of frames in a client's bytes.
#[derive(Debug, Default)]
struct Frames {
    /// The bytes of the current frame's head, without the masking key.
    head: [u8; 10],
    known: usize,
    /// The number of bytes of the current frame's masking key and payload that have not arrived
    /// yet.
    rest: u64,
}

impl Frames {
    /// Counts the frames that start in these bytes.
    fn begun(&mut self, mut bytes: &[u8]) -> u32 {
        let mut begun = 0;
        loop {
            let skipped = usize::try_from(self.rest).unwrap_or(usize::MAX).min(bytes.len());
            self.rest -= skipped as u64;
            bytes = &bytes[skipped..];
            let Some((first, others)) = bytes.split_first() else { return begun };
            bytes = others;
            begun += u32::from(self.known == 0);
            self.head[self.known] = *first;
            self.known += 1;
            if let Some(rest) = self.rest() {
                (self.rest, self.known) = (rest, 0);
            }
        }
    }

    /// Returns the number of bytes that follow the head of the current frame; `None` while the head
    /// is incomplete.
    fn rest(&self) -> Option<u64> {
        let [_, second, length @ ..] = self.head;
        let mask = u64::from(second >> 7) * 4;
        let of = |bytes: usize| {
            let digits = length.iter().take(bytes);
            digits.fold(0_u64, |number, digit| number << 8 | u64::from(*digit))
        };
        let length = match (second & 0x7f, self.known) {
            (_, 0..2) | (126, ..4) | (127, ..10) => return None,
            (126, _) => of(2),
            (127, _) => of(8),
            (short, _) => short.into(),
        };
        Some(length.saturating_add(mask))
    }
}

/// A connection whose reads fail when the client sends too many frames.
pub struct FrameLimited<S> {
    stream: S,
    clock: Arc<Steady>,
    frames: Frames,
    rate: Rate,
}

impl<S> FrameLimited<S> {
    pub(super) fn new(stream: S, clock: Arc<Steady>) -> Self {
        let rate = Rate::new(SOCKET_FRAMES_PER_SECOND, clock.uptime());
        Self { stream, clock, frames: Frames::default(), rate }
    }

    pub(super) fn get_mut(&mut self) -> &mut S {
        &mut self.stream
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for FrameLimited<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buffer.filled().len();
        ready!(Pin::new(&mut this.stream).poll_read(context, buffer))?;
        let begun = this.frames.begun(&buffer.filled()[before..]);
        if this.rate.is_too_fast(begun, this.clock.uptime()) {
            return Poll::Ready(Err(io::Error::other(TooFast)));
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for FrameLimited<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_counted_however_long_they_are_and_however_they_arrive() {
        let frame = |length: &[u8], payload: usize| {
            [&[0x82][..], length, &[1, 2, 3, 4], &vec![0x81; payload]].concat()
        };
        let bytes = [
            frame(&[0x80], 0),
            frame(&[0x80 | 5], 5),
            frame(&[0x80 | 126, 1, 2], 0x102),
            frame(&[0x80 | 127, 0, 0, 0, 0, 0, 1, 0, 2], 0x1_0002),
            frame(&[0x80], 0),
            vec![0x89, 0],
        ];
        let bytes = bytes.concat();
        for piece in [1, 2, 3, 7, 1_000, 1_000_000] {
            let mut frames = Frames::default();
            let begun: u32 = bytes.chunks(piece).map(|piece| frames.begun(piece)).sum();
            assert_eq!((begun, frames.known, frames.rest), (6, 0, 0), "{piece}");
        }
        let mut frames = Frames::default();
        assert_eq!(frames.begun(&[0x80, 0x80, 1, 2, 3, 4].repeat(1_000)), 1_000);
        let endless = [&[0x82, 0xff][..], &[0xff; 8], &[0; 1_000]].concat();
        assert_eq!(Frames::default().begun(&endless), 1);
    }
}
