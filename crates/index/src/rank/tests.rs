//! Tests that compare a rank (a list of slots sorted by time) with a plain sorted list.

use deskbell_model::Seconds;
use proptest::prelude::*;

use super::*;
use crate::bits::Bits;
use crate::slot::at;

fn sorted(entries: &[(Option<u32>, Slot)], ids: &[i64]) -> Vec<Slot> {
    let mut sorted = entries.to_vec();
    sorted.sort_by_key(|(time, slot)| (*time, std::cmp::Reverse(ids[at(*slot)])));
    sorted.into_iter().map(|(_, slot)| slot).collect()
}

#[derive(Default)]
struct Ranked {
    rank: Rank,
    times: TimeColumn,
    ids: PackedColumn,
}

impl Ranked {
    fn build(entries: &[(Option<u32>, Slot)], ids: &[i64]) -> Self {
        let mut ranked = Self::default();
        for (id, slot) in ids.iter().zip(0..) {
            ranked.ids.set(slot, id.cast_unsigned());
        }
        for (time, slot) in entries {
            ranked.times.set(*slot, time.map(Seconds::new));
        }
        let entries = entries.iter().map(|(_, slot)| ranked.times.entry(*slot));
        ranked.rank = Rank::build(&mut entries.collect::<Vec<_>>(), &ranked.ids);
        ranked
    }

    fn insert(&mut self, (time, slot): (Option<u32>, Slot)) {
        self.times.set(slot, time.map(Seconds::new));
        self.rank.insert(slot, ByTime { times: &self.times, ids: &self.ids });
    }

    fn remove(&mut self, slot: Slot) {
        self.rank.remove(slot, ByTime { times: &self.times, ids: &self.ids });
        self.times.remove(slot);
    }

    fn below(&self, key: Key) -> usize {
        self.rank.below(key, &self.times)
    }
}

fn check(Ranked { rank, times, .. }: &Ranked, expected: &[Slot]) {
    assert_eq!(rank.len(), expected.len());
    assert!(rank.blocks.iter().all(|block| !block.slots.is_empty()));
    assert!(rank.blocks.iter().all(|block| block.slots.len() < BLOCK_MAX));
    for block in &rank.blocks {
        let is_told = |slot: &Slot| (block.low..=block.high).contains(slot);
        assert!(block.slots.iter().all(is_told));
    }
    let lasts = rank.blocks.iter().map(|block| times.entry(*block.slots.last().unwrap()));
    assert!(lasts.eq(rank.lasts.iter().copied()));
    let descending: Vec<_> = expected.iter().rev().copied().collect();
    for offset in [0, 1, expected.len() / 2, expected.len().saturating_sub(1), expected.len()] {
        let rest = &expected[offset.min(expected.len())..];
        assert_eq!(rank.iter(Order::Asc, offset).collect::<Vec<_>>(), rest);
        let rest = &descending[offset.min(expected.len())..];
        assert_eq!(rank.iter(Order::Desc, offset).collect::<Vec<_>>(), rest);
    }
    assert_eq!(rank.iter(Order::Asc, usize::MAX).next(), None);
    assert_eq!(rank.iter(Order::Desc, usize::MAX).next(), None);
}

#[test]
fn null_is_lowest_and_of_equal_times_the_larger_id_comes_first() {
    let ids = [50, 10, 30, 20];
    let entries = [(Some(0), 0), (None, 1), (Some(0), 2), (Some(u32::MAX), 3)];
    let ranked = Ranked::build(&entries, &ids);
    assert_eq!(ranked.rank.iter(Order::Asc, 0).collect::<Vec<_>>(), [1, 0, 2, 3]);
    assert_eq!(ranked.below(Key::of(0)), 1);
    assert_eq!(ranked.below(Key::of(-1)), 1);
    assert_eq!(ranked.below(Key::of(1)), 3);
    assert_eq!(ranked.below(Key::of(i64::from(u32::MAX))), 3);
    assert_eq!(ranked.below(Key::of(i64::from(u32::MAX) + 1)), 4);
    assert_eq!(ranked.below(Key::of(i64::MAX)), 4);
    assert_eq!(ranked.below(Key::END), 4);
    assert_eq!(ranked.below(Key::NULL), 0);
}

