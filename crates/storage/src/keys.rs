//! API keys. Only their hashes are kept; looking one up by its hash is in `cross_org.rs`.

use deskbell_model::{KeyId, OrgId, Scope, Seconds};

use crate::columns::{Columns, params};
use crate::error::Result;
use crate::port::{Conn, FromRow, Nothing, Row, statements};

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

impl FromRow for KeyRow {
    const COLUMNS: &'static [&'static str] = &["id", "name", "scope", "created_at", "revoked_at"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self {
            id: columns.id()?,
            name: columns.text()?,
            scope: columns.word(Scope::parse)?,
            created_at: columns.seconds()?,
            revoked_at: columns.opt_seconds()?,
        })
    }
}

statements! {
    /// A new key.
    INSERT: Point => Nothing =
        "INSERT INTO api_keys (org_id, id, name, hash, scope, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)";
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
    let row = params![org, key.id, &key.name, hash, key.scope.as_str(), key.created_at];
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
