//! The index rows: the values by which objects are sorted and searched. The in-memory index is
//! built and updated from these rows.

use deskbell_model::{AgentId, ChatId, CustomerId, OrgId, Tag, TagId};
use deskbell_query::{ChatIndexRow, CustomerIndexRow};

use crate::batch;
use crate::columns::{Columns, FromRow, params};
use crate::conn::Conn;
use crate::drafts::{self, AgentInChat};
use crate::error::Result;
use crate::mentions;
use crate::row::Row;
use crate::sql::text;
use crate::statement::statements;

/// A SELECT of a table's index rows; the macro's last arguments give the condition.
macro_rules! select {
    ($columns:expr, $table:literal, $($tail:expr),*) => {
        text!(join(&[
            "SELECT ", text!(list("", $columns)), " FROM ", $table,
            " WHERE org_id = $1 AND id ", $($tail),*
        ]))
    };
}

macro_rules! chats {
    ($($tail:expr),*) => { select!(ChatIndexRow::COLUMNS, "chats", $($tail),*) };
}

macro_rules! customers {
    ($($tail:expr),*) => { select!(CustomerIndexRow::COLUMNS, "customers", $($tail),*) };
}

/// The id of an owner (a chat or a customer), and the id of an agent or tag of this owner.
struct HasRow(i64, i64);

impl FromRow for HasRow {
    const COLUMNS: &'static [&'static str] = &["owner", "value"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self(columns.int()?, columns.int()?))
    }
}

