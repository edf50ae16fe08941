//! `/v1/chats/{id}/messages`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::App;

use crate::error::ApiError;
use crate::extract::{Faults, PathId, QueryString, Reader};
use crate::reply::json;

/// `GET /v1/chats/{id}/messages`: a page of a chat's messages, newest first.
pub(crate) async fn list(
    reader: Reader,
    State(app): State<Arc<App>>,
    path: PathId,
    query: QueryString,
) -> Result<Response, ApiError> {
    let mut faults = Faults::default();
    let chat = faults.keep(path.chat());
    let page = query.page(&mut faults);
    let chat = faults.unless(chat)?;
    Ok(json(app.messages(reader.org, chat, page).await?))
}
