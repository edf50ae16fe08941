//! What webhooks are to be told (contract §7), as whoever delivers needs it: which webhooks are
//! this node's, what is next for one of them, and keeping how it ended. Nothing here goes to the
//! network.

pub(crate) mod again;
pub(crate) mod facts;
mod outcome;
mod round;

use deskbell_model::limits::COURIER_WEBHOOKS_MAX;
use deskbell_model::{OrgId, Place, Timestamp};
pub use deskbell_storage::cross_org::{EnabledWebhook, WebhookOf};
use deskbell_storage::{Body, Class, Conn, Result as StorageResult, Tx, Write, cross_org, leases};
use tokio::sync::watch;

pub use deskbell_storage::deliveries::{Delivery, DeliveryRow};
pub use deskbell_storage::webhooks::WebhookRow;
pub use facts::{Facts, Lost};
pub use outcome::Outcome;
pub use round::Round;

use crate::App;
use crate::error::Result;

/// Webhooks that may be this node's to tell.
#[derive(Clone, Debug, Default)]
pub struct Duties {
    /// Those that are told things.
    pub enabled: Vec<EnabledWebhook>,
    /// Those of which a delivery is due, disabled ones too: somebody asked for it.
    pub due: Vec<WebhookOf>,
}

struct Enabled(String);

impl Body for Enabled {
    type Out = Vec<EnabledWebhook>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        cross_org::webhooks(conn, &self.0, COURIER_WEBHOOKS_MAX).await
    }
}

struct Due(String, Timestamp);

impl Body for Due {
    type Out = Vec<WebhookOf>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        cross_org::deliveries_due(conn, self.1, &self.0, COURIER_WEBHOOKS_MAX).await
    }
}

struct Take(String);

impl Write for Take {
    type Out = bool;

    async fn run<C: Conn>(&mut self, tx: &mut Tx<'_, C>) -> StorageResult<bool> {
        leases::take(tx, &self.0).await
    }
}

impl App {
    /// Which webhooks are to be told things by this node, or by whoever takes their organization's
    /// lease first.
    ///
    /// # Errors
    /// As the database says.
    pub async fn webhook_duties(&self) -> Result<Duties> {
        let node = self.node()?;
        let enabled = self.store.read(Class::Scan, Enabled(node.clone())).await?;
        let due = self.store.read(Class::Page, Due(node, self.clock.now())).await?;
        Ok(Duties { enabled, due })
    }

    /// Takes an organization's lease for this node; `false` when another has it.
    ///
    /// # Errors
    /// As the database says.
    pub async fn take_lease(&self, org: OrgId) -> Result<bool> {
        Ok(self.store.write(org, Take(self.node()?)).await?)
    }

    /// Hears of an organization's changes: the last one that is known.
    #[must_use]
    pub fn hear_of_changes(&self, org: OrgId) -> watch::Receiver<Place> {
        self.store.follow(org)
    }
}
