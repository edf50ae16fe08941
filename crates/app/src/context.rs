//! The context: the database, the clock, randomness and the operator's settings. Every service has
//! a clone of one context.

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use deskbell_model::{FeedPosition, OrgId, Organization, Seconds};
use deskbell_storage::{Engine, Store, cross_org, reads};

use tokio::sync::watch;

use crate::error::Result;
use crate::{AppMeters, Entropy, Settings, Steady};

/// The values that every service needs: the database, the clock, randomness, settings and counters.
#[derive(Clone, Debug)]
pub struct Context {
    /// The database that the services use.
    pub store: Store,
    /// The clock that the services use.
    pub clock: Arc<Steady>,
    /// The source of randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The operator's settings.
    pub settings: Arc<Settings>,
    /// The counters of the services.
    pub meters: Arc<AppMeters>,
    /// The name under which this node holds leases; the name is chosen at random before the first
    /// lease.
    node: Arc<OnceLock<String>>,
    /// True when the application is closing.
    closing: Arc<watch::Sender<bool>>,
}

reads! {
    /// A read of up to `limit` organizations whose ids are greater than `after`.
    pub(crate) Organizations(after: Option<OrgId>, limit: u32) -> Vec<Organization> =
        async |conn| cross_org::organizations(conn, after, limit).await;
}

impl Context {
    pub(crate) fn new(
        store: Store,
        clock: Steady,
        entropy: Arc<dyn Entropy>,
        settings: Settings,
    ) -> Self {
        let (clock, settings, node) = (Arc::new(clock), Arc::new(settings), Arc::default());
        let (meters, closing) = (Arc::default(), Arc::new(watch::channel(false).0));
        Self { store, clock, entropy, settings, meters, node, closing }
    }

    /// Returns the current Unix time, in whole seconds.
    #[must_use]
    pub fn now(&self) -> Seconds {
        self.clock.now().seconds()
    }

    /// Reads the position of the last change of an organization; see [`Store::last_change`].
    pub(crate) async fn last_change(&self, org: OrgId) -> Result<FeedPosition> {
        Ok(self.store.last_change(org).await?)
    }

    /// Returns the name under which this node holds leases. On SQLite all processes use one name,
    /// because only one process at a time serves the file. Therefore a restarted server has the
    /// leases at once.
    pub(crate) fn node(&self) -> Result<String> {
        if self.store.engine() == Engine::Sqlite {
            return Ok("the process that serves the file".to_owned());
        }
        if let Some(name) = self.node.get() {
            return Ok(name.clone());
        }
        let mut random = [0; 16];
        self.entropy.fill(&mut random)?;
        let mut name = String::new();
        for byte in random {
            let _ = write!(name, "{byte:02x}");
        }
        Ok(self.node.get_or_init(|| name).clone())
    }

    /// Returns a receiver whose value becomes true when the application closes.
    pub(crate) fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// Signals to every task that the application closes.
    pub(crate) fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Returns the name under which this node holds leases; `None` on SQLite, and before the first
    /// lease.
    pub(crate) fn leaseholder(&self) -> Option<&str> {
        self.node.get().map(String::as_str)
    }
}
