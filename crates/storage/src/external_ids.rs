//! The table of external ids: the ids of imported objects in their source, and the former ids of
//! merged customers.

use deskbell_model::exchange::ExternalKind;
use deskbell_model::{CustomerId, ImportKind, OrgId};

use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::row::Param;
use crate::selected::selected;
use crate::statement::statements;
use crate::{batch, import_objects};

/// The name that stands for a source in the rows with the former ids of merged customers. No real
/// source has an empty name.
const MERGED: &str = "";

/// The id of an object in a source, and the object's id on this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalId {
    /// The id in the source.
    pub external_id: String,
    /// The object's id on this server.
    pub id: i64,
}

selected! { ExternalId { external_id, id } }

statements! {
    /// Selects the objects with these ids in a source, up to 100.
    FIND: Page => ExternalId =
        concat!("SELECT external_id, id FROM external_ids
         WHERE org_id = $1 AND external_id IN ", batch::ids!(), " AND kind = $102
           AND source = $103");
    SET: Point => Nothing =
        "INSERT INTO external_ids (org_id, kind, source, external_id, id)
         VALUES ($1, $2, $3, $4, $5)";
    GIVE: Page => Nothing =
        "UPDATE external_ids SET id = $1 WHERE org_id = $2 AND kind = $3 AND id = $4";
    REMOVE: Page => Nothing =
        "DELETE FROM external_ids WHERE org_id = $1 AND kind = $2 AND id = $3";
}

/// Finds the objects of a kind that have these ids in a source; unknown ids are left out.
///
/// # Errors
/// When the database fails.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (kind, source): (ExternalKind, &str),
    external_ids: &[&str],
) -> Result<Vec<ExternalId>> {
    let mut found = Vec::new();
    for some in external_ids.chunks(batch::IDS) {
        let Some(mut given) = batch::params(org, some)? else { continue };
        given.extend(params![kind.as_str(), source]);
        found.extend(conn.all(&FIND, &given).await?);
    }
    Ok(found)
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

/// Moves the external ids of the customer `from` to the customer `to`. If an import took `from`
/// over with its id, also records `from` as a former id of `to`, since a later import may use this
/// id.
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
    let taken = import_objects::find(org, conn, ImportKind::Customer, &[from.get()]).await?;
    if taken.is_empty() {
        return Ok(());
    }
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
    let (key, id) = ((ExternalKind::Customer, MERGED), from.get().to_string());
    let found = find(org, conn, key, &[&id]).await?;
    Ok(found.first().and_then(|it| CustomerId::new(it.id)))
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
