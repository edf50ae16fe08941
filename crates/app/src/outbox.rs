//! The outbox (contract §7): the deliveries to webhooks. The outbox finds the webhooks of this node
//! and their next deliveries, judges attempts, and stores the log of attempts. It does not use the
//! network.

mod attempt;
pub(crate) mod event_data;
mod judge;
mod keep;
pub(crate) mod replay;
mod round;

use std::convert::Infallible;

use deskbell_model::limits::COURIER_WEBHOOKS_MAX;
use deskbell_model::network::Range;
use deskbell_model::{FeedPosition, OrgId, Origin, Timestamp};
pub use deskbell_storage::cross_org::{EnabledWebhook, WebhookOf};
pub use deskbell_storage::deliveries::{Delivery, DeliveryRow};
pub use deskbell_storage::webhooks::WebhookRow;
use deskbell_storage::{Class, Conn, Stop, Tx, Write, cross_org, leases, reads};
use tokio::sync::watch;

pub use attempt::{Attempt, Outcome, RetryAfter};
pub use event_data::{EventData, Unavailable};
pub use judge::{Tally, Verdict, verdict};
pub use keep::RoundOutcome;
pub use round::Round;

use crate::Steady;
use crate::context::Context;
use crate::error::Result;

/// The service for the webhook deliveries that this node makes.
#[derive(Debug)]
pub struct Outbox {
    context: Context,
}

/// The webhooks to which this node may deliver.
#[derive(Clone, Debug, Default)]
pub struct Duties {
    /// The enabled webhooks.
    pub enabled: Vec<EnabledWebhook>,
    /// The webhooks with a due delivery. These include disabled webhooks, which still get tests and
    /// replays.
    pub due: Vec<WebhookOf>,
}

reads! {
    Enabled(holder: String) -> Vec<EnabledWebhook> =
        async |conn| cross_org::webhooks(conn, &holder, COURIER_WEBHOOKS_MAX).await;
    Due(holder: String, now: Timestamp) -> Vec<WebhookOf> =
        async |conn| cross_org::deliveries_due(conn, now, &holder, COURIER_WEBHOOKS_MAX).await;
}

struct Take(String);

impl Write for Take {
    type Out = bool;
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<bool, Stop<Infallible>> {
        Ok(leases::take(tx, &self.0).await?)
    }
}

impl Outbox {
    pub(crate) const fn new(context: Context) -> Self {
        Self { context }
    }

    /// Returns the clock that decides when deliveries are due.
    #[must_use]
    pub fn clock(&self) -> &Steady {
        &self.context.clock
    }

    /// Tells whether organizations may be on different database servers.
    #[must_use]
    pub fn is_distributed(&self) -> bool {
        self.context.store.is_distributed()
    }

    /// Returns the addresses that webhooks may call although they are not public.
    #[must_use]
    pub fn webhooks_allow(&self) -> &[Range] {
        &self.context.settings.webhooks_allow
    }

    /// Finds the webhooks of those organizations whose lease this node has or can acquire.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn duties(&self) -> Result<Duties> {
        let node = self.context.node()?;
        let enabled = self.context.store.read(Class::Scan, Enabled(node.clone())).await?;
        let due = self.context.store.read(Class::Page, Due(node, self.context.clock.now())).await?;
        Ok(Duties { enabled, due })
    }

    /// Acquires an organization's lease for this node. Returns `false` when another node has the
    /// lease.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_lease(&self, org: OrgId) -> Result<bool> {
        Ok(self.context.store.write(org, Origin::JOB, Take(self.context.node()?)).await?)
    }

    /// Returns a receiver of the position of an organization's last known change.
    #[must_use]
    pub fn changes(&self, org: OrgId) -> watch::Receiver<FeedPosition> {
        self.context.store.follow(org)
    }

    /// Records an attempt in its delivery, with the verdict. Returns the tally: the state of the
    /// target according to the attempt.
    pub fn note(&self, delivery: &mut Delivery, attempt: Attempt) -> Tally {
        self.context.meters.attempts.count(&attempt.outcome);
        let tally = Tally::of(delivery.event, &attempt.outcome);
        let chance = match attempt.outcome {
            Outcome::Failed { .. } => self.chance(),
            _ => 0,
        };
        judge::note(delivery, attempt, self.context.clock.now(), chance);
        tally
    }

    /// Gives up a delivery whose data is gone.
    pub fn drop_unavailable(&self, delivery: &mut Delivery, reason: Unavailable) {
        judge::settle(delivery, Verdict::Never(reason.to_string()), self.context.clock.now());
    }

    fn chance(&self) -> u64 {
        let mut bytes = [0; 8];
        // Without randomness the retries have no jitter, which is harmless.
        let _ = self.context.entropy.fill(&mut bytes);
        u64::from_be_bytes(bytes)
    }
}
