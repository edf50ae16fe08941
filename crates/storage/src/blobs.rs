//! The tables about the stored bytes of files. `blobs` has one row for each blob: bytes that are
//! stored once for all files with this content. `loose_blobs` has the keys whose bytes belong to no
//! file. `file_heads` has one row for each organization with files.
//!
//! A key is recorded as loose before the key's bytes are written, and again before these bytes are
//! deleted. No key is ever reused. Therefore a crash leaves no bytes without a record, and a
//! deletion cannot harm a later upload of the same content.

use deskbell_model::limits::FILE_UNNAMED_S;
use deskbell_model::{FileId, OrgId, Seconds};

use crate::columns::{FromRow as _, Id as _, Nothing, params};
use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::record::{Record as _, record};
use crate::row::Param;
use crate::selected::selected;
use crate::sql::text;
use crate::statement::statements;
use crate::write::Tx;

/// The row of an organization in `file_heads`.
struct Head {
    secret: String,
    next_file: i64,
    bytes: u64,
}

record! { Head {
    fixed { secret }
    often { next_file, bytes }
} }

/// A blob: the key of stored bytes, and the number of files that have these bytes as their content.
pub(crate) struct Blob {
    pub(crate) sha256: String,
    blob_key: String,
    bytes: u64,
    pub(crate) files: i64,
}

record! { Blob {
    key { sha256 }
    fixed { blob_key, bytes }
    often { files }
} }

/// The key and the size of stored bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The key under which the bytes are stored.
    pub key: String,
    /// The number of stored bytes.
    pub bytes: u64,
}

selected! { Stored { key = "blob_key", bytes } }

/// The state of a key in `loose_blobs` whose bytes belong to an upload that may still be running.
const UPLOADING: &str = "uploading";
/// The state of a key in `loose_blobs` whose bytes are about to be deleted.
const REMOVING: &str = "removing";

statements! {
    HEAD: Point => Head = text!(join(&[
        "SELECT ", text!(list("", Head::COLUMNS)), " FROM file_heads WHERE org_id = $1"
    ]));
    CREATE_HEAD: Point => Nothing = text!(insert("file_heads", Head::COLUMNS));
    SAVE_HEAD: Point => Nothing = text!(update("file_heads", Head::OFTEN, &[]));
    SECRET: Point => String = "SELECT secret AS value FROM file_heads WHERE org_id = $1";
    SAVE_SECRET: Point => Nothing = "UPDATE file_heads SET secret = $1 WHERE org_id = $2";
    FIND: Point => Blob = text!(join(&[
        "SELECT ", text!(list("", Blob::COLUMNS)),
        " FROM blobs WHERE org_id = $1 AND sha256 = $2"
    ]));
    INSERT: Point => Nothing = text!(insert("blobs", Blob::COLUMNS));
    SAVE: Point => Nothing = text!(update("blobs", Blob::OFTEN, Blob::KEY));
    REMOVE: Point => Nothing = "DELETE FROM blobs WHERE org_id = $1 AND sha256 = $2";
    /// Selects the blobs with keys above a given key, sorted by key.
    STORED: Page => Stored =
        "SELECT blob_key, bytes FROM blobs WHERE org_id = $1 AND blob_key > $2
         ORDER BY blob_key LIMIT $3";
    HAS: Point => Stored =
        "SELECT blob_key, bytes FROM blobs WHERE org_id = $1 AND blob_key = $2";
    NOTE: Point => Nothing =
        "INSERT INTO loose_blobs (org_id, blob_key, state, noted_at) VALUES ($1, $2, $3, $4)";
    HAS_LOOSE: Point => String =
        "SELECT state AS value FROM loose_blobs WHERE org_id = $1 AND blob_key = $2";
    /// Removes a key from `loose_blobs`, if the key is in the given state.
    TAKE: Point => Nothing =
        "DELETE FROM loose_blobs WHERE org_id = $1 AND blob_key = $2 AND state = $3";
    GIVE_UP: Point => Nothing =
        "UPDATE loose_blobs SET state = $1 WHERE org_id = $2 AND blob_key = $3 AND state = $4";
    /// Marks uploads as abandoned if they began long ago, or if their time is in the future because
    /// a clock was wrong.
    GIVE_UP_OLD: Page => Nothing =
        "UPDATE loose_blobs SET state = $1 WHERE org_id = $2 AND blob_key IN (
             SELECT l.blob_key FROM loose_blobs l
             WHERE l.org_id = $2 AND l.state = $3 AND (l.noted_at <= $4 OR l.noted_at > $5)
             ORDER BY l.noted_at, l.blob_key LIMIT $6)";
    LOOSE: Page => i64 = "SELECT count(*) AS value FROM loose_blobs WHERE org_id = $1";
    /// Selects some of the keys whose bytes are to be deleted.
    REMOVING_SOME: Page => String =
        "SELECT blob_key AS value FROM loose_blobs WHERE org_id = $1 AND state = $2
         ORDER BY noted_at, blob_key LIMIT $3";
}

