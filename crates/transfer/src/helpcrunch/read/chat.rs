//! Parsers of chats and messages.

use deskbell_model::limits::{MESSAGE_TEXT_CHARS_MAX, TEXT_CHARS_MAX};
use deskbell_model::{
    Agent, AgentId, ApplicationId, BroadcastType, Chat, ChatId, CreatedWith, CustomerId,
    DepartmentId, DepartmentRef, Message, MessageId, MessageKind, Rating, Seconds, Side, Status,
};
use deskbell_wire as wire;
use deskbell_wire::times;
use serde_json::Value;

use super::super::report::Report;
use super::{agent, department, digest, flag, id, reference, seconds, text};

/// The fields of a chat that show other objects. The checksum has at most the ids of these objects,
/// because their other values change without a change of the chat.
const OTHERS: [&str; 5] = ["customer", "notes", "assignee", "agents", "department"];

#[derive(Clone, Debug)]
pub(in super::super) struct ReadChat {
    /// The chat, without the fields that are derived from its messages.
    pub(in super::super) chat: Chat,
    /// The agents that the chat names.
    pub(in super::super) agents: Vec<Agent>,
    /// The department that the chat names.
    pub(in super::super) department: Option<DepartmentRef>,
    /// The checksum of the chat's own fields. When the checksum has changed, the chat's messages
    /// are read again, since most changes of a chat add a system message.
    pub(in super::super) checksum: i64,
}

/// Parses a chat; `None` if it lacks its id, its customer or its creation time. A chat without an
/// application gets the application `first`.
pub(in super::super) fn chat(
    value: &Value,
    first: ApplicationId,
    now: Seconds,
    report: &mut Report,
) -> Option<ReadChat> {
    let chat = ChatId::new(id(&value["id"])?)?;
    let customer = CustomerId::new(reference(&value["customer"])?)?;
    let created_at = seconds(&value["createdAt"])?;
    let application = reference(&value["applicationId"]).and_then(ApplicationId::new);
    let with = created_with(&value["createdWith"], report);
    let mut chat = Chat::new(chat, customer, application.unwrap_or(first), with, created_at);
    let named: Vec<Agent> = value["agents"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|it| agent(it, report))
        .collect();
    let assignee = agent(&value["assignee"], report);
    let department = department(&value["department"], report);
    for agent in &named {
        if !chat.agents.contains(&agent.id) {
            chat.agents.push(agent.id);
        }
    }
    chat.assignee = assignee.as_ref().map(|it| it.id);
    chat.department = department.as_ref().map(|it| it.id);
    chat.closed_at = seconds(&value["closedAt"]);
    chat.closed_by = value["closedBy"].as_str().and_then(Side::parse);
    chat.status = status(&value["status"], chat.closed_at.is_some(), report);
    chat.rating = rating(&value["rating"], report);
    // One that has run out would be told here a second time.
    chat.snoozed_until = seconds(&value["snoozedUntil"]).filter(|until| *until > now);
    chat.last_customer_message_at = seconds(&value["lastCustomerMessageAt"]);
    chat.last_message_at = seconds(&value["lastMessageAt"]);
    chat.last_message_text = text(&value["lastMessageText"], MESSAGE_TEXT_CHARS_MAX, report);
    chat.last_message_id = id(&value["lastMessageId"]).and_then(MessageId::new);
    let last_agent = reference(&value["lastCommunicatedAgentId"]);
    chat.last_communicated_agent = last_agent.and_then(AgentId::new);
    chat.read_by_agent = wire::read::flag(&value["readByAgent"]).unwrap_or(true);
    chat.read_by_customer = wire::read::flag(&value["readByCustomer"]).unwrap_or(true);
    let moments = [chat.last_message_at, chat.closed_at, chat.last_customer_message_at];
    chat.updated_at = moments.into_iter().flatten().fold(created_at, Seconds::max);
    let checksum = checksum(value, &chat);
    let agents = named.into_iter().chain(assignee).collect();
    Some(ReadChat { chat, agents, department, checksum })
}

fn checksum(value: &Value, chat: &Chat) -> i64 {
    let own = value.as_object().into_iter().flatten();
    let own = own.filter(|(key, _)| !OTHERS.contains(&key.as_str()));
    let mut shown: Vec<Value> = own.map(|(_, value)| value.clone()).collect();
    shown.push(chat.customer.get().into());
    shown.push(chat.assignee.map(AgentId::get).into());
    shown.push(chat.department.map(DepartmentId::get).into());
    shown.push(chat.agents.iter().map(|it| it.get()).collect::<Vec<_>>().into());
    digest(&shown)
}

fn status(value: &Value, is_closed: bool, report: &mut Report) -> Status {
    wire::chats::status(value).unwrap_or_else(|| {
        let status = if is_closed { Status::Closed } else { Status::Opened };
        report.odd(format!("the status {value} of a chat, taken as {:?}", status.as_str()));
        status
    })
}

fn rating(value: &Value, report: &mut Report) -> Option<Rating> {
    if value.is_null() {
        return None;
    }
    let rating = wire::chats::rating(value);
    if rating.is_none() {
        report.odd(format!("the rating {value}, which was left out"));
    }
    rating
}

fn created_with(value: &Value, report: &mut Report) -> CreatedWith {
    let Some(word) = value.as_str() else { return CreatedWith::CustomerMessage };
    CreatedWith::parse(word).unwrap_or_else(|| {
        report.odd(format!("createdWith {word:?}, taken as \"customer_message\""));
        CreatedWith::CustomerMessage
    })
}

/// Parses a message, and the agent whom the message names. A message without a time gets the
/// creation time of its chat.
pub(in super::super) fn message(
    value: &Value,
    chat: &Chat,
    report: &mut Report,
) -> Option<(Message, Option<Agent>)> {
    let id = MessageId::new(id(&value["id"])?)?;
    let author = agent(&value["agent"], report);
    let from = value["from"].as_str().and_then(Side::parse).unwrap_or(match author {
        Some(_) => Side::Agent,
        None => Side::Customer,
    });
    let kind = text(&value["type"], TEXT_CHARS_MAX, report);
    let kind = kind.map_or(MessageKind::Message, |word| MessageKind::of(&word));
    if let MessageKind::Other(word) = &kind {
        report.odd(format!("messages of the type {word:?}, kept as they are; visitors see none"));
    }
    let at = times::lenient_time(&value["createdAt"]).unwrap_or_else(|| {
        report.odd("a message without a time, which has the time of its chat");
        chat.created_at.start()
    });
    let agent = author.as_ref().map(|it| it.id);
    let mut message = Message::new(id, chat, from, agent, kind, at);
    message.text = text(&value["text"], MESSAGE_TEXT_CHARS_MAX, report);
    message.read = flag(&value["read"]);
    message.updated_at = times::lenient_time(&value["updatedAt"]);
    message.edited = flag(&value["edited"]);
    message.broadcast_type = value["broadcastType"].as_str().and_then(|word| {
        let known = BroadcastType::parse(word);
        if known.is_none() {
            report.odd(format!("broadcastType {word:?}, which was left out"));
        }
        known
    });
    Some((message, author))
}
