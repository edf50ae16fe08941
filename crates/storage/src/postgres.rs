//! The PostgreSQL engine: a pool of connections for reads, a pool for writes, and a writer task per
//! organization.

mod address;
mod conflict;
pub(crate) mod conn;
mod distribute;
mod doubt;
mod error;
mod heads;
mod inspect;
mod notice;
mod notify;
pub(crate) mod placement;
mod pool;
mod queued;
pub(crate) mod rate;
mod session;
mod writer;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

use conn::PostgresConn;
use deskbell_model::OrgId;
pub use distribute::Step;
pub(crate) use distribute::distribute;
use heads::Heads;
pub(crate) use inspect::{check_address, inspect};
use notify::Notices;
use pool::{Pool, Server};
pub use rate::Grant;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::conn::{Conn as _, Read};
use crate::dialect::Engine;
use crate::error::{Error, Result};
use crate::job::Job;
use crate::limits::{
    MIGRATE_DEADLINE_MS, NOTICES_CLOSING_MS, SCAN_DEADLINE_MS, UNHURRIED_DEADLINE_MS,
    WRITE_DEADLINE_MS, WRITERS_MAX,
};
use crate::meters::StorageMeters;
use crate::migrate::{self, Ddl as _, Migrated};
use crate::options::{Location, Pooling, PostgresOptions};
use crate::queue::{PushError, Queue};
use crate::refold;
use crate::scans::scans_waiting;
use crate::statement::{Class, Query};
use crate::write::Lane;

static ENCODING: Query<String> = Query::new(
    "postgres::ENCODING",
    Class::Point,
    "SELECT current_setting('server_encoding') AS value",
);

/// SQL that begins a transaction that writes. The isolation level is named, since a database or a
/// role can set another default level.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";
/// SQL that begins a snapshot.
const BEGIN_SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// The number of connections that count requests for rate limits.
const COUNTERS: u32 = 4;
/// SQL that takes the lock for migrations and [`Postgres::exclusive`]; the lock's number is
/// arbitrary.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7236843051)";

/// An open PostgreSQL database.
#[derive(Debug)]
pub struct Postgres {
    server: Server,
    pooling: Pooling,
    readers: Pool,
    writers: Pool,
    /// The connections that count requests for rate limits. A crash of the server may lose the
    /// counts.
    counters: Pool,
    scans: Semaphore,
    waiting: Semaphore,
    queues: Mutex<HashMap<OrgId, Arc<Queue>>>,
    tasks: Mutex<JoinSet<()>>,
    pub(crate) notices: Arc<Notices>,
    /// The task that sends and receives notifications.
    messenger: Mutex<JoinSet<()>>,
    pub(crate) heads: Arc<Heads>,
    /// The task that reads organizations' last changes.
    asker: Mutex<JoinSet<()>>,
}

impl Postgres {
    pub(crate) async fn open(url: &str, options: &PostgresOptions) -> Result<Self> {
        let server = Server::new(url, options)?.settled().await?;
        let readers = server.pool(options.readers, SCAN_DEADLINE_MS, &[])?;
        let writers = server.pool(options.writers, WRITE_DEADLINE_MS, &[])?;
        let settings = ["synchronous_commit = off"];
        let counters = server.pool(COUNTERS, SCAN_DEADLINE_MS, &settings)?;
        let encoding = writers.get().await?.one(&ENCODING, &[]).await?;
        let probe = server.pool(1, WRITE_DEADLINE_MS, &[])?;
        let is_shared =
            options.pooling == Pooling::Session && writers.shares_sessions(&probe).await?;
        probe.close();
        if is_shared {
            return Err(Error::Misconfigured(
                "a pooler gives each transaction another session: set postgres.pooling to \
                 \"transaction\""
                    .into(),
            ));
        }
        if encoding != "UTF8" {
            return Err(Error::Unavailable(format!(
                "its encoding is {encoding}, and must be UTF8: CREATE DATABASE … ENCODING 'UTF8'"
            )));
        }
        let mut messenger = JoinSet::new();
        let direct = match &options.listen_url {
            Some(Location::Postgres(url)) => Some(Server::new(url, options)?.address().clone()),
            _ if options.pooling == Pooling::Session => Some(server.address().clone()),
            _ => None,
        };
        let (notices, batches) = Notices::new(direct.is_some());
        let notices = Arc::new(notices);
        if let Some(address) = direct {
            messenger.spawn(notify::run(Arc::clone(&notices), batches, address));
        }
        let heads = Arc::<Heads>::default();
        let mut asker = JoinSet::new();
        asker.spawn(heads::run(Arc::clone(&heads), server.clone()));
        let scans = usize::try_from(options.readers / 2).unwrap_or(1).max(1);
        Ok(Self {
            server,
            pooling: options.pooling,
            readers,
            writers,
            counters,
            scans: Semaphore::new(scans),
            waiting: scans_waiting(),
            queues: Mutex::default(),
            tasks: Mutex::default(),
            notices,
            messenger: Mutex::new(messenger),
            heads,
            asker: Mutex::new(asker),
        })
    }

