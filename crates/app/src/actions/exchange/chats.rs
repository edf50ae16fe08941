//! The import of chats and messages from lines of the exchange format.

use std::collections::{BTreeMap, BTreeSet};

use deskbell_model::exchange::{
    ChatCustomer, ChatLine, ExternalKind, LineAuthor, MessageLine, MessagesLine,
};
use deskbell_model::{
    AgentId, Chat, ChatId, CreatedWith, CustomerId, DepartmentId, Kind, Message, Seconds, Side,
    Status, Timestamp, rules,
};
use deskbell_query::SortKeysChanged;
use deskbell_storage::{
    Conn, Error, Result as StorageResult, Tx, chats as stored_chats, messages as stored_messages,
};

use twox_hash::XxHash3_128;

use super::super::change;
use super::people::{self, append, id};
use super::{LineDone, Run, Step};

/// A message from an imported line, with its author and the id by which a later import recognizes
/// the message.
struct Written<'r> {
    line: &'r MessageLine,
    agent: Option<AgentId>,
    origin: String,
}

/// Computes the checksum of a message's author, text and time.
fn checksum(line: &MessageLine) -> u128 {
    let from = match &line.from {
        LineAuthor::Customer => "customer",
        LineAuthor::System => "system",
        LineAuthor::Agent(agent) => agent.as_deref().unwrap_or("agent"),
    };
    let said = format!("{}\n{from}\n{}", line.created_at.millis(), line.text);
    XxHash3_128::oneshot(said.as_bytes())
}

/// Finds the authors of messages, and puts the messages in the order of their times.
fn written<'r>(run: &Run<'_>, lines: &'r [MessageLine]) -> Step<Vec<Written<'r>>> {
    let (mut all, mut equal) = (Vec::with_capacity(lines.len()), BTreeMap::new());
    for line in lines {
        let agent = match &line.from {
            LineAuthor::Agent(Some(agent)) => {
                let agent = run.known.need(ExternalKind::Agent, agent)?;
                Some(id(AgentId::new(agent))?)
            }
            LineAuthor::Agent(None) | LineAuthor::Customer | LineAuthor::System => None,
        };
        let origin = match &line.external_id {
            Some(id) => id.clone(),
            None => {
                let checksum = checksum(line);
                // Messages with equal checksums are numbered.
                let number = equal.entry(checksum).and_modify(|it| *it += 1).or_insert(0_u32);
                format!("~{checksum:032x}-{number}")
            }
        };
        all.push(Written { line, agent, origin });
    }
    // Messages of the same time stay in the order in which they were given.
    all.sort_by_key(|it| it.line.created_at);
    Ok(all)
}

/// The messages that a chat already has: the messages' ids in the source system, and the time of
/// the last message.
#[derive(Debug, Default)]
pub(super) struct Here {
    ids: BTreeSet<String>,
    /// The number of the chat's messages when they were read. A different number in the chat's row
    /// means that the chat was changed after this read.
    messages: u64,
    last: Option<Timestamp>,
}

impl Here {
    async fn of<C: Conn>(tx: &mut Tx<'_, C>, chat: ChatId) -> StorageResult<Self> {
        let origins = stored_messages::origins(tx.org, tx.conn, chat).await?;
        let last = origins.last().map(|it| it.created_at);
        let messages = origins.len() as u64;
        Ok(Self {
            messages,
            ids: origins.into_iter().filter_map(|it| it.origin_id).collect(),
            last,
        })
    }

    /// Records the messages that an import appends to the chat.
    fn add(&mut self, messages: &[Message]) {
        self.messages += messages.len() as u64;
        for message in messages {
            self.ids.extend(message.origin_id.clone());
            self.last = Some(message.created_at);
        }
    }
}

