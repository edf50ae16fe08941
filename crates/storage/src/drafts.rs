//! The table of drafts, with one row for each agent and chat.

use deskbell_model::{AgentId, ChatId, OrgId, ReplyDraft, Seconds};

use crate::batch;
use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::record::{Record as _, record};
use crate::row::Param;
use crate::selected::selected;
use crate::sql::text;
use crate::statement::statements;

record! { ReplyDraft {
    key { agent = "agent_id", chat = "chat_id" }
    often { text, is_note, updated_at }
} }

/// An agent in a chat, as the key of a draft or of a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgentInChat {
    /// The id of the chat.
    pub chat: ChatId,
    /// The id of the agent.
    pub agent: AgentId,
}

selected! { AgentInChat { chat = "chat_id", agent = "agent_id" } }

statements! {
    INSERT: Point => Nothing = text!(insert("drafts", ReplyDraft::COLUMNS));
    SAVE: Point => Nothing = text!(update("drafts", ReplyDraft::CHANGING, ReplyDraft::KEY));
    FIND: Point => ReplyDraft = text!(join(&[
        "SELECT ", text!(list("", ReplyDraft::COLUMNS)),
        " FROM drafts WHERE org_id = $1 AND chat_id = $2 AND agent_id = $3"
    ]));
    REMOVE: Point => Nothing =
        "DELETE FROM drafts WHERE org_id = $1 AND chat_id = $2 AND agent_id = $3";
    REMOVE_OF_CHAT: Point => Nothing = "DELETE FROM drafts WHERE org_id = $1 AND chat_id = $2";
    /// Selects the agents with a draft in one of up to 100 chats.
    OF_CHATS: Page => AgentInChat =
        concat!("SELECT chat_id, agent_id FROM drafts
         WHERE org_id = $1 AND chat_id IN ", batch::ids!(), " ORDER BY chat_id, agent_id");
    /// Selects the agents with a draft in a chat whose id is in a range.
    BETWEEN: Page => AgentInChat =
        "SELECT chat_id, agent_id FROM drafts
         WHERE org_id = $1 AND chat_id >= $2 AND chat_id <= $3 ORDER BY chat_id, agent_id";
    COUNT: Page => i64 =
        "SELECT count(*) AS value FROM drafts WHERE org_id = $1 AND agent_id = $2";
    /// Selects the least recently stored draft of an agent.
    OLDEST_OF_AGENT: Page => AgentInChat =
        "SELECT chat_id, agent_id FROM drafts WHERE org_id = $1 AND agent_id = $2
         ORDER BY updated_at, chat_id LIMIT 1";
    /// Selects the drafts that were stored before a time.
    OLD: Page => AgentInChat =
        "SELECT chat_id, agent_id FROM drafts WHERE org_id = $1 AND updated_at < $2
         ORDER BY updated_at, chat_id, agent_id LIMIT $3";
}

/// Stores a new draft.
///
/// # Errors
/// When the database fails; `Conflict` when the agent has a draft in the chat.
pub async fn insert<C: Conn>(org: OrgId, conn: &mut C, draft: &ReplyDraft) -> Result<()> {
    conn.queue(&INSERT, &draft.inserted(org)).await
}

/// Changes a stored draft.
///
/// # Errors
/// When the database fails.
pub async fn save<C: Conn>(org: OrgId, conn: &mut C, draft: &ReplyDraft) -> Result<()> {
    conn.queue(&SAVE, &draft.updated(org)).await
}

/// Finds the draft of an agent in a chat.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    agent: AgentId,
) -> Result<Option<ReplyDraft>> {
    conn.opt(&FIND, &params![org, chat, agent]).await
}

/// Deletes the draft of an agent in a chat; returns whether a draft existed.
///
/// # Errors
/// When the database fails.
pub async fn remove<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    agent: AgentId,
) -> Result<bool> {
    Ok(conn.exec(&REMOVE, &params![org, chat, agent]).await? > 0)
}

/// Deletes all drafts in chats.
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

/// Returns the agents with a draft in each of up to 100 chats, sorted by chat and agent.
///
/// # Errors
/// When the database fails.
pub async fn of_chats<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chats: &[ChatId],
) -> Result<Vec<AgentInChat>> {
    let Some(params) = batch::params(org, chats)? else { return Ok(Vec::new()) };
    conn.all(&OF_CHATS, &params).await
}

/// Returns the agents with a draft in a chat whose id is in a range, sorted by chat and agent.
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

/// Returns the number of an agent's drafts.
///
/// # Errors
/// When the database fails.
pub async fn count<C: Conn>(org: OrgId, conn: &mut C, agent: AgentId) -> Result<u64> {
    let count = conn.one(&COUNT, &params![org, agent]).await?;
    u64::try_from(count).map_err(|_| crate::Error::corrupt("a negative number of drafts"))
}

/// Returns the least recently stored draft of an agent.
///
/// # Errors
/// When the database fails.
pub async fn oldest<C: Conn>(
    org: OrgId,
    conn: &mut C,
    agent: AgentId,
) -> Result<Option<AgentInChat>> {
    conn.opt(&OLDEST_OF_AGENT, &params![org, agent]).await
}

/// Returns up to `limit` drafts that were last stored before a time, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn old<C: Conn>(
    org: OrgId,
    conn: &mut C,
    before: Seconds,
    limit: u32,
) -> Result<Vec<AgentInChat>> {
    conn.all(&OLD, &params![org, before, limit]).await
}
