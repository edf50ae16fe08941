//! The table of errors: every error occurs, in the contract's form, and the checks run in the
//! contract's order.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use deskbell_http::ErrorCode;
use deskbell_model::Scope;
use deskbell_testkit::{Engine, Test, block_on, engines};
use serde_json::json;

use crate::objects::{chat, put_chats};

type Seen = BTreeSet<(u16, String, String)>;

async fn see(t: &Test, seen: &mut Seen, target: &str) {
    let (status, items) = t.get(target).await.errors();
    seen.extend(items.into_iter().map(|(code, message)| (status, code, message)));
}

/// Sends invalid bodies, bodies of a wrong type, and invalid Idempotency-Keys.
async fn refuse_bodies(t: &Test, seen: &mut Seen) {
    let broken = || Err(std::io::Error::other("hung up"));
    let broken = futures_util::stream::once(async move { broken() as std::io::Result<&str> });
    for (method, target, body) in [
        (Method::PUT, "/v1/customers/batch", "{}".into()),
        (Method::PUT, "/v1/customers/batch", "[5]".into()),
        (Method::POST, "/v1/webhooks/1/replay", "{}".into()),
        (Method::POST, "/v1/messages", Body::from_stream(broken)),
    ] {
        let (status, items) = t.call_with(method, target, &[], body).await.errors();
        seen.extend(items.into_iter().map(|(code, message)| (status, code, message)));
    }
    let (long, name) = ("k".repeat(256), "idempotency-key");
    let coded = ("content-encoding", "gzip");
    for headers in [&[][..], &[coded], &[(name, "")], &[(name, &long)], &[(name, "a"), (name, "a")]]
    {
        let answer = t.call_with(Method::POST, "/v1/messages", headers, "[]").await;
        let (status, items) = answer.errors();
        seen.extend(items.into_iter().map(|(code, message)| (status, code, message)));
    }
}

/// Sends changes, some of which the current state does not allow.
async fn refuse_changes(t: &Test, seen: &mut Seen) {
    let tags: Vec<_> = (0..101).map(|name| json!({"name": name.to_string()})).collect();
    for (method, target, body) in [
        (Method::POST, "/v1/chats", json!({"customer": 1, "application": 9})),
        (Method::PUT, "/v1/chats/1/department", json!({"department": 9})),
        (Method::PUT, "/v1/chats/1/status", json!({"status": "closed"})),
        (Method::PUT, "/v1/chats/rate", json!({"id": 1, "rating": "great"})),
        (Method::POST, "/v1/chats/search", json!({"filter": 1, "comparison": 1})),
        (Method::POST, "/v1/customers", json!({"userId": "a"})),
        (Method::POST, "/v1/customers", json!({"userId": "a"})),
        (Method::PATCH, "/v1/customers/1/customData", json!({"a": []})),
        (Method::PUT, "/v1/customers/1/tags", json!({"tags": tags[..100]})),
        (Method::PUT, "/v1/customers/1/tags", json!({"tags": tags[100..]})),
    ] {
        let answer = t.call(method, target, &body).await;
        if answer.status >= 400 {
            let (status, items) = answer.errors();
            seen.extend(items.into_iter().map(|(code, message)| (status, code, message)));
        }
    }
}

/// Creates more webhooks than the limit, names a missing webhook and a missing delivery, and sends
/// test events until the server refuses.
async fn refuse_webhooks(t: &Test, seen: &mut Seen) {
    let new = json!({"url": "https://hooks.example.com", "events": ["chat.new"]});
    let more = std::iter::repeat_n(("/v1/webhooks", new), 51);
    let missing = [
        ("/v1/webhooks/99/test", json!({})),
        ("/v1/webhooks/1/replay", json!({"delivery": 1})),
        ("/v1/webhooks/1/test", json!({})),
    ];
    let webhook = deskbell_model::WebhookId::new(1).unwrap();
    for (target, body) in more.chain(missing) {
        if target == "/v1/webhooks/1/test" {
            while t.app.actions.test_webhook(t.caller, webhook).await.is_ok() {}
        }
        let answer = t.post(target, &body).await;
        if answer.status >= 400 {
            let (status, items) = answer.errors();
            seen.extend(items.into_iter().map(|(code, message)| (status, code, message)));
        }
    }
}

