//! Parsers of the bodies of requests that create or change webhooks, with a reason for each invalid
//! value.

mod schema;

pub(crate) use schema::schemas;

use deskbell_model::webhook::{FixedHeaders, Replay, Target};
use deskbell_model::{DeliveryId, NewWebhook, WebhookEdit, WebhookEvent};
use serde_json::Value;

use crate::invalid::{InvalidField, Reading, Unfit, under};
use crate::read::{self, Object};

/// The pointer to an invalid part of a value, and the reason.
type Bad = (String, &'static str);

/// Reads the body of `POST /v1/webhooks`; `is_open` tells whether the server may connect to a
/// target.
///
/// # Errors
/// Every invalid field, in the order of a webhook's keys: url, events, enabled, headers.
pub fn read_new(body: &[u8], is_open: impl FnOnce(&Target) -> bool) -> Reading<NewWebhook> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let url = required(&mut body, "url", |value| url(value, is_open));
    let events = required(&mut body, "events", events);
    let enabled = set(&mut body, "enabled", enabled).unwrap_or(true);
    let headers = set(&mut body, "headers", headers).unwrap_or_default();
    let both = url.zip(events);
    body.finish(both.map(|(url, events)| NewWebhook { url, events, enabled, headers }))
}

/// Reads the body of `PATCH /v1/webhooks/{id}`.
///
/// # Errors
/// Every invalid field, in the order of a webhook's keys: url, events, enabled, headers.
pub fn read_edit(body: &[u8], is_open: impl FnOnce(&Target) -> bool) -> Reading<WebhookEdit> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let url = set(&mut body, "url", |value| url(value, is_open));
    let events = set(&mut body, "events", events);
    let enabled = set(&mut body, "enabled", enabled);
    let headers = set(&mut body, "headers", headers);
    body.finish(Some(WebhookEdit { url, events, enabled, headers }))
}

/// Returns an error of a value as a whole.
const fn whole(why: &'static str) -> Bad {
    (String::new(), why)
}

fn required<T>(
    body: &mut Object,
    key: &'static str,
    parse: impl FnOnce(&Value) -> Result<T, Bad>,
) -> Option<T> {
    if !body.has(key) {
        body.invalid(key, InvalidField::Because(key, "it is missing"));
    }
    set(body, key, parse)
}

/// Reads an optional value, which must not be null.
fn set<T>(
    body: &mut Object,
    key: &'static str,
    parse: impl FnOnce(&Value) -> Result<T, Bad>,
) -> Option<T> {
    match parse(body.value(key)?) {
        Ok(value) => Some(value),
        Err((place, why)) => {
            body.invalid_at(&(under("", key) + &place), InvalidField::Because(key, why));
            None
        }
    }
}

fn url(value: &Value, is_open: impl FnOnce(&Target) -> bool) -> Result<String, Bad> {
    let url = value.as_str().ok_or(whole("it is no text"))?;
    let target = Target::parse(url).ok_or_else(|| whole(Target::why_none(url)))?;
    if is_open(&target) {
        Ok(url.to_owned())
    } else {
        Err(whole("its address is not a public one, and not opened by webhooks.allow"))
    }
}

/// Reads the names of events, at least one; duplicates count once.
fn events(value: &Value) -> Result<Vec<WebhookEvent>, Bad> {
    let names = value.as_array().ok_or(whole("it is no array of events"))?;
    let mut events = Vec::new();
    for (number, name) in names.iter().enumerate() {
        let event = name.as_str().and_then(WebhookEvent::parse_wanted);
        let event = event.ok_or_else(|| (format!("/{number}"), "there is no such event"))?;
        if !events.contains(&event) {
            events.push(event);
        }
    }
    if events.is_empty() { Err(whole("it names no event")) } else { Ok(events) }
}

fn enabled(value: &Value) -> Result<bool, Bad> {
    read::flag(value).ok_or(whole("it is neither true nor false"))
}

/// Reads fixed headers from an object, `{name: value}`.
fn headers(value: &Value) -> Result<FixedHeaders, Bad> {
    let given = value.as_object().ok_or(whole("it is no object of names and texts"))?;
    let mut headers = FixedHeaders::default();
    for (name, value) in given {
        let text = value.as_str().ok_or_else(|| (under("", name), "its value is no text"))?;
        headers.add(name, text).map_err(|bad| (under("", name), bad.why()))?;
    }
    Ok(headers)
}

