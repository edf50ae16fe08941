//! Changes of an organization's data, each written once for both engines. This file knows no
//! engine and no queue: `job.rs` is how a writer runs a change.

use deskbell_model::OrgId;

use crate::error::Result;
use crate::head::{self, Head};
use crate::port::Conn;

/// Who is served first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Somebody waits for the answer.
    Interactive,
    /// Imports and the like: when nobody else waits. At most 256 rows a job.
    Bulk,
}

/// A change to an organization's data.
pub trait Write: Send + 'static {
    /// What the caller is told after COMMIT.
    type Out: Send + 'static;

    /// Who waits for it.
    const LANE: Lane = Lane::Interactive;

    /// Makes the change. It runs once, unless the whole group is lost; what it wrote before an
    /// error is undone.
    fn run<C: Conn>(
        &mut self,
        tx: &mut Tx<'_, C>,
    ) -> impl Future<Output = Result<Self::Out>> + Send;
}

/// The transaction a job runs in: a connection, and the organization's locked head.
#[derive(Debug)]
pub struct Tx<'t, C> {
    /// The organization whose data may be changed.
    pub org: OrgId,
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
    conn: &mut C,
    write: &mut W,
) -> Result<W::Out> {
    let mut head = head::lock(org, conn).await?;
    let out = write.run(&mut Tx { org, conn, head: &mut head }).await?;
    head::save(org, conn, &head).await?;
    Ok(out)
}