    /// Adds a job to the queue of the organization's writer, and starts the writer if no writer
    /// runs.
    pub(crate) fn push(&self, org: OrgId, lane: Lane, mut job: Box<dyn Job>) -> Result<()> {
        let mut queues = self.queues.lock();
        if self.scans.is_closed() {
            return Err(Error::Unavailable("the database was closed".into()));
        }
        if let Some(queue) = queues.get(&org) {
            match queue.push(lane, job) {
                // The writer ended because it was idle, so the job is returned.
                Err(PushError::Closed(given_back)) => job = given_back,
                taken => return Ok(taken?),
            }
        }
        if queues.len() >= WRITERS_MAX {
            // Closes the queues without jobs, so that their writers end.
            queues.retain(|_, queue| !queue.close_if_empty());
        }
        if queues.len() >= WRITERS_MAX {
            return Err(Error::Busy("too many organizations are being written".into()));
        }
        let queue = Arc::new(Queue::default());
        queue.push(lane, job)?;
        queues.insert(org, Arc::clone(&queue));
        let mut tasks = self.tasks.lock();
        while tasks.try_join_next().is_some() {}
        tasks.spawn(writer::run(self.writers.clone(), queue, Arc::clone(&self.notices)));
        Ok(())
    }

    pub(crate) async fn read<B: Read>(
        &self,
        class: Class,
        snapshot: bool,
        body: B,
    ) -> Result<B::Out> {
        let _permit = if class == Class::Scan {
            let _place = self
                .waiting
                .try_acquire()
                .map_err(|_| Error::Busy("too many scans are waiting".into()))?;
            let closed = |_| Error::Unavailable("the database was closed".into());
            Some(self.scans.acquire().await.map_err(closed)?)
        } else {
            None
        };
        let mut conn = self.readers.get().await?;
        conn.limit(class);
        let begin = match (snapshot, self.pooling) {
            (true, _) => BEGIN_SNAPSHOT,
            (false, Pooling::Session) => return body.run(&mut conn).await,
            // With a pooler that shares sessions, the deadline of a statement can be set only
            // within a transaction.
            (false, Pooling::Transaction) => "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY",
        };
        conn.begin(begin);
        let outcome = body.run(&mut conn).await;
        let _ = conn.rollback().await;
        outcome
    }

    /// Takes up to `wanted` requests from an organization's rate limit for the current window.
    pub(crate) async fn take_requests(
        &self,
        org: OrgId,
        wanted: u32,
        limit: u32,
        window_ms: u64,
    ) -> Result<Grant> {
        let mut conn = self.counters.get().await?;
        if self.pooling == Pooling::Session {
            return rate::take(&mut conn, org, wanted, limit, window_ms).await;
        }
        conn.begin(BEGIN);
        let outcome = rate::take(&mut conn, org, wanted, limit, window_ms).await;
        Self::end(conn, outcome).await
    }

    pub(crate) async fn has_schema(&self) -> Result<bool> {
        self.writers.get().await?.has_ledger().await
    }

    pub(crate) async fn migrate(&self, at: i64) -> Result<Migrated> {
        if let Some(current) = migrate::current(&mut self.writers.get().await?).await? {
            return Ok(current);
        }
        let pool = self.server.pool(1, MIGRATE_DEADLINE_MS, &[])?;
        let migrated = Self::migrate_on(&pool, at).await;
        pool.close();
        migrated
    }

