//! Jobs: the writes in a writer's queue, and the state that the jobs of one transaction share.
//!
//! A writer runs several jobs in one transaction. When a job has to be undone, its whole group runs
//! again, each job in its own savepoint. Other groups use no savepoints, because a savepoint costs
//! PostgreSQL as much as a job's own statements.

use std::collections::BTreeMap;
use std::pin::Pin;

use deskbell_model::{FeedPosition, OrgId, Origin};
use tokio::sync::oneshot;
use tracing::span::Id;
use tracing::{Instrument as _, Span};

use crate::change_row::ChangeRow;
use crate::conn::Conn;
use crate::counters::{self, OrgCounters};
use crate::error::{Error, Result};
use crate::postgres::conn::PostgresConn;
use crate::recorded::RecordedByJob;
use crate::sqlite::conn::{SqliteConn, ready};
use crate::write::{Lane, Stop, Tx, Write};

pub(crate) type Boxed<'a> = Pin<Box<dyn Future<Output = Result<Made>> + Send + 'a>>;

/// The outcome of a job without a database error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    /// The job's writes are kept.
    Kept,
    /// The job was refused, and its writes have to be undone.
    Refused,
}

/// A job in a writer's queue.
pub(crate) trait Job: Send {
    fn org(&self) -> OrgId;
    /// Returns the tracing span in which the job was created.
    fn span(&self) -> &Span;
    fn run_sqlite(&mut self, conn: &mut SqliteConn, head: &mut OrgCounters) -> Result<Made>;
    fn run_postgres<'a>(
        &'a mut self,
        conn: &'a mut PostgresConn,
        head: &'a mut OrgCounters,
    ) -> Boxed<'a>;
    /// Removes and returns the recorded changes that the job stored in memory for this process's
    /// follower.
    fn take_recorded(&mut self) -> Vec<ChangeRow>;
    /// Answers the caller, who may have stopped waiting.
    fn finish(self: Box<Self>, outcome: Result<()>);
}

type Answer<W> = Result<<W as Write>::Out, Stop<<W as Write>::Refusal>>;

struct Pending<W: Write> {
    org: OrgId,
    origin: Origin,
    write: W,
    span: Span,
    /// True if this process follows the organization.
    is_followed: bool,
    recorded: Vec<ChangeRow>,
    out: Option<Result<W::Out, W::Refusal>>,
    answer: oneshot::Sender<Answer<W>>,
}

/// Makes a job that runs a write. Also returns the receiver of the job's answer. `is_followed`
/// tells whether this process follows the organization.
pub(crate) fn job<W: Write>(
    org: OrgId,
    origin: Origin,
    write: W,
    is_followed: bool,
) -> (Box<dyn Job>, oneshot::Receiver<Answer<W>>) {
    let (answer, answered) = oneshot::channel();
    let span = Span::current();
    let (recorded, out) = Default::default();
    let job = Pending { org, origin, write, span, is_followed, recorded, out, answer };
    (Box::new(job), answered)
}

impl<W: Write> Pending<W> {
    fn recorder(&self) -> RecordedByJob {
        RecordedByJob::new(self.is_followed && W::LANE == Lane::Interactive)
    }

    fn keep(&mut self, ran: Answer<W>, recorded: RecordedByJob) -> Result<Made> {
        self.recorded.clear();
        let (out, made) = match ran {
            Ok(out) => {
                self.recorded = recorded.into_rows();
                (Ok(out), Made::Kept)
            }
            Err(Stop::Refused(refused)) => (Err(refused), Made::Refused),
            Err(Stop::Storage(error)) => return Err(error),
        };
        self.out = Some(out);
        Ok(made)
    }
}

impl<W: Write> Job for Pending<W> {
    fn org(&self) -> OrgId {
        self.org
    }

    fn span(&self) -> &Span {
        &self.span
    }

    fn run_sqlite(&mut self, conn: &mut SqliteConn, head: &mut OrgCounters) -> Result<Made> {
        let (org, origin, recorded) = (self.org, self.origin, self.recorder());
        let mut tx = Tx { org, origin, conn, counters: head, recorded };
        let ran = self.span.in_scope(|| ready(self.write.run(&mut tx)));
        let recorded = tx.recorded;
        self.keep(ran, recorded)
    }

