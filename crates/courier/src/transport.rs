//! A transport attempts deliveries, and returns outcomes as types of the outbox. A transport knows
//! the target of its deliveries, and knows nothing about order, schedules and logs. Each further
//! transport is a file next to `webhook.rs`; `round.rs` chooses the transport.

use deskbell_app::outbox::{Attempt, Delivery, EventData};

/// The way in which deliveries are sent to their target.
pub(crate) trait Transport: Sync {
    type Permit: Send;

    /// Waits for the permit of an attempt; `None` when the pool of permits is gone.
    fn permit(&self) -> impl Future<Output = Option<Self::Permit>> + Send;

    /// Makes one attempt at a delivery with this data.
    fn attempt(
        &self,
        permit: Self::Permit,
        delivery: &Delivery,
        data: EventData,
    ) -> impl Future<Output = Attempt> + Send;
}
