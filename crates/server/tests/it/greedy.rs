//! Slow and greedy clients: a client that does not use its connection is disconnected, and other
//! clients are served. The server in these tests serves one connection at a time, so a polite
//! client gets an answer only after the greedy client is disconnected.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::Method;
use deskbell_http::Limits;
use deskbell_testkit::client::{request_as, send};
use deskbell_testkit::{Test, engines};
use hyper::body::Frame;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::objects::put_large_chats;
use crate::sockets::{LIMITS, Served};

/// A time limit short enough for a test, and long enough for a polite client on a busy machine.
const PATIENCE_MS: u64 = 2_000;

/// Starts a server for one connection at a time, with short timeouts.
async fn serving(t: &Test) -> Served {
    let limits = Limits {
        connections: 1,
        header_read_ms: PATIENCE_MS,
        body_read_ms: PATIENCE_MS,
        write_stall_ms: PATIENCE_MS,
        drain_ms: PATIENCE_MS,
        ..LIMITS
    };
    Served::new(t.http.clone(), limits).await
}

/// Asserts that a polite client gets an answer.
async fn polite(served: &Served, key: &str) {
    let mut stream = served.connect().await;
    stream.write_all(get("/v1/chats/total", key, "close").as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

fn get(target: &str, key: &str, connection: &str) -> String {
    format!(
        "GET {target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n\
         Connection: {connection}\r\n\r\n"
    )
}

engines! {
    async fn headers_that_never_end_lose_their_connection(t: &Test) {
        let served = serving(t).await;
        let mut greedy = served.connect().await;
        greedy.write_all(b"GET /v1/chats HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.unwrap();
        polite(&served, &t.key).await;
        served.ended().await;
    }

    async fn an_idle_connection_is_closed(t: &Test) {
        let served = serving(t).await;
        let never_used = served.connect().await;
        polite(&served, &t.key).await;
        let mut used_once = served.connect().await;
        used_once.write_all(get("/v1/chats/total", &t.key, "keep-alive").as_bytes()).await.unwrap();
        polite(&served, &t.key).await;
        drop((never_used, used_once));
        served.ended().await;
    }

    async fn an_answer_that_is_never_read_is_given_up(t: &Test) {
        put_large_chats(t, 20_000).await;
        let served = serving(t).await;
        let mut greedy = served.connect().await;
        // Answers of about two megabytes each, more than the socket buffers hold.
        let request = get("/v1/chats", &t.key, "keep-alive").repeat(20);
        greedy.write_all(request.as_bytes()).await.unwrap();
        polite(&served, &t.key).await;
        drop(greedy);
        served.ended().await;
    }

    async fn a_body_that_drips_does_not_hold_up_its_answer(t: &Test) {
        let served = serving(t).await;
        let mut greedy = served.connect().await;
        let head = get("/v1/chats/total", &t.key, "keep-alive");
        let head = head.replace("\r\n\r\n", "\r\nContent-Length: 1000000\r\n\r\n{");
        greedy.write_all(head.as_bytes()).await.unwrap();
        let mut answer = [0; 15];
        greedy.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200 OK");
        polite(&served, &t.key).await;
        drop(greedy);
        served.ended().await;
    }

    async fn a_request_that_is_too_long_is_refused(t: &Test) {
        let served = serving(t).await;
        let mut greedy = served.connect().await;
        let target = format!("/v1/chats?x={}", "y".repeat(1_000_000));
        let sent = greedy.write_all(get(&target, &t.key, "close").as_bytes()).await;
        let mut answer = Vec::new();
        let read = greedy.read_to_end(&mut answer).await;
        let status = answer.get(..12).map(String::from_utf8_lossy);
        let is_refused = status.is_some_and(|it| ["HTTP/1.1 414", "HTTP/1.1 431"].contains(&&*it));
        // The server may also close the socket while the client sends.
        assert!(is_refused || sent.is_err() || read.is_err(), "{answer:?}");
        polite(&served, &t.key).await;
        served.ended().await;
    }

    async fn pipelined_requests_are_answered_in_order(t: &Test) {
        let served = serving(t).await;
        let mut stream = served.connect().await;
        let mut requests = String::new();
        for target in ["/v1/chats/total", "/v1/chats/x", "/v1/nothing", "/healthz"] {
            requests.push_str(&get(target, &t.key, "keep-alive"));
        }
        requests.push_str(&get("/v1/chats/9", &t.key, "close"));
        stream.write_all(requests.as_bytes()).await.unwrap();
        let mut answers = String::new();
        stream.read_to_string(&mut answers).await.unwrap();
        let statuses: Vec<_> =
            answers.split("HTTP/1.1 ").skip(1).map(|answer| &answer[..3]).collect();
        assert_eq!(statuses, ["200", "400", "404", "200", "404"]);
        served.ended().await;
    }

    async fn a_body_that_never_ends_is_408_and_holds_nobody_up(t: &Test) {
        let served = serving(t).await;
        for head in ["Content-Length: 1000", "Transfer-Encoding: chunked"] {
            let mut greedy = served.connect().await;
            let head = format!(
                "POST /v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
                 {head}\r\n\r\n",
                t.key
            );
            greedy.write_all(head.as_bytes()).await.unwrap();
            let mut answer = String::new();
            greedy.read_to_string(&mut answer).await.unwrap();
            assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
            let body = r#""message":"The body took too long to arrive"}]}"#;
            assert!(answer.ends_with(body), "{answer}");
            polite(&served, &t.key).await;
        }
        served.ended().await;
    }

    async fn a_body_above_the_limit_is_413_however_it_comes(t: &Test) {
        let served = serving(t).await;
        let announced = format!(
            "POST /v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n", t.key
        );
        let mut greedy = served.connect().await;
        let head = format!("{announced}Content-Length: 52428800\r\n\r\n");
        greedy.write_all(head.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        greedy.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 413");
        drop(greedy);
        let mut greedy = served.connect().await;
        let head = format!("{announced}Transfer-Encoding: chunked\r\n\r\n");
        greedy.write_all(head.as_bytes()).await.unwrap();
        let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
        // Writes without reading, until the connection breaks or 50 MB are sent.
        let mut sent = 0;
        while sent < 800 && greedy.write_all(chunk.as_bytes()).await.is_ok() {
            sent += 1;
        }
        assert!(sent < 800, "nobody stopped it");
        drop(greedy);
        polite(&served, &t.key).await;
        served.ended().await;
    }

    async fn bodies_of_one_organization_share_a_part_of_the_room(t: &Test) {
        let (stuck, mut is_stuck) = mpsc::unbounded_channel();
        let mut waiting = JoinSet::new();
        // Eight bodies of almost a mebibyte, with their small buffers, fill an organization's
        // share: an eighth of 64 MiB.
        for _ in 0..8 {
            let data = Some(Bytes::from(vec![b'x'; 1_048_575]));
            let body = Body::new(Stuck { data, stuck: stuck.clone() });
            let request = request_as(&t.key, Method::POST, "/v1/messages", &[], body);
            let http = t.http.clone();
            waiting.spawn(async move { send(&http, request).await });
            is_stuck.recv().await.unwrap();
        }
        let large = || " ".repeat(1_000_000) + "{}";
        let answer = t.call_with(Method::POST, "/v1/messages", &[], large()).await;
        assert_eq!(answer.errors().1[0].0, "service_unavailable");
        assert_eq!(answer.header("retry-after"), Some("1"));
        assert_eq!(t.post("/v1/messages", &json!({})).await.status, 400, "a small one needs none");
        let (_, key) = t.another_organization().await;
        let answer = t.call_as(&key, Method::POST, "/v1/messages", large()).await;
        assert_eq!(answer.status, 400, "another organization has a part of its own");
        waiting.shutdown().await;
        assert_eq!(t.call_with(Method::POST, "/v1/messages", &[], large()).await.status, 400);
    }

    async fn large_answers_that_nobody_reads_share_their_room(t: &Test) {
        put_large_chats(t, 65_536).await;
        let peer = std::net::Ipv4Addr::LOCALHOST.into();
        let mut unread = Vec::new();
        let refused = loop {
            let request = request_as(&t.key, Method::GET, "/v1/chats", &[], "");
            let response = t.http.answer(request, peer).await;
            if response.status() != 200 {
                break response.status();
            }
            unread.push(response);
            assert!(unread.len() < 64, "six megabytes each, and no end");
        };
        assert_eq!(refused, 503);
        assert_eq!(t.get("/v1/chats?limit=1").await.status, 200, "a small answer needs no room");
        unread.pop();
        assert_eq!(t.get("/v1/chats").await.status, 200);
    }
}

/// A request body that sends its first part, then stops without ending, and reports that it has
/// stopped.
struct Stuck {
    data: Option<Bytes>,
    stuck: mpsc::UnboundedSender<()>,
}

impl HttpBody for Stuck {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.data.take() {
            Some(data) => Poll::Ready(Some(Ok(Frame::data(data)))),
            None => {
                self.stuck.send(()).unwrap();
                Poll::Pending
            }
        }
    }
}
