//! The takeover of chats with their messages. A long chat is taken over in parts, the oldest
//! messages first.

use std::collections::BTreeMap;
use std::convert::Infallible;

use deskbell_model::limits::IMPORT_HOSTS_MAX;
use deskbell_model::{
    AgentId, Chat, CustomerId, ImportKind, Kind, Message, Right, Seconds, Side, Status, Timestamp,
    linked_hosts,
};
use deskbell_query::SortKeysChanged;
use deskbell_storage::changes::{self, Notice};
use deskbell_storage::import_objects::{self, ImportedObject};
use deskbell_storage::import_states::{self, LinkedHost};
use deskbell_storage::{Conn, Error, Lane, Result as StorageResult, Stop, Tx, Write};
use deskbell_storage::{chats, customers, external_ids, messages};

use super::super::{Actions, change};
use super::{Kept, Taken, kept, known};
use crate::access::Caller;
use crate::error::Result;

/// Some or all messages of a chat that is taken over.
#[derive(Clone, Debug)]
pub struct TakenMessages {
    /// The number of earlier messages in the chat, which are stored already and stay unchanged.
    pub kept: u64,
    /// The messages that follow the `kept` messages, the oldest first. The takeover sets the
    /// messages' positions.
    pub messages: Vec<Message>,
    /// True when no messages of the chat follow `messages`.
    pub is_end: bool,
}

/// A chat to be taken over.
#[derive(Clone, Debug)]
pub struct TakenChat {
    /// The chat as the other system shows it. The takeover computes the fields that the other
    /// system does not show: the counts of messages, the read positions, the author of the last
    /// message, and the beginning of the customer's wait.
    pub chat: Chat,
    /// The chat's messages, or a part of them.
    pub messages: TakenMessages,
    /// The checksum of the chat's state in the other system. The checksum is 0 while a part of the
    /// chat is missing, so that a later run takes the chat over again.
    pub checksum: i64,
}

struct TakeChat(TakenChat, Seconds);

impl Write for TakeChat {
    type Out = Taken;
    type Refusal = Infallible;

    const LANE: Lane = Lane::Bulk;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Taken, Stop<Infallible>> {
        let Self(TakenChat { chat, messages: given, checksum }, at) = self;
        let (org, id) = (tx.org, chat.id);
        let before = chats::state(org, tx.conn, id).await?;
        let known = known(tx, ImportKind::Chat, id.get()).await?;
        if let Some(kept) = kept(before.is_some(), known.as_ref()) {
            return Ok(Taken::Kept(kept));
        }
        let were = before.as_ref().map_or(0, |before| before.messages);
        if known.is_some_and(|known| known.messages != were) {
            return Ok(Taken::Kept(Kept::Continued));
        }
        let Some(customer) = owner(tx, chat.customer).await? else {
            return Ok(Taken::Kept(Kept::NoCustomer));
        };
        let mut after = chat.clone();
        after.customer = customer;
        after.messages = were;
        let (from, to) =
            before.as_ref().map_or((0, 0), |it| (it.agent_read_to, it.customer_read_to));
        (after.agent_read_to, after.customer_read_to) = (from, to);
        if !fits(tx, &after, were, given).await? {
            return Ok(Taken::Kept(Kept::Shifted));
        }
        write_messages(tx, &mut after, were, given).await?;
        // The time is read from the chat's messages, which are stored now.
        after.waiting_since = waiting_since(tx, &after).await?;
        after.last_message_agent = last_author(&after, before.as_ref(), &given.messages);
        tx.counters.given_chat(id);
        match &before {
            None => chats::insert(tx, std::slice::from_ref(&after)).await?,
            Some(_) => chats::replace(tx, &after).await?,
        }
        let checksum = if given.is_end { *checksum } else { 0 };
        let object = ImportedObject { id: id.get(), checksum, messages: after.messages };
        import_objects::set(org, tx.conn, ImportKind::Chat, &[object]).await?;
        let view = chats::find(org, tx.conn, id).await?.ok_or(Error::NotFound)?;
        let kind = if before.is_some() { Kind::ChatUpdated } else { Kind::ChatCreated };
        let mut told = change(kind, id, &view);
        if let Some(before) = &before {
            told.sort_keys = SortKeysChanged::of_chat(before, &after);
        }
        changes::append_one(tx, *at, Notice::Silent, &told).await?;
        Ok(if before.is_some() { Taken::Changed } else { Taken::New })
    }
}

/// Finds the customer on this server for a customer of the other system. For a merged customer,
/// returns the customer into whom it was merged.
async fn owner<C: Conn>(
    tx: &mut Tx<'_, C>,
    there: CustomerId,
) -> StorageResult<Option<CustomerId>> {
    if customers::find(tx.org, tx.conn, there).await?.is_some() {
        return Ok(Some(there));
    }
    external_ids::merged_into(tx.org, tx.conn, there).await
}