/// Checks that every error of `/v1` was seen, except for errors that other tests produce.
fn check_produced(seen: &Seen) {
    // Internal faults cannot be provoked; `api_error` tests their form. Late bodies and
    // malformed requests need a socket: see `greedy.rs` and `letter.rs`. Errors of WebSocket
    // messages are in `ws.rs`. This client cannot send a header that is not UTF-8. Files that find
    // no place, and ranges of them, have tests beside those of links.
    use ErrorCode::{HeadTooLarge, Internal, KeyNoText, Malformed, NoText, SocketKey};
    let apart = [
        HeadTooLarge,
        Internal,
        KeyNoText,
        Malformed,
        NoText,
        SocketKey,
        ErrorCode::FileRange,
        ErrorCode::FilesFull,
        ErrorCode::FilesOff,
        ErrorCode::TooManyFiles,
        ErrorCode::TooManyStreams,
        ErrorCode::TooSlow,
        ErrorCode::Unavailable,
        ErrorCode::Session,
        ErrorCode::Visitor,
    ];
    // Errors that agents and visitors alone can get are produced where their operations are.
    let [programs, agents, visitors] =
        [deskbell_web::PROGRAMS, deskbell_web::AGENTS, deskbell_web::VISITORS]
            .map(|it| it.document()["components"]["examples"].to_string());
    for fault in ErrorCode::ALL.iter().filter(|it| !apart.contains(it)) {
        let (code, message) = fault.words();
        let item = serde_json::json!({"code": code, "message": message}).to_string();
        let is_of_others = agents.contains(&item) || visitors.contains(&item);
        if is_of_others && !programs.contains(&item) {
            continue;
        }
        assert!(seen.contains(&(fault.status(), code.into(), message.into())), "{fault:?}");
    }
}