/// Reads the body of `POST /v1/webhooks/{id}/replay`: `delivery`, or `since`.
///
/// # Errors
/// Every invalid field; the body must have exactly one of the two keys.
pub fn read_replay(body: &[u8]) -> Reading<Replay> {
    let mut body = read::object(body).map_err(|invalid| vec![invalid])?;
    let delivery =
        body.optional("delivery", InvalidField::Field("delivery"), read::id(DeliveryId::new));
    let since = body.optional("since", InvalidField::Field("since"), |value| {
        read::whole(value).filter(|seq| *seq >= 0)
    });
    let replay = match (delivery, since) {
        (Some(delivery), None) => Some(Replay::One(delivery)),
        (None, Some(seq)) => Some(Replay::After(seq)),
        _ => {
            if body.invalid_fields().next().is_none() {
                body.invalid_at("", InvalidField::Body(Unfit::NoReplay));
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
    use crate::invalid::only;

    fn new(body: &Value) -> Result<NewWebhook, Vec<InvalidField>> {
        plain(read_new(body.to_string().as_bytes(), |target| target.port != 1))
    }

    fn plain<T>(reading: Reading<T>) -> Result<T, Vec<InvalidField>> {
        let field = |invalid| match invalid {
            InvalidField::Because(field, _) => InvalidField::Field(field),
            other => other,
        };
        only(reading).map_err(|invalid_fields| invalid_fields.into_iter().map(field).collect())
    }

    #[test]
    fn a_webhook_is_read_with_each_event_once() {
        let events = json!(["chat.closed", "chat.new", "chat.closed"]);
        let read = new(&json!({"url": "https://a.example/x", "events": events})).unwrap();
        assert_eq!(read.url, "https://a.example/x");
        assert_eq!(read.events, [WebhookEvent::ChatClosed, WebhookEvent::ChatNew]);
        assert!(read.enabled);
        let off = json!({"url": "https://a.example/x", "events": ["chat.new"], "enabled": false});
        assert!(!new(&off).unwrap().enabled);
    }

    #[test]
    fn flaws_are_told_in_the_order_of_a_webhooks_keys() {
        let both = vec![InvalidField::Field("url"), InvalidField::Field("events")];
        for body in [
            json!({}),
            json!({"url": null, "events": null}),
            json!({"url": "ftp://a.example", "events": []}),
            json!({"url": 1, "events": ["chat.nothing"]}),
            json!({"url": "http://a.example:1", "events": ["webhook.test"]}),
            json!({"url": "", "events": [1], "enabled": true}),
            json!({"url": "a.example", "events": "chat.new"}),
        ] {
            assert_eq!(new(&body), Err(both.clone()), "{body}");
        }
        let edit = |body: Value| plain(read_edit(body.to_string().as_bytes(), |_| true));
        assert_eq!(edit(json!({})), Ok(WebhookEdit::default()));
        let all = ["url", "events", "enabled"].map(InvalidField::Field).to_vec();
        assert_eq!(edit(json!({"url": null, "events": null, "enabled": null})), Err(all));
        assert_eq!(edit(json!({"enabled": "yes"})), Err(vec![InvalidField::Field("enabled")]));
    }

    #[test]
    fn what_is_refused_is_said_where_it_is() {
        let of = |body: Value| {
            let found = read_edit(body.to_string().as_bytes(), |_| false).unwrap_err();
            let InvalidField::Because(_, why) = found[0].invalid else { panic!("{found:?}") };
            (found[0].pointer.clone().unwrap(), why)
        };
        for (body, pointer, why) in [
            (json!({"events": ["chat.new", "chat.x"]}), "/events/1", "there is no such event"),
            (json!({"events": []}), "/events", "it names no event"),
            (
                json!({"url": "https://a@b"}),
                "/url",
                "it holds a user or a password, send a header instead",
            ),
            (json!({"url": "https://a/#b"}), "/url", "it has a fragment"),
            (
                json!({"url": "http://10.0.0.1"}),
                "/url",
                "its address is not a public one, and not opened by webhooks.allow",
            ),
            (
                json!({"headers": {"X-A": "1", "host": "b"}}),
                "/headers/host",
                "HTTP or the server sets this header itself",
            ),
            (
                json!({"headers": {"X-A": "1", "x-a": "b"}}),
                "/headers/x-a",
                "this header is there twice",
            ),
            (json!({"headers": {"a/b": "c"}}), "/headers/a~1b", "this is no header's name"),
            (json!({"headers": {"X-A": 5}}), "/headers/X-A", "its value is no text"),
            (
                json!({"headers": {"X-A": "***"}}),
                "/headers/X-A",
                "values are shown masked, give the value itself",
            ),
            (json!({"headers": []}), "/headers", "it is no object of names and texts"),
        ] {
            assert_eq!(of(body), (pointer.to_owned(), why));
        }
    }

    #[test]
    fn a_replay_is_of_one_delivery_or_of_everything_behind_a_change() {
        let replay = |body: Value| only(read_replay(body.to_string().as_bytes()));
        assert_eq!(replay(json!({"delivery": "7"})), Ok(Replay::One(DeliveryId::new(7).unwrap())));
        assert_eq!(replay(json!({"since": 0})), Ok(Replay::After(0)));
        for bad in [json!({}), json!({"delivery": 1, "since": 1})] {
            assert_eq!(replay(bad), Err(vec![InvalidField::Body(Unfit::NoReplay)]));
        }
        assert_eq!(replay(json!({"since": -1})), Err(vec![InvalidField::Field("since")]));
        assert_eq!(replay(json!({"delivery": 0})), Err(vec![InvalidField::Field("delivery")]));
    }
}
