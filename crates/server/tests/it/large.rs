//! Large answers: they are complete and correct however they are transferred, are rendered only if
//! memory is free, and do not delay other requests.

use std::io::Read as _;
use std::net::Ipv4Addr;

use axum::body::{Body, Bytes};
use axum::http::{Method, Request, Response};
use deskbell_app::feed::{Followed, Interest};
use deskbell_http::Compression;
use deskbell_model::OrgId;
use deskbell_model::limits::{ANSWERS_OF_ONE_KIB_MAX, MESSAGE_TEXT_CHARS_MAX};
use deskbell_testkit::client::{request_as, send};
use deskbell_testkit::put::Put;
use deskbell_testkit::{Test, engines};
use http_body_util::BodyExt as _;
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::JoinSet;

use crate::objects::{chat, customer, message, put};
use crate::sockets::{LIMITS, Served};

const SHARE: u64 = ANSWERS_OF_ONE_KIB_MAX as u64 * 1024;
const MESSAGES: &str = "/v1/chats/1/messages";
const HUGE: i64 = 12;

/// Creates chats whose last message has the maximal length, in characters that take six bytes each
/// in JSON. The first chat has [`HUGE`] messages of this length.
async fn huge(t: &Test) {
    let text = |last: &str| "\u{1}".repeat(MESSAGE_TEXT_CHARS_MAX - 1) + last;
    let mut chats: Vec<_> = (1..=HUGE).map(|id| chat(id, 5)).collect();
    chats.iter_mut().for_each(|chat| chat.last_message_text = Some(text("x")));
    chats[0].messages = HUGE.unsigned_abs();
    let messages = (1..=HUGE).map(|id| {
        let mut message = message(&chats[0], id.unsigned_abs(), id);
        message.text = Some(text(&id.to_string()[..1]));
        message
    });
    let messages = messages.collect();
    put(t, Put { customers: vec![customer(1)], chats, messages, ..Put::default() }).await;
}

