//! Messages in the model: parsing a request's fields, and a message's effects on its chat
//! (contract §5).

use serde_json::Value;

use super::desk::{Desk, Message};
use super::words::{
    Answer, Faults, chat_missing, created, id, not_found, object, optional_id, text,
};

/// Parses a message's text, which must not be empty.
fn said(value: Option<&Value>) -> Option<String> {
    value.and_then(text).filter(|text| !text.is_empty())
}

/// Returns whether a value is absent, null, or a valid text.
fn is_readable(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => !text.contains('\0'),
        Some(Value::Number(_)) => true,
        Some(_) => false,
    }
}

impl Desk {
    pub fn post_message(&mut self, body: &str) -> Result<Answer, Answer> {
        let (mut faults, body) = (Faults::default(), object(body)?);
        let agent = optional_id(body.get("agent")).unwrap_or_else(|()| {
            faults.field("agent");
            None
        });
        let kind = match body.get("type").map(Value::as_str) {
            None => Some("message"),
            Some(given) => ["message", "private"].into_iter().find(|kind| given == Some(*kind)),
        };
        let kind = faults.need(kind, |it| it.field("type"));
        let (plain, markdown) = (body.get("text"), body.get("markdownText"));
        let text = said(markdown).or(said(plain));
        let text = text.filter(|_| is_readable(plain) && is_readable(markdown));
        let text = faults.need(text, |it| it.field("text"));
        let chat = faults.need(body.get("chat").and_then(id), Faults::chat_id);
        faults.none()?;
        let Some(chat) = chat.filter(|id| self.chats.contains_key(id)) else {
            return Err(chat_missing());
        };
        if agent.is_some_and(|id| !self.agents.contains_key(&id)) {
            return Err(not_found("Agent"));
        }
        let (kind, text) = (kind.unwrap_or("message"), text.unwrap_or_default());
        let is_agents = agent.is_some() || kind == "private";
        let from = if is_agents { "agent" } else { "customer" };
        let message = self.write(chat, kind, text, from, agent);
        let shown = self.message(chat, &message);
        if kind == "message" {
            self.effects(chat, &message);
        }
        created(shown)
    }

    /// Adds a message to a chat. `createdAt` never decreases within a chat.
    fn write(
        &mut self,
        chat: i64,
        kind: &'static str,
        text: String,
        from: &'static str,
        agent: Option<i64>,
    ) -> Message {
        self.messages_ever += 1;
        let id = self.messages_ever;
        let messages = &mut self.chats.get_mut(&chat).expect("it is there").messages;
        let last = messages.last().map_or(0, |message| message.created_ms);
        let created_ms = self.now_ms.max(last);
        let (read, updated_ms) = (false, None);
        let message = Message { id, agent, kind, text, read, created_ms, updated_ms, from };
        messages.push(message.clone());
        self.touch(chat);
        let object = self.message(chat, &message);
        self.tell("message.created", object);
        message
    }

    /// Adds a message of the system.
    pub fn write_tech(&mut self, chat: i64, word: &str) {
        self.write(chat, "tech", word.to_owned(), "agent", None);
    }

    /// Applies the effects of a message to its chat.
    fn effects(&mut self, id: i64, message: &Message) {
        let chat = self.chats.get_mut(&id).expect("it is there");
        let before = (chat.status, chat.assignee, chat.agents.clone());
        let at = message.created_ms / 1_000;
        chat.last_message_at = Some(at);
        chat.last_message_id = Some(message.id);
        chat.last_message_text = Some(message.text.clone());
        let is_agents = message.from == "agent";
        chat.read_by_agent = is_agents;
        chat.read_by_customer = !is_agents;
        let mut is_taken = false;
        if let Some(agent) = message.agent {
            chat.last_communicated_agent = Some(agent);
            if !chat.agents.contains(&agent) {
                chat.agents.push(agent);
            }
            if ["new", "empty"].contains(&chat.status) {
                chat.status = "opened";
            }
            is_taken = chat.assignee.is_none();
            chat.assignee = chat.assignee.or(Some(agent));
        } else {
            chat.last_customer_message_at = Some(at);
            match chat.status {
                "empty" => chat.status = "new",
                "closed" | "on hold" => {
                    chat.status = "opened";
                    (chat.closed_at, chat.closed_by) = (None, None);
                }
                _ => {}
            }
        }
        let is_changed = before != (chat.status, chat.assignee, chat.agents.clone());
        if is_taken {
            self.write_tech(id, "chat_auto_assigned");
        }
        if is_changed {
            self.chat_changed(id);
        }
    }
}
