//! The tables of reports: the facts of each counted chat, the sums over all chats, and the progress
//! of the counting.

mod reading;

use deskbell_model::report::{Metric, Spoken, Sum, SumKey, Sums};
use deskbell_model::{ChatId, CustomerId, Day, OrgId, Seconds, TagId};

#[cfg(test)]
pub(crate) use reading::STATEMENTS as READING_STATEMENTS;
pub use reading::{By, SumRow, SumsQuestion, sums, tag_names};

use crate::columns::{Columns, FromRow, Nothing, params};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::row::{Param, Row};
use crate::selected::selected;
use crate::statement::statements;
use crate::write::Tx;

/// The progress of counting an organization's chats for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportState {
    /// The number of the last change that is included in the reports' counts.
    pub seq: i64,
    /// The last chat that was counted in the pass over all chats; `None` when no pass is due.
    pub walked_to: Option<i64>,
    /// The time zone and the opening hours with which chats are counted, as a short text.
    pub calendar: String,
}

/// An organization with changes that reports have not counted yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueReport {
    /// The time of the earliest uncounted change.
    pub at: Seconds,
    /// The organization with the changes.
    pub org: OrgId,
}

selected! { DueReport { at = "report_at", org = "org_id" } }

selected! { ReportState { seq, walked_to, calendar } }

selected! { Spoken { seq, from = "author", agent = "agent_id", at = "created_at" } }

struct SumOf(SumKey, Sum);

impl FromRow for SumOf {
    const COLUMNS: &'static [&'static str] =
        &["day", "metric", "agent_id", "department_id", "tag_id", "bucket", "amount", "seconds"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        let day = Day::new(columns.int()?);
        let metric = columns.word(Metric::parse)?;
        let (agent, department, tag) = (columns.int()?, columns.int()?, columns.int()?);
        let key = SumKey { day, metric, agent, department, tag, bucket: columns.get()? };
        Ok(Self(key, Sum { amount: columns.int()?, seconds: columns.int()? }))
    }
}

struct FactsOf {
    chat: i64,
    facts: String,
}

selected! { FactsOf { chat = "chat_id", facts } }

statements! {
    STATE: Point => ReportState =
        "SELECT seq, walked_to, calendar FROM report_states WHERE org_id = $1";
    SET_STATE: Point => Nothing =
        "INSERT INTO report_states (org_id, seq, walked_to, calendar) VALUES ($1, $2, $3, $4)
         ON CONFLICT (org_id) DO UPDATE
         SET seq = excluded.seq, walked_to = excluded.walked_to, calendar = excluded.calendar";
    FACTS: Point => String =
        "SELECT facts AS value FROM report_chats WHERE org_id = $1 AND chat_id = $2";
    SET_FACTS: Point => Nothing =
        "INSERT INTO report_chats (org_id, chat_id, facts) VALUES ($1, $2, $3)
         ON CONFLICT (org_id, chat_id) DO UPDATE SET facts = excluded.facts";
    REMOVE_FACTS: Point => Nothing =
        "DELETE FROM report_chats WHERE org_id = $1 AND chat_id = $2";
    /// Selects the facts that reports have stored about chats with ids above a given id.
    ALL_FACTS: Page => FactsOf =
        "SELECT chat_id, facts FROM report_chats
         WHERE org_id = $1 AND chat_id > $2 ORDER BY chat_id LIMIT $3";
    ADD: Point => Nothing =
        "INSERT INTO report_sums AS s (org_id, day, metric, agent_id, department_id, tag_id, bucket,
                amount, seconds)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (org_id, day, metric, agent_id, department_id, tag_id, bucket) DO UPDATE
         SET amount = s.amount + excluded.amount, seconds = s.seconds + excluded.seconds";
    /// Deletes a stored sum if it is zero.
    SETTLE: Point => Nothing =
        "DELETE FROM report_sums
         WHERE org_id = $1 AND day = $2 AND metric = $3 AND agent_id = $4 AND department_id = $5
           AND tag_id = $6 AND bucket = $7 AND amount = 0 AND seconds = 0";
    ALL_SUMS: Scan => SumOf =
        "SELECT day, metric, agent_id, department_id, tag_id, bucket, amount, seconds
         FROM report_sums WHERE org_id = $1";
    /// Selects the chats with ids above a given id that reports have counted, whether or not the
    /// chats still exist.
    NEXT_COUNTED: Page => i64 =
        "SELECT chat_id AS value FROM report_chats
         WHERE org_id = $1 AND chat_id > $2 ORDER BY chat_id LIMIT $3";
    /// Selects the existing chats with ids above a given id.
    NEXT_CHATS: Page => i64 =
        "SELECT id AS value FROM chats WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    /// Selects the messages of customers and agents in a chat after a position.
    SPOKEN: Page => Spoken =
        "SELECT seq, author, agent_id, created_at FROM messages
         WHERE org_id = $1 AND chat_id = $2 AND seq > $3 AND kind NOT IN ('private', 'tech')
         ORDER BY seq LIMIT $4";
    TAGS: Page => i64 =
        "SELECT tag_id AS value FROM customer_tags
         WHERE org_id = $1 AND customer_id = $2 ORDER BY place LIMIT $3";
    /// Selects the customers whose tags were changed by a range of changes.
    RETAGGED: Page => i64 =
        "SELECT DISTINCT subject AS value FROM changes
         WHERE org_id = $1 AND seq > $2 AND seq <= $3 AND kind = 'customer.updated'
           AND before LIKE '%\"tags\":%'";
    CHATS_OF: Page => i64 =
        "SELECT id AS value FROM chats WHERE org_id = $1 AND customer_id = $2 ORDER BY id LIMIT $3";
    FORGET_FACTS: Scan => Nothing = "DELETE FROM report_chats WHERE org_id = $1";
    FORGET_SUMS: Scan => Nothing = "DELETE FROM report_sums WHERE org_id = $1";
}

