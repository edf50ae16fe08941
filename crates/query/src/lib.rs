//! What may be asked of a list: fields, filters, sorts, pages and cursors.
//!
//! This crate knows neither JSON nor SQL; it does no IO and no input makes it panic.

mod cursor;
pub mod field;
pub mod filter;
mod fold;
mod image;
mod moves;
pub mod page;
mod question;

pub use cursor::{Binding, CURSOR_CHARS, Meta, Next, Position, Walk, is_cursor};
pub use field::{ChatField, ChatSort, CustomerField, CustomerSort, Field, Kind};
pub use filter::{Comparison, Condition, Filter, Operator, Relation, Search, Test};
pub use fold::{caseless, fold};
pub use image::{ChatImage, CustomerImage};
pub use moves::{Moves, Sort};
pub use page::{Limit, Offset, Order, Page, Sorted, Start};
pub use question::{ChatSearch, CustomerSearch, Question};
