//! Filters of searches as a tree of conditions (contract §6). How a request writes them and how a
//! database answers them is not known here.

use deskbell_model::{Rating, Status};

use crate::Sorted;

/// How a field is compared, as a request names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `>`
    Greater,
    /// `<`
    Less,
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `~`
    Contains,
    /// `!~`
    Lacks,
}

impl Operator {
    /// Every operator with its name in the contract.
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

    /// Whether it finds exactly what another operator does not: with the same value `!=` and `!~`
    /// find what `=` and `~` leave, fields without a value among them.
    #[must_use]
    pub const fn is_negated(self) -> bool {
        matches!(self, Self::NotEqual | Self::Lacks)
    }
}

/// How two numbers stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The field's is the same.
    Equal,
    /// The field's is greater.
    Greater,
    /// The field's is less.
    Less,
    /// The field's is not less.
    AtLeast,
    /// The field's is not greater.
    AtMost,
}

impl Relation {
    /// Whether a field's number stands so to the number that is asked for.
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

/// What a field is asked. A field without a value answers no to all but [`Predicate::Null`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Predicate {
    /// Whether it has no value.
    Null,
    /// How an id, or a time in unix seconds, stands to this number. Of several ids: whether one of
    /// them is this number.
    Number(Relation, i64),
    /// Whether it is this status.
    Status(Status),
    /// Whether it is this rating.
    Rating(Rating),
    /// Whether it is this text, to the letter.
    Text(String),
    /// Whether it is this text but for case; this one is folded already.
    Caseless(String),
    /// Whether this text stands in it; both folded, and this one is already. Not empty.
    Contains(String),
    /// Whether all tags of these names are among it; each name once, at least one.
    Tags(Vec<String>),
}

/// One condition of a filter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Condition<F> {
    /// The field that is asked.
    pub field: F,
    /// What it is asked: something that goes with what it holds.
    pub test: Predicate,
    /// Whether the answer must be no.
    pub is_negated: bool,
}

/// How many of the conditions must hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// All of them.
    #[default]
    And,
    /// One of them, if there are any.
    Or,
}

impl Comparison {
    /// Both with their names in the contract.
    pub const ALL: [(Self, &'static str); 2] = [(Self::And, "AND"), (Self::Or, "OR")];

    /// Reads `AND` or `OR`, in any case; `None` for another text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name)| name.eq_ignore_ascii_case(text)).map(|(it, _)| *it)
    }
}

/// A filter; without conditions everything passes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Filter<F> {
    /// The conditions, at most 50.
    pub conditions: Vec<Condition<F>>,
    /// How they are joined.
    pub comparison: Comparison,
}

impl<F> Default for Filter<F> {
    fn default() -> Self {
        Self { conditions: Vec::new(), comparison: Comparison::default() }
    }
}

/// A search: what passes a filter, sorted, a stretch of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search<F, S> {
    /// What passes.
    pub filter: Filter<F>,
    /// Which stretch of it, in which order.
    pub page: Sorted<S>,
}
