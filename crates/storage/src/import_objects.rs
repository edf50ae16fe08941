//! The objects that an import took from another system, each with a checksum of the object's state
//! in that system.

use deskbell_model::{ChatId, ImportKind, OrgId, Seconds};

use crate::batch;
use crate::columns::{Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::row::Param;
use crate::selected::selected;
use crate::statement::statements;

/// The record of an imported object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportedObject {
    /// The object's id, which is the same on this server and in the source.
    pub id: i64,
    /// The checksum of the object's state in the source; 0 while the object is not complete.
    pub checksum: i64,
    /// The number of messages if the object is a chat; 0 for other objects.
    pub messages: u64,
}

selected! { ImportedObject { id, checksum, messages } }

statements! {
    /// Selects the records of up to 100 objects; objects that were not imported have no record.
    FIND: Page => ImportedObject =
        concat!("SELECT id, checksum, messages FROM import_objects
         WHERE org_id = $1 AND id IN ", batch::ids!(), " AND kind = $102 ORDER BY id");
    SET: Point => Nothing =
        "INSERT INTO import_objects (org_id, kind, id, checksum, messages)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (org_id, kind, id)
         DO UPDATE SET checksum = excluded.checksum, messages = excluded.messages";
    REMOVE: Point => Nothing =
        "DELETE FROM import_objects WHERE org_id = $1 AND kind = $2 AND id = $3";
    COUNT: Scan => i64 =
        "SELECT count(*) AS value FROM import_objects WHERE org_id = $1 AND kind = $2";
    /// Selects the ids of the imported objects in a range of ids.
    BETWEEN: Page => i64 =
        "SELECT id AS value FROM import_objects
         WHERE org_id = $1 AND kind = $2 AND id >= $3 AND id < $4 ORDER BY id LIMIT $5";
    /// Selects the ids of the imported chats that were created in a range of times.
    CHATS_BETWEEN: Page => i64 =
        "SELECT c.id AS value FROM chats c CROSS JOIN import_objects o
         WHERE o.org_id = $1 AND o.kind = 'chat' AND o.id = c.id
           AND c.org_id = $1 AND c.created_at >= $2 AND c.created_at < $3
         ORDER BY c.created_at, c.id DESC LIMIT $4";
}

/// Finds the records of up to 100 objects, sorted by id; objects that were not imported are left
/// out.
///
/// # Errors
/// When the database fails; `Internal` for more than 100 ids.
pub async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    kind: ImportKind,
    ids: &[i64],
) -> Result<Vec<ImportedObject>> {
    let Some(mut params) = batch::params(org, ids)? else { return Ok(Vec::new()) };
    params.push(Param::Text(kind.as_str()));
    conn.all(&FIND, &params).await
}

/// Counts the imported objects of a kind.
///
/// # Errors
/// When the database fails.
pub async fn count<C: Conn>(org: OrgId, conn: &mut C, kind: ImportKind) -> Result<u64> {
    Ok(conn.one(&COUNT, &params![org, kind.as_str()]).await?.unsigned_abs())
}

/// Records objects as imported, with their present checksums.
///
/// # Errors
/// When the database fails.
pub async fn set<C: Conn>(
    org: OrgId,
    conn: &mut C,
    kind: ImportKind,
    objects: &[ImportedObject],
) -> Result<()> {
    let row = |it: &ImportedObject| -> Vec<Param<'_>> {
        params![org, kind.as_str(), it.id, it.checksum, it.messages].into()
    };
    let rows: Vec<_> = objects.iter().map(row).collect();
    conn.queue_many(&SET, &rows).await
}

/// Forgets that objects were imported.
///
/// # Errors
/// When the database fails.
pub async fn remove<C: Conn>(
    org: OrgId,
    conn: &mut C,
    kind: ImportKind,
    ids: &[i64],
) -> Result<()> {
    let row = |id: &i64| -> Vec<Param<'_>> { params![org, kind.as_str(), *id].into() };
    let rows: Vec<_> = ids.iter().map(row).collect();
    conn.queue_many(&REMOVE, &rows).await
}

/// Returns up to `limit` ids of imported objects, at least `from` and below `to`, sorted.
///
/// # Errors
/// When the database fails.
pub async fn between<C: Conn>(
    org: OrgId,
    conn: &mut C,
    kind: ImportKind,
    (from, to): (i64, i64),
    limit: u32,
) -> Result<Vec<i64>> {
    conn.all(&BETWEEN, &params![org, kind.as_str(), from, to, limit]).await
}

/// Returns up to `limit` imported chats that were created at `from` or later, and before `to`.
///
/// # Errors
/// When the database fails.
pub async fn chats_between<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (from, to): (Seconds, Seconds),
    limit: u32,
) -> Result<Vec<ChatId>> {
    let ids = conn.all(&CHATS_BETWEEN, &params![org, from, to, limit]).await?;
    Ok(ids.into_iter().filter_map(ChatId::new).collect())
}
