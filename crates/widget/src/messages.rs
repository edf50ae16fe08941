//! `/widget/v1/messages`: writing and reading messages.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Visitors;
use deskbell_app::actions::idempotency::Creation;
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Errors, IfNoneMatch, Payload, QueryString};
use deskbell_http::pipeline::reply::created;
use deskbell_wire as wire;
use serde_json::json;

use crate::visitor::ByVisitor;
use crate::{chats, example};

const TAG: &str = "Messages";
const PATH: &str = "/widget/v1/messages";

pub(crate) fn describe_post() -> Operation {
    let body = json!({
        "text": "Do you ship to Porto?", "form": {"email": "marta@example.com"},
        "page": "https://example.com/prices",
    });
    Operation::visiting("postMessage", TAG, "Write a message")
        .says(
            "The message goes to a chat of the visitor or, without `chatId`, to a new one. \
             `Idempotency-Key` is required, so that a page that gets no answer can send the same \
             again. `form` has the answers to the form before the chat, or the address for the \
             answer.",
        )
        .takes("NewVisitorMessage", body)
        .once()
        .refuses_fields(&[
            "text",
            "files",
            "form",
            "name",
            "email",
            "phone",
            "company",
            "customData",
        ])
        .refuses_fields(&["page", "referrer", "locale"])
        .refuses(&[ErrorCode::KeyMissing, ErrorCode::ChatId, ErrorCode::OwnChatMissing])
        .refuses(&[ErrorCode::Blocked, ErrorCode::TooManyMessages, ErrorCode::TooManyChats])
        .refuses(&[ErrorCode::WaitsForAnswer, ErrorCode::FileNotFound])
        .answers(201, "VisitorMessage", example::message())
}

/// `POST /widget/v1/messages`: a message of the visitor.
pub(crate) async fn post(
    by: ByVisitor,
    State(visitors): State<Arc<Visitors>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let once = body.once(Creation::VisitorMessage)?.ok_or(ErrorCode::KeyMissing)?;
    let new = wire::widget::read_text(&body)?;
    let posted = visitors.post(by.from(), new, once).await;
    Ok(created(Some(PATH.to_owned()), posted.map_err(chats::own)?))
}

pub(crate) fn describe_list() -> Operation {
    Operation::visiting("listMessages", TAG, "List a chat's messages")
        .says(
            "The newest first. While `more` is true, continue with the id of the last one as \
             `before`.",
        )
        .with(&["ofChat", "before", "visitorLimit"])
        .refuses(&[ErrorCode::ChatId, ErrorCode::Before, ErrorCode::Limit])
        .refuses(&[ErrorCode::OwnChatMissing])
        .shows("VisitorMessages", example::messages())
}

/// `GET /widget/v1/messages`: a page of the messages of a chat, newest first.
pub(crate) async fn list(
    by: ByVisitor,
    State(visitors): State<Arc<Visitors>>,
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let (chat, before, limit) = query.chat_page(&mut errors);
    let chat = errors.finish(chat)?;
    let page = visitors.messages(&by.visitor, chat, before, limit).await;
    Ok(if_none_match.respond(page.map_err(chats::own)?))
}
