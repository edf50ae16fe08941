//! The creation of many organizations by copying the rows of the first organization. A table is
//! named in this module only if its rows are omitted or changed in the copies.

use std::fmt::Write as _;

use deskbell_lab::{Result, hex};
use sha2::{Digest as _, Sha256};

use crate::data::Data;

/// The tables that are not copied, because their rows belong to no organization or to a running
/// server, or are written separately.
const NOT_COPIED: [&str; 6] =
    ["api_keys", "leases", "links", "organizations", "rate_windows", "schema_migrations"];
/// The number of keys written by one statement.
const KEYS_AT_ONCE: u64 = 500;

/// The key of an organization made by [`clone_first`].
#[must_use]
pub fn key_of(org: u64) -> String {
    format!("dbk_{org:064x}")
}

/// Copies organization 1 until there are `count` organizations, each with a key. No server may use
/// the database meanwhile.
///
/// # Errors
/// When the database reports an error.
pub fn clone_first(data: &Data, count: u64) -> Result<()> {
    let copies = format!(
        "WITH RECURSIVE copies(id) AS
            (SELECT CAST(2 AS BIGINT) UNION ALL SELECT id + 1 FROM copies WHERE id < {count})"
    );
    let mut sql = format!(
        "INSERT INTO organizations (id, domain, team_online, chat_enabled, created_at)
         {copies} SELECT copies.id, 'org' || copies.id || '.example', o.team_online,
                o.chat_enabled, o.created_at
            FROM copies, organizations o WHERE o.id = 1;"
    );
    let tables = data.tables()?;
    let is_copied = |table: &str| !NOT_COPIED.contains(&table);
    for (table, columns) in tables.iter().filter(|(table, _)| is_copied(table)) {
        if !columns.iter().any(|column| column == "org_id") {
            continue;
        }
        let values = columns.iter().map(|column| match column.as_str() {
            "org_id" => "copies.id".to_owned(),
            "history" if table == "heads" => "copies.id".to_owned(),
            other => format!("t.{other}"),
        });
        let (columns, values) = (columns.join(", "), values.collect::<Vec<_>>().join(", "));
        let _ = write!(
            sql,
            "INSERT INTO {table} ({columns})
             {copies} SELECT {values} FROM copies, {table} t WHERE t.org_id = 1;"
        );
    }
    for first in (2..=count).step_by(usize::try_from(KEYS_AT_ONCE).unwrap_or(usize::MAX)) {
        let rows = (first..=count.min(first + KEYS_AT_ONCE - 1)).map(|org| {
            let hash = hex(&Sha256::digest(key_of(org)));
            format!("({org}, 1, 'bench', '{hash}', 'full', 0)")
        });
        let rows = rows.collect::<Vec<_>>().join(", ");
        let _ = write!(
            sql,
            "INSERT INTO api_keys (org_id, id, name, hash, scope, created_at) VALUES {rows};"
        );
    }
    let sqlite = format!("BEGIN;{sql}COMMIT;");
    data.execute(&sqlite, &sql)
}
