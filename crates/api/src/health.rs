//! Health checks for supervisors, without a key.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::{Access, Indexes};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::pipeline::reply::json;
use serde_json::json;

const TAG: &str = "Server";

pub(crate) fn describe_live() -> Operation {
    Operation::open("getHealth", TAG, "Check that the process is alive").answers(
        200,
        "Live",
        json!({"status": "ok"}),
    )
}

/// `GET /healthz`: answers as long as the process runs.
pub(crate) async fn live() -> Response {
    json(br#"{"status":"ok"}"#.to_vec())
}

pub(crate) fn describe_ready() -> Operation {
    Operation::open("getReadiness", TAG, "Check that the server can answer requests")
        .says(
            "503 while the database does not answer, and after a start until the lists are in \
             memory.",
        )
        .refuses(&[ErrorCode::Unavailable])
        .answers(200, "Ready", json!({"status": "ready"}))
}

/// `GET /readyz`: succeeds if the database answers and the indexes are loaded.
pub(crate) async fn ready(
    State(access): State<Arc<Access>>,
    State(indexes): State<Arc<Indexes>>,
) -> Result<Response, ApiError> {
    if let Err(error) = access.has_keys().await {
        tracing::error!(%error, "not ready");
        return Err(ApiError::retry(ErrorCode::Unavailable, 1));
    }
    if !indexes.is_indexed() {
        return Err(ApiError::retry(ErrorCode::Unavailable, 1));
    }
    Ok(json(br#"{"status":"ready"}"#.to_vec()))
}
