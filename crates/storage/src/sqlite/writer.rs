//! The writer: a thread that runs all jobs on its own connection, and commits the jobs in groups.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::checkpoint::Log;
use super::conn::{SqliteConn, ready};
use super::place::DatabaseFile;
use super::readers::Readers;
use crate::committed::Committed;
use crate::conn::Conn as _;
use crate::counters::OrgCounters;
use crate::error::{Error, Result};
use crate::job::{CountersOfGroup, Group, GroupCommit, Job, Made};
use crate::limits::{GROUP_BULK_JOBS_MAX, GROUP_OF_FEW_MS, SQLITE_GROUP_JOBS_MAX};
use crate::queue::{Attended, Queue};
use crate::write::Lane;

/// The time after which a group of jobs ends if an interactive job of an organization outside the
/// group waits.
const OF_FEW: Duration = Duration::from_millis(GROUP_OF_FEW_MS);

const BEGIN: &str = "BEGIN IMMEDIATE";

pub(crate) fn start(
    mut conn: SqliteConn,
    place: Arc<DatabaseFile>,
    queue: Arc<Queue>,
    log: Arc<Log>,
    readers: Arc<Readers>,
    committed: Arc<Committed>,
) -> Result<JoinHandle<()>> {
    let unavailable = |error: std::io::Error| Error::Unavailable(error.to_string());
    // The runtime is used only to wait for the queue, so it needs no timers and no sockets.
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

/// Runs the waiting jobs, commits them together, and then answers all callers. If one job has to
/// be undone, all jobs are undone and run again, each in its own savepoint.
fn commit_group(
    conn: &mut SqliteConn,
    place: &DatabaseFile,
    queue: &Queue,
    told: &Committed,
    first: (Lane, Box<dyn Job>),
) {
    let mut group = Group::default();
    if let Err(error) = place.check().and_then(|()| conn.control(BEGIN)) {
        group.push(first.1, Err(error));
        return group.finish(&Ok(()));
    }
    let mut heads = CountersOfGroup::default();
    let before = conn.writes();
    let committed = match run_together(conn, &mut heads, queue, &mut group, first) {
        Ok(true) => commit(conn, &heads, group.commit(before)),
        Ok(false) if group.len() > 1 => {
            conn.rollback();
            heads = CountersOfGroup::default();
            run_apart(conn, &mut heads, &mut group)
        }
        // The group has a single job, which failed or was refused.
        Ok(false) => Ok(()),
        Err(lost) => Err(lost),
    };
    conn.rollback();
    if committed.is_ok() {
        let mut recorded = group.take_recorded();
        heads.tell(|org, last| told.tell(org, last, recorded.remove(&org).unwrap_or_default()));
    }
    group.finish(&committed);
}

/// Runs the waiting jobs in one transaction; stops and returns `false` when a job has to be undone.
/// Stops after [`OF_FEW`] if an interactive job of an organization outside the group waits.
fn run_together(
    conn: &mut SqliteConn,
    heads: &mut CountersOfGroup,
    queue: &Queue,
    group: &mut Group,
    first: (Lane, Box<dyn Job>),
) -> Result<bool> {
    let (begun, mut orgs) = (Instant::now(), Vec::new());
    let mut bulk = 0;
    let mut next = Some(first);
    while let Some((lane, mut job)) = next {
        bulk += usize::from(lane == Lane::Bulk);
        if !orgs.contains(&job.org()) {
            orgs.push(job.org());
        }
        let before = conn.writes();
        let made = run_job(conn, heads, job.as_mut());
        let is_kept = heads.take_in(job.org(), &made, conn.writes() > before);
        group.push(job, made.map(drop));
        check_transaction(conn, group)?;
        if !is_kept {
            return Ok(false);
        }
        let is_due = begun.elapsed() >= OF_FEW && queue.do_others_wait(&orgs);
        let room = group.len() < SQLITE_GROUP_JOBS_MAX && !is_due;
        next = if room { queue.take(bulk < GROUP_BULK_JOBS_MAX) } else { None };
    }
    Ok(true)
}

/// Runs the jobs of a group in one transaction, each in its own savepoint, and commits the jobs
/// that succeed.
fn run_apart(conn: &mut SqliteConn, heads: &mut CountersOfGroup, group: &mut Group) -> Result<()> {
    let before = conn.writes();
    let mut lost = conn.control(BEGIN);
    for mut job in group.take_jobs() {
        let outcome = match &lost {
            Ok(()) => run_in_savepoint(conn, heads, job.as_mut()),
            Err(error) => Err(error.clone()),
        };
        group.push(job, outcome);
        lost = lost.and_then(|()| check_transaction(conn, group));
    }
    lost.and_then(|()| commit(conn, heads, group.commit(before)))
}

/// Returns an error when the last job ended the whole transaction, for example on a full disk: each
/// later statement would commit immediately.
fn check_transaction(conn: &SqliteConn, group: &Group) -> Result<()> {
    if !conn.is_autocommit() {
        return Ok(());
    }
    let cause = group.last_error().cloned();
    Err(cause.unwrap_or_else(|| Error::Internal("the transaction ended".into())))
}

/// Saves the counters of all organizations in the group (their heads) and commits.
fn commit(conn: &mut SqliteConn, heads: &CountersOfGroup, of: GroupCommit) -> Result<()> {
    ready(heads.save(conn))?;
    let (rows, span) = of.rows(conn.writes());
    span.in_scope(|| conn.commit(rows))
}

/// Runs one job; an error, a refusal or a panic undoes the job's writes.
fn run_in_savepoint(
    conn: &mut SqliteConn,
    heads: &mut CountersOfGroup,
    job: &mut dyn Job,
) -> Result<()> {
    conn.control("SAVEPOINT job")?;
    let made = run_job(conn, heads, job).and_then(|(made, head)| match made {
        Made::Kept => conn.control("RELEASE job").map(|()| (made, head)),
        Made::Refused => Ok((made, head)),
    });
    match made {
        Ok((Made::Kept, head)) => heads.keep(job.org(), head),
        _ => undo(conn),
    }
    made.map(drop)
}

/// Reads the organization's counters (the head), runs one job, and returns the counters after the
/// job.
fn run_job(
    conn: &mut SqliteConn,
    heads: &mut CountersOfGroup,
    job: &mut dyn Job,
) -> Result<(Made, OrgCounters)> {
    let mut head = ready(heads.lock(job.org(), conn))?;
    let ran = catch_unwind(AssertUnwindSafe(|| job.run_sqlite(conn, &mut head)));
    ran.unwrap_or(Err(Error::Panicked)).map(|made| (made, head))
}

/// Rolls back to the job's savepoint or, after an error, the whole transaction.
fn undo(conn: &SqliteConn) {
    if conn.is_autocommit() {
        return;
    }
    if conn.control("ROLLBACK TO job").and_then(|()| conn.control("RELEASE job")).is_err() {
        conn.rollback();
    }
}