/// Returns the progress of counting an organization's chats for reports; `None` before the first
/// step.
///
/// # Errors
/// When the database fails.
pub async fn state<C: Conn>(org: OrgId, conn: &mut C) -> Result<Option<ReportState>> {
    conn.opt(&STATE, &params![org]).await
}

/// Writes the progress of counting an organization's chats for reports. `is_done` means that
/// nothing is left to count until the organization's next change.
///
/// # Errors
/// When the database fails.
pub async fn set_state<C: Conn>(
    tx: &mut Tx<'_, C>,
    state: &ReportState,
    is_done: bool,
) -> Result<()> {
    if is_done {
        tx.counters.report_at = None;
    }
    let row = params![tx.org, state.seq, state.walked_to, &state.calendar];
    tx.conn.queue(&SET_STATE, &row).await
}

/// Returns the facts that reports have stored about each chat, in the order of `chats`; `None` for
/// a chat that was never counted.
///
/// # Errors
/// When the database fails.
pub async fn facts<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chats: &[ChatId],
) -> Result<Vec<Option<String>>> {
    let sets: Vec<Vec<_>> = chats.iter().map(|chat| params![org, *chat].into()).collect();
    Ok(conn.many(&FACTS, &sets).await?.into_iter().map(|rows| rows.into_iter().next()).collect())
}

/// Stores the facts that reports need about a chat; `None` deletes the facts, for a chat that is no
/// longer counted.
///
/// # Errors
/// When the database fails.
pub async fn set_facts<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    facts: Option<&str>,
) -> Result<()> {
    match facts {
        Some(facts) => conn.queue(&SET_FACTS, &params![org, chat, facts]).await,
        None => conn.queue(&REMOVE_FACTS, &params![org, chat]).await,
    }
}

/// Returns up to `limit` counted chats with ids above `after`, sorted by id, each with its stored
/// facts.
///
/// # Errors
/// When the database fails.
pub async fn all_facts<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<(i64, String)>> {
    let rows = conn.all(&ALL_FACTS, &params![org, after, limit]).await?;
    Ok(rows.into_iter().map(|row| (row.chat, row.facts)).collect())
}

