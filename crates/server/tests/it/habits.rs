//! Headers and bodies that client libraries send by default, which must not change an answer.

use axum::http::Method;
use deskbell_testkit::engines;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::openapi::described_objects;
use crate::sockets::{LIMITS, Served};

/// The client libraries, with the headers of every request.
const LIBRARIES: [(&str, &[(&str, &str)]); 9] = [
    (
        "node fetch",
        &[
            ("accept", "*/*"),
            ("accept-language", "*"),
            ("sec-fetch-mode", "cors"),
            ("user-agent", "node"),
            ("accept-encoding", "gzip, deflate"),
        ],
    ),
    (
        "axios",
        &[
            ("accept", "application/json, text/plain, */*"),
            ("accept-encoding", "gzip, compress, deflate, br"),
            ("content-type", "application/json"),
        ],
    ),
    (
        "requests",
        &[
            ("accept", "*/*"),
            ("accept-encoding", "gzip, deflate"),
            ("connection", "keep-alive"),
            ("user-agent", "python-requests/2"),
        ],
    ),
    ("Guzzle", &[("user-agent", "GuzzleHttp/7"), ("accept", "application/json")]),
    (
        "jQuery",
        &[
            ("accept", "application/json, text/javascript, */*; q=0.01"),
            ("x-requested-with", "XMLHttpRequest"),
            ("content-type", "application/x-www-form-urlencoded; charset=UTF-8"),
        ],
    ),
    (
        "a browser",
        &[
            ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
            ("upgrade-insecure-requests", "1"),
            ("cookie", "a=b"),
            ("cache-control", "max-age=0"),
            ("pragma", "no-cache"),
            ("dnt", "1"),
        ],
    ),
    (
        "an automation",
        &[
            ("accept", "text/html"),
            ("content-type", "application/json; charset=utf8, application/json"),
            ("accept-charset", "iso-8859-1"),
            ("accept-encoding", "identity;q=0, *;q=0"),
            ("if-modified-since", "Thu, 01 Jan 1970 00:00:00 GMT"),
            ("range", "bytes=0-1"),
        ],
    ),
    (
        "an older library",
        &[
            ("content-type", "text/html; charset=\"windows-1252\"; q=;"),
            ("accept", "application/vnd.api+json;version=1"),
            ("content-language", "en"),
            ("authorization-info", "x"),
        ],
    ),
    (
        "a proxy",
        &[
            ("x-forwarded-for", "203.0.113.9, 10.0.0.1"),
            ("x-forwarded-proto", "https"),
            ("forwarded", "for=203.0.113.9"),
            ("via", "1.1 proxy"),
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            ("priority", "u=1, i"),
        ],
    ),
];

engines! {
    async fn what_libraries_add_changes_no_answer(t: &Test) {
        described_objects(t).await;
        let name = json!({"name": "Ann"});
        assert_eq!(t.put("/v1/customers/1", &name).await.status, 200);
        let search = json!({"limit": 1}).to_string();
        let list = t.get("/v1/chats").await;
        let found = t.post("/v1/chats/search", &json!({"limit": 1})).await;
        for (who, headers) in LIBRARIES {
            let answer = t.send(Method::GET, "/v1/chats", headers).await;
            assert_eq!((answer.status, &answer.body), (200, &list.body), "{who}");
            assert_eq!(answer.header("content-type"), Some("application/json"), "{who}");
            let path = "/v1/chats/search";
            let answer = t.call_with(Method::POST, path, headers, search.clone()).await;
            assert_eq!((answer.status, &answer.body), (200, &found.body), "{who}");
            let answer = t.send(Method::GET, "/v1/chats/x", headers).await;
            assert_eq!(answer.errors().0, 400, "{who}");
            assert_eq!(answer.header("content-type"), Some("application/json"), "{who}");
            let name = name.to_string();
            let answer = t.call_with(Method::PUT, "/v1/customers/1", headers, name).await;
            assert_eq!(answer.status, 200, "{who}");
        }
    }

    async fn who_asks_before_sending_a_body_is_told_to_go_on_or_refused_at_once(t: &Test) {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let body = json!({"name": "Ann"}).to_string();
        let head = |key: &str| format!(
            "POST /v1/customers HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {key}\r\n\
             Expect: 100-continue\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len(),
        );
        let mut socket = served.connect().await;
        socket.write_all(head(&t.key).as_bytes()).await.unwrap();
        let go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        let mut first = vec![0; go_on.len()];
        socket.read_exact(&mut first).await.unwrap();
        assert_eq!(String::from_utf8_lossy(&first), go_on);
        socket.write_all(body.as_bytes()).await.unwrap();
        let mut rest = String::new();
        socket.read_to_string(&mut rest).await.unwrap();
        assert!(rest.starts_with("HTTP/1.1 201 Created\r\n"), "{rest}");
        assert!(rest.contains("location: /v1/customers/1\r\n"), "{rest}");
        // With a wrong key, the server does not ask for the body.
        let mut socket = served.connect().await;
        socket.write_all(head("wrong").as_bytes()).await.unwrap();
        let mut all = String::new();
        socket.read_to_string(&mut all).await.unwrap();
        assert!(all.starts_with("HTTP/1.1 401 Unauthorized\r\n"), "{all}");
        assert!(all.contains("www-authenticate: Bearer error=\"invalid_token\"\r\n"), "{all}");
        served.ended().await;
    }
}
