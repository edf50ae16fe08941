//! The table of chats' ratings, with at most one rating for each closing of a chat. The chat's own
//! row also has the last rating.

use deskbell_model::{Chat, ChatId, OrgId, Rating, Seconds};

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::row::Param;
use crate::selected::selected;
use crate::statement::statements;

/// A rating of a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatRating {
    /// The time of the closing that was rated.
    pub closed_at: Seconds,
    /// The customer's rating of the chat.
    pub rating: Rating,
    /// The comment of the customer.
    pub comment: Option<String>,
}

selected! { ChatRating { closed_at, rating, comment } }

statements! {
    SET: Point => Nothing =
        "INSERT INTO ratings (org_id, chat_id, closed_at, rating) VALUES ($1, $2, $3, $4)
         ON CONFLICT (org_id, chat_id, closed_at) DO UPDATE SET rating = excluded.rating";
    OF_CHAT: Page => ChatRating =
        "SELECT closed_at, rating, comment FROM ratings
         WHERE org_id = $1 AND chat_id = $2 ORDER BY closed_at LIMIT $3";
    /// Selects the ratings of a chat for closings after a time.
    BEHIND: Page => ChatRating =
        "SELECT closed_at, rating, comment FROM ratings
         WHERE org_id = $1 AND chat_id = $2 AND closed_at > $3 ORDER BY closed_at LIMIT $4";
    LAST: Page => ChatRating =
        "SELECT closed_at, rating, comment FROM ratings
         WHERE org_id = $1 AND chat_id = $2 ORDER BY closed_at DESC LIMIT 1";
    SET_COMMENT: Point => Nothing =
        "UPDATE ratings SET comment = $1 WHERE org_id = $2 AND chat_id = $3 AND closed_at = $4";
    REMOVE: Point => Nothing = "DELETE FROM ratings WHERE org_id = $1 AND chat_id = $2";
}

/// Stores the chats' ratings, each for the chat's last closing; chats without a rating are skipped.
///
/// # Errors
/// When the database fails.
pub(crate) async fn set<C: Conn>(org: OrgId, conn: &mut C, chats: &[Chat]) -> Result<()> {
    let row = |chat: &Chat| -> Option<Vec<Param<'_>>> {
        let closed_at = chat.closed_at.unwrap_or(chat.updated_at);
        Some(params![org, chat.id, closed_at, chat.rating?.as_str()].into())
    };
    let rows: Vec<_> = chats.iter().filter_map(row).collect();
    conn.queue_many(&SET, &rows).await
}

/// Sets the comment of a chat's last rating.
///
/// # Errors
/// When the database fails.
pub async fn set_comment<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: &Chat,
    comment: &str,
) -> Result<()> {
    let closed_at = chat.closed_at.unwrap_or(chat.updated_at);
    conn.queue(&SET_COMMENT, &params![comment, org, chat.id, closed_at]).await
}

/// Returns the last rating of a chat.
///
/// # Errors
/// When the database fails.
pub async fn last<C: Conn>(org: OrgId, conn: &mut C, chat: ChatId) -> Result<Option<ChatRating>> {
    conn.opt(&LAST, &params![org, chat]).await
}

/// Returns up to `limit` ratings of a chat, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_chat<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    limit: u32,
) -> Result<Vec<ChatRating>> {
    conn.all(&OF_CHAT, &params![org, chat, limit]).await
}

/// Returns up to `limit` ratings of each chat, in the order of `chats`, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_chats<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chats: &[ChatId],
    limit: u32,
) -> Result<Vec<Vec<ChatRating>>> {
    let sets: Vec<Vec<_>> = chats.iter().map(|chat| params![org, *chat, limit].into()).collect();
    conn.many(&OF_CHAT, &sets).await
}

/// Returns up to `limit` ratings of a chat for closings after `after` (unix seconds), oldest first.
///
/// # Errors
/// When the database fails.
pub async fn behind<C: Conn>(
    org: OrgId,
    conn: &mut C,
    chat: ChatId,
    after: i64,
    limit: u32,
) -> Result<Vec<ChatRating>> {
    conn.all(&BEHIND, &params![org, chat, after, limit]).await
}

/// Deletes the ratings of chats.
///
/// # Errors
/// When the database fails.
pub(crate) async fn remove<C: Conn>(org: OrgId, conn: &mut C, chats: &[ChatId]) -> Result<()> {
    let rows: Vec<Vec<Param<'_>>> = chats.iter().map(|chat| params![org, *chat].into()).collect();
    conn.queue_many(&REMOVE, &rows).await
}
