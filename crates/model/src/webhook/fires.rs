//! The events of webhooks that a change fires (contract §7), found by comparing the object before
//! and after.

use super::WebhookEvent as Event;
use crate::message::kind;
use crate::{Chat, CustomerView, Message, Side, Status};

/// The events that the change of a chat fires.
#[must_use]
pub fn of_chat(before: &Chat, after: &Chat) -> Vec<Event> {
    let mut fires = Vec::new();
    if before.status != after.status {
        fires.push(Event::ChatStatusUpdated);
        if after.status == Status::Closed {
            fires.push(Event::ChatClosed);
        }
    }
    if before.assignee != after.assignee {
        fires.push(Event::ChatAssigned);
    }
    if before.snoozed_until != after.snoozed_until {
        let is_snoozed = after.snoozed_until.is_some();
        fires.push(if is_snoozed { Event::ChatSnoozed } else { Event::ChatUnsnoozed });
    }
    if before.rating != after.rating {
        fires.push(Event::ChatRated);
    }
    fires
}

/// The events that the change of a customer fires.
#[must_use]
pub fn of_customer(before: &CustomerView, after: &CustomerView) -> Vec<Event> {
    let mut fires = Vec::new();
    if before.customer.email != after.customer.email {
        fires.push(Event::CustomerEmailUpdated);
    }
    let tags = |view: &CustomerView| view.tags.iter().map(|tag| tag.id).collect::<Vec<_>>();
    if tags(before) != tags(after) {
        fires.push(Event::CustomerTagsChanged);
    }
    match (before.customer.unsubscribed, after.customer.unsubscribed) {
        (false, true) => fires.push(Event::CustomerUnsubscribed),
        (true, false) => fires.push(Event::CustomerSubscribed),
        _ => {}
    }
    match (before.customer.blocked, after.customer.blocked) {
        (false, true) => fires.push(Event::CustomerBlocked),
        (true, false) => fires.push(Event::CustomerUnblocked),
        _ => {}
    }
    fires
}

/// The events that a new message fires. The system's own notes fire none.
#[must_use]
pub fn of_message(message: &Message) -> Option<Event> {
    match (message.kind.as_str(), message.from) {
        (kind::PRIVATE, _) => Some(Event::MessagePrivate),
        (kind::EMAIL, Side::Customer) => Some(Event::MessageEmailCustomer),
        (kind::EMAIL, Side::Agent) => Some(Event::MessageEmailAgent),
        (kind::MESSAGE, Side::Customer) => Some(Event::MessageChatCustomer),
        (kind::MESSAGE, Side::Agent) => Some(Event::MessageChatAgent),
        _ => None,
    }
}
