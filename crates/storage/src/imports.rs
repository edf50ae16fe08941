//! Imported objects, with their ids in the source.

use deskbell_model::{ChatId, OrgId};

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::statement::statements;

statements! {
    CLAIM: Point => Nothing =
        "INSERT INTO imports (org_id, source, external_id, chat_id) VALUES ($1, $2, $3, $4)";
    FIND: Point => i64 =
        "SELECT chat_id AS value FROM imports
         WHERE org_id = $1 AND source = $2 AND external_id = $3";
}

/// Returns whether an object of a source was imported.
///
/// # Errors
/// When the database fails.
pub async fn is_known<C: Conn>(
    org: OrgId,
    conn: &mut C,
    source: &str,
    external_id: &str,
) -> Result<bool> {
    Ok(conn.opt(&FIND, &params![org, source, external_id]).await?.is_some())
}

/// Records that an object of a source was imported as this chat.
///
/// # Errors
/// When the database fails; `Conflict` when the object was imported before.
pub async fn claim<C: Conn>(
    org: OrgId,
    conn: &mut C,
    source: &str,
    external_id: &str,
    chat: ChatId,
) -> Result<()> {
    conn.queue(&CLAIM, &params![org, source, external_id, chat]).await
}
