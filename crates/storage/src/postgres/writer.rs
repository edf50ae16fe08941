//! An organization's writer on this node: a task that commits jobs in groups.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use deskbell_model::OrgId;
use futures_util::FutureExt as _;

use super::BEGIN;
use super::conn::PostgresConn;
use super::notify::Notices;
use super::pool::Pool;
use crate::error::{Error, Result};
use crate::job::{CountersOfGroup, Group, Job, Made};
use crate::limits::{GROUP_BULK_JOBS_MAX, POSTGRES_GROUP_JOBS_MAX, WRITER_IDLE_SECONDS};
use crate::queue::{Attended, Queue};
use crate::write::Lane;

/// The time without jobs after which the writer ends.
const IDLE: Duration = Duration::from_secs(WRITER_IDLE_SECONDS);

/// Runs until the queue is closed, or has been empty for [`IDLE`].
pub(crate) async fn run(pool: Pool, queue: Arc<Queue>, notices: Arc<Notices>) {
    let _attended = Attended(Arc::clone(&queue));
    loop {
        match tokio::time::timeout(IDLE, queue.next()).await {
            Ok(Some(first)) => {
                let is_bulk = first.0 == Lane::Bulk;
                commit_group(&pool, &queue, &notices, first).await;
                // Background work calls on many organizations, each once: it must not take the
                // writers of those that write.
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

/// Runs the waiting jobs, each in a savepoint, commits them together, and then answers all callers.
async fn commit_group(pool: &Pool, queue: &Queue, notices: &Notices, first: (Lane, Box<dyn Job>)) {
    let mut group = Group::default();
    let begun = begin(pool, first.1.org()).await;
    let (mut conn, mut heads) = match begun {
        Ok(begun) => begun,
        Err(error) => {
            group.push(first.1, Err(error));
            return group.finish(&Ok(()));
        }
    };
    let mut bulk = 0;
    let mut next = Some(first);
    let mut lost = Ok(());
    while let Some((lane, mut job)) = next {
        bulk += usize::from(lane == Lane::Bulk);
        let (outcome, usable) = run_job(&mut conn, &mut heads, job.as_mut()).await;
        if !usable {
            let cause = outcome.as_ref().err().cloned();
            lost = Err(cause.unwrap_or_else(|| Error::Unavailable("connection lost".into())));
        }
        group.push(job, outcome);
        let room = lost.is_ok() && group.len() < POSTGRES_GROUP_JOBS_MAX;
        next = if room { queue.take(bulk < GROUP_BULK_JOBS_MAX) } else { None };
    }
    let committed = end(&mut conn, &heads, lost).await;
    drop(conn);
    if committed.is_ok() {
        heads.tell(|org, last| notices.tell(org, last));
    }
    group.finish(&committed);
}

/// Begins a transaction with the organization's head locked.
async fn begin(pool: &Pool, org: OrgId) -> Result<(PostgresConn, CountersOfGroup)> {
    let mut conn = pool.get().await?;
    conn.begin(BEGIN).await?;
    let mut heads = CountersOfGroup::default();
    let locked = heads.lock(org, &mut conn).await;
    match locked {
        Ok(_) => Ok((conn, heads)),
        Err(error) => {
            conn.rollback().await;
            Err(error)
        }
    }
}

async fn end(conn: &mut PostgresConn, heads: &CountersOfGroup, lost: Result<()>) -> Result<()> {
    let saved = match lost {
        Ok(()) => heads.save(conn).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => conn.commit().await,
        Err(error) => {
            conn.rollback().await;
            Err(error)
        }
    }
}

/// Runs one job; an error, a refusal or a panic undoes its writes. The second value tells whether
/// the transaction can continue.
async fn run_job(
    conn: &mut PostgresConn,
    heads: &mut CountersOfGroup,
    job: &mut dyn Job,
) -> (Result<()>, bool) {
    let org = job.org();
    let mut head = match heads.lock(org, conn).await {
        Ok(head) => head,
        Err(error) => return (Err(error), false),
    };
    if let Err(error) = conn.control("SAVEPOINT job").await {
        return (Err(error), false);
    }
    let ran = AssertUnwindSafe(job.run_postgres(conn, &mut head)).catch_unwind().await;
    let made = match ran.unwrap_or(Err(Error::Panicked)) {
        Ok(Made::Kept) => conn.control("RELEASE SAVEPOINT job").await.map(|()| Made::Kept),
        other => other,
    };
    if made == Ok(Made::Kept) {
        heads.keep(org, head);
        return (Ok(()), true);
    }
    let undo = "ROLLBACK TO SAVEPOINT job; RELEASE SAVEPOINT job";
    let usable = conn.control(undo).await.is_ok();
    (made.map(drop), usable)
}
