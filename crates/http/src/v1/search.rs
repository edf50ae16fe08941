//! `/v1/chats/search` and `/v1/customers/search`: reads, though their questions come as bodies.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::App;
use deskbell_wire as wire;

use crate::error::ApiError;
use crate::extract::{Payload, Reader};
use crate::pipeline::ignored::note;
use crate::pipeline::reply::page;

/// `POST /v1/chats/search`: a page of the chats that pass a filter.
pub(crate) async fn chats(
    reader: Reader,
    State(app): State<Arc<App>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let (search, ignored) = wire::search::read_chats_noting(&body, reader.org)?;
    Ok(note(page(&app.search_chats(reader.org, search).await?), &ignored))
}

/// `POST /v1/customers/search`: a page of the customers that pass a filter.
pub(crate) async fn customers(
    reader: Reader,
    State(app): State<Arc<App>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let (search, ignored) = wire::search::read_customers_noting(&body, reader.org)?;
    Ok(note(page(&app.search_customers(reader.org, search).await?), &ignored))
}
