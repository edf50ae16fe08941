//! The access log, and slow statements in the log.

use std::io::{BufRead as _, BufReader, Lines, Read as _, Write as _};
use std::net::{IpAddr, TcpStream};
use std::process::{ChildStderr, Stdio};
use std::sync::Arc;

use axum::http::Method;
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on, client, engines};
use futures_util::FutureExt as _;
use serde_json::{Value, json};

use crate::process::{SERVE, Server, UNLIMITED, data, deskbell, first_line, migrated, text};
use crate::welcome::{PASSWORD, accept, sign_in};

const ACCESS: (&str, &str) = ("DESKBELL_LOG__ACCESS", "true");
const EVERY_STATEMENT: (&str, &str) = ("DESKBELL_LOG__SLOW_STATEMENT_MS", "0");
const ENDED: &str = "a request ended";
const SLOW: &str = "a statement was slow";

/// The log of a server, as JSON.
struct Log {
    lines: Lines<BufReader<ChildStderr>>,
    /// All lines that were read so far.
    read: String,
}

impl Log {
    /// Reads the next event; `None` at the end of the log. Skips lines that are not JSON.
    fn next(&mut self) -> Option<Value> {
        loop {
            let line = self.lines.next()?.unwrap();
            self.read.push_str(&line);
            if let Ok(event) = serde_json::from_str(&line) {
                return Some(event);
            }
        }
    }

    /// Reads up to the access log's line of the request with this id; returns this line.
    fn ended(&mut self, id: &str) -> Value {
        loop {
            let event = self.next().expect("a line of the request");
            if event["message"] == ENDED && event["id"] == id {
                return event;
            }
        }
    }

    /// Reads the events up to the end of the log.
    fn rest(&mut self) -> Vec<Value> {
        std::iter::from_fn(|| self.next()).collect()
    }
}

