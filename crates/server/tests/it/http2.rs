//! HTTP/2 without TLS: the same answers and limits, and attacks that are specific to HTTP/2.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use deskbell_http::Limits;
use deskbell_testkit::{Test, engines};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::client::conn::http2::{self, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::objects::{chat, put_chats, put_large_chats};
use crate::sockets::{LIMITS, Served};

/// A time limit short enough for a test, and long enough for a polite client on a busy machine.
const PATIENCE_MS: u64 = 2_000;
/// A time limit that only a failing test reaches.
const LONG: Duration = Duration::from_secs(60);
/// A time limit shorter than the default interval between heartbeats of streams.
const SOON: Duration = Duration::from_secs(10);
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

async fn serving(t: &Test, limits: Limits) -> Served {
    Served::new(t.http.clone(), limits).await
}

/// Starts a server with short timeouts.
async fn impatient(t: &Test) -> Served {
    let (read, stall) = (PATIENCE_MS, PATIENCE_MS);
    let limits =
        Limits { header_read_ms: read, body_read_ms: read, write_stall_ms: stall, ..LIMITS };
    serving(t, limits).await
}

/// Connects an HTTP/2 client; the connection runs as one of the server's background tasks.
async fn connected(served: &mut Served, window_bytes: u32) -> SendRequest<Body> {
    let stream = served.connect().await;
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder.initial_stream_window_size(window_bytes);
    let (client, connection) = builder.handshake(TokioIo::new(stream)).await.unwrap();
    served.tasks.spawn(async move { drop(connection.await) });
    client
}

async fn end(served: Served) {
    timeout(LONG, served.ended()).await.unwrap();
}

async fn send(client: &mut SendRequest<Body>, path: &str, key: &str) -> Response<Incoming> {
    let request = Request::builder()
        .uri(format!("http://deskbell{path}"))
        .header("authorization", format!("Bearer {key}"))
        .body(Body::empty());
    timeout(LONG, client.send_request(request.unwrap())).await.unwrap().unwrap()
}

async fn whole(response: Response<Incoming>) -> Vec<u8> {
    timeout(LONG, response.into_body().collect()).await.unwrap().unwrap().to_bytes().to_vec()
}

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let stream = stream.to_be_bytes();
    [&length[1..], &[kind, flags], &stream[..], payload].concat()
}

/// `GET /healthz` in HPACK: method and scheme are in the static table, the path is a literal.
fn head() -> Vec<u8> {
    [&[0x82, 0x86, 0x04, 0x08][..], b"/healthz"].concat()
}

