//! The exchange format: objects of other systems as lines of a file, each object with its id in the
//! other system. A second import of a line changes the object that the first import made.

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

/// A line of the exchange format. In a field, `None` means that the line lacks the key, and
/// `Some(None)` means that its value is null.
#[derive(Clone, Debug, PartialEq)]
pub enum ExchangeLine {
    /// The line of an agent.
    Agent(AgentLine),
    /// The line of a department.
    Department(DepartmentLine),
    /// The line of a customer.
    Customer(CustomerLine),
    /// The line of a chat with its messages.
    Chat(Box<ChatLine>),
    /// A line with further messages of a chat that an earlier line began.
    Messages(MessagesLine),
}

/// The line of an agent of another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentLine {
    /// The agent's id in the other system.
    pub external_id: String,
    /// The name of the agent.
    pub name: String,
    /// The agent's e-mail address; `Some(None)` for null, `None` if the line lacks the key.
    pub email: Option<Option<String>>,
    /// The role that a new agent gets.
    pub role: Option<Role>,
}

/// The line of a department of another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepartmentLine {
    /// The department's id in the other system.
    pub external_id: String,
    /// The name of the department.
    pub name: String,
    /// The ids of the department's agents in the other system.
    pub agents: Option<Vec<String>>,
}

/// The line of a customer of another system.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerLine {
    /// The customer's id in the other system.
    pub external_id: String,
    /// The time of creation that a new customer gets.
    pub created_at: Option<Seconds>,
    /// The values of all other fields of the customer.
    pub edit: CustomerEdit,
}

/// The customer of a chat of another system.
#[derive(Clone, Debug, PartialEq)]
pub enum ChatCustomer {
    /// The id, in the other system, of a customer who is already stored.
    Known(String),
    /// A customer described within the chat's line, who is stored before the chat.
    Whole(CustomerLine),
}

/// The line of a chat of another system.
#[derive(Clone, Debug, PartialEq)]
pub struct ChatLine {
    /// The chat's id in the other system.
    pub external_id: String,
    /// The customer of the chat.
    pub customer: ChatCustomer,
    /// The id of the assigned agent in the other system; `Some(None)` for null.
    pub assignee: Option<Option<String>>,
    /// The id of the assigned department in the other system; `Some(None)` for null.
    pub department: Option<Option<String>>,
    /// The status of the chat.
    pub status: Option<Status>,
    /// The time of creation that a new chat gets.
    pub created_at: Option<Seconds>,
    /// The time at which the chat was closed.
    pub closed_at: Option<Seconds>,
    /// The side that closed the chat.
    pub closed_by: Option<Side>,
    /// The end of the chat's snooze; `Some(None)` for null.
    pub snoozed_until: Option<Option<Seconds>>,
    /// The customer's rating of the chat; `Some(None)` for null.
    pub rating: Option<Option<Rating>>,
    /// The messages of the chat, in any order.
    pub messages: Vec<MessageLine>,
}

/// A line of the exchange format with further messages of a chat that an earlier line began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessagesLine {
    /// The id of the chat in the other system.
    pub chat: String,
    /// The further messages, in any order.
    pub messages: Vec<MessageLine>,
}

/// The author of a message of another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineAuthor {
    /// The chat's customer.
    Customer,
    /// The agent with this id in the other system; `None` for an agent who is no longer known.
    Agent(Option<String>),
    /// The system, not a person.
    System,
}

/// A message of another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageLine {
    /// The message's id in the other system. A message without an id is identified by its author,
    /// time and text.
    pub external_id: Option<String>,
    /// The author of the message.
    pub from: LineAuthor,
    /// The type of the message.
    pub kind: MessageKind,
    /// The text of the message.
    pub text: String,
    /// The message in HTML; if present, the stored text is made from this HTML instead of `text`.
    pub html: Option<String>,
    /// The files of the message, which become links in the text.
    pub attachments: Vec<LinkedFile>,
    /// The time at which the message was written.
    pub created_at: Timestamp,
}

/// A file of a message of another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedFile {
    /// The URL of the file.
    pub url: String,
    /// The name of the file.
    pub name: Option<String>,
    /// The size of the file, in bytes.
    pub bytes: Option<u64>,
}
