//! The time limit for a request's body, which disconnects clients that send too slowly.

use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use super::activity::InFlight;
use crate::limits::BODY_TIME_OF_A_KIB;

#[derive(Debug, thiserror::Error)]
#[error("the body did not arrive in time")]
struct TimedOut;

/// Tells whether an error was caused by a body that did not arrive in time.
pub fn is_timeout(error: &(dyn Error + 'static)) -> bool {
    let mut error = Some(error);
    while let Some(cause) = error {
        if cause.is::<TimedOut>() {
            return true;
        }
        error = cause.source();
    }
    false
}

/// A body that must arrive before `until`. Each byte that arrives extends `until`, so that large
/// files get enough time and very slow bodies fail.
#[derive(Debug)]
pub struct ReadTimeout {
    inner: Incoming,
    until: Instant,
    sleep: Option<Pin<Box<Sleep>>>,
    is_over: bool,
    in_flight: Arc<InFlight>,
    /// True if the body was not read to its end.
    is_unread: Arc<AtomicBool>,
}

impl Drop for ReadTimeout {
    fn drop(&mut self) {
        if !self.is_over && !self.inner.is_end_stream() {
            self.is_unread.store(true, Ordering::Relaxed);
        }
    }
}

impl ReadTimeout {
    pub(crate) fn new(
        inner: Incoming,
        within: Duration,
        in_flight: Arc<InFlight>,
        is_unread: Arc<AtomicBool>,
    ) -> Self {
        let until = Instant::now() + within;
        Self { inner, until, sleep: None, is_over: false, in_flight, is_unread }
    }

    /// Extends the time limit because this many bytes arrived.
    fn allow_for(&mut self, bytes: usize) {
        self.until += BODY_TIME_OF_A_KIB * u32::try_from(bytes / 1024).unwrap_or(u32::MAX);
        if let Some(sleep) = &mut self.sleep {
            sleep.as_mut().reset(self.until);
        }
    }
}

impl Body for ReadTimeout {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.inner).poll_frame(cx) {
            self.is_over = frame.is_none();
            self.in_flight.waits_for_client(false);
            if let Some(Ok(frame)) = &frame {
                self.allow_for(frame.data_ref().map_or(0, Bytes::len));
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        // Most bodies arrive with their head: only a body that arrives later needs a timer.
        self.in_flight.waits_for_client(true);
        let until = self.until;
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(sleep_until(until)));
        sleep.as_mut().poll(cx).map(|()| Some(Err(TimedOut.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
