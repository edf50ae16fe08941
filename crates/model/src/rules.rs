//! The rules of chats (contract §5): pure functions on a chat's state, the same for requests,
//! imports and generated data.

use crate::{Actor, Chat, Message, Seconds, Side, Status};

/// Updates a chat for a new message. A private or tech message changes only the number of messages
/// and the time of the update.
pub fn after_message(chat: &mut Chat, message: &Message) {
    let at = message.created_at.seconds();
    chat.messages = message.seq;
    chat.updated_at = chat.updated_at.max(at);
    if !message.kind.is_said() {
        return;
    }
    chat.last_message_at = Some(at);
    chat.last_message_id = Some(message.id);
    chat.last_message_agent = message.agent.filter(|_| message.from == Side::Agent);
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
    chat.waiting_since = chat.waiting_since.or(Some(at));
    match chat.status {
        Status::Empty => chat.status = Status::New,
        Status::Closed | Status::OnHold => reopen(chat),
        Status::New | Status::Opened | Status::Pending | Status::NoCommunication => {}
    }
}

fn after_agent(chat: &mut Chat, message: &Message) {
    chat.waiting_since = None;
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

/// Sets a chat's status. Closing records the actor's side and the time; any other status clears the
/// side and the time. The rating stays.
pub fn set_status(chat: &mut Chat, status: Status, by: Actor, at: Seconds) {
    if status == Status::Closed {
        return close(chat, by.side(), at);
    }
    chat.status = status;
    chat.closed_at = None;
    chat.closed_by = None;
}

/// Returns the text of the tech message about a new status (contract §3): one text for API keys,
/// another for all other actors.
#[must_use]
pub const fn status_note(by: Actor) -> &'static str {
    match by {
        Actor::Key(_) => "chat_status_changed_by_public_api",
        Actor::Agent(_) | Actor::Customer(_) | Actor::Import(_) | Actor::System => {
            "chat_status_changed"
        }
    }
}

/// The text of the tech message about an assignment that a new message caused (contract §3).
pub const AUTO_ASSIGNED: &str = "chat_auto_assigned";

/// Tells whether a chat may be rated now: the chat must be closed, unrated, and have a message of
/// an agent.
#[must_use]
pub fn is_ratable(chat: &Chat) -> bool {
    chat.status == Status::Closed && chat.rating.is_none() && chat.last_communicated_agent.is_some()
}

/// Marks a chat as read by a side. The read marks of the chat's messages do not change.
pub fn read_by(chat: &mut Chat, reader: Side) {
    match reader {
        Side::Agent => chat.read_by_agent = true,
        Side::Customer => chat.read_by_customer = true,
    }
}

/// Ends a snooze: the chat becomes unread for the agents.
pub fn end_snooze(chat: &mut Chat) {
    chat.snoozed_until = None;
    chat.read_by_agent = false;
}

