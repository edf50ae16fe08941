//! The table of external ids: the ids of imported objects in their source, and the former ids of
//! merged customers.

use deskbell_model::exchange::ExternalKind;
use deskbell_model::{CustomerId, OrgId};

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::row::Param;
use crate::statement::statements;

/// The source's name for the former ids of merged customers. No other source has an empty name.
const MERGED: &str = "";

statements! {
    FIND: Point => i64 =
        "SELECT id AS value FROM external_ids
         WHERE org_id = $1 AND kind = $2 AND source = $3 AND external_id = $4";
    SET: Point => Nothing =
        "INSERT INTO external_ids (org_id, kind, source, external_id, id)
         VALUES ($1, $2, $3, $4, $5)";
    GIVE: Page => Nothing =
        "UPDATE external_ids SET id = $1 WHERE org_id = $2 AND kind = $3 AND id = $4";
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

/// Moves the external ids of the customer `from` to the customer `to`, and records `from` as a
/// former id of `to`.
///
/// # Errors
/// When the database fails.
pub async fn merge<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (from, to): (CustomerId, CustomerId),
) -> Result<()> {
    let kind = ExternalKind::Customer;
    conn.queue(&GIVE, &params![to, org, kind.as_str(), from]).await?;
    set(org, conn, (kind, MERGED), &from.get().to_string(), to.get()).await
}

/// Finds the customer into whom a customer was merged.
///
/// # Errors
/// When the database fails.
pub async fn merged_into<C: Conn>(
    org: OrgId,
    conn: &mut C,
    from: CustomerId,
) -> Result<Option<CustomerId>> {
    let key = (ExternalKind::Customer, MERGED);
    Ok(find(org, conn, key, &from.get().to_string()).await?.and_then(CustomerId::new))
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
