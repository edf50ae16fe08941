//! API keys. Only their hashes are kept; looking one up by its hash is in `cross_org.rs`.

use deskbell_model::{KeyId, OrgId, Scope, Seconds};

use crate::columns::{FromRow as _, Nothing, params};
use crate::conn::Conn;
use crate::error::Result;
use crate::record::{Record as _, record};
use crate::sql::{columns, text};
use crate::statement::statements;

/// An API key, without the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRow {
    /// Its id.
    pub id: KeyId,
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Seconds,
    /// When it was revoked.
    pub revoked_at: Option<Seconds>,
}

record! { KeyRow {
    key { id }
    fixed { name, scope, created_at }
    often { revoked_at }
} }

statements! {
    /// A new key.
    INSERT: Point => Nothing = text!(insert("api_keys", columns!(KeyRow::COLUMNS, &["hash"])));
    /// The organization's keys.
    LIST: Scan => KeyRow =
        "SELECT id, name, scope, created_at, revoked_at
         FROM api_keys WHERE org_id = $1 ORDER BY id";
    /// A key that was not revoked.
    WORKING: Point => i64 =
        "SELECT id AS value FROM api_keys WHERE org_id = $1 AND id = $2 AND revoked_at IS NULL";
    /// Revokes a key that was not revoked.
    REVOKE: Point => Nothing =
        "UPDATE api_keys SET revoked_at = $1
         WHERE org_id = $2 AND id = $3 AND revoked_at IS NULL";
}

/// Adds a key by its hash (SHA-256, lower-case hex).
///
/// # Errors
/// As the database says.
pub async fn insert<C: Conn>(org: OrgId, conn: &mut C, key: &KeyRow, hash: &str) -> Result<()> {
    let row = [key.inserted(org), params![hash].into()].concat();
    conn.exec(&INSERT, &row).await.map(drop)
}

/// Every key of the organization, revoked ones too, by id.
///
/// # Errors
/// As the database says.
pub async fn list<C: Conn>(org: OrgId, conn: &mut C) -> Result<Vec<KeyRow>> {
    conn.all(&LIST, &params![org]).await
}

/// Whether a key still works.
///
/// # Errors
/// As the database says.
pub async fn is_working<C: Conn>(org: OrgId, conn: &mut C, key: KeyId) -> Result<bool> {
    Ok(conn.opt(&WORKING, &params![org, key]).await?.is_some())
}

/// Revokes a key; `false` when there is none that still works.
///
/// # Errors
/// As the database says.
pub async fn revoke<C: Conn>(org: OrgId, conn: &mut C, key: KeyId, at: Seconds) -> Result<bool> {
    Ok(conn.exec(&REVOKE, &params![at, org, key]).await? > 0)
}
