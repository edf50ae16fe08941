//! `/v1/events`: events of customers.

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Actions;
use deskbell_app::actions::idempotency::Creation;
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::Payload;
use deskbell_http::pipeline::reply::json;
use deskbell_wire as wire;
use serde_json::json;

use crate::auth::{Admitted, Writer};
use crate::example;

pub(crate) fn describe_post() -> Operation {
    let body = json!({"customer": 1, "name": "order placed", "data": {"order": 1_042}});
    Operation::write("createEvent", "Events", "Record an event of a customer")
        .takes("NewEvent", body)
        .once()
        .refuses_fields(&["name", "data", "customer"])
        .refuses(&[ErrorCode::CustomerNotFound])
        .answers(200, "Event", example::event())
}

/// `POST /v1/events`: an event of a customer. The status is 200, not 201.
pub(crate) async fn post(
    writer: Admitted<Writer>,
    State(actions): State<Actions>,
    body: Payload,
) -> Result<Response, ApiError> {
    let once = body.once(Creation::Event)?;
    if let Some(answer) = actions.answered(writer.caller.org, once.as_ref()).await? {
        return Ok(json(answer));
    }
    let new = wire::events::read_new(&body)?;
    let added = actions.add_event(writer.caller, new, once).await;
    let named = [(ErrorCode::CustomerNotFound, "customer")];
    let added = added.map_err(|error| ApiError::in_body(error, &named))?;
    Ok(json(added.into_json()))
}
