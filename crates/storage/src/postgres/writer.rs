//! An organization's writer on this node: a task that commits jobs in groups.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use tracing::Instrument as _;

use super::BEGIN;
use super::conn::PostgresConn;
use super::notify::Notices;
use super::pool::Pool;
use crate::conn::Conn as _;
use crate::counters::OrgCounters;
use crate::error::{Error, Result};
use crate::job::{CountersOfGroup, Group, GroupCommit, Job, Made};
use crate::limits::{GROUP_BULK_JOBS_MAX, POSTGRES_GROUP_JOBS_MAX, WRITER_IDLE_SECONDS};
use crate::queue::{Attended, Queue};
use crate::write::Lane;

/// The time without jobs after which the writer ends.
const IDLE: Duration = Duration::from_secs(WRITER_IDLE_SECONDS);

/// Commits the queued jobs in groups. Ends when the queue is closed, or has been empty for
/// [`IDLE`]. Also ends when the queue is empty after a group whose first job was a bulk job.
pub(crate) async fn run(pool: Pool, queue: Arc<Queue>, notices: Arc<Notices>) {
    let _attended = Attended(Arc::clone(&queue));
    loop {
        match tokio::time::timeout(IDLE, queue.next()).await {
            Ok(Some(first)) => {
                let is_bulk = first.0 == Lane::Bulk;
                commit_group(&pool, &queue, &notices, first).await;
                // Background jobs run once for each of many organizations. Ending their writers at
                // once leaves writers for the organizations that requests write to.
                if is_bulk && queue.close_if_empty() {
                    return;
                }
            }
            Ok(None) => return,
            Err(_) if queue.close_if_empty() => return,
            Err(_) => {}
        }
    }
}

/// Runs the waiting jobs, commits them together, and then answers all callers. If one job has to
/// be undone, all jobs are undone and run again, each in its own savepoint.
async fn commit_group(pool: &Pool, queue: &Queue, notices: &Notices, first: (Lane, Box<dyn Job>)) {
    let mut group = Group::default();
    let mut conn = match pool.get().await {
        Ok(conn) => conn,
        Err(error) => {
            group.push(first.1, Err(error));
            return group.finish(&Ok(()));
        }
    };
    let mut heads = CountersOfGroup::default();
    let before = conn.writes();
    let is_whole = run_together(&mut conn, &mut heads, queue, &mut group, first).await;
    let mut ended = match is_whole {
        true => commit(&mut conn, &heads, group.commit(before)).await,
        false => conn.rollback().await,
    };
    let is_undone = !conn.is_in_transaction() && (!is_whole || ended.is_err());
    if is_undone && group.len() > 1 {
        heads = CountersOfGroup::default();
        ended = run_apart(&mut conn, &mut heads, &mut group).await;
    }
    drop(conn);
    if ended.is_ok() {
        let mut recorded = group.take_recorded();
        heads.tell(|org, last| notices.tell(org, last, recorded.remove(&org).unwrap_or_default()));
    }
    group.finish(&ended);
}

/// Runs the waiting jobs in one transaction; stops and returns `false` when a job has to be undone.
async fn run_together(
    conn: &mut PostgresConn,
    heads: &mut CountersOfGroup,
    queue: &Queue,
    group: &mut Group,
    first: (Lane, Box<dyn Job>),
) -> bool {
    conn.begin(BEGIN);
    let mut bulk = 0;
    let mut next = Some(first);
    while let Some((lane, mut job)) = next {
        bulk += usize::from(lane == Lane::Bulk);
        let before = conn.writes();
        let made = run_job(conn, heads, job.as_mut()).await;
        let is_kept = heads.take_in(job.org(), &made, conn.writes() > before);
        group.push(job, made.map(drop));
        if !is_kept {
            return false;
        }
        let room = group.len() < POSTGRES_GROUP_JOBS_MAX;
        next = if room { queue.take(bulk < GROUP_BULK_JOBS_MAX) } else { None };
    }
    true
}

/// Runs the jobs of a group in one transaction, each in its own savepoint, and commits the jobs
/// that succeed.
async fn run_apart(
    conn: &mut PostgresConn,
    heads: &mut CountersOfGroup,
    group: &mut Group,
) -> Result<()> {
    let before = conn.writes();
    conn.begin(BEGIN);
    let mut lost = Ok(());
    for mut job in group.take_jobs() {
        let mut outcome = lost.clone();
        if lost.is_ok() {
            (outcome, lost) = run_in_savepoint(conn, heads, job.as_mut()).await;
        }
        group.push(job, outcome);
    }
    match lost {
        Ok(()) => commit(conn, heads, group.commit(before)).await,
        Err(error) => {
            let _ = conn.rollback().await;
            Err(error)
        }
    }
}

/// Runs one job; an error, a refusal or a panic undoes the job's writes. The second value is an
/// error when the transaction cannot continue.
async fn run_in_savepoint(
    conn: &mut PostgresConn,
    heads: &mut CountersOfGroup,
    job: &mut dyn Job,
) -> (Result<()>, Result<()>) {
    // The lock is taken before the savepoint, since a rollback to a savepoint releases the locks
    // taken after it.
    let begun = match heads.lock(job.org(), conn).await {
        Ok(_) => conn.control("SAVEPOINT job").await,
        Err(error) => Err(error),
    };
    if let Err(error) = begun {
        return (Err(error.clone()), Err(error));
    }
    let made = match run_job(conn, heads, job).await {
        Ok((Made::Kept, head)) => {
            let released = conn.control("RELEASE SAVEPOINT job").await;
            released.map(|()| (Made::Kept, head))
        }
        other => other,
    };
    if let Ok((Made::Kept, head)) = made {
        heads.keep(job.org(), head);
        return (Ok(()), Ok(()));
    }
    let undone = conn.take_back("ROLLBACK TO SAVEPOINT job; RELEASE SAVEPOINT job").await;
    (made.map(drop), undone)
}

/// Locks the organization's counters (the head), runs one job, and returns the counters after the
/// job.
async fn run_job(
    conn: &mut PostgresConn,
    heads: &mut CountersOfGroup,
    job: &mut dyn Job,
) -> Result<(Made, OrgCounters)> {
    let mut head = heads.lock(job.org(), conn).await?;
    let ran = AssertUnwindSafe(job.run_postgres(conn, &mut head)).catch_unwind().await;
    ran.unwrap_or(Err(Error::Panicked)).map(|made| (made, head))
}

/// Saves the counters of all organizations in the group (their heads) and commits, in one round
/// trip with the queued statements.
async fn commit(conn: &mut PostgresConn, heads: &CountersOfGroup, of: GroupCommit) -> Result<()> {
    match heads.save(conn).await {
        Ok(()) => {
            let (rows, span) = of.rows(conn.writes());
            conn.commit_measured(rows).instrument(span).await
        }
        Err(error) => {
            let _ = conn.rollback().await;
            Err(error)
        }
    }
}
