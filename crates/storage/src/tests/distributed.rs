//! Tests that all statements and tables keep the rules of a server that distributes tables (Citus).
//! The tests check only the texts of statements; docs/operate/scale.md lists the trials on Citus.

use std::collections::{BTreeMap, BTreeSet};

use super::fixture::{self, Db, postgres};
use super::searches;
use crate::dialect::text;
use crate::postgres::placement::{self, PLACEMENTS, Placement};
use crate::postgres::rate;
use crate::statement::Statement;
use crate::statements::all;
use crate::{Engine, Location, migrate};

/// The statements that query all workers, each with the reason. These statements fail while a
/// worker does not answer.
const FAN_OUT: [(&str, &str); 11] = [
    ("cross_org::LARGEST", "the first indexes are chosen once, at the start"),
    ("cross_org::TIMERS_DUE", "a look at what is due"),
    ("cross_org::SWEEPS_DUE", "a look at what is due"),
    ("cross_org::REPORTS_DUE", "a look at what is due"),
    ("cross_org::SWEEPS_LATE", "a look for what a wrong clock left"),
    ("cross_org::ATTEMPTS_LATE", "a look for what a wrong clock left"),
    ("cross_org::OVERDUE", "`doctor` and metrics count it"),
    ("cross_org::waiting::WAITING", "metrics count it"),
    ("cross_org::ERASING", "a look at what is due"),
    ("cross_org::WEBHOOKS", "a look for webhooks to follow"),
    ("cross_org::DELIVERIES_DUE", "a look at what is due"),
];

/// The statements that join workers' rows with the coordinator's rows. Citus sends the
/// coordinator's rows to the workers.
const MIXED: [&str; 2] = ["cross_org::WEBHOOKS", "cross_org::DELIVERIES_DUE"];

/// The number of the last migration that may call a volatile function. Every distributed database
/// had this migration before its tables were distributed.
const FIRST_DISTRIBUTED: i64 = 13;

/// The SQL functions that can return a different value at each call.
const VOLATILE: [&str; 6] =
    ["clock_timestamp", "random()", "nextval", "timeofday", "gen_random_uuid", "txid_current"];

/// A table that a statement uses, with its alias.
#[derive(Debug)]
struct Used<'t> {
    table: &'t str,
    alias: Option<&'t str>,
    placement: Placement,
}

fn is_word(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|it| it.is_ascii_lowercase() || it == b'_')
}

/// Returns the tables in a statement's text, once for each mention in the text.
fn used(sql: &str) -> Vec<Used<'_>> {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let is_before_table = |at: usize| match words[at].trim_start_matches('(') {
        // `EXTRACT(EPOCH FROM …)` is no table.
        "FROM" => !words[at - 1].ends_with("EPOCH"),
        "JOIN" | "INTO" => true,
        "UPDATE" => at == 0,
        _ => false,
    };
    let mut used = Vec::new();
    for at in (0..words.len()).filter(|at| is_before_table(*at)) {
        let table = words[at + 1].trim_matches(['(', ')', ',']);
        let Some(placement) = placement::of(table) else {
            let is_query =
                words[at + 1].starts_with('(') || words.windows(2).any(|it| it == ["WITH", table]);
            assert!(is_query, "{table} has no placement: {sql}");
            continue;
        };
        let is_last = words[at + 1].ends_with(')');
        let follows = |n: usize| words.get(at + n).copied().filter(|_| !is_last);
        let alias = match follows(2) {
            Some("AS") => follows(3),
            word => word,
        };
        let alias = alias.map(|it| it.trim_matches([',', ')'])).filter(|it| is_word(it));
        used.push(Used { table, alias, placement });
    }
    used
}

