//! Messages in JSON (contract §3, §4, §5).

use deskbell_model::limits::{FILES_OF_A_MESSAGE_MAX, MESSAGE_TEXT_CHARS_MAX};
use deskbell_model::{
    AgentId, BroadcastType, ChatId, FileId, MessageId, MessageKind, MessageView, NewMessage, Side,
    Timestamp,
};
use deskbell_query::{Meta, NextPage};
use serde_json::{Value, json};

use crate::invalid::{InvalidField, Reading};
use crate::json::{self, int, raw};
use crate::object::{ToJson, named, object};
use crate::pages;
use crate::read;
use crate::schema::{self, Named, about, array, count, input, or_null, reference, text_in, word};

pub(crate) struct MessageAgent<'a> {
    id: AgentId,
    name: &'a str,
}

object! {
    "MessageAgent" for MessageAgent<'_> as author {
        "id": AgentId = author.id;
        "name": &str = author.name;
    }
}

fn author(view: &MessageView) -> Option<MessageAgent<'_>> {
    let (id, name) = view.message.agent.zip(view.agent_name.as_deref())?;
    Some(MessageAgent { id, name })
}

object! {
    "Message" for MessageView as view, message = view.message {
        "id": MessageId = message.id, like 9_577_571;
        "agent": Option<MessageAgent<'_>> = author(view) => "Null unless an agent wrote it.";
        "type": MessageKind = message.kind
            => "`message`, `private` (only for agents), `email`, `knowledgeBase` or `tech` (by the \
                system; the text is a key). Imported messages may have others.", like "message";
        "text": Option<String> = message.text;
        "read": bool = message.read => "Whether the other side has read it.";
        "createdAt": Timestamp = message.created_at
            => "Unix seconds and milliseconds.", like "1594139170.913";
        "updatedAt": Option<Timestamp> = message.updated_at
            => "The last change, also to `read`; null if there was none.";
        "edited": bool = message.edited => "Whether its text was changed.";
        "broadcastType": Option<BroadcastType> = message.broadcast_type;
        "chat": ChatId = message.chat;
        "from": Side = message.from => "The side that wrote the message.";
    }
}

pub(crate) fn schemas() -> Named {
    vec![
        named::<MessageView>(),
        named::<MessageAgent<'_>>(),
        ("MessagePage", page("Message")),
        ("NewMessage", new_message()),
    ]
}

/// Returns the schema of a page of messages; `of` is the name of the schema of one message.
pub(crate) fn page(of: &str) -> Value {
    let list = about(array(reference(of)), "One page, the newest first.");
    let total = about(count(), "How many messages the chat has.");
    let again = about(array(reference(of)), "The same page again.");
    let mut page = schema::object(vec![("messages", list), ("total", total), ("data", again)]);
    page["properties"]["meta"] = about(reference("Meta"), "Where a cursor was sent.");
    page
}

/// Returns the id of the chat in a message's JSON that this crate wrote.
#[must_use]
pub fn chat_of(json: &[u8]) -> Option<ChatId> {
    // No text contains this key: a quote in a text follows a backslash.
    const KEY: &[u8] = br#","chat":"#;
    let at = json.windows(KEY.len()).rposition(|bytes| bytes == KEY)?;
    json::number(&json[at + KEY.len()..]).and_then(ChatId::new)
}

/// Writes a page of messages: HelpCrunch's `{"messages":[…],"total":N}`, and the same array again
/// as `data`. A page by cursor also has `meta`.
pub fn write_page<M: ToJson>(out: &mut Vec<u8>, messages: &[M], meta: &Meta) {
    raw(out, MESSAGES);
    let start = out.len();
    messages.write(out);
    let end = out.len();
    total(out, meta);
    raw(out, DATA);
    out.extend_from_within(start..end);
    tail(out, meta);
}

/// Writes part `number` of the page that [`write_page`] writes; returns `false` if the page has
/// fewer parts.
pub fn write_part<M: ToJson>(
    out: &mut Vec<u8>,
    messages: &[M],
    meta: &Meta,
    number: usize,
) -> bool {
    // Each array has two more parts than messages: the text before the messages, and the text after
    // the messages.
    match number.checked_sub(messages.len() + 2) {
        None => {
            pages::part(out, messages, number, (MESSAGES, |out: &mut Vec<u8>| total(out, meta)))
        }
        Some(number) => {
            pages::part(out, messages, number, (DATA, |out: &mut Vec<u8>| tail(out, meta)))
        }
    }
}

