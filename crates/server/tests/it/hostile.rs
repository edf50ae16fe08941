//! Hostile input: every input leads to a clear error in the contract's form, never to a 500 or a
//! hang, and the server keeps running.

use std::net::SocketAddr;

use axum::body::Body;
use axum::http::{HeaderValue, Method, Request};
use deskbell_http::Limits;
use deskbell_testkit::put::Put;
use deskbell_testkit::{Answer, Engine, Test, block_on, client, engines};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::objects::{chat, customer, message, put};
use crate::sockets::{LIMITS, Served};

/// The number of random requests.
const CASES: u32 = 2_000;

async fn some_data(t: &Test) {
    let mut chat = chat(1, 5);
    chat.messages = 1;
    let messages = vec![message(&chat, 1, 1)];
    let chats = vec![chat];
    put(t, Put { customers: vec![customer(1)], chats, messages, ..Put::default() }).await;
}

/// Asserts that an answer is JSON data, or errors in the contract's form.
fn check(answer: &Answer, what: &str) {
    assert!(answer.status < 500, "{what}: {}", answer.status);
    match answer.status {
        200 => assert!(answer.json().is_object(), "{what}"),
        204 => assert!(answer.body.is_empty(), "{what}"),
        _ => assert!(!answer.errors().1.is_empty(), "{what}"),
    }
}

/// A random part of a path segment or of a parameter's value.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,25}",
        "[-+]?[0-9]{1,3}([.][0-9]{1,3})?([eE][0-9])?",
        "(%[0-9A-Fa-f]{2}){1,6}",
        "[!$'()*,;:@~a-zA-Z0-9._%+=-]{0,12}",
        Just("9223372036854775807".to_owned()),
        Just("9223372036854775808".to_owned()),
        Just("%00".to_owned()),
        Just("%2e%2e%2f".to_owned()),
        Just("chats.closedAt".to_owned()),
        Just("asc".to_owned()),
    ]
}

fn target() -> impl Strategy<Value = String> {
    let segment = prop_oneof![
        Just("chats".to_owned()),
        Just("messages".to_owned()),
        Just("total".to_owned()),
        Just("v1".to_owned()),
        Just("1".to_owned()),
        piece(),
    ];
    let name = prop_oneof![
        Just("limit".to_owned()),
        Just("offset".to_owned()),
        Just("sort".to_owned()),
        Just("order".to_owned()),
        piece(),
    ];
    let pair = (name, prop_oneof![Just("=".to_owned()), Just(String::new())], piece());
    let pairs = prop::collection::vec(pair.prop_map(|(name, is, value)| name + &is + &value), 0..6);
    (prop::collection::vec(segment, 0..6), pairs, any::<bool>()).prop_map(|(path, pairs, slash)| {
        let slash = if slash { "/" } else { "" };
        format!("/{}{slash}?{}", path.join("/"), pairs.join("&"))
    })
}

fn method() -> impl Strategy<Value = Method> {
    prop_oneof![
        8 => Just(Method::GET), 1 => Just(Method::HEAD), 1 => Just(Method::POST),
        1 => Just(Method::OPTIONS), 1 => Just(Method::DELETE), 1 => Just(Method::TRACE),
        1 => Just(Method::CONNECT), 1 => Just(Method::from_bytes(b"BREW").unwrap()),
    ]
}

