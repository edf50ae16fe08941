//! Webhooks in JSON (contract §7), and the log of their deliveries.

mod envelope;
mod event_data;
mod read;

pub use envelope::Envelope;
pub use event_data::{chat_data, customer_data, message_data, test_data};
pub use read::{read_edit, read_new, read_replay};

use envelope::{EventId, LoggedEnvelope};

use deskbell_model::webhook::{FixedHeaders, MASK};
use deskbell_model::{DeliveryId, Seconds, Seq, Timestamp, Webhook, WebhookEvent, WebhookId};
use serde_json::json;

use crate::json::{raw, string};
use crate::object::{Object, named, object, values};
use crate::schema::{self, Named, about, page, reference, text, word};

struct Wanted<'a>(&'a [WebhookEvent]);

struct Masked<'a>(&'a FixedHeaders);

object! {
    "Webhook" for Webhook as webhook {
        "id": WebhookId = webhook.id;
        "url": String = webhook.url => "The URL as it was given.";
        "events": Wanted<'_> = Wanted(&webhook.events) => "The events it receives, each once.";
        "enabled": bool = webhook.enabled => "Whether events are sent to it.";
        "createdAt": Seconds = webhook.created_at;
        "headers": Masked<'_> = Masked(&webhook.headers)
            => "Additional headers of its deliveries.";
    }
}

/// Adds the secret to a webhook's JSON.
pub fn add_secret(out: &mut Vec<u8>, secret: &str) {
    out.pop();
    raw(out, r#","secret":"#);
    string(out, secret);
    out.push(b'}');
}

/// A delivery, with the data that the log shows.
#[derive(Clone, Copy, Debug)]
pub struct Logged<'a> {
    /// The id of the delivery.
    pub id: DeliveryId,
    /// The id that is sent to the target.
    pub event_id: &'a str,
    /// The kind of the event.
    pub event: WebhookEvent,
    /// The number of the change that emitted the event; `None` for a test delivery.
    pub seq: Option<Seq>,
    /// The number of attempts so far.
    pub attempts: u32,
    /// The time of the event.
    pub created_at: Seconds,
    /// The time of the attempt before the last attempt.
    pub attempt_before_at: Option<Timestamp>,
    /// The time of the last attempt.
    pub last_attempt_at: Option<Timestamp>,
    /// The time of the next attempt.
    pub next_attempt_at: Option<Timestamp>,
    /// The duration of the last attempt, in milliseconds.
    pub duration_ms: Option<u32>,
    /// The HTTP status of the target's last answer.
    pub status: Option<u32>,
    /// The beginning of the target's last answer.
    pub answer: Option<&'a str>,
    /// The error of the last attempt.
    pub error: Option<&'a str>,
    /// True for a delivery that is not attempted again.
    pub is_ended: bool,
    /// The event's data in JSON, if the page of the log shows the data.
    pub data: Option<&'a str>,
}

impl<'a> Logged<'a> {
    fn state(&self) -> State {
        match (self.is_ended, self.error) {
            (false, _) => State("waiting"),
            (true, None) => State("delivered"),
            (true, Some(_)) => State("failed"),
        }
    }

    /// Returns the envelope that the last attempt sent.
    fn request(&self) -> LoggedEnvelope<'a> {
        let before = self.attempt_before_at.map(Timestamp::seconds);
        LoggedEnvelope(Envelope {
            event: self.event,
            data: self.data.unwrap_or("null"),
            // The body that was sent last contains the number of attempts before that attempt.
            attempts: self.attempts.saturating_sub(1),
            last_attempt_at: before.unwrap_or(self.created_at),
            created_at: self.created_at,
            id: self.event_id,
        })
    }

    fn response(&self) -> Option<Response<'a>> {
        self.status.map(|status| Response { status: Status(status), body: self.answer })
    }
}

object! {
    "Delivery" for Logged<'_> as it {
        "id": DeliveryId = it.id;
        "eventId": EventId<'_> = EventId(it.event_id)
            => "The id of the event that the target receives.";
        "event": WebhookEvent = it.event;
        "seq": Option<Seq> = it.seq => "The number of the change that caused it; null for a test.";
        "state": State = it.state();
        "attempts": u32 = it.attempts => "The number of attempts so far.";
        "createdAt": Seconds = it.created_at => "When it happened.";
        "lastAttemptAt": Option<Timestamp> = it.last_attempt_at;
        "nextAttemptAt": Option<Timestamp> = it.next_attempt_at;
        "durationMs": Option<u32> = it.duration_ms => "How long the last attempt took.";
        "error": Option<&str> = it.error => "Why the last attempt failed.";
        "request": LoggedEnvelope<'_> = it.request();
        "response": Option<Response<'_>> = it.response() => "The target's last answer.";
    }
}

struct State(&'static str);

struct Response<'a> {
    status: Status,
    body: Option<&'a str>,
}

object! {
    "" for Response<'_> as response {
        "status": Status = response.status;
        "body": Option<&str> = response.body => "The first 2 KiB of the body.";
    }
}

struct Status(u32);

values! { |value, out|
    Wanted<'_> => value.0.write(out), schema::array(reference("WebhookEvent"));
    Masked<'_> => masked(out, value.0), json!({
        "type": "object", "additionalProperties": {"const": MASK},
    });
    State => string(out, value.0), word(["waiting", "delivered", "failed"]);
    Status => value.0.write(out), json!({"type": "integer", "minimum": 100, "maximum": 999});
}

fn masked(out: &mut Vec<u8>, headers: &FixedHeaders) {
    out.push(b'{');
    for (place, name) in headers.names().enumerate() {
        raw(out, if place == 0 { "" } else { "," });
        string(out, name);
        raw(out, ":");
        string(out, MASK);
    }
    out.push(b'}');
}

pub(crate) fn schemas() -> Named {
    let secret = "The secret for the signatures. It is shown only in this answer.";
    let mut with_secret = Webhook::fields();
    with_secret.push(("secret", about(text(), secret)));
    let event = word(WebhookEvent::wanted().map(WebhookEvent::as_str));
    let mut all = vec![
        named::<Webhook>(),
        ("WebhookPage", page("Webhook")),
        ("WebhookWithSecret", schema::object(with_secret)),
        ("WebhookEvent", about(event, "An event that a webhook can receive.")),
    ];
    all.extend(read::schemas());
    all.extend([
        named::<Logged<'_>>(),
        LoggedEnvelope::named(),
        ("DeliveryPage", page("Delivery")),
    ]);
    all.push(named::<Envelope<'_>>());
    all.extend(event_data::schemas());
    all
}