/// Closes a chat, and records the closing side and the time.
pub fn close(chat: &mut Chat, by: Side, at: Seconds) {
    chat.status = Status::Closed;
    chat.closed_by = Some(by);
    chat.closed_at = Some(at);
    chat.waiting_since = None;
    chat.updated_at = chat.updated_at.max(at);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        AgentId, ApplicationId, ChatId, CreatedWith, CustomerId, KeyId, MessageId, MessageKind,
        Timestamp,
    };

    fn chat() -> Chat {
        Chat::new(
            ChatId::new(1).unwrap(),
            CustomerId::new(2).unwrap(),
            ApplicationId::new(1).unwrap(),
            CreatedWith::PublicApi,
            Seconds::new(100),
        )
    }

    fn message(chat: &Chat, from: Side, kind: MessageKind) -> Message {
        let id = MessageId::new(70 + i64::try_from(chat.messages).unwrap()).unwrap();
        let agent = (from == Side::Agent).then(|| AgentId::new(9).unwrap());
        let at = Timestamp::from_millis(200_500).unwrap();
        Message::new(id, chat, from, agent, kind, at).saying(format!("text {}", chat.messages))
    }

    fn say(chat: &mut Chat, from: Side, kind: MessageKind) {
        let message = message(chat, from, kind);
        after_message(chat, &message);
    }

    #[test]
    fn a_customers_message_makes_an_empty_chat_new_and_unread_by_agents() {
        let mut chat = chat();
        say(&mut chat, Side::Customer, MessageKind::Message);
        assert_eq!(chat.status, Status::New);
        assert_eq!((chat.read_by_agent, chat.read_by_customer), (false, true));
        assert_eq!(chat.last_customer_message_at, Some(Seconds::new(200)));
        assert_eq!(chat.last_message_id, MessageId::new(70));
        assert_eq!(chat.assignee, None);
    }

    #[test]
    fn an_agents_message_opens_the_chat_and_takes_it_when_nobody_has_it() {
        let mut chat = chat();
        say(&mut chat, Side::Customer, MessageKind::Message);
        say(&mut chat, Side::Agent, MessageKind::Message);
        say(&mut chat, Side::Agent, MessageKind::Email);
        assert_eq!(chat.status, Status::Opened);
        assert_eq!(chat.agents, [AgentId::new(9).unwrap()]);
        assert_eq!(chat.assignee, AgentId::new(9));
        assert_eq!(chat.last_communicated_agent, AgentId::new(9));
        assert_eq!((chat.read_by_agent, chat.read_by_customer), (true, false));
        assert_eq!(chat.messages, 3);
    }

    #[test]
    fn a_customer_waits_from_the_first_message_that_nobody_answered() {
        let mut chat = chat();
        say(&mut chat, Side::Customer, MessageKind::Message);
        let first = chat.waiting_since;
        assert_eq!(first, Some(Seconds::new(200)));
        let mut later = message(&chat, Side::Customer, MessageKind::Message);
        later.created_at = Timestamp::from_millis(300_000).unwrap();
        after_message(&mut chat, &later);
        say(&mut chat, Side::Agent, MessageKind::Private);
        assert_eq!(chat.waiting_since, first, "a note is no answer");
        say(&mut chat, Side::Agent, MessageKind::Message);
        assert_eq!(chat.waiting_since, None);
        say(&mut chat, Side::Customer, MessageKind::Message);
        close(&mut chat, Side::Agent, Seconds::new(400));
        assert_eq!(chat.waiting_since, None, "nobody waits in a closed chat");
        set_status(&mut chat, Status::Opened, Actor::System, Seconds::new(401));
        assert_eq!(chat.waiting_since, None);
    }

    #[test]
    fn the_last_author_is_the_agent_of_the_last_message_and_nobody_after_a_customer_or_a_bot() {
        let (mut chat, agent) = (chat(), AgentId::new(9));
        say(&mut chat, Side::Customer, MessageKind::Message);
        assert_eq!(chat.last_message_agent, None);
        say(&mut chat, Side::Agent, MessageKind::Message);
        say(&mut chat, Side::Agent, MessageKind::Private);
        assert_eq!(chat.last_message_agent, agent);
        close(&mut chat, Side::Agent, Seconds::new(400));
        assert_eq!(chat.last_message_agent, agent);
        let mut bots = message(&chat, Side::Agent, MessageKind::Message);
        bots.agent = None;
        after_message(&mut chat, &bots);
        assert_eq!((chat.last_message_agent, chat.last_communicated_agent), (None, agent));
        say(&mut chat, Side::Agent, MessageKind::Message);
        say(&mut chat, Side::Customer, MessageKind::Message);
        assert_eq!(chat.last_message_agent, None);
    }

    #[test]
    fn private_and_tech_messages_only_take_their_place() {
        let mut chat = chat();
        let before = chat.clone();
        say(&mut chat, Side::Agent, MessageKind::Private);
        say(&mut chat, Side::Agent, MessageKind::Tech);
        assert_eq!(chat.messages, 2);
        assert_eq!(Chat { messages: 0, updated_at: before.updated_at, ..chat }, before);
    }

    #[test]
    fn a_customer_reopens_a_closed_or_held_chat_and_an_agent_does_not() {
        for status in [Status::Closed, Status::OnHold] {
            let mut chat = chat();
            close(&mut chat, Side::Agent, Seconds::new(150));
            chat.status = status;
            say(&mut chat, Side::Agent, MessageKind::Message);
            assert_eq!(chat.status, status);
            say(&mut chat, Side::Customer, MessageKind::Message);
            assert_eq!((chat.status, chat.closed_at, chat.closed_by), (Status::Opened, None, None));
        }
    }

    #[test]
    fn a_status_is_set_by_the_actors_side_and_noted_as_the_actor_is() {
        let at = Seconds::new(9);
        for (text, side, note) in [
            ("key:1", Side::Agent, "chat_status_changed_by_public_api"),
            ("agent:4", Side::Agent, "chat_status_changed"),
            ("customer:2", Side::Customer, "chat_status_changed"),
            ("system", Side::Agent, "chat_status_changed"),
        ] {
            let (by, mut chat) = (Actor::parse(text).unwrap(), chat());
            set_status(&mut chat, Status::Closed, by, at);
            assert_eq!((chat.closed_by, chat.closed_at), (Some(side), Some(at)), "{text}");
            assert_eq!(status_note(by), note, "{text}");
        }
        let mut closed = chat();
        set_status(&mut closed, Status::Closed, Actor::System, at);
        set_status(&mut closed, Status::Pending, Actor::Key(KeyId::new(1).unwrap()), at);
        assert_eq!((closed.closed_by, closed.closed_at), (None, None));
    }
}
