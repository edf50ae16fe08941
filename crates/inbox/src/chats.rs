//! `/app/v1/chats`: opening chats, drafts, replies, and bulk edits of chats.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::actions::idempotency::Creation;
use deskbell_app::lists::MESSAGES_LIST;
use deskbell_app::{Actions, Files, Lists, Steady};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Errors, IgnoredBody, PathId, Payload, QueryString};
use deskbell_http::pipeline::reply::{created, done, json as answer, page};
use deskbell_model::{AgentId, NewChat, ReplyDraft, Seconds};
use deskbell_wire as wire;
use serde_json::json;

use crate::agent::ByAgent;
use crate::example;
use crate::list::TAG;
use crate::rights::{Any, Chats, CustomerLists, Messages};

pub(crate) fn describe_get() -> Operation {
    let says = "The chat, its customer, its newest messages (50, or fewer if they are long), other \
        chats of the customer, and who has begun an answer. All are of the same moment.";
    Operation::signed_in("openChat", TAG, "Open a chat")
        .says(says)
        .of_chat()
        .refuses(&[ErrorCode::ChatNotFound])
        .answers(200, "OpenedChat", example::opened())
}

/// `GET /app/v1/chats/{id}`: a chat with its messages, customer and drafts.
pub(crate) async fn get(
    by: ByAgent<Any>,
    State(lists): State<Arc<Lists>>,
    path: PathId,
) -> Result<Response, ApiError> {
    let chat = path.chat()?;
    Ok(answer(lists.open_chat(by.caller.org, chat, by.scope, by.agent).await?))
}

pub(crate) fn describe_messages() -> Operation {
    Operation::signed_in("listChatMessages", TAG, "List a chat's messages")
        .says("The newest first. To continue from an opened chat, send its `next` as `cursor`.")
        .of_chat()
        .pages()
        .refuses(&[ErrorCode::ChatMissing, ErrorCode::MessagesMissing])
        .answers(200, "ChatMessagePage", example::message_page())
}

/// `GET /app/v1/chats/{id}/messages`: a page of a chat's messages, newest first.
pub(crate) async fn messages(
    by: ByAgent<Any>,
    State(lists): State<Arc<Lists>>,
    path: PathId,
    query: QueryString,
) -> Result<Response, ApiError> {
    let (org, mut errors) = (by.caller.org, Errors::default());
    let chat = errors.keep(path.chat());
    let at = query.page(chat.map(|chat| (org, (MESSAGES_LIST, chat))), &mut errors);
    let chat = errors.finish(chat)?;
    Ok(page(&lists.messages_with_files(org, &by.scope, chat, at).await?))
}

pub(crate) fn describe_events() -> Operation {
    Operation::signed_in("listChatEvents", TAG, "List the events of a chat's customer")
        .says("The newest 20.")
        .of_chat()
        .refuses(&[ErrorCode::ChatMissing])
        .answers(200, "CustomerEvents", example::events())
}

/// `GET /app/v1/chats/{id}/events`: the newest events of the chat's customer.
pub(crate) async fn events(
    by: ByAgent<Any>,
    State(lists): State<Arc<Lists>>,
    path: PathId,
) -> Result<Response, ApiError> {
    let chat = path.chat()?;
    Ok(answer(lists.events_of_chat(by.caller.org, chat, by.scope).await?))
}

pub(crate) fn describe_put_draft() -> Operation {
    let says = "Other agents see that you have begun an answer, but not its text. The draft is \
        deleted when you send a message, after 30 days without a change, and when you have more \
        than 200 newer drafts.";
    Operation::signed_in("putDraft", TAG, "Keep a draft")
        .says(says)
        .from_a_page()
        .of_chat()
        .takes("DraftIn", json!({"text": "Dear Mateus,", "note": false}))
        .refuses_fields(&["text", "note"])
        .refuses(&[ErrorCode::ChatMissing])
        .answers(200, "Done", json!("Ok"))
}

