//! The export of all data about one customer. Each part is read in one snapshot, and takes limited
//! memory.

use std::mem::take;

use deskbell_model::{
    ChatId, ChatView, CustomerId, CustomerView, Event, File, Kind, MessageView, OrgId, Right,
    VisitorSession,
};
use deskbell_storage::changes::{self, AuditRow};
use deskbell_storage::messages::MessageRange;
use deskbell_storage::ratings::{self, ChatRating};
use deskbell_storage::{
    Class, Conn, Read, Result as StorageResult, blobs, chats, everything, files, messages,
    visitor_sessions,
};
use deskbell_wire::customers::export::{
    self as wire, CHAT_END, CHATS, END, ExportedRating, HISTORY, MESSAGES, Opening,
};
use deskbell_wire::json::raw;

use super::Lists;
use crate::BudgetPermit;
use crate::access::Caller;
use crate::context::Context;
use crate::customer_view::find;
use crate::error::{Error, Rejected, Result};
use crate::feed::audited;
use crate::files::{Attached, attached, linked};

/// The memory that one running export reserves of the budget for large answers, in bytes. The
/// reserved memory suffices for the largest part even if each byte of a text becomes six bytes of
/// JSON. An organization can run four exports at once.
const EXPORT_BYTES: u64 = 8 * 1024 * 1024;
/// The largest number of events, changes or ratings in one part of an export.
const EXPORT_ROWS: u32 = 20;
/// The largest number of messages in one part of an export.
const EXPORT_MESSAGES: u64 = 100;
/// The largest total size of the texts in one part of an export, in bytes; a single message may be
/// longer.
const EXPORT_TEXT_BYTES: u64 = 1024 * 1024;
/// The largest number of uploads without a message in an export. Such uploads are removed after a
/// day; the limit is twice the number that a visitor can make in a day.
const UPLOADS_MAX: u32 = 1_000;

/// An export of a customer's data in progress.
#[derive(Debug)]
pub struct CustomerExport {
    context: Context,
    org: OrgId,
    customer: CustomerId,
    /// The rendered first part; empty after the part was returned.
    opening: Vec<u8>,
    /// The next part; `None` after the last part.
    step: Option<Step>,
    /// True while the current list has no written item.
    is_first: bool,
    _held: BudgetPermit,
}

/// A part of an export, and the position in a list after which the part begins.
#[derive(Clone, Copy, Debug)]
enum Step {
    Events(i64),
    History(i64),
    Chat(i64),
    Ratings(ChatId, i64),
    Messages(ChatId, u64),
}

/// The rows that were read for one part of an export.
enum Rows {
    Events(Vec<Event>),
    History(Vec<AuditRow>),
    /// The next chat; `None` after the last chat.
    Chat(Option<Box<ChatView>>),
    Ratings(ChatId, Vec<ChatRating>),
    Messages(ChatId, Said),
}

struct Said {
    messages: Vec<MessageView>,
    attached: Attached,
    /// The position of the last message that was read for the export; `last` is the position of the
    /// chat's last message.
    read: u64,
    last: u64,
}

struct Opened {
    view: CustomerView,
    sessions: Vec<VisitorSession>,
    uploads: Vec<File>,
    secret: String,
}

struct Open(OrgId, CustomerId);

impl Read for Open {
    type Out = Option<Opened>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, customer) = self;
        let Some(view) = find(org, conn, customer).await? else { return Ok(None) };
        let sessions = visitor_sessions::of_customer(org, conn, customer).await?;
        let uploads = files::unnamed_of(org, conn, customer, UPLOADS_MAX).await?;
        let secret = blobs::secret(org, conn).await?.unwrap_or_default();
        Ok(Some(Opened { view, sessions, uploads, secret }))
    }
}

struct Part(OrgId, CustomerId, Step);

impl Read for Part {
    /// The rows of the part; `None` when the customer or the chat no longer exists.
    type Out = Option<Rows>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, customer, step) = self;
        let rows = match step {
            Step::Events(after) => {
                Rows::Events(everything::events(org, conn, customer, after, EXPORT_ROWS).await?)
            }
            Step::History(after) => Rows::History(
                changes::audit_of_customer(org, conn, customer, after, EXPORT_ROWS).await?,
            ),
            Step::Chat(after) => {
                if find(org, conn, customer).await?.is_none() {
                    return Ok(None);
                }
                match chats::next_of(org, conn, customer, after).await? {
                    Some(chat) => Rows::Chat(chats::find(org, conn, chat).await?.map(Box::new)),
                    None => Rows::Chat(None),
                }
            }
            Step::Ratings(chat, after) => {
                Rows::Ratings(chat, ratings::behind(org, conn, chat, after, EXPORT_ROWS).await?)
            }
            Step::Messages(id, after) => {
                let chat = chats::state(org, conn, id).await?;
                let Some(chat) = chat.filter(|chat| chat.customer == customer) else {
                    return Ok(None);
                };
                Rows::Messages(id, said(org, conn, id, (after, chat.messages)).await?)
            }
        };
        Ok(Some(rows))
    }
}

