//! Tests that compare the index with a model. Objects are added, changed and removed at random. All
//! lists and random searches must return the bytes that the model computes by reading every object,
//! without code of the index.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "whole/facts.rs"]
mod facts;
#[path = "whole/image.rs"]
mod image;
#[path = "whole/pages.rs"]
mod pages;
#[path = "whole/windows.rs"]
mod windows;
#[path = "whole/world.rs"]
mod world;

use deskbell_index::{Builder, Delta, Index};
use deskbell_model::{OrgId, Seconds};
use deskbell_query::{
    Binding, ChatField, ChatSort, Comparison, Condition, Cursor, CustomerField, CustomerSort,
    Field, FieldKind, Filter, Limit, Offset, Order, Page, Position, Predicate, Question, Relation,
    Search, Sorted, Start, caseless, fold,
};
use proptest::prelude::*;

use facts::holds;
use world::{NAMES, Numbers, TEXTS, World};

/// Builds an index of all objects of the model.
fn build(world: &World) -> Index {
    let mut builder = Builder::default();
    let (agents, departments, tags) = world.lookup();
    builder.put_lookup(&agents, &departments, &tags);
    builder.put_customers(&world.customer_rows()).unwrap();
    let chats: Vec<_> = world.chat_rows().collect();
    // The rows are added in batches.
    chats.chunks(3).for_each(|chats| builder.put_chats(chats).unwrap());
    builder.finish(world.seq)
}

/// Returns the answer of the index, after adding missing JSON to the index. Returns `None` at the
/// end of a list that was read with cursors, if rows may have been skipped.
fn answer(index: &mut Index, world: &World, question: &Question) -> Option<Vec<u8>> {
    let missing = match index.answer(question, None, usize::MAX) {
        Ok(json) => return Some(json),
        Err(missing) if missing.catch_up.is_some() => return None,
        Err(missing) => missing,
    };
    let shown_chats = missing.chats.iter().map(|id| world.chat_view(id.get())).collect();
    let shown_customers = missing.customers.iter().map(|id| world.customer_view(id.get()));
    let shown_customers = shown_customers.collect();
    let delta = Delta {
        seq: index.seq(),
        shown_chats,
        shown_form: missing.form,
        shown_customers,
        ..Delta::default()
    };
    index.take(&delta).unwrap();
    Some(index.answer(question, None, usize::MAX).unwrap())
}

fn page<S: Copy>(numbers: &mut Numbers, sorts: &[(S, &str)]) -> Sorted<S> {
    let offset = numbers.one(&[0, 0, 1, 10, 40, 1_000]) + numbers.below(3);
    let limit = numbers.one(&[1, 4, 30, 100]);
    Sorted {
        page: Page { limit: Limit::new(limit).unwrap(), start: start(numbers, offset) },
        sort: numbers.one(sorts).0,
        order: numbers.one(&[Order::Asc, Order::Desc]),
    }
}

/// Returns a random start of a page: at an offset, at the beginning of a list read with cursors, or
/// after a row that may not exist.
fn start(numbers: &mut Numbers, offset: u64) -> Start {
    let list = Binding::of(OrgId::new(1).unwrap(), &"list");
    let begin = Cursor::parse("", list).unwrap();
    match numbers.below(4) {
        0 => Start::Cursor(begin),
        1 => {
            let key = u32::try_from(numbers.below(10)).unwrap().checked_sub(1).map(Seconds::new);
            let id = i64::try_from(numbers.below(200)).unwrap();
            let since = i64::try_from(numbers.below(400)).unwrap();
            let cursor = begin.text_at(Position::After { key, id, since });
            Start::Cursor(Cursor::parse(&cursor, list).unwrap())
        }
        _ => Start::Offset(Offset::new(offset).unwrap()),
    }
}

