//! The secrets of keys, tickets, sessions and links: generation, hashing and recognition.
//!
//! A secret is shown once, and the database stores its SHA-256. A slow hash is not needed, since a
//! secret has 256 random bits. A recognized key is accepted from memory for half a second, so every
//! node refuses a revoked key within a second.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use deskbell_model::limits::{KEY_BYTES_MAX, KEY_CACHED_MS, KEYS_CACHED_MAX};
use deskbell_model::{Actor, KeyId, OrgId, Seconds, Secret};
pub use deskbell_storage::cross_org::KeyOwner;
use deskbell_storage::{Class, reads};
use deskbell_storage::{cross_org, keys};
use parking_lot::Mutex;
use sha2::{Digest, Sha256};

use super::{Access, Caller};
use crate::Entropy;
use crate::context::Context;
use crate::error::Result;

/// The prefix of every key, which secret scanners recognize.
const KEY: &str = "dbk_";
/// The prefix of every ticket, which replaces a key in the URL of a live stream.
const TICKET: &str = "dbt_";
/// The prefix of every session's secret.
const SESSION: &str = "dbs_";
/// The prefix of every link's secret.
const LINK: &str = "dbl_";
/// The prefix of every token of a visitor.
pub(crate) const VISITOR: &str = "dbv_";

/// Makes a key: a prefix and 64 hexadecimal digits.
///
/// # Errors
/// When the operating system gives no randomness.
pub fn generate(entropy: &dyn Entropy) -> Result<Secret> {
    secret(KEY, entropy)
}

/// Makes a ticket, as hard to guess as a key.
///
/// # Errors
/// When the operating system gives no randomness.
pub(crate) fn generate_ticket(entropy: &dyn Entropy) -> Result<Secret> {
    secret(TICKET, entropy)
}

/// Makes the secret of a session, as hard to guess as a key.
///
/// # Errors
/// When the operating system gives no randomness.
pub(crate) fn generate_session(entropy: &dyn Entropy) -> Result<Secret> {
    secret(SESSION, entropy)
}

/// Makes the secret of a link, as hard to guess as a key.
///
/// # Errors
/// When the operating system gives no randomness.
pub(crate) fn generate_link(entropy: &dyn Entropy) -> Result<Secret> {
    secret(LINK, entropy)
}

/// Makes a secret that signs the tokens of a widget, or a site's proofs of identity.
///
/// # Errors
/// When the operating system gives no randomness.
pub(crate) fn generate_widget_secret(context: &Context) -> Result<Secret> {
    secret("", context.entropy.as_ref())
}

/// Makes the random part of a visitor's token.
///
/// # Errors
/// When the operating system gives no randomness.
pub(crate) fn generate_visitor(context: &Context) -> Result<Secret> {
    secret(VISITOR, context.entropy.as_ref())
}

fn secret(prefix: &str, entropy: &dyn Entropy) -> Result<Secret> {
    let mut secret = [0; 32];
    entropy.fill(&mut secret)?;
    Ok(Secret::new(format!("{prefix}{}", hex(&secret))))
}

/// Computes the SHA-256 of bytes, in lower-case hex. The database stores the hashes of keys,
/// tickets and request bodies instead of their content.
#[must_use]
pub fn hash(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes))
}

/// Writes bytes in lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

reads! {
    Lookup(hash: String) -> Option<KeyOwner> =
        async |conn| cross_org::key_owner(conn, &hash).await;
}

/// The recognized credentials by hash. Each credential has its owner, and the uptime until which
/// the credential is accepted without a query.
#[derive(Debug)]
pub(super) struct Recent<T>(Mutex<HashMap<String, (T, Duration)>>);

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Recent<T> {
    pub(super) fn recent(&self, hash: &str, now: Duration) -> Option<T> {
        let recent = self.0.lock();
        let (owner, until) = recent.get(hash)?;
        (now < *until).then(|| owner.clone())
    }

    pub(super) fn remember(&self, hash: String, owner: T, now: Duration) {
        let mut recent = self.0.lock();
        if recent.len() >= KEYS_CACHED_MAX {
            recent.clear();
        }
        recent.insert(hash, (owner, now + Duration::from_millis(KEY_CACHED_MS)));
    }

    /// Removes the credentials whose owner satisfies `is_meant`.
    pub(super) fn forget(&self, is_meant: impl Fn(&T) -> bool) {
        self.0.lock().retain(|_, (owner, _)| !is_meant(owner));
    }
}

/// The last known validity of a credential, and the uptime at which the database must be queried
/// again. Concurrent checks wait for the lock, so that one query serves all checks.
type Known = tokio::sync::Mutex<Option<(bool, Duration)>>;

/// The last known validity of keys or sessions. Each stream repeatedly checks the key or session
/// that opened it.
#[derive(Debug)]
pub(super) struct Working<K>(Mutex<HashMap<(OrgId, K), Arc<Known>>>);

impl<K> Default for Working<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Hash + Eq> Working<K> {
    pub(super) fn of(&self, org: OrgId, id: K) -> Arc<Known> {
        let mut known = self.0.lock();
        if known.len() >= KEYS_CACHED_MAX {
            known.clear();
        }
        Arc::clone(known.entry((org, id)).or_default())
    }
}

reads! {
    IsWorking(org: OrgId, key: KeyId, now: Seconds) -> bool =
        async |conn| keys::is_working(org, conn, key, now).await;
}

impl Access {
    /// Tells whether a key is still valid. Streams call this function repeatedly; a result is
    /// reused for half a second.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_key_working(&self, org: OrgId, key: KeyId) -> Result<bool> {
        let known = self.working_keys.of(org, key);
        let mut known = known.lock().await;
        let now = self.context.clock.uptime();
        if let Some((is_working, until)) = *known
            && now < until
        {
            return Ok(is_working);
        }
        let read = IsWorking(org, key, self.context.now());
        let is_working = self.context.store.read(Class::Point, read).await?;
        *known = Some((is_working, now + Duration::from_millis(KEY_CACHED_MS)));
        Ok(is_working)
    }

    /// Tells whether a caller's key or session is still valid; true for a caller who has neither a
    /// key nor a session. Streams call this function repeatedly.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_working(&self, caller: Caller) -> Result<bool> {
        if let Some(session) = caller.session {
            return self.is_session_working(caller.org, session).await;
        }
        match caller.actor {
            Actor::Key(key) => self.is_key_working(caller.org, key).await,
            Actor::Agent(_) | Actor::Customer(_) | Actor::Import(_) | Actor::System => Ok(true),
        }
    }

    /// Finds the owner of a key; `None` when the key is unknown or revoked, or has expired. If the
    /// database was queried, also records the use of the key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn key_owner(&self, key: &str) -> Result<Option<KeyOwner>> {
        if key.is_empty() || key.len() > KEY_BYTES_MAX {
            return Ok(None);
        }
        let hash = hash(key);
        let now = self.context.clock.uptime();
        if let Some(owner) = self.keys.recent(&hash, now) {
            return Ok(Some(owner));
        }
        let at = self.context.now();
        let owner = self.context.store.read(Class::Point, Lookup(hash.clone())).await?;
        if let Some(owner) = owner.filter(|it| it.is_working(at)) {
            self.key_uses.note(&owner, at);
            self.keys.remember(hash, owner, now);
        }
        Ok(owner)
    }
}
