//! Webhooks: the endpoints, what they are told, and the log of that.

use deskbell_model::limits::{
    WEBHOOK_HEADER_NAME_BYTES_MAX, WEBHOOK_HEADER_VALUE_BYTES_MAX, WEBHOOK_HEADERS_MAX,
    WEBHOOK_URL_BYTES_MAX,
};
use deskbell_model::webhook::MASK;
use deskbell_model::{BroadcastType, Rating, Side, Status, WebhookEvent};
use serde_json::{Value, json};

use super::Named;
use super::words::{
    about, array, at, boolean, count, id, input, like, object, or_null, page, reference, seconds,
    text, whole, word,
};

/// Scheme, host and port, path and query. Which hosts are addresses, and how long a label may be,
/// is beyond a pattern that people read.
const URL: &str = concat!(
    r"^[Hh][Tt][Tt][Pp][Ss]?://(\[[0-9A-Fa-f:.]+\]|[-0-9A-Za-z._]+)(:[0-9]{1,5})?",
    r"([/?][!$-;=?-\[\]_a-z~]*)?$",
);

pub(super) fn named() -> Named {
    let secret = "What the signatures are made with. It is shown here and nowhere else.";
    let mut shown = endpoint();
    shown.push(("secret", about(text(), secret)));
    let event = word(WebhookEvent::wanted().map(WebhookEvent::as_str));
    vec![
        ("Webhook", object(endpoint())),
        ("WebhookPage", page("Webhook")),
        ("WebhookWithSecret", object(shown)),
        ("WebhookEvent", about(event, "What a webhook may be told of.")),
        ("WebhookUrlIn", url_in()),
        ("WebhookEventsIn", events_in()),
        ("WebhookHeadersIn", headers_in()),
        ("NewWebhook", input(&["url", "events"], settings())),
        ("WebhookEdit", webhook_edit()),
        ("Replay", replay()),
        ("Delivery", delivery()),
        ("DeliveryBody", sent()),
        ("DeliveryPage", page("Delivery")),
        ("WebhookBody", body()),
        ("ChatData", chat_data()),
        ("CustomerData", customer_data()),
        ("MessageData", message_data()),
        ("TestData", about(object(vec![("webhook_id", id())]), "What a test tells.")),
    ]
}

fn endpoint() -> Vec<(&'static str, Value)> {
    let masked = json!({"type": "object", "additionalProperties": {"const": MASK}});
    vec![
        ("id", id()),
        ("url", about(text(), "Where it is, as it was given.")),
        ("events", about(array(reference("WebhookEvent")), "Each of them once.")),
        ("enabled", about(boolean(), "Whether it is told anything.")),
        ("createdAt", seconds()),
        ("headers", about(masked, "What its deliveries are sent with besides.")),
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

fn delivery() -> Value {
    let millis = json!({"type": "integer", "format": "int64", "minimum": 0});
    let status = json!({"type": "integer", "minimum": 100, "maximum": 999});
    let answer =
        object(vec![("status", status), ("body", about(or_null(text()), "Its first 2 KiB."))]);
    let state = word(["waiting", "delivered", "failed"]);
    object(vec![
        ("id", id()),
        ("eventId", about(event_id(), "What the target knows it by.")),
        ("event", any_event()),
        ("seq", about(or_null(id()), "The change that fired it; null of a test.")),
        ("state", state),
        ("attempts", about(count(), "How often it was tried.")),
        ("createdAt", about(seconds(), "When it happened.")),
        ("lastAttemptAt", or_null(at())),
        ("nextAttemptAt", or_null(at())),
        ("durationMs", about(or_null(millis), "How long the last attempt took.")),
        ("error", about(or_null(text()), "Why the last attempt failed.")),
        ("request", reference("DeliveryBody")),
        ("response", about(or_null(answer), "What the target answered last.")),
    ])
}

fn event_id() -> Value {
    json!({"type": "string", "format": "uuid"})
}

fn any_event() -> Value {
    word(WebhookEvent::ALL.iter().map(|event| event.as_str()))
}

/// What is posted, with what is told in it.
fn envelope(data: Value) -> Value {
    object(vec![
        ("event", any_event()),
        ("eventData", data),
        ("attempts", about(count(), "How often it was sent before.")),
        ("lastAttemptAt", about(seconds(), "When that was last; at first, `createdAt`.")),
        ("createdAt", about(seconds(), "When it happened.")),
        ("id", about(event_id(), "The same at every attempt.")),
    ])
}

fn any_data() -> Value {
    let data = ["ChatData", "CustomerData", "MessageData", "TestData"].map(reference);
    json!({"anyOf": data})
}

fn body() -> Value {
    about(envelope(any_data()), "What is posted to a target.")
}

fn sent() -> Value {
    let data = about(
        or_null(any_data()),
        "Null when what it tells of is no longer kept, and once a page has shown 1 MiB: ask for \
         fewer then.",
    );
    about(envelope(data), "As it was sent last; a message's customer is who it is now.")
}

fn chat_data() -> Value {
    object(vec![
        ("chat_id", id()),
        ("chatId", id()),
        ("communicatedAgents", about(array(id()), "Who wrote in it.")),
        ("customer", reference("ChatCustomer")),
        ("assignee", or_null(reference("Agent"))),
        ("closedBy", or_null(word(Side::ALL.iter().map(|it| it.as_str())))),
        ("status", word(Status::ALL.iter().map(|it| it.as_str()))),
        ("createdAt", at()),
        ("closedAt", or_null(at())),
        ("snoozedUntil", or_null(at())),
        ("rating", or_null(word(Rating::ALL.iter().map(|it| it.as_str())))),
        ("applicationId", id()),
        ("department", or_null(reference("ChatDepartment"))),
    ])
}

fn customer_data() -> Value {
    let scalar = json!({"type": ["string", "number", "boolean", "null"]});
    let told = object(vec![
        ("id", id()),
        ("name", or_null(text())),
        ("userId", or_null(text())),
        ("email", or_null(text())),
        ("unsubscribed", boolean()),
        ("customData", json!({"type": "object", "additionalProperties": scalar})),
    ]);
    about(told, "Of a customer who was deleted the id, and nothing of all else.")
}

fn message_data() -> Value {
    let message = object(vec![
        ("id", id()),
        ("applicationId", id()),
        ("broadcastType", or_null(word(BroadcastType::ALL.iter().map(|it| it.as_str())))),
        ("createdAt", at()),
        ("updatedAt", or_null(at())),
        ("edited", boolean()),
        ("read", boolean()),
        ("text", or_null(text())),
    ]);
    object(vec![
        ("chat_id", id()),
        ("chatId", id()),
        ("agent", or_null(reference("MessageAgent"))),
        ("customer", reference("ChatCustomer")),
        ("message", message),
    ])
}
