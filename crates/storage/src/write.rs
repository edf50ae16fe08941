//! Changes of an organization's data, each written once for both engines. This file knows no
//! engine and no queue: `job.rs` is how a writer runs a change.

use std::convert::Infallible;

use deskbell_model::{OrgId, Origin};

use crate::conn::Conn;
use crate::error::{Error, Result};
use crate::head::{self, Head};

/// Who is served first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Somebody waits for the answer.
    Interactive,
    /// Imports and the like: when nobody else waits. At most 256 rows a job.
    Bulk,
}

/// The reason why a change is not made: nothing of it is written then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop<R> {
    /// The database could not.
    Storage(Error),
    /// The rules forbid it.
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
    /// The refusals that the rules know; [`Infallible`] where they know none.
    type Refusal: Send + 'static;

    /// Who waits for it.
    const LANE: Lane = Lane::Interactive;

    /// Makes the change. It runs once, unless the whole group is lost; what it wrote before an
    /// error or a refusal is undone.
    fn run<C: Conn>(
        &mut self,
        tx: &mut Tx<'_, C>,
    ) -> impl Future<Output = Result<Self::Out, Stop<Self::Refusal>>> + Send;
}

/// The transaction a job runs in: a connection, and the organization's locked head.
#[derive(Debug)]
pub struct Tx<'t, C> {
    /// The organization whose data may be changed.
    pub org: OrgId,
    /// The origin of what is recorded as changed.
    pub origin: Origin,
    /// The connection.
    pub conn: &'t mut C,
    /// The counters, locked.
    pub head: &'t mut Head,
}

/// Runs a change inside a transaction that the caller holds, for an organization that was made in
/// it: nobody else can write there yet.
///
/// # Errors
/// As the change or the database says.
pub async fn write_within<C: Conn, W: Write>(
    org: OrgId,
    origin: Origin,
    conn: &mut C,
    write: &mut W,
) -> Result<W::Out, Stop<W::Refusal>> {
    let mut head = head::lock(org, conn).await?;
    let out = write.run(&mut Tx { org, origin, conn, head: &mut head }).await?;
    head::save(org, conn, &head).await?;
    Ok(out)
}
