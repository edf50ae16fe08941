//! Tickets, which replace a key where a key cannot be sent, as in the URL of a live stream. A
//! ticket opens one stream, within a minute, on any node, while its key is valid.

use std::convert::Infallible;

use deskbell_model::limits::{KEY_BYTES_MAX, TICKET_SECONDS};
use deskbell_model::{Actor, KeyId, OrgId, Origin, Seconds, Secret};
use deskbell_storage::cross_org::{self, KeyOwner};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult, Stop, Tx, Write, tickets};

use super::{Access, Caller, secrets};
use crate::error::{Rejected, Result};

/// A ticket, shown to its owner once.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// The text of the ticket.
    pub secret: Secret,
    /// The time at which the ticket expires.
    pub expires_at: Seconds,
}

struct Create {
    hash: String,
    key: KeyId,
    expires_at: Seconds,
}

impl Write for Create {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        Ok(tickets::insert(tx, &self.hash, self.key, self.expires_at).await?)
    }
}

struct Lookup(String, Seconds);

impl Read for Lookup {
    type Out = Option<KeyOwner>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        // An expiry later than `never` was set by a wrong clock. `never` is two lifetimes ahead,
        // since the clocks of nodes may differ a little.
        let never = self.1.plus(2 * TICKET_SECONDS);
        cross_org::ticket_owner(conn, &self.0, (self.1, never)).await
    }
}

struct Take(String);

impl Write for Take {
    type Out = bool;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Infallible>> {
        Ok(tickets::take(tx.org, tx.conn, &self.0).await?)
    }
}

impl Access {
    /// Makes a ticket for a key: `POST /v1/stream/ticket`.
    ///
    /// # Errors
    /// When the operating system gives no randomness, or when the database fails.
    pub async fn create_ticket(&self, caller: Caller) -> Result<Ticket> {
        let Actor::Key(key) = caller.actor else { return Err(Rejected::Forbidden.into()) };
        let secret = secrets::generate_ticket(self.context.entropy.as_ref())?;
        let expires_at = self.context.now().plus(TICKET_SECONDS);
        self.context
            .store
            .write(
                caller.org,
                caller.origin(),
                Create { hash: secrets::hash(secret.reveal()), key, expires_at },
            )
            .await?;
        Ok(Ticket { secret, expires_at })
    }

    /// Finds the owner of a ticket's key; `None` when the ticket is unknown or expired, or the key
    /// was revoked or has expired.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ticket_owner(&self, ticket: &str) -> Result<Option<KeyOwner>> {
        if ticket.len() > KEY_BYTES_MAX {
            return Ok(None);
        }
        let now = self.context.now();
        let lookup = Lookup(secrets::hash(ticket), now);
        let owner = self.context.store.read(Class::Point, lookup).await?;
        if let Some(owner) = &owner {
            self.key_uses.note(owner, now);
        }
        Ok(owner)
    }

    /// Uses up a ticket of an organization; `false` when the ticket no longer exists.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_ticket(&self, org: OrgId, ticket: &str) -> Result<bool> {
        Ok(self.context.store.write(org, Origin::JOB, Take(secrets::hash(ticket))).await?)
    }
}
