//! Chats' rows.

mod list;
mod remove;
mod row;
mod walk;

use deskbell_model::{AgentId, Chat, ChatId, ChatView, OrgId, Rating, Side};

pub use list::{found, page};
pub use remove::remove_some;
use row::{ChatAgentRow, ChatRow, StateRow, own, select};

use crate::columns::params;
use crate::error::{Error, Result};
use crate::head::{self, Total};
use crate::hundred;
use crate::port::{Conn, Nothing, Param, statements};
use crate::write::Tx;

#[cfg(test)]
pub(crate) use list::STATEMENTS as LIST_STATEMENTS;
#[cfg(test)]
pub(crate) use remove::STATEMENTS as REMOVE_STATEMENTS;
#[cfg(test)]
pub(crate) use walk::STATEMENTS as WALK_STATEMENTS;

statements! {
    /// A new chat.
    INSERT: Point => Nothing =
        "INSERT INTO chats (org_id, id, customer_id, application_id, assignee_id, department_id,
                status, closed_by, created_with, created_at, updated_at, closed_at, snoozed_until,
                rating, last_customer_message_at, last_message_at, last_message_text,
                last_message_id, last_communicated_agent_id, read_by_agent, read_by_customer,
                messages, agent_read_to, customer_read_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                $19, $20, $21, $22, $23, $24)";
    /// What changes about a chat, all of it.
    SAVE: Point => Nothing =
        "UPDATE chats SET assignee_id = $1, department_id = $2, status = $3, closed_by = $4,
                updated_at = $5, closed_at = $6, snoozed_until = $7, rating = $8,
                last_customer_message_at = $9, last_message_at = $10, last_message_text = $11,
                last_message_id = $12, last_communicated_agent_id = $13, read_by_agent = $14,
                read_by_customer = $15, messages = $16, agent_read_to = $17,
                customer_read_to = $18
         WHERE org_id = $19 AND id = $20";
    /// Who wrote in a chat.
    INSERT_AGENT: Point => Nothing =
        "INSERT INTO chat_agents (org_id, chat_id, place, agent_id) VALUES ($1, $2, $3, $4)";
    /// One chat.
    FIND: Point => ChatRow = select!("FROM chats c"; "= $2");
    /// Who wrote in a chat, unless that is known.
    KEEP_AGENT: Point => Nothing =
        "INSERT INTO chat_agents (org_id, chat_id, place, agent_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING";
    /// One chat alone.
    STATE: Point => StateRow =
        concat!("SELECT ", own!(), " FROM chats c WHERE c.org_id = $1 AND c.id = $2");
    /// Who wrote in one chat.
    WRITERS: Page => i64 =
        "SELECT agent_id AS value FROM chat_agents WHERE org_id = $1 AND chat_id = $2
         ORDER BY place";
    /// What most changes change about a chat, and its indexes of no more than that.
    SAVE_NARROW: Point => Nothing =
        "UPDATE chats SET assignee_id = $1, status = $2, updated_at = $3,
                last_customer_message_at = $4, last_message_at = $5, last_message_text = $6,
                last_message_id = $7, last_communicated_agent_id = $8, read_by_agent = $9,
                read_by_customer = $10, messages = $11
         WHERE org_id = $12 AND id = $13";
    /// Who wrote in each of up to 100 chats.
    AGENTS: Page => ChatAgentRow =
        concat!("SELECT w.chat_id, a.id, a.name, a.email, a.role
         FROM chat_agents w CROSS JOIN agents a
         WHERE a.org_id = $1 AND a.id = w.agent_id AND w.org_id = $1 AND w.chat_id IN ",
         hundred::ids!(), " ORDER BY w.chat_id, w.place");
}

/// Adds chats with who wrote in them, and counts them.
///
/// # Errors
/// `Conflict` of `chats_id` when an id is taken, otherwise as the database says.
pub async fn insert<C: Conn>(tx: &mut Tx<'_, C>, chats: &[Chat]) -> Result<()> {
    let org = tx.org;
    let rows: Vec<_> = chats.iter().map(|chat| values(org, chat)).collect();
    tx.conn.exec_many(&INSERT, &rows).await?;
    let mut writers: Vec<Vec<Param<'_>>> = Vec::new();
    for chat in chats {
        for (place, agent) in (1_u64..).zip(&chat.agents) {
            writers.push(params![org, chat.id, place, *agent].into());
        }
    }
    tx.conn.exec_many(&INSERT_AGENT, &writers).await?;
    tx.head.chats += i64::try_from(chats.len()).unwrap_or(i64::MAX);
    Ok(())
}