/// A draft of an agent; the time is set when the draft is stored.
fn draft(
    chat: deskbell_model::ChatId,
    agent: AgentId,
    (text, is_note): (String, bool),
) -> ReplyDraft {
    ReplyDraft { chat, agent, text, is_note, updated_at: Seconds::new(0) }
}

/// `PUT /app/v1/chats/{id}/draft`: the agent's draft in a chat.
pub(crate) async fn put_draft(
    by: ByAgent<Messages>,
    State(actions): State<Actions>,
    path: PathId,
    body: Payload,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let chat = errors.keep(path.chat());
    let said = errors.keep_all(wire::inbox::draft::read_draft(&body));
    let (chat, said) = errors.finish(chat.zip(said))?;
    actions.put_draft(by.caller, draft(chat, by.agent, said), by.scope).await?;
    Ok(done())
}

pub(crate) fn describe_delete_draft() -> Operation {
    Operation::signed_in("deleteDraft", TAG, "Delete a draft")
        .from_a_page()
        .of_chat()
        .refuses_bodies()
        .refuses(&[ErrorCode::ChatMissing])
        .answers(200, "Done", json!("Ok"))
}

/// `DELETE /app/v1/chats/{id}/draft`: deletes the agent's draft in a chat.
pub(crate) async fn delete_draft(
    by: ByAgent<Messages>,
    State(actions): State<Actions>,
    path: PathId,
    _: IgnoredBody,
) -> Result<Response, ApiError> {
    let nothing = draft(path.chat()?, by.agent, (String::new(), false));
    actions.put_draft(by.caller, nothing, by.scope).await?;
    Ok(done())
}

pub(crate) fn describe_delete_mention() -> Operation {
    Operation::signed_in("endMention", TAG, "Be done with a mention")
        .says("The chat leaves your view `mentions`. Writing in it does the same.")
        .from_a_page()
        .of_chat()
        .refuses_bodies()
        .refuses(&[ErrorCode::ChatMissing])
        .answers(200, "Done", json!("Ok"))
}

/// `DELETE /app/v1/chats/{id}/mention`: ends the agent's mention in a chat.
pub(crate) async fn delete_mention(
    by: ByAgent<Messages>,
    State(actions): State<Actions>,
    path: PathId,
    _: IgnoredBody,
) -> Result<Response, ApiError> {
    actions.end_mention(by.caller, (by.agent, by.scope), path.chat()?).await?;
    Ok(done())
}

pub(crate) fn describe_post_message() -> Operation {
    let says = "A reply to the customer, or a note for agents alone. With `seen`, 409 says that \
                another agent has replied meanwhile; `anyway` posts the reply all the same. An \
                unassigned chat becomes yours. The agents whom a note mentions find the chat in \
                the view `mentions` until they answer.";
    let body = json!({"text": "Can we hop on a quick call this week?", "seen": 6});
    Operation::signed_in("reply", TAG, "Reply, or add a note")
        .says(says)
        .from_a_page()
        .of_chat()
        .takes("ReplyIn", body)
        .once()
        .refuses_fields(&["files", "text", "note", "seen", "anyway", "mentions"])
        .refuses(&[ErrorCode::ChatMissing, ErrorCode::AgentNotFound, ErrorCode::FileNotFound])
        .refuses(&[example::newer_reply(), ErrorCode::MentionUnseen])
        .answers(201, "ChatMessage", example::message())
}

/// `POST /app/v1/chats/{id}/messages`: a reply or a note.
pub(crate) async fn post_message(
    by: ByAgent<Messages>,
    (State(actions), State(files)): (State<Actions>, State<Arc<Files>>),
    path: PathId,
    body: Payload,
) -> Result<Response, ApiError> {
    let (chat, org) = (path.chat()?, by.caller.org);
    let once = body.once(Creation::Reply)?.map(|once| once.of_agent(by.agent, chat));
    let at = format!("/app/v1/chats/{chat}/messages");
    if let Some(answer) = actions.answered(org, once.as_ref()).await? {
        return Ok(created(Some(at), files.message_for_agents(org, answer).await?));
    }
    let new = wire::inbox::reply::read_new(&body, chat)?;
    let posted = actions.reply(by.caller, (by.agent, by.scope), new, once).await?;
    Ok(created(Some(at), files.message_for_agents(org, posted.into_json()).await?))
}

