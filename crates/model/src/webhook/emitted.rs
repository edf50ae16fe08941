//! The webhook events that a change emits (contract §7).

use super::WebhookEvent as Event;
use crate::{Chat, CustomerView, Message, MessageKind, Side, Status};

/// Returns the events that a change of a chat emits.
#[must_use]
pub fn of_chat(before: &Chat, after: &Chat) -> Vec<Event> {
    let mut events = Vec::new();
    if before.status != after.status {
        events.push(Event::ChatStatusUpdated);
        if after.status == Status::Closed {
            events.push(Event::ChatClosed);
        }
    }
    if before.assignee != after.assignee {
        events.push(Event::ChatAssigned);
    }
    if before.snoozed_until != after.snoozed_until {
        let is_snoozed = after.snoozed_until.is_some();
        events.push(if is_snoozed { Event::ChatSnoozed } else { Event::ChatUnsnoozed });
    }
    if before.rating != after.rating {
        events.push(Event::ChatRated);
    }
    events
}

/// Returns the events that a change of a customer emits.
#[must_use]
pub fn of_customer(before: &CustomerView, after: &CustomerView) -> Vec<Event> {
    let mut events = Vec::new();
    if before.customer.email != after.customer.email {
        events.push(Event::CustomerEmailUpdated);
    }
    let tags = |view: &CustomerView| view.tags.iter().map(|tag| tag.id).collect::<Vec<_>>();
    if tags(before) != tags(after) {
        events.push(Event::CustomerTagsChanged);
    }
    match (before.customer.unsubscribed, after.customer.unsubscribed) {
        (false, true) => events.push(Event::CustomerUnsubscribed),
        (true, false) => events.push(Event::CustomerSubscribed),
        _ => {}
    }
    match (before.customer.blocked, after.customer.blocked) {
        (false, true) => events.push(Event::CustomerBlocked),
        (true, false) => events.push(Event::CustomerUnblocked),
        _ => {}
    }
    events
}

/// Returns the event that a new message emits. Tech messages, articles and unknown types emit no
/// event.
#[must_use]
pub fn of_message(message: &Message) -> Option<Event> {
    match (&message.kind, message.from) {
        (MessageKind::Private, _) => Some(Event::MessagePrivate),
        (MessageKind::Email, Side::Customer) => Some(Event::MessageEmailCustomer),
        (MessageKind::Email, Side::Agent) => Some(Event::MessageEmailAgent),
        (MessageKind::Message, Side::Customer) => Some(Event::MessageChatCustomer),
        (MessageKind::Message, Side::Agent) => Some(Event::MessageChatAgent),
        _ => None,
    }
}
