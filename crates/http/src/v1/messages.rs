//! `/v1/chats/{id}/messages` and `/v1/messages`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::App;
use deskbell_app::idempotency::Creation;
use deskbell_wire as wire;

use crate::error::{ApiError, Fault};
use crate::extract::{Faults, Known, PathId, Payload, QueryString, Reader, Writer};
use crate::pipeline::reply::created;

/// `GET /v1/chats/{id}/messages`: a page of a chat's messages, newest first.
pub(crate) async fn list(
    reader: Reader,
    State(app): State<Arc<App>>,
    path: PathId,
    query: QueryString,
    known: Known,
) -> Result<Response, ApiError> {
    let mut faults = Faults::default();
    let chat = faults.keep(path.chat());
    let page = query.page(chat.map(|chat| (reader.org, ("messages", chat))), &mut faults);
    let chat = faults.unless(chat)?;
    Ok(known.or(app.messages(reader.org, chat, page).await?))
}

/// `POST /v1/messages`: a message to a chat.
pub(crate) async fn post(
    writer: Writer,
    State(app): State<Arc<App>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let once = body.once(Creation::Message)?;
    if let Some(answer) = app.answered(writer.org, once.as_ref()).await? {
        return Ok(posted(answer));
    }
    let new = wire::messages::read_new(&body)?;
    let written = app.post_message(writer.org, new, once).await;
    let named = [(Fault::ChatMissing, "chat"), (Fault::AgentNotFound, "agent")];
    Ok(posted(written.map_err(|error| ApiError::in_body(error, &named))?))
}

/// A message has no path of its own: it is found among those of its chat.
fn posted(message: Vec<u8>) -> Response {
    let chat = wire::messages::chat_of(&message);
    created(chat.map(|chat| format!("/v1/chats/{chat}/messages")), message)
}
