//! Deliveries that somebody requested: test deliveries and replays.

use deskbell_model::{DeliveryId, Timestamp, WebhookEvent, WebhookId};
use deskbell_storage::deliveries::{self, Delivery, DeliveryRow};
use deskbell_storage::{Conn, Stop, Tx, changes, emitted};

use crate::error::{Rejected, Result};
use crate::event_id;

/// Adds a test delivery to the outbox.
pub(crate) async fn test<C: Conn>(
    tx: &mut Tx<'_, C>,
    webhook: WebhookId,
    at: Timestamp,
) -> Result<(), Stop<Rejected>> {
    if deliveries::lanes(tx.org, tx.conn, webhook).await?.is_none() {
        return Err(Stop::Refused(Rejected::TooManyDeliveries));
    }
    let id = tx.counters.take_delivery()?;
    let event_id = event_id::of(&format!("{}/{webhook}/test/{id}/{}", tx.org, at.millis()));
    let lane = format!("test:{id}");
    let mut delivery = Delivery::new(WebhookEvent::Test, event_id, lane, at.seconds());
    delivery.next_attempt_at = Some(at);
    deliveries::insert(tx.org, tx.conn, webhook, &[DeliveryRow { id, delivery }]).await?;
    Ok(())
}

/// Replays one delivery. A waiting delivery becomes due now, unless an earlier delivery about the
/// same chat or customer is waiting. An ended delivery is added again behind all waiting deliveries
/// about its chat or customer.
pub(crate) async fn one<C: Conn>(
    tx: &mut Tx<'_, C>,
    webhook: WebhookId,
    delivery: DeliveryId,
    at: Timestamp,
) -> Result<(), Stop<Rejected>> {
    let Some(mut row) = deliveries::find(tx.org, tx.conn, webhook, delivery).await? else {
        return Err(Stop::Refused(Rejected::DeliveryNotFound));
    };
    if row.delivery.ended_at.is_none() {
        // A delivery without a time keeps waiting for an earlier delivery of its lane.
        row.delivery.next_attempt_at = row.delivery.next_attempt_at.map(|_| at);
        deliveries::update(tx.org, tx.conn, webhook, &[row]).await?;
        return Ok(());
    }
    if let Some(seq) = row.delivery.seq
        && emitted::payload(tx.org, tx.conn, seq).await?.is_none()
    {
        let (oldest, _) = changes::bounds(tx.org, tx.conn).await?;
        return Err(Stop::Refused(Rejected::HistoryExpired(oldest)));
    }
    let Some(lanes) = deliveries::lanes(tx.org, tx.conn, webhook).await? else {
        return Err(Stop::Refused(Rejected::TooManyDeliveries));
    };
    let is_first = !lanes.contains(&row.delivery.lane);
    let mut delivery = row.delivery.untried();
    delivery.next_attempt_at = is_first.then_some(at);
    let id = tx.counters.take_delivery()?;
    deliveries::insert(tx.org, tx.conn, webhook, &[DeliveryRow { id, delivery }]).await?;
    Ok(())
}