/// Tells whether the passed messages fit the chat's stored messages, whose number is `were`. The
/// first passed message must follow the last stored message, or must already be stored at the same
/// position. Always true if no stored message is kept, or if no message is passed.
async fn fits<C: Conn>(
    tx: &mut Tx<'_, C>,
    chat: &Chat,
    were: u64,
    given: &TakenMessages,
) -> StorageResult<bool> {
    let Some(first) = given.messages.first().filter(|_| given.kept > 0) else { return Ok(true) };
    if given.kept >= were {
        return Ok(given.kept == were);
    }
    let here = messages::placed(tx.org, tx.conn, chat.id, given.kept + 1).await?;
    Ok(here.is_some_and(|here| here.id == first.id))
}

/// Writes the passed messages of a chat, and updates the chat's counts. `were` is the number of
/// messages before the write.
async fn write_messages<C: Conn>(
    tx: &mut Tx<'_, C>,
    chat: &mut Chat,
    were: u64,
    given: &TakenMessages,
) -> StorageResult<()> {
    let (org, kept) = (tx.org, given.kept);
    let before = messages::placed(org, tx.conn, chat.id, kept).await?;
    let mut written = before.map(|it| it.created_at);
    let mut rows = Vec::with_capacity(given.messages.len());
    chat.agent_read_to = chat.agent_read_to.min(kept);
    chat.customer_read_to = chat.customer_read_to.min(kept);
    let mut hosts: BTreeMap<String, u64> = BTreeMap::new();
    for (seq, message) in (kept + 1..).zip(&given.messages) {
        let mut message = message.clone();
        (message.chat, message.seq) = (chat.id, seq);
        // Times never decrease along a chat.
        message.created_at = message.created_at.max(written.unwrap_or(message.created_at));
        written = Some(message.created_at);
        tx.counters.given_message(message.id);
        read_on(&mut chat.agent_read_to, Side::Customer, &message);
        read_on(&mut chat.customer_read_to, Side::Agent, &message);
        // The links of messages that were stored before are counted already.
        if seq > were {
            for host in linked_hosts(message.text.as_deref().unwrap_or_default()) {
                *hosts.entry(host).or_default() += 1;
            }
        }
        rows.push(message);
    }
    let last = kept + rows.len() as u64;
    let removed_to = if given.is_end { were } else { last.min(were) };
    if removed_to > kept {
        messages::remove(org, tx.conn, chat.id, (kept, removed_to)).await?;
        tx.conn.overwrite_removed().await?;
    }
    messages::insert(org, tx.conn, &rows).await?;
    chat.messages = if given.is_end { last } else { last.max(were) };
    count_hosts(tx, hosts).await
}

/// Advances a chat's read position past a message of the side `from`, if the message is read.
fn read_on(read_to: &mut u64, from: Side, message: &Message) {
    let is_read = message.read || message.from != from || !message.kind.is_said();
    if is_read && *read_to + 1 == message.seq {
        *read_to = message.seq;
    }
}

async fn count_hosts<C: Conn>(
    tx: &mut Tx<'_, C>,
    found: BTreeMap<String, u64>,
) -> StorageResult<()> {
    if found.is_empty() {
        return Ok(());
    }
    let mut counted: Vec<LinkedHost> = Vec::new();
    let known = import_states::hosts(tx.org, tx.conn, IMPORT_HOSTS_MAX).await?;
    let mut room = (IMPORT_HOSTS_MAX as usize).saturating_sub(known.len());
    for (host, messages) in found {
        let is_known = known.iter().any(|it| it.host == host);
        let is_named = is_known || room > 1;
        room -= usize::from(is_named && !is_known);
        let host = if is_named { host } else { String::new() };
        counted.push(LinkedHost { host, messages });
    }
    import_states::count_hosts(tx.org, tx.conn, &counted).await
}

/// Returns the agent who wrote the last message of a chat. If the message is not among the passed
/// messages, returns the author that is stored in `before`.
fn last_author(chat: &Chat, before: Option<&Chat>, given: &[Message]) -> Option<AgentId> {
    let last = chat.last_message_id;
    match given.iter().rev().find(|message| Some(message.id) == last) {
        Some(message) => message.agent.filter(|_| message.from == Side::Agent),
        None => before.filter(|before| before.last_message_id == last)?.last_message_agent,
    }
}

/// Reads the time since which the customer of a chat waits for an answer.
async fn waiting_since<C: Conn>(tx: &mut Tx<'_, C>, chat: &Chat) -> StorageResult<Option<Seconds>> {
    let Some(last) = chat.last_customer_message_at else { return Ok(None) };
    if matches!(chat.status, Status::Closed | Status::Empty) {
        return Ok(None);
    }
    let since = messages::unanswered_since(tx.org, tx.conn, chat).await?;
    Ok(since.map(Timestamp::seconds).filter(|since| (chat.created_at..=last).contains(since)))
}

impl Actions {
    /// Takes over a chat, or a part of a chat. The caller passes at most 100 messages.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_chat(&self, caller: Caller, chat: TakenChat) -> Result<Taken> {
        self.write(caller, Right::Imports, TakeChat(chat, self.context.now())).await
    }
}