const MESSAGES: &str = r#"{"messages":"#;
const DATA: &str = r#","data":"#;

fn total(out: &mut Vec<u8>, meta: &Meta) {
    raw(out, r#","total":"#);
    int(out, meta.total);
}

fn tail(out: &mut Vec<u8>, meta: &Meta) {
    if meta.next != NextPage::Unasked {
        pages::meta(out, meta);
    }
    out.push(b'}');
}

/// Reads the body of `POST /v1/messages`. A non-empty `markdownText` replaces `text`. A message
/// with files may have no text.
///
/// # Errors
/// Every invalid field, in the order of a message's keys: agent, type, files, text, chat.
pub fn read_new(body: &[u8]) -> Reading<NewMessage> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let agent = body.optional("agent", InvalidField::Field("agent"), read::id(AgentId::new));
    let is_private = body.optional("type", InvalidField::Field("type"), |value| {
        match MessageKind::of(value.as_str()?) {
            MessageKind::Message => Some(false),
            MessageKind::Private => Some(true),
            _ => None,
        }
    });
    let files = body.optional("files", InvalidField::Field("files"), file_ids).unwrap_or_default();
    let text = text(&mut body, !files.is_empty());
    let chat = body.required("chat", InvalidField::ChatId, read::id(ChatId::new));
    let new = chat.zip(text).map(|(chat, text)| {
        let is_private = is_private.unwrap_or(false);
        NewMessage { chat, text, is_private, agent, files }
    });
    body.finish(new)
}

fn new_message() -> Value {
    let said = || or_null(text_in(0, MESSAGE_TEXT_CHARS_MAX));
    let one = |name: &str| {
        let filled = json!({"type": ["string", "number"], "minLength": 1});
        json!({"required": [name], "properties": {name: filled}})
    };
    let mut body = input(
        &["chat"],
        vec![
            ("chat", reference("IdIn")),
            ("text", about(said(), "The text of the message.")),
            (
                "markdownText",
                about(said(), "The text in Markdown. Unless it is empty, it replaces `text`."),
            ),
            ("type", or_null(word([MessageKind::Message.as_str(), MessageKind::Private.as_str()]))),
            (
                "agent",
                about(
                    or_null(reference("IdIn")),
                    "The agent who writes. If left out, the author is the customer; a private \
                     message then has no author.",
                ),
            ),
            (
                "files",
                about(
                    or_null(file_ids_schema()),
                    "The ids of uploaded files. A Markdown link to each is added to the text.",
                ),
            ),
        ],
    );
    let some = json!({"required": ["files"], "properties": {"files": {
        "type": "array", "minItems": 1,
    }}});
    body["anyOf"] = json!([one("text"), one("markdownText"), some]);
    body
}

/// Reads the ids of a message's files.
///
/// Returns `None` for a value that is not an array of ids, for too many ids, and for duplicates.
#[must_use]
pub fn file_ids(value: &Value) -> Option<Vec<FileId>> {
    let given = value.as_array().filter(|given| given.len() <= FILES_OF_A_MESSAGE_MAX)?;
    let mut ids = Vec::with_capacity(given.len());
    for id in given {
        let id = read::id(FileId::new)(id).filter(|id| !ids.contains(id))?;
        ids.push(id);
    }
    Some(ids)
}

pub(crate) fn file_ids_schema() -> Value {
    json!({
        "type": "array", "maxItems": FILES_OF_A_MESSAGE_MAX, "uniqueItems": true,
        "items": reference("IdIn"),
    })
}

/// Reads the text of a message: the first of `markdownText` and `text` that is not empty. Records
/// one invalid field for an invalid value, or for a missing text unless `may_be_empty` is true.
fn text(body: &mut read::Object, may_be_empty: bool) -> Option<String> {
    let is_fit = |value: &_| read::text(MESSAGE_TEXT_CHARS_MAX)(value);
    let markdown = body.peek("markdownText", is_fit);
    let plain = body.peek("text", is_fit);
    let said = match (markdown, plain) {
        (Some(markdown), Some(plain)) => {
            let says = |text: &String| !text.is_empty();
            let empty = may_be_empty.then(String::new);
            markdown.filter(says).or(plain.filter(says)).or(empty)
        }
        _ => None,
    };
    if said.is_none() {
        body.invalid("text", InvalidField::Field("text"));
    }
    said
}
