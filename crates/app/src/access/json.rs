//! JSON of the sessions and keys that the agents' pages show.

use deskbell_model::{Right, SessionId};
use deskbell_storage::keys::KeyRow;
use deskbell_storage::sessions::SessionRow;
use deskbell_wire as wire;
use wire::inbox::own::{SessionView, Sessions};
use wire::inbox::people::{KeyView, Keys, NewKeyView};

use super::keys::NewKey;
use super::sessions::own;
use super::{Access, Caller};
use crate::error::Result;

fn json(object: &impl wire::ToJson) -> Vec<u8> {
    let mut json = Vec::new();
    wire::write(&mut json, object);
    json
}

fn key(row: &KeyRow) -> KeyView<'_> {
    KeyView {
        id: row.id,
        name: &row.name,
        scope: row.scope,
        created_at: row.created_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
        last_used_at: row.last_used_at,
    }
}

fn session(row: &SessionRow, own: SessionId) -> SessionView<'_> {
    let SessionRow { id, device, address, created_at, last_used_at, .. } = row;
    let (id, created_at, last_used_at) = (*id, *created_at, *last_used_at);
    SessionView { id, device, address, created_at, last_used_at, is_own: id == own }
}

impl Access {
    /// Returns the caller's sessions in JSON: `GET /app/v1/sessions`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn own_sessions(&self, caller: Caller) -> Result<Vec<u8>> {
        let (agent, own) = own(caller)?;
        let found = self.sessions_of(caller.org, agent).await?;
        Ok(json(&Sessions(found.iter().map(|row| session(row, own)).collect())))
    }

    /// Returns the organization's keys in JSON, including revoked keys: `GET /app/v1/keys`.
    ///
    /// # Errors
    /// When the caller has no right to keys, or when the database fails.
    pub async fn own_keys(&self, caller: Caller) -> Result<Vec<u8>> {
        caller.check(Right::Keys)?;
        let found = self.list_keys(caller.org).await?;
        Ok(json(&Keys(found.iter().map(key).collect())))
    }

    /// Creates a key, and returns its JSON with its text: `POST /app/v1/keys`.
    ///
    /// # Errors
    /// The errors of [`Access::create_key`].
    pub async fn own_new_key(&self, caller: Caller, new: NewKey) -> Result<Vec<u8>> {
        let (row, text) = self.make_key(caller, new).await?;
        Ok(json(&NewKeyView { key: key(&row), text: text.reveal() }))
    }
}
