//! Exports in the exchange format, page by page, so that the memory of an export does not depend on
//! the number of rows. Each page is read in a separate snapshot.

use std::collections::BTreeSet;
use std::sync::Arc;

use deskbell_model::{
    Agent, ChatId, ChatView, CustomerView, Department, DepartmentId, Message, OrgId,
};
use deskbell_storage::{
    Class, Conn, Listed as _, Read, Result as StorageResult, chats, customers, everything, messages,
};
use deskbell_wire::exchange::{
    ExportedAgent, ExportedChat, ExportedCustomer, ExportedDepartment, ExportedMessage,
    ExportedMessageLine, write_line,
};

use crate::context::Context;
use crate::customer_view::view;
use crate::error::{Error, Result};
use crate::{BudgetPermit, MemoryBudget};

/// The number of chats or customers whose ids one page reads.
const OBJECTS_AT_ONCE: u32 = 100;
/// The largest number of chats or customers in memory at once. Lines that are already rendered do
/// not count.
const OBJECTS_HELD: usize = 16;
/// The limits of one query: the largest number of messages, and the number of bytes of text after
/// which the query ends.
const MESSAGES_AT_ONCE: (u32, usize) = (256, PAGE_BYTES);
/// The number of bytes of rendered lines at which a page ends.
const PAGE_BYTES: usize = 256 * 1024;
/// The largest number of messages that the line of a chat contains; further messages get separate
/// lines.
const MESSAGES_WITHIN_MAX: usize = 1_000;
/// The largest number of agents or departments that an export reads.
const TEAM_AT_ONCE: u32 = 1_000;

/// The memory of a stream of lines, in bytes: a page with its rows, and the bytes that are being
/// sent.
const STREAM_BYTES: u64 = 4 * 1024 * 1024;

/// The service that exports rows as lines of the exchange format.
#[derive(Debug)]
pub struct Exports {
    context: Context,
    /// The memory budget for streams, which is shared with large answers.
    budget: Arc<MemoryBudget>,
}

/// A running export, which is read and sent page by page.
#[derive(Debug)]
pub struct ExportStream {
    exports: Arc<Exports>,
    org: OrgId,
    what: Exported,
    /// The lines that were read and not sent yet.
    lines: Option<Vec<u8>>,
    next: Option<ExportPlace>,
    _permit: BudgetPermit,
}

impl ExportStream {
    /// Reads the next lines; `None` at the end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        loop {
            if let Some(lines) = self.lines.take().filter(|lines| !lines.is_empty()) {
                return Ok(Some(lines));
            }
            let Some(after) = self.next else { return Ok(None) };
            let page = self.exports.page(self.org, self.what, after).await?;
            (self.lines, self.next) = (Some(page.lines), page.next);
        }
    }
}

/// The kind of objects that an export writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exported {
    /// The agents, followed by the departments.
    Team,
    /// The customers, in the order of their ids.
    Customers,
    /// The chats with their messages, in the order of the chats' ids.
    Chats,
    /// The messages, in the order of their chats' ids and of their positions in the chats.
    Messages,
}

/// A position in an export: after an object with all its messages, or after a message of a chat.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportPlace {
    /// The id of the last exported customer or chat, or of the chat that has the last exported
    /// message.
    pub id: i64,
    /// The position of the last exported message in its chat; `None` after all of the chat's
    /// messages.
    pub seq: Option<u64>,
}

impl ExportPlace {
    /// Returns the position after an object and all its messages.
    #[must_use]
    pub const fn after(id: i64) -> Self {
        Self { id, seq: None }
    }

    /// Returns the place from which messages are exported next: the id of a chat, and the number of
    /// that chat's last exported message, or 0.
    fn messages(self) -> (i64, u64) {
        match self.seq {
            Some(seq) => (self.id, seq),
            None => (self.id.saturating_add(1), 0),
        }
    }
}

/// A page of an export.
#[derive(Clone, Debug, Default)]
pub struct ExportPage {
    /// The lines of the page, as bytes.
    pub lines: Vec<u8>,
    /// The number of lines.
    pub count: u64,
    /// The position after these lines; `None` at the end.
    pub next: Option<ExportPlace>,
}