engines! {
    async fn the_answers_are_those_of_http_1_however_many_are_asked_for_at_once(t: &Test) {
        put_large_chats(t, 20_000).await;
        let mut served = serving(t, LIMITS).await;
        let client = connected(&mut served, 65_535).await;
        let mut asking = JoinSet::new();
        let paths = ["/v1/chats", "/v1/chats/1", "/v1/chats/x", "/v1/nothing", "/healthz"];
        for path in paths.repeat(8) {
            let (mut client, key) = (client.clone(), t.key.clone());
            asking.spawn(async move {
                let response = send(&mut client, path, &key).await;
                let status = response.status().as_u16();
                assert!(response.headers().contains_key("x-request-id"));
                (path, status, whole(response).await)
            });
        }
        while let Some(asked) = asking.join_next().await {
            let (path, status, body) = asked.unwrap();
            let expected = t.get(path).await;
            assert_eq!(status, expected.status, "{path}");
            assert!(body == expected.body, "{path}");
        }
        drop(client);
        end(served).await;
    }

    async fn a_body_arrives_and_one_that_is_too_large_is_413(t: &Test) {
        put_chats(t, [chat(1, 5)]).await;
        let mut served = serving(t, LIMITS).await;
        let mut client = connected(&mut served, 65_535).await;
        let text = "x".repeat(60_000);
        let said = format!(r#"{{"chat":1,"text":"{text}"}}"#);
        for (body, status) in [(said, 201), (" ".repeat(3_000_000), 413)] {
            let request = Request::post("http://deskbell/v1/messages")
                .header("authorization", format!("Bearer {}", t.key))
                .body(Body::from(body));
            let response = timeout(LONG, client.send_request(request.unwrap())).await.unwrap();
            assert_eq!(response.unwrap().status(), status);
        }
        let messages = t.get("/v1/chats/1/messages").await.json();
        assert_eq!(messages["messages"][0]["text"], text);
        drop(client);
        end(served).await;
    }

    async fn a_websocket_is_not_opened_over_http_2_and_a_stream_ends_with_the_server(t: &Test) {
        let mut served = serving(t, LIMITS).await;
        let mut client = connected(&mut served, 65_535).await;
        assert_eq!(send(&mut client, "/v1/ws", &t.key).await.status(), 426);
        let mut stream = send(&mut client, "/v1/stream", &t.key).await.into_body();
        let hello = stream.frame().await.unwrap().unwrap().into_data().unwrap();
        assert_eq!(&hello[..], b"retry: 1000\n\n");
        t.post("/v1/customers", &serde_json::json!({})).await;
        let event = stream.frame().await.unwrap().unwrap().into_data().unwrap();
        assert!(String::from_utf8_lossy(&event).contains("customer.created"));
        served.stop();
        let rest = async { while let Some(Ok(_)) = stream.frame().await {} };
        timeout(LONG, rest).await.unwrap();
        served.ended().await;
    }

    async fn a_stream_beats_as_often_as_it_is_set_to(t: &Test) {
        let mut served = serving(t, Limits { heartbeat_ms: 20, ..LIMITS }).await;
        let mut client = connected(&mut served, 65_535).await;
        let mut stream = send(&mut client, "/v1/stream", &t.key).await.into_body();
        for expected in ["retry: 1000\n\n", ":\n\n", ":\n\n"] {
            let piece = timeout(SOON, stream.frame()).await.unwrap().unwrap().unwrap();
            assert_eq!(piece.into_data().unwrap(), expected);
        }
        drop((stream, client));
        end(served).await;
    }

    async fn an_answer_that_is_never_taken_ends_its_connection(t: &Test) {
        put_large_chats(t, 20_000).await;
        let mut served = impatient(t).await;
        // The client's window takes one byte of an answer; the rest waits until the client reads.
        let mut client = connected(&mut served, 1).await;
        let response = send(&mut client, "/v1/chats", &t.key).await;
        assert_eq!(response.status(), 200);
        let closed = async {
            while !client.is_closed() {
                drop(client.ready().await);
                tokio::task::yield_now().await;
            }
        };
        timeout(LONG, closed).await.unwrap();
        drop(response);
        end(served).await;
    }

    async fn a_connection_that_asks_nothing_is_closed(t: &Test) {
        let served = impatient(t).await;
        let settings = frame(4, 0, 0, &[]);
        let drip = frame(1, 0, 1, &head());
        for bytes in [
            &b""[..],
            b"PRI * HTT",
            PREFACE,
            &[PREFACE, &settings].concat(),
            // A request head without an end.
            &[PREFACE, &settings, &drip].concat(),
        ] {
            let mut stream = served.connect().await;
            stream.write_all(bytes).await.unwrap();
            let mut said = Vec::new();
            timeout(LONG, stream.read_to_end(&mut said)).await.unwrap().unwrap();
        }
        end(served).await;
    }

    async fn who_asks_and_takes_back_without_end_is_cut_off_and_others_are_served(t: &Test) {
        let mut served = serving(t, LIMITS).await;
        let mut greedy = served.connect().await;
        greedy.write_all(&[PREFACE, &frame(4, 0, 0, &[])].concat()).await.unwrap();
        let mut bytes = Vec::new();
        for number in 0..5_000_u32 {
            let stream = 2 * number + 1;
            bytes.extend(frame(1, 0x5, stream, &head()));
            bytes.extend(frame(3, 0, stream, &8_u32.to_be_bytes()));
        }
        // The server may cut the connection while the client writes.
        let _ = greedy.write_all(&bytes).await;
        let mut said = Vec::new();
        let _ = timeout(LONG, greedy.read_to_end(&mut said)).await.unwrap();
        // A GOAWAY frame with ENHANCE_YOUR_CALM.
        let goaway = [7, 0, 0, 0, 0, 0];
        let has = |bytes: &[u8]| said.windows(bytes.len()).any(|it| it == bytes);
        let is_told = has(&goaway) && has(&[0, 0, 0, 11]);
        assert!(is_told || said.is_empty(), "{said:?}");
        let mut client = connected(&mut served, 65_535).await;
        assert_eq!(send(&mut client, "/healthz", "").await.status(), 200);
        drop(client);
        end(served).await;
    }

    async fn a_host_that_is_not_the_authority_is_400(t: &Test) {
        let mut served = serving(t, LIMITS).await;
        let mut client = connected(&mut served, 65_535).await;
        for (hosts, status) in [
            (&["deskbell"][..], 200),
            (&["DESKBELL"], 200),
            (&["other"], 400),
            (&[""], 400),
            (&["deskbell", "deskbell"], 400),
        ] {
            let mut request = Request::get("http://deskbell/healthz");
            for host in hosts {
                request = request.header("host", *host);
            }
            let request = request.body(Body::empty()).unwrap();
            let answer = timeout(LONG, client.send_request(request)).await.unwrap().unwrap();
            assert_eq!(answer.status(), status, "{hosts:?}");
            let kind = answer.headers()["content-type"].clone();
            let body: serde_json::Value = serde_json::from_slice(&whole(answer).await).unwrap();
            assert_eq!(kind, "application/json");
            assert_eq!(body["errors"].is_array(), status == 400);
        }
        drop(client);
        end(served).await;
    }

    async fn a_head_that_is_too_long_is_refused(t: &Test) {
        let mut served = serving(t, LIMITS).await;
        let mut client = connected(&mut served, 65_535).await;
        let request = Request::get("http://deskbell/healthz")
            .header("x-long", "y".repeat(100_000))
            .body(Body::empty());
        let answer = timeout(LONG, client.send_request(request.unwrap())).await.unwrap();
        assert!(answer.is_err() || answer.is_ok_and(|it| it.status() == 431));
        let mut other = connected(&mut served, 65_535).await;
        assert_eq!(send(&mut other, "/healthz", "").await.status(), 200);
        drop((client, other));
        end(served).await;
    }
}
