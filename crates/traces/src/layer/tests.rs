//! Tests of the spans that the layer records, through their JSON.

use serde_json::Value;
use tracing::subscriber::with_default;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::{Registry, filter};

use super::*;
use crate::{body, traceparent, traceparent_of_change};

const CLIENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/// Runs `work` with a layer that records `percent` percent of the traces; returns the spans as
/// JSON, and the number of dropped spans.
fn traced(percent: u64, work: impl FnOnce()) -> (Vec<Value>, u64) {
    let clock = SpanClock::new(1_800_000_000_000);
    let (layer, mut parts) = TraceLayer::new(SpanIds::new(7), percent, clock);
    let wanted = filter::filter_fn(TraceLayer::wants);
    with_default(Registry::default().with(layer.with_filter(wanted)), work);
    let mut ended = Vec::new();
    while let Ok(span) = parts.spans.try_recv() {
        ended.push(span);
    }
    let json: Value = serde_json::from_str(&body(&ended, "1.2.3")).unwrap();
    let spans = json["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().unwrap().clone();
    (spans, parts.dropped.get())
}

fn attribute(span: &Value, key: &str) -> Option<Value> {
    let found = span["attributes"].as_array()?.iter().find(|it| it["key"] == key)?;
    Some(found["value"].clone())
}

#[test]
fn spans_within_a_request_have_its_trace_and_their_parents() {
    let (spans, dropped) = traced(100, || {
        let request = tracing::info_span!(
            "request",
            method = "GET",
            path = "/files/secret",
            route = tracing::field::Empty,
            status = tracing::field::Empty
        );
        request.in_scope(|| {
            tracing::debug_span!("statement", name = "deskbell_storage::chats::PAGE")
                .in_scope(|| {});
        });
        request.record("route", "/v1/chats");
        request.record("status", 503_u16);
    });
    assert_eq!((spans.len(), dropped), (2, 0));
    let (statement, request) = (&spans[0], &spans[1]);
    assert_eq!(statement["traceId"], request["traceId"]);
    assert_eq!(statement["parentSpanId"], request["spanId"]);
    assert_eq!(request["parentSpanId"], Value::Null);
    assert_eq!((&statement["name"], &statement["kind"]), (&"chats::PAGE".into(), &3.into()));
    assert_eq!((&request["name"], &request["kind"]), (&"GET /v1/chats".into(), &2.into()));
    assert_eq!(request["status"]["code"], 2);
    assert_eq!(attribute(request, "http.response.status_code").unwrap()["intValue"], "503");
    assert_eq!(attribute(request, "http.route").unwrap()["stringValue"], "/v1/chats");
    assert!(!request.to_string().contains("secret"), "{request}");
    let time = |span: &Value, key: &str| span[key].as_str().unwrap().parse::<i64>().unwrap();
    let (start, end) = (time(request, "startTimeUnixNano"), time(request, "endTimeUnixNano"));
    assert!(start >= 1_800_000_000_000_000_000 && start <= time(statement, "startTimeUnixNano"));
    assert!(end >= time(statement, "endTimeUnixNano"));
}

#[test]
fn a_request_goes_on_with_the_trace_of_its_client() {
    let (spans, _) = traced(100, || {
        tracing::info_span!("request", traceparent = CLIENT).in_scope(|| {
            let given = traceparent().unwrap();
            assert!(given.starts_with("00-0af7651916cd43dd8448eb211c80319c-"), "{given}");
            assert!(given.ends_with("-01") && !given.contains("b7ad6b7169203331"), "{given}");
        });
    });
    assert_eq!(spans[0]["traceId"], "0af7651916cd43dd8448eb211c80319c");
    assert_eq!(spans[0]["parentSpanId"], "b7ad6b7169203331");
    assert_eq!(attribute(&spans[0], "deskbell.traceparent"), None);
}

#[test]
fn what_the_client_or_the_operator_does_not_want_is_not_recorded() {
    let unsampled = CLIENT.replace("-01", "-00");
    let (spans, _) = traced(100, || {
        tracing::info_span!("request", traceparent = unsampled).in_scope(|| {
            assert_eq!(traceparent(), None);
            tracing::debug_span!("statement", name = "a").in_scope(|| {});
        });
        // Work that nobody asked for begins no trace.
        tracing::debug_span!("statement", name = "b").in_scope(|| {});
    });
    assert_eq!(spans, Vec::<Value>::new());
    let some = |percent| {
        traced(percent, || (0..1_000).for_each(|_| drop(tracing::info_span!("request")))).0.len()
    };
    assert_eq!((some(0), some(100)), (0, 1_000));
    assert!((150..350).contains(&some(25)), "{}", some(25));
}

#[test]
fn a_full_queue_drops_spans_and_counts_them() {
    let more = 10;
    let (spans, dropped) = traced(100, || {
        (0..SPANS_WAITING_MAX + more).for_each(|_| drop(tracing::info_span!("request")));
    });
    assert_eq!((spans.len(), dropped), (SPANS_WAITING_MAX, more as u64));
}

#[test]
fn long_texts_are_cut() {
    let long = "é".repeat(TEXT_BYTES_MAX);
    let (spans, _) = traced(100, || drop(tracing::info_span!("request", route = long)));
    let path = attribute(&spans[0], "http.route").unwrap();
    assert_eq!(path["stringValue"].as_str().unwrap().len(), TEXT_BYTES_MAX);
}

#[test]
fn a_delivery_goes_on_with_the_trace_in_which_its_change_was_recorded() {
    let recorded = |seq: i64| {
        tracing::trace!(target: "deskbell::recorded", org = 1_i64, seq, "a change was recorded");
    };
    let (spans, _) = traced(100, || {
        tracing::info_span!("request", traceparent = CLIENT).in_scope(|| recorded(7));
        assert_eq!(traceparent_of_change(1, 8), None);
        assert_eq!(traceparent_of_change(2, 7), None);
        let origin = traceparent_of_change(1, 7).unwrap();
        tracing::debug_span!("delivery", traceparent = origin).in_scope(|| {});
        // The change was undone, and its number is given to one of a trace that is not recorded.
        let unsampled = CLIENT.replace("-01", "-00");
        tracing::info_span!("request", traceparent = unsampled).in_scope(|| recorded(7));
        assert_eq!(traceparent_of_change(1, 7), None);
    });
    let (request, delivery) = (&spans[0], &spans[1]);
    assert_eq!(delivery["traceId"], "0af7651916cd43dd8448eb211c80319c");
    assert_eq!(delivery["parentSpanId"], request["spanId"]);
}

#[test]
fn the_oldest_changes_are_forgotten() {
    traced(100, || {
        tracing::info_span!("request").in_scope(|| {
            for seq in 0..5_000_i64 {
                let org = 1_i64;
                tracing::trace!(target: "deskbell::recorded", org, seq, "a change was recorded");
            }
        });
        assert_eq!(traceparent_of_change(1, 5_000 - 4_097), None);
        assert!(traceparent_of_change(1, 5_000 - 4_096).is_some());
    });
}