    fn run_postgres<'a>(
        &'a mut self,
        conn: &'a mut PostgresConn,
        head: &'a mut OrgCounters,
    ) -> Boxed<'a> {
        Box::pin(async move {
            let (org, origin, recorded) = (self.org, self.origin, self.recorder());
            let mut tx = Tx { org, origin, conn, counters: head, recorded };
            let ran = self.write.run(&mut tx).instrument(self.span.clone()).await;
            let recorded = tx.recorded;
            self.keep(ran, recorded)
        })
    }

    fn take_recorded(&mut self) -> Vec<ChangeRow> {
        std::mem::take(&mut self.recorded)
    }

    fn finish(self: Box<Self>, outcome: Result<()>) {
        let Self { out, answer, span, .. } = *self;
        // The request's span must end when the request is answered.
        drop(span);
        let missing = || Error::Internal("a job without an outcome".into());
        let out = outcome.and_then(|()| out.ok_or_else(missing));
        // The caller may have stopped waiting; the write is committed all the same.
        let _ = answer.send(match out {
            Ok(out) => out.map_err(Stop::Refused),
            Err(error) => Err(Stop::Storage(error)),
        });
    }
}

/// The facts about a commit that the commit's span and measurements need.
pub(crate) struct GroupCommit {
    writes_before: u64,
    jobs: usize,
    /// The id of the span of the group's first job, which becomes the parent of the commit's span.
    parent: Option<Id>,
}

impl GroupCommit {
    /// Returns the number of rows that the group of jobs changed, and the span of the commit.
    /// `writes` is the connection's number of writes so far.
    pub(crate) fn rows(self, writes: u64) -> (u64, Span) {
        let Self { writes_before, jobs, parent } = self;
        let rows = writes.saturating_sub(writes_before);
        (rows, tracing::debug_span!(parent: parent, "commit", jobs, rows))
    }
}

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

    /// Returns the facts about the commit of this group of jobs. `writes_before` is the
    /// connection's number of writes before the group.
    pub(crate) fn commit(&self, writes_before: u64) -> GroupCommit {
        let parent = self.jobs.first().and_then(|(job, _)| job.span().id());
        GroupCommit { writes_before, jobs: self.jobs.len(), parent }
    }

    pub(crate) fn last_error(&self) -> Option<&Error> {
        self.jobs.last().and_then(|(_, outcome)| outcome.as_ref().err())
    }

    pub(crate) fn take_jobs(&mut self) -> impl Iterator<Item = Box<dyn Job>> + use<> {
        std::mem::take(&mut self.jobs).into_iter().map(|(job, _)| job)
    }

    /// Removes and returns the changes that the group recorded, by organization. Called after the
    /// commit.
    pub(crate) fn take_recorded(&mut self) -> BTreeMap<OrgId, Vec<ChangeRow>> {
        let mut recorded = BTreeMap::<_, Vec<_>>::new();
        for (job, _) in self.jobs.iter_mut().filter(|(_, outcome)| outcome.is_ok()) {
            let rows = job.take_recorded();
            if !rows.is_empty() {
                recorded.entry(job.org()).or_default().extend(rows);
            }
        }
        recorded
    }

    /// Answers all callers. If the transaction failed, all jobs fail.
    pub(crate) fn finish(self, committed: &Result<()>) {
        for (job, outcome) in self.jobs {
            job.finish(outcome.and_then(|()| committed.clone()));
        }
    }
}

#[derive(Default)]
pub(crate) struct CountersOfGroup(BTreeMap<OrgId, OrgCounters>);

impl CountersOfGroup {
    /// Returns the counters of an organization (its head), whose row is locked at the first use.
    pub(crate) async fn lock<C: Conn>(&mut self, org: OrgId, conn: &mut C) -> Result<OrgCounters> {
        if let Some(head) = self.0.get(&org) {
            return Ok(*head);
        }
        let head = counters::lock(org, conn).await?;
        self.0.insert(org, head);
        Ok(head)
    }

    /// Stores the outcome of a job that ran without its own savepoint; `false` if the job has to be
    /// undone. A job that is refused before its first write need not be undone.
    pub(crate) fn take_in(
        &mut self,
        org: OrgId,
        made: &Result<(Made, OrgCounters)>,
        has_written: bool,
    ) -> bool {
        match made {
            Ok((Made::Kept, head)) => {
                self.keep(org, *head);
                true
            }
            Ok((Made::Refused, _)) => !has_written,
            Err(_) => false,
        }
    }

    pub(crate) fn keep(&mut self, org: OrgId, head: OrgCounters) {
        self.0.insert(org, head);
    }

    pub(crate) fn tell(&self, mut tell: impl FnMut(OrgId, FeedPosition)) {
        for (org, head) in &self.0 {
            tell(*org, head.last());
        }
    }

    pub(crate) async fn save<C: Conn>(&self, conn: &mut C) -> Result<()> {
        for (org, head) in &self.0 {
            counters::save(*org, conn, head).await?;
        }
        Ok(())
    }
}
