//! Raw HTTP: malformed requests are refused in the contract's form, and a client that is still
//! sending a refused body can read the answer.

use deskbell_testkit::engines;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::objects::{chat, put_chats};
use crate::sockets::{LIMITS, Served, bearer};

/// Reads the answer until the server closes the connection; returns the status, head and body.
async fn answer(mut socket: TcpStream) -> (u16, String, Value) {
    let mut bytes = Vec::new();
    socket.read_to_end(&mut bytes).await.unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{text}"));
    assert_eq!(text.matches("HTTP/1.1 ").count(), 1, "{text}");
    (head[9..12].parse().unwrap(), head.to_lowercase(), serde_json::from_str(body).unwrap())
}

async fn ask(served: &Served, request: &[u8]) -> (u16, String, Value) {
    let mut socket = served.connect().await;
    socket.write_all(request).await.unwrap();
    answer(socket).await
}

/// Asserts a refusal in the contract's form that closes the connection.
fn is_refused(found: &(u16, String, Value), status: u16, code: &str, what: &str) {
    let (found_status, head, body) = found;
    assert_eq!((*found_status, &body["errors"][0]["code"]), (status, &json!(code)), "{what}");
    assert!(head.contains("\r\ncontent-type: application/json"), "{what}: {head}");
    assert!(head.contains("\r\nx-request-id: "), "{what}: {head}");
    assert!(head.contains("\r\nconnection: close"), "{what}: {head}");
}

