//! Objects with few fields, which tests insert into a database.

use deskbell_model::{
    Agent, AgentId, ApplicationId, Chat, ChatId, CreatedWith, Customer, CustomerId, Department,
    DepartmentId, Message, MessageId, MessageKind, Role, Seconds, Side, Timestamp,
};

/// Converts a number to a chat's id.
///
/// # Panics
/// When the id is invalid.
#[must_use]
pub fn chat_id(id: i64) -> ChatId {
    ChatId::new(id).expect("an id")
}

/// A customer without a name.
///
/// # Panics
/// When the id is invalid.
#[must_use]
pub fn customer(id: i64) -> Customer {
    Customer::new(CustomerId::new(id).expect("an id"), Seconds::new(1_500_000_000))
}

/// An agent with the role `agent`.
///
/// # Panics
/// When the id is invalid.
#[must_use]
pub fn agent(id: i64, name: &str) -> Agent {
    let id = AgentId::new(id).expect("an id");
    Agent { id, name: name.to_owned(), email: None, role: Role::Agent }
}

/// The header of a WebP image of this size, in pixels. Servers read only the header of a picture.
///
/// # Panics
/// When a side is zero.
#[must_use]
pub fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut image = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".to_vec();
    for side in [width, height] {
        let less = side.checked_sub(1).expect("a side of at least one pixel");
        image.extend(&less.to_le_bytes()[..3]);
    }
    image
}

/// A department with these agents.
///
/// # Panics
/// When the id is invalid.
#[must_use]
pub fn department(id: i64, name: &str, agents: Vec<Agent>) -> Department {
    Department { id: DepartmentId::new(id).expect("an id"), name: name.to_owned(), agents }
}

/// An empty chat of customer 1.
///
/// # Panics
/// When the id is invalid.
#[must_use]
pub fn chat(id: i64, created_at: u32) -> Chat {
    let customer = CustomerId::new(1).expect("an id");
    let application = ApplicationId::new(1).expect("an id");
    let at = Seconds::new(created_at);
    Chat::new(chat_id(id), customer, application, CreatedWith::PublicApi, at)
}

/// A customer's message at a position in its chat.
///
/// # Panics
/// When the id is invalid.
#[must_use]
pub fn message(chat: &Chat, seq: u64, id: i64) -> Message {
    let id = MessageId::new(id).expect("an id");
    let at = Timestamp::from_millis(1_600_000_000_000 + seq.cast_signed()).expect("a time");
    let message = Message::new(id, chat, Side::Customer, None, MessageKind::Message, at);
    Message { seq, ..message.saying(format!("message {seq}")) }
}
