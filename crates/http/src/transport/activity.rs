//! The activity of a connection: either the server works on a request, or the server waits for the
//! client. When slots run out, idle connections are evicted: first connections without any request,
//! and then the connections that have been idle longest.

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

#[derive(Debug)]
pub struct Activity {
    state: Mutex<State>,
    evicting: Notify,
    /// True if the connection has a reserved slot, and so closes after one answer.
    pub is_last: bool,
}

#[derive(Debug)]
struct State {
    /// The number of unanswered requests.
    running: usize,
    /// The number of unanswered requests that wait for more of their body.
    waiting: usize,
    /// True while a write waits for the client.
    is_write_blocked: bool,
    /// True when the client has sent a request.
    has_asked: bool,
    /// The time of the last change to the fields above.
    since: Instant,
    is_evicting: bool,
}

impl Activity {
    pub fn new(is_last: bool) -> Arc<Self> {
        let (running, waiting, is_write_blocked, is_evicting, has_asked) =
            (0, 0, false, false, false);
        let since = Instant::now();
        let state = State { running, waiting, is_write_blocked, has_asked, since, is_evicting };
        Arc::new(Self { state: Mutex::new(state), evicting: Notify::new(), is_last })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state();
        change(&mut state);
        state.since = Instant::now();
    }

    /// Notes the beginning of a request. The request counts as running until the result is dropped.
    pub fn begin_request(self: &Arc<Self>) -> Arc<InFlight> {
        self.change(|state| {
            state.running += 1;
            state.has_asked = true;
        });
        Arc::new(InFlight { activity: Arc::clone(self), waits_for_client: AtomicBool::new(false) })
    }

    pub fn set_write_blocked(&self, is_blocked: bool) {
        self.change(|state| state.is_write_blocked = is_blocked);
    }

    /// Returns the time at which the server began to wait for the client; `None` while the server
    /// works on a request.
    pub fn idle_since(&self) -> Option<Instant> {
        let state = self.state();
        (state.is_write_blocked || state.running == state.waiting).then_some(state.since)
    }

    pub fn has_asked(&self) -> bool {
        self.state().has_asked
    }

    /// Asks the connection to close if it is idle.
    pub fn evict(&self) {
        self.state().is_evicting = true;
        self.evicting.notify_one();
    }

    /// Tells whether the connection was asked to close.
    pub fn is_evicting(&self) -> bool {
        self.state().is_evicting
    }

    /// Completes when the connection was asked to close and is idle. A connection that was busy
    /// when it was asked to close stays open.
    pub async fn evicted(&self) {
        loop {
            self.evicting.notified().await;
            if self.idle_since().is_some() {
                return;
            }
            self.state().is_evicting = false;
        }
    }
}

#[derive(Debug)]
pub struct InFlight {
    activity: Arc<Activity>,
    waits_for_client: AtomicBool,
}

impl InFlight {
    /// Notes whether the request waits for more of its body.
    pub fn waits_for_client(&self, waits: bool) {
        match (self.waits_for_client.swap(waits, Ordering::Relaxed), waits) {
            (false, true) => self.activity.change(|state| state.waiting += 1),
            (true, false) => self.activity.change(|state| state.waiting -= 1),
            _ => {}
        }
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.waits_for_client(false);
        self.activity.change(|state| state.running -= 1);
    }
}

/// The body of an answer, whose request counts as running until the body is dropped.
#[derive(Debug)]
pub struct InFlightBody {
    body: Body,
    _in_flight: Arc<InFlight>,
}

impl InFlightBody {
    pub fn new(body: Body, in_flight: Arc<InFlight>) -> Self {
        Self { body, _in_flight: in_flight }
    }
}

impl HttpBody for InFlightBody {
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
        let activity = Activity::new(false);
        assert!(activity.idle_since().is_some(), "nothing was asked");
        let (one, two) = (activity.begin_request(), activity.begin_request());
        assert_eq!(activity.idle_since(), None);
        one.waits_for_client(true);
        assert_eq!(activity.idle_since(), None, "the other is worked on");
        two.waits_for_client(true);
        two.waits_for_client(true);
        assert!(activity.idle_since().is_some(), "both wait for bodies");
        drop(two);
        one.waits_for_client(false);
        activity.evict();
        assert!(activity.evicted().now_or_never().is_none() && !activity.is_evicting());
        activity.set_write_blocked(true);
        assert!(activity.idle_since().is_some(), "nothing is taken");
        activity.set_write_blocked(false);
        drop(one);
        activity.evict();
        assert!(activity.is_evicting() && activity.evicted().now_or_never().is_some());
    }
}
