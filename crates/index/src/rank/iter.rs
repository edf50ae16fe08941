//! Iteration along a rank (a list of slots sorted by time) in both orders: slot by slot, or over
//! whole blocks.

use deskbell_query::Order;

use super::Block;
use crate::slot::Slot;

#[derive(Clone, Debug)]
pub(crate) struct RankIter<'r> {
    blocks: &'r [Block],
    block: usize,
    /// The index of a slot in its block; the iterator's position is before this slot. In ascending
    /// order, this slot comes next. In descending order, the previous slot comes next.
    within: usize,
    order: Order,
}

impl<'r> RankIter<'r> {
    /// Creates an iterator that begins before a slot of a block.
    pub(super) const fn from(
        blocks: &'r [Block],
        (block, within): (usize, usize),
        order: Order,
    ) -> Self {
        Self { blocks, block, within, order }
    }

    /// Skips whole blocks, up to two limits: the skipped blocks have at most `most` slots for which
    /// `is_one` holds, and at most `steps_max` slots in total. Returns both totals. The iterator's
    /// position must be between two blocks.
    pub(crate) fn pass(
        &mut self,
        most: usize,
        steps_max: usize,
        is_one: impl Fn(Slot) -> bool,
    ) -> (usize, usize) {
        let (mut passed, mut steps) = (0, 0);
        loop {
            let next = match self.order {
                Order::Asc => Some(self.block),
                Order::Desc => self.block.checked_sub(1),
            };
            let Some(block) = next.and_then(|next| self.blocks.get(next)) else { break };
            let here = block.count(&is_one);
            if passed + here > most || steps + block.slots.len() > steps_max {
                break;
            }
            (passed, steps) = (passed + here, steps + block.slots.len());
            match self.order {
                Order::Asc => self.block += 1,
                Order::Desc => self.block -= 1,
            }
        }
        (passed, steps)
    }
}

impl Iterator for RankIter<'_> {
    type Item = Slot;

    fn next(&mut self) -> Option<Slot> {
        match self.order {
            Order::Asc => loop {
                let block = self.blocks.get(self.block)?;
                if let Some(slot) = block.slots.get(self.within) {
                    self.within += 1;
                    return Some(*slot);
                }
                self.block += 1;
                self.within = 0;
            },
            Order::Desc => loop {
                if let Some(before) = self.within.checked_sub(1) {
                    self.within = before;
                    return self.blocks.get(self.block)?.slots.get(before).copied();
                }
                self.block = self.block.checked_sub(1)?;
                self.within = self.blocks.get(self.block)?.slots.len();
            },
        }
    }
}
