//! The takeover of another system's data: its objects are written as they are there, with their
//! ids, and written again when they changed there. No webhook hears of it.
//!
//! What people made or deleted here is never overwritten: see [`Kept`].

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
pub use progress::{Begun, HighestIds};
pub use team::{TakenAgent, TakenApplication, TakenDepartment};

/// The most rows that the takeover of some objects may write in one job.
pub const TAKEN_ROWS_MAX: usize = BULK_JOB_ROWS_MAX;

/// The outcome of the takeover of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It was not here before.
    New,
    /// It was here as an older state.
    Changed,
    /// It was here as it is.
    Same,
    /// It was not taken, so that what is here is kept.
    Kept(Kept),
}

/// The reason why an object was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// Another object has the id here.
    IdTaken,
    /// Somebody wrote in the chat here since it was taken.
    Continued,
    /// It was taken before, and deleted here.
    Deleted,
    /// Other messages of the chat are here in the places before the given ones: they must all be
    /// given.
    Shifted,
    /// The chat's customer is not here.
    NoCustomer,
}

/// Finds how an object was taken before.
async fn known<C: Conn>(
    tx: &mut Tx<'_, C>,
    kind: ImportKind,
    id: i64,
) -> StorageResult<Option<ImportedObject>> {
    Ok(import_objects::find(tx.org, tx.conn, kind, &[id]).await?.pop())
}

/// Tells why an object that is here, or not, must be kept so; `None` when it may be written.
fn kept(is_here: bool, known: Option<&ImportedObject>) -> Option<Kept> {
    match (is_here, known) {
        (true, None) => Some(Kept::IdTaken),
        (false, Some(_)) => Some(Kept::Deleted),
        (true, Some(_)) | (false, None) => None,
    }
}

/// Records an object as taken.
async fn note<C: Conn>(
    tx: &mut Tx<'_, C>,
    kind: ImportKind,
    id: i64,
    checksum: i64,
) -> StorageResult<()> {
    let object = ImportedObject { id, checksum, messages: 0 };
    import_objects::set(tx.org, tx.conn, kind, &[object]).await
}
