//! Bulk data into and out of Deskbell: imports and made-up data.
//!
//! It goes through the application's actions like everything else, in jobs small enough that nobody
//! else waits for long.

mod lines;
pub mod seed;
mod splitmix;
pub mod transcripts;

/// Told how far long work has come.
pub trait Progress {
    /// So much of so much is done, in the work's own unit; `note` says what else is known.
    fn at(&mut self, done: u64, total: u64, note: &str);

    /// Something was left out.
    fn warn(&mut self, text: &str);
}
