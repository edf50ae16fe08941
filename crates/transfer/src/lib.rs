//! Bulk data for Deskbell: imports, exports and generated data.
//!
//! Imports and the generator use the application's actions, in small jobs, so that other jobs wait
//! only briefly.

pub mod account;
pub mod customers;
pub mod format;
pub mod helpcrunch;
mod lines;
mod packed;
pub mod play;
pub mod seed;
mod splitmix;
pub mod transcripts;

/// A receiver of reports about the progress of long work.
pub trait Progress {
    /// Reports that `done` of `total` units of work are done; `note` adds a remark.
    fn at(&mut self, done: u64, total: u64, note: &str);

    /// Reports that an item was left out.
    fn warn(&mut self, text: &str);
}

/// The number of left out lines of an import that are reported one by one. Further ones are only
/// counted.
const LEFT_OUT_TOLD_MAX: u64 = 100;

/// Reports a left out line with this text. `count` is the number of lines that were left out so
/// far, with this one.
fn tell_left_out(progress: &mut impl Progress, count: u64, text: &str) {
    if count <= LEFT_OUT_TOLD_MAX {
        progress.warn(text);
    } else if count == LEFT_OUT_TOLD_MAX + 1 {
        progress.warn("further lines that are left out are only counted");
    }
}
