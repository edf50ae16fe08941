//! The table of API keys, which stores hashes in place of the keys. `cross_org.rs` finds a key by
//! its hash.

use deskbell_model::{KeyId, OrgId, Scope, Seconds};

use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::record::{Record as _, record};
use crate::sql::{columns, text};
use crate::statement::statements;

/// An API key without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// The key's id.
    pub id: KeyId,
    /// The key's name.
    pub name: String,
    /// The scope of the key: what the key may do at all.
    pub scope: Scope,
    /// The time of creation.
    pub created_at: Seconds,
    /// The time at which the key expires; `None` for a key that does not expire.
    pub expires_at: Option<Seconds>,
    /// The time of revocation, if the key is revoked.
    pub revoked_at: Option<Seconds>,
    /// The time of the last use, to the minute; `None` for a key that was never used.
    pub last_used_at: Option<Seconds>,
}

record! { KeyRow {
    key { id }
    fixed { name, scope, created_at, expires_at }
    often { revoked_at, last_used_at }
} }

statements! {
    INSERT: Point => Nothing = text!(insert("api_keys", columns!(KeyRow::COLUMNS, &["hash"])));
    LIST: Scan => KeyRow =
        "SELECT id, name, scope, created_at, expires_at, revoked_at, last_used_at
         FROM api_keys WHERE org_id = $1 ORDER BY id";
    WORKING: Point => i64 =
        "SELECT id AS value FROM api_keys
         WHERE org_id = $1 AND id = $2 AND revoked_at IS NULL
           AND (expires_at IS NULL OR expires_at > $3)";
    /// Records a use of a key at $1, unless a use after $4 is already recorded.
    USED: Point => Nothing =
        "UPDATE api_keys SET last_used_at = $1
         WHERE org_id = $2 AND id = $3 AND (last_used_at IS NULL OR last_used_at <= $4)";
    REVOKE: Point => Nothing =
        "UPDATE api_keys SET revoked_at = $1
         WHERE org_id = $2 AND id = $3 AND revoked_at IS NULL";
}

/// Adds a key with its hash (SHA-256, lower-case hex).
///
/// # Errors
/// When the database fails.
pub async fn insert<C: Conn>(org: OrgId, conn: &mut C, key: &KeyRow, hash: &str) -> Result<()> {
    let row = [key.inserted(org), params![hash].into()].concat();
    conn.queue(&INSERT, &row).await
}

/// Returns the organization's keys, revoked keys included, sorted by id.
///
/// # Errors
/// When the database fails.
pub async fn list<C: Conn>(org: OrgId, conn: &mut C) -> Result<Vec<KeyRow>> {
    conn.all(&LIST, &params![org]).await
}

/// Returns whether a key exists, is not revoked, and has not expired at `now`.
///
/// # Errors
/// When the database fails.
pub async fn is_working<C: Conn>(
    org: OrgId,
    conn: &mut C,
    key: KeyId,
    now: Seconds,
) -> Result<bool> {
    Ok(conn.opt(&WORKING, &params![org, key, now]).await?.is_some())
}

/// Records that a key was used at `at`, unless a use later than `since` is already recorded.
///
/// # Errors
/// When the database fails.
pub async fn note_use<C: Conn>(
    org: OrgId,
    conn: &mut C,
    key: KeyId,
    (at, since): (Seconds, Seconds),
) -> Result<()> {
    conn.queue(&USED, &params![at, org, key, since]).await
}

/// Revokes a key; `false` when the key is unknown or revoked already.
///
/// # Errors
/// When the database fails.
pub async fn revoke<C: Conn>(org: OrgId, conn: &mut C, key: KeyId, at: Seconds) -> Result<bool> {
    Ok(conn.exec(&REVOKE, &params![at, org, key]).await? > 0)
}
