//! The values of an object's fields, and the evaluation of predicates.

use deskbell_model::{Rating, Status};
use deskbell_query::{Predicate, caseless, fold};

/// The value of a field.
#[derive(Clone, Debug)]
pub enum Fact {
    Number(Option<i64>),
    Numbers(Vec<i64>),
    Status(Status),
    Rating(Option<Rating>),
    Text(Option<String>),
    Tags(Vec<String>),
}

/// Returns whether a predicate holds for a value.
pub fn holds(fact: &Fact, test: &Predicate) -> bool {
    match (fact, test) {
        (Fact::Number(number), Predicate::Null) => number.is_none(),
        (Fact::Number(number), Predicate::Number(relation, asked)) => {
            number.is_some_and(|number| relation.holds(number, *asked))
        }
        (Fact::Numbers(numbers), Predicate::Null) => numbers.is_empty(),
        (Fact::Numbers(numbers), Predicate::Number(_, asked)) => numbers.contains(asked),
        (Fact::Status(status), Predicate::Status(asked)) => status == asked,
        (Fact::Rating(rating), Predicate::Null) => rating.is_none(),
        (Fact::Rating(rating), Predicate::Rating(asked)) => *rating == Some(*asked),
        (Fact::Text(text), Predicate::Null) => text.is_none(),
        (Fact::Text(text), Predicate::Text(asked)) => text.as_ref() == Some(asked),
        (Fact::Text(text), Predicate::Caseless(asked)) => {
            text.as_ref().is_some_and(|text| caseless(text) == *asked)
        }
        (Fact::Text(text), Predicate::Contains(asked)) => {
            text.as_ref().is_some_and(|text| fold(text).contains(asked.as_str()))
        }
        (Fact::Tags(tags), Predicate::Tags(asked)) => asked.iter().all(|name| tags.contains(name)),
        (fact, test) => panic!("{fact:?} is not asked {test:?}"),
    }
}
