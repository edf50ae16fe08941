//! Bulk data into and out of Deskbell: imports and made-up data.
//!
//! It goes through the application's actions like everything else, in jobs small enough that other
//! jobs never wait for long.

mod lines;
pub mod seed;
mod splitmix;
pub mod transcripts;

/// The progress of long work.
pub trait Progress {
    /// Reports that `done` of `total` is done, in the work's own unit; `note` adds a remark.
    fn at(&mut self, done: u64, total: u64, note: &str);

    /// Reports that an item was left out.
    fn warn(&mut self, text: &str);
}
