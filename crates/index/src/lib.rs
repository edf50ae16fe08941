//! The lists of an organization in memory: ranks, columns and sets that answer any page, total
//! and search in about the same time, and the rendered JSON of what is asked for often.
//!
//! Everything here is derived: it is built from images of the rows, follows them by after-images,
//! and may be thrown away at any time. This crate knows no database and no request; it does no IO,
//! and reads no clock.

mod bits;
mod chats;
mod customers;
mod dates;
mod delta;
mod desk;
mod fenwick;
mod filter;
mod index;
mod lists;
mod marks;
mod missing;
mod owners;
mod parts;
mod rank;
mod references;
mod select;
mod set;
mod show;
mod slot;
mod slots;
mod texts;

pub use delta::{Full, News};
pub use index::{Builder, Index};
pub use missing::{Missing, Moved, Stretch};
