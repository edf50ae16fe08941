//! A set of slots (the numbers of objects): a small set is a compressed bitmap, a large set has a
//! bit for each slot. The sets of columns switch between these two layouts as they grow and shrink.
//! Among the sets that a query computes, only unions switch, because only unions can grow.

use std::borrow::Cow;
use std::sync::OnceLock;

use roaring::RoaringBitmap;

use crate::bits::Bits;
use crate::slot::{Slot, at};

/// The divisor that decides the layout of a set. Let n be a set's last slot, divided by this
/// number. A small set becomes large with more than n slots; a large set becomes small with fewer
/// than n / 4. Thus a set takes at most a few times the memory of a list.
const MANY_OF: usize = 32;
const FEW_OF: usize = 4 * MANY_OF;
/// The number of slots below which a small set does not become large, whatever its density.
const FEW_MAX: usize = 64;

/// The memory that each part of a small set takes in addition to its slots, in bytes.
const CONTAINER_BYTES: usize = 64;

#[derive(Clone, Debug, Default)]
pub(crate) struct SlotSet {
    layout: Layout,
    /// The number of slots, counted on demand, because counting the bits takes longer than
    /// combining two sets.
    len: OnceLock<usize>,
}

#[derive(Clone, Debug)]
enum Layout {
    Few(RoaringBitmap),
    Many(Bits),
}

impl Default for Layout {
    fn default() -> Self {
        Self::Few(RoaringBitmap::new())
    }
}

impl SlotSet {
    /// Returns the set of those slots below the number `slots` for which `is_in` holds, built in
    /// one pass.
    pub(crate) fn below(slots: u32, is_in: impl Fn(Slot) -> bool) -> Self {
        let many = Bits::below(slots, is_in);
        let last = many.last().map_or(0, at);
        if is_many(many.count(), last) { many.into() } else { many.iter().collect() }
    }

    /// Returns a small set of these slots, which must be in ascending order.
    pub(crate) fn ascending(slots: &[Slot]) -> Self {
        // `from_sorted_iter` refuses slots that do not ascend; these are added one by one.
        let few = RoaringBitmap::from_sorted_iter(slots.iter().copied());
        Self::few(few.unwrap_or_else(|_| slots.iter().copied().collect()))
    }

