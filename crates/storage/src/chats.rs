//! The table of chats.

mod keyset;
mod list;
mod owner;
mod remove;
mod replace;
mod row;

use deskbell_model::{
    AgentId, AgentRef, Chat, ChatId, ChatView, CustomerId, DepartmentId, OrgId, Seconds, Status,
    Timestamp,
};

pub use list::{found, page};
pub use owner::{give, latest_of, next_of};
pub use remove::{remove, remove_some};
pub use replace::replace;
use row::{ChatAgentRow, OWN, select};

use crate::batch;
use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::counters::{self, Total};
use crate::error::{Error, Result};
use crate::ratings;
use crate::record::Record as _;
use crate::row::Param;
use crate::selected::selected;
use crate::sql::{columns, text};
use crate::statement::statements;
use crate::timers::{self, TimerKind};
use crate::write::Tx;

#[cfg(test)]
pub(crate) use keyset::STATEMENTS as KEYSET_STATEMENTS;
#[cfg(test)]
pub(crate) use list::STATEMENTS as LIST_STATEMENTS;
#[cfg(test)]
pub(crate) use owner::STATEMENTS as OWNER_STATEMENTS;
#[cfg(test)]
pub(crate) use remove::STATEMENTS as REMOVE_STATEMENTS;
#[cfg(test)]
pub(crate) use replace::STATEMENTS as REPLACE_STATEMENTS;

