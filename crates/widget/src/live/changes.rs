//! `/widget/v1/changes`: live events by long polls, for networks that block both WebSockets and
//! streams.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Visitors;
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, Errors, QueryString};
use deskbell_http::pipeline::reply::json;
use deskbell_wire as wire;
use serde_json::json as value;
use tokio::time::{Instant, timeout_at};

use super::TAG;
use crate::visitor::ByVisitor;

/// The maximal number of events (changes of the visitor's chats) in one answer.
const NEWS_MAX: usize = 100;
/// The time limit for collecting the available events.
const COLLECTED: Duration = Duration::from_secs(2);

pub(crate) fn describe_poll() -> Operation {
    let example = value!({
        "changes": [{"kind": "typing", "chatId": 1}], "seq": 42,
        "history": "1594139170013-1",
    });
    Operation::visiting("pollChanges", TAG, "Wait for news")
        .says(
            "What happened in the visitor's own chats after `after`. The last of `changes` says \
             whether somebody is there to answer. Send `seq` as the next `after`.",
        )
        .with(&["after", "history", "wait"])
        .refuses(&[ErrorCode::After, ErrorCode::History, ErrorCode::Wait])
        .refuses(&[ErrorCode::HistoryExpired(42), ErrorCode::HistoryReplaced])
        .refuses(&[ErrorCode::TooManyStreams])
        .answers(200, "VisitorChanges", example)
}

/// `GET /widget/v1/changes`: the changes of the visitor's chats after the change `after`. If no
/// later change exists, the request waits up to `wait` seconds.
pub(crate) async fn poll(
    by: ByVisitor,
    State(visitors): State<Arc<Visitors>>,
    query: QueryString,
    account: Account,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let after = query.after(&mut errors);
    let history = query.history(&mut errors);
    let wait = query.wait(&mut errors);
    errors.check()?;
    let place = visitors.enter(by.peer)?;
    let mut news = visitors.follow(by.visitor, place, (after, history)).await?;
    let (now, mut stopping) = (Instant::now(), account.stopping);
    let mut found = Vec::new();
    while found.len() < NEWS_MAX {
        let until = match (found.is_empty(), news.is_behind()) {
            (true, false) => now + wait,
            (true, true) => now + wait.max(COLLECTED),
            (false, true) => Instant::now() + COLLECTED,
            (false, false) => break,
        };
        let next = tokio::select! {
            next = timeout_at(until, news.next()) => next,
            _ = stopping.wait_for(|is_stopping| *is_stopping) => break,
        };
        match next {
            Ok(Ok(Some(one))) => found.push(one),
            Ok(Ok(None)) | Err(_) => break,
            Ok(Err(error)) => return Err(error.into()),
        }
    }
    found.push(news.online().await?);
    let mut answer = Vec::new();
    let to = (news.told(), news.history());
    wire::widget::write_visitor_changes(&mut answer, &found, to);
    Ok(json(answer))
}
