//! `/v1/chats/{id}/messages` and `/v1/messages`: reading and writing messages.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::actions::idempotency::Creation;
use deskbell_app::{Actions, Lists};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Errors, IfNoneMatch, PathId, Payload, QueryString};
use deskbell_http::pipeline::reply::created;
use deskbell_model::ChatScope;
use deskbell_wire as wire;
use serde_json::json;

use crate::auth::{Admitted, Reader, Writer};
use crate::example;

const TAG: &str = "Messages";

pub(crate) fn describe_list() -> Operation {
    Operation::read("listMessages", TAG, "List a chat's messages")
        .says(
            "The newest first. A chat without messages is 404; an offset after the last message \
             gives an empty page.",
        )
        .of_chat()
        .pages()
        .refuses(&[ErrorCode::ChatMissing, ErrorCode::MessagesMissing])
        .shows("MessagePage", example::message_page())
}

/// `GET /v1/chats/{id}/messages`: a page of a chat's messages, newest first.
pub(crate) async fn list(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    path: PathId,
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let chat = errors.keep(path.chat());
    let page = query.page(chat.map(|chat| (reader.caller.org, ("messages", chat))), &mut errors);
    let chat = errors.finish(chat)?;
    Ok(if_none_match.respond(lists.messages(reader.caller.org, &ChatScope::All, chat, page).await?))
}

pub(crate) fn describe_post() -> Operation {
    let body = json!({
        "chat": 1, "text": "Can we hop on a quick call this week?", "agent": 1,
    });
    Operation::write("createMessage", TAG, "Post a message")
        .says(
            "The author is the agent that is named, or else the customer. As with any message, the \
             assignee, the status and the read flags of the chat change. For each uploaded file, a \
             Markdown link such as `[name](/v1/files/1)` is added to the text.",
        )
        .takes("NewMessage", body)
        .once()
        .refuses_fields(&["agent", "type", "files", "text"])
        .refuses(&[ErrorCode::ChatId, ErrorCode::ChatMissing, ErrorCode::AgentNotFound])
        .refuses(&[ErrorCode::FileNotFound])
        .answers(201, "Message", example::message())
        .leads("/chat", &["getChat", "listMessages"])
}

/// `POST /v1/messages`: a new message in a chat.
pub(crate) async fn post(
    writer: Admitted<Writer>,
    State(actions): State<Actions>,
    body: Payload,
) -> Result<Response, ApiError> {
    let once = body.once(Creation::Message)?;
    if let Some(answer) = actions.answered(writer.caller.org, once.as_ref()).await? {
        return Ok(posted(answer));
    }
    let new = wire::messages::read_new(&body)?;
    let written = actions.post_message(writer.caller, new, once).await;
    let named = [
        (ErrorCode::ChatMissing, "chat"),
        (ErrorCode::AgentNotFound, "agent"),
        (ErrorCode::FileNotFound, "files"),
    ];
    let written = written.map_err(|error| ApiError::in_body(error, &named))?;
    Ok(posted(written.into_json()))
}

/// Makes the answer to the creation of a message. `Location` is the path of the chat's messages,
/// since single messages have no path.
fn posted(message: String) -> Response {
    let chat = wire::messages::chat_of(message.as_bytes());
    created(chat.map(|chat| format!("/v1/chats/{chat}/messages")), message)
}
