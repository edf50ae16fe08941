//! Tests that the schema after all migrations is the same on both engines: tables, columns, keys
//! and indexes.

use std::collections::BTreeSet;

use super::fixture::{self, Db, postgres};
use crate::dialect::constraint;
use crate::{Engine, Location};

/// A column of an index, with its order.
struct Part {
    column: String,
    is_descending: bool,
    is_null_first: bool,
}

fn column_line(table: &str, column: &str, kind: &str, is_null: bool) -> String {
    format!("{table}.{column} {kind}{}", if is_null { "" } else { " not null" })
}

/// Formats an index. The position of nulls is left out for keys and for columns that are never
/// null.
fn index_line(table: &str, what: &str, parts: &[Part], nullable: &BTreeSet<String>) -> String {
    let part = |part: &Part| {
        let order = if part.is_descending { " desc" } else { "" };
        let has_nulls = nullable.contains(&part.column) && what.starts_with("index");
        let nulls = match part.is_null_first {
            _ if !has_nulls => "",
            true => " nulls first",
            false => " nulls last",
        };
        format!("{}{order}{nulls}", part.column)
    };
    let parts: Vec<_> = parts.iter().map(part).collect();
    format!("{table}: {what} ({})", parts.join(", "))
}

fn only_where(rows: Option<&str>) -> String {
    rows.map(|rows| format!(" where {}", rows.trim_matches(['(', ')']))).unwrap_or_default()
}

fn sqlite_table(conn: &rusqlite::Connection, table: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut nullable = BTreeSet::new();
    let mut columns = conn.prepare("SELECT * FROM pragma_table_info($1)").expect("a pragma");
    let mut rows = columns.query([table]).expect("columns");
    while let Some(row) = rows.next().expect("a column") {
        let (name, kind): (String, String) = (row.get(1).unwrap(), row.get(2).unwrap());
        let (is_not_null, value): (bool, Option<String>) =
            (row.get(3).unwrap(), row.get(4).unwrap());
        assert_eq!(value, None, "{table}.{name} has a default");
        let kind = if kind == "INTEGER" { "int" } else { "text" };
        lines.push(column_line(table, &name, kind, !is_not_null));
        if !is_not_null {
            nullable.insert(name);
        }
    }
    let mut indexes = conn.prepare("SELECT * FROM pragma_index_list($1)").expect("a pragma");
    let mut rows = indexes.query([table]).expect("indexes");
    while let Some(row) = rows.next().expect("an index") {
        let (name, is_unique): (String, bool) = (row.get(1).unwrap(), row.get(2).unwrap());
        let origin: String = row.get(3).unwrap();
        let what = match (origin.as_str(), is_unique) {
            ("pk", _) => "primary key".to_owned(),
            (_, true) => format!("unique {name}"),
            (_, false) => format!("index {name}"),
        };
        let line = index_line(table, &what, &sqlite_parts(conn, &name), &nullable);
        let sql = "SELECT COALESCE((SELECT sql FROM sqlite_schema WHERE name = $1), '')";
        let sql: String = conn.query_row(sql, [&name], |row| row.get(0)).expect("an index");
        lines.push(line + &only_where(sql.split_once(" WHERE ").map(|(_, rows)| rows)));
    }
    lines
}

fn sqlite_parts(conn: &rusqlite::Connection, index: &str) -> Vec<Part> {
    let sql = "SELECT name, \"desc\", coll FROM pragma_index_xinfo($1) WHERE \"key\" = 1";
    let mut parts = conn.prepare(sql).expect("a pragma");
    let part = |row: &rusqlite::Row<'_>| {
        assert_eq!(row.get::<_, String>(2)?, "BINARY", "the order of {index}");
        let is_descending = row.get(1)?;
        Ok(Part { column: row.get(0)?, is_descending, is_null_first: !is_descending })
    };
    parts.query_map([index], part).expect("columns").map(|part| part.expect("one")).collect()
}

pub(super) fn sqlite() -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    fixture::run(Engine::Sqlite, async |db: &Db| {
        let Location::Sqlite(path) = &db.location else { panic!("it runs on SQLite") };
        let conn = rusqlite::Connection::open(path).expect("a connection");
        let sql = "SELECT name, wr, strict FROM pragma_table_list
                   WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'";
        let mut tables = conn.prepare(sql).expect("a pragma");
        let mut rows = tables.query([]).expect("tables");
        while let Some(row) = rows.next().expect("a table") {
            let table: String = row.get(0).unwrap();
            let (is_without_rowid, is_strict): (bool, bool) =
                (row.get(1).unwrap(), row.get(2).unwrap());
            assert!(is_without_rowid && is_strict, "{table} is loose");
            lines.extend(sqlite_table(&conn, &table));
        }
        let sql = "SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index')";
        assert_eq!(conn.query_row(sql, [], |row| row.get(0)), Ok(0), "views or triggers");
    });
    lines
}

const POSTGRES_COLUMNS: &str =
    "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod),
            NOT a.attnotnull, a.atthasdef, COALESCE(o.collname::text, '')
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     LEFT JOIN pg_collation o ON o.oid = a.attcollation
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
       AND NOT a.attisdropped";