    pub(crate) fn len(&self) -> usize {
        *self.len.get_or_init(|| match &self.layout {
            // A slot is a `u32`, so the number fits.
            Layout::Few(few) => usize::try_from(few.len()).unwrap_or(usize::MAX),
            Layout::Many(many) => many.count(),
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) const fn is_few(&self) -> bool {
        matches!(self.layout, Layout::Few(_))
    }

    pub(crate) fn contains(&self, slot: Slot) -> bool {
        match &self.layout {
            Layout::Few(few) => few.contains(slot),
            Layout::Many(many) => many.has(slot),
        }
    }

    pub(crate) fn insert(&mut self, slot: Slot) {
        let len = self.len();
        let (is_new, is_due) = match &mut self.layout {
            Layout::Few(few) => {
                let is_new = few.insert(slot);
                let last = few.max().map_or(0, at);
                (is_new, is_many(len, last))
            }
            Layout::Many(many) => {
                let room = many.room();
                let is_new = many.insert(slot);
                (is_new, many.room() > room && len * FEW_OF < many.room())
            }
        };
        self.note(len + usize::from(is_new));
        if is_due {
            self.change();
        }
    }

    pub(crate) fn remove(&mut self, slot: Slot) {
        let len = self.len();
        let (was_there, is_due) = match &mut self.layout {
            Layout::Few(few) => (few.remove(slot), false),
            Layout::Many(many) => (many.remove(slot), len * FEW_OF < many.room()),
        };
        self.note(len - usize::from(was_there));
        if is_due {
            self.change();
        }
    }

    fn note(&mut self, len: usize) {
        self.len.get_mut().into_iter().for_each(|known| *known = len);
    }

    /// Converts the set, which is a union, to bits if it is no longer small.
    fn spread_if_many(mut self) -> Self {
        let last = match &self.layout {
            Layout::Few(few) => few.max().map_or(0, at),
            Layout::Many(_) => return self,
        };
        if is_many(self.len(), last) {
            self.change();
        }
        self
    }

    /// Switches the layout of the set: from a compressed bitmap to bits, or back.
    fn change(&mut self) {
        self.layout = match &self.layout {
            Layout::Few(few) => Layout::Many(spread(few)),
            Layout::Many(many) => Layout::Few(many.iter().collect()),
        };
    }

    /// Returns the set with one bit for each slot.
    pub(crate) fn bits(&self) -> Cow<'_, Bits> {
        match &self.layout {
            Layout::Few(few) => Cow::Owned(spread(few)),
            Layout::Many(many) => Cow::Borrowed(many),
        }
    }

    /// Returns the slots that are both in this set and in `other`.
    pub(crate) fn and(&self, other: &Self) -> Self {
        match (&self.layout, &other.layout) {
            (Layout::Few(one), Layout::Few(other)) => Self::few(one & other),
            (Layout::Few(few), Layout::Many(many)) | (Layout::Many(many), Layout::Few(few)) => {
                Self::among(few, |slot| many.has(slot))
            }
            (Layout::Many(one), Layout::Many(other)) => one.and(other).into(),
        }
    }

    /// Returns the number of slots that are both in this set and in `other`.
    pub(crate) fn and_len(&self, other: &Self) -> usize {
        match (&self.layout, &other.layout) {
            // A slot is a `u32`, so the number fits.
            (Layout::Few(one), Layout::Few(other)) => {
                usize::try_from(one.intersection_len(other)).unwrap_or(usize::MAX)
            }
            (Layout::Few(few), Layout::Many(many)) | (Layout::Many(many), Layout::Few(few)) => {
                few.iter().filter(|slot| many.has(*slot)).count()
            }
            (Layout::Many(one), Layout::Many(other)) => one.and_count(other),
        }
    }

    /// Returns the slots of this set that are not in `other`.
    pub(crate) fn without(self, other: &Self) -> Self {
        match (self.layout, &other.layout) {
            (Layout::Few(one), Layout::Few(other)) => Self::few(one - other),
            (Layout::Few(few), Layout::Many(many)) => Self::among(&few, |slot| !many.has(slot)),
            (Layout::Many(mut many), Layout::Many(other)) => {
                many.take_out(other);
                many.into()
            }
            (Layout::Many(mut many), Layout::Few(few)) => {
                few.iter().for_each(|slot| {
                    many.remove(slot);
                });
                many.into()
            }
        }
    }

    /// Returns the slots that are in this set, in `other`, or in both sets.
    pub(crate) fn or(self, other: &Self) -> Self {
        match (self.layout, &other.layout) {
            (Layout::Few(one), Layout::Few(other)) => Self::few(one | other).spread_if_many(),
            (Layout::Few(few), Layout::Many(many)) => many.clone().with(&few).into(),
            (Layout::Many(many), Layout::Few(few)) => many.with(few).into(),
            (Layout::Many(mut many), Layout::Many(other)) => {
                many.add(other);
                many.into()
            }
        }
    }

    pub(crate) fn add_to(&self, others: &mut Bits) {
        match &self.layout {
            Layout::Few(few) => few.iter().for_each(|slot| others.set(slot)),
            Layout::Many(many) => others.add(many),
        }
    }

    /// Returns the set's slots for which `is_true` holds.
    pub(crate) fn those(&self, is_true: impl Fn(Slot) -> bool) -> Self {
        match &self.layout {
            Layout::Few(few) => Self::among(few, is_true),
            Layout::Many(many) => many.those(is_true).into(),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Slot> {
        let (few, many) = match &self.layout {
            Layout::Few(few) => (Some(few.iter()), None),
            Layout::Many(many) => (None, Some(many.iter())),
        };
        few.into_iter().flatten().chain(many.into_iter().flatten())
    }

    /// Returns the slots of a small set for which `is_true` holds.
    fn among(few: &RoaringBitmap, is_true: impl Fn(Slot) -> bool) -> Self {
        let mut found = RoaringBitmap::new();
        // The slots ascend, so each slot is appended to the end.
        let _ = found.append(few.iter().filter(|slot| is_true(*slot)));
        Self::few(found)
    }

    fn few(few: RoaringBitmap) -> Self {
        Self { layout: Layout::Few(few), len: OnceLock::new() }
    }

    pub(crate) fn bytes(&self) -> usize {
        match &self.layout {
            Layout::Few(few) => {
                let few = few.statistics();
                let slots = few.n_bytes_array_containers + few.n_bytes_bitset_containers;
                let slots = usize::try_from(slots).unwrap_or(usize::MAX);
                slots.saturating_add(at(few.n_containers) * CONTAINER_BYTES)
            }
            Layout::Many(many) => many.bytes(),
        }
    }
}

/// Tells whether `len` slots, the largest of which is `last`, should be stored as bits.
pub(crate) const fn is_many(len: usize, last: usize) -> bool {
    len >= FEW_MAX && len * MANY_OF > last
}

fn spread(few: &RoaringBitmap) -> Bits {
    Bits::none(few.max().map_or(0, |last| at(last) + 1)).with(few)
}

impl Bits {
    fn with(mut self, few: &RoaringBitmap) -> Self {
        few.iter().for_each(|slot| self.set(slot));
        self
    }
}

impl From<Bits> for SlotSet {
    fn from(many: Bits) -> Self {
        Self { layout: Layout::Many(many), len: OnceLock::new() }
    }
}

impl FromIterator<Slot> for SlotSet {
    fn from_iter<I: IntoIterator<Item = Slot>>(slots: I) -> Self {
        Self::few(slots.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    type Model = BTreeSet<Slot>;

    impl PartialEq<Model> for SlotSet {
        fn eq(&self, known: &Model) -> bool {
            self.len() == known.len() && self.iter().eq(known.iter().copied())
        }
    }

    fn both(slots: &Model) -> [SlotSet; 2] {
        let few: SlotSet = slots.iter().copied().collect();
        let many = few.bits().into_owned().into();
        [few, many]
    }

    fn slots() -> impl Strategy<Value = Model> {
        let dense = (0..300_u32, prop::collection::btree_set(0..300_u32, 0..200));
        let dense = dense.prop_map(|(first, slots)| slots.iter().map(|it| first + it).collect());
        prop_oneof![dense, prop::collection::btree_set(0..200_000_u32, 0..6)]
    }

    proptest! {
        #[test]
        fn sets_are_joined_as_sets_are(one in slots(), other in slots()) {
            let by_three = |slot: &Slot| slot.is_multiple_of(3);
            for set in both(&one) {
                prop_assert_eq!(&set, &one);
                prop_assert_eq!(&set.those(|slot| by_three(&slot)),
                    &one.iter().copied().filter(by_three).collect::<Model>());
                for slot in one.iter().chain(&other) {
                    prop_assert_eq!(set.contains(*slot), one.contains(slot));
                }
                for with in both(&other) {
                    prop_assert_eq!(&set.and(&with), &(&one & &other));
                    prop_assert_eq!(set.and_len(&with), (&one & &other).len());
                    prop_assert_eq!(&set.clone().or(&with), &(&one | &other));
                    prop_assert_eq!(&set.clone().without(&with), &(&one - &other));
                }
            }
        }

        #[test]
        fn a_set_that_is_kept_is_what_came_and_did_not_go(
            changes in prop::collection::vec((any::<bool>(), 0..400_u32), 0..900),
            far in prop::option::of(0..1_000_000_u32),
        ) {
            let (mut set, mut known) = (SlotSet::default(), Model::new());
            let far = far.map(|slot| (true, slot));
            let again = changes.iter().rev().copied();
            for (comes, slot) in changes.iter().copied().chain(far).chain(again) {
                if comes {
                    set.insert(slot);
                    known.insert(slot);
                } else {
                    set.remove(slot);
                    known.remove(&slot);
                }
                prop_assert_eq!(set.len(), known.len());
            }
            prop_assert_eq!(&set, &known);
        }
    }

    #[test]
    fn few_joined_often_enough_are_many() {
        let every = |first: Slot| (first..20_000).step_by(100).collect::<SlotSet>();
        let all = (0..100).map(every).fold(SlotSet::default(), |all, some| all.or(&some));
        assert!(every(0).is_few() && !all.is_few());
        assert!(all.iter().eq(0..20_000));
    }

    #[test]
    fn it_is_kept_in_the_way_that_takes_less_memory() {
        let mut set = SlotSet::default();
        (0..10_000).step_by(20).for_each(|slot| set.insert(slot));
        assert!(!set.is_few());
        set.insert(1_000_000);
        assert!(set.is_few());
        (0..100_000).step_by(20).for_each(|slot| set.insert(1_000_000 + slot));
        assert!(set.is_few());
        assert!(set.bytes() < 40_000);
        (0..1_000_000).step_by(20).for_each(|slot| set.insert(slot));
        assert!(!set.is_few());
        (20..1_100_000).step_by(20).for_each(|slot| set.remove(slot));
        assert!(set.is_few());
        assert_eq!(set.iter().collect::<Vec<_>>(), [0]);
    }
}
