//! Compressed answers have the same content as uncompressed answers, and are sent only to clients
//! that accept the coding.

use std::io::Read as _;
use std::net::IpAddr;

use axum::body::Body;
use axum::http::{Method, Request};
use deskbell_http::{Compression, Http};
use deskbell_testkit::{Answer, Test, client, engines};
use http_body_util::BodyExt as _;

use crate::objects::{chat, put_chats};

const CODINGS: [&str; 3] = ["gzip", "br", "zstd"];

/// Creates enough chats for a page that is compressed.
async fn some_chats(t: &Test) {
    put_chats(t, (1..=50).map(|id| chat(id, 5))).await;
}

async fn get(t: &Test, http: &Http, path: &str, accepted: &str) -> Answer {
    client::send(http, request(t, Method::GET, path, accepted)).await
}

fn request(t: &Test, method: Method, path: &str, accepted: &str) -> Request<Body> {
    client::request_as(&t.key, method, path, &[("accept-encoding", accepted)], "")
}

/// The body of an answer, decompressed.
fn plain(answer: &Answer) -> Vec<u8> {
    let coded = answer.body.as_slice();
    let mut whole = Vec::new();
    let read = match answer.header("content-encoding") {
        Some("gzip") => flate2::read::GzDecoder::new(coded).read_to_end(&mut whole),
        Some("br") => brotli::Decompressor::new(coded, 4_096).read_to_end(&mut whole),
        Some("zstd") => zstd::Decoder::new(coded).and_then(|mut it| it.read_to_end(&mut whole)),
        _ => return answer.body.clone(),
    };
    assert_eq!(read.unwrap(), whole.len());
    whole
}