/// Returns the parameters that a statement compares with the tables' `org_id`.
fn organizations<'t>(sql: &'t str, used: &Used<'_>) -> Vec<&'t str> {
    let column = used.alias.map_or("org_id".to_owned(), |alias| format!("{alias}.org_id"));
    let mut found = Vec::new();
    for (at, _) in sql.match_indices(&format!("{column} = $")) {
        let is_whole = !sql[..at].ends_with(['.', '_']);
        let is_whole = is_whole && !sql[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let rest = &sql[at + column.len() + " = ".len()..];
        let end = rest[1..].find(|c: char| !c.is_ascii_digit()).map_or(rest.len(), |end| end + 1);
        found.extend(is_whole.then_some(&rest[..end]));
    }
    found
}

/// Checks that a statement about workers' rows names one organization for all tables in the
/// statement.
fn check_routed(name: &str, sql: &str) {
    let used: Vec<_> =
        used(sql).into_iter().filter(|it| it.placement == Placement::ByOrganization).collect();
    if sql.starts_with("INSERT") {
        let is_one = sql.contains("(org_id, ") && sql.contains("VALUES ($1");
        assert!(is_one, "{name} writes the rows of no one organization: {sql}");
        return;
    }
    let mut parameters = BTreeSet::new();
    let mut aliases: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for it in &used {
        *aliases.entry(it.alias).or_default() += 1;
    }
    for it in &used {
        let found = organizations(sql, it);
        let is_enough = found.len() >= aliases[&it.alias];
        assert!(is_enough, "{name} asks every worker for {}: {sql}", it.table);
        parameters.extend(found);
    }
    assert!(parameters.len() <= 1, "{name} is about several organizations: {parameters:?}");
}

fn name(statement: &Statement) -> &'static str {
    statement.name.strip_prefix("deskbell_storage::").unwrap_or(statement.name)
}

/// Returns the statements that may run on a server with distributed tables, with their texts on
/// PostgreSQL. Statements of `postgres::heads` are left out.
fn statements() -> impl Iterator<Item = (&'static Statement, String)> {
    let own = all().filter(|it| !name(it).starts_with("migrate::"));
    own.chain([&rate::TAKE.statement]).map(|it| (it, text(Engine::Postgres, it).into_owned()))
}

#[test]
fn every_statement_reaches_one_worker_but_for_those_listed() {
    let mut fan_out = BTreeSet::new();
    for (statement, sql) in statements() {
        let name = name(statement);
        let used = used(&sql);
        if used.iter().all(|it| it.placement != Placement::ByOrganization) {
            continue;
        }
        if FAN_OUT.iter().any(|(listed, _)| *listed == name) {
            assert!(sql.starts_with("SELECT") && !statement.locking, "{name} only reads: {sql}");
            fan_out.insert(name);
            // A worker joins only its own rows, so each join must compare the organizations.
            let joins = sql.split(" JOIN ").skip(1);
            for join in joins {
                assert!(join.contains(".org_id = "), "{name} joins rows of two workers: {sql}");
            }
            continue;
        }
        check_routed(name, &sql);
    }
    assert_eq!(fan_out, FAN_OUT.iter().map(|(name, _)| *name).collect());
}

#[test]
fn every_search_reaches_one_worker() {
    let searches = searches::all();
    assert!(searches.len() > 50, "these are the searches");
    for (name, composed) in searches {
        check_routed(name, composed.sql());
    }
}

#[test]
fn rows_of_workers_meet_those_of_the_coordinator_in_the_listed_statements_alone() {
    let mut mixed = BTreeSet::new();
    for (statement, sql) in statements() {
        let placements: Vec<_> = used(&sql).iter().map(|it| it.placement).collect();
        let has = |placement| placements.contains(&placement);
        if has(Placement::Coordinator) && placements.iter().any(|it| *it != Placement::Coordinator)
        {
            mixed.insert(name(statement));
        }
    }
    assert_eq!(mixed, MIXED.into());
}

