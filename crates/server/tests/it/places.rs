//! Connection slots: the limited number of connections that a server accepts at once. The streams,
//! sockets and long polls of an organization use only a share of the slots. Idle connections are
//! closed when new connections need slots. The server's time limits are so long that no client of
//! these tests reaches a limit.

use axum::body::Body;
use axum::http::Request;
use deskbell_http::Limits;
use deskbell_testkit::engines;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::objects::put_large_chats;
use crate::sockets::{LIMITS, Served, Stream, bearer};

/// The limits of a server with eight connection slots, of which one is reserved. Streams use at
/// most six slots, and the streams of one organization use at most two slots.
const EIGHT: Limits = Limits { connections: 8, share_percent: 25, ..LIMITS };

/// Sends a request; returns the head of its answer.
async fn ask(socket: &mut TcpStream, request: &str) -> String {
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}

fn get(path: &str, key: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: x\r\n{}\r\n", bearer(key))
}

async fn asks(served: &Served, path: &str, key: &str) -> String {
    ask(&mut served.connect().await, &get(path, key)).await
}

/// Asserts that health checks and another organization's requests succeed.
async fn others_get_in(served: &Served, key: &str) {
    for path in ["/healthz", "/readyz", "/v1/organization"] {
        let head = asks(served, path, key).await;
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
    }
    let body = "{}";
    let head = format!("POST /v1/customers HTTP/1.1\r\nHost: x\r\n{}", bearer(key));
    let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    let head = ask(&mut served.connect().await, &request).await;
    assert!(head.starts_with("HTTP/1.1 201"), "{head}");
}

fn is_refused(head: &str) {
    assert!(head.starts_with("HTTP/1.1 429"), "{head}");
    assert!(head.contains("\r\nretry-after: 5\r\n"), "{head}");
    assert!(head.contains("\r\ncontent-type: application/json\r\n"), "{head}");
}

async fn follow(served: &Served, key: &str) -> Stream {
    served.stream("", &bearer(key)).await
}