/// Writes a chat's changed fields, and who came to write in it.
///
/// # Errors
/// `NotFound` when the chat is not there, otherwise as the database says.
pub async fn save<C: Conn>(org: OrgId, conn: &mut C, chat: &Chat) -> Result<()> {
    let row = params![
        chat.assignee,
        chat.department,
        chat.status.as_str(),
        chat.closed_by.map(Side::as_str),
        chat.updated_at,
        chat.closed_at,
        chat.snoozed_until,
        chat.rating.map(Rating::as_str),
        chat.last_customer_message_at,
        chat.last_message_at,
        chat.last_message_text.as_ref(),
        chat.last_message_id,
        chat.last_communicated_agent,
        chat.read_by_agent,
        chat.read_by_customer,
        chat.messages,
        chat.agent_read_to,
        chat.customer_read_to,
        org,
        chat.id,
    ];
    if conn.exec(&SAVE, &row).await? == 0 {
        return Err(Error::NotFound);
    }
    let places = (1_u64..).zip(&chat.agents);
    let rows: Vec<Vec<Param<'_>>> =
        places.map(|(place, agent)| params![org, chat.id, place, *agent].into()).collect();
    conn.exec_many(&KEEP_AGENT, &rows).await
}

fn values(org: OrgId, chat: &Chat) -> Vec<Param<'_>> {
    params![
        org,
        chat.id,
        chat.customer,
        chat.application,
        chat.assignee,
        chat.department,
        chat.status.as_str(),
        chat.closed_by.map(Side::as_str),
        chat.created_with.as_str(),
        chat.created_at,
        chat.updated_at,
        chat.closed_at,
        chat.snoozed_until,
        chat.rating.map(Rating::as_str),
        chat.last_customer_message_at,
        chat.last_message_at,
        chat.last_message_text.as_ref(),
        chat.last_message_id,
        chat.last_communicated_agent,
        chat.read_by_agent,
        chat.read_by_customer,
        chat.messages,
        chat.agent_read_to,
        chat.customer_read_to,
    ]
    .into()
}

/// One chat.
///
/// # Errors
/// As the database says.
pub async fn find<C: Conn>(org: OrgId, conn: &mut C, chat: ChatId) -> Result<Option<ChatView>> {
    let Some(ChatRow(found)) = conn.opt(&FIND, &params![org, chat]).await? else {
        return Ok(None);
    };
    let mut chats = [found];
    add_agents(org, conn, &mut chats).await?;
    let [chat] = chats;
    Ok(Some(chat))
}

/// Writes what a change left different, and who came to write in the chat.
///
/// # Errors
/// As [`save`].
pub async fn update<C: Conn>(org: OrgId, conn: &mut C, before: &Chat, after: &Chat) -> Result<()> {
    if before == after {
        return Ok(());
    }
    let is_narrow = before.department == after.department
        && (before.closed_at, before.closed_by) == (after.closed_at, after.closed_by)
        && (before.snoozed_until, before.rating) == (after.snoozed_until, after.rating)
        && (before.agent_read_to, before.customer_read_to)
            == (after.agent_read_to, after.customer_read_to);
    if !is_narrow {
        return save(org, conn, after).await;
    }
    let row = params![
        after.assignee,
        after.status.as_str(),
        after.updated_at,
        after.last_customer_message_at,
        after.last_message_at,
        after.last_message_text.as_ref(),
        after.last_message_id,
        after.last_communicated_agent,
        after.read_by_agent,
        after.read_by_customer,
        after.messages,
        org,
        after.id,
    ];
    if conn.exec(&SAVE_NARROW, &row).await? == 0 {
        return Err(Error::NotFound);
    }
    let places = (1_u64..).zip(&after.agents).skip(before.agents.len());
    for (place, agent) in places {
        conn.exec(&INSERT_AGENT, &params![org, after.id, place, *agent]).await?;
    }
    Ok(())
}

/// One chat alone, without who wrote in it.
///
/// # Errors
/// As the database says.
pub async fn state<C: Conn>(org: OrgId, conn: &mut C, chat: ChatId) -> Result<Option<Chat>> {
    Ok(conn.opt(&STATE, &params![org, chat]).await?.map(|row| row.0))
}

/// Who wrote in a chat, in the order they first did.
///
/// # Errors
/// As the database says.
pub async fn writers<C: Conn>(org: OrgId, conn: &mut C, chat: ChatId) -> Result<Vec<AgentId>> {
    let ids = conn.all(&WRITERS, &params![org, chat]).await?;
    ids.into_iter().map(|id| AgentId::new(id).ok_or_else(|| Error::corrupt("no id"))).collect()
}

/// How many chats there are.
///
/// # Errors
/// `NotFound` for an unknown organization, otherwise as the database says.
pub async fn total<C: Conn>(org: OrgId, conn: &mut C) -> Result<u64> {
    head::total(org, conn, Total::Chats).await
}

/// Puts in who wrote in each of up to 100 chats.
async fn add_agents<C: Conn>(org: OrgId, conn: &mut C, chats: &mut [ChatView]) -> Result<()> {
    let ids: Vec<_> = chats.iter().map(|view| view.chat.id).collect();
    let Some(params) = hundred::params(org, &ids)? else { return Ok(()) };
    let rows = conn.all(&AGENTS, &params).await?;
    for (place, row) in hundred::places(&ids, rows, |row| row.chat) {
        chats[place].agents.push(row.agent);
    }
    Ok(())
}
