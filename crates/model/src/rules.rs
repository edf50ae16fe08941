//! The rules of chats (contract §5): pure functions on a chat's state, used by everything that
//! writes, be it one request, an import or made-up data.

use crate::message::kind;
use crate::{Chat, Message, Seconds, Side, Status};

/// Applies a message to its chat. Private and tech messages only take their place.
pub fn after_message(chat: &mut Chat, message: &Message) {
    let at = message.created_at.seconds();
    chat.messages = message.seq;
    chat.updated_at = chat.updated_at.max(at);
    if matches!(message.kind.as_str(), kind::PRIVATE | kind::TECH) {
        return;
    }
    chat.last_message_at = Some(at);
    chat.last_message_id = Some(message.id);
    chat.last_message_text.clone_from(&message.text);
    chat.read_by_agent = message.from == Side::Agent;
    chat.read_by_customer = message.from == Side::Customer;
    match message.from {
        Side::Customer => after_customer(chat, at),
        Side::Agent => after_agent(chat, message),
    }
}

fn after_customer(chat: &mut Chat, at: Seconds) {
    chat.last_customer_message_at = Some(at);
    match chat.status {
        Status::Empty => chat.status = Status::New,
        Status::Closed | Status::OnHold => reopen(chat),
        Status::New | Status::Opened | Status::Pending | Status::NoCommunication => {}
    }
}

fn after_agent(chat: &mut Chat, message: &Message) {
    if let Some(agent) = message.agent {
        chat.last_communicated_agent = Some(agent);
        if !chat.agents.contains(&agent) {
            chat.agents.push(agent);
        }
        chat.assignee = chat.assignee.or(Some(agent));
    }
    if matches!(chat.status, Status::New | Status::Empty) {
        chat.status = Status::Opened;
    }
}

fn reopen(chat: &mut Chat) {
    chat.status = Status::Opened;
    chat.closed_at = None;
    chat.closed_by = None;
}

/// Gives a chat another status: closing is the agents' doing, and leaving closed forgets it but
/// keeps the rating.
pub fn set_status(chat: &mut Chat, status: Status, at: Seconds) {
    if status == Status::Closed {
        return close(chat, Side::Agent, at);
    }
    chat.status = status;
    chat.closed_at = None;
    chat.closed_by = None;
}

/// Tells whether a chat may be rated now: it is closed, was not rated yet, and an agent wrote in
/// it.
#[must_use]
pub fn is_ratable(chat: &Chat) -> bool {
    chat.status == Status::Closed && chat.rating.is_none() && chat.last_communicated_agent.is_some()
}

/// A side has read the chat. How far its messages are marked as read is kept beside that.
pub fn read_by(chat: &mut Chat, reader: Side) {
    match reader {
        Side::Agent => chat.read_by_agent = true,
        Side::Customer => chat.read_by_customer = true,
    }
}

/// A snooze has run out: the agents see the chat again.
pub fn end_snooze(chat: &mut Chat) {
    chat.snoozed_until = None;
    chat.read_by_agent = false;
}

/// Closes a chat: who did it and when are kept while it stays closed.
pub fn close(chat: &mut Chat, by: Side, at: Seconds) {
    chat.status = Status::Closed;
    chat.closed_by = Some(by);
    chat.closed_at = Some(at);
    chat.updated_at = chat.updated_at.max(at);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AgentId, ApplicationId, ChatId, CreatedWith, CustomerId, MessageId, Timestamp};

    fn chat() -> Chat {
        Chat::new(
            ChatId::new(1).unwrap(),
            CustomerId::new(2).unwrap(),
            ApplicationId::new(1).unwrap(),
            CreatedWith::PublicApi,
            Seconds::new(100),
        )
    }

    fn message(chat: &Chat, from: Side, kind: &str) -> Message {
        Message {
            id: MessageId::new(70 + i64::try_from(chat.messages).unwrap()).unwrap(),
            chat: chat.id,
            seq: chat.messages + 1,
            agent: (from == Side::Agent).then(|| AgentId::new(9).unwrap()),
            kind: kind.into(),
            text: Some(format!("text {}", chat.messages)),
            read: false,
            created_at: Timestamp::from_millis(200_500).unwrap(),
            updated_at: None,
            edited: false,
            broadcast_type: None,
            from,
        }
    }

    fn say(chat: &mut Chat, from: Side, kind: &str) {
        let message = message(chat, from, kind);
        after_message(chat, &message);
    }

    #[test]
    fn a_customers_message_makes_an_empty_chat_new_and_unread_by_agents() {
        let mut chat = chat();
        say(&mut chat, Side::Customer, kind::MESSAGE);
        assert_eq!(chat.status, Status::New);
        assert_eq!((chat.read_by_agent, chat.read_by_customer), (false, true));
        assert_eq!(chat.last_customer_message_at, Some(Seconds::new(200)));
        assert_eq!(chat.last_message_id, MessageId::new(70));
        assert_eq!(chat.assignee, None);
    }

    #[test]
    fn an_agents_message_opens_the_chat_and_takes_it_when_nobody_has_it() {
        let mut chat = chat();
        say(&mut chat, Side::Customer, kind::MESSAGE);
        say(&mut chat, Side::Agent, kind::MESSAGE);
        say(&mut chat, Side::Agent, kind::EMAIL);
        assert_eq!(chat.status, Status::Opened);
        assert_eq!(chat.agents, [AgentId::new(9).unwrap()]);
        assert_eq!(chat.assignee, AgentId::new(9));
        assert_eq!(chat.last_communicated_agent, AgentId::new(9));
        assert_eq!((chat.read_by_agent, chat.read_by_customer), (true, false));
        assert_eq!(chat.messages, 3);
    }

    #[test]
    fn private_and_tech_messages_only_take_their_place() {
        let mut chat = chat();
        let before = chat.clone();
        say(&mut chat, Side::Agent, kind::PRIVATE);
        say(&mut chat, Side::Agent, kind::TECH);
        assert_eq!(chat.messages, 2);
        assert_eq!(Chat { messages: 0, updated_at: before.updated_at, ..chat }, before);
    }

    #[test]
    fn a_customer_reopens_a_closed_or_held_chat_and_an_agent_does_not() {
        for status in [Status::Closed, Status::OnHold] {
            let mut chat = chat();
            close(&mut chat, Side::Agent, Seconds::new(150));
            chat.status = status;
            say(&mut chat, Side::Agent, kind::MESSAGE);
            assert_eq!(chat.status, status);
            say(&mut chat, Side::Customer, kind::MESSAGE);
            assert_eq!((chat.status, chat.closed_at, chat.closed_by), (Status::Opened, None, None));
        }
    }
}
