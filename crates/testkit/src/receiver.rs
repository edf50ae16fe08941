//! A webhook target for tests, which records each request, and answers as the test chooses.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use deskbell_courier::{Addresses, FairPermit, Resolve};
use deskbell_lab::target::{Reaction, Received, Target};
use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use tokio::sync::mpsc;

/// The time after which an expected delivery counts as missing.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug)]
struct Script {
    reaction: Reaction,
    next: VecDeque<Reaction>,
}

/// A webhook target that records requests, and stops when dropped.
#[derive(Debug)]
pub struct Receiver {
    target: Target,
    script: Arc<Mutex<Script>>,
    received: mpsc::UnboundedReceiver<Received>,
}

impl Receiver {
    /// Starts a target that answers 200.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn start() -> Self {
        let (told, received) = mpsc::unbounded_channel();
        let script = Script { reaction: Reaction::Status(200), next: VecDeque::new() };
        let script = Arc::new(Mutex::new(script));
        let asked = Arc::clone(&script);
        let target = Target::start(move |received| {
            let mut script = asked.lock();
            let reaction = script.next.pop_front().unwrap_or_else(|| script.reaction.clone());
            // The receiver may be dropped when the test ends.
            let _ = told.send(received);
            reaction
        });
        Self { target: target.await, script, received }
    }

    /// The URL of the target.
    #[must_use]
    pub fn url(&self) -> String {
        self.target.url()
    }

    /// The port of the target.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.target.port()
    }

    /// Sets the reaction to all later requests.
    pub fn react(&self, reaction: Reaction) {
        self.script.lock().reaction = reaction;
    }

    /// Sets the reactions to the next requests; later requests get the reaction set by
    /// [`Receiver::react`].
    pub fn react_next(&self, reactions: impl IntoIterator<Item = Reaction>) {
        self.script.lock().next.extend(reactions);
    }

    /// The number of accepted connections.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.target.connections()
    }

    /// Waits for the next request.
    ///
    /// # Panics
    /// When no request arrives in time.
    pub async fn next(&mut self) -> Received {
        let next = tokio::time::timeout(PATIENCE, self.received.recv()).await;
        next.expect("a delivery in time").expect("a target that runs")
    }

    /// Returns all requests that arrived since the last call.
    pub fn take(&mut self) -> Vec<Received> {
        std::iter::from_fn(|| self.received.try_recv().ok()).collect()
    }

    /// Returns the event names of all requests that arrived since the last call.
    pub fn events(&mut self) -> Vec<String> {
        self.take().iter().map(Received::event).collect()
    }
}

/// A resolver with prepared lists of addresses. Each lookup returns the next list, and all further
/// lookups return the last list.
#[derive(Debug, Default)]
pub struct Names(Mutex<VecDeque<Vec<IpAddr>>>);

impl Names {
    /// A resolver that resolves any name to these addresses, one list per lookup.
    ///
    /// # Panics
    /// When a text is not an IP address.
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
