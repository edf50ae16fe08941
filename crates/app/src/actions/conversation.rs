//! Conversations built in memory: a chat and its messages before they have ids.

use deskbell_model::{
    AgentId, ApplicationId, Chat, ChatId, CreatedWith, CustomerId, Message, MessageId, MessageKind,
    Seconds, Side, Timestamp, rules,
};
use deskbell_storage::{OrgCounters, Result};

/// A chat with its messages. Before [`Conversation::place`] the ids are provisional and only define
/// the order. Every field has the value that it would have if each message had been posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    /// The chat that the messages belong to.
    pub chat: Chat,
    /// The messages of the chat, in order.
    pub messages: Vec<Message>,
    /// The customer's comment on the chat's rating, if there is one.
    pub comment: Option<String>,
}

/// Returns the provisional id of the message at a position.
fn provisional(place: u64) -> Option<MessageId> {
    MessageId::new(i64::try_from(place).ok()?)
}

impl Conversation {
    /// Creates a chat without messages, with the provisional id 1. Always returns `Some`; the type
    /// comes from [`ChatId::new`].
    #[must_use]
    pub fn new(
        customer: CustomerId,
        application: ApplicationId,
        created_with: CreatedWith,
        at: Seconds,
    ) -> Option<Self> {
        let chat = Chat::new(ChatId::new(1)?, customer, application, created_with, at);
        Some(Self { chat, messages: Vec::new(), comment: None })
    }

    /// Adds a message of an agent or, without an agent, of the customer. A time before the last
    /// message's time is raised to the last message's time, because times never decrease within a
    /// chat.
    pub fn say(&mut self, agent: Option<AgentId>, text: String, at: Timestamp) {
        let Some(id) = provisional(self.chat.messages + 1) else { return };
        let at = self.messages.last().map_or(at, |last| at.max(last.created_at));
        let from = if agent.is_some() { Side::Agent } else { Side::Customer };
        let message = Message::new(id, &self.chat, from, agent, MessageKind::Message, at);
        let message = message.saying(text);
        rules::after_message(&mut self.chat, &message);
        self.messages.push(message);
    }

    /// Marks the chat and all messages as read by both sides. Each message counts as changed at the
    /// time of the last message.
    pub fn read_all(&mut self) {
        let last = self.messages.last().map(|message| message.created_at);
        self.chat.read_by_agent = true;
        self.chat.read_by_customer = true;
        self.chat.agent_read_to = self.chat.messages;
        self.chat.customer_read_to = self.chat.messages;
        for message in &mut self.messages {
            message.read = true;
            message.updated_at = last;
        }
    }

    /// Gives the chat and its messages their ids.
    ///
    /// # Errors
    /// `Full` when every id was given out.
    pub fn place(&mut self, head: &mut OrgCounters) -> Result<()> {
        self.chat.id = head.take_chat()?;
        self.place_messages(head)
    }

    /// Gives the messages their ids. The chat must have its id already.
    ///
    /// # Errors
    /// `Full` when every id was given out.
    pub fn place_messages(&mut self, head: &mut OrgCounters) -> Result<()> {
        let last = self.chat.last_message_id;
        for message in &mut self.messages {
            let id = head.take_message()?;
            if last == Some(message.id) {
                self.chat.last_message_id = Some(id);
            }
            (message.id, message.chat) = (id, self.chat.id);
        }
        Ok(())
    }
}
