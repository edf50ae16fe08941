//! Tests that prepare all statements on both engines, and compare them with their declarations.

use std::collections::BTreeSet;

use tokio_postgres::types::Type;

use super::fixture::{self, Db, postgres};
use crate::dialect::text;
use crate::statement::Statement;
use crate::statements::all;
use crate::{Engine, Location};

/// Returns the numbers of the parameters in a statement's text, in textual order.
fn parameters(sql: &str) -> Vec<usize> {
    let number = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest[..end].parse().expect("a number behind $")
    };
    sql.split('$').skip(1).map(number).collect()
}

pub(super) fn parameter_count(statement: &Statement) -> usize {
    parameters(statement.sql).into_iter().max().unwrap_or(0)
}

#[test]
fn parameters_are_numbered_in_the_order_of_their_first_appearance() {
    assert_eq!(parameters("$1, $12,$2"), [1, 12, 2]);
    for statement in all() {
        let mut seen = 0;
        for number in parameters(statement.sql) {
            assert!(number <= seen + 1, "${number} comes too early in {}", statement.name);
            seen = seen.max(number);
        }
    }
}

#[test]
fn every_statement_has_a_name_of_its_own() {
    let names: BTreeSet<_> = all().map(|statement| statement.name).collect();
    assert_eq!(names.len(), all().count());
}

#[test]
fn sqlite_prepares_every_statement_with_its_columns() {
    fixture::run(Engine::Sqlite, async |db: &Db| {
        let Location::Sqlite(path) = &db.location else { panic!("it runs on SQLite") };
        let conn = rusqlite::Connection::open(path).expect("a connection");
        for statement in all() {
            let name = statement.name;
            let prepared = conn.prepare(&text(Engine::Sqlite, statement));
            let prepared = prepared.unwrap_or_else(|error| panic!("{name}: {error}"));
            let columns: Vec<_> = prepared.column_names().collect();
            assert_eq!(columns, statement.columns, "the columns of {name}");
            assert_eq!(prepared.parameter_count(), parameter_count(statement), "{name}");
        }
    });
}

#[test]
fn postgres_prepares_every_statement_with_its_columns_and_only_two_types() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let Location::Postgres(url) = &db.location else { panic!("it runs on PostgreSQL") };
        let client = postgres(url).await;
        let bad = |kind: &&Type| **kind != Type::INT8 && **kind != Type::TEXT;
        for statement in all() {
            let name = statement.name;
            let prepared = client.prepare(&text(Engine::Postgres, statement)).await;
            let prepared = prepared.unwrap_or_else(|error| panic!("{name}: {error:?}"));
            let columns: Vec<_> = prepared.columns().iter().map(|it| it.name()).collect();
            assert_eq!(columns, statement.columns, "the columns of {name}");
            let other = prepared.columns().iter().map(|it| it.type_()).find(bad);
            assert_eq!(other, None, "a column of {name}");
            assert_eq!(prepared.params().len(), parameter_count(statement), "{name}");
            assert_eq!(prepared.params().iter().find(bad), None, "a parameter of {name}");
        }
    });
}
