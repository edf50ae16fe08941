//! `/v1/stream/ticket`: tickets for the URLs of streams, since browsers cannot send a key when they
//! open a stream.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use deskbell_app::Access;
use deskbell_http::docs::Operation;
use deskbell_http::error::ApiError;
use deskbell_http::pipeline::reply;
use deskbell_wire as wire;
use serde_json::json;

use super::TAG;
use crate::auth::{Admitted, Reader};

pub(crate) fn describe_post() -> Operation {
    let ticket = json!({"ticket": "5f0cpwA7vYyLdAUVJh3kSGUWsxMbkCs3", "expiresAt": 1_593_151_232});
    Operation::read("createStreamTicket", TAG, "Make a ticket for streams")
        .says(
            "A browser cannot send a key when it opens a stream; it sends `?ticket=…` instead. A \
             ticket opens one stream of either kind within 60 seconds, with the rights of the key. \
             The request has no body.",
        )
        .answers(201, "Ticket", ticket)
}

/// `POST /v1/stream/ticket`: a ticket for the caller's key. No data of the organization changes, so
/// a read-only key is enough.
pub(crate) async fn post(
    reader: Admitted<Reader>,
    State(access): State<Arc<Access>>,
) -> Result<Response<Body>, ApiError> {
    let ticket = access.create_ticket(reader.caller).await?;
    let mut json = Vec::new();
    let written =
        wire::tickets::TicketView { text: ticket.secret.reveal(), expires_at: ticket.expires_at };
    wire::write(&mut json, &written);
    let at = format!("/v1/stream?ticket={}", ticket.secret.reveal());
    Ok(reply::uncached(reply::created(Some(at), json)))
}
