//! `/v1/stream`: the change feed as server-sent events (contract §8; WHATWG HTML, server-sent
//! events). A connection holds one range of rendered changes in memory, and reads the next range
//! once all changes were sent.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use deskbell_app::feed::{Following, Frame};
use deskbell_app::{Access, Caller, Feed, Steady};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, Errors, QueryString};
use deskbell_http::live::event_stream;
use deskbell_http::transport::connection_handle::ConnectionHandle;
use deskbell_http::transport::stream_quotas::StreamPermit;
use deskbell_model::limits::HEARTBEAT_MS;
use deskbell_query::Offset;
use hyper::body::Frame as Piece;
use serde_json::json;
use tokio::sync::watch;
use tokio::time::{Instant, Sleep, sleep_until};

use super::TAG;
use crate::auth::{Admitted, Follower};

const LAST_EVENT_ID: &str = "last-event-id";
/// A comment line, sent as a heartbeat.
const HEARTBEAT: Bytes = Bytes::from_static(b":\n\n");
/// The first bytes, which open the stream and set the client's reconnection time, in milliseconds.
const HELLO: Bytes = Bytes::from_static(b"retry: 1000\n\n");

pub(crate) fn describe_stream() -> Operation {
    let says = "An endless stream of server-sent events. For each change, `id` is its number, \
        `event` its kind and `data` the change as in listChanges. A comment is sent every \
        `streams.heartbeat_ms` (15 seconds by default). `event: error`, with the body of an error, \
        ends a stream that cannot go on, because its changes are no longer kept or its key was \
        revoked. A `reset` with `history` beside `object` means that another history follows: read \
        everything again.";
    let content = json!({
        "schema": {"type": "string"},
        "example": "retry: 1000\n\nid: 42\nevent: chat.deleted\ndata: {\"seq\":42,\
                    \"at\":1593151172,\"kind\":\"chat.deleted\",\"object\":{\"id\":5}}\n\n",
    });
    Operation::follow("streamChanges", TAG, "Follow changes as server-sent events")
        .says(
            "Sends changes from now on, or those after `Last-Event-ID` or `after` if one is given. \
             A browser's `EventSource` resumes by itself; with `history` in its URL it is told \
             when its number belongs to another history. Opening a stream counts as one request.",
        )
        .with(&["Last-Event-ID", "after", "history", "kind", "chat"])
        .refuses(&[ErrorCode::After, ErrorCode::History, ErrorCode::Kind, ErrorCode::ChatId])
        .refuses(&[ErrorCode::HistoryExpired(42), ErrorCode::HistoryReplaced])
        .answers_with(200, says, Some(("text/event-stream", content)))
}

type Watched = (State<Arc<Feed>>, State<Arc<Access>>, State<Arc<Steady>>);

/// `GET /v1/stream`: sends the changes with a number above `Last-Event-ID`, or above `after` if the
/// header is missing. Without a number, sends only future changes.
pub(crate) async fn stream(
    mut follower: Admitted<Follower>,
    (State(feed), State(access), State(clock)): Watched,
    query: QueryString,
    account: Account,
    connection: Option<Extension<ConnectionHandle>>,
    headers: HeaderMap,
) -> Result<Response<Body>, ApiError> {
    let mut errors = Errors::default();
    let after = query.after(&mut errors);
    let history = query.history(&mut errors);
    let interest = query.interest(&mut errors);
    let resumed = last_event_id(&headers, &mut errors);
    errors.check()?;
    let mut following =
        feed.follow(follower.caller.org, (resumed.or(after), history), interest).await?;
    following.begin().await?;
    let permit = connection.as_ref().map(|it| it.stream_permit(follower.caller.org)).transpose()?;
    follower.enter(&access).await?;
    let usual = Duration::from_millis(HEARTBEAT_MS);
    let heartbeat = Heartbeat::new(connection.map_or(usual, |Extension(it)| it.heartbeat));
    let stopping = account.stopping;
    let history = following.history();
    let (stage, asking) = (Stage::New, None);
    let caller = follower.caller;
    let stream = EventStream {
        access,
        caller,
        following,
        heartbeat,
        asking,
        stopping,
        stage,
        _permit: permit,
    };
    Ok(event_stream(Body::new(stream), &clock, history))
}

