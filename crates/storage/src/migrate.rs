//! The migrations of the schema: numbered files, and a ledger with the checksums of the applied
//! files.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::columns::{Columns, FromRow, Nothing, params};
use crate::conn::Conn;
use crate::dialect;
use crate::dialect::Engine;
use crate::error::{Error, Result};
use crate::refold;
use crate::row::Row;
use crate::statement::statements;

struct Migration {
    version: i64,
    name: &'static str,
    template: &'static str,
}

const MIGRATIONS: &[Migration] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

const LEDGER: &str = "CREATE TABLE schema_migrations (
    version {int} NOT NULL,
    name {text} NOT NULL,
    checksum {text} NOT NULL,
    applied_at {int} NOT NULL,
    CONSTRAINT schema_migrations_version PRIMARY KEY (version)
) {table}";

struct Applied {
    version: i64,
    checksum: String,
}

impl FromRow for Applied {
    const COLUMNS: &'static [&'static str] = &["version", "checksum"];

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self { version: columns.int()?, checksum: columns.text()? })
    }
}

statements! {
    APPLIED: Scan => Applied = "SELECT version, checksum FROM schema_migrations ORDER BY version";
    RECORD: Point => Nothing =
        "INSERT INTO schema_migrations (version, name, checksum, applied_at)
         VALUES ($1, $2, $3, $4)";
}

/// The outcome of a migration run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The schema's version after the run.
    pub version: i64,
    /// The names of the migrations that this run applied.
    pub applied: Vec<&'static str>,
}

/// A connection that can change the schema by batches of statements, which have no parameters and
/// return no rows.
pub(crate) trait Ddl: Conn {
    fn batch(&mut self, sql: &str) -> impl Future<Output = Result<()>> + Send;

    /// Returns whether the database has a ledger, and thus a schema of this program.
    fn has_ledger(&mut self) -> impl Future<Output = Result<bool>> + Send;
}

/// Returns the outcome if nothing is left to migrate, else `None`. Takes no lock, and writes
/// nothing.
pub(crate) async fn current<C: Ddl>(conn: &mut C) -> Result<Option<Migrated>> {
    if !conn.has_ledger().await? {
        return Ok(None);
    }
    let applied = conn.all(&APPLIED, &[]).await?;
    check(&applied)?;
    let is_current = applied.len() == MIGRATIONS.len() && refold::is_done(conn).await?;
    Ok(is_current.then(|| Migrated { version: known(), applied: Vec::new() }))
}

/// Migrates the schema. The caller holds the database's lock and an open transaction, and
/// afterwards runs [`refold::step`] until no rows are left to update.
pub(crate) async fn run<C: Ddl>(conn: &mut C, engine: Engine, at: i64) -> Result<Migrated> {
    if !conn.has_ledger().await? {
        conn.batch(&dialect::migration(engine, LEDGER)).await?;
    }
    let applied = conn.all(&APPLIED, &[]).await?;
    check(&applied)?;
    let mut names = Vec::new();
    for migration in &MIGRATIONS[applied.len()..] {
        conn.batch(&dialect::migration(engine, migration.template)).await?;
        let checksum = checksum(migration);
        let row = params![migration.version, migration.name, &checksum, at];
        conn.queue(&RECORD, &row).await?;
        names.push(migration.name);
    }
    Ok(Migrated { version: known(), applied: names })
}

/// Returns the version of the last migration that this program knows. The program serves only
/// databases with this version.
#[must_use]
pub fn known() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

/// Returns statements that change no rows. The statements fail if the role may not write to every
/// table.
pub(crate) fn trial() -> String {
    let mut statements = String::new();
    for table in tables() {
        let _ = write!(
            statements,
            "INSERT INTO {table} SELECT * FROM {table} WHERE FALSE; DELETE FROM {table} \
             WHERE FALSE; SELECT 1 FROM {table} WHERE FALSE FOR UPDATE; "
        );
    }
    statements
}

/// Returns the names of all unique keys, which are the same on both engines.
pub(crate) fn unique_keys() -> impl Iterator<Item = &'static str> {
    let texts = MIGRATIONS.iter().map(|it| it.template).chain([LEDGER]);
    texts.flat_map(|text| {
        let named = |word| text.split(word).skip(1);
        let after = named("CONSTRAINT ").chain(named("CREATE UNIQUE INDEX "));
        after.filter_map(|rest| rest.split_whitespace().next())
    })
}

/// Returns the names of all tables, in the order of their creation.
pub(crate) fn tables() -> impl Iterator<Item = &'static str> {
    let created = |it: &'static Migration| it.template.split("CREATE TABLE ").skip(1);
    MIGRATIONS.iter().flat_map(created).filter_map(|it| it.split_whitespace().next())
}

/// Checks that the applied migrations are the first migrations of this program.
fn check(applied: &[Applied]) -> Result<()> {
    if let Some(last) = applied.last().filter(|last| last.version > known()) {
        return Err(Error::Newer { found: last.version, known: known() });
    }
    for (ran, migration) in applied.iter().zip(MIGRATIONS) {
        if ran.version != migration.version || ran.checksum != checksum(migration) {
            return Err(Error::corrupt(format!(
                "migration {} is not the one this program knows as {} ({})",
                ran.version, migration.version, migration.name
            )));
        }
    }
    Ok(())
}

fn checksum(migration: &Migration) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(migration.template) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Returns the names of all migrations, and their texts for an engine.
#[cfg(test)]
pub(crate) fn texts(engine: Engine) -> impl Iterator<Item = (&'static str, String)> {
    let text = move |it: &Migration| (it.name, dialect::migration(engine, it.template));
    MIGRATIONS.iter().map(text)
}

#[cfg(test)]
pub(crate) fn template(version: i64) -> &'static str {
    MIGRATIONS.iter().find(|it| it.version == version).map_or("", |it| it.template)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(version: i64, checksum: String) -> Applied {
        Applied { version, checksum }
    }

    #[test]
    fn a_newer_or_different_history_is_refused() {
        let known_first = checksum(&MIGRATIONS[0]);
        assert_eq!(check(&[ran(1, known_first)]), Ok(()));
        assert_eq!(
            check(&[ran(99, String::new())]),
            Err(Error::Newer { found: 99, known: known() })
        );
        assert!(matches!(check(&[ran(1, "other".into())]), Err(Error::Corrupt(_))));
    }

    #[test]
    fn versions_are_dense_from_one() {
        let versions: Vec<i64> = MIGRATIONS.iter().map(|migration| migration.version).collect();
        let expected: Vec<i64> = (1..=known()).collect();
        assert_eq!(versions, expected);
    }
}
