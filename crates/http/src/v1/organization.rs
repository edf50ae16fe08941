//! `/v1/organization`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::App;

use crate::error::ApiError;
use crate::extract::Reader;
use crate::reply::json;

/// `GET /v1/organization`: the one whose key it is.
pub(crate) async fn get(reader: Reader, State(app): State<Arc<App>>) -> Result<Response, ApiError> {
    Ok(json(app.own_organization(reader.org).await?))
}
