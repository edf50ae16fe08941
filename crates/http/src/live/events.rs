//! `/v1/stream`: the change feed as server-sent events (contract §8; WHATWG HTML, server-sent
//! events). What a connection holds in memory is one stretch of frames: the next is taken when the
//! last was sent.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response};
use deskbell_app::App;
use deskbell_app::feed::{Following, Frame};
use deskbell_model::limits::HEARTBEAT_SECONDS;
use deskbell_query::Offset;
use futures_util::stream::unfold;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use crate::error::{ApiError, Fault};
use crate::extract::{Account, Faults, Follower, QueryString};

const LAST_EVENT_ID: &str = "last-event-id";
/// Proxies that collect answers are asked not to.
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");
/// A comment: the stream is still there.
const HEARTBEAT: Bytes = Bytes::from_static(b":\n\n");
/// Sent first, so that a client knows it is through; and how long to wait before coming back, in
/// milliseconds.
const HELLO: Bytes = Bytes::from_static(b"retry: 1000\n\n");

/// `GET /v1/stream`: changes behind `Last-Event-ID`, or else `after`, or else from now on.
pub(crate) async fn stream(
    follower: Follower,
    State(app): State<Arc<App>>,
    query: QueryString,
    account: Account,
    headers: HeaderMap,
) -> Result<Response<Body>, ApiError> {
    let mut faults = Faults::default();
    let after = query.after(&mut faults);
    let interest = query.interest(&mut faults);
    let resumed = last_event_id(&headers, &mut faults);
    faults.none()?;
    let following = app.follow(follower.org, resumed.or(after), interest).await?;
    let period = Duration::from_secs(HEARTBEAT_SECONDS);
    let mut heart = interval_at(Instant::now() + period, period);
    heart.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let source = Source { following, heart, stopping: account.stopping, is_greeted: false };
    let mut response = Response::new(Body::from_stream(unfold(Some(source), step)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_ACCEL_BUFFERING, HeaderValue::from_static("no"));
    Ok(response)
}

/// Where a client that was here before left off. An empty one is none.
fn last_event_id(headers: &HeaderMap, faults: &mut Faults) -> Option<i64> {
    let value = headers.get(LAST_EVENT_ID).filter(|value| !value.is_empty())?;
    let number = value.to_str().ok().and_then(Offset::parse);
    let after = number.and_then(|number| i64::try_from(number.get()).ok());
    faults.keep(after.ok_or(Fault::After))
}

/// What a stream is made of, from one piece to the next.
struct Source {
    following: Following,
    /// It beats whatever is sent: a timer that was set anew for each event would cost more.
    heart: Interval,
    stopping: watch::Receiver<bool>,
    is_greeted: bool,
}

/// The next piece of a stream, and what comes after it. `None` ends it.
async fn step(source: Option<Source>) -> Option<(Result<Bytes, Infallible>, Option<Source>)> {
    let mut source = source?;
    if !source.is_greeted {
        source.is_greeted = true;
        return Some((Ok(HELLO), Some(source)));
    }
    let next = tokio::select! {
        biased;
        // The server stops: the client comes back to another, and reads on.
        _ = source.stopping.wait_for(|is_stopping| *is_stopping) => return None,
        next = source.following.next() => Some(next),
        _ = source.heart.tick() => None,
    };
    match next {
        None => Some((Ok(HEARTBEAT), Some(source))),
        Some(Ok(frames)) => Some((Ok(written(&frames)), Some(source))),
        Some(Err(error)) => Some((Ok(farewell(error)), None)),
    }
}

/// Frames one after the other. One alone, as followers who keep up get them, is not copied.
fn written(frames: &[Arc<Frame>]) -> Bytes {
    if let [frame] = frames {
        return frame.event.clone();
    }
    let mut bytes = Vec::with_capacity(frames.iter().map(|frame| frame.event.len()).sum());
    for frame in frames {
        bytes.extend_from_slice(&frame.event);
    }
    bytes.into()
}

/// Why a stream ends, as an event in the form of every error.
fn farewell(error: deskbell_app::Error) -> Bytes {
    let mut bytes = b"event: error\ndata: ".to_vec();
    bytes.extend_from_slice(&ApiError::from(error).json());
    bytes.extend_from_slice(b"\n\n");
    bytes.into()
}