/// Adds these sums to the stored sums of reports.
///
/// # Errors
/// When the database fails.
pub async fn add<C: Conn>(org: OrgId, conn: &mut C, sums: &Sums) -> Result<()> {
    let key = |key: &'_ SumKey| -> Vec<Param<'static>> {
        let SumKey { day, metric, agent, department, tag, bucket } = *key;
        params![org, day.number(), metric.as_str(), agent, department, tag, bucket].into()
    };
    let row = |(of, sum): (&SumKey, &Sum)| {
        let mut row = key(of);
        row.extend(params![sum.amount, sum.seconds]);
        row
    };
    let rows: Vec<_> = sums.0.iter().map(row).collect();
    conn.queue_many(&ADD, &rows).await?;
    let less = sums.0.iter().filter(|(_, sum)| sum.amount < 0 || sum.seconds < 0);
    let rows: Vec<_> = less.map(|(of, _)| key(of)).collect();
    conn.queue_many(&SETTLE, &rows).await
}

/// Returns all stored sums of reports.
///
/// # Errors
/// When the database fails.
pub async fn all_sums<C: Conn>(org: OrgId, conn: &mut C) -> Result<Sums> {
    let rows = conn.all(&ALL_SUMS, &params![org]).await?;
    Ok(Sums(rows.into_iter().map(|SumOf(key, sum)| (key, sum)).collect()))
}

/// Returns up to `limit` chats with ids above `after` that exist or were counted, sorted by id.
///
/// # Errors
/// When the database fails.
pub async fn next_chats<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<ChatId>> {
    let key = params![org, after, limit];
    let (mut ids, counted) = conn.both((&NEXT_CHATS, &key), (&NEXT_COUNTED, &key)).await?;
    ids.extend(counted);
    ids.sort_unstable();
    ids.dedup();
    ids.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(ids.into_iter().filter_map(ChatId::new).collect())
}

/// Returns up to `limit` messages of customers and agents in each chat, in the order of `chats`.
/// `chats` gives a position with each chat; only messages at higher positions are returned.
///
/// # Errors
/// When the database fails.
pub async fn spoken<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chats: &[(ChatId, u64)],
    limit: u32,
) -> Result<Vec<Vec<Spoken>>> {
    let set = |(chat, after): &(ChatId, u64)| params![org, *chat, *after, limit].into();
    conn.many(&SPOKEN, &chats.iter().map(set).collect::<Vec<_>>()).await
}

/// Returns up to `limit` tags of each customer, in the order of `customers`.
///
/// # Errors
/// When the database fails.
pub async fn tags<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customers: &[CustomerId],
    limit: u32,
) -> Result<Vec<Vec<TagId>>> {
    let sets: Vec<Vec<_>> =
        customers.iter().map(|customer| params![org, *customer, limit].into()).collect();
    let tag = |id| TagId::new(id).ok_or_else(|| Error::corrupt("no id"));
    let found = conn.many(&TAGS, &sets).await?.into_iter();
    found.map(|ids| ids.into_iter().map(tag).collect()).collect()
}

/// Returns up to `limit` chats of each customer whose tags were changed by changes with numbers
/// above `after` and up to `to`.
///
/// # Errors
/// When the database fails.
pub async fn retagged_chats<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (after, to): (i64, i64),
    limit: u32,
) -> Result<Vec<ChatId>> {
    let mut chats = Vec::new();
    for customer in conn.all(&RETAGGED, &params![org, after, to]).await? {
        let ids = conn.all(&CHATS_OF, &params![org, customer, limit]).await?;
        chats.extend(ids.into_iter().filter_map(ChatId::new));
    }
    Ok(chats)
}

/// Deletes all facts and sums that the reports of an organization have stored.
///
/// # Errors
/// When the database fails.
pub async fn forget<C: Conn>(tx: &mut Tx<'_, C>) -> Result<()> {
    tx.conn.queue(&FORGET_FACTS, &params![tx.org]).await?;
    tx.conn.queue(&FORGET_SUMS, &params![tx.org]).await
}

/// Returns the number of the last change, including the changes of this transaction.
#[must_use]
pub fn last_change<C>(tx: &Tx<'_, C>) -> i64 {
    tx.counters.last_seq()
}