/// Sends random requests; a failure is reduced to a minimal request.
fn property(t: &Test, handle: &tokio::runtime::Handle) {
    let mut runner = TestRunner::new(ProptestConfig {
        cases: CASES,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let outcome = runner.run(&(method(), target()), |(method, target)| {
        let Ok(uri) = target.parse::<axum::http::Uri>() else { return Ok(()) };
        let bearer = HeaderValue::try_from(format!("Bearer {}", t.key)).unwrap();
        let request = Request::builder().method(method.clone()).uri(uri);
        let request = request.header("authorization", bearer).body(Body::empty()).unwrap();
        let answer = handle.block_on(client::send(&t.http, request));
        if method != Method::HEAD {
            check(&answer, &format!("{method} {target}"));
        }
        Ok(())
    });
    outcome.unwrap();
}

fn requests_of_every_kind(engine: Engine) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let t = runtime.block_on(async {
        let t = Test::new(engine).await;
        some_data(&t).await;
        t
    });
    property(&t, runtime.handle());
    runtime.block_on(t.finish());
}

#[test]
fn a_request_of_any_kind_is_answered_in_the_contracts_form_from_sqlite() {
    requests_of_every_kind(Engine::Sqlite);
}

#[test]
fn a_request_of_any_kind_is_answered_in_the_contracts_form_from_postgres() {
    requests_of_every_kind(Engine::Postgres);
}

engines! {
    async fn headers_that_are_odd_or_doubled_are_answered_in_words(t: &Test) {
        some_data(t).await;
        let bearer = format!("Bearer {}", t.key);
        let long = format!("Bearer {}", "x".repeat(60_000));
        for (headers, status) in [
            (vec![("authorization", bearer.as_str()), ("authorization", bearer.as_str())], 401),
            (vec![("authorization", long.as_str())], 401),
            (vec![("authorization", "Bearer \u{7f}")], 401),
            (vec![("authorization", &bearer), ("content-length", "999999999999999999999")], 200),
            (vec![("authorization", &bearer), ("content-length", "-1")], 200),
            (vec![("authorization", &bearer), ("range", "bytes=0-0")], 200),
            (vec![("authorization", &bearer), ("x-http-method-override", "DELETE")], 200),
            (vec![("authorization", &bearer), ("accept", "text/html;q=0.1, */*;q=x")], 200),
            (vec![("authorization", &bearer), ("x-forwarded-for", "1.2.3.4"), ("host", "")], 200),
        ] {
            let mut request = Request::builder().uri("/v1/chats");
            for (name, value) in &headers {
                let value = HeaderValue::from_bytes(value.as_bytes());
                let Ok(value) = value else { continue };
                request = request.header(*name, value);
            }
            let answer = client::send(&t.http, request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, status, "{headers:?}");
            check(&answer, "headers");
        }
        let bytes = HeaderValue::from_bytes(b"Bearer \xff\xfe").unwrap();
        let request = Request::builder().uri("/v1/chats").header("authorization", bytes);
        let answer = client::send(&t.http, request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.errors().0, 401);
    }
}

const IMPATIENT: Limits = Limits {
    connections: 64,
    header_read_ms: 2_000,
    body_read_ms: 2_000,
    write_stall_ms: 2_000,
    drain_ms: 2_000,
    ..LIMITS
};

/// Sends bytes; returns everything received until the server closes the connection.
async fn raw(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The server may close the connection before it has read everything.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// The statuses of the answers in the received bytes.
fn answers(text: &str) -> Vec<&str> {
    text.split("HTTP/1.1 ").skip(1).map(|it| &it[..3]).collect()
}

async fn smuggle(t: &Test) {
    let served = Served::new(t.http.clone(), IMPATIENT).await;
    let address = served.address;
    let key = &t.key;
    let auth = format!("Host: x\r\nAuthorization: Bearer {key}\r\n");
    let inner = format!("GET /v1/chats/total HTTP/1.1\r\n{auth}\r\n");
    // Heads that some servers read as two requests. This server refuses each head or reads it as
    // one request, and never answers the inner request.
    for (what, head) in [
        ("two lengths", "Content-Length: 0\r\nContent-Length: 5\r\n"),
        ("a list of lengths", "Content-Length: 0, 5\r\n"),
        ("a negative length", "Content-Length: -1\r\n"),
        ("a signed length", "Content-Length: +5\r\n"),
        ("an endless length", "Content-Length: 99999999999999999999999\r\n"),
        ("chunks and a length", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
        ("unknown coding", "Transfer-Encoding: xchunked\r\n"),
        ("two codings", "Transfer-Encoding: gzip, chunked\r\n"),
        ("chunks in chunks", "Transfer-Encoding: chunked, chunked\r\n"),
        ("chunks twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
        ("chunks, then others", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n"),
        ("a tab before the coding", "Transfer-Encoding:\tchunked, identity\r\n"),
        ("a quoted coding", "Transfer-Encoding: \"chunked\"\r\n"),
        ("another host", "Host: y\r\n"),
        ("the same host twice", "Host: x\r\n"),
        ("a length in hexadecimal", "Content-Length: 0x5\r\n"),
        ("a length with a tail", "Content-Length: 5 5\r\n"),
        ("a length of another's digits", "Content-Length: \u{0665}\r\n"),
        ("a length beyond numbers", "Content-Length: 18446744073709551615\r\n"),
        ("chunked not last", "Transfer-Encoding: chunked, identity\r\n"),
        ("a space before the colon", "Content-Length : 5\r\n"),
        ("a folded header", "X: a\r\n b\r\n"),
        ("a nameless header", ": a\r\n"),
        ("a NUL in a header", "X: a\0b\r\n"),
    ] {
        let request = format!("GET /v1/nothing HTTP/1.1\r\n{auth}{head}\r\n0\r\n\r\n{inner}");
        let answer = raw(address, request.as_bytes()).await;
        let statuses = answers(&answer);
        assert!(!answer.contains("\"total\""), "{what}: {answer}");
        assert!(!statuses.is_empty(), "{what}: no answer at all");
        assert!(statuses.iter().all(|status| status.starts_with('4')), "{what}: {answer}");
    }
    for (what, bytes) in [
        ("nothing", &b""[..]),
        ("noise", b"\x00\xff\x16\x03\x01\x02\x00"),
        ("no version", b"GET /v1/chats\r\n\r\n"),
        ("another version", b"GET /v1/chats HTTP/3.7\r\n\r\n"),
        ("HTTP/2 by prior knowledge", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ("a bare CR", b"GET /v1/chats HTTP/1.1\rHost: x\r\r"),
        ("a NUL in the path", b"GET /v1/ch\0ats HTTP/1.1\r\nHost: x\r\n\r\n"),
        ("bytes in the path", b"GET /v1/chats/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n"),
        ("an asterisk", b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
        (
            "another host",
            b"GET http://other/v1/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        ),
        ("a tunnel", b"CONNECT other:443 HTTP/1.1\r\nHost: x\r\n\r\n"),
    ] {
        let answer = raw(address, bytes).await;
        assert!(answers(&answer).iter().all(|it| it.starts_with('4')), "{what}: {answer}");
    }
    let headers = "X-Many: 1\r\n".repeat(5_000);
    let request = format!("GET /v1/chats/total HTTP/1.1\r\n{auth}{headers}\r\n");
    let answer = raw(address, request.as_bytes()).await;
    assert!(answers(&answer).iter().all(|it| it.starts_with('4')), "{answer}");
    // The server still answers.
    let request = format!("GET /v1/chats/total HTTP/1.1\r\n{auth}Connection: close\r\n\r\n");
    assert_eq!(answers(&raw(address, request.as_bytes()).await), ["200"]);
    served.ended().await;
}

#[test]
fn no_form_of_smuggling_makes_one_request_into_two() {
    block_on(async {
        let t = Test::new(Engine::Sqlite).await;
        some_data(&t).await;
        smuggle(&t).await;
        t.finish().await;
    });
}
