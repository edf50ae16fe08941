//! Changes: the names of what happens, as the change feed tells it (contract §8).

use crate::{AgentId, ApplicationId, ChatId, CustomerId, DepartmentId, EventId, Message, names};

names! {
    /// What happened.
    Kind {
        /// A chat began.
        ChatCreated = "chat.created",
        /// A chat changed.
        ChatUpdated = "chat.updated",
        /// A chat was erased.
        ChatDeleted = "chat.deleted",
        /// A message changed: it was read.
        MessageUpdated = "message.updated",
        /// A message was written.
        MessageCreated = "message.created",
        /// A customer appeared.
        CustomerCreated = "customer.created",
        /// A customer changed.
        CustomerUpdated = "customer.updated",
        /// A customer was erased.
        CustomerDeleted = "customer.deleted",
        /// Something happened to a customer.
        EventCreated = "event.created",
        /// An agent was added.
        AgentCreated = "agent.created",
        /// An agent changed.
        AgentUpdated = "agent.updated",
        /// A department was added.
        DepartmentCreated = "department.created",
        /// A department changed.
        DepartmentUpdated = "department.updated",
        /// An application was added.
        ApplicationCreated = "application.created",
        /// An application changed.
        ApplicationUpdated = "application.updated",
        /// More happened at once than is told one by one: read everything again.
        Reset = "reset",
    }
}

/// The object that changed: its id, 0 for a reset, which has none, and the chat it is or stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    id: i64,
    chat: Option<ChatId>,
}

impl Subject {
    /// No object: a reset.
    pub const NONE: Self = Self { id: 0, chat: None };

    /// Its number, 0 for none.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.id
    }

    /// The chat it is or stands in.
    #[must_use]
    pub const fn chat(self) -> Option<ChatId> {
        self.chat
    }
}

impl From<&Message> for Subject {
    fn from(message: &Message) -> Self {
        Self { id: message.id.get(), chat: Some(message.chat) }
    }
}

impl From<ChatId> for Subject {
    fn from(chat: ChatId) -> Self {
        Self { id: chat.get(), chat: Some(chat) }
    }
}

macro_rules! subjects {
    ($($Id:ty),*) => {$(
        impl From<$Id> for Subject {
            fn from(id: $Id) -> Self {
                Self { id: id.get(), chat: None }
            }
        }
    )*};
}
subjects!(AgentId, ApplicationId, CustomerId, DepartmentId, EventId);
