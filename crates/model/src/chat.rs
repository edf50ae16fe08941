//! Chats: their fields, statuses and ratings.

use crate::{
    AgentId, AgentRef, ApplicationId, ChatId, CustomerId, DepartmentId, MessageId, Seconds, names,
};

names! {
    /// The status of a chat, by its name in the contract (§3).
    Status {
        /// A customer wrote; no agent answered yet.
        New = "new",
        /// An agent works on the chat.
        Opened = "opened",
        /// The chat waits for the customer.
        Pending = "pending",
        /// The chat waits for something other than the customer.
        OnHold = "on hold",
        /// The chat is closed.
        Closed = "closed",
        /// The chat was never answered.
        NoCommunication = "no communication",
        /// The chat has no message of a customer or agent yet.
        Empty = "empty",
    }
}

names! {
    /// The rating of a chat (contract §3).
    Rating {
        /// The best rating.
        Perfect = "perfect",
        /// A good rating.
        Great = "great",
        /// A rating between good and bad.
        Average = "average",
        /// A bad rating.
        Poor = "poor",
        /// The worst rating.
        VeryPoor = "very poor",
    }
}

names! {
    /// A side of the conversation. Each side can write messages, read them and close the chat.
    Side {
        /// The customer.
        Customer = "customer",
        /// The agents.
        Agent = "agent",
    }
}

names! {
    /// The way in which a chat was created (contract §3).
    CreatedWith {
        /// A request `POST /v1/chats` created the chat.
        PublicApi = "public_api",
        /// A customer's message created the chat.
        CustomerMessage = "customer_message",
        /// An agent's message created the chat.
        AgentMessage = "agent_message",
        /// A customer's answer to a broadcast created the chat.
        BroadcastReply = "broadcast_reply",
    }
}

impl Side {
    /// Returns the other side of the conversation.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Customer => Self::Agent,
            Self::Agent => Self::Customer,
        }
    }
}

/// A chat in the form that the rules of chats use: other objects are given by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chat {
    /// The id of the chat.
    pub id: ChatId,
    /// The customer of the chat.
    pub customer: CustomerId,
    /// The application in which the chat runs.
    pub application: ApplicationId,
    /// The agent to whom the chat is assigned.
    pub assignee: Option<AgentId>,
    /// The department to which the chat is assigned.
    pub department: Option<DepartmentId>,
    /// The agents who wrote in the chat, in the order of their first messages.
    pub agents: Vec<AgentId>,
    /// The status of the chat.
    pub status: Status,
    /// The side that closed the chat; `None` while the chat is not closed.
    pub closed_by: Option<Side>,
    /// The way in which the chat was created.
    pub created_with: CreatedWith,
    /// The time at which the chat was created.
    pub created_at: Seconds,
    /// The time of the last change of the chat or its messages; used by searches, not shown in
    /// answers.
    pub updated_at: Seconds,
    /// The time at which the chat was closed; `None` while the chat is not closed.
    pub closed_at: Option<Seconds>,
    /// The end of the snooze; `None` while the chat is not snoozed.
    pub snoozed_until: Option<Seconds>,
    /// The customer's rating of the chat.
    pub rating: Option<Rating>,
    /// The time of the customer's last message.
    pub last_customer_message_at: Option<Seconds>,
    /// The time of the customer's first message that no agent has answered yet; `None` while the
    /// customer does not wait.
    pub waiting_since: Option<Seconds>,
    /// The time of the last message of a customer or agent.
    pub last_message_at: Option<Seconds>,
    /// The text of the last message of a customer or agent.
    pub last_message_text: Option<String>,
    /// The id of the last message of a customer or agent.
    pub last_message_id: Option<MessageId>,
    /// The agent who wrote the last message; `None` after a message of the customer, and after a
    /// message without an agent, such as the message of an imported bot.
    pub last_message_agent: Option<AgentId>,
    /// The agent who wrote most recently. This agent need not be the last element of `agents`,
    /// which is ordered by first messages.
    pub last_communicated_agent: Option<AgentId>,
    /// True when the agents have read the chat.
    pub read_by_agent: bool,
    /// True when the customer has read the chat.
    pub read_by_customer: bool,
    /// The number of messages of all types, which is also the position of the last message.
    pub messages: u64,
    /// The position up to which the agents have read the customer's messages.
    pub agent_read_to: u64,
    /// The position up to which the customer has read the agents' messages.
    pub customer_read_to: u64,
}