/// Records that an upload begins to write bytes under a new key. Returns the size of all stored
/// bytes of the organization. `secret` becomes the secret for links if the organization has no
/// secret.
///
/// # Errors
/// When the database fails.
pub async fn begin<C: Conn>(
    tx: &mut Tx<'_, C>,
    key: &str,
    secret: &str,
    at: Seconds,
) -> Result<u64> {
    let (org, found) = (tx.org, tx.conn.opt(&HEAD, &params![tx.org]).await?);
    let bytes = match found {
        Some(head) => head.bytes,
        None => {
            let head = Head { secret: secret.to_owned(), next_file: 1, bytes: 0 };
            tx.conn.queue(&CREATE_HEAD, &head.inserted(org)).await?;
            0
        }
    };
    tx.conn.queue(&NOTE, &params![org, key, UPLOADING, at]).await?;
    tx.counters.sweep_by(at.plus(FILE_UNNAMED_S));
    Ok(bytes)
}

/// The outcome of adding the file of an upload.
pub(crate) enum Settled {
    /// The bytes are stored, and belong to a new file with this id.
    File(FileId),
    /// The upload was marked as abandoned earlier, so no file was added.
    GivenUp,
    /// The bytes do not fit into the quota.
    Full,
}

/// Adds the file of an upload. If a blob with equal bytes exists, the file gets this blob.
pub(crate) async fn settle<C: Conn>(
    tx: &mut Tx<'_, C>,
    key: &str,
    (sha256, bytes): (&str, u64),
    quota: u64,
    at: Seconds,
) -> Result<Settled> {
    let org = tx.org;
    let Some(mut head) = tx.conn.opt(&HEAD, &params![org]).await? else {
        return Ok(Settled::GivenUp);
    };
    let known = tx.conn.opt(&FIND, &params![org, sha256]).await?;
    if known.is_none() && head.bytes.saturating_add(bytes) > quota {
        return Ok(Settled::Full);
    }
    if tx.conn.exec(&TAKE, &params![org, key, UPLOADING]).await? == 0 {
        return Ok(Settled::GivenUp);
    }
    match known {
        Some(mut blob) => {
            blob.files += 1;
            tx.conn.queue(&SAVE, &blob.updated(org)).await?;
            note_removing(tx, &[key], at).await?;
        }
        None => {
            head.bytes += bytes;
            let blob = Blob { sha256: sha256.into(), blob_key: key.into(), bytes, files: 1 };
            tx.conn.queue(&INSERT, &blob.inserted(org)).await?;
        }
    }
    let id = FileId::from_i64(head.next_file);
    head.next_file = head.next_file.saturating_add(1);
    tx.conn.queue(&SAVE_HEAD, &head.updated(org)).await?;
    tx.counters.sweep_by(at.plus(FILE_UNNAMED_S));
    id.map(Settled::File).ok_or_else(|| Error::corrupt("no id for a file"))
}

/// Writes the file counts of blobs that lost a file. The key of a blob without files is recorded in
/// `loose_blobs`, so that the bytes are deleted.
pub(crate) async fn leave<C: Conn>(tx: &mut Tx<'_, C>, left: &[Blob], at: Seconds) -> Result<()> {
    let org = tx.org;
    let (kept, gone): (Vec<_>, Vec<_>) = left.iter().partition(|blob| blob.files > 0);
    let rows: Vec<_> = kept.iter().map(|blob| blob.updated(org)).collect();
    tx.conn.queue_many(&SAVE, &rows).await?;
    if gone.is_empty() {
        return Ok(());
    }
    let rows: Vec<Vec<Param<'_>>> =
        gone.iter().map(|blob| params![org, &blob.sha256].into()).collect();
    tx.conn.queue_many(&REMOVE, &rows).await?;
    let keys: Vec<_> = gone.iter().map(|blob| blob.blob_key.as_str()).collect();
    note_removing(tx, &keys, at).await?;
    let mut head = tx.conn.one(&HEAD, &params![org]).await?;
    let freed: u64 = gone.iter().map(|blob| blob.bytes).sum();
    head.bytes = head.bytes.saturating_sub(freed);
    tx.conn.queue(&SAVE_HEAD, &head.updated(org)).await
}

