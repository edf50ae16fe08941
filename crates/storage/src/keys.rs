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
    /// The scope.
    pub scope: Scope,
    /// The time of creation.
    pub created_at: Seconds,
    /// The time of revocation, if the key is revoked.
    pub revoked_at: Option<Seconds>,
}

record! { KeyRow {
    key { id }
    fixed { name, scope, created_at }
    often { revoked_at }
} }

statements! {
    INSERT: Point => Nothing = text!(insert("api_keys", columns!(KeyRow::COLUMNS, &["hash"])));
    LIST: Scan => KeyRow =
        "SELECT id, name, scope, created_at, revoked_at
         FROM api_keys WHERE org_id = $1 ORDER BY id";
    WORKING: Point => i64 =
        "SELECT id AS value FROM api_keys WHERE org_id = $1 AND id = $2 AND revoked_at IS NULL";
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

/// Gives the organization's keys, revoked keys included, sorted by id.
///
/// # Errors
/// When the database fails.
pub async fn list<C: Conn>(org: OrgId, conn: &mut C) -> Result<Vec<KeyRow>> {
    conn.all(&LIST, &params![org]).await
}

/// Tells whether a key exists and is not revoked.
///
/// # Errors
/// When the database fails.
pub async fn is_working<C: Conn>(org: OrgId, conn: &mut C, key: KeyId) -> Result<bool> {
    Ok(conn.opt(&WORKING, &params![org, key]).await?.is_some())
}

/// Revokes a key; `false` when the key is unknown or revoked already.
///
/// # Errors
/// When the database fails.
pub async fn revoke<C: Conn>(org: OrgId, conn: &mut C, key: KeyId, at: Seconds) -> Result<bool> {
    Ok(conn.exec(&REVOKE, &params![at, org, key]).await? > 0)
}
