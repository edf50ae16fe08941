//! The JSON of spans: the body of `POST /v1/traces` (OTLP over HTTP), with the names of
//! OpenTelemetry's semantic conventions.

use serde_json::{Value, json};

use crate::layer::{AttributeValue, FinishedSpan};

/// The OTLP kind of a span of work inside the server; the next two constants are further kinds.
const INTERNAL: u8 = 1;
const SERVER: u8 = 2;
const CLIENT: u8 = 3;
/// The OTLP status code of a failed span.
const ERROR: u8 = 2;
/// The lowest HTTP status of an answer that reports a fault of the server.
const FAULTS_FROM: i64 = 500;

/// Writes the spans as JSON. `version` is the version of the server.
#[must_use]
pub fn body(spans: &[FinishedSpan], version: &str) -> String {
    let resource = [("service.name", "deskbell"), ("service.version", version)];
    let resource: Vec<Value> =
        resource.into_iter().map(|(key, value)| text_attribute(key, value)).collect();
    let spans: Vec<Value> = spans.iter().map(span).collect();
    json!({"resourceSpans": [{
        "resource": {"attributes": resource},
        "scopeSpans": [{"scope": {"name": "deskbell", "version": version}, "spans": spans}],
    }]})
    .to_string()
}

fn span(span: &FinishedSpan) -> Value {
    let kind = match span.name {
        "request" => SERVER,
        "statement" | "delivery" => CLIENT,
        _ => INTERNAL,
    };
    let attributes: Vec<Value> = {
        let shown = span.attributes.iter().filter(|(field, _)| !is_private(span.name, field));
        shown.map(|(field, value)| attribute(span.name, field, value)).collect()
    };
    let [start, end] = span.times.map(|ns| ns.max(0).to_string());
    let mut json = json!({
        "traceId": format!("{:032x}", span.context.trace),
        "spanId": format!("{:016x}", span.context.span),
        "name": name(span),
        "kind": kind,
        "startTimeUnixNano": start,
        "endTimeUnixNano": end,
        "attributes": attributes,
        "flags": 1,
    });
    if let Some(parent) = span.parent {
        json["parentSpanId"] = format!("{parent:016x}").into();
    }
    if has_failed(span) {
        json["status"] = json!({"code": ERROR});
    }
    json
}

/// The displayed name of a span, such as a request's method and route.
fn name(span: &FinishedSpan) -> String {
    let text = |field: &str| {
        span.attributes.iter().find_map(|(name, value)| match value {
            AttributeValue::Text(text) if *name == field => Some(text.as_str()),
            _ => None,
        })
    };
    match span.name {
        "request" => {
            let method = text("method").unwrap_or("HTTP");
            text("route").map_or(method.to_owned(), |route| format!("{method} {route}"))
        }
        "statement" => text("name").map_or("statement", short).to_owned(),
        "delivery" => text("event").map_or("delivery".to_owned(), |event| format!("POST {event}")),
        other => other.to_owned(),
    }
}

/// Removes the crate's name from the name of a statement.
fn short(name: &str) -> &str {
    name.strip_prefix("deskbell_storage::").unwrap_or(name)
}

fn has_failed(span: &FinishedSpan) -> bool {
    let is_fault = |value: &AttributeValue| matches!(value, AttributeValue::Int(FAULTS_FROM..));
    span.attributes.iter().any(|(name, value)| match *name {
        "status" => is_fault(value),
        "failed" => *value == AttributeValue::Bool(true),
        _ => false,
    })
}

/// Tells whether a field must not appear in traces. This is true for a request's path, because
/// anybody who knows the link of a file can load the file.
fn is_private(span: &str, field: &str) -> bool {
    (span, field) == ("request", "path")
}

fn attribute(span: &str, field: &str, value: &AttributeValue) -> Value {
    let key = match (span, field) {
        ("request", "method") => "http.request.method",
        ("request", "route") => "http.route",
        ("request", "status") => "http.response.status_code",
        ("statement", "name") => "db.operation.name",
        ("delivery", "status") => "http.response.status_code",
        (_, field) => return own(field, value),
    };
    match (key, value) {
        ("db.operation.name", AttributeValue::Text(name)) => text_attribute(key, short(name)),
        _ => json!({"key": key, "value": written(value)}),
    }
}

/// Writes an attribute whose key is Deskbell's and not OpenTelemetry's.
fn own(field: &str, value: &AttributeValue) -> Value {
    json!({"key": format!("deskbell.{field}"), "value": written(value)})
}

fn text_attribute(key: &str, value: &str) -> Value {
    json!({"key": key, "value": {"stringValue": value}})
}

/// Writes a value; numbers of 64 bits become texts in JSON.
fn written(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::Text(text) => json!({"stringValue": text}),
        AttributeValue::Int(number) => json!({"intValue": number.to_string()}),
        AttributeValue::Bool(is) => json!({"boolValue": is}),
    }
}