engines! {
    async fn what_is_no_request_is_400_in_the_contracts_form(t: &Test) {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let key = bearer(&t.key);
        for head in [
            "",
            "Host: x\r\nHost: x\r\n",
            "Host: x\r\nHost: y\r\n",
            "Host: a b\r\n",
            "Host: user@x\r\n",
            "Host: x/y\r\n",
            "Host: x:y\r\n",
            "Host: x\r\nTransfer-Encoding: gzip, chunked\r\n",
            "Host: x\r\nTransfer-Encoding: chunked, chunked\r\n",
            "Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Host: x\r\nTransfer-Encoding: gzip\r\n",
            "Host: x\r\nContent-Length: -1\r\n",
            "Host: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n",
            "Host: x\r\nno colon\r\n",
            "Host: x\r\nname : value\r\n",
        ] {
            let request = format!("POST /v1/customers HTTP/1.1\r\n{key}{head}\r\n");
            is_refused(&ask(&served, request.as_bytes()).await, 400, "invalid_request", head);
        }
        for line in ["GET /v1/chats\r\n\r\n", "GET /v1/chats HTTP/9.9\r\n\r\n", "\u{1}\r\n\r\n",
                     "GET http://user@x/v1/chats HTTP/1.1\r\nHost: x\r\n\r\n"] {
            is_refused(&ask(&served, line.as_bytes()).await, 400, "invalid_request", line);
        }
        assert_eq!(t.get("/v1/customers").await.json()["total"], 0, "nothing was done");
        served.ended().await;
    }

    async fn heads_and_lengths_that_are_too_large_are_told_apart(t: &Test) {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let start = format!("POST /v1/customers HTTP/1.1\r\nHost: x\r\n{}", bearer(&t.key));
        for length in [u64::MAX, u64::MAX - 1, u64::MAX - 2, 1 << 63, 1_048_577] {
            let request = format!("{start}Content-Length: {length}\r\n\r\n");
            let found = ask(&served, request.as_bytes()).await;
            let code = &found.2["errors"][0]["code"];
            assert_eq!((found.0, code), (413, &json!("payload_too_large")), "{length}");
        }
        let many = "X-Many: 1\r\n".repeat(200);
        let long = format!("X-Long: {}\r\n", "y".repeat(100_000));
        for lines in [many, long] {
            let found = ask(&served, format!("{start}{lines}\r\n").as_bytes()).await;
            is_refused(&found, 431, "invalid_request", "a long head");
        }
        let target = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "y".repeat(70_000));
        is_refused(&ask(&served, target.as_bytes()).await, 431, "invalid_request", "a long URL");
        served.ended().await;
    }

    async fn what_was_asked_before_a_broken_request_is_answered_first(t: &Test) {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut socket = served.connect().await;
        socket.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nnothing\r\n\r\n").await.unwrap();
        let mut text = String::new();
        socket.read_to_string(&mut text).await.unwrap();
        let second = text.rfind("HTTP/1.1 ").unwrap();
        assert!(text.starts_with("HTTP/1.1 200"), "{text}");
        assert!(text[..second].ends_with(r#"{"status":"ok"}"#), "{text}");
        assert!(text[second..].starts_with("HTTP/1.1 400"), "{text}");
        assert!(text.ends_with(r#""message":"This is not a valid HTTP request"}]}"#), "{text}");
        served.ended().await;
    }

    async fn a_coded_body_is_415_and_one_in_its_own_coding_is_read(t: &Test) {
        for coding in ["gzip", "br", "x, identity", "gzip, gzip", ""] {
            let coded = [("content-encoding", coding)];
            let method = axum::http::Method::POST;
            let answer = t.call_with(method.clone(), "/v1/customers", &coded, "{}").await;
            assert_eq!((answer.status, answer.errors().1[0].0.as_str()),
                       (415, "unsupported_media_type"), "{coding}");
            let answer = t.call_with(method, "/v1/customers", &coded, "").await;
            assert_eq!(answer.status, 201, "there is no body");
        }
        let own = [("content-encoding", "Identity")];
        let answer = t.call_with(axum::http::Method::POST, "/v1/customers", &own, "{}").await;
        assert_eq!(answer.status, 201);
    }

    async fn whoever_sends_a_refused_body_to_its_end_reads_why(t: &Test) {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let start = format!("POST /v1/customers HTTP/1.1\r\nHost: x\r\n{}", bearer(&t.key));
        let mebibytes = |many: usize| vec![b'x'; many * 1024 * 1024];
        for _ in 0..10 {
            let mut socket = served.connect().await;
            let head = format!("{start}Content-Length: {}\r\n\r\n", 8 * 1024 * 1024);
            socket.write_all(head.as_bytes()).await.unwrap();
            // The whole body is sent before the answer is read.
            socket.write_all(&mebibytes(8)).await.unwrap();
            assert_eq!(answer(socket).await.0, 413);
        }
        let mut socket = served.connect().await;
        let head = format!("{start}Transfer-Encoding: chunked\r\n\r\n");
        socket.write_all(head.as_bytes()).await.unwrap();
        for _ in 0..8 {
            socket.write_all(b"100000\r\n").await.unwrap();
            socket.write_all(&mebibytes(1)).await.unwrap();
            socket.write_all(b"\r\n").await.unwrap();
        }
        assert_eq!(answer(socket).await.0, 413);
        // The server stops reading a body that is far too long.
        let mut endless = served.connect().await;
        let head = format!("{start}Content-Length: {}\r\n\r\n", 1_u64 << 40);
        endless.write_all(head.as_bytes()).await.unwrap();
        let (mut sent, mebibyte) = (0, mebibytes(1));
        while sent < 100 && endless.write_all(&mebibyte).await.is_ok() {
            sent += 1;
        }
        assert!((16..100).contains(&sent), "{sent} MiB");
        drop(endless);
        served.ended().await;
    }

    async fn a_websockets_key_is_sixteen_bytes(t: &Test) {
        put_chats(t, [chat(1, 5)]).await;
        let served = Served::new(t.http.clone(), LIMITS).await;
        let asked = format!(
            "GET /v1/ws HTTP/1.1\r\nHost: x\r\n{}Connection: Upgrade, close\r\n\
             Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
            bearer(&t.key)
        );
        let right = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        for key in [
            "",
            "Sec-WebSocket-Key:\r\n",
            "Sec-WebSocket-Key: x\r\n",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=\r\n",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j\r\n",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQAA\r\n",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub2-jZQ==\r\n",
            &right.repeat(2),
        ] {
            let found = ask(&served, format!("{asked}{key}\r\n").as_bytes()).await;
            assert_eq!((found.0, &found.2["errors"][0]["code"]), (400, &json!("invalid_request")));
        }
        drop(served.open_raw(&t.key).await);
        served.ended().await;
    }
}