impl ExportPage {
    fn push(&mut self, line: &impl deskbell_wire::ToJson) {
        write_line(&mut self.lines, line);
        self.count += 1;
    }

    fn is_full(&self) -> bool {
        self.lines.len() >= PAGE_BYTES
    }
}

struct ReadTeam(OrgId);

impl Read for ReadTeam {
    type Out = ExportPage;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<ExportPage> {
        let mut page = ExportPage::default();
        for agent in Agent::list(self.0, conn, 0, TEAM_AT_ONCE).await? {
            page.push(&ExportedAgent(&agent));
        }
        for department in Department::list(self.0, conn, 0, TEAM_AT_ONCE).await? {
            page.push(&ExportedDepartment(&department));
        }
        Ok(page)
    }
}

struct ReadCustomers(OrgId, ExportPlace);

impl Read for ReadCustomers {
    type Out = ExportPage;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<ExportPage> {
        let Self(org, after) = self;
        let mut page = ExportPage::default();
        let ids = everything::customers(org, conn, after.id, OBJECTS_AT_ONCE).await?;
        for ids in ids.chunks(OBJECTS_HELD) {
            for found in customers::views(org, conn, ids).await? {
                let customer: CustomerView = view(found)?;
                page.push(&ExportedCustomer(&customer));
            }
            page.next = ids.last().map(|last| ExportPlace::after(last.get()));
            if page.is_full() {
                break;
            }
        }
        Ok(page)
    }
}

struct ReadMessages(OrgId, ExportPlace);

impl Read for ReadMessages {
    type Out = ExportPage;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<ExportPage> {
        let Self(org, after) = self;
        let mut page = ExportPage::default();
        let some = messages::after(org, conn, after.messages(), MESSAGES_AT_ONCE).await?;
        let ids: BTreeSet<_> = some.iter().map(|it| it.chat).collect();
        let ids: Vec<_> = ids.into_iter().collect();
        // Messages of a deleted chat that were not erased yet are left out.
        let mut there = BTreeSet::new();
        for ids in ids.chunks(OBJECTS_AT_ONCE as usize) {
            there.extend(chats::assigned(org, conn, ids).await?.into_iter().map(|it| it.chat));
        }
        for message in some.iter().filter(|it| there.contains(&it.chat)) {
            page.push(&ExportedMessageLine(message));
        }
        page.next =
            some.last().map(|last| ExportPlace { id: last.chat.get(), seq: Some(last.seq) });
        Ok(page)
    }
}

/// A reader of an organization's messages in the order of their chats. It reads a few messages at a
/// time.
struct Walk {
    org: OrgId,
    rows: std::vec::IntoIter<Message>,
    next: Option<Message>,
    after: (i64, u64),
    is_end: bool,
}

impl Walk {
    fn new(org: OrgId, after: (i64, u64)) -> Self {
        Self { org, rows: Vec::new().into_iter(), next: None, after, is_end: false }
    }

    /// Returns the next message of a chat, and skips messages of chats with smaller ids.
    async fn of<C: Conn>(&mut self, conn: &mut C, chat: ChatId) -> StorageResult<Option<Message>> {
        loop {
            if self.next.is_none() {
                self.next = self.rows.next();
            }
            match &self.next {
                Some(next) if next.chat > chat => return Ok(None),
                Some(next) if next.chat == chat => return Ok(self.next.take()),
                Some(_) => self.next = None,
                None if self.is_end => return Ok(None),
                None => {
                    // Messages of deleted chats before this chat need not be read.
                    self.after = self.after.max((chat.get(), 0));
                    let (org, after) = (self.org, self.after);
                    let rows = messages::after(org, conn, after, MESSAGES_AT_ONCE).await?;
                    self.is_end = rows.is_empty();
                    if let Some(last) = rows.last() {
                        self.after = (last.chat.get(), last.seq);
                    }
                    self.rows = rows.into_iter();
                }
            }
        }
    }
}

struct ReadChats(OrgId, ExportPlace);

