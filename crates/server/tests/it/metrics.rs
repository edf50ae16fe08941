//! Metrics: the counted values, the text format, and the parsing by Prometheus.

mod moving;
mod prometheus;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use deskbell_metrics::{ALL, Format, MetricKind, MetricsSource};
use deskbell_model::Role;
use deskbell_storage::Engine;
use deskbell_testkit::{Reaction, Receiver, Test, engines};
use serde_json::json;

use crate::sockets::{LIMITS, Served, bearer};
use crate::webhooks::{desk, open, pass};

/// The metrics that exist only with SQLite, only on Linux, or only on a server with traces.
const NOT_EVERYWHERE: [&str; 8] = [
    "deskbell_spans_dropped_total",
    "deskbell_wal_bytes",
    "process_cpu_seconds_total",
    "process_resident_memory_bytes",
    "process_virtual_memory_bytes",
    "process_threads",
    "process_open_fds",
    "process_max_fds",
];

fn source(t: &Test) -> MetricsSource {
    MetricsSource::new(&t.app, &t.http, "1.2.3", None)
}

async fn text(t: &Test) -> String {
    source(t).text(Format::Prometheus).await
}

/// Returns the value of a time series in the metrics' text. `series` has the name and the labels in
/// the notation of this text.
fn value(text: &str, series: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '))?;
    Some(line.parse().expect("a number"))
}

/// Returns the number of answers with a status for a method and a route.
fn answers(text: &str, method: &str, route: &str, status: &str) -> Option<f64> {
    let series = format!(
        "http_server_request_duration_seconds_count{{http_request_method=\"{method}\",\
         http_route=\"{route}\",http_response_status_code=\"{status}\"}}"
    );
    value(text, &series)
}

