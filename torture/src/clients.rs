//! State shared by all clients: the servers' addresses, the key, and a tally of outcomes.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use deskbell_lab::Result;
use deskbell_lab::random::Random;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::ask::{Answer, Request, ask};

/// The time a change may stay without an acknowledgement, over all of its attempts.
const PATIENCE: Duration = Duration::from_secs(300);
/// The pause after a failed attempt, unless a server has a new address.
const PAUSE: Duration = Duration::from_millis(50);

/// The state that clients share.
#[derive(Debug)]
pub struct Clients {
    /// The key of the organization.
    pub key: String,
    /// The address of each server, or its last one.
    pub addresses: watch::Receiver<Vec<SocketAddr>>,
    /// Agents that write.
    pub agents: Vec<i64>,
    /// The tally of the requests' outcomes.
    pub tally: Tally,
}

/// Counts of requests by outcome.
#[derive(Debug, Default)]
pub struct Tally {
    /// Changes that were acknowledged.
    pub acknowledged: watch::Sender<u64>,
    /// Attempts with an unknown outcome.
    pub unknown: AtomicU64,
    /// Attempts that were answered with 503.
    pub refused: AtomicU64,
    /// Changes that were acknowledged after an attempt that was unknown or refused.
    pub settled: AtomicU64,
    /// Changes that were sent twice at the same time, with equal answers.
    pub twins: AtomicU64,
    /// Searches after a change, at any server, that found the acknowledged state.
    pub fresh: AtomicU64,
}

impl Tally {
    /// Adds one to a counter.
    pub fn count(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// The answer to a change, with the number of attempts that came before.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The answer.
    pub answer: Answer,
    /// Attempts with an unknown outcome: they may have changed something, and may do so later.
    pub unknown: usize,
}

impl Clients {
    /// Sends a request to a server chosen at random.
    pub async fn ask(&self, random: &mut Random, request: &Request<'_>) -> Option<Answer> {
        let address = *random.one(&self.addresses.borrow());
        ask(address, &self.key, request).await
    }

    /// Sends a change, each time to any server, until one acknowledges or rejects it.
    ///
    /// # Errors
    /// When none does for minutes.
    pub async fn settle(&self, random: &mut Random, request: &Request<'_>) -> Result<Settled> {
        let began = Instant::now();
        let mut addresses = self.addresses.clone();
        let mut unknown = 0;
        while began.elapsed() < PATIENCE {
            let address = *random.one(&addresses.borrow_and_update());
            match ask(address, &self.key, request).await {
                Some(Answer { status: 503, .. }) => Tally::count(&self.tally.refused),
                Some(answer) => {
                    if unknown > 0 {
                        Tally::count(&self.tally.settled);
                    }
                    self.tally.acknowledged.send_modify(|count| *count += 1);
                    return Ok(Settled { answer, unknown });
                }
                None => Tally::count(&self.tally.unknown),
            }
            unknown += 1;
            // A new address ends the pause early.
            let _ = timeout(PAUSE, addresses.changed()).await;
        }
        Err(format!("nobody says what became of {request:?}"))
    }
}
