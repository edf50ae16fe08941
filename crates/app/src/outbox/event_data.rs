//! The data of a delivery's event. It is computed at each attempt from the change that emitted the
//! event, since only the change feed stores the data. The data of an erased object is not sent, and
//! the data of a forgotten change no longer exists.

use deskbell_model::limits::DELIVERY_LOG_BYTES_MAX;
use deskbell_model::{ChatView, Kind, OrgId, Seq, WebhookEvent, WebhookId};
use deskbell_storage::deliveries::Delivery;
use deskbell_storage::emitted::{self, ChangePayload};
use deskbell_storage::{Class, Conn, Read, Result as StorageResult, chats, customers, reads};
use deskbell_wire as wire;

use super::{Outbox, WebhookOf, round};
use crate::error::Result;

/// The data of an event, from which the event's JSON is written.
#[derive(Clone, Debug)]
pub struct EventData(Source);

#[derive(Clone, Debug)]
enum Source {
    Test(WebhookId),
    Chat(String),
    Customer(String),
    /// A message, and the present state of its chat.
    Message(String, Box<ChatView>),
}

/// The reason why the data of an event no longer exists. The organization sees the messages of
/// these errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// The object of the event was deleted.
    #[error("what it tells of was deleted")]
    Erased,
    /// The change that emitted the event was forgotten.
    #[error("the change it tells of is no longer kept (changes.keep_days)")]
    Forgotten,
}

impl EventData {
    /// Writes the `eventData` of the event in JSON, which is slow for long data. Returns `None`
    /// when the change does not hold the data of the event.
    #[must_use]
    pub fn write(&self) -> Option<String> {
        match &self.0 {
            Source::Test(webhook) => Some(wire::webhooks::test_data(*webhook)),
            Source::Chat(chat) => wire::webhooks::chat_data(chat),
            Source::Customer(customer) => wire::webhooks::customer_data(customer),
            Source::Message(message, chat) => wire::webhooks::message_data(message, chat),
        }
    }

    /// Estimates the size of the data, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        match &self.0 {
            Source::Test(_) => 0,
            Source::Chat(json) | Source::Customer(json) | Source::Message(json, _) => json.len(),
        }
    }
}

/// Finds the data of a delivery's event; if the data is gone, finds the reason.
pub(crate) async fn find<C: Conn>(
    org: OrgId,
    conn: &mut C,
    webhook: WebhookId,
    delivery: &Delivery,
) -> StorageResult<Result<EventData, Unavailable>> {
    let Some(seq) = delivery.seq else {
        let is_test = delivery.event == WebhookEvent::Test;
        return Ok(if is_test {
            Ok(EventData(Source::Test(webhook)))
        } else {
            Err(Unavailable::Forgotten)
        });
    };
    let Some(change) = emitted::payload(org, conn, seq).await? else {
        return Ok(Err(Unavailable::Forgotten));
    };
    Ok(present(org, conn, change).await?.map(EventData).ok_or(Unavailable::Erased))
}

/// Finds the data of an event in its change, unless the change's object is gone.
async fn present<C: Conn>(
    org: OrgId,
    conn: &mut C,
    change: ChangePayload,
) -> StorageResult<Option<Source>> {
    let Some(payload) = change.payload else { return Ok(None) };
    match change.kind {
        Kind::MessageCreated => {
            let Some(chat) = change.chat else { return Ok(None) };
            let view = chats::find(org, conn, chat).await?;
            Ok(view.map(|view| Source::Message(payload, Box::new(view))))
        }
        Kind::ChatCreated | Kind::ChatUpdated => {
            let Some(chat) = change.chat else { return Ok(None) };
            let is_there = chats::state(org, conn, chat).await?.is_some();
            Ok(is_there.then_some(Source::Chat(payload)))
        }
        // The payload contains only the id, so it is sent although the customer is deleted.
        Kind::CustomerDeleted => Ok(Some(Source::Customer(payload))),
        _ => {
            let Some(customer) = change.customer else { return Ok(None) };
            let is_there = customers::find(org, conn, customer).await?.is_some();
            Ok(is_there.then_some(Source::Customer(payload)))
        }
    }
}

struct Find(WebhookOf, Delivery, bool);

impl Read for Find {
    type Out = Option<Result<EventData, Unavailable>>;

    async fn run<C: Conn>(self, conn: &mut C) -> StorageResult<Self::Out> {
        let Self(of, delivery, is_fresh) = self;
        if let Some(seq) = delivery.seq.filter(|_| is_fresh)
            && let Some(change) = emitted::payload(of.org, conn, seq).await?
            && change.payload.is_some()
            && round::id(of, delivery.event, seq, change.at, change.beginning())
                != delivery.event_id
        {
            return Ok(None);
        }
        find(of.org, conn, of.webhook, &delivery).await.map(Some)
    }
}

reads! {
    PayloadBytes(org: OrgId, seq: Seq) -> u64 =
        async |conn| emitted::payload_bytes(org, conn, seq).await;
}

/// Finds the event data of all deliveries on a page; `None` for data that is gone or does not fit
/// into the page.
pub(crate) async fn of_page<C: Conn>(
    org: OrgId,
    conn: &mut C,
    webhook: WebhookId,
    deliveries: impl Iterator<Item = &Delivery>,
) -> StorageResult<Vec<Option<EventData>>> {
    let mut room = DELIVERY_LOG_BYTES_MAX;
    let mut all = Vec::new();
    for delivery in deliveries {
        let bytes = match delivery.seq {
            Some(seq) => emitted::payload_bytes(org, conn, seq).await?,
            None => 0,
        };
        let left = usize::try_from(bytes).ok().and_then(|bytes| room.checked_sub(bytes));
        let Some(left) = left else {
            all.push(None);
            continue;
        };
        room = left;
        all.push(find(org, conn, webhook, delivery).await?.ok());
    }
    Ok(all)
}

impl Outbox {
    /// Estimates the size of a delivery's data without reading the data, in bytes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn event_data_bytes(&self, org: OrgId, delivery: &Delivery) -> Result<usize> {
        let Some(seq) = delivery.seq else { return Ok(0) };
        let bytes = self.context.store.read(Class::Point, PayloadBytes(org, seq)).await?;
        Ok(usize::try_from(bytes).unwrap_or(usize::MAX))
    }

    /// Reads the data of a delivery's event; if the data is gone, returns the reason. Returns
    /// `None` if the delivery has no row yet and its change no longer exists after a failover.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn event_data(
        &self,
        of: WebhookOf,
        delivery: &Delivery,
        is_fresh: bool,
    ) -> Result<Option<Result<EventData, Unavailable>>> {
        Ok(self.context.store.snapshot(Class::Point, Find(of, delivery.clone(), is_fresh)).await?)
    }
}
