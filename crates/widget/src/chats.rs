//! `/widget/v1/read`, `rating` and `unread`: the visitor's own chats.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::{Error, Rejected, Visitors};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{IfNoneMatch, Payload};
use deskbell_http::pipeline::reply::done;
use deskbell_wire as wire;
use serde_json::json;

use crate::example;
use crate::visitor::ByVisitor;

const TAG: &str = "Chats";

/// Converts the application's error about a chat to the API's error. A chat of another visitor is
/// treated as missing.
pub(crate) fn own(error: Error) -> ApiError {
    match error {
        Error::Rejected(Rejected::ChatMissing | Rejected::ChatNotFound) => {
            ErrorCode::OwnChatMissing.into()
        }
        other => ApiError::in_body(other, &[(ErrorCode::FileNotFound, "files")]),
    }
}

pub(crate) fn describe_unread() -> Operation {
    Operation::visiting("countUnread", TAG, "Count unread messages")
        .shows("UnreadCounts", example::unread())
}

/// `GET /widget/v1/unread`: the numbers of unread messages and chats.
pub(crate) async fn unread(
    by: ByVisitor,
    State(visitors): State<Arc<Visitors>>,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    Ok(if_none_match.respond(visitors.unread(&by.visitor).await?))
}

pub(crate) fn describe_read() -> Operation {
    Operation::visiting("readChat", TAG, "Mark a chat as read")
        .takes("VisitorRead", json!({"chatId": 1}))
        .refuses(&[ErrorCode::ChatId, ErrorCode::OwnChatMissing])
        .answers(200, "Done", json!("Ok"))
}

/// `POST /widget/v1/read`: marks all messages of a chat as read.
pub(crate) async fn read(
    by: ByVisitor,
    State(visitors): State<Arc<Visitors>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let read = wire::widget::read_read(&body)?;
    visitors.read(&by.visitor, read.chat).await.map_err(own)?;
    Ok(done())
}

pub(crate) fn describe_rate() -> Operation {
    Operation::visiting("rateChat", TAG, "Rate a chat")
        .says(
            "The chat must be closed, and an agent must have written in it. One rating for each \
             time it was closed.",
        )
        .takes("VisitorRating", json!({"chatId": 2, "rating": "great", "comment": "Thank you!"}))
        .refuses(&[ErrorCode::ChatId, ErrorCode::OwnChatMissing, ErrorCode::Rating])
        .refuses_fields(&["comment"])
        .answers(200, "Done", json!("Ok"))
}

/// `POST /widget/v1/rating`: the visitor's rating of a chat.
pub(crate) async fn rate(
    by: ByVisitor,
    State(visitors): State<Arc<Visitors>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let rating = wire::widget::read_rating(&body)?;
    visitors.rate(&by.visitor, rating).await.map_err(own)?;
    Ok(done())
}
