//! `/v1/organization`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::App;

use crate::error::ApiError;
use crate::extract::{Known, Reader};

/// `GET /v1/organization`: the one whose key it is.
pub(crate) async fn get(
    reader: Reader,
    State(app): State<Arc<App>>,
    known: Known,
) -> Result<Response, ApiError> {
    Ok(known.or(app.own_organization(reader.org).await?))
}
