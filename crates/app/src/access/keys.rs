//! Keys: creation, listing and revocation.

use std::convert::Infallible;

use deskbell_model::{KeyId, OrgId, Right, Scope, Seconds, Secret};
use deskbell_storage::keys::{self, KeyRow};
use deskbell_storage::{Class, Conn, Stop, Tx, Write, cross_org, reads};

use super::{Access, Caller, secrets};
use crate::error::{Rejected, Result};

struct Create {
    name: String,
    hash: String,
    scope: Scope,
    at: Seconds,
}

impl Write for Create {
    type Out = KeyId;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<KeyId, Stop<Infallible>> {
        let id = tx.counters.take_key()?;
        let name = self.name.clone();
        let key = KeyRow { id, name, scope: self.scope, created_at: self.at, revoked_at: None };
        keys::insert(tx.org, tx.conn, &key, &self.hash).await?;
        Ok(id)
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
    /// Creates a key and gives its text, which cannot be read again later.
    ///
    /// # Errors
    /// When the operating system gives no randomness, or when the database fails.
    pub async fn create_key(&self, caller: Caller, name: &str, scope: Scope) -> Result<String> {
        Ok(self.make_key(caller, name, scope).await?.1.into_text())
    }

    /// Creates a key; gives the stored key, and the key's text, which cannot be read again later.
    ///
    /// # Errors
    /// As [`Access::create_key`].
    pub async fn make_key(
        &self,
        caller: Caller,
        name: &str,
        scope: Scope,
    ) -> Result<(KeyRow, Secret)> {
        caller.check(Right::Keys)?;
        let key = secrets::generate(self.context.entropy.as_ref())?;
        let (name, created_at) = (name.to_owned(), self.context.now());
        let hash = secrets::hash(key.reveal());
        let create = Create { name: name.clone(), hash, scope, at: created_at };
        let id = self.context.store.write(caller.org, caller.origin(), create).await?;
        let (org, by) = (caller.org, caller.actor);
        tracing::info!(%org, key = %id, %by, "a key was made");
        Ok((KeyRow { id, name, scope, created_at, revoked_at: None }, key))
    }

    /// Lists every key of the organization, revoked ones included.
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
