//! The envelope of an event (contract §7): the body that is posted to a target.

use deskbell_model::{Seconds, WebhookEvent};
use serde_json::{Value, json};

use super::event_data;
use crate::json::{raw, string};
use crate::object::{definition, object, values};
use crate::schema::{about, or_null, reference};

/// The content of one attempt to send an event.
#[derive(Clone, Copy, Debug)]
pub struct Envelope<'a> {
    /// The kind of the event.
    pub event: WebhookEvent,
    /// The event's data, in JSON.
    pub data: &'a str,
    /// The number of earlier attempts.
    pub attempts: u32,
    /// The time of the last earlier attempt, or the time of the event if this attempt is the first.
    pub last_attempt_at: Seconds,
    /// The time of the event.
    pub created_at: Seconds,
    /// The event's id, the same at every attempt.
    pub id: &'a str,
}

object! {
    "WebhookBody" => "The body that is posted to a target." for Envelope<'_> as envelope {
        "event": WebhookEvent = envelope.event;
        "eventData": Data<'_> = Data(envelope.data);
        "attempts": u32 = envelope.attempts => "The number of earlier attempts.";
        "lastAttemptAt": Seconds = envelope.last_attempt_at
            => "The time of the last attempt; `createdAt` at the first one.";
        "createdAt": Seconds = envelope.created_at => "When it happened.";
        "id": EventId<'_> = EventId(envelope.id)
            => "The id of the delivery, the same at every attempt.";
    }
}

struct Data<'a>(&'a str);

/// The id of an event, a UUID.
pub(super) struct EventId<'a>(pub(super) &'a str);

/// An envelope in the log of deliveries; the event's data can be null.
pub(super) struct LoggedEnvelope<'a>(pub(super) Envelope<'a>);

values! { |value, out|
    Data<'_> => raw(out, value.0), event_data::any();
    EventId<'_> => string(out, value.0), json!({"type": "string", "format": "uuid"});
    LoggedEnvelope<'_> => value.0.write(out), reference("DeliveryBody");
}

impl LoggedEnvelope<'_> {
    pub(super) fn named() -> (&'static str, Value) {
        let data = about(
            or_null(event_data::any()),
            "Null if the change is no longer kept, or if the page already has 1 MiB of such data: \
             ask for fewer deliveries then.",
        );
        let mut shown = definition::<Envelope<'_>>();
        shown["properties"]["eventData"] = data;
        (
            "DeliveryBody",
            about(shown, "The body as last sent, except that a message has its present customer."),
        )
    }
}
