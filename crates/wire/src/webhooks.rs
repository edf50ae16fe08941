//! Webhooks in JSON (contract §7): the endpoints, their deliveries, and what a target is sent.

mod read;
mod told;

pub use read::{read_edit, read_new, read_replay};
pub use told::{Told, chat_data, customer_data, envelope, message_data, test_data};

use deskbell_model::webhook::MASK;
use deskbell_model::{DeliveryId, Seconds, Timestamp, Webhook, WebhookEvent};
use deskbell_query::Meta;

use crate::json::{self, array, bool, int, null, opt_int, opt_string, raw, string, timestamp};

/// Writes a webhook: `id, url, events, enabled, createdAt, headers`, whose values are masked.
pub fn write(out: &mut Vec<u8>, webhook: &Webhook) {
    raw(out, r#"{"id":"#);
    int(out, webhook.id.get());
    raw(out, r#","url":"#);
    string(out, &webhook.url);
    raw(out, r#","events":"#);
    array(out, &webhook.events, |out, event| string(out, event.as_str()));
    raw(out, r#","enabled":"#);
    bool(out, webhook.enabled);
    raw(out, r#","createdAt":"#);
    int(out, webhook.created_at.get());
    raw(out, r#","headers":{"#);
    for (place, name) in webhook.headers.names().enumerate() {
        raw(out, if place == 0 { "" } else { "," });
        string(out, name);
        raw(out, ":");
        string(out, MASK);
    }
    raw(out, "}}");
}

/// Adds the secret to what [`write`] wrote.
pub fn add_secret(out: &mut Vec<u8>, secret: &str) {
    out.pop();
    raw(out, r#","secret":"#);
    string(out, secret);
    out.push(b'}');
}

/// Writes a page of webhooks: `{"data":[…],"meta":{"total":N}}`.
pub fn write_page(out: &mut Vec<u8>, webhooks: &[Webhook], meta: &Meta) {
    json::page(out, webhooks, meta, write);
}

/// A delivery as the log shows it.
#[derive(Clone, Copy, Debug)]
pub struct Logged<'a> {
    /// Its number.
    pub id: DeliveryId,
    /// The id that the target is sent.
    pub event_id: &'a str,
    /// What happened.
    pub event: WebhookEvent,
    /// The change that fired it.
    pub seq: Option<i64>,
    /// How often it was tried.
    pub attempts: u32,
    /// When it happened.
    pub created_at: Seconds,
    /// When it was tried before that.
    pub attempt_before_at: Option<Timestamp>,
    /// When it was tried last.
    pub last_attempt_at: Option<Timestamp>,
    /// When it is to be tried next.
    pub next_attempt_at: Option<Timestamp>,
    /// How long the last attempt took.
    pub duration_ms: Option<u32>,
    /// What the target answered last.
    pub status: Option<u32>,
    /// The beginning of that answer.
    pub answer: Option<&'a str>,
    /// Why the last attempt failed.
    pub error: Option<&'a str>,
    /// Whether it will not be tried again.
    pub is_ended: bool,
    /// What the target is told, in JSON, if that can be shown.
    pub data: Option<&'a str>,
}

/// Writes a delivery: `id, eventId, event, seq, state, attempts, createdAt, lastAttemptAt,
/// nextAttemptAt, durationMs, error, request{event, eventData, attempts, lastAttemptAt, createdAt,
/// id}, response{status, body}`.
pub fn write_delivery(out: &mut Vec<u8>, it: &Logged<'_>) {
    let state = match (it.is_ended, it.error) {
        (false, _) => "waiting",
        (true, None) => "delivered",
        (true, Some(_)) => "failed",
    };
    raw(out, r#"{"id":"#);
    int(out, it.id.get());
    raw(out, r#","eventId":"#);
    string(out, it.event_id);
    raw(out, r#","event":"#);
    string(out, it.event.as_str());
    raw(out, r#","seq":"#);
    opt_int(out, it.seq);
    raw(out, r#","state":"#);
    string(out, state);
    raw(out, r#","attempts":"#);
    int(out, it.attempts);
    raw(out, r#","createdAt":"#);
    int(out, it.created_at.get());
    for (key, at) in
        [(r#","lastAttemptAt":"#, it.last_attempt_at), (r#","nextAttemptAt":"#, it.next_attempt_at)]
    {
        raw(out, key);
        opt_timestamp(out, at);
    }
    raw(out, r#","durationMs":"#);
    opt_int(out, it.duration_ms);
    raw(out, r#","error":"#);
    opt_string(out, it.error);
    raw(out, r#","request":"#);
    let before = it.attempt_before_at.map(Timestamp::seconds);
    let sent = Told {
        event: it.event,
        data: it.data.unwrap_or("null"),
        // What was sent last counts the attempts before it.
        attempts: it.attempts.saturating_sub(1),
        last_attempt_at: before.unwrap_or(it.created_at),
        created_at: it.created_at,
        id: it.event_id,
    };
    envelope(out, &sent);
    raw(out, r#","response":"#);
    match it.status {
        Some(status) => {
            raw(out, r#"{"status":"#);
            int(out, status);
            raw(out, r#","body":"#);
            opt_string(out, it.answer);
            out.push(b'}');
        }
        None => null(out),
    }
    out.push(b'}');
}

fn opt_timestamp(out: &mut Vec<u8>, at: Option<Timestamp>) {
    match at {
        Some(at) => timestamp(out, at),
        None => null(out),
    }
}

/// Writes one part of a page of deliveries, `{"data":[…],"meta":{"total":N}}`, of what `logged`
/// shows of each; `false` when there is none of that number.
pub fn write_deliveries_part<T>(
    out: &mut Vec<u8>,
    (deliveries, meta): (&[T], &Meta),
    number: usize,
    logged: impl FnOnce(&T) -> Logged<'_>,
) -> bool {
    json::page_part(out, (deliveries, meta), number, |out, it| write_delivery(out, &logged(it)))
}
