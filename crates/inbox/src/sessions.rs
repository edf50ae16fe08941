//! `/app/v1/sessions`: the sessions of the signed-in agent.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Access;
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{IfNoneMatch, PathId};
use deskbell_http::pipeline::reply::done;
use serde_json::json;

use crate::agent::ByAgent;
use crate::rights::Any;
use crate::session::TAG;

pub(crate) fn describe_list() -> Operation {
    let session = json!({
        "id": 7, "device": "Mozilla/5.0", "address": "192.0.2.1", "createdAt": 1_593_151_232,
        "lastUsedAt": 1_593_151_292, "current": true,
    });
    Operation::signed_in("listSessions", TAG, "List your own sessions")
        .says("The newest first.")
        .shows("Sessions", json!({"data": [session]}))
}

/// `GET /app/v1/sessions`: the sessions of the signed-in agent.
pub(crate) async fn list(
    by: ByAgent<Any>,
    State(access): State<Arc<Access>>,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    Ok(if_none_match.respond(access.own_sessions(by.caller).await?))
}

pub(crate) fn describe_delete() -> Operation {
    Operation::signed_in("endSession", TAG, "End one of your own sessions")
        .from_a_page()
        .with(&["sessionId"])
        .refuses(&[ErrorCode::SessionNotFound])
        .answers(200, "Done", json!("Ok"))
}

/// `DELETE /app/v1/sessions/{id}`: ends a session of the signed-in agent.
pub(crate) async fn delete(
    by: ByAgent<Any>,
    State(access): State<Arc<Access>>,
    path: PathId,
) -> Result<Response, ApiError> {
    access.end_session(by.caller, path.session()?).await?;
    Ok(done())
}

pub(crate) fn describe_delete_others() -> Operation {
    Operation::signed_in("endOtherSessions", TAG, "End all your other sessions")
        .from_a_page()
        .answers(200, "Done", json!("Ok"))
}

/// `DELETE /app/v1/sessions`: ends all sessions of the signed-in agent except the current session.
pub(crate) async fn delete_others(
    by: ByAgent<Any>,
    State(access): State<Arc<Access>>,
) -> Result<Response, ApiError> {
    access.end_other_sessions(by.caller).await?;
    Ok(done())
}
