//! Filters of searches: trees of conditions (contract §6). This module depends on neither requests
//! nor databases.

use std::hash::{Hash, Hasher};

use deskbell_model::limits::FILTERS_MAX;
use deskbell_model::{Rating, Status};

use crate::Sorted;

/// An operator that compares a field with a value, as written in requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// The operator `=`.
    Equal,
    /// The operator `!=`.
    NotEqual,
    /// The operator `>`.
    Greater,
    /// The operator `<`.
    Less,
    /// The operator `>=`.
    AtLeast,
    /// The operator `<=`.
    AtMost,
    /// The operator `~`.
    Contains,
    /// The operator `!~`.
    Lacks,
}

impl Operator {
    /// Every operator, with its name in the contract.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Equal, "="),
        (Self::NotEqual, "!="),
        (Self::Greater, ">"),
        (Self::Less, "<"),
        (Self::AtLeast, ">="),
        (Self::AtMost, "<="),
        (Self::Contains, "~"),
        (Self::Lacks, "!~"),
    ];

    /// Reads an operator; `None` for another text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| *name == text).map(|(operator, _)| *operator)
    }

    /// Tells whether the operator is `!=` or `!~`. These operators find the rows that `=` or `~`
    /// does not find, including rows without a value.
    #[must_use]
    pub const fn is_negated(self) -> bool {
        matches!(self, Self::NotEqual | Self::Lacks)
    }
}

/// A relation between two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The field's number equals the given number.
    Equal,
    /// The field's number is greater than the given number.
    Greater,
    /// The field's number is less than the given number.
    Less,
    /// The field's number is at least the given number.
    AtLeast,
    /// The field's number is at most the given number.
    AtMost,
}

impl Relation {
    /// Tells whether the relation holds between a field's number and the given number.
    #[must_use]
    pub const fn holds(self, field: i64, asked: i64) -> bool {
        match self {
            Self::Equal => field == asked,
            Self::Greater => field > asked,
            Self::Less => field < asked,
            Self::AtLeast => field >= asked,
            Self::AtMost => field <= asked,
        }
    }
}

/// A predicate on a field. A field without a value satisfies only [`Predicate::Null`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Predicate {
    /// The field has no value.
    Null,
    /// The field's number (an id, or a time in Unix seconds) is in this relation to the given
    /// number. A field with several ids satisfies this predicate if one of the ids does.
    Number(Relation, i64),
    /// The field is this status.
    Status(Status),
    /// The field is this rating.
    Rating(Rating),
    /// The field is exactly this text.
    Text(String),
    /// The field, when folded, is this folded text: case does not matter.
    Caseless(String),
    /// The folded field contains this text, which is folded and not empty.
    Contains(String),
    /// The field has tags with all of these names. The list of names is not empty and has no
    /// duplicates.
    Tags(Vec<String>),
}

/// One condition of a filter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition<F> {
    /// The field that the predicate tests.
    pub field: F,
    /// The predicate, which must fit the kind of the field.
    pub test: Predicate,
    /// True to negate the predicate.
    pub is_negated: bool,
}

/// The way in which conditions are combined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// All conditions must hold.
    #[default]
    And,
    /// At least one condition must hold; a filter without conditions selects every object.
    Or,
}

impl Comparison {
    /// Both comparisons, with their names in the contract.
    pub const ALL: [(Self, &'static str); 2] = [(Self::And, "AND"), (Self::Or, "OR")];

    /// Reads `AND` or `OR`, in any case; `None` for another text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| name.eq_ignore_ascii_case(text)).map(|(it, _)| *it)
    }
}

/// The largest number of levels of a filter, including the outermost level.
pub const FILTER_DEPTH_MAX: usize = 5;

/// A tree of conditions, limited in size and depth. Every object passes an empty filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter<F> {
    conditions: Vec<Condition<F>>,
    groups: Vec<Self>,
    comparison: Comparison,
}

impl<F> Default for Filter<F> {
    fn default() -> Self {
        Self { conditions: Vec::new(), groups: Vec::new(), comparison: Comparison::default() }
    }
}

/// Hashes the filter. The hash of a filter without groups is the same as before groups existed, so
/// that older cursors stay valid.
impl<F: Hash> Hash for Filter<F> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.conditions.hash(state);
        self.comparison.hash(state);
        if !self.groups.is_empty() {
            self.groups.hash(state);
        }
    }
}

