//! Changes of an organization's data, each written once for both engines. This file knows no engine
//! and no queue: `job.rs` is how a writer runs a change.

use std::convert::Infallible;

use deskbell_model::{OrgId, Origin};

use crate::conn::Conn;
use crate::counters::{self, OrgCounters};
use crate::error::{Error, Result};

/// The priority of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// A caller waits for the answer.
    Interactive,
    /// Imports and other bulk work, run when nothing interactive waits. At most 256 rows a job.
    Bulk,
}

/// The reason why a change is not made, and nothing of it written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop<R> {
    /// The database failed.
    Storage(Error),
    /// The rules refuse it.
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

/// A change to an organization's data.
pub trait Write: Send + 'static {
    /// The answer to the caller after COMMIT.
    type Out: Send + 'static;
    /// The refusals of its rules; [`Infallible`] if there are none.
    type Refusal: Send + 'static;

    /// The change's lane.
    const LANE: Lane = Lane::Interactive;

    /// Makes the change. It runs once, unless the whole group is lost; its writes are undone after
    /// an error or a refusal.
    fn run<C: Conn>(
        &mut self,
        tx: &mut Tx<'_, C>,
    ) -> impl Future<Output = Result<Self::Out, Stop<Self::Refusal>>> + Send;
}

/// The transaction of a job: a connection, and the organization's locked head.
#[derive(Debug)]
pub struct Tx<'t, C> {
    /// The organization whose data may be changed.
    pub org: OrgId,
    /// The origin of the recorded changes.
    pub origin: Origin,
    /// The connection.
    pub conn: &'t mut C,
    /// The locked counters.
    pub counters: &'t mut OrgCounters,
}

/// Runs a change inside the caller's transaction, for an organization created in it: it has no
/// other writers yet.
///
/// # Errors
/// As the change or the database says.
pub async fn write_within<C: Conn, W: Write>(
    org: OrgId,
    origin: Origin,
    conn: &mut C,
    write: &mut W,
) -> Result<W::Out, Stop<W::Refusal>> {
    let mut head = counters::lock(org, conn).await?;
    let out = write.run(&mut Tx { org, origin, conn, counters: &mut head }).await?;
    counters::save(org, conn, &head).await?;
    Ok(out)
}
