//! The check of a chat. The chat's row is compared with the change feed and with the messages. The
//! messages are compared with the change feed.

use std::collections::HashSet;

use deskbell_model::{AgentId, Chat, ChatId, Message, OrgId, Seconds, Side};
use deskbell_storage::{Conn, Read, Result, chats, everything, messages};

use super::feed_digests::{CHAT, FeedDigests, MESSAGE};
use super::{Deep, MESSAGES_MAX, ROWS_AT_ONCE, page};

/// The state of a chat as computed from the chat's messages, which are read newest first.
#[derive(Default)]
struct Said {
    last: Option<Message>,
    last_customer_at: Option<Seconds>,
    agents: HashSet<AgentId>,
    last_agent: Option<AgentId>,
    ids: HashSet<i64>,
}

impl Said {
    fn hear(&mut self, message: &Message) {
        self.ids.insert(message.id.get());
        if !message.kind.is_said() {
            return;
        }
        match message.from {
            Side::Customer => {
                self.last_customer_at.get_or_insert(message.created_at.seconds());
            }
            Side::Agent => {
                self.agents.extend(message.agent);
                self.last_agent = self.last_agent.or(message.agent);
            }
        }
        if self.last.is_none() {
            self.last = Some(message.clone());
        }
    }

    /// Returns the names of the fields in which the chat's row differs from this computed state.
    fn otherwise(&self, chat: &Chat) -> Vec<&'static str> {
        let last = self.last.as_ref();
        let mut found = Vec::new();
        let mut agree = |what, agrees: bool| found.extend((!agrees).then_some(what));
        agree("last message", chat.last_message_id == last.map(|it| it.id));
        agree("last text", chat.last_message_text == last.and_then(|it| it.text.clone()));
        let at = last.map(|it| it.created_at.seconds());
        agree("time of the last message", chat.last_message_at == at);
        let author = last.and_then(|it| it.agent.filter(|_| it.from == Side::Agent));
        agree("author of the last message", chat.last_message_agent == author);
        let at = self.last_customer_at;
        agree("time of the customer's last message", chat.last_customer_message_at == at);
        agree("last agent", chat.last_communicated_agent == self.last_agent);
        agree("agents", chat.agents.iter().copied().collect::<HashSet<_>>() == self.agents);
        found
    }
}

/// Checks a chat. Returns the number of messages that [`FirstMessages`] must read: all messages of
/// a long chat, 0 for any other chat.
pub(super) async fn check<C: Conn>(
    org: OrgId,
    conn: &mut C,
    id: ChatId,
    deep: &mut Deep,
) -> Result<u64> {
    let Some(mut view) = chats::find(org, conn, id).await? else {
        // The chat has no customer, which the integrity check of storage reports.
        return Ok(0);
    };
    view.chat.agents = chats::writers(org, conn, id).await?;
    let is_long = view.chat.messages > MESSAGES_MAX;
    let (mut feed, mut last) = (FeedDigests::default(), 0);
    loop {
        let rows = everything::of_chat(org, conn, id, last, ROWS_AT_ONCE).await?;
        let Some(newest) = rows.last() else { break };
        last = newest.seq.get();
        // Of a long chat only the chat's own row is compared.
        rows.iter().filter(|row| !is_long || row.subject == id.get()).for_each(|it| feed.note(it));
    }
    feed.compare(CHAT, id.get(), &view, deep);
    if is_long {
        return Ok(view.chat.messages);
    }
    let (mut said, mut rest) = (Said::default(), view.chat.messages);
    while rest > 0 {
        let found = read(org, conn, id, view.chat.messages - rest).await?;
        rest = rest.saturating_sub(found.len().max(1) as u64);
        for it in &found {
            said.hear(&it.message);
            feed.compare(MESSAGE, it.message.id.get(), it, deep);
        }
    }
    for what in said.otherwise(&view.chat) {
        deep.add(format!("chat {id} has another {what} than its messages"));
    }
    for message in feed.ids(MESSAGE).filter(|message| !said.ids.contains(message)) {
        deep.add(format!("message {message} of chat {id} was told and is not there"));
    }
    Ok(0)
}

async fn read<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    offset: u64,
) -> Result<Vec<deskbell_model::MessageView>> {
    match messages::range(org, conn, chat, page(offset)).await? {
        Some(range) if !range.is_empty() => messages::page(org, conn, chat, &range).await,
        _ => Ok(Vec::new()),
    }
}

/// A read of one page of a chat's oldest messages. The last field is the number of oldest messages
/// still to be read. The read returns the number of messages that it read, and the number that are
/// left.
pub(super) struct FirstMessages(pub(super) OrgId, pub(super) ChatId, pub(super) u64);

impl Read for FirstMessages {
    type Out = (u64, u64);

    async fn run<C: Conn>(self, conn: &mut C) -> Result<Self::Out> {
        let Self(org, chat, rest) = self;
        let Some(view) = chats::find(org, conn, chat).await? else { return Ok((0, 0)) };
        let read = read(org, conn, chat, view.chat.messages.saturating_sub(rest)).await?;
        let read = read.len() as u64;
        Ok((read, if read == 0 { 0 } else { rest.saturating_sub(read) }))
    }
}
