//! Filters with nested groups, which requests cannot express: the index, the database and the
//! filter itself must match the same rows as a row-by-row evaluation of the conditions.

use std::collections::HashMap;

use deskbell_app::{Answer, App};
use deskbell_model::{
    AgentRef, Chat, ChatView, Customer, CustomerRef, CustomerView, OrgId, Role, Tag, TagId,
};
use deskbell_query::{
    ChatField, ChatSort, Comparison, Condition, CustomerField, CustomerSort, Filter, Question,
    Search, Sorted,
};
use deskbell_testkit::Test;
use deskbell_testkit::put::Put;
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
    /// Tells whether a row matches, according to the contract at each level.
    fn passes(&self, row: &Row) -> bool {
        let mut answers: Vec<_> = self.conditions.iter().map(|it| holds(row, it)).collect();
        answers.extend(self.groups.iter().map(|group| group.passes(row)));
        match self.comparison {
            Comparison::And => answers.iter().all(|it| *it),
            Comparison::Or => answers.is_empty() || answers.iter().any(|it| *it),
        }
    }

    /// The filter; `None` if it is too large.
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

/// A list and the three evaluations: `ask` with two applications, `matches` with the filter itself.
struct Answerers<'a, F, S, A, M> {
    list: &'a List,
    read: fn(&Value) -> Condition<F>,
    ask: A,
    matches: M,
    sort: S,
}

impl<F, S, A, M> Answerers<'_, F, S, A, M>
where
    F: Clone + std::fmt::Debug,
    S: Clone + Copy + Default + std::fmt::Debug,
    A: AsyncFn(&App, Search<F, S>) -> Answer,
    M: Fn(&Filter<F>, i64) -> bool,
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
                let passes = group.passes(row);
                prop_assert_eq!((self.matches)(&filter, id), passes, "{} {:?}", id, filter);
                expected.extend(passes.then_some(id));
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

/// The views of the customers, by id.
fn customers(put: &Put) -> HashMap<i64, CustomerView> {
    let tag = |name: &String| Tag {
        id: TagId::new(1).unwrap(),
        name: name.clone(),
        color: String::new(),
    };
    let tags = |id| {
        let named = put.tags.iter().filter(|(of, _)| *of == id).flat_map(|(_, names)| names);
        named.map(tag).collect()
    };
    let view =
        |it: &Customer| (it.id.get(), CustomerView { customer: it.clone(), tags: tags(it.id) });
    put.customers.iter().map(view).collect()
}

/// The views of the chats, by id.
fn chats(put: &Put, customers: &HashMap<i64, CustomerView>) -> HashMap<i64, ChatView> {
    let agent = |id: &_| AgentRef { id: *id, name: String::new(), email: None, role: Role::Agent };
    let view = |chat: &Chat| {
        let it = &customers[&chat.customer.get()].customer;
        let customer = CustomerRef {
            id: it.id,
            name: it.name.clone(),
            email: it.email.clone(),
            user_id: it.user_id.clone(),
            notes: None,
        };
        let agents = chat.agents.iter().map(agent).collect();
        let chat = chat.clone();
        (chat.id.get(), ChatView { chat, customer, assignee: None, department: None, agents })
    };
    put.chats.iter().map(view).collect()
}

/// Compares random filters of chats and customers: by index, by database, and row by row.
pub fn compare(t: &Test, handle: &Handle, put: &Put, of_chats: &List, of_customers: &List) {
    let plain = handle.block_on(Node::over(t, None));
    let (org, nodes) = (t.org, [&*t.app, &*plain.app]);
    let customers = customers(put);
    let chats = chats(put, &customers);
    let answerers = Answerers {
        list: of_chats,
        read: |it| only(&search::read_chats(&body(it), any_org()).unwrap().filter),
        ask: async |app: &App, search| {
            app.lists.answer(org, &Question::FindChats(search)).await.unwrap()
        },
        matches: |filter: &Filter<ChatField>, id| {
            let view = &chats[&id];
            filter.matches(view, &customers[&view.customer.id.get()].tags)
        },
        sort: ChatSort::LastMessageAt,
    };
    answerers.compare(handle, nodes);
    let answerers = Answerers {
        list: of_customers,
        read: |it| only(&search::read_customers(&body(it), any_org()).unwrap().filter),
        ask: async |app: &App, search| {
            app.lists.answer(org, &Question::FindCustomers(search)).await.unwrap()
        },
        matches: |filter: &Filter<CustomerField>, id| filter.matches(&customers[&id]),
        sort: CustomerSort::LastSeen,
    };
    answerers.compare(handle, nodes);
    handle.block_on(plain.close());
}
