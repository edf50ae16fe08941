//! Jumps along ranks in which slots ascend but for near ones, as they do by the time of creation:
//! most of a range of the rank is a range of slots there, and the members of a set before a place
//! are counted by words instead of one by one.

use deskbell_query::Order;

use super::{BLOCK_BUILT, BLOCK_MAX, Block, Rank, RankIter, SLOTS_MAX};
use crate::bits::Bits;
use crate::slot::Slot;

/// The reach of slots to both sides of each block's beginning, and of the end.
struct Reach {
    /// The slot above every slot before each beginning.
    above: Vec<Slot>,
    /// The lowest slot after each beginning.
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

    /// An ascending iterator from a place that no more than `before` of a set come before, and not
    /// many less; gives how many do. All of the set are in the rank. `None` where slots do not
    /// ascend, so that it takes more than so many steps.
    pub(crate) fn jump(
        &self,
        set: &Bits,
        before: usize,
        steps_max: usize,
    ) -> Option<(RankIter<'_>, usize)> {
        let Reach { above, lowest } = self.reach();
        let slot = set.nth(before)?;
        // Nothing before this block has a slot as high as that one's.
        let start = above.partition_point(|above| *above <= slot).checked_sub(1)?;
        // Those before it that have slots beyond the lowest after it.
        let others = above[1..=start].partition_point(|above| *above <= lowest[start]);
        let others = &self.blocks[others..start];
        let steps_left = steps_max.checked_sub(others.len() * BLOCK_BUILT)?;
        let is_other = |slot: Slot| slot >= lowest[start] && set.has(slot);
        let beyond: usize = others.iter().map(|block| block.count(is_other)).sum();
        let passed = set.count_between(0, lowest[start]) + beyond;
        // A step passes no more than one of them.
        let left = Some(before - passed).filter(|left| *left <= steps_left)?;
        let mut iter = RankIter::from(&self.blocks, (start, 0), Order::Asc);
        let (more, steps) = iter.pass(left, steps_left, |slot| set.has(slot));
        (steps + BLOCK_MAX <= steps_left).then_some((iter, passed + more))
    }

    /// The slots at the places from one to before another, where that takes no more than about so
    /// many steps; `all` are those in the rank.
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
        // What lies between these is of no other block than those from the first to the end.
        let (low, high) = (above[first], lowest[end]);
        let goes_beyond = |block: &&Block| block.low < low || block.high >= high;
        let others = || self.blocks[first..end].iter().filter(goes_beyond);
        if others().count() * BLOCK_BUILT > steps_max {
            return None;
        }
        let mut found = all.between(low, high.max(low));
        others().flat_map(|block| &block.entries).for_each(|entry| found.set(entry.slot()));
        let before = self.sizes.before(first) - from;
        self.iter(Order::Asc, from).take(before).for_each(|slot| found.set(slot));
        self.iter(Order::Asc, to - rest).take(rest).for_each(|slot| found.set(slot));
        Some(found)
    }
}
