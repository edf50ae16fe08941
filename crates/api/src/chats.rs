//! `/v1/chats`: reading chats, creating chats, and setting the properties of chats.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::actions::idempotency::Creation;
use deskbell_app::{Actions, Lists, Steady};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Errors, IfMatch, IfNoneMatch, PathId, Payload, QueryString};
use deskbell_http::pipeline::reply::{changed, created_in};
use deskbell_query::{ChatSort, Question};
use deskbell_wire::chats::ReadSet;
use deskbell_wire::invalid::InvalidField;
use deskbell_wire::{self as wire};
use serde_json::{Value, json};

use crate::auth::{Admitted, Reader, Writer};
use crate::example;
use crate::listed::Answering;

const TAG: &str = "Chats";
const CHATS: &str = "chats";

pub(crate) fn describe_list() -> Operation {
    Operation::read("listChats", TAG, "List chats")
        .says("All chats, a page at a time. An offset after the last chat gives an empty page.")
        .sorts("chatSort")
        .shows("ChatPage", example::page(&example::chat()))
}

/// `GET /v1/chats`: a page of all chats.
pub(crate) async fn list(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let page = query.sorted((reader.caller.org, "chats"), ChatSort::parse, &mut errors);
    errors.check()?;
    Ok(if_none_match.respond(lists.answer(reader.caller.org, &Question::Chats(page)).await?))
}

pub(crate) fn describe_total() -> Operation {
    Operation::read("countChats", TAG, "Count chats").shows("Total", json!({"total": 23_905}))
}

/// `GET /v1/chats/total`: the number of chats.
pub(crate) async fn total(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    Ok(if_none_match.respond(lists.chats_total(reader.caller.org).await?))
}

pub(crate) fn describe_get() -> Operation {
    Operation::read("getChat", TAG, "Get a chat")
        .of_chat()
        .refuses(&[ErrorCode::ChatNotFound])
        .shows("Chat", example::chat())
}

/// `GET /v1/chats/{id}`: one chat.
pub(crate) async fn get(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    path: PathId,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let chat = path.chat()?;
    Ok(if_none_match.respond(lists.chat(reader.caller.org, chat).await?))
}

/// The OpenAPI links from the creation of a chat to the operations that take the chat's id.
const OF_A_CHAT: [&str; 5] = [
    "getChat",
    "listMessages",
    "setChatStatusById",
    "setChatAssigneeById",
    "setChatDepartmentById",
];

pub(crate) fn describe_create() -> Operation {
    Operation::write("createChat", TAG, "Create a chat")
        .says("The chat is `empty` until somebody writes in it.")
        .takes("NewChat", json!({"customer": 1, "application": 1, "assignee": 1}))
        .once()
        .refuses_fields(&["customer", "assignee", "department", "application"])
        .refuses(&[ErrorCode::CustomerNotFound, ErrorCode::AgentNotFound])
        .refuses(&[ErrorCode::DepartmentNotFound, ErrorCode::ApplicationNotFound])
        .answers_object(201, "Chat", example::chat())
        .leads("/id", &OF_A_CHAT)
}

/// `POST /v1/chats`: a new chat.
pub(crate) async fn create(
    writer: Admitted<Writer>,
    State(actions): State<Actions>,
    body: Payload,
) -> Result<Response, ApiError> {
    let once = body.once(Creation::Chat)?;
    if let Some(answer) = actions.answered(writer.caller.org, once.as_ref()).await? {
        return Ok(created_in(CHATS, answer));
    }
    let new = wire::chats::read_new(&body)?;
    let made = actions.create_chat(writer.caller, new, once).await;
    let made = made.map_err(|error| ApiError::in_body(error, &NAMED))?;
    Ok(created_in(CHATS, made.into_json()))
}

/// `PUT /v1/chats/…` and `PUT /v1/chats/{id}/…`: sets one property of a chat; `read` parses the
/// property from the body.
pub(crate) fn put(
    read: ReadSet,
) -> impl Fn(Admitted<Writer>, Clocked, PathId, IfMatch, Payload) -> Answering + Clone {
    move |writer, (State(actions), State(clock)), path, IfMatch(expected), body| {
        Box::pin(async move {
            let (chat, set) = path.chat_with(&body, |body| read(body, clock.now().seconds()))?;
            let set = actions.change_chat(writer.caller, chat, set, expected).await;
            let set = set.map_err(|error| {
                let named = if path.is_there() { &NAMED[..] } else { &NAMED_WITH_ID };
                ApiError::in_body(error, named)
            })?;
            Ok(changed(set.json))
        })
    }
}