#[test]
fn what_grows_at_its_end_fills_its_blocks() {
    let ids: Vec<_> = (0..10_000).collect();
    let mut ranked = Ranked::build(&[], &ids);
    for slot in 0..10_000 {
        ranked.insert((Some(slot), slot));
    }
    let rank = &ranked.rank;
    assert_eq!(rank.blocks.len(), 10_000_usize.div_ceil(BLOCK_MAX - 1));
    assert_eq!(rank.iter(Order::Asc, 5_000).next(), Some(5_000));
    for slot in 0..9_990 {
        ranked.remove(slot);
    }
    let rank = &ranked.rank;
    assert_eq!(rank.iter(Order::Desc, 9).collect::<Vec<_>>(), [9_990]);
    assert_eq!(rank.blocks.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Tests loading a rank (a list sorted by time) from lists in the right order and in wrong
    /// orders, some of which are nearly right.
    #[test]
    fn only_the_order_of_all_slots_is_loaded(
        times in prop::collection::vec(prop::option::of(0_u32..4), 0..900),
        moved in prop::collection::vec((any::<prop::sample::Index>(), 0_u32..1_000), 0..3),
        is_short: bool,
    ) {
        let entries: Vec<_> = times.iter().copied().zip(0..).collect();
        let ids: Vec<_> = (1..).take(times.len()).collect();
        let built = Ranked::build(&entries, &ids);
        let right = sorted(&entries, &ids);
        let loaded = Rank::load(&right, &built.times).unwrap();
        check(&Ranked { rank: loaded, ..built }, &right);
        let built = Ranked::build(&entries, &ids);
        let mut other = right.clone();
        if !other.is_empty() {
            moved.iter().for_each(|(place, slot)| other[place.index(right.len())] = *slot);
            other.truncate(other.len() - usize::from(is_short));
        }
        let is_loaded = Rank::load(&other, &built.times).is_some();
        prop_assert_eq!(is_loaded, other == right);
    }

    #[test]
    fn it_is_a_sorted_list_whatever_moves(
        built in 0_u32..2_000,
        times in 1_u32..5_000,
        moves in prop::collection::vec((0_u32..3_000, prop::option::of(any::<u32>())), 0..2_000),
    ) {
        // Ids in another order than the slots.
        let ids: Vec<i64> = (0..3_000_i64).map(|slot| slot * 7_919 % 3_001).collect();
        let mut known: Vec<Option<Option<u32>>> = vec![None; 3_000];
        for slot in 0..built {
            known[slot as usize] = Some(slot.checked_mul(31).map(|time| time % times));
        }
        let entries = |known: &[Option<Option<u32>>]| -> Vec<(Option<u32>, Slot)> {
            let all = known.iter().zip(0_u32..);
            all.filter_map(|(time, slot)| time.map(|time| (time, slot))).collect()
        };
        let mut rank = Ranked::build(&entries(&known), &ids);
        check(&rank, &sorted(&entries(&known), &ids));
        for (slot, time) in moves {
            let time = time.map(|time| time % times);
            match known[slot as usize].take() {
                Some(_) => rank.remove(slot),
                None => {
                    rank.insert((time, slot));
                    known[slot as usize] = Some(time);
                }
            }
        }
        let left = entries(&known);
        check(&rank, &sorted(&left, &ids));
        for bound in [0, 1, times / 2, times] {
            let below = left.iter().filter(|(time, _)| time.is_none_or(|time| time < bound));
            prop_assert_eq!(rank.below(Key::of(bound.into())), below.count());
        }
    }
}

fn place() -> impl Strategy<Value = usize> {
    let near = (0..10_usize, 0..8_usize).prop_map(|(block, more)| (block + 1) * BLOCK_BUILT - more);
    prop_oneof![0..4_001_usize, near]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Tests a rank (a list of slots sorted by time) whose slots nearly ascend, because only some
    /// slots were moved or removed.
    #[test]
    fn what_is_counted_by_words_is_what_an_iterator_gives(
        moves in prop::collection::vec((0_u32..4_000, 0_u32..1_400), 0..4),
        gone in prop::collection::btree_set(0_u32..4_000, 0..400),
        (from, to) in (place(), place()),
        (first, every) in (0_usize..4_000, prop::sample::select(vec![1_usize, 2, 9])),
        before in 0_usize..4_000,
    ) {
        let ids: Vec<i64> = (0..4_000).collect();
        // Runs of equal times, in which slots descend, cross the ends of blocks.
        let tied = |slot| if slot < 2_000 { slot / 5 } else { slot / 3 };
        let entries: Vec<_> = (0..4_000_u32).map(|slot| (Some(tied(slot)), slot)).collect();
        let mut ranked = Ranked::build(&entries, &ids);
        for (slot, time) in &moves {
            ranked.remove(*slot);
            ranked.insert((Some(*time), *slot));
        }
        gone.iter().for_each(|slot| ranked.remove(*slot));
        let rank = &ranked.rank;
        let all: Vec<_> = rank.iter(Order::Asc, 0).collect();
        let bits = |slots: &[Slot]| {
            let mut bits = Bits::none(4_000);
            slots.iter().for_each(|slot| bits.set(*slot));
            bits
        };
        let (from, to) = (from.min(all.len()), to.min(all.len()));
        if from <= to {
            let found = rank.slots_at((from, to), &bits(&all), usize::MAX).unwrap();
            let quickly = rank.slots_at((from, to), &bits(&all), 2 * BLOCK_BUILT);
            prop_assert!(!moves.is_empty() || quickly.is_some());
            prop_assert!(found.iter().eq(bits(&all[from..to]).iter()));
        }
        let set: Vec<_> = all.iter().skip(first.min(3_000)).step_by(every).copied().collect();
        if before < set.len() {
            let set_bits = bits(&set);
            let (iter, passed) = rank.jump(&set_bits, before, usize::MAX).unwrap();
            prop_assert!(passed <= before);
            prop_assert!(!moves.is_empty() || before - passed < BLOCK_MAX);
            let rest: Vec<_> = iter.filter(|slot| set_bits.has(*slot)).collect();
            prop_assert_eq!(&rest, &set[passed..]);
        }
    }
}
