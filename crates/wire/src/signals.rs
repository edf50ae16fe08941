//! Signals in JSON: the signals that a client sends on a WebSocket, and the signals that listeners
//! receive.

use deskbell_model::{AgentId, ChatId, Signal};

use crate::invalid::{InvalidField, Reading};
use crate::json::{bool, int, null, raw};
use crate::read;

/// Writes a signal: `kind, chat, agent, customer`, and for a presence also `online`.
pub fn write(out: &mut Vec<u8>, signal: Signal) {
    let (kind, agent) = match signal {
        Signal::Typing { agent, .. } => (r#"{"kind":"typing","chat":"#, agent),
        Signal::Presence { agent, .. } => (r#"{"kind":"presence","chat":"#, agent),
    };
    raw(out, kind);
    match signal.chat() {
        Some(chat) => int(out, chat.get()),
        None => null(out),
    }
    raw(out, r#","agent":"#);
    match agent {
        Some(agent) => int(out, agent.get()),
        None => null(out),
    }
    raw(out, r#","customer":"#);
    bool(out, agent.is_none());
    if let Signal::Presence { is_online, .. } = signal {
        raw(out, r#","online":"#);
        bool(out, is_online);
    }
    out.push(b'}');
}

/// Reads a client's signal: `{"type":"typing","chat",…}` or `{"type":"presence",…}`. `agent` is
/// missing when the sender is the chat's customer; `online` is true by default.
///
/// # Errors
/// Every invalid field, in the order of these keys.
pub fn read(text: &[u8]) -> Reading<Signal> {
    let mut said = read::object(text).map_err(|invalid| vec![invalid])?;
    let is_typing =
        said.required("type", InvalidField::Field("type"), |value| match value.as_str()? {
            "typing" => Some(true),
            "presence" => Some(false),
            _ => None,
        });
    let Some(is_typing) = is_typing else { return said.finish(None) };
    let agent_id = read::id(AgentId::new);
    // Typing needs a chat, and so does a customer's presence, because only the chat tells which
    // customer it is.
    let signal = if is_typing {
        let chat = said.required("chat", InvalidField::ChatId, read::id(ChatId::new));
        let agent = said.optional("agent", InvalidField::Field("agent"), agent_id);
        chat.map(|chat| Signal::Typing { chat, agent })
    } else {
        let is_agent = said.peek("agent", |_| Some(())).flatten().is_some();
        let chat = read::id(ChatId::new);
        let chat = if is_agent {
            said.optional("chat", InvalidField::ChatId, chat)
        } else {
            said.required("chat", InvalidField::ChatId, chat)
        };
        let agent = said.optional("agent", InvalidField::Field("agent"), agent_id);
        let is_online = said.optional("online", InvalidField::Field("online"), read::flag);
        Some(Signal::Presence { chat, agent, is_online: is_online.unwrap_or(true) })
    };
    said.finish(signal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invalid::{Unfit, only};

    fn heard(text: &str) -> Result<String, Vec<InvalidField>> {
        let mut out = Vec::new();
        write(&mut out, only(read(text.as_bytes()))?);
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn what_is_said_is_what_others_hear() {
        for (said, told) in [
            (
                r#"{"type":"typing","chat":"5"}"#,
                r#"{"kind":"typing","chat":5,"agent":null,"customer":true}"#,
            ),
            (
                r#"{"type":"typing","chat":5,"agent":4,"more":1}"#,
                r#"{"kind":"typing","chat":5,"agent":4,"customer":false}"#,
            ),
            (
                r#"{"type":"presence","agent":4}"#,
                r#"{"kind":"presence","chat":null,"agent":4,"customer":false,"online":true}"#,
            ),
            (
                r#"{"type":"presence","chat":5,"online":false}"#,
                r#"{"kind":"presence","chat":5,"agent":null,"customer":true,"online":false}"#,
            ),
        ] {
            assert_eq!(heard(said).as_deref(), Ok(told));
        }
    }

    #[test]
    fn what_is_no_signal_is_refused_with_every_flaw() {
        let field = InvalidField::Field;
        for (said, invalid_fields) in [
            ("", vec![field("type")]),
            ("[1]", vec![InvalidField::Body(Unfit::NoObject)]),
            (r#"{"type":"shouting","chat":0}"#, vec![field("type")]),
            (r#"{"type":"typing"}"#, vec![InvalidField::ChatId]),
            (
                r#"{"type":"typing","chat":0,"agent":"x"}"#,
                vec![InvalidField::ChatId, field("agent")],
            ),
            (r#"{"type":"presence"}"#, vec![InvalidField::ChatId]),
            (
                r#"{"type":"presence","chat":-1,"agent":0,"online":2}"#,
                vec![InvalidField::ChatId, field("agent"), field("online")],
            ),
        ] {
            assert_eq!(heard(said), Err(invalid_fields), "{said}");
        }
    }
}
