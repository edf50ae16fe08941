//! Checks the query plans of statements: only scans read a whole big table, and the ids of a sorted
//! list's page are read from the sort key's index.

use super::fixture::{self, Client, Db, postgres};
use super::statements::parameter_count;
use crate::dialect::text;
use crate::statement::{Class, Statement, StatementNumber};
use crate::statements::all;
use crate::{Engine, Location};

/// The tables that grow every day.
const BIG: [&str; 18] = [
    "blobs",
    "files",
    "loose_blobs",
    "addresses",
    "ratings",
    "timers",
    "chats",
    "messages",
    "customers",
    "changes",
    "chat_agents",
    "customer_tags",
    "events",
    "idempotency",
    "erasures",
    "import_objects",
    "imports",
    "tickets",
];

/// The SQL that inserts many rows, so that plans with and without an index differ, and updates the
/// planner's statistics.
pub(super) const ROWS: &str = "
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    INSERT INTO chats (org_id, id, customer_id, application_id, status, created_with, created_at,
        updated_at, closed_at, last_customer_message_at, last_message_at, read_by_agent,
        read_by_customer, messages, agent_read_to, customer_read_to)
    SELECT 10 + i % 5, i, i, 1, 'new', 'public_api', i, i, NULLIF(i % 9, 0), NULLIF(i % 7, 0),
        NULLIF(i % 8, 0), 1, 1, 1, 0, 0 FROM n;
    INSERT INTO customers (org_id, id, user_id, unsubscribed, blocked, custom_data, created_at)
    SELECT org_id, id, CAST(id AS TEXT), 0, 0, '{}', id FROM chats;
    INSERT INTO messages (org_id, chat_id, seq, id, kind, read, created_at, edited, author)
    SELECT org_id, id, 1, id, 'message', 0, id, 0, 'agent' FROM chats;
    INSERT INTO changes (org_id, seq, at, kind, subject, quiet)
    SELECT org_id, id, id, 'chat.created', id, 0 FROM chats;
    INSERT INTO chat_agents (org_id, chat_id, place, agent_id) SELECT org_id, id, 1, 1 FROM chats;
    INSERT INTO customer_tags (org_id, customer_id, place, tag_id)
    SELECT org_id, id, 1, 1 FROM chats;
    INSERT INTO events (org_id, customer_id, id, name, data, created_at)
    SELECT org_id, id, id, 'event', '{}', id FROM chats;
    INSERT INTO idempotency (org_id, operation, key, body_hash, seq, at)
    SELECT org_id, 'test', CAST(id AS TEXT), '', id, id FROM chats;
    INSERT INTO erasures (org_id, kind, subject) SELECT org_id, 'chat', id FROM chats;
    INSERT INTO imports (org_id, source, external_id, chat_id)
    SELECT org_id, 'test', CAST(id AS TEXT), id FROM chats;
    INSERT INTO import_objects (org_id, kind, id, checksum, messages)
    SELECT org_id, 'chat', id, id, 0 FROM chats;
    INSERT INTO tickets (org_id, hash, key_id, expires_at)
    SELECT org_id, CAST(id AS TEXT), 1, id FROM chats;
    INSERT INTO timers (org_id, kind, subject, due_at) SELECT org_id, 'snooze', id, id FROM chats;
    INSERT INTO addresses (org_id, address, customer_id) SELECT org_id, 'a' || id, id FROM chats;
    INSERT INTO ratings (org_id, chat_id, closed_at, rating)
    SELECT org_id, id, id, 'great' FROM chats;
    INSERT INTO blobs (org_id, sha256, blob_key, bytes, files)
    SELECT org_id, 's' || id, 'k' || id, 1, 1 FROM chats;
    INSERT INTO loose_blobs (org_id, blob_key, state, noted_at)
    SELECT org_id, 'k' || id, 'removing', id FROM chats;
    INSERT INTO files (org_id, id, sha256, bytes, media, name, actor_kind, actor_id, created_at,
        chat_id, message_seq, place)
    SELECT org_id, id, 's' || id, 1, 'text/plain', 'n', 'key', id, id, NULLIF(id % 2, 0), 1, 1
    FROM chats;
    ANALYZE;";

