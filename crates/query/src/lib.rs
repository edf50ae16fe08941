//! Queries for lists: fields, filters, sorts, pages and cursors.
//!
//! This crate depends on neither JSON nor SQL, does no IO, and does not panic on any input.

mod cursor;
pub mod field;
pub mod filter;
mod fold;
mod index_row;
pub mod page;
mod question;
mod sort_keys;
mod window;

pub use cursor::{Binding, CURSOR_CHARS, Cursor, Meta, NextPage, Position, is_cursor};
pub use field::{ChatField, ChatSort, CustomerField, CustomerSort, Field, FieldKind};
pub use filter::{
    Comparison, Condition, FILTER_DEPTH_MAX, Filter, Operator, Predicate, Relation, Search,
};
pub use fold::{caseless, fold};
pub use index_row::{ChatIndexRow, CustomerIndexRow};
pub use page::{Limit, Offset, Order, Page, Sorted, Start};
pub use question::{ChatSearch, CustomerSearch, Question};
pub use sort_keys::{ChatKeys, Sort, SortKeysChanged};
pub use window::{Assigned, Statuses, View, WAITS_NOT, Window, WindowAt, WindowSort};
