//! What may be asked of a list: fields, filters, sorts and pages, and later cursors.
//!
//! This crate knows neither JSON nor SQL; it does no IO and no input makes it panic.

pub mod field;
pub mod filter;
mod fold;
mod image;
pub mod page;

pub use field::{ChatField, ChatSort, CustomerField, CustomerSort, Field, Kind};
pub use filter::{Comparison, Condition, Filter, Operator, Relation, Search, Test};
pub use fold::fold;
pub use image::{ChatImage, CustomerImage};
pub use page::{Limit, Offset, Order, Page, Sorted};