pub(crate) fn describe_act() -> Operation {
    let says = "Changes 1 to 100 chats in one transaction. Chats that do not exist, or that you \
        may not see, are listed in `missing`. Each item of `undo` is a body for this operation \
        that restores the earlier values of its chats.";
    let body = json!({"ids": [1, 2], "set": {"status": "closed", "addTags": ["paid"]}});
    let undo = json!([{"ids": [1], "set": {"status": "opened", "removeTags": ["paid"]}}]);
    Operation::signed_in("act", TAG, "Change several chats")
        .says(says)
        .from_a_page()
        .takes("ActIn", body)
        .refuses_fields(&["ids", "set", "status", "assignee", "department", "snooze", "read"])
        .refuses_fields(&["addTags", "removeTags"])
        .refuses(&[ErrorCode::AgentNotFound, ErrorCode::DepartmentNotFound])
        .refuses(&[ErrorCode::Tags, ErrorCode::Role])
        .answers(200, "Acted", json!({"done": [1], "missing": [2], "undo": undo}))
}

/// The not-found codes of the objects that a bulk edit can name, each with the pointer to the id.
const NAMED: [(ErrorCode, &str); 2] =
    [(ErrorCode::AgentNotFound, "set/assignee"), (ErrorCode::DepartmentNotFound, "set/department")];

/// `POST /app/v1/chats/act`: changes several chats.
pub(crate) async fn act(
    by: ByAgent<Chats>,
    State(actions): State<Actions>,
    State(clock): State<Arc<Steady>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let (chats, set) = wire::inbox::act::read_act(&body, clock.now().seconds())?;
    let acted = actions.act(by.caller, by.scope, chats, set).await;
    let acted = acted.map_err(|error| ApiError::in_body(error, &NAMED))?;
    let mut json = Vec::new();
    wire::inbox::act::write_outcome(&mut json, &acted);
    Ok(answer(json))
}

pub(crate) fn describe_post() -> Operation {
    let says = "You become its assignee unless you name another agent. The chat is `empty` until \
        somebody writes in it.";
    Operation::signed_in("beginChat", TAG, "Begin a chat with a customer")
        .says(says)
        .from_a_page()
        .for_some_roles()
        .takes("NewChat", json!({"customer": 1, "application": 1}))
        .once()
        .refuses_fields(&["customer", "assignee", "department", "application"])
        .refuses(&[ErrorCode::CustomerNotFound, ErrorCode::AgentNotFound])
        .refuses(&[ErrorCode::DepartmentNotFound, ErrorCode::ApplicationNotFound])
        .answers(201, "Chat", example::chat())
}

/// `POST /app/v1/chats`: a new chat with any customer. Needs the right to list customers: an agent
/// without this right could otherwise read every customer by id.
pub(crate) async fn post(
    by: ByAgent<CustomerLists>,
    State(actions): State<Actions>,
    body: Payload,
) -> Result<Response, ApiError> {
    let once = body.once(Creation::OwnChat)?.map(|once| once.of_agent(by.agent, "chat"));
    if let Some(answer) = actions.answered(by.caller.org, once.as_ref()).await? {
        return Ok(begun(answer));
    }
    let new = wire::chats::read_new(&body)?;
    let new = NewChat { assignee: new.assignee.or(Some(by.agent)), ..new };
    let made = actions.create_chat(by.caller, new, once).await?;
    Ok(begun(made.into_json()))
}

fn begun(chat: String) -> Response {
    let id = wire::json::id_of(chat.as_bytes());
    created(id.map(|id| format!("/app/v1/chats/{id}")), chat)
}
