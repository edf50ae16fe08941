//! Webhooks in JSON (contract §7): the endpoints, their deliveries, and what a target is sent.

mod told;

pub use told::{Told, chat_data, customer_data, envelope, message_data, test_data};

use deskbell_model::webhook::{Replay, Target};
use deskbell_model::{
    DeliveryId, NewWebhook, Seconds, Timestamp, Webhook, WebhookEdit, WebhookEvent,
};
use deskbell_query::Meta;
use serde_json::Value;

use crate::flaw::{Flaw, Reading, Unfit};
use crate::json::{self, array, bool, int, null, opt_int, opt_string, raw, string, timestamp};
use crate::read::{self, Given, Object};

/// Writes a webhook: `id, url, events, enabled, createdAt`.
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
    out.push(b'}');
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

/// Reads the body of `POST /v1/webhooks`; `is_open` says whether a target may be called.
///
/// # Errors
/// Every flaw, in the order of a webhook's keys: url, events.
pub fn read_new(body: &[u8], is_open: impl FnOnce(&Target) -> bool) -> Reading<NewWebhook> {
    let mut body = read::object(body).map_err(|flaw| vec![flaw])?;
    let url = body.required("url", Flaw::Field("url"), |value| url(value, is_open));
    let events = body.required("events", Flaw::Field("events"), events);
    body.finish(url.zip(events).map(|(url, events)| NewWebhook { url, events }))
}

/// Reads the body of `PATCH /v1/webhooks/{id}`.
///
/// # Errors
/// Every flaw, in the order of a webhook's keys: url, events, enabled.
pub fn read_edit(body: &[u8], is_open: impl FnOnce(&Target) -> bool) -> Reading<WebhookEdit> {
    let mut body = read::object(body).map_err(|flaw| vec![flaw])?;
    let url = set(&mut body, "url", |value| url(value, is_open));
    let events = set(&mut body, "events", events);
    let enabled = set(&mut body, "enabled", read::flag);
    body.finish(Some(WebhookEdit { url, events, enabled }))
}

/// A value that may be left out, but not null.
fn set<T>(
    body: &mut Object,
    key: &'static str,
    parse: impl FnOnce(&Value) -> Option<T>,
) -> Option<T> {
    match body.given(key, Flaw::Field(key), parse) {
        Given::Value(value) => Some(value),
        Given::Absent => None,
        Given::Null => {
            body.flaw(key, Flaw::Field(key));
            None
        }
    }
}

fn url(value: &Value, is_open: impl FnOnce(&Target) -> bool) -> Option<String> {
    let url = value.as_str()?;
    Target::parse(url).filter(is_open).map(|_| url.to_owned())
}

/// Events by their names, at least one; doubles count once.
fn events(value: &Value) -> Option<Vec<WebhookEvent>> {
    let mut events = Vec::new();
    for name in value.as_array()? {
        let event = WebhookEvent::parse_wanted(name.as_str()?)?;
        if !events.contains(&event) {
            events.push(event);
        }
    }
    (!events.is_empty()).then_some(events)
}

/// Reads the body of `POST /v1/webhooks/{id}/replay`: `delivery`, or `since`.
///
/// # Errors
/// Every flaw; one of both has to be there, and not both.
pub fn read_replay(body: &[u8]) -> Reading<Replay> {
    let mut body = read::object(body).map_err(|flaw| vec![flaw])?;
    let delivery = body.optional("delivery", Flaw::Field("delivery"), read::id(DeliveryId::new));
    let since = body.optional("since", Flaw::Field("since"), |value| {
        read::whole(value).filter(|seq| *seq >= 0)
    });
    let replay = match (delivery, since) {
        (Some(delivery), None) => Some(Replay::One(delivery)),
        (None, Some(seq)) => Some(Replay::After(seq)),
        _ => {
            if body.flaws().next().is_none() {
                body.flaw_at("", Flaw::Body(Unfit::NoReplay));
            }
            None
        }
    };
    body.finish(replay)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::flaw::only;

    fn new(body: &Value) -> Result<NewWebhook, Vec<Flaw>> {
        only(read_new(body.to_string().as_bytes(), |target| target.port != 1))
    }

    #[test]
    fn a_webhook_is_read_with_each_event_once() {
        let events = json!(["chat.closed", "chat.new", "chat.closed"]);
        let read = new(&json!({"url": "https://a.example/x", "events": events})).unwrap();
        assert_eq!(read.url, "https://a.example/x");
        assert_eq!(read.events, [WebhookEvent::ChatClosed, WebhookEvent::ChatNew]);
    }

    #[test]
    fn flaws_are_told_in_the_order_of_a_webhooks_keys() {
        let both = vec![Flaw::Field("url"), Flaw::Field("events")];
        for body in [
            json!({}),
            json!({"url": null, "events": null}),
            json!({"url": "ftp://a.example", "events": []}),
            json!({"url": 1, "events": ["chat.nothing"]}),
            json!({"url": "http://a.example:1", "events": ["webhook.test"]}),
            json!({"url": "", "events": [1]}),
            json!({"url": "a.example", "events": "chat.new"}),
        ] {
            assert_eq!(new(&body), Err(both.clone()), "{body}");
        }
        let edit = |body: Value| only(read_edit(body.to_string().as_bytes(), |_| true));
        assert_eq!(edit(json!({})), Ok(WebhookEdit::default()));
        let all = ["url", "events", "enabled"].map(Flaw::Field).to_vec();
        assert_eq!(edit(json!({"url": null, "events": null, "enabled": null})), Err(all));
        assert_eq!(edit(json!({"enabled": "yes"})), Err(vec![Flaw::Field("enabled")]));
    }

    #[test]
    fn a_replay_is_of_one_delivery_or_of_everything_behind_a_change() {
        let replay = |body: Value| only(read_replay(body.to_string().as_bytes()));
        assert_eq!(replay(json!({"delivery": "7"})), Ok(Replay::One(DeliveryId::new(7).unwrap())));
        assert_eq!(replay(json!({"since": 0})), Ok(Replay::After(0)));
        for bad in [json!({}), json!({"delivery": 1, "since": 1})] {
            assert_eq!(replay(bad), Err(vec![Flaw::Body(Unfit::NoReplay)]));
        }
        assert_eq!(replay(json!({"since": -1})), Err(vec![Flaw::Field("since")]));
        assert_eq!(replay(json!({"delivery": 0})), Err(vec![Flaw::Field("delivery")]));
    }
}
