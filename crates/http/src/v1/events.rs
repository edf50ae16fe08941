//! `/v1/events`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::App;
use deskbell_app::idempotency::Creation;
use deskbell_wire as wire;
use serde_json::json;

use crate::docs::{Operation, example};
use crate::error::{ApiError, ErrorCode};
use crate::extract::{Payload, Writer};
use crate::pipeline::reply::json;

pub(crate) fn describe_post() -> Operation {
    let body = json!({"customer": 1, "name": "order placed", "data": {"order": 1_042}});
    Operation::write("createEvent", "Events", "Tell what happened to a customer")
        .takes("NewEvent", body)
        .once()
        .refuses_fields(&["name", "data", "customer"])
        .refuses(&[ErrorCode::CustomerNotFound])
        .answers(200, "Event", example::event())
}

/// `POST /v1/events`: what happened to a customer. It is answered with 200, not 201.
pub(crate) async fn post(
    writer: Writer,
    State(app): State<Arc<App>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let once = body.once(Creation::Event)?;
    if let Some(answer) = app.answered(writer.org, once.as_ref()).await? {
        return Ok(json(answer));
    }
    let new = wire::events::read_new(&body)?;
    let told = app.tell_event(writer.org, new, once).await;
    let named = [(ErrorCode::CustomerNotFound, "customer")];
    Ok(json(told.map_err(|error| ApiError::in_body(error, &named))?))
}