impl Chat {
    /// Creates a chat without messages, with the status `empty` and read by both sides, as after
    /// `POST /v1/chats`.
    #[must_use]
    pub fn new(
        id: ChatId,
        customer: CustomerId,
        application: ApplicationId,
        created_with: CreatedWith,
        created_at: Seconds,
    ) -> Self {
        Self {
            id,
            customer,
            application,
            assignee: None,
            department: None,
            agents: Vec::new(),
            status: Status::Empty,
            closed_by: None,
            created_with,
            created_at,
            updated_at: created_at,
            closed_at: None,
            snoozed_until: None,
            rating: None,
            last_customer_message_at: None,
            waiting_since: None,
            last_message_at: None,
            last_message_text: None,
            last_message_id: None,
            last_message_agent: None,
            last_communicated_agent: None,
            read_by_agent: true,
            read_by_customer: true,
            messages: 0,
            agent_read_to: 0,
            customer_read_to: 0,
        }
    }
}

/// A chat to be created (contract §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewChat {
    /// The customer of the new chat.
    pub customer: CustomerId,
    /// The application in which the chat runs.
    pub application: ApplicationId,
    /// The agent to whom the new chat is assigned.
    pub assignee: Option<AgentId>,
    /// The department to which the new chat is assigned.
    pub department: Option<DepartmentId>,
}

/// A change of a chat by one request `PUT /v1/chats/…` (contract §5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChatSet {
    /// Sets the status.
    Status(Status),
    /// Sets or ends the assignment to an agent.
    Assignee(Option<AgentId>),
    /// Sets or ends the assignment to a department.
    Department(Option<DepartmentId>),
    /// Sets the end of the snooze; `None` ends the snooze now.
    Snooze(Option<Seconds>),
    /// Sets the customer's rating.
    Rating(Rating),
    /// Marks the chat as read by this side. Also marks the other side's messages as read, except
    /// notes.
    Read(Side),
    /// Marks the chat as unread by this side; the read marks of the chat's messages do not change.
    Unread(Side),
}

impl ChatSet {
    /// Sets the changed field of the chat. Does nothing for a status or a read mark, since
    /// [`crate::rules`] applies these changes.
    pub fn apply(&self, chat: &mut Chat) {
        match self {
            Self::Assignee(agent) => chat.assignee = *agent,
            Self::Department(department) => chat.department = *department,
            Self::Snooze(until) => chat.snoozed_until = *until,
            Self::Rating(rating) => chat.rating = Some(*rating),
            Self::Status(_) | Self::Read(_) | Self::Unread(_) => {}
        }
    }
}

/// The parts of a customer that a chat shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerRef {
    /// The id of the customer.
    pub id: CustomerId,
    /// The name of the customer.
    pub name: Option<String>,
    /// The e-mail address of the customer.
    pub email: Option<String>,
    /// The customer's id in the organization's own system.
    pub user_id: Option<String>,
    /// The agents' notes about the customer; shown as the chat's `notes`.
    pub notes: Option<String>,
}

/// The parts of a department that a chat shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartmentRef {
    /// The id of the department.
    pub id: DepartmentId,
    /// The name of the department.
    pub name: String,
}

/// A chat as shown in answers: with parts of its customer, agents and department (contract §3,
/// Chat).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatView {
    /// The chat itself. Answers show the view's `agents` instead of the ids in the chat's `agents`.
    pub chat: Chat,
    /// The customer of the chat.
    pub customer: CustomerRef,
    /// The agent to whom the chat is assigned.
    pub assignee: Option<AgentRef>,
    /// The department to which the chat is assigned.
    pub department: Option<DepartmentRef>,
    /// The agents who wrote in the chat, in the order of their first messages.
    pub agents: Vec<AgentRef>,
}
