//! A delivery as stored, without its event's data.

use deskbell_model::{
    Channel, ChatId, CustomerId, DeliveryId, Seconds, Seq, Timestamp, WebhookEvent,
};

use crate::record::record;
use crate::selected::selected;

/// A delivery of an event to a webhook or another target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The kind of the event.
    pub event: WebhookEvent,
    /// The event's id, the same at every attempt.
    pub event_id: String,
    /// The change that emitted the event and holds its data; `None` for a test delivery.
    pub seq: Option<Seq>,
    /// The name of the delivery's lane, a queue of deliveries that are sent in order.
    pub lane: String,
    /// The chat whose erasure also erases this delivery.
    pub chat: Option<ChatId>,
    /// The customer whose erasure also erases the delivery.
    pub customer: Option<CustomerId>,
    /// The time of the event.
    pub created_at: Seconds,
    /// The number of attempts so far.
    pub attempts: u32,
    /// The time of the attempt before the last attempt.
    pub attempt_before_at: Option<Timestamp>,
    /// The time of the last attempt.
    pub last_attempt_at: Option<Timestamp>,
    /// The time of the next attempt; `None` while an earlier delivery in the same lane waits, while
    /// the webhook is disabled, and after the delivery has ended. Deliveries of one lane are sent
    /// in order.
    pub next_attempt_at: Option<Timestamp>,
    /// The duration of the last attempt, in milliseconds.
    pub duration_ms: Option<u32>,
    /// The HTTP status of the answer to the last attempt.
    pub status: Option<u32>,
    /// The beginning of the answer to the last attempt.
    pub answer: Option<String>,
    /// The error of the last attempt, shown to the organization.
    pub error: Option<String>,
    /// The time at which the delivery succeeded or was given up; `None` while the delivery waits.
    pub ended_at: Option<Seconds>,
    /// The kind of transport by which the delivery is sent.
    pub channel: Channel,
    /// The target, in the channel's own format; `None` for the webhook's URL.
    pub target: Option<String>,
    /// The hold: no attempt is made before this time, even if the schedule allows an attempt.
    pub hold_until: Option<Timestamp>,
}

impl Delivery {
    /// Creates a delivery of an event, without attempts and without a hold.
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

    /// Returns the delivery without its attempts and without its hold.
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
    /// The content and the state of the delivery.
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

selected! { DeliveryRow { id, delivery: Delivery } }
