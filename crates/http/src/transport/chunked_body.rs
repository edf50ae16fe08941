//! The bodies of HTTP/2 answers, in chunks, and the detection of clients that stop reading.
//!
//! A connection of HTTP/2 may be active while one of its streams is stalled, because the client
//! opens no flow-control window for that stream. So an answer is sent in small chunks, each after
//! the client took the previous chunk. A stream is stalled when the client has taken no chunk for
//! too long.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use parking_lot::{Mutex, MutexGuard};
use tokio::time::Instant;

/// The size of a chunk, in bytes. A chunk fits into one frame.
const PIECE_BYTES: usize = 16 * 1024;

/// The open streams of one connection: requests without a complete answer.
#[derive(Debug)]
pub(super) struct OpenStreams(Mutex<State>);

#[derive(Debug)]
struct State {
    next: u64,
    /// The time of the last chunk of each open stream; `None` while the client waits for the
    /// server.
    waiting: HashMap<u64, Option<Instant>>,
    /// The time at which a stream last ended.
    idle_since: Instant,
}

impl OpenStreams {
    pub(super) fn new() -> Arc<Self> {
        let state = State { next: 0, waiting: HashMap::new(), idle_since: Instant::now() };
        Arc::new(Self(Mutex::new(state)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock()
    }

    pub(super) fn begin(self: &Arc<Self>) -> OpenStream {
        let mut state = self.state();
        state.next += 1;
        let number = state.next;
        state.waiting.insert(number, None);
        OpenStream { streams: Arc::clone(self), number }
    }

    /// Tells whether, for any open answer, the client has taken no bytes for `timeout`.
    pub(super) fn any_stalled(&self, timeout: Duration) -> bool {
        let state = self.state();
        let mut since = state.waiting.values().flatten();
        since.any(|since| since.elapsed() >= timeout)
    }

    /// Tells whether no stream is open and the last stream ended at least `timeout` ago.
    pub(super) fn are_idle(&self, timeout: Duration) -> bool {
        let state = self.state();
        state.waiting.is_empty() && state.idle_since.elapsed() >= timeout
    }
}

/// The stream of one request, open until the answer was sent or dropped.
#[derive(Debug)]
pub(super) struct OpenStream {
    streams: Arc<OpenStreams>,
    number: u64,
}

impl OpenStream {
    fn idle_since(&self, since: Option<Instant>) {
        self.streams.state().waiting.insert(self.number, since);
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        let mut state = self.streams.state();
        state.waiting.remove(&self.number);
        state.idle_since = Instant::now();
    }
}

/// The body of an answer, in chunks.
#[derive(Debug)]
pub(super) struct ChunkedBody {
    body: Body,
    rest: Bytes,
    stream_open: OpenStream,
}

impl ChunkedBody {
    pub(super) fn new(body: Body, stream_open: OpenStream) -> Self {
        Self { body, rest: Bytes::new(), stream_open }
    }
}

impl HttpBody for ChunkedBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if self.rest.is_empty() {
            match Pin::new(&mut self.body).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) => self.rest = data,
                    Err(frame) => return Poll::Ready(Some(Ok(frame))),
                },
                Poll::Pending => {
                    // No chunk is ready: the client waits for the server.
                    self.stream_open.idle_since(None);
                    return Poll::Pending;
                }
                ended => return ended,
            }
        }
        let some = self.rest.len().min(PIECE_BYTES);
        let piece = self.rest.split_to(some);
        self.stream_open.idle_since(Some(Instant::now()));
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let rest = self.rest.len() as u64;
        match self.body.size_hint().exact() {
            Some(more) => SizeHint::with_exact(rest + more),
            None => SizeHint::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;
    use http_body_util::BodyExt as _;

    use super::*;

    #[tokio::test]
    async fn an_answer_is_handed_over_in_pieces_and_whole() {
        let whole: Vec<u8> = (0..100_000_u32).map(|it| u8::try_from(it % 251).unwrap()).collect();
        let streams = OpenStreams::new();
        let mut pieces = ChunkedBody::new(Body::from(whole.clone()), streams.begin());
        assert_eq!(pieces.size_hint().exact(), Some(100_000));
        let mut found = Vec::new();
        while let Some(frame) = pieces.frame().await {
            let piece = frame.unwrap().into_data().unwrap();
            assert!(!piece.is_empty() && piece.len() <= PIECE_BYTES);
            found.extend_from_slice(&piece);
            assert_eq!(pieces.size_hint().exact(), Some((whole.len() - found.len()) as u64));
        }
        assert_eq!(found, whole);
        assert!(pieces.is_end_stream() && !streams.are_idle(Duration::ZERO));
        drop(pieces);
        assert!(streams.are_idle(Duration::ZERO));
    }

    #[tokio::test]
    async fn who_takes_nothing_is_stalled_and_who_waits_for_us_is_not() {
        let streams = OpenStreams::new();
        let (none, long) = (Duration::ZERO, Duration::from_secs(3_600));
        let mut taken = ChunkedBody::new(Body::from(vec![0; 40_000]), streams.begin());
        assert!(!streams.any_stalled(none));
        taken.frame().await.unwrap().unwrap();
        assert!(streams.any_stalled(none) && !streams.any_stalled(long));
        drop(taken);
        assert!(!streams.any_stalled(none));
        let endless = futures_util::stream::pending::<Result<Bytes, std::io::Error>>();
        let mut waiting = ChunkedBody::new(Body::from_stream(endless), streams.begin());
        assert!(waiting.frame().now_or_never().is_none());
        assert!(!streams.any_stalled(none) && !streams.are_idle(none));
    }
}
