//! `/app/v1/audit`: the audit trail, with the author of each change.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Feed;
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Errors, IfNoneMatch, QueryString};
use serde_json::json;

use crate::agent::ByAgent;
use crate::rights::Audit;

pub(crate) fn describe_get() -> Operation {
    let change = json!({
        "seq": 4711, "at": 1_593_151_232, "kind": "agent.updated", "id": 3,
        "actor": {"type": "agent", "id": 1}, "via": "inbox", "cause": null,
        "before": {"role": "agent"},
    });
    Operation::signed_in("getAuditTrail", "Team", "Read who changed what")
        .says("The newest first, as long as changes are kept.")
        .for_some_roles()
        .with(&["actor", "beforeChange", "rows"])
        .refuses(&[ErrorCode::Actor, ErrorCode::Before, ErrorCode::Limit])
        .shows("AuditPage", json!({"data": [change], "next": 4711}))
}

/// `GET /app/v1/audit`: a page of the audit trail.
pub(crate) async fn get(
    by: ByAgent<Audit>,
    State(feed): State<Arc<Feed>>,
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let (actor, before, limit) = query.audited(&mut errors);
    errors.check()?;
    Ok(if_none_match.respond(feed.audit_json(by.caller, actor, before, limit).await?))
}