/// Starts a server with these settings; returns the server and its log.
fn start(url: &str, environment: &[(&str, &str)]) -> (Server, Log) {
    let mut command = deskbell(url, SERVE);
    command.envs(UNLIMITED).env("DESKBELL_LOG__FORMAT", "json");
    command.envs(environment.iter().copied()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let said = first_line(&mut child).unwrap();
    (Server::adopt(child, &said), Log { lines, read: String::new() })
}

/// Sends a request with this id and these additional header lines; returns the status and the
/// length of the body.
fn send(server: &Server, id: &str, call: (&str, &str), lines: &str, body: &str) -> (u16, usize) {
    let lines = format!("X-Request-Id: {id}\r\n{lines}");
    let answer = server.exchange_with(call.0, call.1, &lines, body);
    (answer.status, answer.body.len())
}

#[test]
fn every_request_has_a_line_with_its_operation_its_caller_and_what_it_got() {
    let (_folder, url) = migrated();
    data(&url, &["application", "add", "--name", "Shop"]);
    let (server, mut log) = start(&url, &[ACCESS]);
    let key = server.key.clone().unwrap();
    let bearer = format!("Authorization: Bearer {key}\r\n");
    let (status, bytes) = send(&server, "list", ("GET", "/v1/chats?limit=3"), &bearer, "");
    let line = log.ended("list");
    let expected = [
        ("method", json!("GET")),
        ("route", json!("/v1/chats")),
        ("status", json!(status)),
        ("bytes", json!(bytes)),
        ("org", json!(1)),
        ("by", json!("key:1")),
        ("peer", json!("127.0.0.1")),
        ("client", json!("127.0.0.1")),
    ];
    for (field, value) in expected {
        assert_eq!(line[field], value, "{field}: {line}");
    }
    assert!(line["micros"].as_u64().is_some_and(|it| it > 0), "{line}");
    assert_eq!(line["level"], "INFO");
    for (id, call, lines, status, route) in [
        ("one", ("GET", "/v1/customers/77"), bearer.as_str(), 404, json!("/v1/customers/{id}")),
        (
            "nobody",
            ("GET", "/v1/chats"),
            "Authorization: Bearer dbk_no\r\n",
            401,
            json!("/v1/chats"),
        ),
        ("nothing", ("GET", "/v1/nothing?q=hidden"), &bearer, 404, Value::Null),
        ("head", ("HEAD", "/v1/chats/total"), &bearer, 200, json!("/v1/chats/total")),
    ] {
        assert_eq!(send(&server, id, call, lines, "").0, status, "{id}");
        let line = log.ended(id);
        assert_eq!((&line["status"], &line["route"]), (&json!(status), &route), "{line}");
        // Whoever asks for no operation is asked for no credential.
        let by = if ["nobody", "nothing"].contains(&id) { Value::Null } else { json!("key:1") };
        assert_eq!((&line["by"], line["org"].is_i64()), (&by, !by.is_null()), "{line}");
    }
    let made = send(&server, "made", ("POST", "/v1/customers"), &bearer, r#"{"name":"Unwritten"}"#);
    assert_eq!((made.0, &log.ended("made")["status"]), (201, &json!(201)));
    server.stops();
    log.rest();
    for secret in [&key[4..], "hidden", "limit=3", "Unwritten", "dbk_no"] {
        assert!(!log.read.contains(secret), "{secret}: {}", log.read);
    }
}

#[test]
fn a_key_that_is_refused_is_named_by_its_number_unless_it_is_unknown() {
    let (_folder, url) = migrated();
    let (server, mut log) = start(&url, &[ACCESS, ("DESKBELL_LIMITS__REQUESTS_PER_MINUTE", "1")]);
    let revoked = data(&url, &["key", "create"]);
    data(&url, &["key", "revoke", "2"]);
    for (id, key, by) in [("revoked", &*revoked, json!("key:2")), ("no", "dbk_no", Value::Null)] {
        let bearer = format!("Authorization: Bearer {key}\r\n");
        assert_eq!(send(&server, id, ("GET", "/v1/chats"), &bearer, "").0, 401);
        let line = log.ended(id);
        assert_eq!((&line["by"], line["org"].is_i64()), (&by, !by.is_null()), "{line}");
    }
    let bearer = format!("Authorization: Bearer {}\r\n", server.key.clone().unwrap());
    // A minute may end between two requests.
    let mut tries = (1..).map(|number| format!("try-{number}"));
    let status = |id: &String| send(&server, id, ("GET", "/v1/chats"), &bearer, "").0;
    let refused = tries.find(|id| status(id) == 429).unwrap();
    let line = log.ended(&refused);
    assert_eq!((&line["by"], &line["org"]), (&json!("key:1"), &json!(1)), "{line}");
    server.stops();
}

#[test]
fn agents_and_visitors_are_named_by_their_numbers() {
    let (_folder, url) = migrated();
    data(&url, &["application", "add", "--name", "Shop"]);
    let (server, mut log) = start(&url, &[ACCESS]);
    assert_eq!(accept(&server, &server.welcome.clone().unwrap(), "ana"), 200);
    let cookie = format!("Sec-Fetch-Site: same-origin\r\nCookie: {}\r\n", sign_in(&server, "ana"));
    assert_eq!(send(&server, "me", ("GET", "/app/v1/me"), &cookie, "").0, 200);
    let line = log.ended("me");
    assert_eq!((&line["by"], &line["org"]), (&json!("agent:1"), &json!(1)), "{line}");
    let answer = server.exchange_with("POST", "/widget/v1/session", "", r#"{"app":1}"#);
    let begun: Value = serde_json::from_slice(&answer.body).unwrap();
    let bearer = format!("Authorization: Bearer {}\r\n", begun["token"].as_str().unwrap());
    // Nothing is stored of a visitor who only looks.
    send(&server, "looks", ("GET", "/widget/v1/unread"), &bearer, "");
    let line = log.ended("looks");
    assert_eq!((&line["by"], &line["org"]), (&Value::Null, &json!(1)), "{line}");
    let events = r#"{"events":[{"name":"signed up"}]}"#;
    assert_eq!(send(&server, "tells", ("POST", "/widget/v1/events"), &bearer, events).0, 200);
    send(&server, "known", ("GET", "/widget/v1/unread"), &bearer, "");
    let by = log.ended("known")["by"].clone();
    assert!(by.as_str().is_some_and(|it| it.starts_with("customer:")), "{by}");
    server.stops();
}

#[test]
fn a_client_cannot_forge_the_address_that_the_log_and_the_limits_have() {
    let (_folder, url) = migrated();
    let proxies = ("DESKBELL_SERVER__TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8");
    let forwarded = ("DESKBELL_SERVER__FORWARDED_HEADER", "Forwarded");
    let own = "192.0.2.7";
    for (settings, cases) in [
        (
            &[ACCESS, proxies][..],
            &[
                ("X-Forwarded-For: 192.0.2.7\r\n", own),
                ("X-Forwarded-For: 192.0.2.7, 10.0.0.9\r\n", own),
                ("X-Forwarded-For: 203.0.113.9, 192.0.2.7\r\n", own),
                ("X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 192.0.2.7\r\n", own),
                ("X-Forwarded-For: 10.0.0.3, 192.0.2.7\r\n", own),
                ("Forwarded: for=203.0.113.9\r\nX-Forwarded-For: 192.0.2.7\r\n", own),
                ("Forwarded: for=203.0.113.9\r\n", "127.0.0.1"),
                ("X-Real-IP: 203.0.113.9\r\n", "127.0.0.1"),
            ][..],
        ),
        (
            &[ACCESS, proxies, forwarded],
            &[
                ("Forwarded: for=203.0.113.9, for=\"192.0.2.7:4711\"\r\n", own),
                ("Forwarded: for=\"203.0.113.9\r\nForwarded: for=192.0.2.7;proto=https\r\n", own),
                ("X-Forwarded-For: 203.0.113.9\r\nForwarded: for=192.0.2.7\r\n", own),
                ("X-Forwarded-For: 203.0.113.9\r\n", "127.0.0.1"),
            ],
        ),
        (&[ACCESS], &[("X-Forwarded-For: 203.0.113.9\r\n", "127.0.0.1")]),
    ] {
        let (server, mut log) = start(&url, settings);
        for (lines, client) in cases {
            send(&server, "asked", ("GET", "/healthz"), lines, "");
            let line = log.ended("asked");
            let found = (line["peer"].as_str().unwrap(), line["client"].as_str().unwrap());
            assert_eq!(found, ("127.0.0.1", *client), "{lines}");
        }
        server.stops();
    }
}

#[test]
fn a_streams_line_comes_at_its_end_with_all_its_bytes() {
    let (_folder, url) = migrated();
    let (server, mut log) = start(&url, &[ACCESS]);
    let key = server.key.clone().unwrap();
    let host = server.address.strip_prefix("http://").unwrap().to_owned();
    let mut stream = TcpStream::connect(&host).unwrap();
    let head = format!(
        "GET /v1/stream?after=0 HTTP/1.1\r\nHost: {host}\r\nX-Request-Id: stream\r\n\
         Authorization: Bearer {key}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    assert!(server.makes_a_customer(&key));
    let mut heard = Vec::new();
    let mut piece = [0; 4_096];
    while !String::from_utf8_lossy(&heard).contains("Una") {
        let read = stream.read(&mut piece).unwrap();
        assert!(read > 0, "{}", String::from_utf8_lossy(&heard));
        heard.extend_from_slice(&piece[..read]);
    }
    server.stops();
    stream.read_to_end(&mut heard).unwrap();
    let line = log.ended("stream");
    let body = text(&heard).split_once("\r\n\r\n").unwrap().1.len();
    assert_eq!((&line["status"], &line["bytes"]), (&json!(200), &json!(body)), "{line}");
}

engines! {
    async fn a_client_that_hung_up_before_its_answer_has_a_line_without_a_status(t: &Test) {
        let file = tempfile::NamedTempFile::new().unwrap();
        let lines = tracing_subscriber::fmt().json().flatten_event(true);
        let lines = lines.with_writer(file.reopen().unwrap()).finish();
        let http = deskbell_web::http(Arc::clone(&t.app)).unwrap().logging(true);
        let after = t.get("/v1/changes?after=0").await.json()["meta"]["next"].clone();
        let target = format!("/v1/changes?after={after}&wait=60");
        let bearer = format!("Bearer {}", t.key);
        let request = client::request(Method::GET, &target, &[("authorization", &bearer)]);
        let logging = tracing::subscriber::set_default(lines);
        // The future is dropped while it waits, as when the connection is gone.
        let answered = http.answer(request, IpAddr::from([192, 0, 2, 7])).now_or_never();
        drop(logging);
        assert!(answered.is_none());
        let log = std::fs::read_to_string(file.path()).unwrap();
        let ended = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let ended: Vec<_> = ended.filter(|it| it["message"] == ENDED).collect();
        assert_eq!(ended.len(), 1, "{log}");
        assert_eq!((&ended[0]["status"], &ended[0]["bytes"]), (&Value::Null, &json!(0)), "{log}");
        let (route, client) = (&ended[0]["route"], &ended[0]["client"]);
        assert_eq!((route, client), (&json!("/v1/changes"), &json!("192.0.2.7")));
    }
}

#[test]
fn who_signs_in_who_fails_and_a_new_password_are_logged_without_any_password() {
    let (_folder, url) = migrated();
    data(&url, &["application", "add", "--name", "Shop"]);
    let (server, mut log) = start(&url, &[]);
    assert_eq!(accept(&server, &server.welcome.clone().unwrap(), "ana"), 200);
    let cookie = sign_in(&server, "ana");
    let wrong = json!({"login": "ana", "password": "six green bottles"});
    assert_eq!(server.page("POST", "/app/v1/session", "", &wrong).status, 401);
    let new = json!({"current": PASSWORD, "password": "eight blue bicycles"});
    assert_eq!(server.page("PUT", "/app/v1/me/password", &cookie, &new).status, 200);
    server.stops();
    let told = log.rest();
    for (event, field, value) in [
        ("an agent signed in", "agent", "1"),
        ("somebody failed to sign in", "peer", "127.0.0.1"),
        ("a password was changed", "agent", "1"),
    ] {
        let found = told.iter().find(|it| it["message"] == event);
        let found = found.unwrap_or_else(|| panic!("not {event}: {told:?}"));
        assert_eq!(found[field], value, "{found}");
    }
    for secret in [PASSWORD, "six green", "eight blue", cookie.split('=').next_back().unwrap()] {
        assert!(!log.read.contains(secret), "{secret}: {}", log.read);
    }
}

#[test]
fn what_a_client_sends_adds_no_line_to_the_log_and_no_field() {
    let (_folder, url) = migrated();
    let targets = [
        "/v1/forged%0a2026-01-01T00:00:00Z%20ERROR%20forged",
        "/v1/forged\"%20status=200%20level=\"ERROR",
        "/v1/forged\\n{}",
    ];
    for format in ["text", "json"] {
        let (server, log) = start(&url, &[ACCESS, ("DESKBELL_LOG__FORMAT", format)]);
        for target in targets {
            let lines = "X-Request-Id: forged id\r\ntraceparent: forged\r\n";
            let answer = server.exchange_with("GET", target, lines, "");
            assert!([400, 404].contains(&answer.status), "{target}: {}", answer.status);
        }
        server.stops();
        let lines: Vec<_> = log.lines.map(Result::unwrap).collect();
        let forged: Vec<_> = lines.iter().filter(|it| it.contains("forged")).collect();
        assert!(!forged.is_empty(), "{lines:?}");
        for line in forged {
            if format == "text" {
                // A line has its own time, and the path stands in quotes that it cannot end.
                assert!(line.starts_with("20") && line.contains("path=\"/v1/forged"), "{line}");
                assert!(!line.contains("forged\" status"), "{line}");
            } else {
                let event: Value = serde_json::from_str(line).unwrap();
                assert!(event["span"]["path"].as_str().unwrap().contains("forged"), "{line}");
            }
            assert!(!line.contains("forged id"), "{line}");
        }
    }
}

#[test]
fn a_request_that_failed_is_logged_with_the_cause_and_answered_without() {
    let (folder, url) = migrated();
    let (server, mut log) = start(&url, &[]);
    let key = server.key.clone().unwrap();
    let file = rusqlite::Connection::open(folder.path().join("a.db")).unwrap();
    file.execute_batch("ALTER TABLE webhooks RENAME TO elsewhere").unwrap();
    file.close().unwrap();
    let (status, answer) = server.get(&key, "/v1/webhooks");
    assert!(status >= 500, "{status}: {answer}");
    assert!(!answer.to_string().contains("webhooks"), "{answer}");
    server.stops();
    let told = log.rest();
    let failed = told.iter().find(|it| it["message"] == "a request failed");
    let failed = failed.unwrap_or_else(|| panic!("{told:?}"));
    assert!(failed["error"].as_str().unwrap().contains("webhooks"), "{failed}");
    assert_eq!(failed["status"], status, "{failed}");
}

#[test]
fn without_the_settings_no_request_and_no_quick_statement_is_logged() {
    let (_folder, url) = migrated();
    let longest = ("DESKBELL_LOG__SLOW_STATEMENT_MS", "3600000");
    let (server, mut log) = start(&url, &[longest]);
    let key = server.key.clone().unwrap();
    assert!(server.makes_a_customer(&key));
    assert_eq!(server.get(&key, "/v1/chats").0, 200);
    server.stops();
    let told: Vec<Value> = log.rest();
    assert!(told.iter().any(|it| it["message"] == "serving"), "{told:?}");
    assert!(!told.iter().any(|it| it["message"] == ENDED || it["message"] == SLOW), "{told:?}");
}

#[test]
fn slow_statements_and_commits_are_logged_by_their_names_without_values() {
    block_on(async {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let database = Database::migrated(engine).await;
            let (server, mut log) = start(&database.url, &[EVERY_STATEMENT]);
            let key = server.key.clone().unwrap();
            let body = r#"{"name":"Unwritten"}"#;
            let made = server.exchange("POST", Some(&key), "/v1/customers", body);
            assert_eq!(made.status, 201);
            server.stops();
            let told = log.rest();
            let slow: Vec<_> = told.iter().filter(|it| it["message"] == SLOW).collect();
            for name in ["customers::INSERT", "COMMIT"] {
                let found = slow.iter().find(|it| it["statement"] == name);
                let found = found.unwrap_or_else(|| panic!("no {name} on {engine:?}: {slow:?}"));
                assert!(found["micros"].is_u64(), "{found}");
            }
            assert!(!log.read.contains("Unwritten") && !log.read.contains("INSERT INTO"));
            database.remove().await;
        }
    });
}
