//! New numbers for shared values, assigned in the order in which the values are first used.
//! Therefore the numbers in an image (a saved index) have no gaps, and depend only on the order of
//! objects.

use crate::slot::at;

/// The new numbers that were assigned to old numbers so far. The old number 0 keeps the number 0.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    /// For each old number, the new number; 0 if there is no new number yet.
    new: Vec<u32>,
    old: Vec<u32>,
}

impl Numbering {
    pub(crate) fn of(&mut self, old: u32) -> u32 {
        if old == 0 {
            return 0;
        }
        if self.new.len() <= at(old) {
            self.new.resize(at(old) + 1, 0);
        }
        let new = &mut self.new[at(old)];
        if *new == 0 {
            self.old.push(old);
            // There are no more values than old numbers.
            *new = u32::try_from(self.old.len()).unwrap_or(u32::MAX);
        }
        *new
    }

    /// Returns the old numbers, in the order of the new numbers.
    pub(crate) fn numbered(&self) -> &[u32] {
        &self.old
    }
}
