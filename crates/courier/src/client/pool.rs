//! The idle connections to one target, which are reused while the target leaves the connections
//! open. This module does not know what is sent.

use deskbell_model::webhook::Target;
use parking_lot::Mutex;

use super::connection::TargetConnection;
use crate::fair::FairPermit;

#[derive(Debug)]
pub(crate) struct TargetPool {
    url: String,
    /// The parts of the target's URL; `None` when the URL cannot be parsed.
    pub(crate) target: Option<Target>,
    idle: Mutex<Vec<TargetConnection>>,
    /// The lock that limits the look-ups of the target's name to one at a time.
    pub(crate) lookup: tokio::sync::Mutex<()>,
}

/// The permit of one request: an open connection, or the right to open a connection.
#[derive(Debug)]
pub(crate) enum PoolPermit {
    Open(TargetConnection),
    New(FairPermit),
}

impl TargetPool {
    pub(crate) fn new(url: &str) -> Self {
        let (idle, lookup) = (Mutex::default(), tokio::sync::Mutex::default());
        Self { url: url.to_owned(), target: Target::parse(url), idle, lookup }
    }

    /// Sets the URL of the pool; a new URL closes the connections to the old URL.
    pub(crate) fn retarget(&mut self, url: &str) {
        if self.url != url {
            *self = Self::new(url);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.idle.get_mut().clear();
    }

    /// Takes an idle connection out of the pool, if the pool has one.
    pub(crate) fn take(&self) -> Option<TargetConnection> {
        self.idle.lock().pop()
    }

    /// Puts a connection back into the pool, if the connection can be used again.
    pub(crate) fn keep(&self, connection: TargetConnection) {
        if connection.is_open() {
            self.idle.lock().push(connection);
        }
    }
}
