//! Chats in JSON (contract §3, §4).

use deskbell_model::{Chat, ChatView, DepartmentRef};

use crate::json::{array, bool, int, null, opt_int, opt_seconds, opt_string, raw, string};
use crate::{agents, customers};

/// Writes a chat: the seed's keys in the seed's order, then what later versions of the API add.
pub fn write(out: &mut Vec<u8>, view: &ChatView) {
    head(out, view);
    raw(out, r#","agents":"#);
    array(out, &view.agents, agents::write);
    raw(out, r#","customer":"#);
    customers::write_ref(out, &view.customer);
    raw(out, r#","assignee":"#);
    match &view.assignee {
        Some(agent) => agents::write(out, agent),
        None => null(out),
    }
    raw(out, r#","department":"#);
    match &view.department {
        Some(found) => department(out, found),
        None => null(out),
    }
    tail(out, &view.chat);
}

/// What stands before the objects around a chat.
fn head(out: &mut Vec<u8>, view: &ChatView) {
    let chat = &view.chat;
    raw(out, r#"{"id":"#);
    int(out, chat.id.get());
    raw(out, r#","closedBy":"#);
    opt_string(out, chat.closed_by.map(|side| side.as_str()));
    raw(out, r#","lastCustomerMessageAt":"#);
    opt_seconds(out, chat.last_customer_message_at);
    raw(out, r#","status":"#);
    string(out, chat.status.as_str());
    raw(out, r#","notes":"#);
    opt_string(out, view.customer.notes.as_deref());
    raw(out, r#","closedAt":"#);
    opt_seconds(out, chat.closed_at);
    raw(out, r#","rating":"#);
    opt_string(out, chat.rating.map(|rating| rating.as_str()));
    raw(out, r#","createdAt":"#);
    int(out, chat.created_at.get());
    raw(out, r#","lastMessageAt":"#);
    opt_seconds(out, chat.last_message_at);
    raw(out, r#","snoozedUntil":"#);
    opt_seconds(out, chat.snoozed_until);
    raw(out, r#","lastMessageText":"#);
    opt_string(out, chat.last_message_text.as_deref());
    raw(out, r#","lastMessageId":"#);
    opt_int(out, chat.last_message_id.map(|id| id.get()));
    raw(out, r#","lastCommunicatedAgentId":"#);
    opt_int(out, chat.last_communicated_agent.map(|id| id.get()));
}

/// What stands behind them.
fn tail(out: &mut Vec<u8>, chat: &Chat) {
    raw(out, r#","applicationId":"#);
    int(out, chat.application.get());
    raw(out, r#","createdWith":"#);
    string(out, chat.created_with.as_str());
    raw(out, r#","readByAgent":"#);
    bool(out, chat.read_by_agent);
    raw(out, r#","readByCustomer":"#);
    bool(out, chat.read_by_customer);
    out.push(b'}');
}

fn department(out: &mut Vec<u8>, department: &DepartmentRef) {
    raw(out, r#"{"id":"#);
    int(out, department.id.get());
    raw(out, r#","name":"#);
    string(out, &department.name);
    out.push(b'}');
}

/// Writes a page of chats: `{"data":[…],"meta":{"total":N}}`, exactly as the seed.
pub fn write_page(out: &mut Vec<u8>, chats: &[ChatView], total: u64) {
    raw(out, r#"{"data":"#);
    array(out, chats, write);
    raw(out, r#","meta":{"total":"#);
    int(out, total);
    raw(out, "}}");
}

/// Writes `{"total":N}`: the answer of `GET /v1/chats/total`.
pub fn write_total(out: &mut Vec<u8>, total: u64) {
    raw(out, r#"{"total":"#);
    int(out, total);
    out.push(b'}');
}
