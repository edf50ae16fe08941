//! Databases filled by `deskbell seed`. Large databases are reused by later programs: SQLite files
//! in cargo's target folder, PostgreSQL databases in a throw-away cluster. Other databases are
//! deleted when [`Data`] is dropped.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use deskbell_lab::{Result, While as _, say};
use deskbell_model::limits::INDEX_MEMORY_MIB;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cores::Cores;
use crate::figures::{count, float};
use crate::machine;
pub use crate::plan::Plan;
use crate::postgres::{Database, Postgres};
use crate::process::finished;
use crate::report::Section;

/// A data set with at least this number of chats and messages together is stored for later
/// programs.
const KEPT_FROM: u64 = 500_000;
const SEED_MAX: Duration = Duration::from_secs(3 * 60 * 60);
/// The time limit of a `deskbell` command other than `seed`.
const COMMAND_MAX: Duration = Duration::from_secs(120);
/// The environment variable that sets the index memory.
const INDEX_MEMORY: &str = "DESKBELL_INDEX__MEMORY_MIB";
/// The number of chats up to which the index gets its default memory. For more chats, this memory
/// might be too small for the parts of the index other than cached JSON.
const CHATS_OF_DEFAULT_MEMORY: u64 = 2_500_000;

/// The database engine.
#[derive(Clone, Copy, Debug)]
pub enum Engine<'a> {
    /// SQLite, in the server's process.
    Sqlite,
    /// A PostgreSQL server.
    Postgres(&'a Postgres),
}

impl<'a> Engine<'a> {
    /// PostgreSQL if `postgres` has a server, or else SQLite.
    #[must_use]
    pub fn of(postgres: Option<&'a Postgres>) -> Self {
        postgres.map_or(Self::Sqlite, Self::Postgres)
    }

    /// The engine's name and version; `None` for SQLite, whose version is in every section of the
    /// report anyway.
    #[must_use]
    pub fn version(self) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres(server) => Some(format!("PostgreSQL {}", server.version)),
        }
    }

    /// The display name of the engine.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }
}

/// The location of a database.
#[derive(Debug)]
enum Place {
    /// An SQLite file that is deleted with its temporary folder.
    Passing(TempDir),
    /// An SQLite file that is stored for later programs.
    Kept(PathBuf),
    Postgres(Database),
}

/// A database that a server can serve.
#[derive(Debug)]
pub struct Data {
    place: Place,
    chats: u64,
    /// A sentence for the report about how the data was created, with duration and rate.
    pub told: String,
}

impl Data {
    /// Creates a database with generated data.
    ///
    /// # Errors
    /// When `deskbell seed` fails or a folder cannot be created.
    pub fn seeded(engine: Engine<'_>, plan: Plan, cores: &Cores) -> Result<Self> {
        let is_large = plan.chats.saturating_mul(1 + plan.messages_per_chat) >= KEPT_FROM;
        match engine {
            Engine::Sqlite if is_large => kept(plan, cores),
            Engine::Sqlite => {
                let folder = TempDir::new().while_at("a temporary folder")?;
                let took = seed(&sqlite_url(folder.path()), plan, cores)?;
                let (place, told) = (Place::Passing(folder), told(engine, plan, took));
                Ok(Self { place, chats: plan.chats, told })
            }
            Engine::Postgres(server) => {
                let name = plan.name();
                let (database, told) = match server.kept(&name)? {
                    Some(kept) => kept,
                    None => {
                        let database = server.database(&name)?;
                        let took = seed(&database.url(), plan, cores)?;
                        database.settle()?;
                        let told = format!("{}, then VACUUM ANALYZE", told(engine, plan, took));
                        (if is_large { database.keep(&name, &told)? } else { database }, told)
                    }
                };
                Ok(Self { place: Place::Postgres(database), chats: plan.chats, told })
            }
        }
    }

    /// Creates a database with the current schema and without rows.
    ///
    /// # Errors
    /// When migrating fails.
    pub fn empty(engine: Engine<'_>, cores: &Cores) -> Result<Self> {
        let place = match engine {
            Engine::Sqlite => Place::Passing(TempDir::new().while_at("a temporary folder")?),
            Engine::Postgres(server) => Place::Postgres(server.database("empty")?),
        };
        let told = format!("{}, empty, migrated", engine.name());
        let data = Self { place, chats: 0, told };
        let mut migrate = cores.free(machine::deskbell()?);
        finished(migrate.args(["migrate", "--database", &data.url()]), COMMAND_MAX)?;
        Ok(data)
    }

