//! `/v1/applications`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::App;

use crate::error::ApiError;
use crate::extract::{Faults, QueryString, Reader};
use crate::reply::json;

/// `GET /v1/applications`: a page of them, by id.
pub(crate) async fn list(
    reader: Reader,
    State(app): State<Arc<App>>,
    query: QueryString,
) -> Result<Response, ApiError> {
    let mut faults = Faults::default();
    let page = query.page(&mut faults);
    faults.none()?;
    Ok(json(app.application_page(reader.org, page).await?))
}
