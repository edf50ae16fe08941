//! Writes: changes of an organization's data, each written once for both engines. This file knows
//! neither engines nor queues; `job.rs` connects writes to the writers.

use std::convert::Infallible;

use deskbell_model::{OrgId, Origin};

use crate::conn::Conn;
use crate::counters::{self, OrgCounters};
use crate::error::{Error, Result};

/// The priority of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// A caller is waiting for the answer.
    Interactive,
    /// Imports and other bulk work, run when no interactive job waits. At most 256 rows per job.
    Bulk,
}

/// The reason why a write failed. Nothing of it is stored, unless the error is [`Error::Unknown`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop<R> {
    /// The database failed.
    Storage(Error),
    /// The rules of the write refused it.
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
    /// The refusals of the write's rules; [`Infallible`] if there are none.
    type Refusal: Send + 'static;

    /// The lane of the write.
    const LANE: Lane = Lane::Interactive;

    /// Makes the changes. An error or a refusal undoes its writes. It may run again after
    /// everything that it wrote was undone, because another job of its group failed.
    fn run<C: Conn>(
        &self,
        tx: &mut Tx<'_, C>,
    ) -> impl Future<Output = Result<Self::Out, Stop<Self::Refusal>>> + Send;
}

/// The transaction of a job: a connection, and the organization's locked head.
#[derive(Debug)]
pub struct Tx<'t, C> {
    /// The organization whose data the job writes.
    pub org: OrgId,
    /// The origin of the recorded changes.
    pub origin: Origin,
    /// The connection.
    pub conn: &'t mut C,
    /// The locked counters.
    pub counters: &'t mut OrgCounters,
}

/// Runs a write in the caller's transaction. The same transaction must have created the
/// organization, so that the organization has no other writer.
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
    let out = write.run(&mut Tx { org, origin, conn, counters: &mut head }).await?;
    counters::save(org, conn, &head).await?;
    Ok(out)
}
