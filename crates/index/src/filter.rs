//! Filters are evaluated with sets: each condition and each group yields the set of the objects
//! that fulfil it, and the sets are combined.

use std::borrow::Cow;

use deskbell_query::{Comparison, Condition, Filter, Predicate};

use crate::set::SlotSet;

/// A set of slots (the numbers of objects), stored by a column or computed for one query.
pub(crate) type Set<'i> = Cow<'i, SlotSet>;

/// A table that evaluates one condition at a time.
pub(crate) trait Ask<'i, F> {
    fn all(&self) -> &'i SlotSet;

    /// Returns the set of the objects whose field fulfils a condition. If `within` is given,
    /// objects outside `within` may be missing in the result.
    fn ask(&self, field: F, test: &Predicate, within: Option<&SlotSet>) -> Set<'i>;

    /// Tells whether the index stores a set for each of the field's values, or the field is the
    /// objects' id. Conditions on such fields are evaluated before other conditions.
    fn is_kept(field: F) -> bool;
}

/// Returns the set of the objects that a filter selects. If `within` is given, objects outside
/// `within` may be missing in the result.
pub(crate) fn passing<'i, F: Copy, A: Ask<'i, F>>(
    asked: &A,
    filter: &Filter<F>,
    within: Option<&SlotSet>,
) -> Set<'i> {
    match filter.comparison() {
        _ if filter.is_empty() => Cow::Borrowed(asked.all()),
        Comparison::And => all_of(asked, filter, within),
        Comparison::Or => any_of(asked, filter, within),
    }
}

fn all_of<'i, F: Copy, A: Ask<'i, F>>(
    asked: &A,
    filter: &Filter<F>,
    within: Option<&SlotSet>,
) -> Set<'i> {
    // Conditions with stored sets come first, because they leave fewer objects to check for the
    // other conditions.
    let mut order: Vec<_> = filter.conditions().iter().collect();
    order.sort_by_key(|condition| (!A::is_kept(condition.field), condition.is_negated));
    let mut passing_all: Option<Set<'i>> = None;
    for condition in order {
        let found = asked.ask(condition.field, &condition.test, passing_all.as_deref().or(within));
        passing_all = Some(match (passing_all, condition.is_negated) {
            (None, false) => found,
            (None, true) => Cow::Owned(asked.all().clone().without(&found)),
            (Some(so_far), false) => Cow::Owned(so_far.and(&found)),
            (Some(so_far), true) => Cow::Owned(so_far.into_owned().without(&found)),
        });
    }
    for group in filter.groups() {
        let found = passing(asked, group, passing_all.as_deref().or(within));
        passing_all = Some(match passing_all {
            None => found,
            Some(so_far) => Cow::Owned(so_far.and(&found)),
        });
    }
    passing_all.unwrap_or(Cow::Borrowed(asked.all()))
}

fn any_of<'i, F: Copy, A: Ask<'i, F>>(
    asked: &A,
    filter: &Filter<F>,
    within: Option<&SlotSet>,
) -> Set<'i> {
    let of_condition = |condition: &Condition<F>| {
        let found = asked.ask(condition.field, &condition.test, within);
        match condition.is_negated {
            false => found,
            true => Cow::Owned(asked.all().clone().without(&found)),
        }
    };
    let of_conditions = filter.conditions().iter().map(of_condition);
    let of_groups = filter.groups().iter().map(|group| passing(asked, group, within));
    let either = |one: Set<'i>, other: Set<'i>| Cow::Owned(one.into_owned().or(&other));
    of_conditions.chain(of_groups).reduce(either).unwrap_or_default()
}
