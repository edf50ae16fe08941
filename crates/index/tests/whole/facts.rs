//! What a field of an object holds, and whether a test holds of it, in the words of the query.

use deskbell_model::{Rating, Status};
use deskbell_query::{Test, caseless, fold};

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Fact {
    Number(Option<i64>),
    Numbers(Vec<i64>),
    Status(Status),
    Rating(Option<Rating>),
    Text(Option<String>),
    Tags(Vec<String>),
}

/// Whether a test answers yes.
pub fn holds(fact: &Fact, test: &Test) -> bool {
    match (fact, test) {
        (Fact::Number(number), Test::Null) => number.is_none(),
        (Fact::Number(number), Test::Number(relation, asked)) => {
            number.is_some_and(|number| relation.holds(number, *asked))
        }
        (Fact::Numbers(numbers), Test::Null) => numbers.is_empty(),
        (Fact::Numbers(numbers), Test::Number(_, asked)) => numbers.contains(asked),
        (Fact::Status(status), Test::Status(asked)) => status == asked,
        (Fact::Rating(rating), Test::Null) => rating.is_none(),
        (Fact::Rating(rating), Test::Rating(asked)) => *rating == Some(*asked),
        (Fact::Text(text), Test::Null) => text.is_none(),
        (Fact::Text(text), Test::Text(asked)) => text.as_ref() == Some(asked),
        (Fact::Text(text), Test::Caseless(asked)) => {
            text.as_ref().is_some_and(|text| caseless(text) == *asked)
        }
        (Fact::Text(text), Test::Contains(asked)) => {
            text.as_ref().is_some_and(|text| fold(text).contains(asked.as_str()))
        }
        (Fact::Tags(tags), Test::Tags(asked)) => asked.iter().all(|name| tags.contains(name)),
        (fact, test) => panic!("{fact:?} is not asked {test:?}"),
    }
}
