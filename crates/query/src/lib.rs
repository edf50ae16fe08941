//! What may be asked of a list: fields, sorts and pages, and later filters and cursors.
//!
//! This crate knows neither JSON nor SQL; it does no IO and no input makes it panic.

pub mod field;
mod fold;
pub mod page;

pub use field::{ChatSort, CustomerSort};
pub use fold::fold;
pub use page::{Limit, Offset, Order, Page, Sorted};
