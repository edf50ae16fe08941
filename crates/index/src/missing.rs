//! The data that an answer lacks, for the caller to read. The index and its pages are not known
//! here.

use deskbell_model::{ChatId, CustomerId};

/// A range of changes, which a cursor at the end of the rows searches for changed sort keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CatchUpRange {
    /// The list's sort, as a bit of the sort keys that a change moved.
    pub bit: i64,
    /// The change before the first one of the range.
    pub after: i64,
    /// The last change of the range.
    pub until: i64,
    /// The most ids that are wanted.
    pub limit: u32,
}

/// The objects whose sort key changed in a range of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatchUpIds {
    /// The range.
    pub range: CatchUpRange,
    /// The objects' ids.
    pub ids: Vec<i64>,
    /// The change after which there may be more of them, up to the end of the range.
    pub next: Option<i64>,
}

/// The data that a page needs and the index has not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// The range of changes to search for changed sort keys, which the table of changes alone
    /// knows.
    pub catch_up: Option<CatchUpRange>,
    /// The JSON of these chats.
    pub chats: Vec<ChatId>,
    /// The JSON of these customers.
    pub customers: Vec<CustomerId>,
    /// Room for so many bytes, about, which is what the page takes.
    pub room: Option<usize>,
}
