//! The schemas of the bodies that make and change webhooks.

use deskbell_model::limits::{
    WEBHOOK_HEADER_NAME_BYTES_MAX, WEBHOOK_HEADER_VALUE_BYTES_MAX, WEBHOOK_HEADERS_MAX,
    WEBHOOK_URL_BYTES_MAX,
};
use serde_json::{Value, json};

use crate::schema::{Named, about, input, like, reference, whole};

/// The pattern of a URL: scheme, host and port, path and query. To stay readable, the pattern
/// checks neither IP addresses nor the lengths in a host's name.
const URL: &str = concat!(
    r"^[Hh][Tt][Tt][Pp][Ss]?://(\[[0-9A-Fa-f:.]+\]|[-0-9A-Za-z._]+)(:[0-9]{1,5})?",
    r"([/?][!$-;=?-\[\]_a-z~]*)?$",
);

pub(crate) fn schemas() -> Named {
    vec![
        ("WebhookUrlIn", url_in()),
        ("WebhookEventsIn", events_in()),
        ("WebhookHeadersIn", headers_in()),
        ("NewWebhook", input(&["url", "events"], settings())),
        ("WebhookEdit", webhook_edit()),
        ("Replay", replay()),
    ]
}

fn headers_in() -> Value {
    let value = json!({
        "type": "string", "pattern": "^[!-~]([ -~]*[!-~])?$",
        "maxLength": WEBHOOK_HEADER_VALUE_BYTES_MAX,
    });
    let name = json!({
        "pattern": "^[-!#$%&'*+.^_`|~0-9A-Za-z]+$", "maxLength": WEBHOOK_HEADER_NAME_BYTES_MAX,
    });
    about(
        json!({
            "type": "object", "maxProperties": WEBHOOK_HEADERS_MAX, "propertyNames": name,
            "additionalProperties": value,
        }),
        "Fixed headers that deliveries are sent with, none of those that HTTP or the server sets. \
         What is given takes the place of what was.",
    )
}

fn settings() -> Vec<(&'static str, Value)> {
    vec![
        ("url", reference("WebhookUrlIn")),
        ("events", reference("WebhookEventsIn")),
        ("headers", reference("WebhookHeadersIn")),
    ]
}

fn webhook_edit() -> Value {
    let mut fields = settings();
    fields.push(("enabled", reference("FlagIn")));
    about(input(&[], fields), "What is left out stays.")
}

fn url_in() -> Value {
    let url = json!({"type": "string", "pattern": URL, "maxLength": WEBHOOK_URL_BYTES_MAX});
    about(
        like(url, "https://hooks.example.com/deskbell"),
        "`http` or `https`, in ASCII, without user and fragment. It reaches public addresses \
         alone, and ranges that the operator has opened.",
    )
}

fn events_in() -> Value {
    let events = json!({"type": "array", "minItems": 1, "items": reference("WebhookEvent")});
    about(events, "Doubles count once.")
}

fn replay() -> Value {
    let since = whole(0, i64::MAX.unsigned_abs());
    let since = about(since, "Everything behind the change with this number that is kept.");
    let delivery = reference("IdIn");
    let none = || json!({"type": "null"});
    about(
        json!({"anyOf": [
            input(&["delivery"], vec![("delivery", delivery), ("since", none())]),
            input(&["since"], vec![("since", since), ("delivery", none())]),
        ]}),
        "One delivery, or everything since.",
    )
}