fn test(numbers: &mut Numbers, kind: FieldKind) -> Predicate {
    let relations =
        [Relation::Equal, Relation::Greater, Relation::Less, Relation::AtLeast, Relation::AtMost];
    let number = |numbers: &mut Numbers| match numbers.below(12) {
        0 => numbers.one(&[i64::MIN, -1, i64::from(u32::MAX), i64::MAX]),
        _ => i64::try_from(numbers.below(14)).unwrap(),
    };
    if numbers.below(6) == 0 && !matches!(kind, FieldKind::Status | FieldKind::Tags) {
        return Predicate::Null;
    }
    match kind {
        FieldKind::Id | FieldKind::Date => {
            Predicate::Number(numbers.one(&relations), number(numbers))
        }
        FieldKind::Ids => Predicate::Number(Relation::Equal, number(numbers)),
        FieldKind::Status => Predicate::Status(numbers.one(deskbell_model::Status::ALL)),
        FieldKind::Rating => Predicate::Rating(numbers.one(deskbell_model::Rating::ALL)),
        FieldKind::Text if numbers.below(2) == 0 => Predicate::Text(numbers.one(&TEXTS).to_owned()),
        FieldKind::Email if numbers.below(2) == 0 => {
            Predicate::Caseless(caseless(numbers.one(&TEXTS)))
        }
        FieldKind::Text | FieldKind::Email => {
            Predicate::Contains(fold(numbers.one(&["a", "SS", "nn", "ß", "%"])).into_owned())
        }
        FieldKind::Tags => {
            let count = if numbers.below(3) == 0 { 2 } else { 1 };
            let mut names: Vec<_> = (0..count).map(|_| numbers.one(&NAMES).to_owned()).collect();
            names.dedup();
            Predicate::Tags(names)
        }
    }
}

fn filter<F: Field>(numbers: &mut Numbers) -> Filter<F> {
    nested(numbers, 3)
}

/// Returns a random group of conditions, with nested groups.
fn nested<F: Field>(numbers: &mut Numbers, levels_left: u64) -> Filter<F> {
    let count = numbers.below(4);
    let condition = |_| {
        let (field, kind, _) = numbers.one(F::ALL);
        let is_negated = numbers.below(3) == 0 && kind != FieldKind::Tags;
        Condition { field, test: test(numbers, kind), is_negated }
    };
    let conditions = (0..count).map(condition).collect();
    let groups = if levels_left > 0 { numbers.one(&[0, 0, 1, 2]) } else { 0 };
    let groups = (0..groups).map(|_| nested(numbers, levels_left - 1)).collect();
    Filter::nested(numbers.one(&[Comparison::And, Comparison::Or]), conditions, groups).unwrap()
}

/// Returns a filter with which agents search customers for a text.
fn anything(numbers: &mut Numbers) -> Filter<CustomerField> {
    let test = Predicate::Contains(fold(numbers.one(&windows::SEARCHED)).into_owned());
    Filter::only(Condition { field: CustomerField::Anything, test, is_negated: false })
}

fn question(world: &mut World) -> Question {
    let mut numbers = world.numbers.clone();
    let question = any_question(&mut numbers, world);
    world.numbers = numbers;
    question
}

fn any_question(numbers: &mut Numbers, world: &World) -> Question {
    match numbers.below(9) {
        6..=8 => Question::Window(Box::new(windows::window(numbers, world))),
        0 => Question::Chats(page(numbers, &ChatSort::ALL)),
        1 => Question::Customers(page(numbers, &CustomerSort::ALL)),
        2 => Question::FindCustomers(Search {
            filter: anything(numbers),
            page: page(numbers, &CustomerSort::ALL),
        }),
        3 => Question::FindCustomers(Search {
            filter: filter::<CustomerField>(numbers),
            page: page(numbers, &CustomerSort::ALL),
        }),
        _ => Question::FindChats(Search {
            filter: filter::<ChatField>(numbers),
            page: page(numbers, &ChatSort::ALL),
        }),
    }
}

