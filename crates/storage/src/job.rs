//! Jobs: changes in a writer's queue, and what the jobs of one transaction share.
//!
//! The writers run several jobs in one transaction, each behind its own savepoint, and answer all
//! after COMMIT. What a job wrote is there whole or not at all.

use std::collections::BTreeMap;
use std::pin::Pin;

use deskbell_model::{OrgId, Place};
use tokio::sync::oneshot;

use crate::error::{Error, Result};
use crate::head::{self, Head};
use crate::port::Conn;
use crate::postgres::PostgresConn;
use crate::sqlite::{SqliteConn, ready};
use crate::write::{Tx, Write};

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
        self.out = Some(ready(self.write.run(&mut tx))?);
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
