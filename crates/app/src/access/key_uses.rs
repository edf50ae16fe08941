//! The last uses of keys. When a key is looked up in the database, the use is recorded in memory. A
//! job writes the recorded uses later, so that no request waits. A use is written at most once a
//! minute for each key.

use std::collections::HashMap;
use std::convert::Infallible;

use deskbell_model::limits::{KEY_USE_NOTED_EVERY_S, KEYS_CACHED_MAX};
use deskbell_model::{KeyId, OrgId, Origin, Seconds};
use deskbell_storage::cross_org::KeyOwner;
use deskbell_storage::{Conn, Stop, Tx, Write, keys};
use parking_lot::Mutex;

use super::Access;
use crate::error::Result;

/// The uses of keys that are not yet written to the database.
#[derive(Debug, Default)]
pub(super) struct KeyUses(Mutex<HashMap<(OrgId, KeyId), Seconds>>);

impl KeyUses {
    /// Records a use of a key in memory, unless the database has a use of the key within the last
    /// minute. When very many keys are in use, some uses are not recorded.
    pub(super) fn note(&self, owner: &KeyOwner, at: Seconds) {
        if owner.last_used_at.is_some_and(|last| at < last.plus(KEY_USE_NOTED_EVERY_S)) {
            return;
        }
        let mut uses = self.0.lock();
        if uses.len() < KEYS_CACHED_MAX {
            uses.insert((owner.org, owner.key), at);
        }
    }

    fn take(&self) -> HashMap<(OrgId, KeyId), Seconds> {
        std::mem::take(&mut self.0.lock())
    }
}

struct Used(KeyId, Seconds);

impl Write for Used {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        let Self(key, at) = *self;
        // Another node may have recorded a use of the same key within the last minute.
        let since = Seconds::new(at.get().saturating_sub(KEY_USE_NOTED_EVERY_S));
        Ok(keys::note_use(tx.org, tx.conn, key, (at, since)).await?)
    }
}

impl Access {
    /// Writes to the database the uses of keys that were recorded since the last call.
    ///
    /// # Errors
    /// When the database fails; the uses that were not written are lost.
    pub async fn write_key_uses(&self) -> Result<()> {
        for ((org, key), at) in self.key_uses.take() {
            self.context.store.write(org, Origin::JOB, Used(key, at)).await?;
        }
        Ok(())
    }
}
