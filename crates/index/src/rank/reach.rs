//! Fast jumps along ranks (sorted lists of slots) whose slots mostly ascend, such as the rank by
//! time of creation. In such a rank, the slots before a position are mostly one range of numbers.
//! The members of a set in this range are counted by whole words of bits, not one by one.

use deskbell_query::Order;

use super::{BLOCK_BUILT, BLOCK_MAX, Block, Rank, RankIter};
use crate::bits::Bits;
use crate::rank_entry::SLOTS_MAX;
use crate::slot::Slot;

/// Bounds of the slots before and after certain positions of a rank (a list sorted by time). These
/// positions are the beginning of each block and the end of the rank.
struct Reach {
    /// For each position, a number greater than all slots before the position.
    above: Vec<Slot>,
    /// For each position, the lowest of all slots after the position.
    lowest: Vec<Slot>,
}

impl Rank {
    fn reach(&self) -> Reach {
        let mut above = vec![0; self.blocks.len() + 1];
        let mut lowest = vec![SLOTS_MAX; self.blocks.len() + 1];
        for (number, block) in self.blocks.iter().enumerate() {
            above[number + 1] = above[number].max(block.high.saturating_add(1));
        }
        for (number, block) in self.blocks.iter().enumerate().rev() {
            lowest[number] = lowest[number + 1].min(block.low);
        }
        Reach { above, lowest }
    }

    /// Returns an ascending iterator that has passed `before` members of a set or slightly fewer,
    /// and the number of members that it has passed. The rank must contain the whole set. Returns
    /// `None` when more than `steps_max` steps are needed, because the slots do not ascend.
    pub(crate) fn jump(
        &self,
        set: &Bits,
        before: usize,
        steps_max: usize,
    ) -> Option<(RankIter<'_>, usize)> {
        let Reach { above, lowest } = self.reach();
        let slot = set.nth(before)?;
        // All blocks before `start` have only slots below `slot`.
        let start = above.partition_point(|above| *above <= slot).checked_sub(1)?;
        // The earlier blocks that can have slots above the lowest slot of the later blocks.
        let others = above[1..=start].partition_point(|above| *above <= lowest[start]);
        let others = &self.blocks[others..start];
        let steps_left = steps_max.checked_sub(others.len() * BLOCK_BUILT)?;
        let is_other = |slot: Slot| slot >= lowest[start] && set.has(slot);
        let beyond: usize = others.iter().map(|block| block.count(is_other)).sum();
        let passed = set.count_between(0, lowest[start]) + beyond;
        // A step passes at most one member of the set.
        let left = Some(before - passed).filter(|left| *left <= steps_left)?;
        let mut iter = RankIter::from(&self.blocks, (start, 0), Order::Asc);
        let (more, steps) = iter.pass(left, steps_left, |slot| set.has(slot));
        (steps + BLOCK_MAX <= steps_left).then_some((iter, passed + more))
    }

    /// Returns the slots at a range of positions in the sorted list, excluding the range's end;
    /// `None` when more than about `steps_max` steps are needed. `all` are the slots of the list.
    pub(crate) fn slots_at(
        &self,
        (from, to): (usize, usize),
        all: &Bits,
        steps_max: usize,
    ) -> Option<Bits> {
        let Reach { above, lowest } = self.reach();
        let (first, begun) = self.sizes.find(from);
        let first = first + usize::from(begun > 0);
        let (end, rest) = self.sizes.find(to);
        if first > end {
            let mut found = Bits::none(all.room());
            self.iter(Order::Asc, from).take(to - from).for_each(|slot| found.set(slot));
            return Some(found);
        }
        // No block outside `first..end` has slots between these bounds.
        let (low, high) = (above[first], lowest[end]);
        let goes_beyond = |block: &&Block| block.low < low || block.high >= high;
        let others = || self.blocks[first..end].iter().filter(goes_beyond);
        if others().count() * BLOCK_BUILT > steps_max {
            return None;
        }
        let mut found = all.between(low, high.max(low));
        others().flat_map(|block| &block.slots).for_each(|slot| found.set(*slot));
        let before = self.sizes.before(first) - from;
        self.iter(Order::Asc, from).take(before).for_each(|slot| found.set(slot));
        self.iter(Order::Asc, to - rest).take(rest).for_each(|slot| found.set(slot));
        Some(found)
    }
}
