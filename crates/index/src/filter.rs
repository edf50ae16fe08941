//! Filters answered by sets: each condition gives the set of what passes, and the sets are joined.

use std::borrow::Cow;

use deskbell_query::{Comparison, Condition, Filter, Predicate};

use crate::set::SlotSet;

/// A set of slots, kept or made for this question.
pub(crate) type Set<'i> = Cow<'i, SlotSet>;

/// What can be asked condition by condition.
pub(crate) trait Ask<'i, F> {
    /// Everything there is.
    fn all(&self) -> &'i SlotSet;

    /// What answers yes. Of what is not `within`, when that is given, it may leave out what it
    /// likes.
    fn ask(&self, field: F, test: &Predicate, within: Option<&SlotSet>) -> Set<'i>;

    /// Whether the answer is a set that is kept, so that it is best asked first.
    fn is_kept(field: F) -> bool;
}

/// The set of what passes a filter.
pub(crate) fn passing<'i, F: Copy, A: Ask<'i, F>>(asked: &A, filter: &Filter<F>) -> Set<'i> {
    if filter.conditions.is_empty() {
        return Cow::Borrowed(asked.all());
    }
    match filter.comparison {
        Comparison::And => all_of(asked, &filter.conditions),
        Comparison::Or => one_of(asked, &filter.conditions),
    }
}

fn all_of<'i, F: Copy, A: Ask<'i, F>>(asked: &A, conditions: &[Condition<F>]) -> Set<'i> {
    // What is quickly known leaves less to look at for what is not.
    let mut order: Vec<_> = conditions.iter().collect();
    order.sort_by_key(|condition| (!A::is_kept(condition.field), condition.is_negated));
    let mut passing: Option<Set<'i>> = None;
    for condition in order {
        let found = asked.ask(condition.field, &condition.test, passing.as_deref());
        passing = Some(match (passing, condition.is_negated) {
            (None, false) => found,
            (None, true) => Cow::Owned(asked.all().clone().without(&found)),
            (Some(so_far), false) => Cow::Owned(so_far.and(&found)),
            (Some(so_far), true) => Cow::Owned(so_far.into_owned().without(&found)),
        });
    }
    passing.unwrap_or(Cow::Borrowed(asked.all()))
}

fn one_of<'i, F: Copy, A: Ask<'i, F>>(asked: &A, conditions: &[Condition<F>]) -> Set<'i> {
    let mut passing: Option<Set<'i>> = None;
    for condition in conditions {
        let mut found = asked.ask(condition.field, &condition.test, None);
        if condition.is_negated {
            found = Cow::Owned(asked.all().clone().without(&found));
        }
        passing = Some(match passing {
            None => found,
            Some(so_far) => Cow::Owned(so_far.into_owned().or(&found)),
        });
    }
    passing.unwrap_or_default()
}
