//! The deep check of an organization, which reads every row and compares data that is stored twice.
//! Objects are compared with their last state in the change feed, chats with their messages, and
//! customers' texts with the folded forms for searches. All other rows are compared with the
//! changes whose numbers they store.

mod chats;
mod customers;
mod feed_digests;
mod other_rows;

use deskbell_model::{Agent, Application, ChatId, CustomerId, Department, OrgId};
use deskbell_query::{Limit, Offset, Page, Start};
use deskbell_storage::chats::total as chats_total;
use deskbell_storage::customers::total as customers_total;
use deskbell_storage::{
    Class, Conn, Error as StorageError, Read, Result as StorageResult, changes, everything, reads,
};
use deskbell_wire as wire;

use crate::Lists;
use crate::error::Result;
use crate::lists::Listed;
use feed_digests::FeedDigests;

/// The number of chats or customers that one step of the deep check reads.
const STEP: u32 = 32;
/// The number of changes, events or other rows that one query reads.
const ROWS_AT_ONCE: u32 = 128;
/// The number of agents, departments or applications that one query reads.
const LISTED_AT_ONCE: u32 = 1_000;
/// Chats with more messages than this are not compared with their messages, which are only read.
const MESSAGES_MAX: u64 = 20_000;
/// The largest number of findings that are reported.
const FINDINGS_MAX: usize = 20;

/// The result of a deep check.
#[derive(Clone, Debug, Default)]
pub struct Deep {
    /// The number of rows that were read.
    pub rows: u64,
    /// The first 20 findings; each is a sentence.
    pub findings: Vec<String>,
    /// The number of all findings.
    pub found: u64,
}

impl Deep {
    fn add(&mut self, finding: String) {
        self.found += 1;
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(finding);
        }
    }

    /// Unwraps the result of a read. For a corrupt row, adds a finding and returns `None`.
    fn readable<T>(&mut self, what: &str, read: StorageResult<T>) -> StorageResult<Option<T>> {
        match read {
            Err(StorageError::Corrupt(why)) => {
                self.add(format!("{what} cannot be read: {why}"));
                Ok(None)
            }
            read => read.map(Some),
        }
    }

    fn take(&mut self, other: Self) {
        self.rows += other.rows;
        self.found += other.found;
        let room = FINDINGS_MAX.saturating_sub(self.findings.len());
        self.findings.extend(other.findings.into_iter().take(room));
    }
}

/// The result of a step of the deep check, with the last id that the step checked.
struct Step<I> {
    deep: Deep,
    last: Option<I>,
    /// The chats that have too many messages for a comparison, each with the number of messages
    /// that are not yet read.
    long: Vec<(ChatId, u64)>,
}

impl<I> Default for Step<I> {
    fn default() -> Self {
        Self { deep: Deep::default(), last: None, long: Vec::new() }
    }
}

struct Chats(OrgId, i64);

impl Read for Chats {
    type Out = Step<ChatId>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, after) = self;
        let mut step = Step::default();
        for chat in everything::chats(org, conn, after, STEP).await? {
            let checked = chats::check(org, conn, chat, &mut step.deep).await;
            let rest = step.deep.readable(&format!("chat {chat}"), checked)?.unwrap_or(0);
            step.long.extend((rest > 0).then_some((chat, rest)));
            step.last = Some(chat);
        }
        Ok(step)
    }
}

struct Customers(OrgId, i64);

impl Read for Customers {
    type Out = Step<CustomerId>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(org, after) = self;
        let mut step = Step::default();
        for customer in everything::customers(org, conn, after, STEP).await? {
            let checked = customers::check(org, conn, customer, &mut step.deep).await;
            step.deep.readable(&format!("customer {customer}"), checked)?;
            step.last = Some(customer);
        }
        Ok(step)
    }
}

reads! {
    Changes(org: OrgId, after: i64) -> Vec<changes::ChangeRow> =
        async |conn| changes::after(org, conn, after, ROWS_AT_ONCE).await;
}

struct About(OrgId);

