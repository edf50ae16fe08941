//! The start of the application with the system's clock, the system's random numbers, and the
//! database that the settings name.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use deskbell_app::{App, Clock, Entropy};
use deskbell_courier::{Courier, SystemResolver};
use deskbell_model::Timestamp;
use deskbell_storage::{Error, Location, Migrated, Store, check_file};
use deskbell_tls::Authorities;
use rustix::fs::{Access, access};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::config::Config;

/// The earliest plausible time: 2025-01-01T00:00:00Z, in Unix seconds. A clock that shows an
/// earlier time was never set.
pub(crate) const CLOCK_LEAST: u32 = 1_735_689_600;

/// The system clock. The field is the time at which the process started, for the uptime.
#[derive(Debug)]
pub(crate) struct SystemClock(Instant);

impl SystemClock {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    fn now(&self) -> Timestamp {
        timestamp(SystemTime::now())
    }

    fn uptime(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Converts a system time; times before 1970 become 1970.
fn timestamp(at: SystemTime) -> Timestamp {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    let millis = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(millis).unwrap_or(Timestamp::MAX)
}

#[derive(Debug)]
struct OsEntropy;

impl Entropy for OsEntropy {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the operating system")]
    fn fill(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        getrandom::fill(bytes).map_err(std::io::Error::other)
    }
}

/// Returns a random number of the operating system.
#[cfg(feature = "otlp")]
pub(crate) fn random_seed() -> std::io::Result<u64> {
    let mut seed = [0; 8];
    OsEntropy.fill(&mut seed)?;
    Ok(u64::from_be_bytes(seed))
}

/// Raises this process's soft limit of open files to the hard limit. Returns the new soft limit.
pub(crate) fn files_max() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let reached = if setrlimit(Resource::Nofile, raised).is_ok() { raised } else { limit };
    reached.current.unwrap_or(u64::MAX)
}

/// Opens or creates the database at a location, and migrates its schema to the current version.
pub(crate) async fn open(
    config: &Config,
    location: &Location,
) -> Result<(Arc<App>, Migrated), String> {
    if let Location::Sqlite(path) = location {
        check_folder(path)?;
    }
    let store = connect(config, location).await?;
    start(config, location, store).await
}

/// Says that there is no database where the settings name one.
pub(crate) fn missing(config: &Config) -> String {
    format!(
        "there is no database of Deskbell at {}: `deskbell serve` or `deskbell migrate` makes one, \
         and --database names another",
        config.shown_database()
    )
}

/// Opens the database that the settings name, and migrates its schema to the current version. The
/// database must already have a schema, so that a mistyped address does not create a database.
pub(crate) async fn open_existing(config: &Config) -> Result<Arc<App>, String> {
    let location = &config.database;
    if let Location::Sqlite(path) = location {
        let is_empty =
            std::fs::metadata(path).map_or_else(|error| is_missing(&error), |it| it.len() == 0);
        // A log without its database is the storage's to refuse: it says what to do.
        if is_empty && !has_log(path) {
            return Err(missing(config));
        }
        check_folder(path)?;
    }
    let store = connect(config, location).await?;
    let has_schema = store.has_schema().await.map_err(|error| sentence(location, &error));
    if !has_schema? {
        store.close().await;
        return Err(missing(config));
    }
    start(config, location, store).await.map(|(app, _)| app)
}

/// Tells whether the SQLite file at this path has a WAL file that is not empty.
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|it| it.len() > 0)
}

/// Tells whether an error means that a file does not exist.
fn is_missing(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

async fn connect(config: &Config, location: &Location) -> Result<Store, String> {
    let store = Store::open(location, &config.storage).await;
    let store = store.map_err(|error| sentence(location, &error))?;
    store.meters().log_slow(config.slow_statement);
    Ok(store)
}

async fn start(
    config: &Config,
    location: &Location,
    store: Store,
) -> Result<(Arc<App>, Migrated), String> {
    let told = |error| sentence(location, &error);
    let clock = Arc::new(SystemClock::start());
    let now = clock.now().seconds().get();
    if now < CLOCK_LEAST {
        tracing::warn!(now, "the clock has never been set: nothing is forgotten or undone by it");
    }
    let at = i64::from(now);
    let migrated = store.migrate(at).await.map_err(told)?;
    Ok((Arc::new(App::new(store, clock, Arc::new(OsEntropy), config.app.clone())), migrated))
}

/// Starts the background jobs. Dropping the returned set aborts the jobs.
pub(crate) fn jobs(app: &Arc<App>) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    let (own, indexes) = (Arc::clone(app), Arc::clone(&app.indexes));
    jobs.spawn(async move { own.run_jobs().await });
    jobs.spawn(async move { indexes.keep_indexes().await });
    jobs
}

