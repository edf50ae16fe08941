//! A time field of all objects: a column with the time of each object, and a rank, in which the
//! objects are sorted by this time.

use deskbell_model::Seconds;
use deskbell_query::{Order, Predicate, Relation};

use crate::column::{Column, Loaded, SaveOrder};
use crate::encoding::{Decoder, Encoder};
use crate::rank::{Rank, WORDS_STEPS};
use crate::rank_entry::{Key, RankEntry};
use crate::set::SlotSet;
use crate::slot::{Slot, at};
use crate::slots::Slots;
use crate::time_column::{ByTime, TimeColumn};

/// The divisor that decides how a condition is answered. The rank (the list sorted by time) is used
/// if fewer slots fulfil the condition than the number of all slots divided by this number. For
/// more slots, reading the bits of all slots is faster.
const FEW_OF: usize = 1_024;

/// The number of consecutive entries of the sorted list that are read in the time in which one
/// slot's value is read from the column.
const LOOK_STEPS: usize = 4;

/// A time field of all objects.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    times: TimeColumn,
    pub(crate) rank: Rank,
}

impl Column for Dates {
    /// Writes each slot's time plus one, or 0 for a slot without a time. Then writes the sorted
    /// list, as positions in the saved file.
    fn save(&self, order: &SaveOrder<'_>, to: &mut Encoder) {
        let time = |slot: &Slot| self.get(*slot).map_or(0, |time| u64::from(time.get()) + 1);
        to.numbers(order.slots.iter().map(time));
        let position = |slot: Slot| order.positions[at(slot)].into();
        to.numbers(self.rank.iter(Order::Asc, 0).map(position));
    }

    fn load(&mut self, from: &mut Decoder<'_>, loaded: &Loaded<'_>) -> Option<()> {
        self.times = TimeColumn::load(from.exactly(loaded.slots.len())?)?;
        self.rank = Rank::load(&from.numbers()?.small()?, &self.times)?;
        Some(())
    }
}

impl Dates {
    pub(crate) fn get(&self, slot: Slot) -> Option<Seconds> {
        self.times.get(slot)
    }

    /// Returns the entry of a slot in the rank (the list sorted by time): the slot with its time.
    pub(crate) fn entry(&self, slot: Slot) -> RankEntry {
        self.times.entry(slot)
    }

    pub(crate) const fn order<'c>(&'c self, slots: &'c Slots) -> ByTime<'c> {
        ByTime { times: &self.times, ids: slots.ids() }
    }

    /// Stores the time of a new slot; [`Dates::build`] adds the slot to the rank (the list sorted
    /// by time) later.
    pub(crate) fn note(&mut self, slot: Slot, time: Option<Seconds>) {
        self.times.set(slot, time);
    }

    /// Builds the rank, the list of all slots in use sorted by time. `entries` is working memory,
    /// which can be reused for the next field.
    pub(crate) fn build(&mut self, slots: &Slots, entries: &mut Vec<RankEntry>) {
        entries.clear();
        entries.extend(slots.live.iter().map(|slot| self.entry(slot)));
        self.rank = Rank::build(entries, slots.ids());
    }

    /// Stores the time of a new slot, and adds the slot to the rank (the list sorted by time).
    pub(crate) fn insert(&mut self, slot: Slot, time: Option<Seconds>, slots: &Slots) {
        self.times.set(slot, time);
        self.rank.insert(slot, ByTime { times: &self.times, ids: slots.ids() });
    }

    pub(crate) fn set(&mut self, slot: Slot, time: Option<Seconds>, slots: &Slots) {
        if self.get(slot) != time {
            self.remove(slot, slots);
            self.insert(slot, time, slots);
        }
    }

    /// Removes a slot, whose id must still be in `slots`.
    pub(crate) fn remove(&mut self, slot: Slot, slots: &Slots) {
        self.rank.remove(slot, ByTime { times: &self.times, ids: slots.ids() });
        self.times.remove(slot);
    }

    /// Returns the slots whose time has this key, in the order of the rank (the list sorted by
    /// time). [`Key::NULL`] selects the slots without a time.
    pub(crate) fn run(&self, key: Key, order: Order) -> impl Iterator<Item = Slot> {
        let rank = &self.rank;
        let (from, to) = (rank.below(key, &self.times), rank.below(key.next(), &self.times));
        let offset = if order == Order::Asc { from } else { rank.len() - to };
        rank.iter(order, offset).take(to - from)
    }

    /// Finds the slots whose time fulfils a condition. Slots outside `within` may be missing in the
    /// result.
    pub(crate) fn ask(&self, test: &Predicate, within: Option<&SlotSet>, slots: &Slots) -> SlotSet {
        match test {
            Predicate::Number(relation, seconds) => self.find(*relation, *seconds, within, slots),
            Predicate::Null => self.times.none().clone(),
            _ => SlotSet::default(),
        }
    }

