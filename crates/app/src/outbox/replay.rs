//! Deliveries that somebody asked for: tests, and one that is sent again.

use deskbell_model::{DeliveryId, Timestamp, WebhookEvent, WebhookId};
use deskbell_storage::deliveries::{self, Delivery, DeliveryRow};
use deskbell_storage::{Conn, Result as StorageResult, Tx, changes, fired};

use crate::error::{Refused, Result};
use crate::event_id;

/// Notes a test.
pub(crate) async fn test<C: Conn>(
    tx: &mut Tx<'_, C>,
    webhook: WebhookId,
    at: Timestamp,
) -> StorageResult<Result<(), Refused>> {
    if deliveries::lanes(tx.org, tx.conn, webhook).await?.is_none() {
        return Ok(Err(Refused::TooManyDeliveries));
    }
    let id = tx.head.take_delivery()?;
    let delivery = Delivery {
        event: WebhookEvent::Test,
        event_id: event_id::of(&format!("{}/{webhook}/test/{id}/{}", tx.org, at.millis())),
        seq: None,
        lane: format!("test:{id}"),
        chat: None,
        customer: None,
        created_at: at.seconds(),
        attempts: 0,
        attempt_before_at: None,
        last_attempt_at: None,
        next_attempt_at: Some(at),
        duration_ms: None,
        status: None,
        answer: None,
        error: None,
        ended_at: None,
    };
    deliveries::insert(tx.org, tx.conn, webhook, &[DeliveryRow { id, delivery }]).await?;
    Ok(Ok(()))
}

/// Lets a delivery be tried now that waits, or notes one like it when it has ended.
pub(crate) async fn one<C: Conn>(
    tx: &mut Tx<'_, C>,
    webhook: WebhookId,
    delivery: DeliveryId,
    at: Timestamp,
) -> StorageResult<Result<(), Refused>> {
    let Some(mut row) = deliveries::find(tx.org, tx.conn, webhook, delivery).await? else {
        return Ok(Err(Refused::DeliveryNotFound));
    };
    if row.delivery.ended_at.is_none() {
        // One behind another of its lane keeps its place.
        row.delivery.next_attempt_at = row.delivery.next_attempt_at.map(|_| at);
        deliveries::update(tx.org, tx.conn, webhook, &[row]).await?;
        return Ok(Ok(()));
    }
    if let Some(seq) = row.delivery.seq
        && fired::held(tx.org, tx.conn, seq).await?.is_none()
    {
        let (oldest, _) = changes::bounds(tx.org, tx.conn).await?;
        return Ok(Err(Refused::HistoryExpired(oldest)));
    }
    let Some(lanes) = deliveries::lanes(tx.org, tx.conn, webhook).await? else {
        return Ok(Err(Refused::TooManyDeliveries));
    };
    let is_first = !lanes.contains(&row.delivery.lane);
    let delivery = Delivery {
        attempts: 0,
        attempt_before_at: None,
        last_attempt_at: None,
        next_attempt_at: is_first.then_some(at),
        duration_ms: None,
        status: None,
        answer: None,
        error: None,
        ended_at: None,
        ..row.delivery
    };
    let id = tx.head.take_delivery()?;
    deliveries::insert(tx.org, tx.conn, webhook, &[DeliveryRow { id, delivery }]).await?;
    Ok(Ok(()))
}
