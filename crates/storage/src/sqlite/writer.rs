//! The writer: a thread that runs all jobs on its own connection, and commits them in groups.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::checkpoint::Log;
use super::conn::{SqliteConn, ready};
use super::place::DatabaseFile;
use super::readers::Readers;
use crate::committed::Committed;
use crate::error::{Error, Result};
use crate::job::{CountersOfGroup, Group, Job, Made};
use crate::limits::{GROUP_BULK_JOBS_MAX, GROUP_OF_FEW_MS, SQLITE_GROUP_JOBS_MAX};
use crate::queue::{Attended, Queue};
use crate::write::Lane;

/// The time after which a group ends if an interactive job of another organization waits.
const OF_FEW: Duration = Duration::from_millis(GROUP_OF_FEW_MS);

pub(crate) fn start(
    mut conn: SqliteConn,
    place: Arc<DatabaseFile>,
    queue: Arc<Queue>,
    log: Arc<Log>,
    readers: Arc<Readers>,
    committed: Arc<Committed>,
) -> Result<JoinHandle<()>> {
    let unavailable = |error: std::io::Error| Error::Unavailable(error.to_string());
    // The runtime only waits for the queue, so it needs no timers and no sockets.
    let waiter = tokio::runtime::Builder::new_current_thread().build().map_err(unavailable)?;
    std::thread::Builder::new()
        .name("writer".into())
        .spawn(move || {
            let _attended = Attended(Arc::clone(&queue));
            while let Some(first) = waiter.block_on(queue.next()) {
                commit_group(&mut conn, &place, &queue, &committed, first);
                log.finish_if_long(&conn, &readers);
            }
        })
        .map_err(unavailable)
}

/// Runs the waiting jobs, each in a savepoint, commits them together, and then answers all callers.
/// After [`OF_FEW`] the group ends if a job of another organization waits.
fn commit_group(
    conn: &mut SqliteConn,
    place: &DatabaseFile,
    queue: &Queue,
    told: &Committed,
    first: (Lane, Box<dyn Job>),
) {
    let mut group = Group::default();
    if let Err(error) = place.check().and_then(|()| conn.control("BEGIN IMMEDIATE")) {
        group.push(first.1, Err(error));
        return group.finish(&Ok(()));
    }
    let mut heads = CountersOfGroup::default();
    let (begun, mut orgs) = (Instant::now(), Vec::new());
    let mut bulk = 0;
    let mut next = Some(first);
    let mut lost = Ok(());
    while let Some((lane, mut job)) = next {
        bulk += usize::from(lane == Lane::Bulk);
        if !orgs.contains(&job.org()) {
            orgs.push(job.org());
        }
        let outcome = run_job(conn, &mut heads, job.as_mut());
        // A full disk ends the whole transaction; later savepoints would commit on their own.
        if conn.is_autocommit() {
            let cause = outcome.as_ref().err().cloned();
            lost = Err(cause.unwrap_or_else(|| Error::Internal("the transaction ended".into())));
        }
        group.push(job, outcome);
        let is_due = begun.elapsed() >= OF_FEW && queue.do_others_wait(&orgs);
        let room = lost.is_ok() && group.len() < SQLITE_GROUP_JOBS_MAX && !is_due;
        next = if room { queue.take(bulk < GROUP_BULK_JOBS_MAX) } else { None };
    }
    let committed =
        lost.and_then(|()| ready(heads.save(conn))).and_then(|()| conn.control("COMMIT"));
    conn.rollback();
    if committed.is_ok() {
        heads.tell(|org, last| told.tell(org, last));
    }
    group.finish(&committed);
}

/// Runs one job; an error, a refusal or a panic undoes its writes.
fn run_job(conn: &mut SqliteConn, heads: &mut CountersOfGroup, job: &mut dyn Job) -> Result<()> {
    let mut head = ready(heads.lock(job.org(), conn))?;
    conn.control("SAVEPOINT job")?;
    let ran = catch_unwind(AssertUnwindSafe(|| job.run_sqlite(conn, &mut head)));
    let made = ran.unwrap_or(Err(Error::Panicked)).and_then(|made| match made {
        Made::Kept => conn.control("RELEASE job").map(|()| made),
        Made::Refused => Ok(made),
    });
    if made == Ok(Made::Kept) {
        heads.keep(job.org(), head);
    } else {
        undo(conn);
    }
    made.map(drop)
}

/// Rolls back to the job's savepoint. If this fails, rolls back the whole transaction.
fn undo(conn: &SqliteConn) {
    if conn.is_autocommit() {
        return;
    }
    if conn.control("ROLLBACK TO job").and_then(|()| conn.control("RELEASE job")).is_err() {
        conn.rollback();
    }
}
