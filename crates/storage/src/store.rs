//! The store: a database on one of the two engines.

use std::sync::Arc;

use deskbell_model::{FeedPosition, OrgId, Origin};
use tokio::sync::watch;

use crate::changes;
use crate::committed::Committed;
use crate::conn::Read;
use crate::dialect::Engine;
use crate::error::{Error, Result};
use crate::job::job;
use crate::meters::StorageMeters;
use crate::migrate::Migrated;
use crate::node_notices::NodeLink;
use crate::options::{Location, Options};
use crate::postgres::{Grant, Postgres};
use crate::reads;
use crate::recorded::Handover;
use crate::sqlite::{DataVersion, Sqlite};
use crate::statement::Class;
use crate::write::{Lane, Stop, Write};

/// An open database. Clones share the database.
#[derive(Clone, Debug)]
pub enum Store {
    /// An SQLite database in a file.
    Sqlite(Arc<Sqlite>),
    /// A database on a PostgreSQL server.
    Postgres(Arc<Postgres>),
}

reads! {
    Last(org: OrgId) -> FeedPosition = async |conn| changes::last(org, conn).await;
}

impl Store {
    /// Opens a database; a missing SQLite file is created. The schema is not changed; see
    /// [`Store::migrate`].
    ///
    /// # Errors
    /// `Unavailable` when the database cannot be reached or opened; `Corrupt` when the file is not
    /// a database.
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