async fn note_removing<C: Conn>(tx: &mut Tx<'_, C>, keys: &[&str], at: Seconds) -> Result<()> {
    let org = tx.org;
    let rows: Vec<Vec<Param<'_>>> =
        keys.iter().map(|key| params![org, *key, REMOVING, at].into()).collect();
    tx.counters.sweep_by(at);
    tx.conn.queue_many(&NOTE, &rows).await
}

/// Marks uploads as abandoned, so that their bytes are deleted. Uploads whose file was added
/// already are left unchanged.
///
/// # Errors
/// When the database fails.
pub async fn give_up<C: Conn>(tx: &mut Tx<'_, C>, keys: &[String], at: Seconds) -> Result<()> {
    let org = tx.org;
    let rows: Vec<Vec<Param<'_>>> =
        keys.iter().map(|key| params![REMOVING, org, key, UPLOADING].into()).collect();
    tx.counters.sweep_by(at);
    tx.conn.queue_many(&GIVE_UP, &rows).await
}

/// Marks up to `limit` uploads as abandoned, and returns their number. These uploads began at
/// `before` or earlier, or have a time after `future` because a clock was wrong.
///
/// # Errors
/// When the database fails.
pub async fn give_up_old<C: Conn>(
    org: OrgId,
    conn: &mut C,
    (before, future): (Seconds, Seconds),
    limit: u32,
) -> Result<u64> {
    let params = params![REMOVING, org, UPLOADING, before, future, limit];
    conn.exec(&GIVE_UP_OLD, &params).await
}

/// Returns up to `limit` keys whose bytes are to be deleted.
///
/// # Errors
/// When the database fails.
pub async fn removing<C: Conn>(org: OrgId, conn: &mut C, limit: u32) -> Result<Vec<String>> {
    conn.all(&REMOVING_SOME, &params![org, REMOVING, limit]).await
}

/// Deletes the records of keys whose bytes were deleted.
///
/// # Errors
/// When the database fails.
pub async fn removed<C: Conn>(org: OrgId, conn: &mut C, keys: &[String]) -> Result<()> {
    let rows: Vec<Vec<Param<'_>>> =
        keys.iter().map(|key| params![org, key, REMOVING].into()).collect();
    conn.queue_many(&TAKE, &rows).await
}

/// Returns the secret that signs links to the organization's files; `None` before the first upload.
///
/// # Errors
/// When the database fails.
pub async fn secret<C: Conn>(org: OrgId, conn: &mut C) -> Result<Option<String>> {
    conn.opt(&SECRET, &params![org]).await
}

/// Replaces the secret that signs links, which makes all existing links invalid. Does nothing for
/// an organization without files.
///
/// # Errors
/// When the database fails.
pub async fn replace_secret<C: Conn>(org: OrgId, conn: &mut C, secret: &str) -> Result<()> {
    conn.queue(&SAVE_SECRET, &params![secret, org]).await
}

/// Returns up to `limit` blobs with keys above `after`, sorted by key.
///
/// # Errors
/// When the database fails.
pub async fn stored<C: Conn>(
    org: OrgId,
    conn: &mut C,
    after: &str,
    limit: u32,
) -> Result<Vec<Stored>> {
    conn.all(&STORED, &params![org, after, limit]).await
}

/// Returns the number of keys in `loose_blobs`, whose bytes belong to no file.
///
/// # Errors
/// When the database fails.
pub async fn loose<C: Conn>(org: OrgId, conn: &mut C) -> Result<u64> {
    let count = conn.one(&LOOSE, &params![org]).await?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// Returns whether a key belongs to a blob, or is in `loose_blobs` because its bytes belong to no
/// file.
///
/// # Errors
/// When the database fails.
pub async fn is_known<C: Conn>(org: OrgId, conn: &mut C, key: &str) -> Result<bool> {
    Ok(conn.opt(&HAS, &params![org, key]).await?.is_some()
        || conn.opt(&HAS_LOOSE, &params![org, key]).await?.is_some())
}
