//! The connections to one target: one for each of its lanes, used again as long as the target
//! leaves it open. It must not know what is sent.

use deskbell_model::webhook::Target;
use parking_lot::Mutex;

use super::connection::TargetConnection;
use crate::fair::FairPermit;

/// The open connections to a target.
#[derive(Debug)]
pub(crate) struct TargetPool {
    url: String,
    /// The parts of the URL; none when it cannot be parsed.
    pub(crate) target: Option<Target>,
    idle: Mutex<Vec<TargetConnection>>,
    /// The lock of the name's look-up: a target is looked up once at a time.
    pub(crate) lookup: tokio::sync::Mutex<()>,
}

/// The permit of one request: an open connection, or the right to open one.
#[derive(Debug)]
pub(crate) enum PoolPermit {
    Open(TargetConnection),
    New(FairPermit),
}

impl TargetPool {
    /// An empty pool for a URL.
    pub(crate) fn new(url: &str) -> Self {
        let (idle, lookup) = (Mutex::default(), tokio::sync::Mutex::default());
        Self { url: url.to_owned(), target: Target::parse(url), idle, lookup }
    }

    /// Sets the URL of the pool: connections to another one are closed.
    pub(crate) fn retarget(&mut self, url: &str) {
        if self.url != url {
            *self = Self::new(url);
        }
    }

    /// Closes its connections.
    pub(crate) fn clear(&mut self) {
        self.idle.get_mut().clear();
    }

    /// Takes an open connection out of the pool, if there is one.
    pub(crate) fn take(&self) -> Option<TargetConnection> {
        self.idle.lock().pop()
    }

    /// Keeps a connection that can be used again.
    pub(crate) fn keep(&self, connection: TargetConnection) {
        if connection.is_open() {
            self.idle.lock().push(connection);
        }
    }
}
