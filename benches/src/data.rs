//! Databases of made-up data, filled by `deskbell seed`. Large SQLite ones are kept below cargo's
//! target folder, so that they are made once for all programs; everything else goes with its value.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cores::Cores;
use crate::figures::{count, float};
use crate::postgres::{Database, Postgres};
use crate::process::finished;
use crate::{Result, While as _, machine, talk};

/// Chats and messages from which on a data set is kept.
const KEPT_FROM: u64 = 500_000;
/// How long making one may take.
const SEED_MAX: Duration = Duration::from_secs(3 * 60 * 60);
/// How long any other command may take.
const COMMAND_MAX: Duration = Duration::from_secs(120);

/// How much is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Chats.
    pub chats: u64,
    /// Messages a chat has on the average.
    pub messages_per_chat: u64,
    /// Other numbers, other data.
    pub seed: u64,
}

impl Plan {
    /// Chats as lists are measured with: large numbers of them with few messages, so that making
    /// them takes minutes at the most.
    #[must_use]
    pub const fn of_chats(chats: u64) -> Self {
        Self { chats, messages_per_chat: if chats > 100_000 { 1 } else { 4 }, seed: 1 }
    }

    fn arguments(self) -> [String; 7] {
        let Self { chats, messages_per_chat, seed } = self;
        let numbers = [chats, messages_per_chat, seed].map(|number| number.to_string());
        let [chats, messages, seed] = numbers;
        let names = ["--chats", "--messages-per-chat", "--seed"].map(str::to_owned);
        let [a, b, c] = names;
        ["seed".to_owned(), a, chats, b, messages, c, seed]
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`deskbell {}`", self.arguments().join(" "))
    }
}

/// Which database runs underneath.
#[derive(Clone, Copy, Debug)]
pub enum Engine<'a> {
    /// The embedded one.
    Sqlite,
    /// A server.
    Postgres(&'a Postgres),
}

impl Engine<'_> {
    /// Its name, for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }
}

/// What holds the rows.
#[derive(Debug)]
enum Place {
    /// A file that goes with its folder.
    Passing(TempDir),
    /// A file that stays for the next run.
    Kept(PathBuf),
    /// A database of our own.
    Postgres(Database),
}

/// A database that is ready to be served.
#[derive(Debug)]
pub struct Data {
    place: Place,
    /// One sentence for the report: how it was made, how long that took, how fast it was.
    pub told: String,
}

impl Data {
    /// A database with made-up data.
    ///
    /// # Errors
    /// When `deskbell seed` fails or a folder cannot be made.
    pub fn seeded(engine: Engine<'_>, plan: Plan, cores: &Cores) -> Result<Self> {
        let is_large = plan.chats.saturating_mul(1 + plan.messages_per_chat) >= KEPT_FROM;
        match engine {
            Engine::Sqlite if is_large => kept(plan, cores),
            Engine::Sqlite => {
                let folder = TempDir::new().while_at("a temporary folder")?;
                let took = seed(&sqlite_url(folder.path()), plan, cores)?;
                Ok(Self { place: Place::Passing(folder), told: told(engine, plan, took) })
            }
            Engine::Postgres(server) => {
                let database = server.database(&format!("{}_{}", plan.chats, plan.seed))?;
                let took = seed(&database.url(), plan, cores)?;
                database.settle()?;
                let told = format!("{}, then VACUUM ANALYZE", told(engine, plan, took));
                Ok(Self { place: Place::Postgres(database), told })
            }
        }
    }

