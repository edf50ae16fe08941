//! The lists of an organization in memory. Ranks (lists sorted by time), columns and sets answer
//! requests for lists, totals and searches. The rendered JSON of often requested objects is cached.
//! The time for a page of a list hardly depends on the page's position or on the size of the list.
//!
//! An index is derived data: it is built from rows, updated by deltas, and can be dropped at any
//! time. This crate knows neither the database nor requests, does no IO, and reads no clock.

mod bits;
mod chat_tables;
mod chats;
mod column;
mod customer_column;
mod customers;
mod dates;
mod delta;
mod dict_column;
mod encoding;
mod fenwick;
mod filling;
mod filter;
mod flag_columns;
mod growth;
mod holders;
mod image;
mod index;
mod lookup;
mod missing;
mod multi_column;
mod numbering;
mod packed_column;
mod parts;
mod rank;
mod rank_entry;
mod references;
mod select;
mod set;
mod show;
mod slot;
mod slots;
mod text_arena;
mod texts;
mod ties;
mod time_column;
mod window;
mod workers;

pub use delta::{CapacityExceeded, Delta};
pub use image::{Image, Source, Unusable};
pub use index::{Builder, Index};
pub use missing::{CatchUpIds, CatchUpRange, ChatForm, Missing};
