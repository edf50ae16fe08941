//! `/v1/changes`: the change feed.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use deskbell_app::{Access, Feed};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, Errors, IfNoneMatch, QueryString};
use deskbell_http::transport::connection_handle::ConnectionHandle;

use crate::auth::{Admitted, Reader};
use crate::example;

const TAG: &str = "Changes";

pub(crate) fn describe_list() -> Operation {
    Operation::read("listChanges", TAG, "List changes")
        .says(
            "Changes after the number `after`, in order and without a gap. With `after` left out \
             or 0, it begins at the oldest change that is kept. Continue with `meta.next`; send \
             `meta.history` as `history` to be told when the database was replaced by one with \
             another history. With `kind` or `chat`, a page may have few changes or none and still \
             move `next`.",
        )
        .with(&["after", "history", "rows", "wait", "kind", "chat"])
        .refuses(&[
            ErrorCode::Limit,
            ErrorCode::After,
            ErrorCode::History,
            ErrorCode::Wait,
            ErrorCode::Kind,
        ])
        .refuses(&[ErrorCode::ChatId, ErrorCode::HistoryExpired(42), ErrorCode::HistoryReplaced])
        .shows("ChangePage", example::changes())
}

/// `GET /v1/changes`: a range of the feed, after an optional wait for changes.
pub(crate) async fn list(
    reader: Admitted<Reader>,
    State(feed): State<Arc<Feed>>,
    State(access): State<Arc<Access>>,
    query: QueryString,
    account: Account,
    connection: Option<Extension<ConnectionHandle>>,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let (wanted, wait) = query.wanted(&mut errors);
    errors.check()?;
    let waits = connection.filter(|_| !wait.is_zero());
    let _permit = waits.map(|Extension(it)| it.stream_permit(reader.caller.org)).transpose()?;
    let mut stopping = account.stopping;
    let answer = tokio::select! {
        answer = feed.changes(reader.caller.org, wanted.clone(), wait) => Some(answer?),
        _ = stopping.wait_for(|is_stopping| *is_stopping) => None,
    };
    let answer = match answer {
        Some(answer) => answer,
        // A stopping server answers with the changes so far.
        None => feed.changes(reader.caller.org, wanted, Duration::ZERO).await?,
    };
    // The key may have been revoked during the wait.
    if !wait.is_zero() && !access.is_working(reader.caller).await? {
        return Err(ErrorCode::Token.into());
    }
    Ok(if_none_match.respond(answer))
}