    /// Makes a copy of the database. The copy is deleted when the returned value is dropped. On
    /// PostgreSQL, no server may use the original during the copy.
    ///
    /// # Errors
    /// When copying fails.
    pub fn copied(&self) -> Result<Self> {
        let original = match &self.place {
            Place::Passing(folder) => folder.path(),
            Place::Kept(folder) => folder.as_path(),
            Place::Postgres(database) => {
                let place = Place::Postgres(database.copied()?);
                return Ok(Self { place, chats: self.chats, told: self.told.clone() });
            }
        };
        // The copy is in the target folder, since temporary folders may be in memory.
        let parent = machine::target().join("bench-data");
        std::fs::create_dir_all(&parent).while_at("target/bench-data")?;
        let folder = TempDir::new_in(&parent).while_at("target/bench-data")?;
        let copy = folder.path().join("deskbell.db");
        let conn = rusqlite::Connection::open(original.join("deskbell.db")).while_at("the data")?;
        conn.execute("VACUUM INTO ?1", [copy.to_string_lossy()]).while_at("copying the data")?;
        Ok(Self { place: Place::Passing(folder), chats: self.chats, told: self.told.clone() })
    }

    /// Runs the SQL statements for this database's engine. No server may use the database
    /// meanwhile.
    ///
    /// # Errors
    /// When the database reports an error.
    pub fn execute(&self, sqlite: &str, postgres: &str) -> Result<()> {
        let folder = match &self.place {
            Place::Passing(folder) => folder.path(),
            Place::Kept(folder) => folder.as_path(),
            Place::Postgres(database) => {
                database.execute(postgres)?;
                return database.settle();
            }
        };
        let conn = rusqlite::Connection::open(folder.join("deskbell.db")).while_at("the data")?;
        conn.execute_batch(sqlite).while_at("the data")
    }

    /// The tables of the database, each with its columns.
    ///
    /// # Errors
    /// When the database reports an error.
    pub fn tables(&self) -> Result<BTreeMap<String, Vec<String>>> {
        let rows = match &self.place {
            Place::Passing(folder) => sqlite_columns(folder.path())?,
            Place::Kept(folder) => sqlite_columns(folder)?,
            Place::Postgres(database) => database.columns()?,
        };
        let mut tables = BTreeMap::<_, Vec<_>>::new();
        rows.into_iter().for_each(|(table, column)| tables.entry(table).or_default().push(column));
        Ok(tables)
    }

    /// Adds a description of the data and of the server's settings to a section.
    pub fn tell(&self, section: &mut Section) {
        section.item(format!("Data: {}", self.told));
        let given = self.index_memory();
        if given != INDEX_MEMORY_MIB.to_string() {
            section.item(format!(
                "index.memory_mib: {given}, by {INDEX_MEMORY}; it is {INDEX_MEMORY_MIB} by default"
            ));
        }
    }

    /// The index memory for a server of this data, in MiB: from the environment, or else by the
    /// number of chats.
    #[must_use]
    pub fn index_memory(&self) -> String {
        std::env::var(INDEX_MEMORY).unwrap_or_else(|_| index_mib(self.chats).to_string())
    }

    /// The settings for a server of this data.
    #[must_use]
    pub fn settings(&self) -> [(&'static str, String); 1] {
        [(INDEX_MEMORY, self.index_memory())]
    }

    /// The URL of the database.
    #[must_use]
    pub fn url(&self) -> String {
        match &self.place {
            Place::Passing(folder) => sqlite_url(folder.path()),
            Place::Kept(folder) => sqlite_url(folder),
            Place::Postgres(database) => database.url(),
        }
    }

    /// The ids of the PostgreSQL processes that work for running servers; empty on SQLite.
    ///
    /// # Errors
    /// When PostgreSQL reports an error.
    pub fn backends(&self) -> Result<Vec<u32>> {
        match &self.place {
            Place::Postgres(database) => database.backends(),
            Place::Passing(_) | Place::Kept(_) => Ok(Vec::new()),
        }
    }

    /// Moves the PostgreSQL processes of a running server to the server's core; returns a sentence
    /// for the report, or `None` on SQLite.
    ///
    /// # Errors
    /// When PostgreSQL reports an error.
    pub fn join(&self, cores: &Cores) -> Result<Option<&'static str>> {
        if !matches!(self.place, Place::Postgres(_)) {
            return Ok(None);
        }
        let backends = self.backends()?;
        let is_pinned = !backends.is_empty() && backends.iter().all(|id| cores.join_server(*id));
        Ok(Some(if is_pinned {
            "PostgreSQL's processes that work for the server are on its core"
        } else {
            "PostgreSQL's processes are not pinned to a core"
        }))
    }

