//! The table of mentions, with one row for each agent and chat.

use deskbell_model::{AgentId, ChatId, Mention, OrgId};

use crate::batch;
use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::drafts::AgentInChat;
use crate::error::Result;
use crate::record::{Record as _, record};
use crate::row::Param;
use crate::sql::text;
use crate::statement::statements;

record! { Mention {
    key { agent = "agent_id", chat = "chat_id" }
    often { message = "message_id", by = "by_agent_id", created_at }
} }

statements! {
    INSERT: Point => Nothing = text!(insert("mentions", Mention::COLUMNS));
    SAVE: Point => Nothing = text!(update("mentions", Mention::CHANGING, Mention::KEY));
    FIND: Point => Mention = text!(join(&[
        "SELECT ", text!(list("", Mention::COLUMNS)),
        " FROM mentions WHERE org_id = $1 AND chat_id = $2 AND agent_id = $3"
    ]));
    REMOVE: Point => Nothing =
        "DELETE FROM mentions WHERE org_id = $1 AND chat_id = $2 AND agent_id = $3";
    REMOVE_OF_CHAT: Point => Nothing = "DELETE FROM mentions WHERE org_id = $1 AND chat_id = $2";
    /// Selects the agents who are mentioned in one of up to 100 chats.
    OF_CHATS: Page => AgentInChat =
        concat!("SELECT chat_id, agent_id FROM mentions
         WHERE org_id = $1 AND chat_id IN ", batch::ids!(), " ORDER BY chat_id, agent_id");
    /// Selects the agents who are mentioned in a chat with an id in a range.
    BETWEEN: Page => AgentInChat =
        "SELECT chat_id, agent_id FROM mentions
         WHERE org_id = $1 AND chat_id >= $2 AND chat_id <= $3 ORDER BY chat_id, agent_id";
    COUNT: Page => i64 =
        "SELECT count(*) AS value FROM mentions WHERE org_id = $1 AND agent_id = $2";
    /// Selects the oldest mention of an agent.
    OLDEST_OF_AGENT: Page => Mention = text!(join(&[
        "SELECT ", text!(list("", Mention::COLUMNS)),
        " FROM mentions WHERE org_id = $1 AND agent_id = $2
         ORDER BY created_at, chat_id LIMIT 1"
    ]));
}

/// Stores a new mention.
///
/// # Errors
/// When the database fails; `Conflict` when the agent is mentioned in the chat.
pub async fn insert<C: Conn>(org: OrgId, conn: &mut C, mention: &Mention) -> Result<()> {
    conn.queue(&INSERT, &mention.inserted(org)).await
}

/// Changes a stored mention.
///
/// # Errors
/// When the database fails.
pub async fn save<C: Conn>(org: OrgId, conn: &mut C, mention: &Mention) -> Result<()> {
    conn.queue(&SAVE, &mention.updated(org)).await
}

/// Finds the mention of an agent in a chat.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    agent: AgentId,
) -> Result<Option<Mention>> {
    conn.opt(&FIND, &params![org, chat, agent]).await
}

/// Deletes the mention of an agent in a chat.
///
/// # Errors
/// When the database fails.
pub async fn remove<C: Conn>(org: OrgId, conn: &mut C, chat: ChatId, agent: AgentId) -> Result<()> {
    conn.queue(&REMOVE, &params![org, chat, agent]).await
}

/// Deletes all mentions in chats.
///
/// # Errors
/// When the database fails.
pub(crate) async fn remove_of_chats<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chats: &[ChatId],
) -> Result<()> {
    let rows: Vec<Vec<Param<'_>>> = chats.iter().map(|chat| params![org, *chat].into()).collect();
    conn.queue_many(&REMOVE_OF_CHAT, &rows).await
}

/// Returns the agents who are mentioned in each of up to 100 chats, sorted by chat and agent.
///
/// # Errors
/// When the database fails.
pub(crate) async fn of_chats<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chats: &[ChatId],
) -> Result<Vec<AgentInChat>> {
    let Some(params) = batch::params(org, chats)? else { return Ok(Vec::new()) };
    conn.all(&OF_CHATS, &params).await
}

/// Returns the agents who are mentioned in a chat whose id is in a range, sorted by chat and agent.
///
/// # Errors
/// When the database fails.
pub(crate) async fn between<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (first, last): (ChatId, ChatId),
) -> Result<Vec<AgentInChat>> {
    conn.all(&BETWEEN, &params![org, first, last]).await
}

/// Returns the number of chats in which an agent is mentioned.
///
/// # Errors
/// When the database fails.
pub async fn count<C: Conn>(org: OrgId, conn: &mut C, agent: AgentId) -> Result<u64> {
    let count = conn.one(&COUNT, &params![org, agent]).await?;
    u64::try_from(count).map_err(|_| crate::Error::corrupt("a negative number of mentions"))
}

/// Returns the oldest mention of an agent.
///
/// # Errors
/// When the database fails.
pub async fn oldest<C: Conn>(org: OrgId, conn: &mut C, agent: AgentId) -> Result<Option<Mention>> {
    conn.opt(&OLDEST_OF_AGENT, &params![org, agent]).await
}