/// Returns the big tables of a statement, each with its name or alias in a plan.
fn names_of_big_tables(sql: &str) -> Vec<(&'static str, String)> {
    const NOT_A_NAME: [&str; 9] =
        ["WHERE", "JOIN", "LEFT", "CROSS", "ON", "ORDER", "SET", "LIMIT", "VALUES"];
    let words: Vec<&str> =
        sql.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|it| !it.is_empty()).collect();
    let mut names = Vec::new();
    for (place, word) in words.iter().enumerate().skip(1) {
        let Some(table) = BIG.into_iter().find(|table| table == word) else { continue };
        if !["FROM", "JOIN", "INTO", "UPDATE"].contains(&words[place - 1]) {
            continue;
        }
        names.push((table, table.to_owned()));
        let name = words.get(place + 1).filter(|name| !NOT_A_NAME.contains(name));
        names.extend(name.map(|name| (table, (*name).to_owned())));
    }
    names
}

/// Returns the page statements of the sorted lists, each with the table and the sort key's index.
fn pages() -> Vec<(&'static Statement, &'static str, String)> {
    let page = |statement: &'static Statement| {
        let name = statement.name.strip_prefix("deskbell_storage::")?;
        let (table, name) = name.split_once("::list::BY_")?;
        let key = name.strip_suffix("_ASC").or(name.strip_suffix("_DESC")).expect("an order");
        Some((statement, table, format!("{table}_{}", key.to_lowercase())))
    };
    let pages: Vec<_> = all().filter_map(page).collect();
    assert_eq!(pages.len(), 14, "seven keys in two orders");
    pages
}

/// Returns the keyset statements, each with the table and the sort key's index.
fn keyset_statements() -> Vec<(&'static Statement, &'static str, String)> {
    let keyset = |statement: &'static Statement| {
        let name = statement.name.strip_prefix("deskbell_storage::")?;
        let (table, name) = name.split_once("::keyset::")?;
        let (key, _) = name.split_once("::").expect("an order");
        Some((statement, table, format!("{table}_{key}")))
    };
    let keyset_statements: Vec<_> = all().filter_map(keyset).collect();
    assert_eq!(
        keyset_statements.len(),
        2 * (2 * 2 + 5 * 3),
        "two keys that are never null, and five"
    );
    keyset_statements
}

/// A step of SQLite's plan: number, number of the parent step, description.
type Step = (i64, i64, String);

fn sqlite_plan(conn: &rusqlite::Connection, statement: &'static Statement) -> Vec<Step> {
    let sql = format!("EXPLAIN QUERY PLAN {}", text(Engine::Sqlite, statement));
    let mut prepared = conn.prepare(&sql).expect("a statement");
    let rows = prepared.raw_query().mapped(|row| Ok((row.get(0)?, row.get(1)?, row.get(3)?)));
    rows.map(|row| row.expect("a step")).collect()
}

fn sqlite(test: impl Fn(&rusqlite::Connection)) {
    fixture::run(Engine::Sqlite, async |db: &Db| {
        db.batch(ROWS).await;
        let Location::Sqlite(path) = &db.location else { panic!("it runs on SQLite") };
        test(&rusqlite::Connection::open(path).expect("a connection"));
        // Outside of tests, databases have no statistics.
        db.batch("DELETE FROM sqlite_stat1").await;
        test(&rusqlite::Connection::open(path).expect("a connection"));
    });
}

async fn postgres_plan(client: &Client, statement: &'static Statement) -> Vec<String> {
    let nulls = vec!["NULL"; parameter_count(statement)].join(", ");
    let arguments = if nulls.is_empty() { nulls } else { format!("({nulls})") };
    let prepare = format!("PREPARE it AS {}", text(Engine::Postgres, statement));
    client.batch_execute(&prepare).await.expect("a statement");
    let plan = client.query(&format!("EXPLAIN EXECUTE it{arguments}"), &[]).await;
    client.batch_execute("DEALLOCATE it").await.expect("an end");
    plan.expect("a plan").iter().map(|row| row.get(0)).collect()
}

