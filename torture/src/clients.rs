//! The state that all clients share: the servers' addresses, the key, and counters of outcomes.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use deskbell_lab::Result;
use deskbell_lab::random::Random;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::ask::{Answer, Asker, PATIENCE as ATTEMPT, Request, ask, ask_as};

/// The time limit of a change until its acknowledgement, over all attempts.
const PATIENCE: Duration = Duration::from_secs(300);
/// The pause after a failed attempt, which ends early when a server has a new address.
const PAUSE: Duration = Duration::from_millis(50);

/// The state that all clients share.
#[derive(Debug)]
pub struct Clients {
    pub key: String,
    /// The current or last address of each server.
    pub addresses: watch::Receiver<Vec<SocketAddr>>,
    /// The ids of the agents who write messages.
    pub agents: Vec<i64>,
    pub tally: Tally,
}

/// The numbers of requests by outcome.
#[derive(Debug, Default)]
pub struct Tally {
    /// The number of acknowledged changes.
    pub acknowledged: watch::Sender<u64>,
    /// The number of attempts with an unknown outcome.
    pub unknown: AtomicU64,
    /// The number of attempts answered with 503.
    pub refused: AtomicU64,
    /// The number of changes that were acknowledged after an unknown or refused attempt.
    pub settled: AtomicU64,
    /// The number of changes that were sent twice at the same time and got equal answers.
    pub twins: AtomicU64,
    /// The number of searches that found a change that was acknowledged before the search.
    pub fresh: AtomicU64,
}

impl Tally {
    pub fn count(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

/// The outcome of a change: the final answer, and the number of earlier attempts.
#[derive(Clone, Debug)]
pub struct Settled {
    pub answer: Answer,
    /// The number of earlier attempts, with an unknown outcome or a 503. These attempts may have
    /// taken effect, or may still take effect.
    pub unknown: usize,
    /// The number of attempts in `unknown` without an answer within [`ATTEMPT`]. A paused server
    /// may still execute these attempts seconds later.
    pub late: usize,
}

impl Clients {
    /// Sends a request to a random server.
    pub async fn ask(&self, random: &mut Random, request: &Request<'_>) -> Option<Answer> {
        let address = *random.one(&self.addresses.borrow());
        ask(address, &self.key, request).await
    }

    /// Sends a request like [`Clients::ask`], as any kind of client.
    pub async fn ask_as(
        &self,
        random: &mut Random,
        asker: &Asker,
        request: &Request<'_>,
    ) -> Option<Answer> {
        let address = *random.one(&self.addresses.borrow());
        ask_as(ATTEMPT, address, asker, request).await
    }

    /// Sends a change to random servers until a server acknowledges or rejects the change.
    ///
    /// # Errors
    /// When no server answers within minutes.
    pub async fn settle(&self, random: &mut Random, request: &Request<'_>) -> Result<Settled> {
        self.settle_as(&Asker::bearer(&self.key), random, request).await
    }

    /// Sends a change like [`Clients::settle`], as any kind of client. Retries after status 429,
    /// too.
    ///
    /// # Errors
    /// Fails like [`Clients::settle`].
    pub async fn settle_as(
        &self,
        asker: &Asker,
        random: &mut Random,
        request: &Request<'_>,
    ) -> Result<Settled> {
        let began = Instant::now();
        let mut addresses = self.addresses.clone();
        let (mut unknown, mut late) = (0, 0);
        while began.elapsed() < PATIENCE {
            let address = *random.one(&addresses.borrow_and_update());
            let sent = Instant::now();
            match ask_as(ATTEMPT, address, asker, request).await {
                Some(Answer { status: 429 | 503, .. }) => Tally::count(&self.tally.refused),
                Some(answer) => {
                    if unknown > 0 {
                        Tally::count(&self.tally.settled);
                    }
                    self.tally.acknowledged.send_modify(|count| *count += 1);
                    return Ok(Settled { answer, unknown, late });
                }
                None => Tally::count(&self.tally.unknown),
            }
            late += usize::from(sent.elapsed() >= ATTEMPT);
            unknown += 1;
            // A new address ends the pause early.
            let _ = timeout(PAUSE, addresses.changed()).await;
        }
        Err(format!("nobody says what became of {request:?}"))
    }
}
