//! Writes, which change an organization's data. This file does not depend on engines or queues;
//! `job.rs` connects writes to the writers.

use std::convert::Infallible;

use deskbell_model::{OrgId, Origin};

use crate::conn::Conn;
use crate::counters::{self, OrgCounters};
use crate::error::{Error, Result};
use crate::recorded::RecordedByJob;

/// The priority of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Changes whose caller waits for the answer.
    Interactive,
    /// Imports and other bulk work, which runs when no interactive job waits. A job that imports
    /// lines writes at most about 1,024 rows, any other bulk job at most 256 rows.
    Bulk,
}

/// The reason why a write failed. The failed write stored nothing, unless the error is
/// [`Error::Unknown`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop<R> {
    /// The database failed.
    Storage(Error),
    /// The rules refused the write.
    Refused(R),
}

impl<R> From<Error> for Stop<R> {
    fn from(error: Error) -> Self {
        Self::Storage(error)
    }
}

impl From<Stop<Infallible>> for Error {
    fn from(stop: Stop<Infallible>) -> Self {
        match stop {
            Stop::Storage(error) => error,
            Stop::Refused(never) => match never {},
        }
    }
}

/// A write of an organization's data.
pub trait Write: Send + Sync + 'static {
    /// The answer to the caller after COMMIT.
    type Out: Send + 'static;
    /// The refusals of the write's rules; [`Infallible`] for a write that is never refused.
    type Refusal: Send + 'static;

    /// The lane in which the write waits: interactive or bulk.
    const LANE: Lane = Lane::Interactive;

    /// Makes the changes. An error or a refusal undoes all changes of the write. Several writes may
    /// share a transaction. When one of them has to be undone, all are undone and run again.
    fn run<C: Conn>(
        &self,
        tx: &mut Tx<'_, C>,
    ) -> impl Future<Output = Result<Self::Out, Stop<Self::Refusal>>> + Send;
}

/// The transaction of a job: a connection, and the organization's counters, whose row (the head) is
/// locked.
#[derive(Debug)]
pub struct Tx<'t, C> {
    /// The organization whose data the job writes.
    pub org: OrgId,
    /// The origin of the changes that the job records, such as their author.
    pub origin: Origin,
    /// The connection on which the transaction runs.
    pub conn: &'t mut C,
    /// The organization's counters; their row (the head) stays locked until the transaction ends.
    pub counters: &'t mut OrgCounters,
    /// The changes that the job has recorded.
    pub(crate) recorded: RecordedByJob,
}

/// Runs a write in the caller's transaction. The transaction must have created the organization,
/// so that no other writer can use the organization.
///
/// # Errors
/// When the write refuses or the database fails.
pub async fn write_within<C: Conn, W: Write>(
    org: OrgId,
    origin: Origin,
    conn: &mut C,
    write: &W,
) -> Result<W::Out, Stop<W::Refusal>> {
    let mut head = counters::lock(org, conn).await?;
    let recorded = RecordedByJob::default();
    let out = write.run(&mut Tx { org, origin, conn, counters: &mut head, recorded }).await?;
    counters::save(org, conn, &head).await?;
    Ok(out)
}