/// The number in `Last-Event-ID`, sent by a reconnecting client; `None` if absent or empty.
fn last_event_id(headers: &HeaderMap, errors: &mut Errors) -> Option<i64> {
    let value = headers.get(LAST_EVENT_ID).filter(|value| !value.is_empty())?;
    let number = value.to_str().ok().and_then(Offset::parse);
    let after = number.and_then(|number| i64::try_from(number.get()).ok());
    errors.keep(after.ok_or(ErrorCode::After))
}

/// A heartbeat at a fixed period. Most polls only read the clock: the timer is polled only when it
/// may have expired, or when the waker has changed.
struct Heartbeat {
    period: Duration,
    at: Instant,
    timer: Pin<Box<Sleep>>,
    wakes: Option<Waker>,
}

impl Heartbeat {
    fn new(period: Duration) -> Self {
        let at = Instant::now() + period;
        Self { period, at, timer: Box::pin(sleep_until(at)), wakes: None }
    }

    fn poll_beat(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let is_set = self.wakes.as_ref().is_some_and(|it| it.will_wake(context.waker()));
        let now = Instant::now();
        if is_set && now < self.at {
            return Poll::Pending;
        }
        if self.timer.as_mut().poll(context).is_pending() {
            self.wakes = Some(context.waker().clone());
            return Poll::Pending;
        }
        self.at = now + self.period;
        self.timer.as_mut().reset(self.at);
        self.wakes = None;
        Poll::Ready(())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    New,
    Open,
    Over,
}

struct EventStream {
    access: Arc<Access>,
    caller: Caller,
    following: Following,
    heartbeat: Heartbeat,
    /// The running check of whether the key still works.
    asking: Option<Pin<Box<dyn Future<Output = bool> + Send>>>,
    /// The server's stop signal. The stopping server also wakes all followers.
    stopping: watch::Receiver<bool>,
    stage: Stage,
    /// A permit from the organization's quota of streams.
    _permit: Option<StreamPermit>,
}

impl EventStream {
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
        match self.stage {
            Stage::New => {
                let is_stopping = *self.stopping.borrow();
                self.stage = if is_stopping { Stage::Over } else { Stage::Open };
                return Poll::Ready(Some(HELLO));
            }
            Stage::Over => return Poll::Ready(None),
            Stage::Open if self.is_stopping() => return Poll::Ready(None),
            Stage::Open => {}
        }
        // Heartbeats come before changes, so that the key of a client that always has changes to
        // read is checked, too.
        match self.poll_heartbeat(context) {
            Poll::Ready(true) => return Poll::Ready(Some(HEARTBEAT)),
            Poll::Ready(false) => {
                return Poll::Ready(Some(self.last_event(ErrorCode::Token.into())));
            }
            Poll::Pending => {}
        }
        match self.following.poll_next(context) {
            Poll::Ready(Ok(frames)) => Poll::Ready(Some(written(&frames))),
            Poll::Ready(Err(error)) => Poll::Ready(Some(self.last_event(error.into()))),
            // A stop signal sent before this task registered its waker would not wake the task.
            Poll::Pending if self.is_stopping() => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_stopping(&self) -> bool {
        self.stopping.has_changed().unwrap_or(true)
    }

    /// Is ready at each heartbeat, with `true` if the key still works or the database does not
    /// answer.
    fn poll_heartbeat(&mut self, context: &mut Context<'_>) -> Poll<bool> {
        if self.asking.is_none() {
            ready!(self.heartbeat.poll_beat(context));
        }
        let asking = self.asking.get_or_insert_with(|| {
            let (access, caller) = (Arc::clone(&self.access), self.caller);
            Box::pin(async move { !matches!(access.is_working(caller).await, Ok(false)) })
        });
        let is_working = ready!(asking.as_mut().poll(context));
        self.asking = None;
        Poll::Ready(is_working)
    }

    /// Ends the stream, and returns the last event, which has the error's JSON.
    fn last_event(&mut self, error: ApiError) -> Bytes {
        self.stage = Stage::Over;
        error.log();
        let mut bytes = b"event: error\ndata: ".to_vec();
        bytes.extend_from_slice(&error.json());
        bytes.extend_from_slice(b"\n\n");
        bytes.into()
    }
}

impl HttpBody for EventStream {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Piece<Bytes>, Infallible>>> {
        self.poll_piece(context).map(|piece| piece.map(|bytes| Ok(Piece::data(bytes))))
    }
}

/// Returns rendered changes as bytes. A single change, the usual case for clients that keep up, is
/// not copied.
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