fn on_postgres(test: impl AsyncFn(&Client)) {
    fixture::run(Engine::Postgres, async |db: &Db| {
        db.batch(ROWS).await;
        let Location::Postgres(url) = &db.location else { panic!("it runs on PostgreSQL") };
        let client = postgres(url).await;
        let settings = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off";
        client.batch_execute(settings).await.expect("settings");
        test(&client).await;
    });
}

#[test]
fn a_big_table_has_the_names_that_its_statement_gives_it() {
    let sql = "SELECT c.messages FROM chats c JOIN (SELECT id FROM messages WHERE id = $1) AS m \
               LEFT JOIN agents a";
    let names = names_of_big_tables(sql);
    let names: Vec<_> = names.iter().map(|(table, name)| (*table, name.as_str())).collect();
    assert_eq!(names, [("chats", "chats"), ("chats", "c"), ("messages", "messages")]);
}

#[test]
fn only_a_scan_reads_a_big_table_from_one_end_to_the_other_on_sqlite() {
    sqlite(|conn| {
        for statement in all() {
            let names = names_of_big_tables(statement.sql);
            let plan = sqlite_plan(conn, statement);
            let scanned = plan.iter().find(|(.., what)| {
                let what = what.strip_prefix("SCAN ").and_then(|what| what.split(' ').next());
                what.is_some_and(|what| names.iter().any(|(_, name)| name == what))
            });
            let is_fine = scanned.is_none() || statement.class == Class::Scan;
            assert!(is_fine, "{}: {plan:#?}", statement.name);
        }
    });
}

#[test]
fn only_a_scan_reads_a_big_table_from_one_end_to_the_other_on_postgres() {
    on_postgres(async |client: &Client| {
        for statement in all().filter(|statement| statement.class != Class::Scan) {
            let plan = postgres_plan(client, statement).await;
            assert!(!plan.is_empty());
            let is_scanned = |table: &&str| {
                let scan = format!("Seq Scan on {table}");
                plan.iter().any(|step| {
                    step.split_once(&scan)
                        .is_some_and(|(_, rest)| rest.is_empty() || rest.starts_with(' '))
                })
            };
            let scanned = BIG.into_iter().find(is_scanned);
            assert_eq!(scanned, None, "{}: {plan:#?}", statement.name);
        }
    });
}

#[test]
fn a_page_of_a_sorted_list_comes_from_the_index_of_its_key_on_sqlite() {
    sqlite(|conn| {
        for (statement, table, index) in pages() {
            let plan = sqlite_plan(conn, statement);
            let search = format!("SEARCH {table} USING COVERING INDEX {index} (org_id=?)");
            let Some((_, within, _)) = plan.iter().find(|(.., what)| *what == search) else {
                panic!("{}: {plan:#?}", statement.name);
            };
            // The ids come from the index in order, so nothing is sorted.
            let beside: Vec<_> = plan.iter().filter(|(_, other, _)| other == within).collect();
            assert_eq!(beside.len(), 1, "{}: {plan:#?}", statement.name);
        }
    });
}

#[test]
fn a_page_of_a_sorted_list_comes_from_the_index_of_its_key_on_postgres() {
    on_postgres(async |client: &Client| {
        for (statement, table, index) in pages() {
            let plan = postgres_plan(client, statement).await;
            let limit = plan.iter().position(|step| step.contains("Limit ")).expect("a limit");
            // The limited rows come from the index in order, so nothing is sorted.
            let below = &plan[limit + 1];
            let is_read = below.contains(&format!("using {index} on {table} "));
            assert!(is_read && below.contains("Index Only Scan"), "{}: {plan:#?}", statement.name);
        }
    });
}

