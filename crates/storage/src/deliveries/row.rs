//! A delivery as it is stored, without its event's data.

use deskbell_model::{
    Channel, ChatId, CustomerId, DeliveryId, Seconds, Seq, Timestamp, WebhookEvent,
};

use crate::columns::{Columns, FromRow};
use crate::error::Result;
use crate::record::record;
use crate::row::Row;
use crate::sql::columns;

/// An event on its way to a webhook or another target, or at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The event.
    pub event: WebhookEvent,
    /// The event's id: the same at every attempt.
    pub event_id: String,
    /// The change that emitted it and holds its data; none for a test.
    pub seq: Option<Seq>,
    /// The lane in which it keeps its order.
    pub lane: String,
    /// The chat with which it is erased.
    pub chat: Option<ChatId>,
    /// The customer with which it is erased.
    pub customer: Option<CustomerId>,
    /// The time of the event.
    pub created_at: Seconds,
    /// The number of its attempts.
    pub attempts: u32,
    /// The time of the attempt preceding the last one.
    pub attempt_before_at: Option<Timestamp>,
    /// The time of the last attempt.
    pub last_attempt_at: Option<Timestamp>,
    /// The time of the next attempt; none while another one of its lane comes first, and at its
    /// end.
    pub next_attempt_at: Option<Timestamp>,
    /// The duration of the last attempt.
    pub duration_ms: Option<u32>,
    /// The status of the answer to the last attempt.
    pub status: Option<u32>,
    /// The beginning of that answer.
    pub answer: Option<String>,
    /// The error of the last attempt, in words for the tenant.
    pub error: Option<String>,
    /// The time at which it was delivered or given up; none while it waits.
    pub ended_at: Option<Seconds>,
    /// The channel that carries it.
    pub channel: Channel,
    /// The target, in the words of its channel; none for the target of its webhook.
    pub target: Option<String>,
    /// The time before which it is not due, whatever the schedule says; none for no such time.
    pub hold_until: Option<Timestamp>,
}

impl Delivery {
    /// A delivery of an event, not tried yet and not held back.
    #[must_use]
    pub const fn new(
        event: WebhookEvent,
        event_id: String,
        lane: String,
        created_at: Seconds,
    ) -> Self {
        Self {
            event,
            event_id,
            seq: None,
            lane,
            chat: None,
            customer: None,
            created_at,
            attempts: 0,
            attempt_before_at: None,
            last_attempt_at: None,
            next_attempt_at: None,
            duration_ms: None,
            status: None,
            answer: None,
            error: None,
            ended_at: None,
            channel: Channel::Webhook,
            target: None,
            hold_until: None,
        }
    }

    /// The same delivery, not tried yet.
    #[must_use]
    pub fn untried(self) -> Self {
        let Self { event, event_id, seq, lane, chat, customer, created_at, .. } = self;
        let Self { channel, target, .. } = self;
        let untried = Self::new(event, event_id, lane, created_at);
        Self { seq, chat, customer, channel, target, ..untried }
    }
}

/// A stored delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryRow {
    /// The delivery's id.
    pub id: DeliveryId,
    /// The delivery.
    pub delivery: Delivery,
}

record! { Delivery {
    fixed {
        event,
        event_id,
        seq,
        lane,
        chat = "chat_id",
        customer = "customer_id",
        created_at,
        channel,
        target,
        hold_until,
    }
    often {
        attempts,
        attempt_before_at,
        last_attempt_at,
        next_attempt_at,
        duration_ms,
        status,
        answer,
        error,
        ended_at,
    }
} }

impl FromRow for DeliveryRow {
    const COLUMNS: &'static [&'static str] = columns!(&["id"], Delivery::COLUMNS);

    fn from_row<R: Row>(columns: &mut Columns<'_, R>) -> Result<Self> {
        Ok(Self { id: columns.get()?, delivery: Delivery::from_row(columns)? })
    }
}
