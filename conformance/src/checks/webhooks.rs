//! Checks of the contract's section 7: the endpoints of `/webhooks`. Deliveries are not checked.

use serde_json::{Value, json};

use crate::check::{Check, check};
use crate::expect::Answer;
use crate::models::{DELIVERIES, NEW_WEBHOOK, WEBHOOK, WEBHOOKS};
use crate::outcome::{Done, Outcome};
use crate::world::World;

/// All events of the contract.
pub const EVENTS: [&str; 20] = [
    "chat.new",
    "chat.status_updated",
    "chat.assigned",
    "chat.snoozed",
    "chat.unsnoozed",
    "chat.closed",
    "chat.rated",
    "customer.new",
    "customer.email_updated",
    "customer.tags_changed",
    "customer.unsubscribed",
    "customer.subscribed",
    "customer.blocked",
    "customer.unblocked",
    "customer.deleted",
    "message.chat.customer",
    "message.email.customer",
    "message.private",
    "message.chat.agent",
    "message.email.agent",
];
/// A URL whose host never has an address (RFC 2606).
const URL: &str = "https://hooks.invalid/deskbell?a=b";

pub fn checks() -> Vec<Check> {
    vec![
        check!("7", webhook, "POST /webhooks: 201 with its secret, which GET does not show"),
        check!("7", every_event, "A webhook takes every event of the list, and no other"),
        check!("7", patch, "PATCH /webhooks/{id} takes url, events, enabled; the rest stays"),
        check!(
            "7",
            headers,
            "Fixed headers: shown masked, none of those that HTTP or the server sets"
        ),
        check!("7", delete, "DELETE /webhooks/{id}: 200 \"Ok\", and it is missing then"),
        check!("7", rotate, "POST /webhooks/{id}/rotate: 200 with another secret"),
        check!("7", targets, "Other schemes and literal private addresses: 400"),
        check!("7", in_order, "Bad fields are listed in the order of the model"),
        check!("7", missing, "A webhook that is not there: 404 Webhook not found"),
        check!("7", list, "GET /webhooks takes limit and offset, by id"),
        check!("7", deliveries, "POST /webhooks/{id}/test is in GET /webhooks/{id}/deliveries"),
    ]
}

/// Creates a webhook that is disabled and receives no events.
fn made(w: &World) -> Outcome<Answer> {
    let answer = w.post("/v1/webhooks", &json!({"url": URL, "events": ["chat.rated"]}))?;
    answer.created()?;
    w.patch(&path(&answer)?, &json!({"enabled": false}))?.ok()?;
    Ok(answer)
}

fn path(webhook: &Answer) -> Outcome<String> {
    Ok(format!("/v1/webhooks/{}", webhook.id()?))
}

fn gone(w: &World, path: &str) -> Done {
    w.delete(path)?.ok()?.is(&json!("Ok"))?;
    Ok(())
}

fn webhook(w: &World) -> Done {
    let made = made(w)?;
    made.shape(&NEW_WEBHOOK)?.at("/url").is(URL)?;
    made.at("/enabled").is(true)?;
    let secret = made.at("/secret").text()?;
    made.holds(secret.starts_with("whsec_"), "a secret that begins with whsec_")?;
    let path = path(&made)?;
    w.get(&path)?.ok()?.shape(&WEBHOOK)?.at("/id").is(made.id()?)?;
    gone(w, &path)
}

fn every_event(w: &World) -> Done {
    let path = path(&made(w)?)?;
    let all = json!({"events": EVENTS});
    w.patch(&path, &all)?.ok()?.at("/events").is(all["events"].clone())?;
    let twice = w.patch(&path, &json!({"events": ["chat.new", "chat.closed", "chat.new"]}))?;
    twice.ok()?.at("/events").is(json!(["chat.new", "chat.closed"]))?;
    for events in [json!([]), json!(["chat.opened"]), json!(["Chat.new"]), json!("chat.new")] {
        w.patch(&path, &json!({"events": events}))?.invalid("events")?;
    }
    gone(w, &path)
}

fn patch(w: &World) -> Done {
    let path = path(&made(w)?)?;
    let before = w.get(&path)?;
    for (key, value) in [
        ("url", json!("http://hooks.invalid")),
        ("events", json!(["customer.new"])),
        ("enabled", json!(false)),
    ] {
        let changed = w.patch(&path, &json!({key: value}))?;
        changed.ok()?.shape(&WEBHOOK)?.at(&format!("/{key}")).is(value)?;
        changed.at("/createdAt").is(before.json()["createdAt"].clone())?;
        w.get(&path)?.ok()?.is(changed.json())?;
        w.patch(&path, &json!({key: null}))?.invalid(key)?;
    }
    let now = w.get(&path)?;
    w.patch(&path, &json!({"id": 1, "createdAt": 1, "secret": "x"}))?.ok()?.is(now.json())?;
    gone(w, &path)
}