/// Reads the certificate authorities for webhooks' targets: the system's authorities and the
/// authorities in the file `webhooks.ca`. `None` when `webhooks.ca` is not set.
pub(crate) fn authorities(config: &Config) -> Result<Option<Authorities>, String> {
    let Some(path) = &config.webhooks_ca else { return Ok(None) };
    let read = Authorities::of_system().and_then(|system| system.and_file(path));
    read.map(Some).map_err(|why| format!("`webhooks.ca`: {why}"))
}

/// The running task that delivers to webhooks.
#[derive(Debug)]
pub(crate) struct Deliveries {
    stop: watch::Sender<bool>,
    task: JoinSet<()>,
}

impl Deliveries {
    /// Starts the delivery, over at most `connections` connections. After a stop, running attempts
    /// may continue for the time `drain`.
    pub(crate) fn start(
        app: &Arc<App>,
        connections: usize,
        drain: Duration,
        authorities: Option<Authorities>,
    ) -> std::io::Result<Self> {
        let mut courier = Courier::new(Arc::clone(&app.outbox), Arc::new(SystemResolver))?;
        if let Some(authorities) = authorities {
            courier = courier.trusting(authorities)?;
        }
        let courier = courier.over(connections);
        let (stop, stopping) = watch::channel(false);
        let mut task = JoinSet::new();
        task.spawn(async move { courier.run(stopping, drain).await });
        Ok(Self { stop, task })
    }

    /// Returns a sender that stops the delivery when it sends `true`.
    pub(crate) fn stopping(&self) -> watch::Sender<bool> {
        self.stop.clone()
    }

    /// Stops the delivery and waits for its task.
    pub(crate) async fn stop(mut self) {
        self.stop.send_replace(true);
        while self.task.join_next().await.is_some() {}
    }
}

/// Checks that the folder of an SQLite file exists, and that SQLite may create its WAL there.
pub(crate) fn check_folder(path: &Path) -> Result<(), String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let shown = folder.display();
    if !folder.is_dir() {
        return Err(format!("the folder {shown} is not there: make it first"));
    }
    let needed = Access::WRITE_OK | Access::EXEC_OK;
    access(folder, needed).map_err(|error| {
        format!(
            "the folder {shown} cannot be written to ({error}), and the database's log is kept \
             there: see that you may write to it"
        )
    })
}

/// Returns the message about a database error, with a hint for the operator.
pub(crate) fn sentence(location: &Location, error: &Error) -> String {
    match error {
        // The error's own message says what to do.
        Error::Misconfigured(_) => format!("{location:?}: {error}"),
        _ => format!("{location:?}: {error}; {}", hint(error)),
    }
}

/// Returns the hint for the operator about a database error.
pub(crate) const fn hint(error: &Error) -> &'static str {
    match error {
        Error::Newer { .. } => "use the newer program, or restore a backup made before it",
        Error::Corrupt(_) => "it is not a Deskbell database, or it is damaged: restore a backup",
        Error::Busy(_) => "another process is writing to it: try again when that is done",
        Error::Full(_) => "make room on the disk",
        Error::Misconfigured(_) => "correct it as it says; docs/operate/postgres.md has examples",
        Error::Internal(_) | Error::Panicked => "this is a fault of Deskbell: please report it",
        _ => "check that it is there, that it is running, and that you may write to it",
    }
}

/// The lock that this process holds while it serves an SQLite file. Two servers would count
/// requests separately, and each would act as the only server.
///
/// The lock (`flock`) is on the database file itself, since a file can have several names. The lock
/// does not collide with SQLite's byte-range locks (`fcntl`). A process loses SQLite's locks when
/// it closes any handle of the file. So this handle is opened before SQLite's handles, and closed
/// after them.
#[derive(Debug)]
pub(crate) struct ServeLock {
    _file: Option<File>,
}

impl ServeLock {
    /// Acquires the lock. Creates an empty file if the file does not exist.
    pub(crate) fn take(location: &Location) -> Result<Self, String> {
        let Location::Sqlite(path) = location else { return Ok(Self { _file: None }) };
        check_folder(path)?;
        let shown = path.display();
        let file = match File::open(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                check_file(path).map_err(|error| sentence(location, &error))?;
                File::options().create(true).append(true).open(path)
            }
            opened => opened,
        };
        let hint = "check that it is there, and that you may write to it";
        let file = file.map_err(|error| format!("{shown} cannot be opened: {error}; {hint}"))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(format!(
                "{shown} is being served by another process: stop that one, or use another database"
            )),
            Err(TryLockError::Error(error)) => Err(format!("{shown} cannot be locked: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_before_1970_or_after_2106_is_at_the_nearest_end() {
        assert_eq!(timestamp(UNIX_EPOCH - Duration::from_secs(9)).millis(), 0);
        assert_eq!(timestamp(UNIX_EPOCH + Duration::from_millis(9)).millis(), 9);
        assert_eq!(timestamp(UNIX_EPOCH + Duration::from_secs(1 << 40)), Timestamp::MAX);
    }
}