engines! {
    async fn every_metric_that_is_declared_is_in_the_text_and_no_other(t: &Test) {
        assert_eq!(t.get("/v1/chats").await.status, 200);
        let text = text(t).await;
        let given: BTreeSet<(&str, &str)> =
            text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' ')).collect();
        let names: Vec<_> = ALL.iter().map(|it| (it.name(), it.kind.as_str())).collect();
        let declared: BTreeSet<_> = names.iter().map(|it| (it.0.as_str(), it.1)).collect();
        assert!(given.is_subset(&declared), "{given:?}");
        let missing: Vec<_> = declared.difference(&given).map(|it| it.0).collect();
        assert!(missing.iter().all(|it| NOT_EVERYWHERE.contains(it)), "{missing:?}");
        let has_wal = given.iter().any(|it| it.0 == "deskbell_wal_bytes");
        assert_eq!(has_wal, t.app.context.store.engine() == Engine::Sqlite);
        for metric in ALL.iter().filter(|it| it.kind == MetricKind::Histogram) {
            assert!(text.contains(&format!("{}_bucket{{", metric.name())), "{}", metric.name());
        }
        let build = text.lines().find(|line| line.starts_with("deskbell_build_info{"));
        assert!(build.is_some_and(|line| line.contains("version=\"1.2.3\"")), "{build:?}");
    }

    async fn a_request_counts_for_its_operation_with_its_status(t: &Test) {
        for _ in 0..3 {
            assert_eq!(t.get("/v1/chats?limit=5").await.status, 200);
        }
        t.send(Method::HEAD, "/v1/chats", &[]).await;
        assert_eq!(t.get("/v1/chats/7").await.status, 404);
        assert_eq!(t.get_as("wrong", "/v1/chats/7").await.status, 401);
        assert_eq!(t.get("/v1/nothing/at/all").await.status, 404);
        let text = text(t).await;
        assert_eq!(answers(&text, "GET", "/v1/chats", "200"), Some(4.0));
        assert_eq!(answers(&text, "GET", "/v1/chats/{id}", "404"), Some(1.0));
        assert_eq!(answers(&text, "GET", "/v1/chats/{id}", "401"), Some(1.0));
        assert_eq!(answers(&text, "_OTHER", "other", "404"), Some(1.0));
        let refused = |reason: &str| {
            value(&text, &format!("deskbell_requests_refused_total{{reason=\"{reason}\"}}"))
        };
        assert_eq!(refused("chat_not_found"), Some(1.0));
        assert_eq!(refused("invalid_token"), Some(1.0));
        assert_eq!(refused("not_found"), Some(1.0));
        assert_eq!(refused("too_many_requests"), Some(0.0));
    }

    async fn the_times_of_requests_have_buckets_from_a_tenth_of_a_millisecond(t: &Test) {
        assert_eq!(t.get("/v1/chats").await.status, 200);
        let text = text(t).await;
        let buckets = text.lines().filter_map(|line| {
            let labels = line.strip_prefix("http_server_request_duration_seconds_bucket{")?;
            let is_one = labels.contains("http_route=\"/v1/chats\"");
            let (_, bound) = labels.split_once("le=\"").filter(|_| is_one)?;
            let (bound, rest) = bound.split_once('"')?;
            Some((bound.to_owned(), rest.rsplit_once(' ')?.1.parse::<u64>().unwrap()))
        });
        let (bounds, counts): (Vec<_>, Vec<_>) = buckets.unzip();
        let expected = [
            "0.0001", "0.00025", "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05",
            "0.075", "0.1", "0.25", "0.5", "0.75", "1", "2.5", "5", "7.5", "10", "+Inf",
        ];
        assert_eq!(bounds, expected);
        assert!(counts.is_sorted() && counts.last() == Some(&1), "{counts:?}");
    }

    async fn nothing_that_a_client_sends_is_in_the_text(t: &Test) {
        t.get("/v1/secret-path?secret=query").await;
        t.get_as("secret-key", "/v1/chats").await;
        let method = Method::from_bytes(b"SECRET").unwrap();
        t.send(method, "/v1/chats", &[]).await;
        t.post("/v1/customers", &json!({"name": "secret", "email": 4, "secret": 1})).await;
        t.post("/v1/customers", &json!({"name": "secret", "userId": "secret"})).await;
        let before = text(t).await;
        assert!(!before.to_lowercase().contains("secret"), "{before}");
        // Other paths and methods make no other series.
        let series = |text: &str| text.lines().filter(|it| !it.starts_with('#')).count();
        for number in 0..50 {
            t.get(&format!("/v1/none/{number}")).await;
            t.get(&format!("/v1/chats/{}", 1_000 + number)).await;
        }
        let after = text(t).await;
        // The not found chat is one more operation, and reading it one or two statements.
        assert!(series(&after) < series(&before) + 150, "{} {}", series(&before), series(&after));
    }

    async fn statements_and_commits_are_counted_by_name(t: &Test) {
        assert_eq!(t.post("/v1/customers", &json!({"name": "Una"})).await.status, 201);
        let text = text(t).await;
        let system = match t.app.context.store.engine() {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgresql",
        };
        let of = |name: &str| {
            let labels = format!("db_system_name=\"{system}\",db_operation_name=\"{name}\"");
            value(&text, &format!("db_client_operation_duration_seconds_count{{{labels}}}"))
        };
        assert!(of("customers::INSERT") > Some(0.0), "{text}");
        assert!(value(&text, "deskbell_commit_rows_count") > Some(0.0));
        assert!(value(&text, "deskbell_commit_rows_sum") > Some(1.0));
        assert!(value(&text, "deskbell_commit_duration_seconds_count") > Some(0.0));
        assert!(value(&text, "deskbell_commit_duration_seconds_sum") > Some(0.0));
        assert_eq!(value(&text, "deskbell_writer_queue{lane=\"interactive\"}"), Some(0.0));
    }

    async fn deliveries_are_counted_by_outcome_and_age_while_they_wait(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        pass(t).await;
        receiver.react_next([Reaction::Status(500)]);
        open(t).await;
        pass(t).await;
        t.clock.advance(Duration::from_secs(3_600));
        let waiting = text(t).await;
        let attempts = |text: &str, outcome: &str| {
            value(text, &format!("deskbell_delivery_attempts_total{{outcome=\"{outcome}\"}}"))
        };
        assert_eq!(attempts(&waiting, "failed"), Some(1.0));
        assert!(value(&waiting, "deskbell_deliveries_waiting") >= Some(1.0));
        assert!(value(&waiting, "deskbell_outbox_oldest_seconds") > Some(3_500.0));
        assert!(value(&waiting, "deskbell_work_due{work=\"deliveries\"}") >= Some(1.0));
        pass(t).await;
        let done = text(t).await;
        assert!(attempts(&done, "delivered") > Some(0.0));
        assert_eq!(value(&done, "deskbell_outbox_oldest_seconds"), Some(0.0));
        assert_eq!(value(&done, "deskbell_deliveries_waiting"), Some(0.0));
    }

    async fn an_answer_from_an_earlier_request_is_counted_once(t: &Test) {
        let body = json!({"name": "Una"}).to_string();
        for _ in 0..3 {
            let headers = [("idempotency-key", "one")];
            let answer = t.call_with(Method::POST, "/v1/customers", &headers, body.clone()).await;
            assert_eq!(answer.status, 201);
        }
        assert_eq!(value(&text(t).await, "deskbell_idempotency_hits_total"), Some(2.0));
    }

    async fn the_numbers_of_the_database_are_read_again_after_five_seconds(t: &Test) {
        let source = source(t);
        let sessions = async || {
            let text = source.text(Format::Prometheus).await;
            value(&text, "deskbell_sessions").unwrap()
        };
        assert_eq!(sessions().await, 0.0);
        let _browser = t.agent("Ann", Role::Agent, &[]).await;
        assert_eq!(sessions().await, 0.0);
        t.clock.advance(Duration::from_secs(5));
        assert_eq!(sessions().await, 1.0);
    }

    async fn a_database_that_is_away_leaves_out_its_own_numbers_alone(t: &Test) {
        let node = t.another_node().await;
        let http = deskbell_web::http(Arc::clone(&node)).unwrap();
        let source = MetricsSource::new(&node, &http, "1", None);
        node.close().await;
        let text = source.text(Format::Prometheus).await;
        assert_eq!(value(&text, "deskbell_database_up"), Some(0.0));
        assert_eq!(value(&text, "deskbell_sessions"), None);
        assert_eq!(value(&text, "deskbell_idempotency_hits_total"), Some(0.0));
    }

    async fn openmetrics_has_the_same_numbers_and_an_end(t: &Test) {
        assert_eq!(t.get("/v1/chats").await.status, 200);
        let text = source(t).text(Format::OpenMetrics).await;
        assert!(text.ends_with("# EOF\n"), "{text}");
        assert!(text.contains("# TYPE deskbell_idempotency_hits counter"), "{text}");
        assert_eq!(answers(&text, "GET", "/v1/chats", "200"), Some(1.0));
    }

    async fn streams_count_while_they_are_open(t: &Test) {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut stream = served.stream("", &bearer(&t.key)).await;
        assert_eq!(stream.block().await.unwrap(), "retry: 1000");
        let open = text(t).await;
        assert_eq!(value(&open, "deskbell_feed_followers"), Some(1.0));
        assert_eq!(value(&open, "deskbell_connections"), Some(1.0));
        drop(stream);
        served.ended().await;
        let closed = text(t).await;
        assert_eq!(value(&closed, "deskbell_feed_followers"), Some(0.0));
        assert_eq!(value(&closed, "deskbell_connections"), Some(0.0));
    }
}
