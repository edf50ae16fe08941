//! Jobs: what changes an organization's data, and how a writer runs them.
//!
//! A job is one body for both engines. The writers run several in one transaction, each behind its
//! own savepoint, and answer all after COMMIT. What a job wrote is there whole or not at all.

use std::collections::BTreeMap;
use std::pin::Pin;

use deskbell_model::{OrgId, Place};
use tokio::sync::oneshot;

use crate::error::{Error, Result};
use crate::head::{self, Head};
use crate::port::Conn;
use crate::postgres::PostgresConn;
use crate::sqlite::SqliteConn;

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

/// A boxed future that runs on a PostgreSQL connection.
pub(crate) type Boxed<'a> = Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

/// A job in a writer's queue, whatever it gives back.
pub(crate) trait Job: Send {
    fn org(&self) -> OrgId;
    fn run_sqlite(&mut self, conn: &mut SqliteConn, head: &mut Head) -> Result<()>;
    fn run_postgres<'a>(&'a mut self, conn: &'a mut PostgresConn, head: &'a mut Head) -> Boxed<'a>;
    /// Tells the caller, who may be gone.
    fn finish(self: Box<Self>, outcome: Result<()>);
}

struct Pending<W: Write> {
    org: OrgId,
    write: W,
    out: Option<W::Out>,
    answer: oneshot::Sender<Result<W::Out>>,
}

/// Makes a job of a change, and the place where its answer arrives.
pub(crate) fn job<W: Write>(
    org: OrgId,
    write: W,
) -> (Box<dyn Job>, oneshot::Receiver<Result<W::Out>>) {
    let (answer, answered) = oneshot::channel();
    (Box::new(Pending { org, write, out: None, answer }), answered)
}

impl<W: Write> Job for Pending<W> {
    fn org(&self) -> OrgId {
        self.org
    }

    fn run_sqlite(&mut self, conn: &mut SqliteConn, head: &mut Head) -> Result<()> {
        let mut tx = Tx { org: self.org, conn, head };
        self.out = Some(crate::sqlite::ready(self.write.run(&mut tx))?);
        Ok(())
    }

    fn run_postgres<'a>(&'a mut self, conn: &'a mut PostgresConn, head: &'a mut Head) -> Boxed<'a> {
        Box::pin(async move {
            let mut tx = Tx { org: self.org, conn, head };
            self.out = Some(self.write.run(&mut tx).await?);
            Ok(())
        })
    }

    fn finish(self: Box<Self>, outcome: Result<()>) {
        let Self { out, answer, .. } = *self;
        let outcome = outcome
            .and_then(|()| out.ok_or_else(|| Error::Internal("a job without an outcome".into())));
        // The caller may have gone; what was done is done all the same.
        let _ = answer.send(outcome);
    }
}

/// The jobs that ran in one transaction, with what each came to.
#[derive(Default)]
pub(crate) struct Group {
    jobs: Vec<(Box<dyn Job>, Result<()>)>,
}

impl Group {
    pub(crate) fn len(&self) -> usize {
        self.jobs.len()
    }

    pub(crate) fn push(&mut self, job: Box<dyn Job>, outcome: Result<()>) {
        self.jobs.push((job, outcome));
    }

    /// Tells every caller. When the transaction was lost, no job's success stands.
    pub(crate) fn finish(self, committed: &Result<()>) {
        for (job, outcome) in self.jobs {
            job.finish(outcome.and_then(|()| committed.clone()));
        }
    }
}

/// The heads of the organizations a group has touched.
#[derive(Default)]
pub(crate) struct Heads(BTreeMap<OrgId, Head>);

impl Heads {
    /// The head of an organization, locked when it is first asked for.
    pub(crate) async fn lock<C: Conn>(&mut self, org: OrgId, conn: &mut C) -> Result<Head> {
        if let Some(head) = self.0.get(&org) {
            return Ok(*head);
        }
        let head = head::lock(org, conn).await?;
        self.0.insert(org, head);
        Ok(head)
    }

    /// Keeps what a job that succeeded took.
    pub(crate) fn keep(&mut self, org: OrgId, head: Head) {
        self.0.insert(org, head);
    }

    /// Tells how far each has come.
    pub(crate) fn tell(&self, tell: impl Fn(OrgId, Place)) {
        for (org, head) in &self.0 {
            tell(*org, head.last());
        }
    }

    /// Writes all of them back.
    pub(crate) async fn save<C: Conn>(&self, conn: &mut C) -> Result<()> {
        for (org, head) in &self.0 {
            head::save(*org, conn, head).await?;
        }
        Ok(())
    }
}
