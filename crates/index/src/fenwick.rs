//! A Fenwick tree over the sizes of blocks. In logarithmic time, the tree finds the number of
//! entries before a block and the block of a position.

/// The prefix sums of a list of sizes.
#[derive(Debug, Default)]
pub(crate) struct Fenwick {
    /// Partial sums: `tree[i - 1]` adds up the blocks from `i - lowest_bit(i) + 1` to `i`, counted
    /// from 1.
    tree: Vec<u32>,
}

impl Fenwick {
    pub(crate) fn over(sizes: impl Iterator<Item = u32>) -> Self {
        let mut tree: Vec<u32> = sizes.collect();
        for at in 1..=tree.len() {
            let parent = at + lowest_bit(at);
            if parent <= tree.len() {
                tree[parent - 1] += tree[at - 1];
            }
        }
        Self { tree }
    }

    pub(crate) fn increase(&mut self, block: usize) {
        self.each_sum_of(block, |sum| *sum += 1);
    }

    /// Subtracts one from the size of a block; the block must not be empty.
    pub(crate) fn decrease(&mut self, block: usize) {
        self.each_sum_of(block, |sum| *sum -= 1);
    }

    fn each_sum_of(&mut self, block: usize, change: impl Fn(&mut u32)) {
        let mut at = block + 1;
        while at <= self.tree.len() {
            change(&mut self.tree[at - 1]);
            at += lowest_bit(at);
        }
    }

    /// Returns the number of entries in the blocks before a block.
    pub(crate) fn before(&self, block: usize) -> usize {
        let mut at = block;
        let mut sum = 0;
        while at > 0 {
            sum += self.tree[at - 1] as usize;
            at -= lowest_bit(at);
        }
        sum
    }

    /// Returns the block that has the entry at a position, and the entry's position in this block.
    pub(crate) fn find(&self, place: usize) -> (usize, usize) {
        let mut block = 0;
        let mut rest = place;
        let mut step = self.tree.len().next_power_of_two();
        while step > 0 {
            let next = block + step;
            if next <= self.tree.len() && self.tree[next - 1] as usize <= rest {
                rest -= self.tree[next - 1] as usize;
                block = next;
            }
            step /= 2;
        }
        (block, rest)
    }

    pub(crate) fn bytes(&self) -> usize {
        self.tree.capacity() * size_of::<u32>()
    }
}

const fn lowest_bit(number: usize) -> usize {
    number & number.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_sums_and_finds_as_adding_up_does(
            mut sizes in prop::collection::vec(0_u32..9, 1..80),
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..50),
        ) {
            let mut tree = Fenwick::over(sizes.iter().copied());
            for (at, is_more) in changes {
                let block = at.index(sizes.len());
                if is_more {
                    sizes[block] += 1;
                    tree.increase(block);
                } else if sizes[block] > 0 {
                    sizes[block] -= 1;
                    tree.decrease(block);
                }
            }
            let mut place = 0;
            for (block, size) in sizes.iter().enumerate() {
                prop_assert_eq!(tree.before(block), place);
                for within in 0..*size as usize {
                    prop_assert_eq!(tree.find(place + within), (block, within));
                }
                place += *size as usize;
            }
        }
    }
}
