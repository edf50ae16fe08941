//! `/widget/v1/stream`: server-sent events, for pages that read the events with `fetch`, so that
//! the token is in a header.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::Response;
use deskbell_app::visitors::OwnNews;
use deskbell_app::{Steady, Visitors};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, Errors, QueryString};
use deskbell_http::live::event_stream;
use deskbell_http::transport::connection_handle::ConnectionHandle;
use deskbell_http::transport::stream_quotas::StreamPermit;
use deskbell_model::limits::HEARTBEAT_MS;
use futures_util::stream::unfold;
use serde_json::json;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::TAG;
use crate::visitor::ByVisitor;

pub(crate) fn describe_stream() -> Operation {
    let says = "An endless stream of server-sent events. The `data` of each is a piece of news as \
        in openSocket; `event: error`, with the body of an error, ends a stream that cannot go on.";
    let content = json!({
        "schema": {"type": "string"},
        "example": "data: {\"seq\":42,\"kind\":\"online\",\"history\":\"1594139170013-1\",\
                    \"online\":true}\n\n",
    });
    Operation::visiting("streamNews", TAG, "Receive news as server-sent events")
        .says(
            "Sends news from now on, or those after `after`. Also says regularly whether somebody \
             is there to answer.",
        )
        .with(&["after", "history"])
        .refuses(&[ErrorCode::After, ErrorCode::History])
        .refuses(&[ErrorCode::HistoryExpired(42), ErrorCode::HistoryReplaced])
        .refuses(&[ErrorCode::TooManyStreams])
        .answers_with(200, says, Some(("text/event-stream", content)))
}

/// `GET /widget/v1/stream`: the changes of the visitor's chats after a given change, or only future
/// changes.
pub(crate) async fn stream(
    by: ByVisitor,
    (State(visitors), State(clock)): (State<Arc<Visitors>>, State<Arc<Steady>>),
    query: QueryString,
    account: Account,
    connection: Option<Extension<ConnectionHandle>>,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let after = query.after(&mut errors);
    let history = query.history(&mut errors);
    errors.check()?;
    let place = visitors.enter(by.peer)?;
    let permit = connection.as_ref().map(|it| it.stream_permit(by.visitor.org)).transpose()?;
    let news = visitors.follow(by.visitor, place, (after, history)).await?;
    let period = connection.map_or(Duration::from_millis(HEARTBEAT_MS), |it| it.heartbeat);
    let mut beat = interval(period);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let history = news.history();
    let state =
        StreamState { news, beat, stopping: account.stopping, is_over: false, _permit: permit };
    let events = Body::from_stream(unfold(state, event));
    Ok(event_stream(events, &clock, history))
}

/// The state of a stream between two events.
struct StreamState {
    news: OwnNews,
    beat: Interval,
    stopping: watch::Receiver<bool>,
    is_over: bool,
    /// A permit from the organization's quota of streams.
    _permit: Option<StreamPermit>,
}

/// The next event of a stream; the first event says whether an agent answers.
async fn event(mut state: StreamState) -> Option<(Result<Bytes, Infallible>, StreamState)> {
    if state.is_over {
        return None;
    }
    let next = tokio::select! {
        biased;
        _ = state.stopping.wait_for(|is_stopping| *is_stopping) => return None,
        _ = state.beat.tick() => None,
        next = state.news.next() => Some(next),
    };
    let next = match next {
        Some(Ok(None)) => return None,
        Some(Ok(Some(news))) => Ok(news),
        Some(Err(error)) => Err(error),
        None => state.news.beat().await,
    };
    let (kind, data) = match next {
        Ok(news) => ("data: ", news),
        Err(error) => {
            let error = ApiError::from(error);
            error.log();
            state.is_over = true;
            ("event: error\ndata: ", error.json().into())
        }
    };
    let event = [kind.as_bytes(), &data, b"\n\n"].concat();
    Some((Ok(event.into()), state))
}
