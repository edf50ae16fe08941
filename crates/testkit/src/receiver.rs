//! A target of webhooks that tests steer: it keeps what it is sent, and answers as it is told to.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use deskbell_courier::{Addresses, FairPermit, Resolve};
use deskbell_lab::target::{Reaction, Received, Target};
use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use tokio::sync::mpsc;

/// A test that waits longer for a delivery waits in vain.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug)]
struct Script {
    reaction: Reaction,
    next: VecDeque<Reaction>,
}

/// A target that a test tells how to answer, and asks what it was sent. It ends with this value.
#[derive(Debug)]
pub struct Receiver {
    target: Target,
    script: Arc<Mutex<Script>>,
    received: mpsc::UnboundedReceiver<Received>,
}

impl Receiver {
    /// A target that answers 200.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start() -> Self {
        let (told, received) = mpsc::unbounded_channel();
        let script = Script { reaction: Reaction::Status(200), next: VecDeque::new() };
        let script = Arc::new(Mutex::new(script));
        let asked = Arc::clone(&script);
        let target = Target::start(move |received| {
            let mut script = asked.lock();
            let reaction = script.next.pop_front().unwrap_or_else(|| script.reaction.clone());
            // A test may have ended.
            let _ = told.send(received);
            reaction
        });
        Self { target: target.await, script, received }
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> String {
        self.target.url()
    }

    /// Its port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.target.port()
    }

    /// Lets it answer like this from now on.
    ///
    /// # Panics
    /// When a connection of it did.
    pub fn react(&self, reaction: Reaction) {
        self.script.lock().reaction = reaction;
    }

    /// Lets it answer the next requests like this, and then as before.
    ///
    /// # Panics
    /// When a connection of it did.
    pub fn react_next(&self, reactions: impl IntoIterator<Item = Reaction>) {
        self.script.lock().next.extend(reactions);
    }

    /// How many connections it has taken.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.target.connections()
    }

    /// The next request, once it is there.
    ///
    /// # Panics
    /// When none comes.
    pub async fn next(&mut self) -> Received {
        let next = tokio::time::timeout(PATIENCE, self.received.recv()).await;
        next.expect("a delivery in time").expect("a target that runs")
    }

    /// Every request that came and was not asked for yet.
    pub fn take(&mut self) -> Vec<Received> {
        std::iter::from_fn(|| self.received.try_recv().ok()).collect()
    }

    /// The events of every request that came and was not asked for yet.
    pub fn events(&mut self) -> Vec<String> {
        self.take().iter().map(Received::event).collect()
    }
}

/// Names that stand for what a test says, each look-up for the next of it, and the last one then
/// for good.
#[derive(Debug, Default)]
pub struct Names(Mutex<VecDeque<Vec<IpAddr>>>);

impl Names {
    /// Every name stands for these addresses, one look-up after the other.
    ///
    /// # Panics
    /// When one is none.
    #[must_use]
    pub fn of(lookups: &[&[&str]]) -> Self {
        let address = |text: &&str| text.parse().expect("an address");
        let lookups = lookups.iter().map(|found| found.iter().map(address).collect());
        Self(Mutex::new(lookups.collect()))
    }
}

impl Resolve for Names {
    fn resolve(&self, _: String, _: Option<FairPermit>) -> BoxFuture<'_, Addresses> {
        let mut lookups = self.0.lock();
        let found = match lookups.len() {
            0 | 1 => lookups.front().cloned().unwrap_or_default(),
            _ => lookups.pop_front().unwrap_or_default(),
        };
        Box::pin(std::future::ready(Ok(found)))
    }
}