    /// Creates a key.
    ///
    /// # Errors
    /// When the creation fails.
    pub fn key(&self, cores: &Cores) -> Result<String> {
        let mut create = cores.free(machine::deskbell()?);
        create.args(["key", "create", "--name", "bench", "--database", &self.url()]);
        finished(&mut create, COMMAND_MAX).map(|(key, _)| key)
    }

    /// Creates another organization with generated data; returns a key of the new organization.
    ///
    /// # Errors
    /// When the creation fails.
    pub fn another(&self, domain: &str, plan: Plan, cores: &Cores) -> Result<String> {
        let deskbell = |arguments: &[&str]| -> Result<String> {
            let mut command = cores.free(machine::deskbell()?);
            command.args(arguments).args(["--database", &self.url()]);
            finished(&mut command, COMMAND_MAX).map(|(told, _)| told)
        };
        deskbell(&["org", "create", domain])?;
        let arguments = plan.arguments();
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        deskbell(&[&arguments[..], &["--org", domain]].concat())?;
        deskbell(&["key", "create", "--name", "bench", "--org", domain])
    }
}

/// The index memory for this number of chats, in MiB.
fn index_mib(chats: u64) -> u64 {
    INDEX_MEMORY_MIB as u64 * chats.div_ceil(CHATS_OF_DEFAULT_MEMORY).max(1)
}

/// The pairs of table and column of an SQLite database, in the order of each table's columns.
fn sqlite_columns(folder: &Path) -> Result<Vec<(String, String)>> {
    let columns = || {
        let conn = rusqlite::Connection::open(folder.join("deskbell.db"))?;
        let mut found = conn.prepare(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
             WHERE m.type = 'table' ORDER BY m.name, c.cid",
        )?;
        found.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    };
    let found: rusqlite::Result<_> = columns();
    found.while_at("the data")
}

fn sqlite_url(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("deskbell.db").display())
}

/// Seeds a database; returns the duration in seconds.
fn seed(url: &str, plan: Plan, cores: &Cores) -> Result<f64> {
    say::talk(format!("making data: {plan}"));
    let mut seed = cores.free(machine::deskbell()?);
    seed.args(plan.arguments()).args(["--database", url]);
    let (_, took) = finished(&mut seed, SEED_MAX)?;
    Ok(took.as_secs_f64())
}

fn told(engine: Engine<'_>, plan: Plan, seconds: f64) -> String {
    let chats = count(plan.chats);
    let rate = if plan.chats >= 1_000 {
        format!("{:.0} chats/s", float(plan.chats) / seconds)
    } else {
        let messages = plan.chats.saturating_mul(plan.messages_per_chat);
        format!("about {:.0} messages/s", float(messages) / seconds)
    };
    let unit = if plan.chats == 1 { "chat" } else { "chats" };
    format!("{}, {chats} {unit} by {plan} in {seconds:.1} s ({rate})", engine.name())
}

/// Opens the stored SQLite data set of a plan; creates the data set if missing. The folder gets its
/// final name only when the data set is complete.
fn kept(plan: Plan, cores: &Cores) -> Result<Data> {
    let Plan { chats, .. } = plan;
    let parent = machine::target().join("bench-data");
    let folder = parent.join(format!("sqlite-{}", plan.name().replace('_', "-")));
    let about = folder.join("about.json");
    if let Ok(text) = std::fs::read_to_string(&about) {
        let value: Value = serde_json::from_str(&text).while_at("about.json")?;
        let told = value["told"].as_str().ok_or("about.json tells nothing")?.to_owned();
        return Ok(Data { place: Place::Kept(folder), chats, told });
    }
    std::fs::create_dir_all(&parent).while_at("target/bench-data")?;
    let unfinished = TempDir::new_in(&parent).while_at("target/bench-data")?;
    let took = seed(&sqlite_url(unfinished.path()), plan, cores)?;
    let told = told(Engine::Sqlite, plan, took);
    let text = json!({ "told": told }).to_string();
    std::fs::write(unfinished.path().join("about.json"), text).while_at("about.json")?;
    std::fs::rename(unfinished.keep(), &folder).while_at("target/bench-data")?;
    Ok(Data { place: Place::Kept(folder), chats, told })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_chats_are_given_more_memory_than_the_default() {
        let default = INDEX_MEMORY_MIB as u64;
        assert_eq!([0, 24_000, 1_000_000].map(index_mib), [default; 3]);
        assert_eq!(index_mib(10_000_000), 4 * default);
    }
}
