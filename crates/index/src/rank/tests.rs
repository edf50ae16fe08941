//! A rank against a sorted list.

use proptest::prelude::*;

use super::*;

/// The same by sorting.
fn sorted(entries: &[(Option<u32>, Slot)], ids: &[i64]) -> Vec<Slot> {
    let mut sorted = entries.to_vec();
    sorted.sort_by_key(|(time, slot)| (*time, std::cmp::Reverse(ids[at(*slot)])));
    sorted.into_iter().map(|(_, slot)| slot).collect()
}

fn entry((time, slot): (Option<u32>, Slot)) -> Entry {
    Entry::new(Key::from(time.map(Seconds::new)), slot)
}

fn check(rank: &Rank, expected: &[Slot]) {
    assert_eq!(rank.len(), expected.len());
    assert!(rank.blocks.iter().all(|block| !block.is_empty() && block.len() < BLOCK_MAX));
    let descending: Vec<_> = expected.iter().rev().copied().collect();
    for offset in [0, 1, expected.len() / 2, expected.len().saturating_sub(1), expected.len()] {
        let rest = &expected[offset.min(expected.len())..];
        assert_eq!(rank.walk(Order::Asc, offset).collect::<Vec<_>>(), rest);
        let rest = &descending[offset.min(expected.len())..];
        assert_eq!(rank.walk(Order::Desc, offset).collect::<Vec<_>>(), rest);
    }
    assert_eq!(rank.walk(Order::Asc, usize::MAX).next(), None);
    assert_eq!(rank.walk(Order::Desc, usize::MAX).next(), None);
}

#[test]
fn null_is_lowest_and_of_equal_times_the_larger_id_comes_first() {
    let ids = [50, 10, 30, 20];
    let entries = [(Some(0), 0), (None, 1), (Some(0), 2), (Some(u32::MAX), 3)];
    let rank = Rank::build(entries.map(entry).to_vec(), &ids);
    assert_eq!(rank.walk(Order::Asc, 0).collect::<Vec<_>>(), [1, 0, 2, 3]);
    assert_eq!(rank.below(Key::of(0)), 1);
    assert_eq!(rank.below(Key::of(-1)), 1);
    assert_eq!(rank.below(Key::of(1)), 3);
    assert_eq!(rank.below(Key::of(i64::from(u32::MAX))), 3);
    assert_eq!(rank.below(Key::of(i64::from(u32::MAX) + 1)), 4);
    assert_eq!(rank.below(Key::of(i64::MAX)), 4);
    assert_eq!(rank.below(Key::END), 4);
    assert_eq!(rank.below(Key::NULL), 0);
}

#[test]
fn what_grows_at_its_end_fills_its_blocks() {
    let ids: Vec<_> = (0..10_000).collect();
    let mut rank = Rank::default();
    for slot in 0..10_000 {
        rank.insert(entry((Some(slot), slot)), &ids);
    }
    assert_eq!(rank.blocks.len(), 10_000_usize.div_ceil(BLOCK_MAX - 1));
    assert_eq!(rank.walk(Order::Asc, 5_000).next(), Some(5_000));
    for slot in 0..9_990 {
        rank.remove(entry((Some(slot), slot)), &ids);
    }
    assert_eq!(rank.walk(Order::Desc, 9).collect::<Vec<_>>(), [9_990]);
    assert_eq!(rank.blocks.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn it_is_a_sorted_list_whatever_moves(
        built in 0_u32..2_000,
        times in 1_u32..5_000,
        moves in prop::collection::vec((0_u32..3_000, prop::option::of(any::<u32>())), 0..2_000),
    ) {
        // Ids in no order of the slots.
        let ids: Vec<i64> = (0..3_000_i64).map(|slot| slot * 7_919 % 3_001).collect();
        let mut known: Vec<Option<Option<u32>>> = vec![None; 3_000];
        for slot in 0..built {
            known[slot as usize] = Some(slot.checked_mul(31).map(|time| time % times));
        }
        let entries = |known: &[Option<Option<u32>>]| -> Vec<(Option<u32>, Slot)> {
            let all = known.iter().zip(0_u32..);
            all.filter_map(|(time, slot)| time.map(|time| (time, slot))).collect()
        };
        let mut rank =
            Rank::build(entries(&known).into_iter().map(entry).collect(), &ids);
        check(&rank, &sorted(&entries(&known), &ids));
        for (slot, time) in moves {
            let time = time.map(|time| time % times);
            match known[slot as usize].take() {
                Some(old) => rank.remove(entry((old, slot)), &ids),
                None => {
                    rank.insert(entry((time, slot)), &ids);
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
