//! The counters of the application, and the numbers that only the database has, for metrics.
//!
//! This file does not contain the names of metrics.

use deskbell_meter::Counter;
use deskbell_model::Timestamp;
use deskbell_storage::cross_org::{self, Overdue, Waiting};
use deskbell_storage::{Class, reads};

use crate::App;
use crate::error::Result;
use crate::outbox::Outcome;

/// The counters of one application.
#[derive(Debug, Default)]
pub struct AppMeters {
    /// The number of requests that got the answer of an earlier request with the same
    /// Idempotency-Key.
    pub idempotency_hits: Counter,
    /// The counters of attempts at deliveries, by outcome.
    pub attempts: Attempts,
}

/// The counters of attempts at deliveries, by outcome.
#[derive(Debug, Default)]
pub struct Attempts {
    /// The number of attempts that the target accepted.
    pub delivered: Counter,
    /// The number of attempts that failed. Most deliveries of failed attempts are tried again.
    pub failed: Counter,
    /// The number of attempts to which the target answered that it is permanently gone.
    pub gone: Counter,
    /// The number of attempts at deliveries that cannot be sent to their targets.
    pub undeliverable: Counter,
}

impl Attempts {
    pub(crate) fn count(&self, outcome: &Outcome) {
        let of = match outcome {
            Outcome::Delivered => &self.delivered,
            Outcome::Failed { .. } => &self.failed,
            Outcome::Gone(_) => &self.gone,
            Outcome::Undeliverable(_) => &self.undeliverable,
        };
        of.count();
    }
}

/// Numbers that only the database has, summed over all organizations.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// The time at which the numbers were read.
    pub at: Timestamp,
    /// The work that is due and not yet done.
    pub due: Overdue,
    /// The numbers of waiting deliveries and of the agents' sessions.
    pub waiting: Waiting,
}

reads! {
    ReadLoad(at: Timestamp) -> Load = async |conn| Ok(Load {
        at,
        due: cross_org::overdue(conn, at.seconds()).await?,
        waiting: cross_org::waiting(conn, at).await?,
    });
}

impl App {
    /// Reads the numbers that only the database has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(&self) -> Result<Load> {
        let read = ReadLoad(self.context.clock.now());
        Ok(self.context.store.read(Class::Scan, read).await?)
    }
}
