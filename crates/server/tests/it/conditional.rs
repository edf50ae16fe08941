//! `ETag` and `If-None-Match` (RFC 9110, 13): an answer has no body if and only if the client
//! already has the body.

use axum::http::Method;
use deskbell_testkit::{engines, run_both};
use serde_json::json;

use crate::openapi::described_objects;

const SHOWN: [&str; 14] = [
    "/v1/chats",
    "/v1/chats/1",
    "/v1/chats/total",
    "/v1/chats/1/messages",
    "/v1/customers",
    "/v1/customers/1",
    "/v1/agents",
    "/v1/departments",
    "/v1/applications",
    "/v1/organization",
    "/v1/changes",
    "/v1/webhooks",
    "/v1/webhooks/1",
    "/v1/webhooks/1/deliveries",
];

engines! {
    async fn what_is_known_is_not_sent_again(t: &Test) {
        described_objects(t).await;
        for path in SHOWN.into_iter().chain(["/openapi.json", "/docs"]) {
            let first = t.get(path).await;
            let tag = first.header("etag").unwrap().to_owned();
            assert!(tag.starts_with("W/\"") && tag.len() == 36, "{tag}");
            let strong = tag.strip_prefix("W/").unwrap();
            let list = format!("\"other\", {tag}");
            for known in [tag.as_str(), strong, &list, "*"] {
                let headers = [("if-none-match", known)];
                for method in [Method::GET, Method::HEAD] {
                    let again = t.send(method, path, &headers).await;
                    assert_eq!((again.status, again.body.len()), (304, 0), "{path} {known}");
                    assert_eq!(again.header("etag"), Some(tag.as_str()));
                    assert_eq!(again.header("cache-control"), Some("private, no-cache"));
                    assert_eq!(again.header("content-type"), None);
                }
            }
            let head = t.send(Method::HEAD, path, &[]).await;
            assert_eq!((head.status, head.header("etag")), (200, Some(tag.as_str())), "{path}");
            for other in ["", "\"x\"", "W/\"0000\"", strong.trim_matches('"')] {
                let answer = t.send(Method::GET, path, &[("if-none-match", other)]).await;
                assert_eq!((answer.status, &answer.body), (200, &first.body), "{path} {other}");
            }
        }
    }

    async fn what_changed_has_another_tag_and_what_did_not_keeps_it(t: &Test) {
        described_objects(t).await;
        let tag = async |path: &str| t.get(path).await.header("etag").unwrap().to_owned();
        let before = (tag("/v1/chats").await, tag("/v1/chats/1").await, tag("/v1/chats/2").await);
        let body = json!({"status": "pending"});
        assert_eq!(t.put("/v1/chats/1/status", &body).await.status, 200);
        let after = (tag("/v1/chats").await, tag("/v1/chats/1").await, tag("/v1/chats/2").await);
        assert!(before.0 != after.0 && before.1 != after.1 && before.2 == after.2);
        assert_eq!(t.put("/v1/chats/1/status", &body).await.status, 200);
        assert_eq!(tag("/v1/chats").await, after.0, "nothing changed");
        // A chat's JSON includes the customer's name, so the chat's tag changes, too.
        let name = json!({"name": "Another"});
        let headers = [("content-type", "application/json")];
        let patch = t.call_with(Method::PATCH, "/v1/customers/1", &headers, name.to_string());
        assert_eq!(patch.await.status, 200);
        assert_ne!(tag("/v1/chats/2").await, after.2);
    }

    async fn a_condition_is_looked_at_after_everything_else(t: &Test) {
        described_objects(t).await;
        let any = [("if-none-match", "*")];
        let refused = [("/v1/chats/9", 404), ("/v1/chats?limit=0", 400), ("/v1/nothing", 404)];
        for (path, status) in refused {
            assert_eq!(t.send(Method::GET, path, &any).await.status, status);
        }
        let wrong = [("if-none-match", "*"), ("authorization", "Bearer wrong")];
        let request = deskbell_testkit::client::request(Method::GET, "/v1/chats", &wrong);
        assert_eq!(deskbell_testkit::client::send(&t.http, request).await.status, 401);
        // `If-None-Match` does not prevent the change by this GET.
        let done = t.send(Method::GET, "/v1/agents/1/unsubscribe", &any).await;
        assert_eq!((done.status, done.header("etag")), (200, None));
        let body = json!({"id": 1, "status": "closed"}).to_string();
        let put = t.call_with(Method::PUT, "/v1/chats/status", &any, body).await;
        assert_eq!(put.status, 200);
        assert_eq!(put.header("etag"), t.get("/v1/chats/1").await.header("etag"));
        let search = t.call_with(Method::POST, "/v1/chats/search", &any, "{}").await;
        assert_eq!((search.status, search.header("etag")), (200, None));
    }

    async fn organizations_with_the_same_bytes_have_the_same_tag_and_learn_nothing_by_it(t: &Test) {
        let (_, key) = t.another_organization().await;
        let mine = t.get("/v1/chats").await;
        let theirs = t.get_as(&key, "/v1/chats").await;
        assert_eq!(mine.header("etag"), theirs.header("etag"));
        assert_eq!(mine.body, theirs.body);
    }

    async fn a_304_counts_as_a_request(t: &Test) {
        t.app.actions.set_requests_per_minute(t.caller, Some(2)).await.unwrap();
        t.clock.advance(std::time::Duration::from_secs(1));
        let any = [("if-none-match", "*")];
        let answer = t.send(Method::GET, "/v1/chats", &any).await;
        let policy = answer.header("ratelimit-policy");
        assert_eq!((answer.status, policy), (304, Some("\"default\";q=2;w=60")));
        assert_eq!(t.send(Method::GET, "/v1/chats", &any).await.status, 304);
        assert_eq!(t.send(Method::GET, "/v1/chats", &any).await.status, 429);
    }
}

#[test]
fn both_engines_give_the_same_tags() {
    run_both(async |first, second| {
        described_objects(first).await;
        described_objects(second).await;
        for path in SHOWN {
            let (one, two) = (first.get(path).await, second.get(path).await);
            assert_eq!(one.header("etag"), two.header("etag"), "{path}");
        }
    });
}
