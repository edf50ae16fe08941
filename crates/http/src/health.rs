//! Whether the process lives, and whether it can answer: for supervisors, without a key.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::App;

use crate::answer::json;
use crate::error::ApiError;

/// `GET /healthz`: the process lives.
pub(crate) async fn live() -> Response {
    json(br#"{"status":"ok"}"#.to_vec())
}

/// `GET /readyz`: the database answers.
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Result<Response, ApiError> {
    app.has_keys().await?;
    Ok(json(br#"{"status":"ready"}"#.to_vec()))
}