impl Read for ReadChats {
    type Out = ExportPage;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<ExportPage> {
        let Self(org, after) = self;
        let mut page = ExportPage::default();
        let mut walk = Walk::new(org, after.messages());
        if after.seq.is_some()
            && let Some(chat) = ChatId::new(after.id)
            && let Some(next) = rest(conn, &mut page, &mut walk, chat).await?
        {
            page.next = Some(next);
            return Ok(page);
        }
        let ids = everything::chats(org, conn, after.id, OBJECTS_AT_ONCE).await?;
        let departments = Department::list(org, conn, 0, TEAM_AT_ONCE).await?;
        let departments: BTreeSet<DepartmentId> = departments.iter().map(|it| it.id).collect();
        for ids in ids.chunks(OBJECTS_HELD) {
            for mut chat in chats::found(org, conn, ids).await? {
                // A deleted department is not exported, not even as the department of a chat.
                chat.chat.department = chat.chat.department.filter(|it| departments.contains(it));
                let id = chat.chat.id;
                if let Some(seq) = one(conn, &mut page, &mut walk, &chat).await? {
                    page.next = Some(ExportPlace { id: id.get(), seq: Some(seq) });
                    return Ok(page);
                }
                if page.is_full() {
                    page.next = Some(ExportPlace::after(id.get()));
                    return Ok(page);
                }
            }
        }
        page.next = ids.last().map(|last| ExportPlace::after(last.get()));
        Ok(page)
    }
}

/// Writes a chat with its first messages. Returns the position of the last written message if more
/// messages may follow.
async fn one<C: Conn>(
    conn: &mut C,
    page: &mut ExportPage,
    walk: &mut Walk,
    chat: &ChatView,
) -> StorageResult<Option<u64>> {
    let (mut within, mut bytes, mut is_more) = (Vec::new(), 0, None);
    while let Some(message) = walk.of(conn, chat.chat.id).await? {
        bytes += message.text.as_ref().map_or(0, String::len);
        let seq = message.seq;
        within.push(message);
        if within.len() == MESSAGES_WITHIN_MAX || bytes >= PAGE_BYTES {
            is_more = Some(seq).filter(|seq| *seq < chat.chat.messages);
            break;
        }
    }
    let messages: Vec<_> = within.iter().map(ExportedMessage).collect();
    page.push(&ExportedChat { chat, messages: &messages });
    Ok(is_more)
}

/// Writes further messages of a chat as separate lines. Returns the position from which to continue
/// if the page is full.
async fn rest<C: Conn>(
    conn: &mut C,
    page: &mut ExportPage,
    walk: &mut Walk,
    chat: ChatId,
) -> StorageResult<Option<ExportPlace>> {
    while let Some(message) = walk.of(conn, chat).await? {
        page.push(&ExportedMessageLine(&message));
        if page.is_full() {
            return Ok(Some(ExportPlace { id: chat.get(), seq: Some(message.seq) }));
        }
    }
    Ok(None)
}

impl Exports {
    pub(crate) const fn new(context: Context, budget: Arc<MemoryBudget>) -> Self {
        Self { context, budget }
    }

    /// Begins a stream of the objects of a kind that follow a position, and reads the first page.
    ///
    /// # Errors
    /// [`Error::NoRoom`] when the organization has too many streams, or when the database fails.
    pub async fn stream(
        self: &Arc<Self>,
        org: OrgId,
        what: Exported,
        after: ExportPlace,
    ) -> Result<ExportStream> {
        let permit = self.budget.try_take(org, STREAM_BYTES).ok_or(Error::NoRoom)?;
        let page = self.page(org, what, after).await?;
        Ok(ExportStream {
            exports: Arc::clone(self),
            org,
            what,
            lines: Some(page.lines),
            next: page.next,
            _permit: permit,
        })
    }

    /// Exports a page of the objects of a kind that follow a position.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page(&self, org: OrgId, what: Exported, after: ExportPlace) -> Result<ExportPage> {
        let store = &self.context.store;
        Ok(match what {
            Exported::Team => store.snapshot(Class::Page, ReadTeam(org)).await?,
            Exported::Customers => store.snapshot(Class::Page, ReadCustomers(org, after)).await?,
            Exported::Chats => store.snapshot(Class::Page, ReadChats(org, after)).await?,
            Exported::Messages => store.snapshot(Class::Page, ReadMessages(org, after)).await?,
        })
    }
}