    async fn migrate_on(pool: &Pool, at: i64) -> Result<Migrated> {
        let mut conn = Self::locked(pool).await?;
        conn.control(distribute::IN_SEQUENCE).await?;
        let outcome = migrate::run(&mut conn, Engine::Postgres, at).await;
        let migrated = Self::end(conn, outcome).await?;
        loop {
            let mut conn = Self::locked(pool).await?;
            let outcome = refold::step(&mut conn).await;
            if !Self::end(conn, outcome).await? {
                return Ok(migrated);
            }
        }
    }

    pub(crate) async fn exclusive<B: Read>(&self, body: B) -> Result<B::Out> {
        let mut conn = Self::locked(&self.writers).await?;
        let outcome = body.run(&mut conn).await;
        Self::end(conn, outcome).await
    }

    pub(crate) async fn transaction<B: Read>(&self, body: B) -> Result<B::Out> {
        Self::transaction_on(&self.writers, BEGIN, body).await
    }

    /// Runs a snapshot, or with `writes` a transaction that writes, whose statements may take long.
    pub(crate) async fn unhurried<B: Read>(&self, writes: bool, body: B) -> Result<B::Out> {
        let pool = self.server.pool(1, UNHURRIED_DEADLINE_MS, &[])?;
        let begin = if writes { BEGIN } else { BEGIN_SNAPSHOT };
        let outcome = Self::transaction_on(&pool, begin, body).await;
        pool.close();
        outcome
    }

    async fn transaction_on<B: Read>(pool: &Pool, begin: &'static str, body: B) -> Result<B::Out> {
        let mut conn = pool.get().await?;
        conn.begin(begin);
        let outcome = body.run(&mut conn).await;
        Self::end(conn, outcome).await
    }

    /// Updates the statistics with which PostgreSQL plans statements.
    pub(crate) async fn renew_statistics(&self) -> Result<()> {
        self.writers.get().await?.control("ANALYZE").await
    }

    /// Checks the right to write to every table.
    pub(crate) async fn try_writes(&self) -> Result<()> {
        let mut conn = self.writers.get().await?;
        conn.begin(BEGIN);
        let outcome = conn.control(&migrate::trial()).await;
        let _ = conn.rollback().await;
        outcome
    }

    /// Returns a connection of a pool, in a transaction that holds [`LOCK`].
    async fn locked(pool: &Pool) -> Result<PostgresConn> {
        let mut conn = pool.get().await?;
        conn.begin(BEGIN);
        conn.control(LOCK).await?;
        Ok(conn)
    }

    async fn end<T>(mut conn: PostgresConn, outcome: Result<T>) -> Result<T> {
        match outcome {
            Ok(out) => conn.commit().await.map(|()| out),
            Err(error) => {
                let _ = conn.rollback().await;
                Err(error)
            }
        }
    }

    /// Returns whether rows may be on several servers, so that one server can fail while the others
    /// answer.
    pub(crate) fn is_distributed(&self) -> bool {
        self.readers.is_distributed()
    }

    /// Returns the number of round trips of the write connections.
    pub(crate) fn round_trips(&self) -> u64 {
        self.writers.round_trips()
    }

    /// Returns the number of round trips of the read connections.
    pub(crate) fn read_round_trips(&self) -> u64 {
        self.readers.round_trips()
    }

    pub(crate) fn jobs_waiting_in(&self, lane: Lane) -> usize {
        let queues = self.queues.lock();
        queues.values().map(|queue| queue.waiting(lane)).sum()
    }

    pub(crate) fn meters(&self) -> &StorageMeters {
        self.writers.meters()
    }

    pub(crate) async fn close(&self) {
        self.scans.close();
        for queue in self.queues.lock().values() {
            queue.close();
        }
        let mut tasks = std::mem::take(&mut *self.tasks.lock());
        while let Some(ended) = tasks.join_next().await {
            if ended.is_err() {
                tracing::error!("a writer's task had panicked");
            }
        }
        self.notices.close();
        let mut messenger = std::mem::take(&mut *self.messenger.lock());
        let patience = Duration::from_millis(NOTICES_CLOSING_MS);
        // If the last notification is not sent, other processes find the commits by polling.
        let _ = timeout(patience, messenger.join_next()).await;
        messenger.shutdown().await;
        let mut asker = std::mem::take(&mut *self.asker.lock());
        asker.shutdown().await;
        self.readers.close();
        self.writers.close();
        self.counters.close();
    }
}