impl Read for About {
    type Out = u64;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<u64> {
        let objects = chats_total(self.0, conn).await? + customers_total(self.0, conn).await?;
        let (oldest, last) = changes::bounds(self.0, conn).await?;
        // About half of the changes concern messages, and the row of each message is read, too.
        let told = last.seq.saturating_sub(oldest).saturating_add(1).max(0).cast_unsigned();
        Ok(objects + told + told / 2)
    }
}

impl Lists {
    /// Estimates the number of rows that [`Lists::read_everything`] reads.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn row_estimate(&self, org: OrgId) -> Result<u64> {
        Ok(self.context.store.snapshot(Class::Point, About(org)).await?)
    }

    /// Reads every row of an organization, and compares data that is stored twice. Calls `progress`
    /// repeatedly with the number of rows that were read.
    ///
    /// # Errors
    /// When the database fails; a corrupt row is a finding instead.
    pub async fn read_everything(&self, org: OrgId, mut progress: impl FnMut(u64)) -> Result<Deep> {
        let mut all = Deep::default();
        let mut last = 0;
        loop {
            let step = self.context.store.long_snapshot(Chats(org, last)).await?;
            all.take(step.deep);
            for (chat, rest) in step.long {
                self.read_messages(org, chat, rest, &mut all).await?;
            }
            progress(all.rows);
            let Some(next) = step.last else { break };
            last = next.get();
        }
        last = 0;
        loop {
            let step = self.context.store.long_snapshot(Customers(org, last)).await?;
            all.take(step.deep);
            progress(all.rows);
            let Some(next) = step.last else { break };
            last = next.get();
        }
        self.read_changes(org, &mut all, &mut progress).await?;
        self.read_other_rows(org, &mut all).await?;
        progress(all.rows);
        Ok(all)
    }

    /// Reads every change, and compares agents, departments and applications with their last
    /// change.
    async fn read_changes(
        &self,
        org: OrgId,
        all: &mut Deep,
        progress: &mut impl FnMut(u64),
    ) -> Result<()> {
        let (mut feed, mut last) = (FeedDigests::default(), 0);
        loop {
            let read = self.context.store.read(Class::Page, Changes(org, last)).await;
            let Some(rows) = all.readable(&format!("a change behind {last}"), read)? else { break };
            let Some(newest) = rows.last() else { break };
            last = newest.seq.get();
            all.rows += rows.len() as u64;
            for row in &rows {
                if row.payload.as_ref().is_some_and(|json| wire::own(json.as_bytes()).is_none()) {
                    all.add(format!("change {} tells what is no object", row.seq.get()));
                }
                if row.chat.is_none() {
                    feed.note(row);
                }
            }
            progress(all.rows);
        }
        self.compare_listed::<Agent>(org, feed_digests::AGENT, &feed, all).await?;
        self.compare_listed::<Department>(org, feed_digests::DEPARTMENT, &feed, all).await?;
        self.compare_listed::<Application>(org, feed_digests::APPLICATION, &feed, all).await
    }

    /// Compares the objects of a kind, such as agents, with their last state in the change feed.
    async fn compare_listed<T: Listed + wire::ToJson>(
        &self,
        org: OrgId,
        kind: &'static str,
        feed: &FeedDigests,
        all: &mut Deep,
    ) -> Result<()> {
        let mut last = 0;
        loop {
            let found = self.list::<T>(org, last, LISTED_AT_ONCE).await?;
            let Some(end) = found.last() else { return Ok(()) };
            last = end.id();
            for it in &found {
                feed.compare(kind, it.id(), it, all);
            }
        }
    }

    /// Reads the oldest `rest` messages of a long chat.
    async fn read_messages(
        &self,
        org: OrgId,
        chat: ChatId,
        mut rest: u64,
        all: &mut Deep,
    ) -> Result<()> {
        while rest > 0 {
            let page = chats::FirstMessages(org, chat, rest);
            let (read, left) = self.context.store.snapshot(Class::Scan, page).await?;
            all.rows += read;
            rest = left;
        }
        Ok(())
    }
}

/// Returns the page of a chat's messages that begins after the `offset` newest messages.
fn page(offset: u64) -> Page {
    let start = Start::Offset(Offset::new(offset).unwrap_or_default());
    Page { start, limit: Limit::default() }
}
