//! The data that the index lacks for an answer and that the caller must read. This module does not
//! know the index.

use deskbell_model::{ChatId, CustomerId};

/// A range of changes. When a cursor reaches the end of a list, the objects whose sort key changed
/// in this range must be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CatchUpRange {
    /// The bit that stands for the list's sort key. Each change records the bits of the sort keys
    /// that it changed.
    pub bit: i64,
    /// The number of the change before the range.
    pub after: i64,
    /// The number of the last change of the range.
    pub until: i64,
    /// The largest number of ids that one search may return.
    pub limit: u32,
}

/// The objects whose sort key changed in a range of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatchUpIds {
    /// The range of changes that was searched.
    pub range: CatchUpRange,
    /// The ids of the objects.
    pub ids: Vec<i64>,
    /// The number of the change after which the search continues; `None` after the whole range.
    pub next: Option<i64>,
}

/// The two forms of a chat's JSON. A form is cached only if a page needed the chat in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChatForm {
    /// The chat as programs get it.
    #[default]
    Program,
    /// The chat as a row of the agents' list.
    Row,
}

/// The data that the index lacks for a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// The range of changes in which the caller must find the objects whose sort key changed. Only
    /// the database has these changes.
    pub catch_up: Option<CatchUpRange>,
    /// The chats whose JSON is missing.
    pub chats: Vec<ChatId>,
    /// The form of JSON in which the chats are missing.
    pub form: ChatForm,
    /// The customers whose JSON is missing.
    pub customers: Vec<CustomerId>,
    /// The approximate size of the page in bytes, if this size exceeds the limit.
    pub room: Option<usize>,
}
