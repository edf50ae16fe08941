//! `/v1/chats`: reading them, making them, and changing one thing about them.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::App;
use deskbell_app::idempotency::Creation;
use deskbell_query::ChatSort;
use deskbell_wire::chats::ReadSet;
use deskbell_wire::{self as wire};
use futures_util::future::BoxFuture;

use crate::error::{ApiError, Fault};
use crate::extract::{Faults, IfMatch, Known, PathId, Payload, QueryString, Reader, Writer};
use crate::pipeline::reply::{changed, created_in};

const CHATS: &str = "chats";

/// `GET /v1/chats`: a page of all chats.
pub(crate) async fn list(
    reader: Reader,
    State(app): State<Arc<App>>,
    query: QueryString,
    known: Known,
) -> Result<Response, ApiError> {
    let mut faults = Faults::default();
    let page = query.sorted((reader.org, "chats"), ChatSort::parse, &mut faults);
    faults.none()?;
    Ok(known.or(app.chats(reader.org, page).await?))
}

/// `GET /v1/chats/total`: how many there are.
pub(crate) async fn total(
    reader: Reader,
    State(app): State<Arc<App>>,
    known: Known,
) -> Result<Response, ApiError> {
    Ok(known.or(app.chats_total(reader.org).await?))
}

/// `GET /v1/chats/{id}`: one chat.
pub(crate) async fn get(
    reader: Reader,
    State(app): State<Arc<App>>,
    path: PathId,
    known: Known,
) -> Result<Response, ApiError> {
    let chat = path.chat()?;
    Ok(known.or(app.chat(reader.org, chat).await?))
}

/// `POST /v1/chats`: a new chat.
pub(crate) async fn create(
    writer: Writer,
    State(app): State<Arc<App>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let once = body.once(Creation::Chat)?;
    if let Some(answer) = app.answered(writer.org, once.as_ref()).await? {
        return Ok(created_in(CHATS, answer));
    }
    let new = wire::chats::read_new(&body)?;
    let made = app.create_chat(writer.org, new, once).await;
    Ok(created_in(CHATS, made.map_err(|error| ApiError::in_body(error, &NAMED))?))
}

/// `PUT /v1/chats/…` and `PUT /v1/chats/{id}/…`: one thing about a chat, which `read` takes from
/// the body.
pub(crate) fn put(
    read: ReadSet,
) -> impl Fn(Writer, State<Arc<App>>, PathId, IfMatch, Payload) -> Answering + Clone {
    move |writer, State(app), path, IfMatch(expected), body| {
        Box::pin(async move {
            let (chat, set) = path.chat_with(&body, |body| read(body, app.now()))?;
            let set = app.change_chat(writer.org, chat, set, expected).await;
            Ok(changed(set.map_err(|error| {
                let named = if path.is_there() { &NAMED[..] } else { &NAMED_WITH_ID };
                ApiError::in_body(error, named)
            })?))
        })
    }
}

/// What a body may name that is not there, and under which key.
const NAMED: [(Fault, &str); 4] = [
    (Fault::CustomerNotFound, "customer"),
    (Fault::AgentNotFound, "assignee"),
    (Fault::DepartmentNotFound, "department"),
    (Fault::ApplicationNotFound, "application"),
];
/// The same where the chat is named there, too.
const NAMED_WITH_ID: [(Fault, &str); 3] = [
    (Fault::ChatMissing, "id"),
    (Fault::AgentNotFound, "assignee"),
    (Fault::DepartmentNotFound, "department"),
];

type Answering = BoxFuture<'static, Result<Response, ApiError>>;