    /// Finds the slots whose time has this relation to a number. Slots outside `within` may be
    /// missing in the result.
    fn find(
        &self,
        relation: Relation,
        seconds: i64,
        within: Option<&SlotSet>,
        slots: &Slots,
    ) -> SlotSet {
        let (key, first) = (Key::of(seconds), Key::NULL.next());
        let is_time = u32::try_from(seconds).is_ok();
        let (from, to) = match relation {
            Relation::Equal if is_time => (key, key.next()),
            Relation::Equal => (Key::END, Key::END),
            // A number outside the range of times is above or below all times.
            Relation::Greater if seconds < 0 => (first, Key::END),
            Relation::Greater => (key.next(), Key::END),
            Relation::AtLeast => (key, Key::END),
            Relation::Less => (first, key),
            Relation::AtMost if seconds < 0 => (first, first),
            Relation::AtMost => (first, key.next()),
        };
        let (start, end) = (self.rank.below(from, &self.times), self.rank.below(to, &self.times));
        let count = end.saturating_sub(start);
        if count < slots.len() / FEW_OF {
            return self.rank.iter(Order::Asc, start).take(count).collect();
        }
        let steps_max = within.map_or(usize::MAX, |within| within.len() * LOOK_STEPS);
        if steps_max > slots.len() / WORDS_STEPS
            && let Some(found) = self.rank.slots_at((start, end), &slots.live.bits(), steps_max)
        {
            return found.into();
        }
        let stands = |slot| self.times.key_of_time(slot).is_from(from, to);
        let found = within.unwrap_or(&slots.live).those(stands);
        // Slots without a time have 0 in the column.
        if from <= Key::of(0) { found.without(self.times.none()) } else { found }
    }

    pub(crate) fn bytes(&self) -> usize {
        self.times.bytes() + self.rank.bytes()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Tests many objects, mostly in the order of time, after some slots were freed and reused.
    /// Ranges are searched within small and large sets.
    #[test]
    fn a_range_among_many_is_what_comparing_each_finds() {
        let (mut slots, mut dates) = (Slots::default(), Dates::default());
        let time = |id: i64| u32::try_from(id % 97 * 40 + id).ok().filter(|time| time % 11 > 0);
        for id in 0..4_000 {
            let slot = slots.take(id, u32::MAX).unwrap();
            dates.insert(slot, time(id).map(Seconds::new), &slots);
        }
        for id in (0..4_000).step_by(5) {
            let slot = slots.find(id).unwrap();
            dates.remove(slot, &slots);
            slots.free(slot);
        }
        for id in 4_000..4_600 {
            let slot = slots.take(id, u32::MAX).unwrap();
            dates.insert(slot, time(id).map(Seconds::new), &slots);
        }
        assert!(slots.len() < 4_600, "some were given out again");
        let every = |step: usize| slots.live.iter().step_by(step).collect::<SlotSet>();
        let sets = [every(1), every(3), every(70), every(4_000)];
        let many: SlotSet = sets[0].bits().into_owned().into();
        for number in [-1, 0, 1, 700, 4_400, 8_000, 9_000] {
            for (relation, holds) in RELATIONS {
                let stands = |slot: &Slot| {
                    dates.get(*slot).is_some_and(|it| holds(&it.get().into(), &number))
                };
                let all: BTreeSet<_> = slots.live.iter().filter(stands).collect();
                assert_eq!(&dates.find(relation, number, None, &slots), &all);
                for within in sets.iter().chain([&many]) {
                    let found = dates.find(relation, number, Some(within), &slots).and(within);
                    let expected: BTreeSet<_> = within.iter().filter(stands).collect();
                    assert_eq!(&found, &expected, "{relation:?} {number}");
                }
            }
        }
    }

    type Holds = fn(&i64, &i64) -> bool;

    const RELATIONS: [(Relation, Holds); 5] = [
        (Relation::Equal, i64::eq),
        (Relation::Greater, i64::gt),
        (Relation::Less, i64::lt),
        (Relation::AtLeast, i64::ge),
        (Relation::AtMost, i64::le),
    ];

    proptest! {
        #[test]
        fn a_range_is_what_comparing_each_finds(
            times in prop::collection::vec(
                prop::option::of(prop_oneof![0..5_u32, u32::MAX - 2..=u32::MAX]), 0..60,
            ),
            number in prop_oneof![-2..7_i64, i64::from(u32::MAX) - 3..i64::from(u32::MAX) + 4,
                Just(i64::MIN), Just(i64::MAX)],
        ) {
            let mut slots = Slots::default();
            let mut dates = Dates::default();
            for (id, time) in (1..).zip(&times) {
                let slot = slots.take(id, u32::MAX).unwrap();
                dates.insert(slot, time.map(Seconds::new), &slots);
            }
            for (relation, holds) in RELATIONS {
                let all = (0_u32..).zip(&times);
                let passes = |time: &Option<u32>| time.is_some_and(|it| holds(&it.into(), &number));
                let expected: BTreeSet<Slot> =
                    all.filter(|(_, time)| passes(time)).map(|it| it.0).collect();
                prop_assert_eq!(&dates.find(relation, number, None, &slots), &expected);
                let few: SlotSet = slots.live.iter().take(2).collect();
                let found = dates.find(relation, number, Some(&few), &slots).and(&few);
                let expected: BTreeSet<_> =
                    expected.into_iter().filter(|slot| few.contains(*slot)).collect();
                prop_assert_eq!(&found, &expected);
            }
        }
    }
}
