//! The ways out: each makes attempts at deliveries, and says in the outbox's words how they ended.
//! A transport knows where its deliveries go, and nothing of order, schedules and logs.

use deskbell_app::outbox::{Attempt, Delivery, EventData};

/// A way out to the target of a round.
pub(crate) trait Transport: Sync {
    /// The right to make one attempt.
    type Permit: Send;

    /// Waits for the right to make an attempt; `None` when everything has ended.
    fn permit(&self) -> impl Future<Output = Option<Self::Permit>> + Send;

    /// Makes one attempt at a delivery with this data.
    fn attempt(
        &self,
        permit: Self::Permit,
        delivery: &Delivery,
        data: EventData,
    ) -> impl Future<Output = Attempt> + Send;
}