fn headers(w: &World) -> Done {
    let path = path(&made(w)?)?;
    let given = json!({"headers": {"X-Key": "secret of ours", "Authorization": "Bearer x"}});
    let changed = w.patch(&path, &given)?;
    let shown = changed.ok()?.shape(&WEBHOOK)?.json().to_string();
    changed.holds(!shown.contains("secret of ours"), "a header whose value is masked")?;
    let names = ["X-Key", "Authorization"].map(|name| changed.json()["headers"][name].is_string());
    changed.holds(names == [true, true], "the names of both headers")?;
    w.get(&path)?.ok()?.is(changed.json())?;
    for name in [
        "Host",
        "content-length",
        "Content-Type",
        "Transfer-Encoding",
        "webhook-id",
        "X-HelpCrunch-Signature",
        "a b",
        "",
    ] {
        w.patch(&path, &json!({"headers": {name: "x"}}))?.invalid("headers")?;
    }
    w.patch(&path, &json!({"headers": {"X-Key": "a\r\nHost: b"}}))?.invalid("headers")?;
    let many: serde_json::Map<_, _> =
        (0..11).map(|number| (format!("X-{number}"), json!("x"))).collect();
    w.patch(&path, &json!({"headers": many}))?.invalid("headers")?;
    w.patch(&path, &json!({"headers": {}}))?.ok()?.at("/headers").is(json!({}))?;
    gone(w, &path)
}

fn delete(w: &World) -> Done {
    let path = path(&made(w)?)?;
    gone(w, &path)?;
    w.get(&path)?.missing("Webhook")?;
    w.delete(&path)?.missing("Webhook")?;
    Ok(())
}

fn rotate(w: &World) -> Done {
    let made = made(w)?;
    let path = path(&made)?;
    let rotated = w.post(&format!("{path}/rotate"), &json!({}))?;
    rotated.ok()?.shape(&NEW_WEBHOOK)?.at("/id").is(made.id()?)?;
    rotated.at("/secret").is_not(made.json()["secret"].clone())?;
    gone(w, &path)
}

fn targets(w: &World) -> Done {
    for url in [
        "ftp://hooks.invalid",
        "hooks.invalid",
        "",
        "http://",
        "http://10.0.0.1/",
        "http://127.0.0.1:8080/",
        "http://[::1]/",
        "https://169.254.169.254/",
        "http://192.168.0.1/",
        "http://[fe80::1]/",
    ] {
        let body = json!({"url": url, "events": ["chat.new"]});
        w.post("/v1/webhooks", &body)?.invalid("url")?;
    }
    Ok(())
}

fn in_order(w: &World) -> Done {
    let items = [
        ("invalid_url_value", "url value is invalid"),
        ("invalid_events_value", "events value is invalid"),
    ];
    w.post("/v1/webhooks", &json!({}))?.errors(400, &items)?;
    let all: [(&str, &str); 3] =
        [items[0], items[1], ("invalid_enabled_value", "enabled value is invalid")];
    let path = path(&made(w)?)?;
    w.patch(&path, &json!({"enabled": 5, "events": 1, "url": 1}))?.errors(400, &all)?;
    gone(w, &path)
}

fn missing(w: &World) -> Done {
    for id in ["9223372036854775807", "0", "x", "1.5"] {
        let path = format!("/v1/webhooks/{id}");
        w.get(&path)?.missing("Webhook")?;
        w.patch(&path, &json!({}))?.missing("Webhook")?;
        w.delete(&path)?.missing("Webhook")?;
        w.post(&format!("{path}/test"), &json!({}))?.missing("Webhook")?;
        w.post(&format!("{path}/rotate"), &json!({}))?.missing("Webhook")?;
    }
    Ok(())
}

fn list(w: &World) -> Done {
    let webhooks = [made(w)?, made(w)?];
    let found = w.get("/v1/webhooks")?;
    let ids = found.ok()?.shape(&WEBHOOKS)?.ids()?;
    found.holds(ids.is_sorted(), "webhooks by id")?;
    let total = found.at("/meta/total").int()?;
    w.get("/v1/webhooks?limit=1&offset=1")?.ok()?.rows(&ids[1..2])?;
    let end = w.get(&format!("/v1/webhooks?offset={total}"))?;
    end.ok()?.at("/data").is(Value::Array(Vec::new()))?;
    end.at("/meta/total").is(total)?;
    for webhook in &webhooks {
        gone(w, &path(webhook)?)?;
    }
    Ok(())
}

fn deliveries(w: &World) -> Done {
    let path = path(&made(w)?)?;
    let log = format!("{path}/deliveries");
    w.get(&log)?.ok()?.shape(&DELIVERIES)?.at("/meta/total").is(0)?;
    w.post(&format!("{path}/test"), &json!({}))?.ok()?;
    let found = w.get(&log)?;
    found.ok()?.shape(&DELIVERIES)?.at("/meta/total").is(1)?;
    let id = found.at("/data/0/id").int()?;
    w.post(&format!("{path}/replay"), &json!({"delivery": id}))?.ok()?;
    w.post(&format!("{path}/replay"), &json!({"delivery": "x"}))?.invalid("delivery")?;
    gone(w, &path)
}
