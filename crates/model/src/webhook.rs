//! Webhooks (contract §7): targets that receive events, and the events that changes emit.

mod emitted;
mod headers;
mod target;

pub use emitted::{of_chat, of_customer, of_message};
pub use headers::{BadHeader, FixedHeaders, MASK};
pub use target::{Host, Target};

use crate::{Seconds, WebhookId, names};

names! {
    /// An event that webhooks can receive.
    WebhookEvent {
        /// A chat began.
        ChatNew = "chat.new",
        /// A chat's status changed.
        ChatStatusUpdated = "chat.status_updated",
        /// A chat's assignee changed or was removed.
        ChatAssigned = "chat.assigned",
        /// A chat was snoozed, or a chat's snooze got another end.
        ChatSnoozed = "chat.snoozed",
        /// A snooze ended.
        ChatUnsnoozed = "chat.unsnoozed",
        /// A chat was closed.
        ChatClosed = "chat.closed",
        /// A chat was rated.
        ChatRated = "chat.rated",
        /// A customer appeared.
        CustomerNew = "customer.new",
        /// A customer's e-mail address changed.
        CustomerEmailUpdated = "customer.email_updated",
        /// A customer's tags changed.
        CustomerTagsChanged = "customer.tags_changed",
        /// A customer unsubscribed from mail.
        CustomerUnsubscribed = "customer.unsubscribed",
        /// A customer subscribed to mail again.
        CustomerSubscribed = "customer.subscribed",
        /// A customer was blocked.
        CustomerBlocked = "customer.blocked",
        /// A customer was unblocked.
        CustomerUnblocked = "customer.unblocked",
        /// A customer was deleted.
        CustomerDeleted = "customer.deleted",
        /// A customer wrote in a chat.
        MessageChatCustomer = "message.chat.customer",
        /// A customer wrote an e-mail.
        MessageEmailCustomer = "message.email.customer",
        /// A private note was written.
        MessagePrivate = "message.private",
        /// An agent wrote in a chat.
        MessageChatAgent = "message.chat.agent",
        /// An agent wrote an e-mail.
        MessageEmailAgent = "message.email.agent",
        /// A test delivery was requested; webhooks cannot subscribe to this event.
        Test = "webhook.test",
    }
}

impl WebhookEvent {
    /// Returns every event to which a webhook can subscribe.
    pub fn wanted() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|event| *event != Self::Test)
    }

    /// Reads an event to which a webhook can subscribe; `None` for another text.
    #[must_use]
    pub fn parse_wanted(text: &str) -> Option<Self> {
        Self::parse(text).filter(|event| *event != Self::Test)
    }

    /// Returns the text in which the database stores events: the names in order, separated by
    /// spaces.
    #[must_use]
    pub fn join(events: &[Self]) -> String {
        let names: Vec<_> = events.iter().map(|event| event.as_str()).collect();
        names.join(" ")
    }

    /// Reads the events that [`Self::join`] wrote; `None` for any other text.
    #[must_use]
    pub fn split(text: &str) -> Option<Vec<Self>> {
        text.split(' ').map(Self::parse).collect()
    }
}

/// A webhook: a target that receives events (contract §7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// The id of the webhook.
    pub id: WebhookId,
    /// The URL, exactly as sent by the client.
    pub url: String,
    /// The events that the webhook receives; no event occurs twice.
    pub events: Vec<WebhookEvent>,
    /// True while the webhook is enabled.
    pub enabled: bool,
    /// The time at which the webhook was created.
    pub created_at: Seconds,
    /// The fixed headers of the webhook's deliveries.
    pub headers: FixedHeaders,
}

/// A webhook to be created.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWebhook {
    /// The URL of the new webhook.
    pub url: String,
    /// The events that the webhook receives.
    pub events: Vec<WebhookEvent>,
    /// True if the webhook begins enabled.
    pub enabled: bool,
    /// The fixed headers of the webhook's deliveries.
    pub headers: FixedHeaders,
}

/// The edit of a webhook; a field that is `None` does not change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookEdit {
    /// The new URL.
    pub url: Option<String>,
    /// The events that the webhook receives from now on.
    pub events: Option<Vec<WebhookEvent>>,
    /// True to enable the webhook, false to disable it.
    pub enabled: Option<bool>,
    /// The fixed headers of the webhook's deliveries, which replace all earlier headers.
    pub headers: Option<FixedHeaders>,
}

impl Webhook {
    /// Applies an edit to the webhook.
    pub fn edit(&mut self, edit: &WebhookEdit) {
        if let Some(url) = &edit.url {
            self.url.clone_from(url);
        }
        if let Some(events) = &edit.events {
            self.events.clone_from(events);
        }
        self.enabled = edit.enabled.unwrap_or(self.enabled);
        if let Some(headers) = &edit.headers {
            self.headers.clone_from(headers);
        }
    }
}

/// The deliveries that a replay sends again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replay {
    /// The replay sends the delivery with this id again.
    One(crate::DeliveryId),
    /// The replay sends every event of the changes with numbers above this number.
    After(i64),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_as_they_were_written_and_nothing_else_is() {
        let all = WebhookEvent::ALL;
        assert_eq!(WebhookEvent::split(&WebhookEvent::join(all)).as_deref(), Some(all));
        assert_eq!(WebhookEvent::join(&all[..2]), "chat.new chat.status_updated");
        for other in ["", "chat.new ", "chat.new  chat.closed", "chat.gone", "Chat.New"] {
            assert_eq!(WebhookEvent::split(other), None, "{other:?}");
        }
    }
}
