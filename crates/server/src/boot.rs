//! From settings to a running application: the real clock, the real randomness, the database.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use deskbell_app::{App, Clock, Entropy};
use deskbell_courier::{Courier, SystemResolver};
use deskbell_model::Timestamp;
use deskbell_storage::{Error, Location, Migrated, Store, check_file};
use rustix::fs::{Access, access};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::config::Config;

/// 2025-01-01T00:00:00Z, in seconds: a clock that shows an earlier time was never set.
pub(crate) const CLOCK_LEAST: u32 = 1_735_689_600;

/// The machine's clock.
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

/// Converts a time of the system; one before 1970 becomes 1970.
fn timestamp(at: SystemTime) -> Timestamp {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    let millis = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(millis).unwrap_or(Timestamp::MAX)
}

/// The operating system's randomness.
#[derive(Debug)]
struct OsEntropy;

impl Entropy for OsEntropy {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the operating system")]
    fn fill(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        getrandom::fill(bytes).map_err(std::io::Error::other)
    }
}

/// Gives the number of files this process may open, after raising its own limit to the maximum.
pub(crate) fn files_max() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let reached = if setrlimit(Resource::Nofile, raised).is_ok() { raised } else { limit };
    reached.current.unwrap_or(u64::MAX)
}

/// Opens the database at a location and brings its schema up to date.
pub(crate) async fn open(
    config: &Config,
    location: &Location,
) -> Result<(Arc<App>, Migrated), String> {
    let told = |error| sentence(location, &error);
    if let Location::Sqlite(path) = location {
        check_folder(path)?;
    }
    let store = Store::open(location, &config.storage).await.map_err(told)?;
    let clock = Arc::new(SystemClock::start());
    let now = clock.now().seconds().get();
    if now < CLOCK_LEAST {
        tracing::warn!(now, "the clock has never been set: nothing is forgotten or undone by it");
    }
    let at = i64::from(now);
    let migrated = store.migrate(at).await.map_err(told)?;
    Ok((Arc::new(App::new(store, clock, Arc::new(OsEntropy), config.app.clone())), migrated))
}

/// Starts the background jobs; dropping the set ends them.
pub(crate) fn jobs(app: &Arc<App>) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    let (own, indexes) = (Arc::clone(app), Arc::clone(&app.indexes));
    jobs.spawn(async move { own.run_jobs().await });
    jobs.spawn(async move { indexes.keep_indexes().await });
    jobs
}

/// The delivery of webhooks while the server runs.
#[derive(Debug)]
pub(crate) struct Deliveries {
    stop: watch::Sender<bool>,
    task: JoinSet<()>,
}

impl Deliveries {
    /// Starts delivering over a number of connections; `drain` is the time for attempts at the end.
    pub(crate) fn start(
        app: &Arc<App>,
        connections: usize,
        drain: Duration,
    ) -> std::io::Result<Self> {
        let courier = Courier::new(Arc::clone(&app.outbox), Arc::new(SystemResolver))?;
        let courier = courier.over(connections);
        let (stop, stopping) = watch::channel(false);
        let mut task = JoinSet::new();
        task.spawn(async move { courier.run(stopping, drain).await });
        Ok(Self { stop, task })
    }

    /// The sender that ends the delivery.
    pub(crate) fn stopping(&self) -> watch::Sender<bool> {
        self.stop.clone()
    }

    /// Ends the delivery and waits for its tasks.
    pub(crate) async fn stop(mut self) {
        self.stop.send_replace(true);
        while self.task.join_next().await.is_some() {}
    }
}

/// Checks that the file's folder exists and that SQLite may write its log there.
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

/// The error message of a database that does not open, with a hint for the operator.
pub(crate) fn sentence(location: &Location, error: &Error) -> String {
    format!("{location:?}: {error}; {}", hint(error))
}

/// The hint for an operator about an error of the database.
pub(crate) const fn hint(error: &Error) -> &'static str {
    match error {
        Error::Newer { .. } => "use the newer program, or restore a backup made before it",
        Error::Corrupt(_) => "it is not a Deskbell database, or it is damaged: restore a backup",
        Error::Busy(_) => "another process is writing to it: try again when that is done",
        Error::Full(_) => "make room on the disk",
        Error::Internal(_) | Error::Panicked => "this is a fault of Deskbell: please report it",
        _ => "check that it is there, that it is running, and that you may write to it",
    }
}

/// A lock held while this process serves an SQLite file: a second server would not see the first
/// one's rate limits, and each would believe itself alone.
///
/// The lock (`flock`) is on the file itself, not on a name beside it: a file may have many names.
/// It does not touch the byte ranges that SQLite locks (`fcntl`). Those are lost when a process
/// closes the file once, so this file is opened before SQLite opens it, and closed after.
#[derive(Debug)]
pub(crate) struct ServeLock {
    _file: Option<File>,
}

impl ServeLock {
    /// Takes the lock; makes an empty file if it is missing.
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