#[test]
fn no_statement_that_changes_rows_has_what_citus_refuses() {
    for (statement, sql) in statements() {
        let name = name(statement);
        if sql.starts_with("SELECT") {
            continue;
        }
        for function in VOLATILE {
            assert!(!sql.contains(function), "{name} calls {function}: {sql}");
        }
        assert!(!statement.dated, "{name} asks for a timeline: {sql}");
        for clause in ["ON CONFLICT", "RETURNING"] {
            let rest = sql.split_once(clause).map_or("", |(_, rest)| rest);
            let is_fixed = !rest.contains("statement_timestamp") && !rest.contains("now()");
            assert!(is_fixed, "{name} reads the clock behind {clause}: {sql}");
        }
        let is_moving = ["SET org_id", ", org_id ="].iter().any(|it| sql.contains(it));
        assert!(!is_moving, "{name} moves a row to another worker: {sql}");
        if sql.starts_with("INSERT") {
            assert!(!sql.contains("SELECT"), "{name} inserts what it selects: {sql}");
            assert!(!sql.contains("ON CONSTRAINT"), "{name} names a key: {sql}");
        }
        // The statement runs separately on each copy of the table.
        let is_copied = used(&sql).iter().any(|it| it.placement == Placement::Everywhere);
        let order = sql.split_once("LIMIT").and_then(|(before, _)| before.rsplit_once("ORDER BY"));
        if is_copied && sql.contains("LIMIT") {
            let order = order.map_or("", |(_, order)| order);
            assert!(order.contains("hash"), "{name} leaves each copy a choice: {sql}");
        }
    }
}

#[test]
fn a_statement_that_locks_names_its_organization() {
    let locking: Vec<_> = statements().filter(|(it, _)| it.locking).collect();
    assert!(!locking.is_empty());
    for (statement, sql) in locking {
        check_routed(name(statement), &sql);
    }
}

#[test]
fn every_table_has_a_placement_and_every_placement_a_table() {
    let placed: BTreeSet<_> = PLACEMENTS.iter().map(|(table, _)| *table).collect();
    assert_eq!(placed.len(), PLACEMENTS.len(), "a table is placed once");
    assert_eq!(placed, migrate::tables().collect());
}

#[test]
fn every_unique_key_of_a_table_by_organization_has_the_organization() {
    const KEYS: &str = "SELECT t.relname::text, i.relname::text, array_agg(a.attname::text)
         FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
         JOIN pg_class t ON t.oid = x.indrelid
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (x.indkey)
         WHERE t.relnamespace = 'public'::regnamespace AND x.indisunique
         GROUP BY t.relname, i.relname";
    fixture::run(Engine::Postgres, async |db: &Db| {
        let Location::Postgres(url) = &db.location else { panic!("it runs on PostgreSQL") };
        let rows = postgres(url).await.query(KEYS, &[]).await.expect("keys");
        assert!(rows.len() > 20, "these are the keys");
        for row in rows {
            let (table, key, columns): (String, String, Vec<String>) =
                (row.get(0), row.get(1), row.get(2));
            let placement = placement::of(&table).expect("a placement");
            let has = columns.iter().any(|it| it == "org_id");
            assert!(has || placement != Placement::ByOrganization, "{key} of {table}");
        }
    });
}

#[test]
fn migrations_of_distributed_databases_change_no_row_by_chance() {
    for (version, (name, _)) in (1..).zip(migrate::texts(Engine::Postgres)) {
        let text = migrate::template(version);
        let is_allowed = version <= FIRST_DISTRIBUTED || !text.contains("{chance}");
        assert!(is_allowed, "{name} calls a volatile function");
    }
}

#[test]
fn the_rules_find_what_they_look_for() {
    for (sql, tables) in [
        ("SELECT 1 FROM chats c CROSS JOIN customers u WHERE c.org_id = $1", 2),
        ("UPDATE heads SET seq = $1 WHERE org_id = $2", 1),
        (
            "INSERT INTO leases AS l (org_id) VALUES ($1) ON CONFLICT (org_id) DO UPDATE SET a = 1",
            1,
        ),
        ("SELECT (SELECT at FROM changes WHERE org_id = $1) FROM (SELECT 1) AS one", 1),
    ] {
        assert_eq!(used(sql).len(), tables, "{sql}");
    }
    for bad in [
        "SELECT id FROM chats WHERE id = $1",
        "SELECT 1 FROM chats c JOIN customers u ON u.id = c.customer_id WHERE c.org_id = $1",
        "SELECT 1 FROM chats c JOIN customers u ON u.org_id = $2 WHERE c.org_id = $1",
        "DELETE FROM tags WHERE org_id = $1 AND id IN (SELECT id FROM tags WHERE id > $2)",
    ] {
        let caught = std::panic::catch_unwind(|| check_routed("bad", bad));
        assert!(caught.is_err(), "{bad}");
    }
}