/// The expected page of all messages, put together from pages that have one message each.
async fn expected(t: &Test) -> String {
    let mut items = Vec::new();
    let (head, between) = (r#"{"messages":["#, format!(r#"],"total":{HUGE},"data":["#));
    for offset in 0..HUGE {
        let answer = t.get(&format!("{MESSAGES}?limit=1&offset={offset}")).await;
        let text = String::from_utf8(answer.body).unwrap();
        let (first, second) = text.strip_prefix(head).unwrap().split_once(&between).unwrap();
        assert_eq!(second.strip_suffix("]}").unwrap(), first);
        items.push(first.to_owned());
    }
    let items = items.join(",");
    format!("{head}{items}{between}{items}]}}")
}

fn get(t: &Test, method: Method, path: &str, more: &[(&str, &str)]) -> Request<Body> {
    let headers = [&[("host", "deskbell")], more].concat();
    request_as(&t.key, method, path, &headers, "")
}

async fn ask(t: &Test, path: &str) -> Response<Body> {
    t.http.answer(get(t, Method::GET, path, &[]), Ipv4Addr::LOCALHOST.into()).await
}

fn has_room(t: &Test, org: OrgId) -> bool {
    t.app.lists.budget.try_take(org, SHARE).is_some()
}

engines! {
    async fn a_page_of_huge_messages_is_whole_in_either_version_of_http(t: &Test) {
        huge(t).await;
        let expected = expected(t).await;
        let served = Served::new(t.http.clone(), LIMITS).await;
        let stream = TokioIo::new(served.connect().await);
        let (mut one, connection) = http1::handshake::<_, Body>(stream).await.unwrap();
        let mut connections = JoinSet::new();
        connections.spawn(async move { connection.await.unwrap() });
        let stream = TokioIo::new(served.connect().await);
        let handshake = http2::handshake::<_, _, Body>(TokioExecutor::new(), stream);
        let (mut two, connection) = handshake.await.unwrap();
        connections.spawn(async move { connection.await.unwrap() });
        for method in [Method::GET, Method::HEAD] {
            let first = one.send_request(get(t, method.clone(), MESSAGES, &[])).await.unwrap();
            let mut request = get(t, method.clone(), MESSAGES, &[]);
            *request.uri_mut() = format!("http://deskbell{MESSAGES}").parse().unwrap();
            let second = two.send_request(request).await.unwrap();
            for answer in [first, second] {
                let length = answer.headers()["content-length"].to_str().unwrap().to_owned();
                assert_eq!(length, expected.len().to_string());
                let body = answer.into_body().collect().await.unwrap().to_bytes();
                let whole = if method == Method::HEAD { "" } else { expected.as_str() };
                assert!(body == whole, "{} of {} bytes", body.len(), whole.len());
            }
        }
        drop((one, two));
        connections.join_all().await;
        assert!(has_room(t, t.org), "everything was sent");
        served.ended().await;
    }

    async fn a_page_of_huge_messages_is_the_same_in_any_coding_and_known_by_its_tag(t: &Test) {
        huge(t).await;
        let expected = expected(t).await;
        let http = t.http.clone().compressing(Compression::Always);
        let whole = send(&http, get(t, Method::GET, MESSAGES, &[])).await;
        assert!(whole.body == expected.as_bytes());
        let tag = whole.header("etag").unwrap();
        for coding in ["gzip", "br", "zstd"] {
            let wish = [("accept-encoding", coding)];
            let coded = send(&http, get(t, Method::GET, MESSAGES, &wish)).await;
            assert_eq!(coded.header("content-encoding"), Some(coding));
            assert_eq!((coded.header("etag"), coded.header("content-length")), (Some(tag), None));
            let (body, mut plain) = (coded.body.as_slice(), Vec::new());
            let read = match coding {
                "gzip" => flate2::read::GzDecoder::new(body).read_to_end(&mut plain),
                "br" => brotli::Decompressor::new(body, 4_096).read_to_end(&mut plain),
                _ => zstd::Decoder::new(body).unwrap().read_to_end(&mut plain),
            };
            assert!(read.unwrap() == expected.len() && plain == expected.as_bytes(), "{coding}");
            let head = send(&http, get(t, Method::HEAD, MESSAGES, &wish)).await;
            assert_eq!((head.status, head.header("etag")), (200, Some(tag)));
        }
        let known = send(&http, get(t, Method::GET, MESSAGES, &[("if-none-match", tag)])).await;
        assert_eq!((known.status, known.body.len()), (304, 0));
        assert!(has_room(t, t.org));
    }

    async fn a_large_page_from_memory_is_what_the_database_gives(t: &Test) {
        huge(t).await;
        for (path, body) in [("/v1/chats", None), ("/v1/chats/search", Some("{}"))] {
            let answer = match body {
                None => t.get(path).await,
                Some(body) => t.call_with(Method::POST, path, &[], body.to_owned()).await,
            };
            let page = answer.json();
            let chats = page["data"].as_array().unwrap();
            assert_eq!(i64::try_from(chats.len()).unwrap(), HUGE);
            for shown in chats {
                assert_eq!(*shown, t.get(&format!("/v1/chats/{}", shown["id"])).await.json());
            }
        }
        let compared = t.app.lists.compare_index(t.org).await.unwrap();
        assert!(compared.made > 0 && compared.differences.is_empty(), "{compared:?}");
        assert!(has_room(t, t.org));
    }

    async fn a_large_page_waits_for_room_and_small_ones_do_not(t: &Test) {
        huge(t).await;
        for path in [MESSAGES, "/v1/chats"] {
            assert_eq!(ask(t, path).await.status(), 200);
            let held = t.app.lists.budget.try_take(t.org, SHARE).unwrap();
            let (http, request) = (t.http.clone(), get(t, Method::GET, path, &[]));
            let peer = Ipv4Addr::LOCALHOST.into();
            let mut asking = JoinSet::new();
            asking.spawn(async move { http.answer(request, peer).await.status() });
            assert_eq!(t.get("/v1/customers").await.status, 200, "a small page needs none");
            assert!(asking.try_join_next().is_none(), "{path}");
            drop(held);
            assert_eq!(asking.join_all().await, [200], "{path}");
        }
    }

    async fn room_is_held_until_the_last_piece_is_let_go(t: &Test) {
        huge(t).await;
        for path in [MESSAGES, "/v1/chats", "/v1/chats/1"] {
            let mut body = ask(t, path).await.into_body();
            let mut last = Bytes::new();
            while let Some(piece) = body.frame().await {
                assert!(!has_room(t, t.org), "{path}");
                last = piece.unwrap().into_data().unwrap();
                assert!(last.len() <= 65_536, "{path}");
            }
            drop(body);
            assert!(!has_room(t, t.org), "what was handed over is not written yet: {path}");
            drop(last);
            assert!(has_room(t, t.org), "{path}");
        }
    }

    async fn who_reads_nothing_holds_room_and_no_more_than_a_share(t: &Test) {
        huge(t).await;
        let (other, key) = t.another_organization().await;
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut unread = served.connect().await;
        let request = format!(
            "GET {MESSAGES} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\r\n", t.key
        );
        unread.write_all(request.as_bytes()).await.unwrap();
        let mut begun = [0; 15];
        unread.read_exact(&mut begun).await.unwrap();
        assert_eq!(&begun, b"HTTP/1.1 200 OK");
        assert!(!has_room(t, t.org), "it waits in the socket");
        assert!(has_room(t, other), "the other has a share of its own");
        assert_eq!(t.get_as(&key, "/v1/chats").await.status, 200);
        drop(unread);
        assert!(t.app.lists.budget.take(t.org, SHARE).await.is_some(), "it comes back");
        served.ended().await;
    }

    async fn who_finds_no_room_is_told_to_try_again(t: &Test) {
        huge(t).await;
        let held = t.app.lists.budget.try_take(t.org, SHARE).unwrap();
        let (page, chats) = tokio::join!(t.get(MESSAGES), t.get("/v1/chats"));
        for answer in [page, chats, t.get("/v1/chats/1").await] {
            assert_eq!(answer.errors().1[0].0, "service_unavailable");
            assert_eq!((answer.status, answer.header("retry-after")), (503, Some("1")));
        }
        for small in ["/v1/chats/total", "/v1/customers", "/docs", "/openapi.json"] {
            assert_eq!(t.get(small).await.status, 200, "{small}");
        }
        let said = t.post("/v1/messages", &json!({"chat": 2, "text": "hello"})).await;
        assert_eq!(said.status, 201);
        let said = json!({"chat": 2, "text": "\u{1}".repeat(MESSAGE_TEXT_CHARS_MAX)});
        let said = t.post("/v1/messages", &said).await;
        assert_eq!(said.status, 201, "whoever was refused this would say it again");
        assert!(said.body.len() > 6 * MESSAGE_TEXT_CHARS_MAX);
        drop(held);
        assert_eq!(t.get(MESSAGES).await.status, 200);
    }

    async fn what_a_follower_is_behind_with_holds_its_room_until_it_was_written(t: &Test) {
        huge(t).await;
        for _ in 0..3 {
            let said = json!({"chat": 2, "text": "\u{1}".repeat(MESSAGE_TEXT_CHARS_MAX)});
            assert_eq!(t.post("/v1/messages", &said).await.status, 201);
        }
        let from = (Some(0), Followed::Any);
        let mut one = t.app.feed.follow(t.org, from, Interest::default()).await.unwrap();
        let mut told = Vec::new();
        while told.len() < 3 {
            let frames = one.next().await.unwrap();
            let long = frames.iter().filter(|frame| frame.json.len() > MESSAGE_TEXT_CHARS_MAX);
            told.extend(long.map(|frame| frame.json.clone()));
        }
        drop(one);
        assert!(!has_room(t, t.org), "what is told is not sent yet");
        drop(told);
        assert!(has_room(t, t.org));
    }

    async fn what_everybody_is_given_alike_takes_no_room(t: &Test) {
        let mut unread = Vec::new();
        for _ in 0..900 {
            for path in ["/docs", "/openapi.json"] {
                let answer = ask(t, path).await;
                assert_eq!(answer.status(), 200);
                unread.push(answer);
            }
        }
        assert!(has_room(t, t.org));
        let all = t.app.lists.budget.try_take(t.org, u64::MAX);
        assert!(all.is_some(), "all there is");
    }
}
