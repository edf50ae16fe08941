//! Changes: their kinds, by the names of the change feed (contract §8).

use crate::{
    AgentId, ApplicationId, ChatId, CustomerId, DepartmentId, Event, Message, SettingId, WebhookId,
    names,
};

names! {
    /// The kind of a change.
    Kind {
        /// A chat began.
        ChatCreated = "chat.created",
        /// A chat changed.
        ChatUpdated = "chat.updated",
        /// A chat was deleted.
        ChatDeleted = "chat.deleted",
        /// A message was marked as read.
        MessageUpdated = "message.updated",
        /// A message was written.
        MessageCreated = "message.created",
        /// A customer appeared.
        CustomerCreated = "customer.created",
        /// A customer changed.
        CustomerUpdated = "customer.updated",
        /// A customer was deleted.
        CustomerDeleted = "customer.deleted",
        /// A program reported an event of a customer.
        EventCreated = "event.created",
        /// An agent was added.
        AgentCreated = "agent.created",
        /// An agent changed.
        AgentUpdated = "agent.updated",
        /// A department was added.
        DepartmentCreated = "department.created",
        /// A department changed.
        DepartmentUpdated = "department.updated",
        /// A department was deleted; the chats that were assigned to the department still show its
        /// name.
        DepartmentDeleted = "department.deleted",
        /// An application was added.
        ApplicationCreated = "application.created",
        /// An application changed.
        ApplicationUpdated = "application.updated",
        /// A webhook was added.
        WebhookCreated = "webhook.created",
        /// A webhook changed; for example, the webhook was disabled.
        WebhookUpdated = "webhook.updated",
        /// A webhook was removed.
        WebhookDeleted = "webhook.deleted",
        /// An agent's draft of a message to a chat was begun, sent or discarded.
        DraftUpdated = "draft.updated",
        /// A mention of an agent began, or ended because the agent wrote in the chat or removed
        /// the mention.
        MentionUpdated = "mention.updated",
        /// A customer added a comment to a rating.
        RatingCommented = "rating.commented",
        /// A setting was added, changed or removed.
        SettingUpdated = "setting.updated",
        /// More changes occurred than the feed records one by one, so clients must read everything
        /// again.
        Reset = "reset",
    }
}

/// The group of clients that may receive a kind of change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// Every holder of a key; the audience of the contract's feed, streams and webhooks.
    #[default]
    Public,
    /// Agents who are signed in; they receive all public changes, too.
    Agents,
}

impl Audience {
    /// Tells whether this audience receives changes of a kind.
    #[must_use]
    pub fn hears(self, kind: Kind) -> bool {
        self.is_told(kind.audience())
    }

    /// Tells whether this audience receives changes that are meant for the audience `meant_for`.
    fn is_told(self, meant_for: Self) -> bool {
        meant_for <= self
    }
}

impl Kind {
    /// Returns the audience that receives changes of this kind. All audiences share one sequence of
    /// change numbers, so the numbers that one audience receives can have gaps.
    #[must_use]
    pub const fn audience(self) -> Audience {
        match self {
            Self::DraftUpdated
            | Self::MentionUpdated
            | Self::RatingCommented
            | Self::SettingUpdated => Audience::Agents,
            _ => Audience::Public,
        }
    }

    /// Returns the chat whose followers receive a change of this kind: the change's `chat`, or the
    /// deleted chat, of which the record of a deletion has only the id.
    #[must_use]
    pub const fn followed_chat(self, subject: i64, chat: Option<ChatId>) -> Option<ChatId> {
        match self {
            Self::ChatDeleted => ChatId::new(subject),
            _ => chat,
        }
    }
}

/// The object of a change: the object's id (0 for a reset, which has no object), and the chat or
/// customer to which the object belongs. The erasure of this chat or customer also removes the
/// change's payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    id: i64,
    chat: Option<ChatId>,
    customer: Option<CustomerId>,
}

impl Subject {
    /// The subject of a change that has no object, such as a reset.
    pub const NONE: Self = Self { id: 0, chat: None, customer: None };

    /// Returns the id of the object; 0 if the change has no object.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.id
    }

    /// Returns the chat, if the object is a chat or belongs to a chat.
    #[must_use]
    pub const fn chat(self) -> Option<ChatId> {
        self.chat
    }

    /// Returns the customer, if the object is a customer or an event of a customer.
    #[must_use]
    pub const fn customer(self) -> Option<CustomerId> {
        self.customer
    }

    /// Returns the subject with only the object's id, without the chat and the customer. The record
    /// of a deletion uses this form, so that an erasure does not remove the record's payload.
    #[must_use]
    pub const fn alone(self) -> Self {
        Self { id: self.id, chat: None, customer: None }
    }
}

impl From<&Message> for Subject {
    fn from(message: &Message) -> Self {
        Self { id: message.id.get(), chat: Some(message.chat), customer: None }
    }
}

impl From<ChatId> for Subject {
    fn from(chat: ChatId) -> Self {
        Self { id: chat.get(), chat: Some(chat), customer: None }
    }
}

impl From<CustomerId> for Subject {
    fn from(customer: CustomerId) -> Self {
        Self { id: customer.get(), chat: None, customer: Some(customer) }
    }
}

impl From<&Event> for Subject {
    fn from(event: &Event) -> Self {
        Self { id: event.id.get(), chat: None, customer: Some(event.new.customer) }
    }
}

macro_rules! subjects {
    ($($Id:ty),*) => {$(
        impl From<$Id> for Subject {
            fn from(id: $Id) -> Self {
                Self { id: id.get(), chat: None, customer: None }
            }
        }
    )*};
}
subjects!(AgentId, ApplicationId, DepartmentId, SettingId, WebhookId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agents_hear_of_all_that_the_public_does_and_not_the_other_way_round() {
        for kind in Kind::ALL {
            assert!(Audience::Agents.hears(*kind), "{kind:?}");
        }
        assert!(Audience::Agents.is_told(Audience::Public));
        assert!(!Audience::Public.is_told(Audience::Agents));
    }
}
