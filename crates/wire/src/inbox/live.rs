//! The messages on an agent's socket, in both directions. The server sends the list row of a
//! changed chat, and the complete JSON of a new message.

use deskbell_model::{AgentId, ChatId, CustomerId, DepartmentId, Kind, SettingKind};
use serde_json::{Map, Value};

use crate::invalid::{InvalidField, Reading};
use crate::json::{int, raw, string};
use crate::read;

/// Writes the rows of chats that changed up to change `seq`: `{"kind":"chats","seq","window"}`.
/// `window` is rendered JSON with the rows of these chats.
pub fn write_rows(out: &mut Vec<u8>, seq: i64, window: &[u8]) {
    raw(out, r#"{"kind":"chats","seq":"#);
    int(out, seq);
    raw(out, r#","window":"#);
    out.extend_from_slice(window);
    out.push(b'}');
}

/// Writes that the agent may no longer see a chat, or that the chat was deleted:
/// `{"kind":"gone","seq","chat"}`.
pub fn write_gone(out: &mut Vec<u8>, seq: i64, chat: ChatId) {
    raw(out, r#"{"kind":"gone","seq":"#);
    int(out, seq);
    raw(out, r#","chat":"#);
    int(out, chat.get());
    out.push(b'}');
}

/// Writes that an object changed, so that the page reads it again: `{"kind","seq","id"}`.
pub fn write_named(out: &mut Vec<u8>, seq: i64, kind: Kind, id: i64) {
    raw(out, r#"{"kind":"#);
    string(out, kind.as_str());
    raw(out, r#","seq":"#);
    int(out, seq);
    raw(out, r#","id":"#);
    int(out, id);
    out.push(b'}');
}

/// Writes that an event of a customer was reported:
/// `{"kind":"event.created","seq","id","customer"}`.
pub fn write_event(out: &mut Vec<u8>, seq: i64, event: i64, customer: CustomerId) {
    write_named(out, seq, Kind::EventCreated, event);
    out.pop();
    raw(out, r#","customer":"#);
    int(out, customer.get());
    out.push(b'}');
}

/// Reads the customer of a new event from the JSON of the change that created the event.
#[must_use]
pub fn customer_of_event(change: &[u8]) -> Option<CustomerId> {
    let change: Value = serde_json::from_slice(change).ok()?;
    CustomerId::new(change["object"]["customer"].as_i64()?)
}

/// Tells whether the JSON of a change reports new settings of the organization.
#[must_use]
pub fn is_of_organization(change: &[u8]) -> bool {
    let change: Option<Value> = serde_json::from_slice(change).ok();
    change.is_some_and(|it| it["object"]["of"] == SettingKind::Organization.as_str())
}

/// Reads the customer of a chat from the JSON of a change of the chat.
#[must_use]
pub fn customer_of_chat(change: &[u8]) -> Option<CustomerId> {
    let change: Value = serde_json::from_slice(change).ok()?;
    CustomerId::new(change["object"]["customer"]["id"].as_i64()?)
}

/// A message from an agent's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The agent is typing in a chat.
    Typing(ChatId),
    /// The agent has this chat on the screen; `None` without a chat.
    Viewing(Option<ChatId>),
    /// True if the agent is away from the keyboard, false if the agent is back.
    Idle(bool),
}

/// Reads a message from an agent's page: `{"type":"typing","chat"}`, `{"type":"viewing","chat"}`
/// with a chat or null, or `{"type":"idle","idle"}`.
///
/// # Errors
/// Every invalid field, in the order of these keys.
pub fn read_said(text: &[u8]) -> Reading<Said> {
    let mut said = read::object(text).map_err(|invalid| vec![invalid])?;
    let kind = said.required("type", InvalidField::Field("type"), |value| {
        let kind = value.as_str()?;
        ["typing", "viewing", "idle"].into_iter().find(|known| *known == kind)
    });
    let word = match kind {
        Some("typing") => {
            let chat = said.required("chat", InvalidField::ChatId, read::id(ChatId::new));
            chat.map(Said::Typing)
        }
        Some("viewing") => {
            let chat = said.nullable("chat", InvalidField::ChatId, read::id(ChatId::new));
            chat.map(Said::Viewing)
        }
        Some(_) => {
            let idle = said.required("idle", InvalidField::Field("idle"), read::flag);
            idle.map(Said::Idle)
        }
        None => None,
    };
    said.finish(word)
}

/// The agent and the department to which a chat is assigned.
pub type Assignment = (Option<AgentId>, Option<DepartmentId>);

/// Returns the assignment of a chat before a change; `None` if the change did not affect the
/// assignment. `before` has the old values of the changed fields, and `chat` is the chat after the
/// change.
#[must_use]
pub fn assigned_before(before: &str, chat: &str) -> Option<Assignment> {
    // Most changes of chats have no new assignment, so a fast search for the keys comes before
    // parsing.
    if !before.contains(r#""assignee""#) && !before.contains(r#""department""#) {
        return None;
    }
    let before: Map<String, Value> = serde_json::from_str(before).ok()?;
    let (agent, department) = (before.get("assignee"), before.get("department"));
    if agent.is_none() && department.is_none() {
        return None;
    }
    let chat: Map<String, Value> = serde_json::from_str(chat).ok()?;
    let id = |was: Option<&Value>, key: &str| match was {
        Some(was) => was.as_i64(),
        None => chat.get(key).and_then(|it| it.get("id")).and_then(Value::as_i64),
    };
    let agent = id(agent, "assignee").and_then(AgentId::new);
    let department = id(department, "department").and_then(DepartmentId::new);
    Some((agent, department))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invalid::only;

    #[test]
    fn each_word_is_read_and_every_flaw_is_told() {
        let chat = ChatId::new(5).unwrap();
        for (text, said) in [
            (r#"{"type":"typing","chat":"5"}"#, Said::Typing(chat)),
            (r#"{"type":"viewing","chat":5}"#, Said::Viewing(Some(chat))),
            (r#"{"type":"viewing","chat":null}"#, Said::Viewing(None)),
            (r#"{"type":"idle","idle":true}"#, Said::Idle(true)),
        ] {
            assert_eq!(only(read_said(text.as_bytes())), Ok(said));
        }
        let field = InvalidField::Field;
        for (text, flaw) in [
            (r#"{"type":"shouting"}"#, field("type")),
            (r#"{"type":"typing"}"#, InvalidField::ChatId),
            (r#"{"type":"viewing"}"#, InvalidField::ChatId),
            (r#"{"type":"idle"}"#, field("idle")),
        ] {
            assert_eq!(only(read_said(text.as_bytes())), Err(vec![flaw]), "{text}");
        }
    }

    #[test]
    fn the_assignment_before_a_change_is_that_of_the_old_values_and_of_what_stayed() {
        let (agent, department) = (AgentId::new, DepartmentId::new);
        let chat = r#"{"id":1,"assignee":{"id":3},"department":{"id":4}}"#;
        for (before, expected) in [
            (r#"{"status":"new"}"#, None),
            (r#"{"assignee":7}"#, Some((agent(7), department(4)))),
            (r#"{"assignee":null}"#, Some((None, department(4)))),
            (r#"{"department":9}"#, Some((agent(3), department(9)))),
            (r#"{"assignee":null,"department":null}"#, Some((None, None))),
        ] {
            assert_eq!(assigned_before(before, chat), expected, "{before}");
        }
        let nobody = r#"{"id":1,"assignee":null,"department":null}"#;
        assert_eq!(assigned_before(r#"{"assignee":7}"#, nobody), Some((agent(7), None)));
        assert_eq!(assigned_before("no JSON", chat), None);
    }
}
