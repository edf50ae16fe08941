//! The pictures of agents. A picture is a file in no message, stored as long as the agent has the
//! picture; see `files.rs`.

use deskbell_model::limits::TEAM_MAX;
use deskbell_model::{AgentId, FileId, OrgId, Seconds};

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::files;
use crate::selected::selected;
use crate::statement::statements;
use crate::write::Tx;

/// An agent's picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The agent who has the picture.
    pub agent: AgentId,
    /// The file of the picture.
    pub file: FileId,
}

selected! { Picture { agent = "id", file = "picture" } }

statements! {
    ALL: Page => Picture =
        "SELECT id, picture FROM agents WHERE org_id = $1 AND picture IS NOT NULL
         ORDER BY picture LIMIT $2";
    OF: Point => Picture =
        "SELECT id, picture FROM agents
         WHERE org_id = $1 AND id = $2 AND picture IS NOT NULL";
    SET: Point => Nothing = "UPDATE agents SET picture = $1 WHERE org_id = $2 AND id = $3";
}

/// Returns the pictures of the agents of an organization.
///
/// # Errors
/// When the database fails.
pub async fn all<C: Conn>(org: OrgId, conn: &mut C) -> Result<Vec<Picture>> {
    conn.all(&ALL, &params![org, TEAM_MAX]).await
}

/// Makes a file the picture of an agent, and removes the file that was the picture before. `None`
/// leaves the agent without a picture. Returns whether anything changed.
///
/// # Errors
/// When the database fails.
pub async fn set<C: Conn>(
    tx: &mut Tx<'_, C>,
    agent: AgentId,
    file: Option<FileId>,
    at: Seconds,
) -> Result<bool> {
    let before = tx.conn.opt(&OF, &params![tx.org, agent]).await?;
    if before.is_none() && file.is_none() {
        return Ok(false);
    }
    tx.conn.queue(&SET, &params![file, tx.org, agent]).await?;
    if let Some(Picture { file: before, .. }) = before {
        files::remove_one(tx, before, at).await?;
    }
    Ok(true)
}
