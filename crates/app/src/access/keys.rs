//! Keys: creation, listing and revocation.

use std::convert::Infallible;

use deskbell_model::{KeyId, OrgId, Right, Scope, Seconds, Secret};
use deskbell_storage::keys::{self, KeyRow};
use deskbell_storage::{Class, Conn, Stop, Tx, Write, cross_org, reads};

use super::{Access, Caller, secrets};
use crate::error::{Rejected, Result};

/// The name, scope and expiry of a key to create.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// The name of the key.
    pub name: String,
    /// The scope of the key.
    pub scope: Scope,
    /// The time at which the key expires; `None` if the key never expires.
    pub expires_at: Option<Seconds>,
}

struct Create {
    new: NewKey,
    hash: String,
    at: Seconds,
}

impl Create {
    /// Returns the row of the new key with this id.
    fn row(&self, id: KeyId) -> KeyRow {
        let NewKey { name, scope, expires_at } = self.new.clone();
        let created_at = self.at;
        KeyRow { id, name, scope, created_at, expires_at, revoked_at: None, last_used_at: None }
    }
}

impl Write for Create {
    type Out = KeyRow;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<KeyRow, Stop<Infallible>> {
        let key = self.row(tx.counters.take_key()?);
        keys::insert(tx.org, tx.conn, &key, &self.hash).await?;
        Ok(key)
    }
}

struct Revoke(KeyId, Seconds);

impl Write for Revoke {
    type Out = ();
    type Refusal = Rejected;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Rejected>> {
        match keys::revoke(tx.org, tx.conn, self.0, self.1).await? {
            true => Ok(()),
            false => Err(Stop::Refused(Rejected::KeyNotFound)),
        }
    }
}

reads! {
    List(org: OrgId) -> Vec<KeyRow> = async |conn| keys::list(org, conn).await;
    HasKeys() -> bool = async |conn| cross_org::has_keys(conn).await;
}

impl Access {
    /// Creates a key that does not expire. Returns its text, which cannot be read again later.
    ///
    /// # Errors
    /// When the operating system gives no randomness, or when the database fails.
    pub async fn create_key(&self, caller: Caller, name: &str, scope: Scope) -> Result<String> {
        let new = NewKey { name: name.to_owned(), scope, expires_at: None };
        Ok(self.make_key(caller, new).await?.1.into_text())
    }

    /// Creates a key. Returns the stored key and its text, which cannot be read again later.
    ///
    /// # Errors
    /// The errors of [`Access::create_key`].
    pub async fn make_key(&self, caller: Caller, new: NewKey) -> Result<(KeyRow, Secret)> {
        caller.check(Right::Keys)?;
        let key = secrets::generate(self.context.entropy.as_ref())?;
        let create = Create { new, hash: secrets::hash(key.reveal()), at: self.context.now() };
        let row = self.context.store.write(caller.org, caller.origin(), create).await?;
        let (org, by) = (caller.org, caller.actor);
        tracing::info!(%org, key = %row.id, %by, "a key was made");
        Ok((row, key))
    }

    /// Lists every key of the organization, including revoked keys.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn list_keys(&self, org: OrgId) -> Result<Vec<KeyRow>> {
        Ok(self.context.store.read(Class::Scan, List(org)).await?)
    }

    /// Revokes a key; every node refuses the key within a second.
    ///
    /// # Errors
    /// [`Rejected::KeyNotFound`], or when the database fails.
    pub async fn revoke_key(&self, caller: Caller, key: KeyId) -> Result<()> {
        caller.check(Right::Keys)?;
        let revoke = Revoke(key, self.context.now());
        self.context.store.write(caller.org, caller.origin(), revoke).await?;
        let (org, by) = (caller.org, caller.actor);
        tracing::info!(%org, %key, %by, "a key was revoked");
        Ok(())
    }

    /// Tells whether any organization ever had a key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_keys(&self) -> Result<bool> {
        Ok(self.context.store.read(Class::Point, HasKeys()).await?)
    }
}
