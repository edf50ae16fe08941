//! `/v1/stream/ticket`: what a browser puts into a stream's URL, where it cannot send a key.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, Response};
use deskbell_app::App;
use deskbell_wire as wire;

use crate::error::ApiError;
use crate::extract::Reader;
use crate::pipeline::reply;

/// `POST /v1/stream/ticket`: a ticket for the key that asks. It changes nothing of the
/// organization's, so a read-only key may ask, too.
pub(crate) async fn post(
    reader: Reader,
    State(app): State<Arc<App>>,
) -> Result<Response<Body>, ApiError> {
    let ticket = app.create_ticket(reader.org, reader.key).await?;
    let mut json = Vec::new();
    wire::tickets::write(&mut json, &ticket.secret, ticket.expires_at);
    let at = format!("/v1/stream?ticket={}", ticket.secret);
    let mut response = reply::created(Some(at), json);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
