//! Making, listing and revoking keys.

use deskbell_model::{KeyId, OrgId, Scope, Seconds};
use deskbell_storage::keys::{self, KeyRow};
use deskbell_storage::{Body, Class, Conn, Result as StorageResult, Tx, Write, cross_org};

use crate::error::{Refused, Result};
use crate::{App, auth};

struct Create {
    name: String,
    hash: String,
    scope: Scope,
    at: Seconds,
}

impl Write for Create {
    type Out = KeyId;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<KeyId> {
        let id = tx.head.take_key()?;
        let name = self.name.clone();
        let key = KeyRow { id, name, scope: self.scope, created_at: self.at, revoked_at: None };
        keys::insert(tx.org, tx.conn, &key, &self.hash).await?;
        Ok(id)
    }
}

struct Revoke(KeyId, Seconds);

impl Write for Revoke {
    type Out = bool;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<bool> {
        keys::revoke(tx.org, tx.conn, self.0, self.1).await
    }
}

struct List(OrgId);

impl Body for List {
    type Out = Vec<KeyRow>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        keys::list(self.0, conn).await
    }
}

struct HasKeys;

impl Body for HasKeys {
    type Out = bool;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        cross_org::has_keys(conn).await
    }
}

impl App {
    /// Makes a key and gives it back; nobody can read it again later.
    ///
    /// # Errors
    /// When the operating system gives no randomness, or as the database says.
    pub async fn create_key(&self, org: OrgId, name: &str, scope: Scope) -> Result<String> {
        let key = auth::generate(self.entropy.as_ref())?;
        let at = self.now();
        let create = Create { name: name.to_owned(), hash: auth::hash(&key), scope, at };
        self.store.write(org, create).await?;
        Ok(key)
    }

    /// Every key of the organization, revoked ones too.
    ///
    /// # Errors
    /// As the database says.
    pub async fn list_keys(&self, org: OrgId) -> Result<Vec<KeyRow>> {
        Ok(self.store.read(Class::Scan, List(org)).await?)
    }

    /// Revokes a key: within a second it works nowhere.
    ///
    /// # Errors
    /// [`Refused::KeyNotFound`], or as the database says.
    pub async fn revoke_key(&self, org: OrgId, key: KeyId) -> Result<()> {
        let revoke = Revoke(key, self.now());
        let was_revoked = self.store.write(org, revoke).await?;
        if was_revoked { Ok(()) } else { Err(Refused::KeyNotFound.into()) }
    }

    /// Whether any key was ever made.
    ///
    /// # Errors
    /// As the database says.
    pub async fn has_keys(&self) -> Result<bool> {
        Ok(self.store.read(Class::Point, HasKeys).await?)
    }
}
