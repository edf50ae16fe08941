//! What all clients share: where the servers are, whom one writes for, and how often it went well.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use deskbell_lab::Result;
use deskbell_lab::random::Random;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::ask::{Answer, Request, ask};

/// How long a request may stay without an acknowledgement, over all of its attempts.
const PATIENCE: Duration = Duration::from_secs(300);
/// How long to leave the servers alone after an attempt that failed, unless one of them is new.
const PAUSE: Duration = Duration::from_millis(50);

/// What clients share.
#[derive(Debug)]
pub struct Town {
    /// The key of the organization.
    pub key: String,
    /// Where each server is now, or was last.
    pub addresses: watch::Receiver<Vec<SocketAddr>>,
    /// Agents that write.
    pub agents: Vec<i64>,
    /// What became of the requests.
    pub tally: Tally,
}

/// How often what became of requests.
#[derive(Debug, Default)]
pub struct Tally {
    /// Changes that were acknowledged.
    pub acknowledged: watch::Sender<u64>,
    /// Attempts of which nobody knows what became.
    pub unknown: AtomicU64,
    /// Attempts that were answered with 503.
    pub refused: AtomicU64,
    /// Changes that were acknowledged after an attempt that was unknown or refused.
    pub settled: AtomicU64,
    /// Changes that two sent at the same time, and were answered alike.
    pub twins: AtomicU64,
    /// Questions after a change, at any server, that were answered with what was acknowledged.
    pub fresh: AtomicU64,
}

impl Tally {
    /// Counts one more.
    pub fn count(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// The answer to a change, and how many attempts there were before it.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The answer.
    pub answer: Answer,
    /// Attempts of which nobody knows what became: they may have done it, and may do it yet.
    pub unknown: usize,
}

impl Town {
    /// Asks a server that is chosen.
    pub async fn ask(&self, random: &mut Random, request: &Request<'_>) -> Option<Answer> {
        let address = *random.one(&self.addresses.borrow());
        ask(address, &self.key, request).await
    }

    /// Sends a change again and again, each time to any server, until one says what became of it.
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
            // A new address is news; none for a while is none.
            let _ = timeout(PAUSE, addresses.changed()).await;
        }
        Err(format!("nobody says what became of {request:?}"))
    }
}