/// Returns whether an object passes a filter; `fact` returns the value of each field of the object.
fn passes<F: Copy>(filter: &Filter<F>, fact: &impl Fn(F) -> facts::Fact) -> bool {
    let answer = |it: &Condition<F>| holds(&fact(it.field), &it.test) != it.is_negated;
    let mut answers: Vec<_> = filter.conditions().iter().map(answer).collect();
    answers.extend(filter.groups().iter().map(|group| passes(group, fact)));
    match filter.comparison() {
        Comparison::And => !answers.contains(&false),
        Comparison::Or => answers.is_empty() || answers.contains(&true),
    }
}

/// Computes the expected answer: checks every object, and sorts the matching objects.
fn expected(world: &World, question: &Question) -> Option<Vec<u8>> {
    match question {
        Question::Chats(page) => world.chats_page(*page, |_| true, false),
        Question::FindChats(search) => {
            let fits = |id| passes(&search.filter, &|field| world.chat_fact(id, field));
            world.chats_page(search.page, fits, true)
        }
        Question::Customers(page) => world.customers_page(*page, |_| true),
        Question::FindCustomers(search) => {
            let fits = |id| passes(&search.filter, &|field| world.customer_fact(id, field));
            world.customers_page(search.page, fits)
        }
        Question::Window(window) => Some(windows::expected(world, window)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_answer_is_what_looking_at_every_object_gives(seed in 1..u64::MAX) {
        let mut world = World::new(seed);
        for _ in 0..120 {
            world.change();
        }
        let mut index = build(&world);
        world.deltas();
        for round in 0..25 {
            for _ in 0..world.numbers.one(&[1, 3, 30]) {
                world.change();
            }
            for delta in world.deltas() {
                index.take(&delta).unwrap();
            }
            prop_assert_eq!(index.seq(), world.seq);
            prop_assert_eq!(index.chats_total(), world.chats.len() as u64);
            if round % 5 == 4 {
                let before = index.parts_bytes();
                index.free(before / 2);
                prop_assert!(index.parts_bytes() <= before);
            }
            if round % 6 == 2 {
                index = image::through_an_image(index, &world);
            }
            for _ in 0..30 {
                let question = question(&mut world);
                let found = answer(&mut index, &world, &question);
                let expected = expected(&world, &question);
                let text = |it: &Option<Vec<u8>>| {
                    it.as_ref().map(|it| String::from_utf8_lossy(it).into_owned())
                };
                let same = found == expected;
                prop_assert!(same, "{:?}\n{:?}\n{:?}", question, text(&expected), text(&found));
            }
        }
    }
}

#[test]
fn chats_go_with_their_customer_before_they_are_named() {
    let mut world = World::new(7);
    world.fill(3, 12);
    let mut index = build(&world);
    let gone = *world.customers.keys().next().unwrap();
    let left = world.chats.values().filter(|chat| chat.customer.get() != gone).count() as u64;
    let gone_customers = vec![deskbell_model::CustomerId::new(gone).unwrap()];
    // A new customer in the same delta gets the freed slot.
    world.fill(1, 0);
    let new = world.customer_rows().pop().unwrap();
    let delta = Delta { seq: 2, gone_customers, customers: vec![new], ..Delta::default() };
    index.take(&delta).unwrap();
    assert_eq!(index.chats_total(), left);
    world.remove_customer(gone);
    let gone_chats = world.gone_chats().to_vec();
    index.take(&Delta { seq: 3, gone_chats, ..Delta::default() }).unwrap();
    for sort in ChatSort::ALL {
        let page = Sorted { sort: sort.0, ..Sorted::default() };
        let question = Question::Chats(page);
        assert_eq!(answer(&mut index, &world, &question), expected(&world, &question));
    }
}

#[test]
fn a_chat_without_its_customer_is_refused_rather_than_left_out() {
    let mut world = World::new(7);
    world.fill(2, 4);
    let chats = world.chat_rows().collect();
    let mut index = Builder::default().finish(0);
    assert!(index.take(&Delta { seq: 1, chats, ..Delta::default() }).is_err());
}