statements! {
    INSERT: Point => Nothing =
        text!(insert("chats", columns!(Chat::COLUMNS, Chat::FOLDED)));
    SAVE: Point => Nothing = text!(update("chats", Chat::CHANGING, Chat::KEY));
    /// Writes only the columns that most changes modify. The indexes on the other columns then need
    /// not be written.
    SAVE_OFTEN: Point => Nothing = text!(update("chats", Chat::OFTEN, Chat::KEY));
    INSERT_AGENT: Point => Nothing =
        "INSERT INTO chat_agents (org_id, chat_id, place, agent_id) VALUES ($1, $2, $3, $4)";
    /// Deletes the list of the agents who wrote in a chat.
    REMOVE_AGENTS: Point => Nothing =
        "DELETE FROM chat_agents WHERE org_id = $1 AND chat_id = $2";
    FIND: Point => ChatView = select!("FROM chats c"; "= $2");
    /// Records an agent who wrote in a chat, unless the agent is recorded already.
    KEEP_AGENT: Point => Nothing =
        "INSERT INTO chat_agents (org_id, chat_id, place, agent_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING";
    /// Selects a chat's own row, without the rows of its customer, assignee and department.
    STATE: Point => Chat =
        text!(join(&["SELECT ", OWN, " FROM chats c WHERE c.org_id = $1 AND c.id = $2"]));
    /// Selects a chat's own row, and the time of the chat's last message if the chat changed at $1
    /// or later.
    STATE_SINCE: Point => ChatSince =
        text!(join(&["SELECT ", OWN, ",
                CASE WHEN c.updated_at >= $1 THEN (SELECT m.created_at FROM messages m
                    WHERE m.org_id = $2 AND m.chat_id = $3 AND m.seq = c.messages) END AS last_at
             FROM chats c WHERE c.org_id = $2 AND c.id = $3"]));
    /// Selects the assignments of up to 100 chats.
    ASSIGNED: Page => AssignedRow =
        concat!("SELECT id, assignee_id, department_id FROM chats
         WHERE org_id = $1 AND id IN ", batch::ids!());
    /// Selects the assignees of the chats with ids above a given id. The time for a page does not
    /// depend on the number of chats, since the id is the only condition.
    ASSIGNEES_BEHIND: Page => AssigneeRow =
        "SELECT id, assignee_id, status FROM chats
         WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    /// Selects the ids of a customer's newest chats.
    NEWEST_OF: Page => i64 =
        "SELECT id AS value FROM chats WHERE org_id = $1 AND customer_id = $2
         ORDER BY id DESC LIMIT $3";
    /// Selects the ids of the agents who wrote in a chat.
    WRITERS: Page => i64 =
        "SELECT agent_id AS value FROM chat_agents WHERE org_id = $1 AND chat_id = $2
         ORDER BY place";
    /// Selects the agents who wrote in a chat.
    AGENTS_OF: Page => AgentRef =
        "SELECT a.id, a.name, a.email, a.role FROM chat_agents w CROSS JOIN agents a
         WHERE a.org_id = $1 AND a.id = w.agent_id AND w.org_id = $1 AND w.chat_id = $2
         ORDER BY w.place";
    /// Selects the agents who wrote in each of up to 100 chats.
    AGENTS: Page => ChatAgentRow =
        concat!("SELECT w.chat_id, a.id, a.name, a.email, a.role
         FROM chat_agents w CROSS JOIN agents a
         WHERE a.org_id = $1 AND a.id = w.agent_id AND w.org_id = $1 AND w.chat_id IN ",
         batch::ids!(), " ORDER BY w.chat_id, w.place");
}

/// Adds chats with the agents who wrote in them, and increases the count of chats.
///
/// # Errors
/// When the database fails; `Conflict` of `chats_id` when an id is taken.
pub async fn insert<C: Conn>(tx: &mut Tx<'_, C>, chats: &[Chat]) -> Result<()> {
    let org = tx.org;
    let rows: Vec<_> = chats.iter().map(|chat| chat.inserted(org)).collect();
    tx.conn.queue_many(&INSERT, &rows).await?;
    let mut writers: Vec<Vec<Param<'_>>> = Vec::new();
    for chat in chats {
        for (place, agent) in (1_u64..).zip(&chat.agents) {
            writers.push(params![org, chat.id, place, *agent].into());
        }
    }
    tx.conn.queue_many(&INSERT_AGENT, &writers).await?;
    let snoozes = chats.iter().filter_map(|chat| Some((chat.id.get(), chat.snoozed_until?)));
    timers::set(org, tx.conn, TimerKind::Snooze, snoozes).await?;
    ratings::set(org, tx.conn, chats).await?;
    tx.counters.chats += i64::try_from(chats.len()).unwrap_or(i64::MAX);
    Ok(())
}

/// Writes a chat's mutable fields, timer and rating, and records the agents who wrote in the chat
/// and are not recorded yet.
///
/// # Errors
/// When the database fails; `NotFound` when the chat does not exist.
pub async fn save<C: Conn>(org: OrgId, conn: &mut C, chat: &Chat) -> Result<()> {
    if conn.exec(&SAVE, &chat.updated(org)).await? == 0 {
        return Err(Error::NotFound);
    }
    keep_agents(org, conn, chat).await?;
    set_timer(org, conn, chat).await?;
    ratings::set(org, conn, std::slice::from_ref(chat)).await
}

async fn set_timer<C: Conn>(org: OrgId, conn: &mut C, chat: &Chat) -> Result<()> {
    let id = chat.id.get();
    match chat.snoozed_until {
        Some(until) => timers::set(org, conn, TimerKind::Snooze, [(id, until)]).await,
        None => timers::clear(org, conn, TimerKind::Snooze, [id]).await,
    }
}

async fn keep_agents<C: Conn>(org: OrgId, conn: &mut C, chat: &Chat) -> Result<()> {
    let places = (1_u64..).zip(&chat.agents);
    let rows: Vec<Vec<Param<'_>>> =
        places.map(|(place, agent)| params![org, chat.id, place, *agent].into()).collect();
    conn.queue_many(&KEEP_AGENT, &rows).await
}

/// Finds a chat with its customer, assignee, department and agents.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(org: OrgId, conn: &mut C, chat: ChatId) -> Result<Option<ChatView>> {
    let key = params![org, chat];
    let (found, agents) = conn.both((&FIND, &key), (&AGENTS_OF, &key)).await?;
    Ok(found.into_iter().next().map(|found| ChatView { agents, ..found }))
}

/// Writes the state `after` of a chat, and records the agents who have now written in the chat for
/// the first time. If only columns of `Chat::OFTEN` differ from `before`, only these columns are
/// written.
///
/// # Errors
/// The errors of [`save`].
pub async fn update<C: Conn>(org: OrgId, conn: &mut C, before: &Chat, after: &Chat) -> Result<()> {
    if before == after {
        return Ok(());
    }
    if !before.agrees_seldom(after) {
        conn.queue(&SAVE, &after.updated(org)).await?;
        keep_agents(org, conn, after).await?;
        if after.snoozed_until != before.snoozed_until {
            set_timer(org, conn, after).await?;
        }
        if after.rating != before.rating {
            ratings::set(org, conn, std::slice::from_ref(after)).await?;
        }
        return Ok(());
    }
    conn.queue(&SAVE_OFTEN, &after.updated_often(org)).await?;
    let places = (1_u64..).zip(&after.agents).skip(before.agents.len());
    for (place, agent) in places {
        conn.queue(&INSERT_AGENT, &params![org, after.id, place, *agent]).await?;
    }
    Ok(())
}

/// Finds a chat's own row, without the rows of its customer, assignee, department and agents.
///
/// # Errors
/// When the database fails.
pub async fn state<C: Conn>(org: OrgId, conn: &mut C, chat: ChatId) -> Result<Option<Chat>> {
    conn.opt(&STATE, &params![org, chat]).await
}

/// Finds the rows of several chats, in the order of `chats`; see [`state`].
///
/// # Errors
/// When the database fails.
pub async fn states<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chats: &[ChatId],
) -> Result<Vec<Option<Chat>>> {
    let sets: Vec<Vec<_>> = chats.iter().map(|chat| params![org, *chat].into()).collect();
    Ok(conn.many(&STATE, &sets).await?.into_iter().map(|rows| rows.into_iter().next()).collect())
}

/// The agent and the department to which a chat is assigned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssignedRow {
    /// The id of the chat.
    pub chat: ChatId,
    /// The assignee; `None` for a chat without an assigned agent.
    pub agent: Option<AgentId>,
    /// The department; `None` for a chat without a department.
    pub department: Option<DepartmentId>,
}

selected! { AssignedRow { chat = "id", agent = "assignee_id", department = "department_id" } }

/// Returns the assignments of up to 100 chats; missing chats are left out.
///
/// # Errors
/// When the database fails; `Internal` for more than 100 ids.
pub async fn assigned<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chats: &[ChatId],
) -> Result<Vec<AssignedRow>> {
    let Some(params) = batch::params(org, chats)? else { return Ok(Vec::new()) };
    conn.all(&ASSIGNED, &params).await
}