impl<F> Filter<F> {
    /// Creates the filter of these conditions; `None` for more than 50 conditions.
    #[must_use]
    pub fn new(comparison: Comparison, conditions: Vec<Condition<F>>) -> Option<Self> {
        Self::nested(comparison, conditions, Vec::new())
    }

    /// Creates the filter of these conditions and groups; `None` for more than 50 conditions and
    /// groups in all, or more than [`FILTER_DEPTH_MAX`] levels.
    #[must_use]
    pub fn nested(
        comparison: Comparison,
        conditions: Vec<Condition<F>>,
        groups: Vec<Self>,
    ) -> Option<Self> {
        let filter = Self { conditions, groups, comparison };
        let fits = filter.size() <= FILTERS_MAX && filter.depth() <= FILTER_DEPTH_MAX;
        fits.then_some(filter)
    }

    /// Creates the filter of one condition.
    #[must_use]
    pub fn only(condition: Condition<F>) -> Self {
        Self { conditions: vec![condition], ..Self::default() }
    }

    /// Returns the conditions of the outermost level.
    #[must_use]
    pub fn conditions(&self) -> &[Condition<F>] {
        &self.conditions
    }

    /// Returns the groups of the outermost level.
    #[must_use]
    pub fn groups(&self) -> &[Self] {
        &self.groups
    }

    /// Returns the way in which the conditions and groups of the outermost level are combined.
    #[must_use]
    pub const fn comparison(&self) -> Comparison {
        self.comparison
    }

    /// Tells whether the filter is empty, so that it selects every object.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.conditions.is_empty() && self.groups.is_empty()
    }

    /// Tells whether any condition, on any level, tests a field for which `is_one` returns true.
    pub fn asks(&self, is_one: &impl Fn(&F) -> bool) -> bool {
        self.conditions.iter().any(|condition| is_one(&condition.field))
            || self.groups.iter().any(|group| group.asks(is_one))
    }

    /// Tells whether any condition, on any level, looks for a part of a text.
    pub(crate) fn scans_texts(&self) -> bool {
        let is_part = |test: &Predicate| matches!(test, Predicate::Contains(_));
        self.conditions.iter().any(|condition| is_part(&condition.test))
            || self.groups.iter().any(Self::scans_texts)
    }

    fn size(&self) -> usize {
        self.conditions.len() + self.groups.iter().map(|group| 1 + group.size()).sum::<usize>()
    }

    fn depth(&self) -> usize {
        1 + self.groups.iter().map(Self::depth).max().unwrap_or(0)
    }
}

/// A search: a page of the objects that a filter selects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search<F, S> {
    /// The filter that selects the objects.
    pub filter: Filter<F>,
    /// The page, with its sort and its order.
    pub page: Sorted<S>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ChatField;

    fn condition() -> Condition<ChatField> {
        Condition { field: ChatField::Status, test: Predicate::Null, is_negated: false }
    }

    fn group(groups: Vec<Filter<ChatField>>) -> Option<Filter<ChatField>> {
        Filter::nested(Comparison::Or, vec![condition()], groups)
    }

    #[test]
    fn a_filter_is_bounded_in_number_and_depth() {
        assert!(Filter::new(Comparison::And, vec![condition(); FILTERS_MAX]).is_some());
        assert!(Filter::new(Comparison::And, vec![condition(); FILTERS_MAX + 1]).is_none());
        let mut deep = group(Vec::new()).unwrap();
        for _ in 1..FILTER_DEPTH_MAX {
            deep = group(vec![deep]).unwrap();
        }
        assert!(group(vec![deep]).is_none());
        let small = group(Vec::new()).unwrap();
        assert!(group(vec![small.clone(); 24]).is_some());
        assert!(group(vec![small; 25]).is_none());
    }

    #[test]
    fn a_filter_of_one_level_keeps_its_hash() {
        struct Text(Vec<u8>);
        impl Hasher for Text {
            fn finish(&self) -> u64 {
                0
            }
            fn write(&mut self, bytes: &[u8]) {
                self.0.extend(bytes);
            }
        }
        let text = |value: &dyn Fn(&mut Text)| {
            let mut text = Text(Vec::new());
            value(&mut text);
            text.0
        };
        let flat = group(Vec::new()).unwrap();
        let parts = (vec![condition()], Comparison::Or);
        assert_eq!(text(&|it| flat.hash(it)), text(&|it| parts.hash(it)));
        let nested = group(vec![flat.clone()]).unwrap();
        assert_ne!(text(&|it| nested.hash(it)), text(&|it| flat.hash(it)));
    }
}
