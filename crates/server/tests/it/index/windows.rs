//! Random windows (parts of agents' chat lists) and searches of agents, which every node must
//! answer equally.

use deskbell_model::{AgentId, ChatId, ChatScope, CustomerId, DepartmentId, OrgId, Role, Status};
use deskbell_query::{
    Assigned, Condition, CustomerField, CustomerSort, Filter, Limit, Offset, Predicate, Question,
    Search, Sorted, Statuses, View, Window, WindowAt, WindowSort, fold,
};

use super::nodes::{Node, difference};
use crate::search_random::rows::{Numbers, TAGS};

fn flag(numbers: &mut Numbers) -> Option<bool> {
    numbers.one(&[None, None, Some(true), Some(false)])
}

fn to<I: Copy>(numbers: &mut Numbers, id: I) -> Option<Assigned<I>> {
    numbers.one(&[
        None,
        None,
        Some(Assigned::ToNone),
        Some(Assigned::ToAny),
        Some(Assigned::To(id)),
    ])
}

/// A random text that agents search for, in the form that searches compare: without case and
/// accents.
fn text(numbers: &mut Numbers) -> String {
    fold(numbers.one(&["a", "SS", "%", "vip", "UA", "100", "1", "zoe"])).into_owned()
}

/// A search of agents for customers.
fn customers(numbers: &mut Numbers) -> Question {
    let test = Predicate::Contains(text(numbers));
    let filter =
        Filter::only(Condition { field: CustomerField::Anything, test, is_negated: false });
    let sort = numbers.one(&CustomerSort::ALL).0;
    Question::FindCustomers(Search { filter, page: Sorted { sort, ..Sorted::default() } })
}

fn view(numbers: &mut Numbers) -> View {
    let agent = AgentId::new(numbers.id(4)).unwrap();
    let department = DepartmentId::new(numbers.id(2)).unwrap();
    let status = numbers.one(Status::ALL);
    let one_in_eight = |numbers: &mut Numbers| numbers.below(8) == 0;
    View {
        statuses: numbers.one(&[
            Statuses::ALL,
            Statuses::ACTIVE,
            Statuses::CLOSED,
            Statuses::of(&[status]),
        ]),
        assignee: to(numbers, agent),
        department: to(numbers, department),
        is_unread: flag(numbers),
        is_snoozed: flag(numbers),
        is_blocked: flag(numbers),
        is_waiting: flag(numbers),
        tag: one_in_eight(numbers).then(|| numbers.one(&TAGS).to_owned()),
        customer: CustomerId::new(numbers.id(70)).filter(|_| one_in_eight(numbers)),
        chats: one_in_eight(numbers).then(|| (1..9).filter_map(ChatId::new).collect()),
        text: one_in_eight(numbers).then(|| text(numbers)),
        drafted_by: one_in_eight(numbers).then_some(agent),
        mentions: one_in_eight(numbers).then_some(agent),
    }
}

fn window(numbers: &mut Numbers) -> Window {
    let agent = AgentId::new(numbers.id(4)).unwrap();
    let departments: Vec<_> =
        (1..=2).filter(|_| numbers.below(2) == 0).filter_map(DepartmentId::new).collect();
    let role = numbers.one(&[Role::Admin, Role::Agent]);
    let offset = Offset::new(numbers.one(&[0, 0, 5, 100])).unwrap();
    let around = ChatId::new(numbers.id(160)).unwrap();
    Window {
        agent,
        scope: ChatScope::of(agent, role, false, &departments),
        view: view(numbers),
        sort: numbers.one(&WindowSort::ALL).0,
        at: numbers.one(&[WindowAt::Offset(offset), WindowAt::Around(around)]),
        limit: Limit::new(numbers.one(&[1, 20, 100])).unwrap(),
        counts: (0..numbers.below(8)).map(|_| view(numbers)).collect(),
    }
}

/// Sends random requests for windows of agents' chat lists, and random searches for customers, to
/// all nodes. Compares all answers with the first node's answers.
pub async fn compare(nodes: &[Node], org: OrgId, numbers: &mut Numbers, count: usize, when: &str) {
    for _ in 0..count {
        let question = match numbers.below(6) {
            0 => customers(numbers),
            _ => Question::Window(Box::new(window(numbers))),
        };
        let mut expected = None;
        for (number, node) in nodes.iter().enumerate() {
            let found = node.app.lists.answer(org, &question).await.unwrap().into_bytes();
            let expected = expected.get_or_insert_with(|| found.clone());
            assert!(
                *expected == found,
                "{when}: node {number} differs on {question:?}{}",
                difference(expected, &found)
            );
        }
    }
}
