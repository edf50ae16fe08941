//! Messages in JSON (contract §3, §4).

use deskbell_model::MessageView;

use crate::json::{array, bool, int, null, opt_string, raw, string, timestamp};

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

/// Writes a page of messages: the seed's `{"messages":[…],"total":N}`, and the same array again as
/// `data`, which most clients written since read.
pub fn write_page(out: &mut Vec<u8>, messages: &[MessageView], total: u64) {
    raw(out, r#"{"messages":"#);
    let start = out.len();
    array(out, messages, write);
    let end = out.len();
    raw(out, r#","total":"#);
    int(out, total);
    raw(out, r#","data":"#);
    out.extend_from_within(start..end);
    out.push(b'}');
}