engines! {
    async fn an_answer_is_the_same_however_it_is_coded(t: &Test) {
        some_chats(t).await;
        let http = t.http.clone().compressing(Compression::Always);
        for path in ["/v1/chats", "/docs", "/openapi.json"] {
            let whole = get(t, &http, path, "").await;
            assert_eq!(whole.header("vary"), Some("accept-encoding"), "{path}");
            assert_eq!(whole.header("content-encoding"), None);
            for coding in CODINGS {
                // The second answer comes from the cache.
                for _ in 0..2 {
                    let coded = get(t, &http, path, coding).await;
                    assert_eq!(coded.header("content-encoding"), Some(coding), "{path}");
                    assert_eq!(coded.header("vary"), Some("accept-encoding"));
                    assert_eq!(coded.header("etag"), whole.header("etag"), "a weak one");
                    assert!(coded.body.len() < whole.body.len() / 3, "{}", coded.body.len());
                    assert!(plain(&coded) == whole.body, "{path} {coding}");
                }
            }
            let tag = whole.header("etag").unwrap();
            let headers = [("if-none-match", tag), ("accept-encoding", "br")];
            let request = client::request_as(&t.key, Method::GET, path, &headers, "");
            let again = client::send(&http, request).await;
            assert_eq!((again.status, again.header("content-encoding")), (304, None));
            assert_eq!(again.header("vary"), Some("accept-encoding"));
        }
    }

    async fn what_is_short_is_sent_as_it_is_unless_that_is_refused(t: &Test) {
        some_chats(t).await;
        let http = t.http.clone().compressing(Compression::Always);
        for path in ["/v1/chats/total", "/v1/chats/x", "/healthz"] {
            let answer = get(t, &http, path, "gzip, br, zstd").await;
            assert_eq!(answer.header("content-encoding"), None, "{path}");
            assert_eq!(answer.header("vary"), Some("accept-encoding"));
            for coding in CODINGS {
                let accepted = format!("{coding}, identity;q=0");
                let coded = get(t, &http, path, &accepted).await;
                assert_eq!(coded.header("content-encoding"), Some(coding), "{path}");
                let id = |it: &Answer| it.header("x-request-id").map(str::to_owned);
                assert_ne!(id(&coded), id(&answer));
                assert_eq!(plain(&coded), answer.body);
            }
            // No known coding is acceptable, so the body is sent unencoded.
            let answer = get(t, &http, path, "identity;q=0, compress").await;
            assert_eq!(answer.header("content-encoding"), None);
        }
    }

    async fn a_client_on_this_machine_is_not_sent_compressed_answers(t: &Test) {
        some_chats(t).await;
        let answer = get(t, &t.http, "/v1/chats", "gzip").await;
        assert_eq!((answer.header("content-encoding"), answer.header("vary")), (None, None));
        let remote: IpAddr = "192.0.2.1".parse().unwrap();
        let asked = || request(t, Method::GET, "/v1/chats", "gzip");
        let response = t.http.answer(asked(), remote).await;
        assert_eq!(response.headers()["content-encoding"], "gzip");
        let never = t.http.clone().compressing(Compression::Never);
        let response = never.answer(asked(), remote).await;
        assert_eq!(response.headers().get("content-encoding"), None);
        assert_eq!(response.headers().get("vary"), None);
    }

    async fn a_head_says_no_length_that_its_get_would_not_have(t: &Test) {
        some_chats(t).await;
        let http = t.http.clone().compressing(Compression::Always);
        for (accepted, has_length) in [("", true), ("identity", true), ("gzip", false)] {
            let head = client::send(&http, request(t, Method::HEAD, "/v1/chats", accepted)).await;
            assert_eq!((head.status, head.body.len()), (200, 0));
            assert_eq!(head.header("content-length").is_some(), has_length, "{accepted}");
            assert_eq!(head.header("vary"), Some("accept-encoding"));
        }
    }

    async fn a_stream_is_never_compressed(t: &Test) {
        let http = t.http.clone().compressing(Compression::Always);
        let request = request(t, Method::GET, "/v1/stream", "gzip, identity;q=0");
        let response = http.answer(request, IpAddr::from([192, 0, 2, 1])).await;
        assert_eq!(response.headers().get("content-encoding"), None);
        let first = response.into_body().frame().await.unwrap().unwrap().into_data().unwrap();
        assert_eq!(&first[..], b"retry: 1000\n\n");
    }

    async fn an_answer_with_a_secret_is_not_kept_for_whoever_asks_for_the_same_tag(t: &Test) {
        let http = t.http.clone().compressing(Compression::Always);
        let url = format!("https://hooks.example.com/{}", "x".repeat(1_900));
        let body = serde_json::json!({"url": url, "events": ["chat.new"]}).to_string();
        let headers = [("accept-encoding", "gzip")];
        let request = client::request_as(&t.key, Method::POST, "/v1/webhooks", &headers, body);
        let made = client::send(&http, request).await;
        assert_eq!((made.status, made.header("content-encoding")), (201, Some("gzip")));
        assert!(String::from_utf8(plain(&made)).unwrap().contains("whsec_"));
        let shown = get(t, &http, "/v1/webhooks/1", "gzip").await;
        assert_eq!(shown.header("content-encoding"), Some("gzip"));
        assert_eq!(shown.header("etag"), made.header("etag"), "the webhook's own");
        assert!(!String::from_utf8(plain(&shown)).unwrap().contains("whsec_"));
    }

    async fn what_is_kept_for_one_organization_is_not_anothers(t: &Test) {
        let (_, key) = t.another_organization().await;
        some_chats(t).await;
        let http = t.http.clone().compressing(Compression::Always);
        let mine = get(t, &http, "/v1/chats", "gzip").await;
        assert_eq!(mine.header("content-encoding"), Some("gzip"));
        let headers = [("accept-encoding", "gzip, identity;q=0")];
        let request = client::request_as(&key, Method::GET, "/v1/chats", &headers, "");
        let theirs = client::send(&http, request).await;
        assert_eq!(plain(&theirs), br#"{"data":[],"meta":{"total":0}}"#);
    }
}
