//! The exchange format: objects of other systems as lines, each with its id in the other system. A
//! second import of a line changes the object that the first import made.

use crate::{CustomerEdit, MessageKind, Rating, Role, Seconds, Side, Status, Timestamp, names};

names! {
    /// A kind of object with an id in another system.
    ExternalKind {
        /// An agent.
        Agent = "agent",
        /// A department.
        Department = "department",
        /// A customer.
        Customer = "customer",
        /// A chat.
        Chat = "chat",
    }
}

/// A line of the format. `None` in a field means that the line lacks the key; `Some(None)` means
/// null.
#[derive(Clone, Debug, PartialEq)]
pub enum ExchangeLine {
    /// An agent.
    Agent(AgentLine),
    /// A department.
    Department(DepartmentLine),
    /// A customer.
    Customer(CustomerLine),
    /// A chat with its messages.
    Chat(Box<ChatLine>),
    /// Messages at the end of a chat.
    Messages(MessagesLine),
}

/// An agent of another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentLine {
    /// The id in the other system.
    pub external_id: String,
    /// The name.
    pub name: String,
    /// The e-mail address; `Some(None)` for null, `None` if the line lacks the key.
    pub email: Option<Option<String>>,
    /// The role, for a new agent.
    pub role: Option<Role>,
}

/// A department of another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartmentLine {
    /// The id in the other system.
    pub external_id: String,
    /// The name.
    pub name: String,
    /// The ids of the department's agents in the other system.
    pub agents: Option<Vec<String>>,
}

/// A customer of another system.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerLine {
    /// The id in the other system.
    pub external_id: String,
    /// The time of creation, for a new customer.
    pub created_at: Option<Seconds>,
    /// The values of all other fields of the customer.
    pub edit: CustomerEdit,
}

/// The customer of a chat of another system.
#[derive(Clone, Debug, PartialEq)]
pub enum ChatCustomer {
    /// The customer with this id in the other system.
    Known(String),
    /// A customer described within the chat's line, who is stored before the chat.
    Whole(CustomerLine),
}

/// A chat of another system.
#[derive(Clone, Debug, PartialEq)]
pub struct ChatLine {
    /// The id in the other system.
    pub external_id: String,
    /// The customer.
    pub customer: ChatCustomer,
    /// The id of the assigned agent in the other system; `Some(None)` for null.
    pub assignee: Option<Option<String>>,
    /// The id of the assigned department in the other system; `Some(None)` for null.
    pub department: Option<Option<String>>,
    /// The status.
    pub status: Option<Status>,
    /// The time of creation, for a new chat.
    pub created_at: Option<Seconds>,
    /// The time of closing.
    pub closed_at: Option<Seconds>,
    /// The side that closed the chat.
    pub closed_by: Option<Side>,
    /// The end of the snooze; `Some(None)` for null.
    pub snoozed_until: Option<Option<Seconds>>,
    /// The rating; `Some(None)` for null.
    pub rating: Option<Option<Rating>>,
    /// The messages, in any order.
    pub messages: Vec<MessageLine>,
}

/// Messages at the end of a chat of another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessagesLine {
    /// The id of the chat in the other system.
    pub chat: String,
    /// The messages, in any order.
    pub messages: Vec<MessageLine>,
}

/// The author of a message of another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineAuthor {
    /// The chat's customer.
    Customer,
    /// The agent with this id in the other system; `None` for an agent who is no longer known.
    Agent(Option<String>),
    /// The system.
    System,
}

/// A message of another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageLine {
    /// The id in the other system; a message without an id is identified by author, time and text.
    pub external_id: Option<String>,
    /// The author.
    pub from: LineAuthor,
    /// The type.
    pub kind: MessageKind,
    /// The text.
    pub text: String,
    /// The HTML from which the text is made, in place of `text`.
    pub html: Option<String>,
    /// The files, which become links in the text.
    pub attachments: Vec<LinkedFile>,
    /// The time.
    pub created_at: Timestamp,
}

/// A file of a message of another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedFile {
    /// The URL.
    pub url: String,
    /// The name.
    pub name: Option<String>,
    /// The size in bytes.
    pub bytes: Option<u64>,
}