/// The not-found codes of the objects that a body can name, each with the field that has the
/// object's id.
const NAMED: [(ErrorCode, &str); 4] = [
    (ErrorCode::CustomerNotFound, "customer"),
    (ErrorCode::AgentNotFound, "assignee"),
    (ErrorCode::DepartmentNotFound, "department"),
    (ErrorCode::ApplicationNotFound, "application"),
];
/// The not-found codes of the objects that a body can name, for bodies in which `id` names the chat
/// to change.
const NAMED_WITH_ID: [(ErrorCode, &str); 3] = [
    (ErrorCode::ChatMissing, "id"),
    (ErrorCode::AgentNotFound, "assignee"),
    (ErrorCode::DepartmentNotFound, "department"),
];

type Clocked = (State<Actions>, State<Arc<Steady>>);

/// Describes an operation that sets one property of the chat that the request's body names.
fn set(id: &'static str, summary: &'static str, field: &'static str) -> Operation {
    Operation::write(id, TAG, summary)
        .refuses(&[
            ErrorCode::ChatId,
            ErrorCode::InvalidField(InvalidField::ChatValue(field)),
            ErrorCode::ChatMissing,
        ])
        .conditional()
        .answers_object(200, "Chat", example::chat())
}

fn by_id(operation: Operation) -> Operation {
    operation.with(&["chatId"])
}

fn status(id: &'static str, schema: &str, body: Value) -> Operation {
    set(id, "Set a chat's status", "status").takes(schema, body).says(
        "Closing sets `closedAt` and `closedBy`; any other status clears both and keeps the \
         rating. A message of the type `tech` records the change.",
    )
}

pub(crate) fn describe_status() -> Operation {
    status("setChatStatus", "SetStatus", json!({"id": 1, "status": "pending"}))
}

pub(crate) fn describe_status_by_id() -> Operation {
    by_id(status("setChatStatusById", "SetStatusById", json!({"status": "pending"})))
}

fn assignee(id: &'static str, schema: &str, body: Value) -> Operation {
    set(id, "Assign a chat", "assignee")
        .takes(schema, body)
        .says("Null unassigns it.")
        .refuses(&[ErrorCode::AgentNotFound])
}

pub(crate) fn describe_assignee() -> Operation {
    assignee("setChatAssignee", "SetAssignee", json!({"id": 1, "assignee": 1}))
}

pub(crate) fn describe_assignee_by_id() -> Operation {
    by_id(assignee("setChatAssigneeById", "SetAssigneeById", json!({"assignee": 1})))
}

fn department(id: &'static str, schema: &str, body: Value) -> Operation {
    set(id, "Hand a chat to a department", "department")
        .takes(schema, body)
        .says("Null takes it back.")
        .refuses(&[ErrorCode::DepartmentNotFound])
}

pub(crate) fn describe_department() -> Operation {
    department("setChatDepartment", "SetDepartment", json!({"id": 1, "department": 1}))
}

pub(crate) fn describe_department_by_id() -> Operation {
    by_id(department("setChatDepartmentById", "SetDepartmentById", json!({"department": 1})))
}

pub(crate) fn describe_snooze() -> Operation {
    set("snoozeChat", "Snooze a chat", "snoozedUntil")
        .takes("Snooze", json!({"id": 1, "snoozedUntil": 4_102_444_800_u32}))
        .says("At that time the snooze ends and the chat becomes unread for agents.")
}

pub(crate) fn describe_rate() -> Operation {
    set("rateChat", "Rate a chat", "rating")
        .takes("Rate", json!({"id": 2, "rating": "great"}))
        .says(
            "The chat must be closed, not yet rated, and have a message of an agent; otherwise \
             400.",
        )
}

fn read(id: &'static str, summary: &'static str) -> Operation {
    set(id, summary, "read").takes("SetRead", json!({"id": 1, "read": true})).says(
        "True also marks the messages of the other side as read; false changes only the flag of \
         the chat.",
    )
}

pub(crate) fn describe_read_by_agent() -> Operation {
    read("setChatReadByAgent", "Mark a chat as read or unread by the agents")
}

pub(crate) fn describe_read_by_customer() -> Operation {
    read("setChatReadByCustomer", "Mark a chat as read or unread by its customer")
}

pub(crate) fn describe_read() -> Operation {
    read("setChatRead", "Mark a chat as read or unread by the agents (older path)")
}
