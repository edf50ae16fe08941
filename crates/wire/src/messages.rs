//! Messages in JSON (contract §3, §4, §5).

use deskbell_model::limits::MESSAGE_TEXT_CHARS_MAX;
use deskbell_model::message::{NewMessage, kind};
use deskbell_model::{AgentId, ChatId, MessageView};
use deskbell_query::{Meta, NextPage};

use crate::flaw::{Flaw, Reading};
use crate::read;

use crate::json::{self, array, bool, int, null, opt_string, raw, string, timestamp};

/// Writes a message, keys in the seed's order.
pub fn write(out: &mut Vec<u8>, view: &MessageView) {
    let message = &view.message;
    raw(out, r#"{"id":"#);
    int(out, message.id.get());
    raw(out, r#","agent":"#);
    match (message.agent, &view.agent_name) {
        (Some(id), Some(name)) => {
            raw(out, r#"{"id":"#);
            int(out, id.get());
            raw(out, r#","name":"#);
            string(out, name);
            out.push(b'}');
        }
        _ => null(out),
    }
    raw(out, r#","type":"#);
    string(out, &message.kind);
    raw(out, r#","text":"#);
    opt_string(out, message.text.as_deref());
    raw(out, r#","read":"#);
    bool(out, message.read);
    raw(out, r#","createdAt":"#);
    timestamp(out, message.created_at);
    raw(out, r#","updatedAt":"#);
    match message.updated_at {
        Some(at) => timestamp(out, at),
        None => null(out),
    }
    raw(out, r#","edited":"#);
    bool(out, message.edited);
    raw(out, r#","broadcastType":"#);
    opt_string(out, message.broadcast_type.map(|broadcast| broadcast.as_str()));
    raw(out, r#","chat":"#);
    int(out, message.chat.get());
    raw(out, r#","from":"#);
    string(out, message.from.as_str());
    out.push(b'}');
}

/// The chat of what [`write`] wrote.
#[must_use]
pub fn chat_of(json: &[u8]) -> Option<ChatId> {
    // No text holds this: a quote within one stands behind a backslash.
    const KEY: &[u8] = br#","chat":"#;
    let at = json.windows(KEY.len()).rposition(|bytes| bytes == KEY)?;
    json::number(&json[at + KEY.len()..]).and_then(ChatId::new)
}

/// Writes a page of messages: the seed's `{"messages":[…],"total":N}`, and the same array again as
/// `data`, which most clients written since read. Asked for with a cursor, it has `meta` besides.
pub fn write_page(out: &mut Vec<u8>, messages: &[MessageView], meta: &Meta) {
    raw(out, r#"{"messages":"#);
    let start = out.len();
    array(out, messages, write);
    let end = out.len();
    raw(out, r#","total":"#);
    int(out, meta.total);
    raw(out, r#","data":"#);
    out.extend_from_within(start..end);
    if meta.next != NextPage::Unasked {
        json::meta(out, meta);
    }
    out.push(b'}');
}

/// Writes one part of what [`write_page`] writes; `false` when there is none of that number.
pub fn write_part(out: &mut Vec<u8>, messages: &[MessageView], meta: &Meta, number: usize) -> bool {
    let total = |out: &mut Vec<u8>| {
        raw(out, r#","total":"#);
        int(out, meta.total);
    };
    let end = |out: &mut Vec<u8>| {
        if meta.next != NextPage::Unasked {
            json::meta(out, meta);
        }
        out.push(b'}');
    };
    // What is around the messages makes two parts of each array.
    match number.checked_sub(messages.len() + 2) {
        None => json::part(out, messages, number, write, (r#"{"messages":"#, total)),
        Some(number) => json::part(out, messages, number, write, (r#","data":"#, end)),
    }
}

/// Reads the body of `POST /v1/messages`. `markdownText`, when it says something, is the text.
///
/// # Errors
/// Every flaw, in the order of a message's keys: agent, type, text, chat.
pub fn read_new(body: &[u8]) -> Reading<NewMessage> {
    let mut body = read::object(body).map_err(|flaw| vec![flaw])?;
    let agent = body.optional("agent", Flaw::Field("agent"), read::id(AgentId::new));
    let is_private = body.optional("type", Flaw::Field("type"), |value| match value.as_str()? {
        kind::MESSAGE => Some(false),
        kind::PRIVATE => Some(true),
        _ => None,
    });
    let text = text(&mut body);
    let chat = body.required("chat", Flaw::ChatId, read::id(ChatId::new));
    let new = chat.zip(text).map(|(chat, text)| {
        let is_private = is_private.unwrap_or(false);
        NewMessage { chat, text, is_private, agent }
    });
    body.finish(new)
}

/// `markdownText` or `text`, whichever says something; one flaw when neither does.
fn text(body: &mut read::Object) -> Option<String> {
    let is_fit = |value: &_| read::text(MESSAGE_TEXT_CHARS_MAX)(value);
    let markdown = body.peek("markdownText", is_fit);
    let plain = body.peek("text", is_fit);
    let said = match (markdown, plain) {
        (Some(markdown), Some(plain)) => {
            let says = |text: &String| !text.is_empty();
            markdown.filter(says).or(plain.filter(says))
        }
        _ => None,
    };
    if said.is_none() {
        body.flaw("text", Flaw::Field("text"));
    }
    said
}