/// Creates those messages of an imported line that the chat does not have. Updates the chat for
/// each new message, as for a message that is posted.
fn added<C: Conn>(
    tx: &mut Tx<'_, C>,
    chat: &mut Chat,
    written: &[Written<'_>],
    here: &Here,
) -> StorageResult<Vec<Message>> {
    let mut all = Vec::new();
    let mut last = here.last.unwrap_or(chat.created_at.start());
    for Written { line, agent, origin } in written {
        if here.ids.contains(origin) {
            continue;
        }
        let from = if line.from == LineAuthor::Customer { Side::Customer } else { Side::Agent };
        // Times never decrease within a chat.
        last = last.max(line.created_at);
        let message_id = tx.counters.take_message()?;
        let message = Message::new(message_id, chat, from, *agent, line.kind.clone(), last);
        let mut message = message.saying(line.text.clone());
        message.origin_id = Some(origin.clone());
        rules::after_message(chat, &message);
        all.push(message);
    }
    Ok(all)
}

/// Marks the messages of a chat as read, except the customer's messages that still wait for an
/// answer. In a closed chat no message waits.
fn read(chat: &mut Chat, messages: &mut [Message]) {
    let is_waiting = chat.status != Status::Closed && chat.waiting_since.is_some();
    let waits_from = chat.waiting_since.filter(|_| is_waiting);
    let is_read = |message: &Message| {
        let waits = waits_from.is_some_and(|from| message.created_at.seconds() >= from);
        !(waits && message.from == Side::Customer && message.kind.is_said())
    };
    for message in &mut *messages {
        message.read = is_read(message);
    }
    chat.customer_read_to = chat.messages;
    chat.read_by_customer = true;
    let first_unread = messages.iter().find(|it| !it.read).map(|it| it.seq);
    chat.agent_read_to = first_unread.map_or(chat.messages, |seq| seq - 1);
    chat.read_by_agent = first_unread.is_none();
}

/// Writes the chat of an imported line, with its messages.
pub(super) async fn chat<'r, C: Conn>(
    tx: &mut Tx<'_, C>,
    run: &mut Run<'r>,
    line: &'r ChatLine,
) -> Step<LineDone> {
    // Everything that can lead to a refusal is checked before anything is written.
    let assignee = match &line.assignee {
        Some(Some(agent)) => {
            let agent = run.known.need(ExternalKind::Agent, agent)?;
            Some(Some(id(AgentId::new(agent))?))
        }
        Some(None) => Some(None),
        None => None,
    };
    let department = match &line.department {
        Some(Some(department)) => {
            let department = run.known.need(ExternalKind::Department, department)?;
            Some(Some(id(DepartmentId::new(department))?))
        }
        Some(None) => Some(None),
        None => None,
    };
    let written = written(run, &line.messages)?;
    let customer = match &line.customer {
        ChatCustomer::Known(customer) => {
            let customer = run.known.need(ExternalKind::Customer, customer)?;
            id(CustomerId::new(customer))?
        }
        ChatCustomer::Whole(customer) => people::customer(tx, run, customer).await?.0,
    };
    let given = Given { line, assignee, department };
    match run.known.find(ExternalKind::Chat, &line.external_id) {
        None => add(tx, run, &given, customer, &written).await,
        Some(chat) => change_chat(tx, run, &given, id(ChatId::new(chat))?, &written).await,
    }
}

/// The imported line of a chat, with the ids that the line's agent and department have on this
/// server.
struct Given<'r> {
    line: &'r ChatLine,
    assignee: Option<Option<AgentId>>,
    department: Option<Option<DepartmentId>>,
}

impl Given<'_> {
    /// Sets those fields of the chat that the line has. A snooze that ends before `now` is not set.
    fn set(&self, chat: &mut Chat, now: Seconds) {
        let Self { line, assignee, department } = self;
        chat.assignee = assignee.unwrap_or(chat.assignee);
        chat.department = department.unwrap_or(chat.department);
        match line.status {
            Some(Status::Closed) => {
                let by = line.closed_by.or(chat.closed_by).unwrap_or(Side::Agent);
                let at = line.closed_at.or(chat.closed_at).or(chat.last_message_at);
                rules::close(chat, by, at.unwrap_or(chat.created_at));
            }
            Some(status) => {
                (chat.status, chat.closed_at, chat.closed_by) = (status, None, None);
            }
            None => {}
        }
        if let Some(until) = line.snoozed_until {
            // A snooze whose end has passed has no effect.
            chat.snoozed_until = until.filter(|until| *until > now);
        }
        chat.rating = line.rating.unwrap_or(chat.rating);
    }
}

async fn add<'r, C: Conn>(
    tx: &mut Tx<'_, C>,
    run: &mut Run<'r>,
    given: &Given<'r>,
    customer: CustomerId,
    written: &[Written<'_>],
) -> Step<LineDone> {
    let line = given.line;
    let first = written.first().map(|it| it.line);
    let created_with = match first.map(|it| &it.from) {
        None => CreatedWith::PublicApi,
        Some(LineAuthor::Customer) => CreatedWith::CustomerMessage,
        Some(_) => CreatedWith::AgentMessage,
    };
    let began = first.map(|it| it.created_at.seconds());
    let created_at = [line.created_at, began].into_iter().flatten().min().unwrap_or(run.at);
    let id = tx.counters.take_chat()?;
    let mut chat = Chat::new(id, customer, run.of.application, created_with, created_at);
    let mut messages = added(tx, &mut chat, written, &Here::default())?;
    given.set(&mut chat, run.at);
    read(&mut chat, &mut messages);
    run.known.note(tx, ExternalKind::Chat, &line.external_id, id.get()).await?;
    let done = LineDone { is_new: true, messages: messages.len() as u64 };
    run.new.add(chat, messages);
    Ok(done)
}