    /// Returns the database's engine.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Returns whether the organizations may be on several servers (Citus). While one of these
    /// servers is down, all reads over all organizations fail.
    #[must_use]
    pub fn is_distributed(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            Self::Postgres(engine) => engine.is_distributed(),
        }
    }

    /// Migrates the schema. Only one process migrates a database at a time. `at` is the current
    /// time in unix seconds.
    ///
    /// # Errors
    /// When the database fails; `Newer` when a newer program migrated the database.
    pub async fn migrate(&self, at: i64) -> Result<Migrated> {
        match self {
            Self::Sqlite(engine) => engine.migrate(at),
            Self::Postgres(engine) => engine.migrate(at).await,
        }
    }

    /// Returns whether the database has a schema of any version of this program.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_schema(&self) -> Result<bool> {
        match self {
            Self::Sqlite(engine) => engine.has_schema(),
            Self::Postgres(engine) => engine.has_schema().await,
        }
    }

    /// Checks, without writing, that rows can be written: the PostgreSQL role may lack a grant.
    ///
    /// # Errors
    /// When the database fails; `Misconfigured` when a grant is missing.
    pub async fn try_writes(&self) -> Result<()> {
        match self {
            // SQLite refuses to open a file that cannot be written.
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(engine) => engine.try_writes().await,
        }
    }

    /// Updates the statistics with which the engine plans statements. The call is useful after many
    /// rows were stored at once. PostgreSQL's own update comes only minutes later. Until then
    /// PostgreSQL assumes that a new organization is small, and reads all its customers to find a
    /// few chats. SQLite plans without statistics.
    ///
    /// # Errors
    /// When the database fails; `Deadline` when the update takes too long.
    pub async fn renew_statistics(&self) -> Result<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(engine) => engine.renew_statistics().await,
        }
    }

    /// Runs a read of one statement.
    ///
    /// # Errors
    /// When the database fails; `Deadline` when the read takes too long; `Busy` when too many scans
    /// wait.
    pub async fn read<B: Read>(&self, class: Class, body: B) -> Result<B::Out> {
        match self {
            Self::Sqlite(engine) => engine.read(class, false, body).await,
            Self::Postgres(engine) => engine.read(class, false, body).await,
        }
    }

    /// Runs a read of several statements in one snapshot.
    ///
    /// # Errors
    /// The errors of [`Store::read`].
    pub async fn snapshot<B: Read>(&self, class: Class, body: B) -> Result<B::Out> {
        match self {
            Self::Sqlite(engine) => engine.read(class, true, body).await,
            Self::Postgres(engine) => engine.read(class, true, body).await,
        }
    }

    /// Runs a long read in one snapshot, such as a copy of all rows. On SQLite the write-ahead log
    /// grows during the read, as during a backup; on PostgreSQL each statement has the deadline of
    /// a scan.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn long_snapshot<B: Read>(&self, body: B) -> Result<B::Out> {
        match self {
            Self::Sqlite(engine) => engine.long_read(body).await,
            Self::Postgres(engine) => engine.read(Class::Scan, true, body).await,
        }
    }

    /// Runs statements that read whole tables, in one snapshot. Like [`Store::long_snapshot`], but
    /// on PostgreSQL each statement may take an hour.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unhurried_snapshot<B: Read>(&self, body: B) -> Result<B::Out> {
        match self {
            Self::Sqlite(engine) => engine.long_read(body).await,
            Self::Postgres(engine) => engine.unhurried(false, body).await,
        }
    }

    /// Reads the position of an organization's last change; number 0 before the first change. The
    /// position is at least as new as this call. On PostgreSQL one statement serves all waiting
    /// requests.
    ///
    /// # Errors
    /// When the database fails; `NotFound` for an unknown organization.
    pub async fn last_change(&self, org: OrgId) -> Result<FeedPosition> {
        match self {
            Self::Sqlite(engine) => engine.read(Class::Point, false, Last(org)).await,
            // A statement for several organizations would fail if one of their servers failed.
            Self::Postgres(engine) if engine.is_distributed() => {
                engine.read(Class::Point, false, Last(org)).await
            }
            Self::Postgres(engine) => engine.heads.last(org).await,
        }
    }

    /// Runs statements that write outside an organization's writer, such as the creation of an
    /// organization. A lock in the database allows only one call at a time.
    ///
    /// # Errors
    /// When the database fails; then nothing is written.
    pub async fn exclusive<B: Read>(&self, body: B) -> Result<B::Out> {
        match self {
            Self::Sqlite(engine) => engine.exclusive(body),
            Self::Postgres(engine) => engine.exclusive(body).await,
        }
    }

    /// Runs statements that write outside an organization's writer, in one transaction that may
    /// take long. On PostgreSQL other processes can write meanwhile; the caller must prevent writes
    /// to the same rows, for example with a lease.
    ///
    /// # Errors
    /// When the database fails; then nothing is written.
    pub async fn transaction<B: Read>(&self, body: B) -> Result<B::Out> {
        match self {
            Self::Sqlite(engine) => engine.exclusive(body),
            Self::Postgres(engine) => engine.transaction(body).await,
        }
    }

    /// Like [`Store::transaction`], for statements that read whole tables: on PostgreSQL each may
    /// take an hour.
    ///
    /// # Errors
    /// The errors of [`Store::transaction`].
    pub async fn unhurried_transaction<B: Read>(&self, body: B) -> Result<B::Out> {
        match self {
            Self::Sqlite(engine) => engine.exclusive(body),
            Self::Postgres(engine) => engine.unhurried(true, body).await,
        }
    }

    /// Runs a write in the organization's writer, and answers after COMMIT. The write goes on if
    /// the caller stops waiting.
    ///
    /// # Errors
    /// When the database fails; [`Stop::Refused`] when the write refuses; `Busy` when too many jobs
    /// wait; `NotFound` for an unknown organization; `Unknown` when the connection is lost during
    /// COMMIT.
    pub async fn write<W: Write>(
        &self,
        org: OrgId,
        origin: Origin,
        write: W,
    ) -> Result<W::Out, Stop<W::Refusal>> {
        let is_followed = self.committed().is_recorded(org);
        let (job, answered) = job(org, origin, write, is_followed);
        match self {
            Self::Sqlite(engine) => engine.push(W::LANE, job)?,
            Self::Postgres(engine) => engine.push(org, W::LANE, job)?,
        }
        answered.await.map_err(|_| Error::Unavailable("the writer has stopped".into()))?
    }

    /// Takes up to `wanted` of the `limit` requests in the current window of an organization's rate
    /// limit, which all nodes share. `None` on SQLite, where one process serves a file and counts
    /// in memory.
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

    /// Follows an organization's changes. The receiver starts with the last announced position, or
    /// with the default position if no position was announced. Commits of other processes are
    /// announced later, at the latest when a poll calls [`Store::tell_committed`].
    #[must_use]
    pub fn follow(&self, org: OrgId) -> watch::Receiver<FeedPosition> {
        match self {
            Self::Sqlite(engine) => engine.committed.follow(org),
            Self::Postgres(engine) => engine.notices.follow(org),
        }
    }

    /// Returns the receiver of the changes of an organization that this process records from now
    /// on, in memory. Only the receiver that was created last gets the changes. The caller must
    /// also call [`Store::follow`].
    #[must_use]
    pub fn record(&self, org: OrgId) -> Handover {
        self.committed().record(org)
    }

    /// Returns the connection to the other nodes of the database. `None` on SQLite, where there is
    /// only one process, and on PostgreSQL behind a pooler without an address for notifications.
    #[must_use]
    pub fn node_link(&self) -> Option<NodeLink> {
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres(engine) => engine.notices.link(),
        }
    }

    /// Returns the organizations whose changes are followed in this process.
    #[must_use]
    pub fn followed(&self) -> Vec<OrgId> {
        self.committed().followed()
    }

    /// Returns a number that changes when a process commits; `None` on PostgreSQL.
    ///
    /// # Errors
    /// When the database fails.
    pub fn data_version(&self) -> Result<Option<DataVersion>> {
        match self {
            Self::Sqlite(engine) => engine.watched.version().map(Some),
            Self::Postgres(_) => Ok(None),
        }
    }

    /// Returns whether the file or its log may still contain bytes of erased rows; always false on
    /// PostgreSQL, which always overwrites erased rows.
    ///
    /// # Errors
    /// When the database fails.
    pub fn has_traces(&self) -> Result<bool> {
        match self {
            Self::Sqlite(engine) => engine.has_traces(),
            Self::Postgres(_) => Ok(false),
        }
    }

    /// Announces to followers that the changes up to this position, which was found in the
    /// database, are committed.
    pub fn tell_committed(&self, org: OrgId, last: FeedPosition) {
        self.committed().tell(org, last, Vec::new());
    }

    fn committed(&self) -> &Committed {
        match self {
            Self::Sqlite(engine) => &engine.committed,
            Self::Postgres(engine) => &engine.notices.committed,
        }
    }

    /// Returns the number of jobs that wait for a writer on this node.
    #[must_use]
    pub fn jobs_waiting(&self) -> usize {
        self.jobs_waiting_in(Lane::Interactive) + self.jobs_waiting_in(Lane::Bulk)
    }

    /// Returns the number of jobs that wait in a lane (interactive or bulk) for a writer on this
    /// node.
    #[must_use]
    pub fn jobs_waiting_in(&self, lane: Lane) -> usize {
        match self {
            Self::Sqlite(engine) => engine.jobs_waiting_in(lane),
            Self::Postgres(engine) => engine.jobs_waiting_in(lane),
        }
    }

    /// Returns the measurements of the database on this node.
    #[must_use]
    pub fn meters(&self) -> &StorageMeters {
        match self {
            Self::Sqlite(engine) => &engine.meters,
            Self::Postgres(engine) => engine.meters(),
        }
    }

    /// Returns the number of round trips of the write connections to the server; 0 on SQLite.
    #[must_use]
    pub fn round_trips(&self) -> u64 {
        match self {
            Self::Sqlite(_) => 0,
            Self::Postgres(engine) => engine.round_trips(),
        }
    }

    /// Returns the number of round trips of the read connections; 0 on SQLite.
    #[must_use]
    pub fn read_round_trips(&self) -> u64 {
        match self {
            Self::Sqlite(_) => 0,
            Self::Postgres(engine) => engine.read_round_trips(),
        }
    }

    /// Runs the jobs that wait, and closes all connections.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(engine) => engine.close(),
            Self::Postgres(engine) => engine.close().await,
        }
    }
}
