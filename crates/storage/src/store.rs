//! The store: one of the two engines, chosen by the database's address.

use std::sync::Arc;

use deskbell_model::{FeedPosition, OrgId, Origin};
use tokio::sync::watch;

use crate::committed::Committed;
use crate::conn::Read;
use crate::dialect::Engine;
use crate::error::{Error, Result};
use crate::job::job;
use crate::migrate::Migrated;
use crate::options::{Location, Options};
use crate::postgres::{Grant, Postgres};
use crate::sqlite::{DataVersion, Sqlite};
use crate::statement::Class;
use crate::write::{Stop, Write};

/// An open database. Clones share it.
#[derive(Clone, Debug)]
pub enum Store {
    /// An SQLite file.
    Sqlite(Arc<Sqlite>),
    /// A PostgreSQL server.
    Postgres(Arc<Postgres>),
}

impl Store {
    /// Opens a database, and creates a missing SQLite file. The schema is left as it is: see
    /// [`Store::migrate`].
    ///
    /// # Errors
    /// `Unavailable` when it cannot be reached or opened, `Corrupt` when it is no database.
    pub async fn open(location: &Location, options: &Options) -> Result<Self> {
        match location {
            Location::Sqlite(path) => {
                Sqlite::open(path, &options.sqlite).map(|engine| Self::Sqlite(Arc::new(engine)))
            }
            Location::Postgres(url) => Postgres::open(url, &options.postgres)
                .await
                .map(|engine| Self::Postgres(Arc::new(engine))),
        }
    }

    /// The database's engine.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Brings the schema up to date, one process at a time. `at` is now, in unix seconds.
    ///
    /// # Errors
    /// `Newer` when a newer program made the database, or when the database fails.
    pub async fn migrate(&self, at: i64) -> Result<Migrated> {
        match self {
            Self::Sqlite(engine) => engine.migrate(at),
            Self::Postgres(engine) => engine.migrate(at).await,
        }
    }

    /// Runs a body of one reading statement.
    ///
    /// # Errors
    /// `Deadline` when it takes too long, `Busy` when too many scans wait, otherwise as the
    /// database says.
    pub async fn read<B: Read>(&self, class: Class, body: B) -> Result<B::Out> {
        match self {
            Self::Sqlite(engine) => engine.read(class, false, body).await,
            Self::Postgres(engine) => engine.read(class, false, body).await,
        }
    }

    /// Runs a body of several reading statements in one snapshot.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn snapshot<B: Read>(&self, class: Class, body: B) -> Result<B::Out> {
        match self {
            Self::Sqlite(engine) => engine.read(class, true, body).await,
            Self::Postgres(engine) => engine.read(class, true, body).await,
        }
    }

    /// Runs a body that writes rows of no organization yet, under the database's own lock.
    ///
    /// # Errors
    /// As the database says; nothing is written then.
    pub async fn exclusive<B: Read>(&self, body: B) -> Result<B::Out> {
        match self {
            Self::Sqlite(engine) => engine.exclusive(body),
            Self::Postgres(engine) => engine.exclusive(body).await,
        }
    }

    /// Runs a change in the organization's writer and answers after COMMIT; the change is recorded
    /// with this origin. It goes on when the caller stops waiting.
    ///
    /// # Errors
    /// [`Stop::Refused`] as the change says, `Busy` when too many wait, `NotFound` for an unknown
    /// organization, `Unknown` when the connection died during COMMIT, otherwise as the database
    /// says.
    pub async fn write<W: Write>(
        &self,
        org: OrgId,
        origin: Origin,
        write: W,
    ) -> Result<W::Out, Stop<W::Refusal>> {
        let (job, answered) = job(org, origin, write);
        match self {
            Self::Sqlite(engine) => engine.push(W::LANE, job)?,
            Self::Postgres(engine) => engine.push(org, W::LANE, job)?,
        }
        answered.await.map_err(|_| Error::Unavailable("the writer has stopped".into()))?
    }

    /// Takes up to `wanted` of the `limit` requests of an organization's window, over all nodes.
    /// `None` on SQLite: one process serves a file, and counts for itself.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_requests(
        &self,
        org: OrgId,
        wanted: u32,
        limit: u32,
        window_ms: u64,
    ) -> Result<Option<Grant>> {
        match self {
            Self::Sqlite(_) => Ok(None),
            Self::Postgres(engine) => {
                engine.take_requests(org, wanted, limit, window_ms).await.map(Some)
            }
        }
    }

    /// Follows an organization's changes: gives the last known commit, the least place before the
    /// first. Commits of this process are announced at once, those of others on PostgreSQL mostly
    /// soon, and every one after a look at the database, see [`Store::tell_committed`].
    #[must_use]
    pub fn follow(&self, org: OrgId) -> watch::Receiver<FeedPosition> {
        match self {
            Self::Sqlite(engine) => engine.committed.follow(org),
            Self::Postgres(engine) => engine.notices.follow(org),
        }
    }

    /// The organizations that are followed now.
    #[must_use]
    pub fn followed(&self) -> Vec<OrgId> {
        self.committed().followed()
    }

    /// Gives a number that changes when any process commits; `None` where the database has none.
    ///
    /// # Errors
    /// When the database fails.
    pub fn data_version(&self) -> Result<Option<DataVersion>> {
        match self {
            Self::Sqlite(engine) => engine.watched.version().map(Some),
            Self::Postgres(_) => Ok(None),
        }
    }

    /// Announces a place found in the database to its followers: changes up to it are committed.
    pub fn tell_committed(&self, org: OrgId, last: FeedPosition) {
        self.committed().tell(org, last);
    }

    fn committed(&self) -> &Committed {
        match self {
            Self::Sqlite(engine) => &engine.committed,
            Self::Postgres(engine) => &engine.notices.committed,
        }
    }

    /// The number of changes that wait for a writer on this node.
    #[must_use]
    pub fn jobs_waiting(&self) -> usize {
        match self {
            Self::Sqlite(engine) => engine.jobs_waiting(),
            Self::Postgres(engine) => engine.jobs_waiting(),
        }
    }

    /// Runs the waiting changes, and closes everything.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(engine) => engine.close(),
            Self::Postgres(engine) => engine.close().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_is_a_file_or_a_server() {
        assert_eq!(Location::parse("sqlite:a.db"), Some(Location::Sqlite("a.db".into())));
        assert_eq!(Location::parse("sqlite:///x/a.db"), Some(Location::Sqlite("/x/a.db".into())));
        assert!(matches!(Location::parse("postgresql://h/d"), Some(Location::Postgres(_))));
        for bad in ["", "a.db", "sqlite:", "sqlite::memory:", "sqlite:a?mode=ro", "mysql://h/d"] {
            assert_eq!(Location::parse(bad), None, "{bad:?}");
        }
        let shown = format!("{:?}", Location::parse("postgres://u:secret@h/d"));
        assert!(!shown.contains("secret"), "{shown}");
    }
}
