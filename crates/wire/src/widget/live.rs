//! The events that a visitor's page receives about the visitor's own chats, and the messages that
//! the page sends.

use deskbell_model::limits::{HISTORY_BYTES_MAX, VISITOR_TOKEN_BYTES_MAX};
use deskbell_model::{AgentId, ChatId, CustomerId, History, Kind, Secret};
use serde::Deserialize;
use serde_json::Value;

use super::chat::VisitorChat;
use super::message::{RecordedMessage, VisitorMessage};
use crate::files::FileView;
use crate::invalid::{InvalidField, Reading};
use crate::json::{bool, int, raw, string};
use crate::object::{ToJson, write};
use crate::read::{self, text};
use crate::schema::{Named, about, array, boolean, count, id, input, reference, text_up_to, word};

/// The largest size of an event of a message without files, excluding the message's text, in bytes.
const AROUND_BYTES: usize = 256;

/// Writes the event with the state of a visitor's chat after change `seq`.
pub fn write_chat_news(out: &mut Vec<u8>, seq: i64, chat: &VisitorChat<'_>) {
    begin(out, seq, "chat", r#","chat":"#);
    write(out, chat);
    out.push(b'}');
}

/// Writes the event that reports whether an agent is online. All events up to change `seq` must
/// have been sent before.
pub fn write_online_news(out: &mut Vec<u8>, seq: i64, history: History, is_online: bool) {
    begin(out, seq, "online", r#","history":"#);
    string(out, &history.to_string());
    raw(out, r#","online":"#);
    bool(out, is_online);
    out.push(b'}');
}

/// Writes the event that an agent is typing in a chat.
pub fn write_typing_news(out: &mut Vec<u8>, chat: ChatId) {
    raw(out, r#"{"kind":"typing","chatId":"#);
    int(out, chat.get());
    out.push(b'}');
}

/// Writes the event after which the page must begin a new session and read everything again.
pub fn write_reset_news(out: &mut Vec<u8>) {
    raw(out, r#"{"kind":"reset"}"#);
}

/// The event that a message was created or changed, with the fields of [`VisitorMessage`].
#[derive(Clone, Debug)]
pub struct MessageNews {
    seq: i64,
    /// The message, in the form shown to visitors.
    pub message: VisitorMessage<'static>,
}

/// A change of a message, with only the fields that visitors may see.
#[derive(Deserialize)]
struct MessageChange<'a> {
    seq: i64,
    kind: &'a str,
    #[serde(borrow)]
    object: RecordedMessage<'a>,
}

impl MessageNews {
    /// Reads a change; `None` if visitors do not receive the change.
    #[must_use]
    pub fn of(change: &[u8]) -> Option<Self> {
        let MessageChange { seq, kind, object } = serde_json::from_slice(change).ok()?;
        let told = [Kind::MessageCreated, Kind::MessageUpdated].map(Kind::as_str);
        let message = told.contains(&kind).then(|| object.seen())??;
        Some(Self { seq, message })
    }

    /// Adds the message's files and the picture of the message's agent.
    #[must_use]
    pub fn complete(self, files: Vec<FileView>, link: impl Fn(AgentId) -> Option<String>) -> Self {
        Self { message: self.message.with_files(files).with_picture(link), ..self }
    }

    /// Returns the event as JSON.
    #[must_use]
    pub fn json(&self) -> Vec<u8> {
        let text = self.message.text.as_ref().map_or(0, |text| text.len());
        let mut json = Vec::with_capacity(text + AROUND_BYTES);
        begin(&mut json, self.seq, "message", r#","message":"#);
        self.message.write(&mut json);
        json.push(b'}');
        json
    }
}

/// Returns the customer of a chat, from the chat's JSON of `/v1`.
#[must_use]
pub fn customer_of(chat: &str) -> Option<CustomerId> {
    let chat: Value = serde_json::from_str(chat).ok()?;
    CustomerId::new(chat["customer"]["id"].as_i64()?)
}

fn begin(out: &mut Vec<u8>, seq: i64, kind: &str, key: &str) {
    raw(out, r#"{"seq":"#);
    int(out, seq);
    raw(out, r#","kind":""#);
    raw(out, kind);
    raw(out, "\"");
    raw(out, key);
}

/// Writes the answer to a long poll: the events, each as JSON, and the number of the change after
/// which to continue.
pub fn write_visitor_changes(
    out: &mut Vec<u8>,
    news: &[impl AsRef<[u8]>],
    (seq, history): (i64, History),
) {
    raw(out, r#"{"changes":["#);
    for (place, one) in news.iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        out.extend_from_slice(one.as_ref());
    }
    raw(out, r#"],"seq":"#);
    int(out, seq);
    raw(out, r#","history":"#);
    string(out, &history.to_string());
    out.push(b'}');
}

/// The first message on a visitor's socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorHello {
    /// The visitor's token.
    pub token: Secret,
    /// The number of the last change that the page received; `None` to begin with the next change.
    pub after: Option<i64>,
    /// The history (sequence of changes) to which `after` belongs; a failover begins another
    /// history.
    pub history: Option<String>,
}

/// A message on a visitor's socket after the first message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitorSaid {
    /// The visitor is typing in a chat.
    Typing(ChatId),
    /// The visitor has the widget open, and in the widget this chat; `None` without a chat. The
    /// page also sends this message after it began a chat, so that the server follows the new chat.
    Look(Option<ChatId>),
    /// The page is still connected.
    Ping,
}

/// Reads the first message on a socket.
///
/// # Errors
/// Every invalid field.
pub fn read_hello(json: &[u8]) -> Reading<VisitorHello> {
    let mut body = read::object(json).map_err(|found| vec![found])?;
    let token = InvalidField::Field("token");
    let token = body.required("token", token, text(VISITOR_TOKEN_BYTES_MAX));
    let number = |value: &Value| value.as_i64().filter(|after| *after >= 0);
    let after = body.optional("after", InvalidField::Field("after"), number);
    let history = InvalidField::Field("history");
    let history = body.optional("history", history, text(HISTORY_BYTES_MAX));
    body.finish(token.map(|token| VisitorHello { token: Secret::new(token), after, history }))
}

/// Reads a message that follows the first message on a socket.
///
/// # Errors
/// Every invalid field.
pub fn read_said(json: &[u8]) -> Reading<VisitorSaid> {
    let mut body = read::object(json).map_err(|found| vec![found])?;
    let kind =
        body.required("kind", InvalidField::Field("kind"), |value| match value.as_str()? {
            kind @ ("typing" | "look" | "ping") => Some(kind.to_owned()),
            _ => None,
        });
    let chat = read::id(ChatId::new);
    let said = match kind.as_deref() {
        Some("typing") => {
            body.required("chatId", InvalidField::ChatId, chat).map(VisitorSaid::Typing)
        }
        Some("look") => {
            Some(VisitorSaid::Look(body.optional("chatId", InvalidField::ChatId, chat)))
        }
        Some(_) => Some(VisitorSaid::Ping),
        None => None,
    };
    body.finish(said)
}

pub(super) fn schemas() -> Named {
    let kinds = word(["message", "chat", "typing", "online", "reset"]);
    let told = about(
        count(),
        "The number to continue from; missing if this piece of news changes nothing about it.",
    );
    let history = || text_up_to(HISTORY_BYTES_MAX);
    let news = vec![
        ("kind", kinds),
        ("seq", told),
        ("message", about(reference("VisitorMessage"), "The message; only in `message`.")),
        ("chat", about(reference("VisitorChat"), "The chat; only in `chat`.")),
        ("chatId", about(id(), "The chat in which an agent is typing; only in `typing`.")),
        ("online", about(boolean(), "Whether somebody is there to answer; only in `online`.")),
        (
            "history",
            about(history(), "The history to which the number `seq` belongs; only in `online`."),
        ),
    ];
    let changes = vec![
        ("changes", array(reference("VisitorNews"))),
        ("seq", about(count(), "The number to continue from.")),
        ("history", about(history(), "The history to which the number `seq` belongs.")),
    ];
    vec![
        ("VisitorNews", input(&["kind"], news)),
        ("VisitorChanges", input(&["changes", "seq", "history"], changes)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_messages_that_visitors_see_are_news() {
        let change = |kind: &str, object: &str| {
            format!(r#"{{"seq":7,"at":1,"kind":"{kind}","actor":null,"object":{object}}}"#)
        };
        let message = |kind: &str| {
            format!(
                r#"{{"id":3,"chat":5,"type":"{kind}","from":"agent","text":"hi","read":false,
                    "agent":{{"id":4,"name":"Lisa","email":"lisa@secret"}},
                    "createdAt":"1594139170.013"}}"#
            )
        };
        let news = |change: &[u8]| MessageNews::of(change).map(|news| news.json());
        let json = news(change("message.created", &message("message")).as_bytes()).unwrap();
        let json: Value = serde_json::from_slice(&json).unwrap();
        assert_eq!((&json["seq"], &json["kind"]), (&7.into(), &"message".into()));
        assert_eq!(json["message"]["agent"], serde_json::json!({"name": "Lisa", "picture": null}));
        for (kind, object) in [
            ("message.created", message("private")),
            ("message.created", message("tech")),
            ("message.created", message("surprise")),
            ("chat.updated", message("message")),
            ("draft.updated", message("message")),
            ("message.created", "null".to_owned()),
            ("message.created", "{}".to_owned()),
        ] {
            assert_eq!(news(change(kind, &object).as_bytes()), None, "{kind} {object}");
        }
        assert_eq!(news(b"["), None);
    }

    #[test]
    fn a_page_says_hello_and_then_what_it_does() {
        let hello = read_hello(br#"{"token":"dbv_1","after":4,"history":"x"}"#).unwrap();
        assert_eq!((hello.token.reveal(), hello.after), ("dbv_1", Some(4)));
        assert_eq!(read_hello(br#"{"token":"dbv_1"}"#).unwrap().after, None);
        for bad in ["", "[]", "{}", r#"{"token":[]}"#, r#"{"token":"x","after":-1}"#] {
            assert!(read_hello(bad.as_bytes()).is_err(), "{bad}");
        }
        let chat = ChatId::new(5).unwrap();
        for (said, expected) in [
            (r#"{"kind":"typing","chatId":5,"on":true}"#, VisitorSaid::Typing(chat)),
            (r#"{"kind":"look","chatId":5}"#, VisitorSaid::Look(Some(chat))),
            (r#"{"kind":"look"}"#, VisitorSaid::Look(None)),
            (r#"{"kind":"ping"}"#, VisitorSaid::Ping),
        ] {
            assert_eq!(read_said(said.as_bytes()).unwrap(), expected);
        }
        for bad in ["", "{}", r#"{"kind":"typing"}"#, r#"{"kind":"x"}"#, r#"{"kind":1}"#] {
            assert!(read_said(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