#[test]
fn a_range_of_a_walk_is_one_of_its_keys_index_in_order_on_sqlite() {
    sqlite(|conn| {
        for (statement, table, index) in keyset_statements() {
            let plan = sqlite_plan(conn, statement);
            let [(.., step)] = &plan[..] else { panic!("{}: {plan:#?}", statement.name) };
            let key = index.strip_prefix(table).expect("a key").trim_start_matches('_');
            let id = |sign: &str| format!("org_id=? AND {key}=? AND id{sign}?");
            let next = |sign: &str| format!("org_id=? AND {key}{sign}?");
            let ranges = match statement.name.rsplit("::").next() {
                Some("NEXT") => [next("<"), next(">")],
                _ => [id("<"), id(">")],
            };
            let is_one = |range: &String| {
                *step == format!("SEARCH {table} USING COVERING INDEX {index} ({range})")
            };
            assert!(ranges.iter().any(is_one), "{}: {step}", statement.name);
        }
    });
}

#[test]
fn a_range_of_a_walk_is_one_of_its_keys_index_in_order_on_postgres() {
    on_postgres(async |client: &Client| {
        for (statement, table, index) in keyset_statements() {
            let plan = postgres_plan(client, statement).await;
            let name = statement.name;
            assert!(plan[0].starts_with("Limit "), "{name}: {plan:#?}");
            let scan = &plan[1];
            let is_read = scan.contains(&format!("using {index} on {table} "));
            assert!(is_read && scan.contains("Index Only Scan"), "{name}: {plan:#?}");
            // The whole condition bounds the range, so the plan has no filter.
            assert!(plan[2].contains("Index Cond:") && plan.len() == 3, "{name}: {plan:#?}");
        }
    });
}

/// The statement that goes through all chats of an organization in steps.
fn step_through_chats() -> &'static Statement {
    let is_it = |statement: &&'static Statement| statement.name.ends_with("::ASSIGNEES_BEHIND");
    all().find(is_it).expect("the statement")
}

#[test]
fn a_step_through_all_chats_is_a_range_of_their_ids_on_sqlite() {
    sqlite(|conn| {
        let plan = sqlite_plan(conn, step_through_chats());
        let [(.., step)] = &plan[..] else { panic!("{plan:#?}") };
        assert!(step.starts_with("SEARCH chats USING "), "{step}");
        assert!(step.ends_with("(org_id=? AND id>?)"), "{step}");
    });
}

#[test]
fn a_step_through_all_chats_is_a_range_of_their_ids_on_postgres() {
    on_postgres(async |client: &Client| {
        let plan = postgres_plan(client, step_through_chats()).await;
        assert!(plan[0].starts_with("Limit "), "{plan:#?}");
        assert!(plan[1].contains("using chats_id on chats "), "{plan:#?}");
        // The whole condition bounds the range, so the plan has no filter.
        assert!(plan[2].contains("Index Cond:") && plan.len() == 3, "{plan:#?}");
    });
}

#[test]
fn renewed_statistics_know_how_many_rows_there_are() {
    fixture::run(Engine::Postgres, async |db: &Db| {
        let Location::Postgres(url) = &db.location else { panic!("it runs on PostgreSQL") };
        let client = postgres(url).await;
        let known = "SELECT reltuples FROM pg_class WHERE oid = 'organizations'::regclass";
        let rows = async || -> f32 { client.query_one(known, &[]).await.expect("a row").get(0) };
        db.store.renew_statistics().await.expect("statistics");
        assert!(rows().await >= 1.0);
    });
}

#[test]
fn a_plan_that_reads_a_whole_table_would_be_seen() {
    static SCAN: Statement = Statement {
        hinted: false,
        number: StatementNumber::unset(),
        name: "tests::SCAN",
        class: Class::Scan,
        sql: "SELECT id FROM chats c WHERE c.messages = $1",
        columns: &["id"],
        locking: false,
        clocked: false,
        dated: false,
    };
    assert_eq!(names_of_big_tables(SCAN.sql).last(), Some(&("chats", "c".to_owned())));
    sqlite(|conn| assert_eq!(sqlite_plan(conn, &SCAN)[0].2, "SCAN c"));
    on_postgres(async |client: &Client| {
        let plan = postgres_plan(client, &SCAN).await;
        assert!(plan[0].contains("Seq Scan on chats c "), "{plan:#?}");
    });
}
