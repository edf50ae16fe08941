//! The table of the ids that imported objects have in the system that they come from.

use deskbell_model::OrgId;
use deskbell_model::exchange::ExternalKind;

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::row::Param;
use crate::statement::statements;

statements! {
    FIND: Point => i64 =
        "SELECT id AS value FROM external_ids
         WHERE org_id = $1 AND kind = $2 AND source = $3 AND external_id = $4";
    SET: Point => Nothing =
        "INSERT INTO external_ids (org_id, kind, source, external_id, id)
         VALUES ($1, $2, $3, $4, $5)";
    REMOVE: Page => Nothing =
        "DELETE FROM external_ids WHERE org_id = $1 AND kind = $2 AND id = $3";
}

/// Finds the id of the object that has an id in a source.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (kind, source): (ExternalKind, &str),
    external_id: &str,
) -> Result<Option<i64>> {
    conn.opt(&FIND, &params![org, kind.as_str(), source, external_id]).await
}

/// Records that an object has an id in a source.
///
/// # Errors
/// When the database fails; `Conflict` when another object has the id.
pub async fn set<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (kind, source): (ExternalKind, &str),
    external_id: &str,
    id: i64,
) -> Result<()> {
    conn.queue(&SET, &params![org, kind.as_str(), source, external_id, id]).await
}

/// Removes the ids that objects of a kind have in other systems.
///
/// # Errors
/// When the database fails.
pub(crate) async fn remove<C: Conn>(
    org: OrgId,
    conn: &mut C,
    kind: ExternalKind,
    ids: impl IntoIterator<Item = i64>,
) -> Result<()> {
    let row = |id| -> Vec<Param<'_>> { params![org, kind.as_str(), id].into() };
    let rows: Vec<_> = ids.into_iter().map(row).collect();
    conn.queue_many(&REMOVE, &rows).await
}