const POSTGRES_INDEXES: &str =
    "SELECT t.relname::text, i.relname::text, x.indisprimary, x.indisunique,
            array_agg(a.attname::text ORDER BY k.place), array_agg(k.options ORDER BY k.place),
            x.indexprs IS NULL AND NOT x.indnullsnotdistinct,
            pg_get_expr(x.indpred, x.indrelid)
     FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
     CROSS JOIN LATERAL unnest(x.indkey::int2[], x.indoption::int2[])
         WITH ORDINALITY AS k (number, options, place)
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
     WHERE t.relnamespace = 'public'::regnamespace
     GROUP BY t.relname, i.relname, x.indisprimary, x.indisunique, x.indpred::text,
              x.indexprs::text, x.indnullsnotdistinct, x.indpred, x.indexprs, x.indrelid";
const POSTGRES_OTHERS: &str = "SELECT conname::text FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND contype <> 'p'
     UNION ALL SELECT relname::text FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind NOT IN ('r', 'i')";

fn postgres_lines() -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    fixture::run(Engine::Postgres, async |db: &Db| {
        let Location::Postgres(url) = &db.location else { panic!("it runs on PostgreSQL") };
        let client = postgres(url).await;
        let mut nullable: BTreeSet<(String, String)> = BTreeSet::new();
        for row in client.query(POSTGRES_COLUMNS, &[]).await.expect("columns") {
            let (table, column): (String, String) = (row.get(0), row.get(1));
            let (kind, is_null, has_default): (String, bool, bool) =
                (row.get(2), row.get(3), row.get(4));
            assert!(!has_default, "{table}.{column} has a default");
            let kind = match (kind.as_str(), row.get(5)) {
                ("bigint", "") => "int",
                ("text", "C") => "text",
                other => panic!("{table}.{column} is {other:?}"),
            };
            lines.insert(column_line(&table, &column, kind, is_null));
            if is_null {
                nullable.insert((table, column));
            }
        }
        for row in client.query(POSTGRES_INDEXES, &[]).await.expect("indexes") {
            let (table, name): (String, String) = (row.get(0), row.get(1));
            assert!(row.get::<_, bool>(6), "{name} is of a kind of its own");
            let (columns, options): (Vec<String>, Vec<i16>) = (row.get(4), row.get(5));
            let what = match (row.get(2), row.get(3)) {
                (true, _) => "primary key".to_owned(),
                (false, true) => format!("unique {name}"),
                (false, false) => format!("index {name}"),
            };
            if row.get(3) {
                let taken = columns.iter().map(|column| format!("{table}.{column}"));
                let taken = taken.collect::<Vec<_>>().join(", ");
                assert_eq!(constraint(&taken), name, "what SQLite calls the key {taken}");
            }
            let part = |(column, options): (String, i16)| Part {
                column,
                is_descending: options & 1 != 0,
                is_null_first: options & 2 != 0,
            };
            let parts: Vec<_> = columns.into_iter().zip(options).map(part).collect();
            let nullable = nullable.iter().filter(|(of, _)| *of == table);
            let nullable = nullable.map(|(_, column)| column.clone()).collect();
            let line = index_line(&table, &what, &parts, &nullable);
            lines.insert(line + &only_where(row.get(7)));
        }
        let others = client.query(POSTGRES_OTHERS, &[]).await.expect("the rest");
        let others: Vec<String> = others.iter().map(|row| row.get(0)).collect();
        assert_eq!(others, Vec::<String>::new());
    });
    lines
}

#[test]
fn both_engines_have_the_same_schema_and_the_same_names_of_keys() {
    let (sqlite, postgres) = (sqlite(), postgres_lines());
    let only_sqlite: Vec<_> = sqlite.difference(&postgres).collect();
    let only_postgres: Vec<_> = postgres.difference(&sqlite).collect();
    assert_eq!((only_sqlite, only_postgres), (vec![], vec![]));
    for line in [
        "chats.org_id int not null",
        "chats.closed_at int",
        "chats: primary key (org_id, id)",
        "chats: index chats_closed_at (org_id, closed_at nulls first, id desc)",
        "customers: unique customers_user_id (org_id, user_id)",
    ] {
        assert!(sqlite.contains(line), "{line} is not in {sqlite:#?}");
    }
}

#[test]
fn every_key_begins_with_the_organization_but_for_those_that_are_looked_up_without() {
    let keys = sqlite().into_iter().filter(|line| line.contains(": ") && !line.contains("(org_id"));
    let without: Vec<_> = keys.collect();
    assert_eq!(
        without,
        [
            "api_keys: unique api_keys_hash (hash)",
            "deliveries: index deliveries_next_attempt_at (next_attempt_at nulls first) where \
             next_attempt_at IS NOT NULL",
            "heads: index heads_report_at (report_at nulls first, org_id) where report_at IS NOT \
             NULL",
            "heads: index heads_sweep_at (sweep_at nulls first, org_id) where sweep_at IS NOT NULL",
            "links: primary key (hash)",
            "logins: unique logins_login (login)",
            "organizations: primary key (id)",
            "organizations: unique organizations_domain (domain)",
            "schema_migrations: primary key (version)",
            "sessions: unique sessions_hash (hash)",
            "tickets: primary key (hash)",
            "timers: index timers_due_at (due_at, org_id, kind, subject)",
            "visitor_sessions: primary key (hash)",
            "widget_settings: unique widget_settings_uuid (uuid)",
        ]
    );
}
