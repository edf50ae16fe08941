//! Traces that a server sends to a collector.

use std::process::Stdio;

use deskbell_testkit::{Reaction, Received, Receiver, block_on};
use serde_json::{Value, json};

use crate::process::{SERVE, Server, UNLIMITED, deskbell, first_line, place};

const CLIENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";

/// Starts a server that sends its traces to `collector`; returns the server and the line of JSON
/// that it printed.
fn start(url: &str, collector: &Receiver, environment: &[(&str, &str)]) -> (Server, Value) {
    let endpoint = format!("http://127.0.0.1:{}", collector.port());
    let mut command = deskbell(url, SERVE);
    command.envs(UNLIMITED).env("DESKBELL_TRACES__ENDPOINT", endpoint);
    command.env("DESKBELL_METRICS__LISTEN", "127.0.0.1:0").envs(environment.iter().copied());
    command.env("DESKBELL_WEBHOOKS__ALLOW", "127.0.0.0/8");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let said = first_line(&mut child).unwrap();
    (Server::adopt(child, &said), said)
}

/// The spans of a request to the collector.
fn spans(received: &Received) -> Vec<Value> {
    assert_eq!((received.path.as_str(), received.method.as_str()), ("/v1/traces", "POST"));
    assert_eq!(received.header("content-type"), Some("application/json"));
    let resource = received.json()["resourceSpans"][0].clone();
    let service = &resource["resource"]["attributes"][0];
    assert_eq!(service, &json!({"key": "service.name", "value": {"stringValue": "deskbell"}}));
    resource["scopeSpans"][0]["spans"].as_array().unwrap().clone()
}

/// Waits until the collector has a span for which `is_it` returns true; returns all spans so far.
async fn until(collector: &mut Receiver, is_it: impl Fn(&Value) -> bool) -> Vec<Value> {
    let mut all = Vec::new();
    loop {
        all.extend(spans(&collector.next().await));
        if all.iter().any(&is_it) {
            return all;
        }
    }
}

fn named<'s>(spans: &'s [Value], name: &str) -> &'s Value {
    let found = spans.iter().find(|it| it["name"] == name);
    found.unwrap_or_else(|| panic!("no {name}: {spans:#?}"))
}

#[test]
fn a_request_is_a_trace_with_its_statements_and_its_commit() {
    block_on(async {
        let (_folder, url) = place();
        let mut collector = Receiver::start().await;
        let (server, _) = start(&url, &collector, &[]);
        let key = server.key.clone().unwrap();
        let lines = format!("Authorization: Bearer {key}\r\ntraceparent: {CLIENT}\r\n");
        let body = json!({"name": "Una"}).to_string();
        assert_eq!(server.exchange_with("POST", "/v1/customers", &lines, &body).status, 201);
        let is_it = |it: &Value| it["traceId"] == TRACE && it["name"] == "POST /v1/customers";
        let all = until(&mut collector, is_it).await;
        let own: Vec<Value> = all.into_iter().filter(|it| it["traceId"] == TRACE).collect();
        let request = named(&own, "POST /v1/customers");
        assert_eq!(
            (&request["parentSpanId"], &request["kind"]),
            (&json!("b7ad6b7169203331"), &json!(2))
        );
        let statement = named(&own, "customers::INSERT");
        assert_eq!(
            (&statement["parentSpanId"], &statement["kind"]),
            (&request["spanId"], &json!(3))
        );
        assert_eq!(named(&own, "commit")["parentSpanId"], request["spanId"]);
        assert!(!json!(own).to_string().contains("Una"), "{own:#?}");
        server.stops();
    });
}

#[test]
fn a_delivery_goes_on_with_the_trace_of_its_change_and_its_target_can_too() {
    block_on(async {
        let (_folder, url) = place();
        let (mut collector, mut target) = (Receiver::start().await, Receiver::start().await);
        let (server, _) = start(&url, &collector, &[]);
        let key = server.key.clone().unwrap();
        let webhook = json!({"url": target.url(), "events": ["customer.new"]}).to_string();
        let made = server.exchange("POST", Some(&key), "/v1/webhooks", &webhook);
        assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
        let lines = format!("Authorization: Bearer {key}\r\ntraceparent: {CLIENT}\r\n");
        let body = json!({"name": "Una"}).to_string();
        assert_eq!(server.exchange_with("POST", "/v1/customers", &lines, &body).status, 201);
        let sent = target.next().await;
        let traceparent = sent.header("traceparent").unwrap().to_owned();
        let (trace, span) = (&traceparent[3..35], &traceparent[36..52]);
        assert_eq!(trace, TRACE);
        let all = until(&mut collector, |it| it["traceId"] == trace && it["spanId"] == span).await;
        let delivery = named(&all, "POST customer.new");
        let request = named(&all, "POST /v1/customers");
        assert_eq!((&delivery["kind"], &delivery["parentSpanId"]), (&json!(3), &request["spanId"]));
        // A delivery that tells of no change begins a trace.
        let tried = server.exchange("POST", Some(&key), "/v1/webhooks/1/test", "");
        assert_eq!(tried.status, 200, "{}", String::from_utf8_lossy(&tried.body));
        let sent = target.next().await;
        assert_ne!(&sent.header("traceparent").unwrap()[3..35], TRACE);
        server.stops();
    });
}

/// The collector refuses spans, and later does not answer. Meanwhile, the server still answers
/// requests, counts dropped spans, and stops normally.
#[test]
fn a_collector_that_is_away_delays_nothing() {
    block_on(async {
        let (_folder, url) = place();
        let mut collector = Receiver::start().await;
        collector.react(Reaction::Status(503));
        let (server, said) = start(&url, &collector, &[]);
        let key = server.key.clone().unwrap();
        assert!(server.makes_a_customer(&key));
        // The second batch comes after the first one was refused and counted.
        collector.next().await;
        assert!(server.makes_a_customer(&key));
        collector.next().await;
        let metrics = said["metrics"].as_str().unwrap().strip_prefix("http://").unwrap();
        let address = metrics.strip_suffix("/metrics").unwrap().parse().unwrap();
        let request = b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        let answer = deskbell_lab::http::exchange(&[address], request).unwrap();
        let text = String::from_utf8(answer.body).unwrap();
        let dropped = text.lines().find_map(|it| it.strip_prefix("deskbell_spans_dropped_total "));
        assert!(dropped.unwrap().parse::<u64>().unwrap() > 0, "{dropped:?}");
        collector.react(Reaction::Hang);
        assert!(server.makes_a_customer(&key));
        server.stops();
    });
}

#[test]
fn the_operator_chooses_the_share_and_the_token() {
    block_on(async {
        let (folder, url) = place();
        let token = folder.path().join("token");
        std::fs::write(&token, "secret\n").unwrap();
        let mut collector = Receiver::start().await;
        let file = [("DESKBELL_TRACES__TOKEN_FILE", token.to_str().unwrap())];
        let (server, _) = start(&url, &collector, &file);
        assert_eq!(server.get(server.key.as_ref().unwrap(), "/v1/chats").0, 200);
        let sent = collector.next().await;
        assert_eq!(sent.header("authorization"), Some("Bearer secret"));
        server.stops();
        let mut silent = Receiver::start().await;
        let (server, _) = start(&url, &silent, &[("DESKBELL_TRACES__PERCENT", "0")]);
        assert_eq!(server.ask("GET", None, "/v1/chats").0, 401);
        // The last spans are sent before the end.
        server.stops();
        assert!(silent.take().is_empty());
    });
}