async fn change_chat<'r, C: Conn>(
    tx: &mut Tx<'_, C>,
    run: &mut Run<'r>,
    given: &Given<'r>,
    id: ChatId,
    written: &[Written<'_>],
) -> Step<LineDone> {
    run.settle(tx).await?;
    let before = state(tx, id).await?;
    let mut after = before.clone();
    let messages = continued(tx, run, &mut after, written).await?;
    keep_status(&before, &mut after);
    given.set(&mut after, run.at);
    save(tx, run, (&before, after), messages).await
}

/// Adds the messages of an imported line to the end of the line's chat.
pub(super) async fn messages<'r, C: Conn>(
    tx: &mut Tx<'_, C>,
    run: &mut Run<'r>,
    line: &'r MessagesLine,
) -> Step<LineDone> {
    let chat = run.known.need(ExternalKind::Chat, &line.chat)?;
    let written = written(run, &line.messages)?;
    run.settle(tx).await?;
    let before = state(tx, id(ChatId::new(chat))?).await?;
    let mut after = before.clone();
    let messages = continued(tx, run, &mut after, &written).await?;
    keep_status(&before, &mut after);
    save(tx, run, (&before, after), messages).await
}

/// Reads a chat with the agents who wrote in it.
async fn state<C: Conn>(tx: &mut Tx<'_, C>, id: ChatId) -> StorageResult<Chat> {
    let mut chat = stored_chats::state(tx.org, tx.conn, id).await?.ok_or(Error::NotFound)?;
    chat.agents = stored_chats::writers(tx.org, tx.conn, id).await?;
    Ok(chat)
}

/// Creates those messages of an imported line that an existing chat does not have. For consecutive
/// lines of a chat, the chat's messages are read only once.
async fn continued<C: Conn>(
    tx: &mut Tx<'_, C>,
    run: &mut Run<'_>,
    chat: &mut Chat,
    written: &[Written<'_>],
) -> StorageResult<Vec<Message>> {
    if written.is_empty() {
        return Ok(Vec::new());
    }
    let mut here = match run.last_chat.take() {
        Some((last, here)) if last == chat.id && here.messages == chat.messages => here,
        _ => Here::of(tx, chat.id).await?,
    };
    let messages = added(tx, chat, written, &here)?;
    here.add(&messages);
    run.last_chat = Some((chat.id, here));
    Ok(messages)
}

/// Restores the status that a chat had before messages were added, since imported messages do not
/// reopen a chat. If the chat had no messages before, its new status stays.
fn keep_status(before: &Chat, after: &mut Chat) {
    if before.status == Status::Empty {
        return;
    }
    (after.status, after.assignee) = (before.status, before.assignee);
    (after.closed_at, after.closed_by) = (before.closed_at, before.closed_by);
    if after.status == Status::Closed {
        after.waiting_since = None;
    }
}

async fn save<C: Conn>(
    tx: &mut Tx<'_, C>,
    run: &Run<'_>,
    (before, mut after): (&Chat, Chat),
    mut messages: Vec<Message>,
) -> Step<LineDone> {
    if !messages.is_empty() {
        let is_read = before.read_by_agent && before.read_by_customer;
        let read_to = before.agent_read_to;
        read(&mut after, &mut messages);
        if !is_read {
            // Messages that were unread before the import stay unread.
            after.agent_read_to = read_to;
            after.read_by_agent = before.read_by_agent && after.read_by_agent;
        }
        stored_messages::insert(tx.org, tx.conn, &messages).await?;
    }
    stored_chats::update(tx.org, tx.conn, before, &after).await?;
    if *before != after {
        tell(tx, run, before, &after).await?;
    }
    Ok(LineDone { is_new: false, messages: messages.len() as u64 })
}

/// Records the change of a chat in the change feed.
async fn tell<C: Conn>(
    tx: &mut Tx<'_, C>,
    run: &Run<'_>,
    before: &Chat,
    after: &Chat,
) -> StorageResult<()> {
    let view = stored_chats::find(tx.org, tx.conn, after.id).await?.ok_or(Error::NotFound)?;
    let mut told = change(Kind::ChatUpdated, after.id, &view);
    told.sort_keys = SortKeysChanged::of_chat(before, after);
    append(tx, run, told).await
}