/// Reads those messages after a position in the chat that fit into one part.
async fn said<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    (after, last): (u64, u64),
) -> StorageResult<Said> {
    let mut count = EXPORT_MESSAGES;
    let range = loop {
        let range = MessageRange::above(after, count);
        let bytes = messages::text_bytes(org, conn, chat, &range).await?;
        if count == 1 || bytes <= EXPORT_TEXT_BYTES {
            break range;
        }
        count /= 2;
    };
    let mut found = messages::page(org, conn, chat, &range).await?;
    found.reverse();
    let attached = attached(org, conn, chat, &found).await?;
    Ok(Said { messages: found, attached, read: range.last(), last })
}

impl Lists {
    /// Begins the export of a customer: `GET /v1/customers/{id}/export`.
    ///
    /// # Errors
    /// [`Rejected::CustomerNotFound`], [`Error::NoRoom`] while other exports take the memory; or
    /// when the caller lacks the right or the database fails.
    pub async fn export_customer(
        &self,
        caller: Caller,
        customer: CustomerId,
    ) -> Result<CustomerExport> {
        caller.check(Right::Export)?;
        let org = caller.org;
        let held = self.budget.take(org, EXPORT_BYTES).await.ok_or(Error::NoRoom)?;
        let found = self.context.store.snapshot(Class::Page, Open(org, customer)).await?;
        let Opened { view, sessions, uploads, secret } = found.ok_or(Rejected::CustomerNotFound)?;
        let link = |file| linked(&self.context, org, &secret, file);
        let uploads: Vec<_> = uploads.into_iter().map(link).collect();
        let (at, sessions, uploads) = (self.context.now(), &sessions, &uploads);
        let mut opening = Vec::new();
        wire::open(&mut opening, &Opening { at, view: &view, sessions, uploads });
        Ok(CustomerExport {
            context: self.context.clone(),
            org,
            customer,
            opening,
            step: Some(Step::Events(0)),
            is_first: true,
            _held: held,
        })
    }
}

impl CustomerExport {
    /// Returns the next bytes of the document; `None` at its end.
    ///
    /// # Errors
    /// [`Rejected::CustomerNotFound`] when the customer was deleted meanwhile, or when the database
    /// fails.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let mut out = take(&mut self.opening);
        while let Some(step) = self.step
            && out.is_empty()
        {
            let part = Part(self.org, self.customer, step);
            let rows = self.context.store.snapshot(Class::Page, part).await?;
            self.step = self.render(&mut out, rows.ok_or(Rejected::CustomerNotFound)?);
        }
        Ok((!out.is_empty()).then_some(out))
    }

    /// Writes the rows of a part, and returns the next part.
    fn render(&mut self, out: &mut Vec<u8>, rows: Rows) -> Option<Step> {
        match rows {
            Rows::Events(rows) => {
                let Some(last) = rows.last().map(|row| row.id.get()) else {
                    return self.turn(out, HISTORY, Step::History(0));
                };
                self.items(out, rows);
                Some(Step::Events(last))
            }
            Rows::History(rows) => {
                let Some(last) = rows.last().map(|row| row.seq.get()) else {
                    return self.turn(out, CHATS, Step::Chat(0));
                };
                // The events are exported in their own list, so their changes are left out here.
                let rows = rows.iter().filter(|row| row.kind != Kind::EventCreated);
                self.items(out, rows.map(audited));
                Some(Step::History(last))
            }
            Rows::Chat(Some(view)) => {
                if !self.is_first {
                    out.push(b',');
                }
                wire::open_chat(out, &view);
                self.is_first = true;
                Some(Step::Ratings(view.chat.id, -1))
            }
            Rows::Chat(None) => {
                raw(out, END);
                None
            }
            Rows::Ratings(chat, rows) => {
                let Some(last) = rows.last().map(|row| i64::from(row.closed_at.get())) else {
                    return self.turn(out, MESSAGES, Step::Messages(chat, 0));
                };
                self.items(out, rows.iter().map(rating));
                Some(Step::Ratings(chat, last))
            }
            Rows::Messages(chat, said) => {
                let shown = said.attached.for_agents(&self.context, self.org, said.messages);
                self.items(out, shown);
                if said.read < said.last {
                    return Some(Step::Messages(chat, said.read));
                }
                raw(out, CHAT_END);
                self.is_first = false;
                Some(Step::Chat(chat.get()))
            }
        }
    }

    fn items<T: deskbell_wire::ToJson>(
        &mut self,
        out: &mut Vec<u8>,
        items: impl IntoIterator<Item = T>,
    ) {
        self.is_first = wire::items(out, self.is_first, items);
    }

    /// Ends the document's current list with the text `between`, and returns the next part.
    fn turn(&mut self, out: &mut Vec<u8>, between: &str, next: Step) -> Option<Step> {
        raw(out, between);
        self.is_first = true;
        Some(next)
    }
}

fn rating(row: &ChatRating) -> ExportedRating<'_> {
    ExportedRating { closed_at: row.closed_at, rating: row.rating, comment: row.comment.as_deref() }
}
