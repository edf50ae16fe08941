//! The takeover of another system's data. Objects are stored unchanged, with their ids, and
//! replaced when they have changed in the other system. No webhook events are emitted.
//!
//! Objects that people created, continued or deleted on this server are never overwritten: see
//! [`Kept`].

mod chats;
mod customers;
mod files;
mod gone;
mod progress;
mod team;

use deskbell_model::ImportKind;
use deskbell_model::limits::BULK_JOB_ROWS_MAX;
use deskbell_storage::import_objects::{self, ImportedObject};
use deskbell_storage::{Conn, Result as StorageResult, Tx};

pub use chats::{TakenChat, TakenMessages};
pub use customers::TakenCustomer;
pub use gone::Removed;
pub use progress::{HighestIds, TakeoverStart};
pub use team::{TakenAgent, TakenApplication, TakenDepartment};

/// The largest number of rows that one job of a takeover may write.
pub const TAKEN_ROWS_MAX: usize = BULK_JOB_ROWS_MAX;

/// The outcome of the takeover of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The organization did not have the object before.
    New,
    /// The organization had an older state of the object, which was replaced.
    Changed,
    /// The organization already had the object in this state.
    Same,
    /// The object was not taken over, and its present state stays.
    Kept(Kept),
}

/// The reason why an object was not taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// Another object of the organization has the id.
    IdTaken,
    /// Somebody has written in the chat on this server after the takeover of the chat.
    Continued,
    /// The object was taken over earlier, and then deleted on this server.
    Deleted,
    /// The passed messages do not fit the stored messages: another message is stored at the
    /// position of the first passed message, or fewer messages are stored than the caller assumed.
    /// The caller must pass all messages.
    Shifted,
    /// The chat's customer does not exist in the organization.
    NoCustomer,
}

/// Finds the record of an object that was taken over earlier.
async fn known<C: Conn>(
    tx: &mut Tx<'_, C>,
    kind: ImportKind,
    id: i64,
) -> StorageResult<Option<ImportedObject>> {
    Ok(import_objects::find(tx.org, tx.conn, kind, &[id]).await?.pop())
}

/// Returns the reason why an object must not be written; `None` when the object may be written.
/// `is_here` is true if the object exists on this server.
fn kept(is_here: bool, known: Option<&ImportedObject>) -> Option<Kept> {
    match (is_here, known) {
        (true, None) => Some(Kept::IdTaken),
        (false, Some(_)) => Some(Kept::Deleted),
        (true, Some(_)) | (false, None) => None,
    }
}

/// Records that an object was taken over.
async fn note<C: Conn>(
    tx: &mut Tx<'_, C>,
    kind: ImportKind,
    id: i64,
    checksum: i64,
) -> StorageResult<()> {
    let object = ImportedObject { id, checksum, messages: 0 };
    import_objects::set(tx.org, tx.conn, kind, &[object]).await
}
