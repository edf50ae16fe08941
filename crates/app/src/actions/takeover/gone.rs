//! Finds and deletes the taken-over objects that no longer exist in the other system.

use std::convert::Infallible;

use deskbell_model::limits::IMPORT_WINDOW_MAX;
use deskbell_model::{ChatId, CustomerId, ImportKind, Kind, OrgId, Right, Seconds};
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::import_objects::{self, ImportedObject};
use deskbell_storage::{Class, Conn, Result as StorageResult, Stop, Tx, Write, reads};
use deskbell_storage::{chats, customers};

use super::super::{Actions, deleted};
use super::known;
use crate::access::Caller;
use crate::error::Result;

reads! {
    /// A read of the taken-over objects that have one of the given ids.
    Known(org: OrgId, kind: ImportKind, ids: Vec<i64>) -> Vec<ImportedObject> =
        async |conn| import_objects::find(org, conn, kind, &ids).await;
    Count(org: OrgId, kind: ImportKind) -> u64 =
        async |conn| import_objects::count(org, conn, kind).await;
    /// A read of the taken-over chats that were created in a window of time.
    ChatsBetween(org: OrgId, window: (Seconds, Seconds)) -> Vec<ChatId> =
        async |conn| import_objects::chats_between(org, conn, window, IMPORT_WINDOW_MAX).await;
    /// A read of the taken-over objects whose ids are in a range of ids.
    Between(org: OrgId, kind: ImportKind, window: (i64, i64)) -> Vec<i64> =
        async |conn| import_objects::between(org, conn, kind, window, IMPORT_WINDOW_MAX).await;
}

struct RemoveChat(ChatId, Seconds);

impl Write for RemoveChat {
    type Out = bool;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Infallible>> {
        let Self(chat, at) = *self;
        let removed = remove_chat(tx, chat, at).await?;
        changes::append(tx, at, Notice::Silent, removed.as_slice()).await?;
        Ok(removed.is_some())
    }
}

/// Removes a chat that was taken over. Returns `None` when the chat does not exist on this server,
/// or when somebody wrote in the chat on this server.
async fn remove_chat<C: Conn>(
    tx: &mut Tx<'_, C>,
    chat: ChatId,
    at: Seconds,
) -> StorageResult<Option<Change>> {
    let found = chats::state(tx.org, tx.conn, chat).await?;
    let known = known(tx, ImportKind::Chat, chat.get()).await?;
    let Some((found, known)) = found.zip(known) else { return Ok(None) };
    if found.messages != known.messages {
        return Ok(None);
    }
    chats::remove(tx, &[chat], at).await?;
    import_objects::remove(tx.org, tx.conn, ImportKind::Chat, &[chat.get()]).await?;
    Ok(Some(deleted(Kind::ChatDeleted, chat)))
}

/// The outcome of one step of a customer's removal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The number of chats that were removed.
    pub chats: u64,
    /// True when the customer was removed, since no chat of the customer was left.
    pub is_gone: bool,
}

/// The largest number of chats of a customer that one job removes.
const REMOVED_AT_ONCE: u32 = 50;

struct RemoveCustomer(CustomerId, Seconds);

impl Write for RemoveCustomer {
    type Out = Removed;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<Removed, Stop<Infallible>> {
        let Self(customer, at) = *self;
        let is_known = known(tx, ImportKind::Customer, customer.get()).await?.is_some();
        if !is_known || customers::find(tx.org, tx.conn, customer).await?.is_none() {
            return Ok(Removed { chats: 0, is_gone: false });
        }
        let found = chats::latest_of(tx.org, tx.conn, customer, REMOVED_AT_ONCE).await?;
        let mut gone = Vec::new();
        for chat in &found {
            gone.extend(remove_chat(tx, *chat, at).await?);
        }
        let chats = gone.len() as u64;
        // A customer stays if one of the customer's chats stays.
        let is_gone = found.len() == gone.len() && found.len() < REMOVED_AT_ONCE as usize;
        if is_gone {
            customers::remove(tx, customer, at).await?;
            let ids = [customer.get()];
            import_objects::remove(tx.org, tx.conn, ImportKind::Customer, &ids).await?;
            gone.push(deleted(Kind::CustomerDeleted, customer));
        }
        changes::append(tx, at, Notice::Silent, &gone).await?;
        Ok(Removed { chats, is_gone })
    }
}

impl Actions {
    /// Returns the taken-over objects that have one of these ids, sorted by id. The caller passes
    /// at most 100 ids.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn taken(
        &self,
        org: OrgId,
        kind: ImportKind,
        ids: Vec<i64>,
    ) -> Result<Vec<ImportedObject>> {
        Ok(self.context.store.read(Class::Page, Known(org, kind, ids)).await?)
    }

    /// Returns the number of taken-over objects of a kind.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_taken(&self, org: OrgId, kind: ImportKind) -> Result<u64> {
        Ok(self.context.store.read(Class::Scan, Count(org, kind)).await?)
    }

    /// Returns the taken-over chats that were created in a window of time, at most
    /// [`IMPORT_WINDOW_MAX`]. The window includes its start and excludes its end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn chats_taken(&self, org: OrgId, window: (Seconds, Seconds)) -> Result<Vec<ChatId>> {
        Ok(self.context.store.read(Class::Page, ChatsBetween(org, window)).await?)
    }

    /// Returns the ids of the taken-over customers in a window of ids, at most
    /// [`IMPORT_WINDOW_MAX`]. The window includes its start and excludes its end.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn customers_taken(&self, org: OrgId, window: (i64, i64)) -> Result<Vec<i64>> {
        let between = Between(org, ImportKind::Customer, window);
        Ok(self.context.store.read(Class::Page, between).await?)
    }

    /// Deletes a chat that was taken over and no longer exists in the other system. Returns `false`
    /// when the chat stays because somebody wrote in it on this server.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_taken_chat(&self, caller: Caller, chat: ChatId) -> Result<bool> {
        self.write(caller, Right::Imports, RemoveChat(chat, self.context.now())).await
    }

    /// Deletes a customer who was taken over and no longer exists in the other system, and deletes
    /// the customer's chats. A chat in which somebody wrote on this server stays, and its customer
    /// stays, too. One call deletes only some chats of a customer with many chats.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_taken_customer(&self, caller: Caller, it: CustomerId) -> Result<Removed> {
        self.write(caller, Right::Imports, RemoveCustomer(it, self.context.now())).await
    }
}
