//! The schemas of the bodies of requests that create or change webhooks.

use deskbell_model::limits::{
    WEBHOOK_HEADER_NAME_BYTES_MAX, WEBHOOK_HEADER_VALUE_BYTES_MAX, WEBHOOK_HEADERS_MAX,
    WEBHOOK_URL_BYTES_MAX,
};
use serde_json::{Value, json};

use crate::schema::{Named, about, input, like, reference, whole};

/// The pattern of a URL: scheme, host and port, path and query. To stay readable, the pattern
/// checks neither IP addresses nor the length of a host name.
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
        "Fixed headers of all deliveries; headers that HTTP or the server itself sets are refused. \
         They replace all present ones.",
    )
}

fn settings() -> Vec<(&'static str, Value)> {
    vec![
        ("url", reference("WebhookUrlIn")),
        ("events", reference("WebhookEventsIn")),
        ("enabled", reference("FlagIn")),
        ("headers", reference("WebhookHeadersIn")),
    ]
}

fn webhook_edit() -> Value {
    about(input(&[], settings()), "Fields that are left out stay as they are.")
}

fn url_in() -> Value {
    let url = json!({"type": "string", "pattern": URL, "maxLength": WEBHOOK_URL_BYTES_MAX});
    about(
        like(url, "https://hooks.example.com/deskbell"),
        "`http` or `https`, in ASCII, without user and fragment. The address must be public, or in \
         a range that the operator has allowed.",
    )
}

fn events_in() -> Value {
    let events = json!({"type": "array", "minItems": 1, "items": reference("WebhookEvent")});
    about(events, "Repeated events count once.")
}

fn replay() -> Value {
    let since = whole(0, i64::MAX.unsigned_abs());
    let since = about(since, "All events after the change with this number.");
    let delivery = reference("IdIn");
    let none = || json!({"type": "null"});
    about(
        json!({"anyOf": [
            input(&["delivery"], vec![("delivery", delivery), ("since", none())]),
            input(&["since"], vec![("since", since), ("delivery", none())]),
        ]}),
        "One delivery, or all events since a change.",
    )
}
