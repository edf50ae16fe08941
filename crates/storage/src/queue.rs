//! A writer's queue with two lanes of limited length. Interactive jobs run before bulk jobs; in
//! each lane the organizations take turns.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use deskbell_model::OrgId;
use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::error::Error;
use crate::job::Job;
use crate::limits::{WRITER_JOBS_OF_ALL_MAX, WRITER_JOBS_WAITING_MAX};
use crate::write::Lane;

/// The waiting jobs of one lane (interactive or bulk). The jobs of one organization keep their
/// order.
#[derive(Default)]
struct Turns {
    of: HashMap<OrgId, VecDeque<Box<dyn Job>>>,
    /// The organizations with waiting jobs, without duplicates, in the order of their turns.
    next: VecDeque<OrgId>,
    len: usize,
}

impl Turns {
    fn are_full(&self, org: OrgId) -> bool {
        let own = self.of.get(&org).map_or(0, VecDeque::len);
        own >= WRITER_JOBS_WAITING_MAX || self.len >= WRITER_JOBS_OF_ALL_MAX
    }

    fn push(&mut self, job: Box<dyn Job>) {
        let org = job.org();
        let own = self.of.entry(org).or_default();
        if own.is_empty() {
            self.next.push_back(org);
        }
        own.push_back(job);
        self.len += 1;
    }

    fn pop(&mut self) -> Option<Box<dyn Job>> {
        let org = self.next.pop_front()?;
        let own = self.of.get_mut(&org)?;
        let job = own.pop_front()?;
        if own.is_empty() {
            self.of.remove(&org);
        } else {
            self.next.push_back(org);
        }
        self.len -= 1;
        Some(job)
    }
}

#[derive(Default)]
struct Lanes {
    interactive: Turns,
    bulk: Turns,
    closed: bool,
}

#[derive(Default)]
pub(crate) struct Queue {
    lanes: Mutex<Lanes>,
    arrived: Notify,
}

pub(crate) enum PushError {
    /// Too many jobs wait.
    Full,
    /// The queue is closed; the job is returned.
    Closed(Box<dyn Job>),
}

impl From<PushError> for Error {
    fn from(rejected: PushError) -> Self {
        match rejected {
            PushError::Full => Self::Busy("too many changes are waiting".into()),
            PushError::Closed(_) => Self::Unavailable("the writer has stopped".into()),
        }
    }
}

impl std::fmt::Debug for Queue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lanes = self.lanes();
        write!(f, "Queue({} interactive, {} bulk)", lanes.interactive.len, lanes.bulk.len)
    }
}

impl Queue {
    fn lanes(&self) -> parking_lot::MutexGuard<'_, Lanes> {
        self.lanes.lock()
    }

    /// Adds a job. Fails when the queue is closed, or when too many jobs of the organization or of
    /// the lane wait.
    pub(crate) fn push(&self, lane: Lane, job: Box<dyn Job>) -> Result<(), PushError> {
        let mut lanes = self.lanes();
        if lanes.closed {
            return Err(PushError::Closed(job));
        }
        let queue = match lane {
            Lane::Interactive => &mut lanes.interactive,
            Lane::Bulk => &mut lanes.bulk,
        };
        if queue.are_full(job.org()) {
            return Err(PushError::Full);
        }
        queue.push(job);
        drop(lanes);
        self.arrived.notify_one();
        Ok(())
    }

    /// Takes the next job, if any. Takes bulk jobs only if `bulk` is true.
    pub(crate) fn take(&self, bulk: bool) -> Option<(Lane, Box<dyn Job>)> {
        let mut lanes = self.lanes();
        if let Some(job) = lanes.interactive.pop() {
            return Some((Lane::Interactive, job));
        }
        if !bulk {
            return None;
        }
        lanes.bulk.pop().map(|job| (Lane::Bulk, job))
    }

    /// Waits for the next job; `None` when the queue is closed and empty.
    pub(crate) async fn next(&self) -> Option<(Lane, Box<dyn Job>)> {
        loop {
            if let Some(next) = self.take(true) {
                return Some(next);
            }
            if self.lanes().closed {
                return None;
            }
            self.arrived.notified().await;
        }
    }

    /// Returns the number of jobs that wait in a lane (interactive or bulk).
    pub(crate) fn waiting(&self, lane: Lane) -> usize {
        let lanes = self.lanes();
        match lane {
            Lane::Interactive => lanes.interactive.len,
            Lane::Bulk => lanes.bulk.len,
        }
    }

    /// Returns whether an interactive job waits whose organization is not in `than`.
    pub(crate) fn do_others_wait(&self, than: &[OrgId]) -> bool {
        self.lanes().interactive.next.iter().any(|org| !than.contains(org))
    }

    /// Closes the queue if no jobs wait; returns whether the queue is closed.
    pub(crate) fn close_if_empty(&self) -> bool {
        let mut lanes = self.lanes();
        lanes.closed |= lanes.interactive.len == 0 && lanes.bulk.len == 0;
        if lanes.closed {
            self.arrived.notify_one();
        }
        lanes.closed
    }

    /// Closes the queue. The writer runs the jobs that wait, and stops.
    pub(crate) fn close(&self) {
        self.lanes().closed = true;
        self.arrived.notify_one();
    }
}

/// A guard that the queue's writer holds. When the writer ends, even by a panic, the guard closes
/// the queue and drops the waiting jobs, whose callers get an error.
#[derive(Debug)]
pub(crate) struct Attended(pub(crate) Arc<Queue>);

impl Drop for Attended {
    fn drop(&mut self) {
        self.0.close();
        let mut lanes = self.0.lanes();
        let left = (std::mem::take(&mut lanes.interactive), std::mem::take(&mut lanes.bulk));
        drop(lanes);
        drop(left);
    }
}