engines! {
    async fn every_row_of_the_table_is_produced(t: &Test) {
        put_chats(t, [chat(1, 5)]).await;
        let mut seen = Seen::new();
        for target in [
            "/v1/chats?limit=0&offset=-1&sort=id&order=up&cursor=",
            "/v1/chats/zero",
            "/v1/chats/2",
            "/v1/chats/2/messages",
            "/v1/chats/1/messages",
            "/v1/customers/2",
            "/v1/files/1",
            "/v1/changes?after=x&wait=x&kind=x&history=",
            "/v1/changes?after=999999999",
            "/v1/nothing",
            "/v1/ws",
        ] {
            see(t, &mut seen, target).await;
        }
        let large = [("content-length", "1048577")];
        for answer in [
            t.get_without_key("/v1/chats").await,
            t.send(Method::POST, "/v1/chats/total", &[]).await,
            t.send(Method::POST, "/v1/files", &[]).await,
            t.send(Method::POST, "/v1/files?name=", &[]).await,
            t.send(Method::GET, "/v1/chats", &large).await,
            t.send(Method::DELETE, "/v1/customers/1", &[("if-match", "\"x\"")]).await,
        ] {
            let (status, items) = answer.errors();
            seen.extend(items.into_iter().map(|(code, message)| (status, code, message)));
        }
        let reader = t.app.access.create_key(t.caller, "reader", Scope::Read).await.unwrap();
        let reader = format!("Bearer {reader}");
        let once = [("idempotency-key", "k")];
        let message = json!({"chat": 1, "text": "x", "agent": null}).to_string();
        for (headers, body) in [
            (&[][..], "["),
            (&[("authorization", reader.as_str())], "{}"),
            (&[], r#"{"chat": 1, "text": "x", "agent": 9}"#),
            (&once, message.as_str()),
            (&once, "{}"),
        ] {
            let answer = t.call_with(Method::POST, "/v1/messages", headers, body.to_owned()).await;
            if answer.status >= 400 {
                let (status, items) = answer.errors();
                seen.extend(items.into_iter().map(|(code, message)| (status, code, message)));
            }
        }
        refuse_bodies(t, &mut seen).await;
        refuse_changes(t, &mut seen).await;
        refuse_webhooks(t, &mut seen).await;
        t.app.actions.set_requests_per_minute(t.caller, Some(1)).await.unwrap();
        t.clock.advance(Duration::from_secs(1));
        assert_eq!(t.get("/v1/chats").await.status, 200);
        see(t, &mut seen, "/v1/chats").await;
        check_produced(&seen);
    }

    async fn faults_are_reported_in_the_order_of_the_contract(t: &Test) {
        let messages = |answer: deskbell_testkit::Answer| -> Vec<String> {
            answer.errors().1.into_iter().map(|(_, message)| message).collect()
        };
        let found = messages(t.get("/v1/chats?cursor=x&order=&sort=&offset=&limit=").await);
        let expected = ["limit", "offset", "sort", "order", "cursor"];
        assert_eq!(found, expected.map(|it| format!("{it} value is invalid")));
        let found = messages(t.get("/v1/chats/x/messages?offset=x&limit=x").await);
        let expected = ["Invalid chat ID", "limit value is invalid", "offset value is invalid"];
        assert_eq!(found, expected);
    }

    async fn whatever_is_no_page_is_refused_and_whatever_is_unknown_is_ignored(t: &Test) {
        for bad in [
            "limit=", "limit=0", "limit=101", "limit=-1", "limit=1.0", "limit=1e1", "limit=%201",
            "limit=+1", "limit=ten", "limit=1&limit=1", "limit=1%00", "limit=%FF", "limit=0x1",
            "limit=99999999999999999999999999", "offset=", "offset=-1", "offset=1&offset=2",
            "offset=9223372036854775808", "sort=", "sort=chats.id", "sort=closedAt",
            "sort=CHATS.CLOSEDAT", "sort=chats.closedAt&sort=chats.closedAt", "order=",
            "order=ascending", "order=asc&order=desc", "limit", "%6Cimit=0",
        ] {
            let answer = t.get(&format!("/v1/chats?{bad}")).await;
            assert_eq!(answer.errors().0, 400, "{bad}");
            assert_eq!(answer.errors().1.len(), 1, "{bad}");
        }
        for good in [
            "limit=001", "offset=000", "limit=%31", "order=DESC", "sort=chats%2EclosedAt",
            "unknown=1&unknown=2", "&&&", "=", "limits=0", "Limit=0", "limit[]=0", "%", "%zz=%zz",
        ] {
            assert_eq!(t.get(&format!("/v1/chats?{good}")).await.status, 200, "{good}");
        }
    }

    async fn the_route_comes_before_the_method_and_both_before_the_key(t: &Test) {
        assert_eq!(t.get_without_key("/v1/nothing").await.status, 404);
        assert_eq!(t.get_without_key("/v1/chats?limit=0").await.status, 401);
        let answer = t.send(Method::PATCH, "/v1/chats/x", &[]).await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD, OPTIONS")));
        let large = [("content-length", "1048577")];
        let answer = t.send(Method::GET, "/v1/chats?limit=0", &large).await;
        assert_eq!(answer.status, 413);
    }
}

/// Tests requests to a server whose database is closed. The fixture's final check, which needs an
/// open database, is left out.
async fn gone(engine: Engine) {
    let t = Test::new(engine).await;
    assert_eq!(t.get("/readyz").await.status, 200);
    t.app.context.store.close().await;
    for target in ["/readyz", "/v1/chats", "/v1/chats/total"] {
        let answer = t.get(target).await;
        let (code, message) = ErrorCode::Unavailable.words();
        assert_eq!(answer.errors(), (503, vec![(code.into(), message.into())]), "{target}");
        assert_eq!(answer.header("retry-after"), Some("1"));
    }
    assert_eq!(t.get("/healthz").await.status, 200);
    t.database.remove().await;
}

#[test]
fn a_database_that_is_gone_is_503_with_retry_after() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        block_on(gone(engine));
    }
}
