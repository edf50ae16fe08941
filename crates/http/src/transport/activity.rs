//! What a connection does with its place: whether something is worked on for it, or whether it is
//! its client that is waited for. Of those that wait for their clients the longest gives way when
//! places run out. It knows nothing of other connections.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use parking_lot::{Mutex, MutexGuard};
use tokio::sync::Notify;
use tokio::time::Instant;

/// A connection's place.
#[derive(Debug)]
pub(crate) struct Seat {
    state: Mutex<State>,
    told: Notify,
    /// Whether it is of the last places: one request is answered, and the connection ends.
    pub(crate) is_last: bool,
}

#[derive(Debug)]
struct State {
    /// Requests that are not answered yet, and those of them whose client is waited for.
    running: usize,
    waiting: usize,
    /// Whether the client takes nothing of what was sent.
    is_stuck: bool,
    /// Whether it has ever asked anything.
    has_asked: bool,
    /// Since when all this is so.
    since: Instant,
    is_told: bool,
}

impl Seat {
    pub(crate) fn new(is_last: bool) -> Arc<Self> {
        let (running, waiting, is_stuck, is_told, has_asked) = (0, 0, false, false, false);
        let since = Instant::now();
        let state = State { running, waiting, is_stuck, has_asked, since, is_told };
        Arc::new(Self { state: Mutex::new(state), told: Notify::new(), is_last })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state();
        change(&mut state);
        state.since = Instant::now();
    }

    /// A request has come; its answer is worked on until this is dropped.
    pub(crate) fn begin(self: &Arc<Self>) -> Arc<Running> {
        self.change(|state| {
            state.running += 1;
            state.has_asked = true;
        });
        Arc::new(Running { seat: Arc::clone(self), waits: AtomicBool::new(false) })
    }

    /// Whether the client takes what it is sent.
    pub(crate) fn is_stuck(&self, is_stuck: bool) {
        self.change(|state| state.is_stuck = is_stuck);
    }

    /// Since when its client is waited for, if it is.
    pub(crate) fn waits_since(&self) -> Option<Instant> {
        let state = self.state();
        (state.is_stuck || state.running == state.waiting).then_some(state.since)
    }

    /// Whether it has ever asked anything.
    pub(crate) fn has_asked(&self) -> bool {
        self.state().has_asked
    }

    /// Tells it to give way.
    pub(crate) fn tell(&self) {
        self.state().is_told = true;
        self.told.notify_one();
    }

    /// Whether it was told, and has not left yet.
    pub(crate) fn is_told(&self) -> bool {
        self.state().is_told
    }

    /// Done when it was told to give way and its client is still waited for.
    pub(crate) async fn gives_way(&self) {
        loop {
            self.told.notified().await;
            if self.waits_since().is_some() {
                return;
            }
            self.state().is_told = false;
        }
    }
}

/// A request that is worked on.
#[derive(Debug)]
pub(crate) struct Running {
    seat: Arc<Seat>,
    waits: AtomicBool,
}

impl Running {
    /// Whether its client is waited for: for more of the body.
    pub(crate) fn waits(&self, waits: bool) {
        match (self.waits.swap(waits, Ordering::Relaxed), waits) {
            (false, true) => self.seat.change(|state| state.waiting += 1),
            (true, false) => self.seat.change(|state| state.waiting -= 1),
            _ => {}
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.waits(false);
        self.seat.change(|state| state.running -= 1);
    }
}

/// An answer that is worked on until its last byte was handed over.
#[derive(Debug)]
pub(crate) struct Answered {
    body: Body,
    _running: Arc<Running>,
}

impl Answered {
    pub(crate) fn new(body: Body, running: Arc<Running>) -> Self {
        Self { body, _running: running }
    }
}

impl HttpBody for Answered {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[test]
    fn who_waits_for_the_client_gives_way_and_who_works_does_not() {
        let seat = Seat::new(false);
        assert!(seat.waits_since().is_some(), "nothing was asked");
        let (one, two) = (seat.begin(), seat.begin());
        assert_eq!(seat.waits_since(), None);
        one.waits(true);
        assert_eq!(seat.waits_since(), None, "the other is worked on");
        two.waits(true);
        two.waits(true);
        assert!(seat.waits_since().is_some(), "both wait for bodies");
        drop(two);
        one.waits(false);
        seat.tell();
        assert!(seat.gives_way().now_or_never().is_none() && !seat.is_told());
        seat.is_stuck(true);
        assert!(seat.waits_since().is_some(), "nothing is taken");
        seat.is_stuck(false);
        drop(one);
        seat.tell();
        assert!(seat.is_told() && seat.gives_way().now_or_never().is_some());
    }
}