statements! {
    /// Selects the chats with ids above a given id.
    CHATS_AFTER: Page => ChatIndexRow = chats!("> $2 ORDER BY id LIMIT $3");
    CHATS: Page => ChatIndexRow = chats!("IN ", batch::ids!());
    /// Selects the agents who wrote in the chats with ids in a range.
    AGENTS_BETWEEN: Page => HasRow =
        "SELECT chat_id AS owner, agent_id AS value FROM chat_agents
         WHERE org_id = $1 AND chat_id >= $2 AND chat_id <= $3 ORDER BY chat_id, place";
    /// Selects the agents who wrote in the chats with the given ids, up to 100 ids.
    AGENTS: Page => HasRow =
        concat!("SELECT chat_id AS owner, agent_id AS value FROM chat_agents
         WHERE org_id = $1 AND chat_id IN ", batch::ids!(), " ORDER BY chat_id, place");
    /// Selects the customers with ids above a given id.
    CUSTOMERS_AFTER: Page => CustomerIndexRow = customers!("> $2 ORDER BY id LIMIT $3");
    CUSTOMERS: Page => CustomerIndexRow = customers!("IN ", batch::ids!());
    /// Selects the tags of the customers with ids in a range.
    TAGS_BETWEEN: Page => HasRow =
        "SELECT customer_id AS owner, tag_id AS value FROM customer_tags
         WHERE org_id = $1 AND customer_id >= $2 AND customer_id <= $3
         ORDER BY customer_id, place";
    /// Selects the tags of up to 100 customers.
    TAGS: Page => HasRow =
        concat!("SELECT customer_id AS owner, tag_id AS value FROM customer_tags
         WHERE org_id = $1 AND customer_id IN ", batch::ids!(), " ORDER BY customer_id, place");
    /// Selects the tags that were changed after a given change.
    TAGS_CHANGED: Page => Tag =
        "SELECT id, name, color FROM tags WHERE org_id = $1 AND changed_seq > $2";
}

/// Calls `give` with each value and its owner. The values and the owners must be sorted by the
/// owner's id.
fn share<O>(
    owners: &mut [O],
    has: Vec<HasRow>,
    id: impl Fn(&O) -> i64,
    give: impl Fn(&mut O, i64),
) {
    let mut owners = owners.iter_mut().peekable();
    for HasRow(owner, value) in has {
        while owners.next_if(|other| id(other) < owner).is_some() {}
        if let Some(found) = owners.peek_mut().filter(|other| id(other) == owner) {
            give(found, value);
        }
    }
}

fn share_agents(mut chats: Vec<ChatIndexRow>, has: Vec<HasRow>) -> Vec<ChatIndexRow> {
    chats.sort_unstable_by_key(|chat| chat.id);
    let give = |chat: &mut ChatIndexRow, agent| chat.agents.extend(AgentId::new(agent));
    share(&mut chats, has, |chat| chat.id.get(), give);
    chats
}

/// Calls `give` with each of these agents and the agent's chat. The chats must be sorted by id.
fn share_with(
    chats: &mut [ChatIndexRow],
    agents: Vec<AgentInChat>,
    give: impl Fn(&mut ChatIndexRow, AgentId),
) {
    let has = agents.into_iter().map(|it| HasRow(it.chat.get(), it.agent.get())).collect();
    let give = |chat: &mut ChatIndexRow, agent| AgentId::new(agent).map_or((), |it| give(chat, it));
    share(chats, has, |chat| chat.id.get(), give);
}

fn share_tags(mut customers: Vec<CustomerIndexRow>, has: Vec<HasRow>) -> Vec<CustomerIndexRow> {
    customers.sort_unstable_by_key(|customer| customer.id);
    let give = |customer: &mut CustomerIndexRow, tag| customer.tags.extend(TagId::new(tag));
    share(&mut customers, has, |customer| customer.id.get(), give);
    customers
}

/// Returns up to `limit` chats with ids above `after`, sorted by id.
///
/// # Errors
/// When the database fails.
pub async fn chats_after<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<ChatIndexRow>> {
    let rows = conn.all(&CHATS_AFTER, &params![org, after, limit]).await?;
    let Some((first, last)) = rows.first().zip(rows.last()) else { return Ok(Vec::new()) };
    let (first, last) = (first.id, last.id);
    let has = conn.all(&AGENTS_BETWEEN, &params![org, first, last]).await?;
    let mut rows = share_agents(rows, has);
    let drafts = drafts::between(org, conn, (first, last)).await?;
    share_with(&mut rows, drafts, |chat, agent| chat.drafts.push(agent));
    let mentions = mentions::between(org, conn, (first, last)).await?;
    share_with(&mut rows, mentions, |chat, agent| chat.mentions.push(agent));
    Ok(rows)
}

/// Returns the chats with these ids, up to 100; missing chats are left out.
///
/// # Errors
/// When the database fails.
pub async fn chats<C: Conn>(org: OrgId, conn: &mut C, ids: &[ChatId]) -> Result<Vec<ChatIndexRow>> {
    let Some(params) = batch::params(org, ids)? else { return Ok(Vec::new()) };
    let rows = conn.all(&CHATS, &params).await?;
    let has = conn.all(&AGENTS, &params).await?;
    let mut rows = share_agents(rows, has);
    let drafts = drafts::of_chats(org, conn, ids).await?;
    share_with(&mut rows, drafts, |chat, agent| chat.drafts.push(agent));
    let mentions = mentions::of_chats(org, conn, ids).await?;
    share_with(&mut rows, mentions, |chat, agent| chat.mentions.push(agent));
    Ok(rows)
}

/// Returns up to `limit` customers with ids above `after`, sorted by id.
///
/// # Errors
/// When the database fails.
pub async fn customers_after<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<CustomerIndexRow>> {
    let rows = conn.all(&CUSTOMERS_AFTER, &params![org, after, limit]).await?;
    let Some((first, last)) = rows.first().zip(rows.last()) else { return Ok(Vec::new()) };
    let has = conn.all(&TAGS_BETWEEN, &params![org, first.id, last.id]).await?;
    Ok(share_tags(rows, has))
}

/// Returns the customers with these ids, up to 100; missing customers are left out.
///
/// # Errors
/// When the database fails.
pub async fn customers<C: Conn>(
    org: OrgId,
    conn: &mut C,
    ids: &[CustomerId],
) -> Result<Vec<CustomerIndexRow>> {
    let Some(params) = batch::params(org, ids)? else { return Ok(Vec::new()) };
    let rows = conn.all(&CUSTOMERS, &params).await?;
    let has = conn.all(&TAGS, &params).await?;
    Ok(share_tags(rows, has))
}

/// Returns the tags that were created or recoloured after change `seq`, and possibly other tags;
/// all tags if `seq` is -1.
///
/// # Errors
/// When the database fails.
pub async fn tags_changed<C: Conn>(org: OrgId, conn: &mut C, seq: i64) -> Result<Vec<Tag>> {
    conn.all(&TAGS_CHANGED, &params![org, seq]).await
}