    /// An SQLite database with a schema, an organization and a key, and nothing else.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn empty(cores: &Cores) -> Result<Self> {
        let folder = TempDir::new().while_at("a temporary folder")?;
        let mut migrate = cores.free(machine::deskbell()?);
        let url = sqlite_url(folder.path());
        finished(migrate.args(["migrate", "--database", &url]), COMMAND_MAX)?;
        let told = "SQLite, empty, migrated".into();
        Ok(Self { place: Place::Passing(folder), told })
    }

    /// A copy of an SQLite database, which `change` is given the path of; it goes with its value.
    ///
    /// # Errors
    /// When this is no SQLite database, it cannot be copied, or as `change` says.
    pub fn copied(&self, change: impl FnOnce(&Path) -> Result<()>) -> Result<Self> {
        let original = match &self.place {
            Place::Passing(folder) => folder.path(),
            Place::Kept(folder) => folder.as_path(),
            Place::Postgres(_) => return Err("only SQLite databases are copied".into()),
        };
        // Beside the kept ones: what is temporary elsewhere may be in memory.
        let parent = machine::target().join("bench-data");
        std::fs::create_dir_all(&parent).while_at("target/bench-data")?;
        let folder = TempDir::new_in(&parent).while_at("target/bench-data")?;
        let copy = folder.path().join("deskbell.db");
        let conn = rusqlite::Connection::open(original.join("deskbell.db")).while_at("the data")?;
        conn.execute("VACUUM INTO ?1", [copy.to_string_lossy()]).while_at("copying the data")?;
        change(&copy)?;
        Ok(Self { place: Place::Passing(folder), told: self.told.clone() })
    }

    /// Where the server finds it.
    #[must_use]
    pub fn url(&self) -> String {
        match &self.place {
            Place::Passing(folder) => sqlite_url(folder.path()),
            Place::Kept(folder) => sqlite_url(folder),
            Place::Postgres(database) => database.url(),
        }
    }

    /// Puts the database's processes that work for a running server on that server's core. One
    /// sentence for the report, where there are such processes.
    ///
    /// # Errors
    /// As PostgreSQL says.
    pub fn join(&self, cores: &Cores) -> Result<Option<&'static str>> {
        let Place::Postgres(database) = &self.place else { return Ok(None) };
        let backends = database.backends()?;
        let is_pinned = !backends.is_empty() && backends.iter().all(|id| cores.join_server(*id));
        Ok(Some(if is_pinned {
            "PostgreSQL's processes that work for the server are on its core"
        } else {
            "PostgreSQL's processes are not pinned to a core"
        }))
    }

    /// A new key.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn key(&self, cores: &Cores) -> Result<String> {
        let mut create = cores.free(machine::deskbell()?);
        create.args(["key", "create", "--name", "bench", "--database", &self.url()]);
        finished(&mut create, COMMAND_MAX).map(|(key, _)| key)
    }

    /// Another organization with made-up data; its key.
    ///
    /// # Errors
    /// When it cannot be made.
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

fn sqlite_url(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("deskbell.db").display())
}

/// Fills a database; gives back the seconds it took.
fn seed(url: &str, plan: Plan, cores: &Cores) -> Result<f64> {
    talk(format!("making data: {plan}"));
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

/// A data set of the target folder, made when it is not there. It gets its name when it is whole.
fn kept(plan: Plan, cores: &Cores) -> Result<Data> {
    let Plan { chats, messages_per_chat, seed: number } = plan;
    let parent = machine::target().join("bench-data");
    let folder = parent.join(format!("sqlite-{chats}-{messages_per_chat}-{number}"));
    let about = folder.join("about.json");
    if let Ok(text) = std::fs::read_to_string(&about) {
        let value: Value = serde_json::from_str(&text).while_at("about.json")?;
        let told = value["told"].as_str().ok_or("about.json tells nothing")?.to_owned();
        return Ok(Data { place: Place::Kept(folder), told });
    }
    std::fs::create_dir_all(&parent).while_at("target/bench-data")?;
    let unfinished = TempDir::new_in(&parent).while_at("target/bench-data")?;
    let took = seed(&sqlite_url(unfinished.path()), plan, cores)?;
    let told = told(Engine::Sqlite, plan, took);
    let text = json!({ "told": told }).to_string();
    std::fs::write(unfinished.path().join("about.json"), text).while_at("about.json")?;
    std::fs::rename(unfinished.keep(), &folder).while_at("target/bench-data")?;
    Ok(Data { place: Place::Kept(folder), told })
}
