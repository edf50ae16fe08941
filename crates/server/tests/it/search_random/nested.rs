//! Filters with nested groups, which requests cannot express: the index and the database must match
//! the same rows as a row-by-row evaluation of the conditions.

use deskbell_app::{Answer, App};
use deskbell_model::OrgId;
use deskbell_query::{
    ChatSort, Comparison, Condition, CustomerSort, Filter, Question, Search, Sorted,
};
use deskbell_testkit::Test;
use deskbell_wire::search;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use tokio::runtime::Handle;

use super::rows::{List, Row};
use super::{conditions, holds};
use crate::index::nodes::Node;

/// The number of random filters of each kind on each engine.
const CASES: u32 = 400;

/// A group of JSON conditions and nested groups.
#[derive(Clone, Debug)]
struct Group {
    comparison: Comparison,
    conditions: Vec<Value>,
    groups: Vec<Group>,
}

impl Group {
    /// Returns true if a row matches this group, according to the contract.
    fn passes(&self, row: &Row) -> bool {
        let mut answers: Vec<_> = self.conditions.iter().map(|it| holds(row, it)).collect();
        answers.extend(self.groups.iter().map(|group| group.passes(row)));
        match self.comparison {
            Comparison::And => answers.iter().all(|it| *it),
            Comparison::Or => answers.is_empty() || answers.iter().any(|it| *it),
        }
    }

    /// Converts this group to a filter; `None` if the filter is too large.
    fn filter<F>(&self, read: fn(&Value) -> Condition<F>) -> Option<Filter<F>> {
        let groups = self.groups.iter().map(|group| group.filter(read));
        let conditions = self.conditions.iter().map(read).collect();
        Filter::nested(self.comparison, conditions, groups.collect::<Option<_>>()?)
    }
}

fn group(list: &List) -> impl Strategy<Value = Group> + use<> {
    let conditions = prop::collection::vec(select(conditions(list)), 0..4);
    let comparison = select(vec![Comparison::And, Comparison::Or]);
    let leaf = (comparison.clone(), conditions.clone())
        .prop_map(|(comparison, conditions)| Group { comparison, conditions, groups: Vec::new() });
    leaf.prop_recursive(4, 24, 3, move |inner| {
        let groups = prop::collection::vec(inner, 0..3);
        (comparison.clone(), conditions.clone(), groups)
            .prop_map(|(comparison, conditions, groups)| Group { comparison, conditions, groups })
    })
}

/// A list to search, and functions for its kind of rows: `read` parses a condition, `ask` sends a
/// search to a node.
struct Answerers<'a, F, S, A> {
    list: &'a List,
    read: fn(&Value) -> Condition<F>,
    ask: A,
    sort: S,
}

impl<F, S, A> Answerers<'_, F, S, A>
where
    F: Clone + std::fmt::Debug,
    S: Clone + Copy + Default + std::fmt::Debug,
    A: AsyncFn(&App, Search<F, S>) -> Answer,
{
    fn compare(&self, handle: &Handle, nodes: [&App; 2]) {
        let config =
            ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() };
        let outcome = TestRunner::new(config).run(&group(self.list), |group| {
            let filter = group.filter(self.read);
            prop_assume!(filter.is_some());
            let filter = filter.unwrap();
            let mut expected = Vec::new();
            for row in &self.list.rows {
                let id = row.shown["id"].as_i64().unwrap();
                expected.extend(group.passes(row).then_some(id));
            }
            let page = Sorted { sort: self.sort, ..Sorted::default() };
            let search = Search { filter, page };
            let answers = nodes.map(|app| {
                let answer = handle.block_on((self.ask)(app, search.clone()));
                String::from_utf8(answer.into_bytes().to_vec()).unwrap()
            });
            prop_assert_eq!(&answers[0], &answers[1], "{:?}", search);
            let found: Value = serde_json::from_str(&answers[0]).unwrap();
            prop_assert_eq!(&found["total"], &json!(expected.len()), "{:?}", search);
            let all = found["data"].as_array().unwrap();
            let found: Vec<_> = all.iter().map(|it| it["id"].as_i64().unwrap()).collect();
            prop_assert!(found.iter().all(|id| expected.contains(id)), "{:?}", search);
            prop_assert_eq!(found.len(), expected.len().min(100));
            Ok(())
        });
        outcome.unwrap();
    }
}

fn only<F: Clone>(filter: &Filter<F>) -> Condition<F> {
    filter.conditions()[0].clone()
}

fn any_org() -> OrgId {
    OrgId::new(1).unwrap()
}

fn body(condition: &Value) -> Vec<u8> {
    json!({"filter": [condition]}).to_string().into_bytes()
}

/// Compares the results of random filters by index, by database, and row by row.
pub fn compare(t: &Test, handle: &Handle, of_chats: &List, of_customers: &List) {
    let plain = handle.block_on(Node::over(t, None));
    let (org, nodes) = (t.org, [&*t.app, &*plain.app]);
    let answerers = Answerers {
        list: of_chats,
        read: |it| only(&search::read_chats(&body(it), any_org()).unwrap().0.filter),
        ask: async |app: &App, search| {
            app.lists.answer(org, &Question::FindChats(search)).await.unwrap()
        },
        sort: ChatSort::LastMessageAt,
    };
    answerers.compare(handle, nodes);
    let answerers = Answerers {
        list: of_customers,
        read: |it| only(&search::read_customers(&body(it), any_org()).unwrap().0.filter),
        ask: async |app: &App, search| {
            app.lists.answer(org, &Question::FindCustomers(search)).await.unwrap()
        },
        sort: CustomerSort::LastSeen,
    };
    answerers.compare(handle, nodes);
    handle.block_on(plain.close());
}
