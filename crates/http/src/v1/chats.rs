//! `/v1/chats`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::App;

use crate::error::ApiError;
use crate::extract::{Faults, PathId, QueryString, Reader};
use crate::reply::json;

/// `GET /v1/chats`: a page of all chats.
pub(crate) async fn list(
    reader: Reader,
    State(app): State<Arc<App>>,
    query: QueryString,
) -> Result<Response, ApiError> {
    let mut faults = Faults::default();
    let page = query.sorted(&mut faults);
    faults.none()?;
    Ok(json(app.chats(reader.org, page).await?))
}

/// `GET /v1/chats/total`: how many there are.
pub(crate) async fn total(
    reader: Reader,
    State(app): State<Arc<App>>,
) -> Result<Response, ApiError> {
    Ok(json(app.chats_total(reader.org).await?))
}

/// `GET /v1/chats/{id}`: one chat.
pub(crate) async fn get(
    reader: Reader,
    State(app): State<Arc<App>>,
    path: PathId,
) -> Result<Response, ApiError> {
    let chat = path.chat()?;
    Ok(json(app.chat(reader.org, chat).await?))
}
