//! The data that an answer lacks, for the caller to read. The index and its pages are not known
//! here.

use deskbell_model::{ChatId, CustomerId};

/// A stretch of changes, in which a walk that has come behind all rows looks for those that moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CatchUpRange {
    /// The bit of what the list is sorted by.
    pub bit: i64,
    /// It begins behind this change.
    pub after: i64,
    /// Its last change.
    pub until: i64,
    /// How many objects are wanted at the most.
    pub limit: u32,
}

/// What moved in a stretch of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatchUpIds {
    /// The stretch.
    pub range: CatchUpRange,
    /// The objects' ids.
    pub ids: Vec<i64>,
    /// The change behind which more may have moved, up to the end of the stretch.
    pub next: Option<i64>,
}

/// What is not known here of what a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// What moved while a walk went on: the table of changes alone knows.
    pub catch_up: Option<CatchUpRange>,
    /// The JSON of these chats.
    pub chats: Vec<ChatId>,
    /// The JSON of these customers.
    pub customers: Vec<CustomerId>,
    /// Room for so many bytes, about, which is what the page takes.
    pub room: Option<usize>,
}