engines! {
    async fn streams_of_one_organization_leave_places_for_everybody_else(t: &Test) {
        let (_, other) = t.another_organization().await;
        let limits = Limits { connections: 100, share_percent: 25, ..LIMITS };
        let served = Served::new(t.http.clone(), limits).await;
        let mut open = Vec::new();
        for number in 0..100 {
            let stream = follow(&served, &t.key).await;
            if number < 25 {
                assert!(stream.head.starts_with("HTTP/1.1 200"), "{number}: {}", stream.head);
            } else {
                is_refused(&stream.head);
            }
            open.push(stream);
        }
        others_get_in(&served, &other).await;
        let others = follow(&served, &other).await;
        assert!(others.head.starts_with("HTTP/1.1 200"), "{}", others.head);
        drop((open, others));
        served.ended().await;
    }

    async fn streams_sockets_and_long_polls_have_one_share(t: &Test) {
        let served = Served::new(t.http.clone(), EIGHT).await;
        let first = follow(&served, &t.key).await;
        let socket = served.open(t, "").await;
        is_refused(&follow(&served, &t.key).await.head);
        is_refused(&asks(&served, "/v1/changes?wait=60", &t.key).await);
        let (status, body) = served.ask(Some(&t.key), "").await.err().unwrap();
        let message = body["errors"][0]["message"].as_str();
        assert_eq!((status, message), (429, Some("Too many streams are open")));
        // A request that need not wait takes no part of the share.
        assert!(asks(&served, "/v1/changes", &t.key).await.starts_with("HTTP/1.1 200"));
        drop(first);
        // The server notices the closed connection at the next write.
        let again = loop {
            t.post("/v1/customers", &serde_json::json!({})).await;
            let again = follow(&served, &t.key).await;
            if again.head.starts_with("HTTP/1.1 200") {
                break again;
            }
            is_refused(&again.head);
        };
        drop((again, socket));
        served.ended().await;
    }

    async fn streams_of_one_connection_of_http_2_count_one_by_one(t: &Test) {
        let served = Served::new(t.http.clone(), EIGHT).await;
        let stream = TokioIo::new(served.connect().await);
        let builder = http2::Builder::new(TokioExecutor::new());
        let (mut client, connection) = builder.handshake(stream).await.unwrap();
        let mut task = JoinSet::new();
        task.spawn(connection);
        let mut open = Vec::new();
        for number in 0..20 {
            let request = Request::get("http://x/v1/stream");
            let request = request.header("authorization", format!("Bearer {}", t.key));
            let answer = client.send_request(request.body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(answer.status(), if number < 2 { 200 } else { 429 }, "{number}");
            open.push(answer);
        }
        others_get_in(&served, &t.key).await;
        drop((open, client));
        let _ = task.join_next().await.unwrap().unwrap();
        served.ended().await;
    }

    async fn who_says_nothing_gives_way_the_longest_first(t: &Test) {
        let served = Served::new(t.http.clone(), EIGHT).await;
        let head = get("/healthz", &t.key);
        let body = format!(
            "POST /v1/customers HTTP/1.1\r\nHost: x\r\n{}Content-Length: 9\r\n\r\n{{",
            bearer(&t.key)
        );
        for said in ["", &head[..9], &head, &body] {
            let mut first = served.connect().await;
            first.write_all(said.as_bytes()).await.unwrap();
            let mut silent = Vec::new();
            for _ in 0..11 {
                let mut socket = served.connect().await;
                socket.write_all(said.as_bytes()).await.unwrap();
                silent.push(socket);
            }
            others_get_in(&served, &t.key).await;
            if !said.contains("\r\n\r\n") {
                // The connection was closed without an answer.
                let mut all = Vec::new();
                let _ = first.read_to_end(&mut all).await;
                assert!(all.is_empty(), "{said}");
            }
        }
        served.ended().await;
    }

    async fn who_takes_nothing_of_an_answer_gives_way(t: &Test) {
        put_large_chats(t, 20_000).await;
        let served = Served::new(t.http.clone(), EIGHT).await;
        let mut greedy = Vec::new();
        for _ in 0..8 {
            let mut socket = served.connect().await;
            // Answers larger than all socket buffers; the client does not read them.
            socket.write_all(get("/v1/chats", &t.key).repeat(20).as_bytes()).await.unwrap();
            greedy.push(socket);
        }
        others_get_in(&served, &t.key).await;
        drop(greedy);
        served.ended().await;
    }

    async fn whoever_comes_to_one_of_the_last_places_asks_once(t: &Test) {
        let limits = Limits { share_percent: 75, ..EIGHT };
        let served = Served::new(t.http.clone(), limits).await;
        let mut open = Vec::new();
        for _ in 0..6 {
            open.push(follow(&served, &t.key).await);
        }
        let (mut seventh, mut last) = (served.connect().await, served.connect().await);
        let healthy = get("/healthz", &t.key);
        let first = ask(&mut seventh, &healthy).await;
        let second = ask(&mut last, &healthy).await;
        assert!(!first.contains("\r\nconnection: close"), "{first}");
        assert!(second.contains("\r\nconnection: close"), "{second}");
        let mut rest = String::new();
        last.read_to_string(&mut rest).await.unwrap();
        assert_eq!(rest, r#"{"status":"ok"}"#);
        drop((open, seventh));
        served.ended().await;
    }

    async fn an_address_has_its_share_of_connections(t: &Test) {
        let served = Served::new(t.http.clone(), Limits { per_address: 2, ..EIGHT }).await;
        let healthy = get("/healthz", &t.key);
        let (mut first, mut second) = (served.connect().await, served.connect().await);
        for socket in [&mut first, &mut second] {
            assert!(ask(socket, &healthy).await.starts_with("HTTP/1.1 200"));
        }
        let mut third = served.connect().await;
        assert_eq!(third.read(&mut [0]).await.unwrap_or_default(), 0, "it is closed");
        drop(first);
        // The server may need some time to notice the end of the first connection.
        loop {
            let mut again = served.connect().await;
            let _ = again.write_all(healthy.as_bytes()).await;
            if again.read(&mut [0]).await.is_ok_and(|read| read > 0) {
                break;
            }
        }
        drop(second);
        served.ended().await;
    }
}
