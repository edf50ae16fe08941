//! The table of rights in `docs/rights.md`. The table is read only from the document, never from
//! the code that it is compared with.

use std::collections::BTreeMap;

use deskbell_model::Role;
use deskbell_testkit::described::{Audience, Operation, operations_for};

const TABLE: &str = include_str!("../../../../docs/rights.md");

/// The callers who may use an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Every client, with or without a credential.
    Anybody,
    /// Every request of a page of this server, without a session.
    Page,
    AnyKey,
    /// An API key that is not read-only.
    FullKey,
    /// Any API key, or a ticket for the URL of a stream.
    KeyOrTicket,
    /// An agent with at least this role. If the flag is true, only with a recently confirmed
    /// password.
    Role(Role, bool),
    /// An agent who must still enter the code of the second factor.
    HalfSession,
    Visitor,
}

impl Who {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "anybody" => Self::Anybody,
            "a page" => Self::Page,
            "any key" => Self::AnyKey,
            "full key" => Self::FullKey,
            "any key or ticket" => Self::KeyOrTicket,
            "half session" => Self::HalfSession,
            "visitor" => Self::Visitor,
            other => match other.strip_suffix(", confirmed") {
                Some(role) => Self::Role(Role::parse(role)?, true),
                None => Self::Role(Role::parse(other)?, false),
            },
        })
    }
}

/// The name of an operation in the table.
pub fn name(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// The rows of the table, by the operation's name.
pub fn table() -> BTreeMap<&'static str, Who> {
    let mut rows = BTreeMap::new();
    for line in TABLE.lines() {
        let Some((name, rest)) = line.strip_prefix("| `").and_then(|it| it.split_once("` | "))
        else {
            continue;
        };
        // What stands in brackets depends on the object; other tests show it.
        let who = rest.split(['|', '(']).next().unwrap().trim();
        let who = Who::parse(who).unwrap_or_else(|| panic!("docs/rights.md: {line}"));
        assert_eq!(rows.insert(name, who), None, "docs/rights.md has two rows for {name}");
    }
    rows
}

/// Every operation of every audience.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    Audience::ALL.into_iter().flat_map(operations_for)
}

#[test]
fn every_operation_has_a_row_in_the_table_of_rights_and_every_row_an_operation() {
    let table = table();
    let known: Vec<_> = operations().map(name).collect();
    let without: Vec<_> = known.iter().filter(|it| !table.contains_key(it.as_str())).collect();
    assert!(without.is_empty(), "say in docs/rights.md who may call {without:#?}");
    let gone: Vec<_> = table.keys().filter(|it| !known.iter().any(|name| name == *it)).collect();
    assert!(gone.is_empty(), "docs/rights.md has rows of what is not there: {gone:#?}");
}
