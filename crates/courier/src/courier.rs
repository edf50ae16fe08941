//! The courier, which sends the deliveries to webhooks, and its limits, which all webhooks of this
//! node share.

use std::sync::Arc;
use std::time::Duration;

use deskbell_app::outbox::Outbox;
use deskbell_model::OrgId;
use deskbell_tls::Authorities;
use tokio::sync::Semaphore;

use crate::client::GuardedClient;
use crate::client::guard::Resolve;
use crate::fair::{FairPermit, FairPool};
use crate::limits::{DELIVERY_BODIES_KIB_MAX, DELIVERY_BODY_FREE_BYTES};
use crate::webhook::request;

/// The sender of this node's deliveries. Clones share the sender's limits.
#[derive(Clone, Debug)]
pub struct Courier {
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) client: Arc<GuardedClient>,
    /// The memory for the bodies of deliveries: one permit for each KiB.
    bodies: FairPool,
    /// The permits for threads that write long bodies.
    pub(crate) writing: Arc<Semaphore>,
}

impl Courier {
    /// Creates a courier that sends the deliveries of this outbox and looks up names with this
    /// resolver.
    ///
    /// # Errors
    /// When the TLS configuration cannot be made.
    pub fn new(outbox: Arc<Outbox>, resolver: Arc<dyn Resolve>) -> std::io::Result<Self> {
        let client = GuardedClient::new(resolver, outbox.webhooks_allow().to_vec())?;
        Ok(Self {
            outbox,
            client: Arc::new(client),
            bodies: FairPool::new(DELIVERY_BODIES_KIB_MAX),
            writing: Arc::new(request::threads()),
        })
    }

    /// Sets the certificate authorities against which `https` targets are checked, instead of the
    /// system's.
    ///
    /// # Errors
    /// When the TLS configuration cannot be made.
    pub fn trusting(self, authorities: Authorities) -> std::io::Result<Self> {
        let client = Arc::new(self.client.trusting(authorities)?);
        Ok(Self { client, ..self })
    }

    /// Sets the time limit of each attempt, instead of the contract's 15 seconds.
    #[must_use]
    pub fn within(self, deadline: Duration) -> Self {
        let client = Arc::new(self.client.within(deadline));
        Self { client, ..self }
    }

    /// Sets the highest number of connections at the same time, to all targets together.
    #[must_use]
    pub fn over(self, connections: usize) -> Self {
        let client = Arc::new(self.client.over(connections));
        Self { client, ..self }
    }

    /// Sets the memory for all bodies that are being sent, in KiB.
    #[must_use]
    pub fn holding(self, kib: usize) -> Self {
        Self { bodies: FairPool::new(kib), ..self }
    }

    /// Waits for the memory for a body of `bytes` bytes; `None` when a small body needs no permit.
    pub(crate) async fn body_permit(&self, org: OrgId, bytes: usize) -> Option<FairPermit> {
        if bytes <= DELIVERY_BODY_FREE_BYTES {
            return None;
        }
        self.bodies.take(org, bytes.div_ceil(1024)).await
    }
}