/// The agent to whom a chat is assigned, with the status of the chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AssigneeRow {
    /// The id of the chat.
    pub chat: ChatId,
    /// The assignee; `None` for a chat without an assigned agent.
    pub agent: Option<AgentId>,
    /// The status of the chat.
    pub status: Status,
}

selected! { AssigneeRow { chat = "id", agent = "assignee_id", status } }

/// Returns the assignees of up to `limit` chats with ids above `after`, in the order of the ids.
///
/// # Errors
/// When the database fails.
pub async fn assignees_behind<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: i64,
    limit: u32,
) -> Result<Vec<AssigneeRow>> {
    conn.all(&ASSIGNEES_BEHIND, &params![org, after, limit]).await
}

/// Returns the ids of a customer's newest chats, at most `limit`, the newest first.
///
/// # Errors
/// When the database fails.
pub async fn newest_of<C: Conn>(
    org: OrgId,
    conn: &mut C,
    customer: CustomerId,
    limit: u32,
) -> Result<Vec<ChatId>> {
    let ids = conn.all(&NEWEST_OF, &params![org, customer, limit]).await?;
    ids.into_iter().map(|id| ChatId::new(id).ok_or_else(|| Error::corrupt("no id"))).collect()
}

/// A chat's own row, with the time of its last message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatSince {
    /// The chat, without the agents who wrote in it.
    pub chat: Chat,
    /// The time of the chat's last message; `None` without a message, or if the chat did not change
    /// at the given time or later.
    pub last_at: Option<Timestamp>,
}

selected! { ChatSince { chat: Chat, last_at } }

/// Finds a chat's own row, and the time of the chat's last message if the chat changed at `since`
/// or later.
///
/// # Errors
/// When the database fails.
pub async fn state_since<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    since: Seconds,
) -> Result<Option<ChatSince>> {
    conn.opt(&STATE_SINCE, &params![since, org, chat]).await
}

/// Returns the agents who wrote in a chat, in the order of their first messages.
///
/// # Errors
/// When the database fails.
pub async fn writers<C: Conn>(org: OrgId, conn: &mut C, chat: ChatId) -> Result<Vec<AgentId>> {
    let ids = conn.all(&WRITERS, &params![org, chat]).await?;
    ids.into_iter().map(|id| AgentId::new(id).ok_or_else(|| Error::corrupt("no id"))).collect()
}

/// Returns the number of chats.
///
/// # Errors
/// When the database fails; `NotFound` for an unknown organization.
pub async fn total<C: Conn>(org: OrgId, conn: &mut C) -> Result<u64> {
    counters::total(org, conn, Total::Chats).await
}

/// Adds to each of up to 100 chats the agents who wrote in the chat.
async fn add_agents<C: Conn>(org: OrgId, conn: &mut C, chats: &mut [ChatView]) -> Result<()> {
    let ids: Vec<_> = chats.iter().map(|view| view.chat.id).collect();
    let Some(params) = batch::params(org, &ids)? else { return Ok(()) };
    let rows = conn.all(&AGENTS, &params).await?;
    for (place, row) in batch::places(&ids, rows, |row| row.chat) {
        chats[place].agents.push(row.agent);
    }
    Ok(())
}
