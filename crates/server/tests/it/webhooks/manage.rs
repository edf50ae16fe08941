//! `/v1/webhooks`: creating, reading, changing and deleting webhooks.

use axum::http::Method;
use deskbell_model::{Kind, Scope};
use deskbell_testkit::{Receiver, Test, engines};
use serde_json::{Value, json};

use super::{EVENTS, desk, log, open, pass, webhook};
use crate::changes::recorded;

const URL: &str = "https://hooks.example.com/deskbell?of=1";

async fn create(t: &Test) -> Value {
    let body = json!({"url": URL, "events": ["chat.closed", "chat.new", "chat.closed"]});
    let answer = t.post("/v1/webhooks", &body).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.json()
}

/// Removes the reasons from the error messages of a refusal.
fn plain((status, errors): (u16, Vec<(String, String)>)) -> (u16, Vec<(String, String)>) {
    let what = |message: String| message.split(": ").next().unwrap_or_default().to_owned();
    (status, errors.into_iter().map(|(code, message)| (code, what(message))).collect())
}

engines! {
    async fn fixed_headers_are_sent_and_shown_to_nobody(t: &Test) {
        let mut receiver = Receiver::start().await;
        let secret = "Bearer very-secret";
        let headers = json!({"Authorization": secret, "X-Of": "us"});
        let body = json!({"url": receiver.url(), "events": ["chat.new"], "headers": headers});
        let made = t.post("/v1/webhooks", &body).await.json();
        let masked = json!({"Authorization": "***", "X-Of": "***"});
        assert_eq!(made["headers"].to_string(), masked.to_string());
        t.post("/v1/webhooks/1/test", &json!({})).await;
        pass(t).await;
        let sent = receiver.next().await;
        assert_eq!((sent.header("authorization"), sent.header("x-of")), (Some(secret), Some("us")));
        let other = json!({"headers": {"X-Of": "very-secret"}});
        assert_eq!(t.patch("/v1/webhooks/1", &other).await.json()["headers"],
                   json!({"X-Of": "***"}));
        t.patch("/v1/webhooks/1", &json!({"enabled": true})).await;
        t.post("/v1/webhooks/1/test", &json!({})).await;
        pass(t).await;
        let sent = receiver.next().await;
        assert_eq!((sent.header("authorization"), sent.header("x-of")),
                   (None, Some("very-secret")));
        for target in ["", "/1", "/1/deliveries"] {
            let shown = t.get(&format!("/v1/webhooks{target}")).await;
            assert!(!String::from_utf8(shown.body).unwrap().contains("very-secret"), "{target}");
        }
        for row in recorded(t).await {
            assert!(!row.payload.unwrap_or_default().contains("very-secret"), "the feed tells it");
        }
        let bad = json!({"headers": {"Webhook-Id": "very-secret"}});
        let refused = t.patch("/v1/webhooks/1", &bad).await;
        assert_eq!(refused.json()["errors"][0]["pointer"], "/headers/Webhook-Id");
        assert!(!String::from_utf8(refused.body).unwrap().contains("very-secret"));
        t.patch("/v1/webhooks/1", &json!({"headers": {}})).await;
        t.post("/v1/webhooks/1/test", &json!({})).await;
        pass(t).await;
        assert_eq!(receiver.next().await.header("x-of"), None);
    }

    async fn a_webhook_shows_its_secret_once(t: &Test) {
        let made = create(t).await;
        let secret = made["secret"].as_str().unwrap().to_owned();
        assert!(secret.starts_with("whsec_") && secret.len() == 50, "{secret}");
        let mut expected = json!({
            "id": 1, "url": URL, "events": ["chat.closed", "chat.new"], "enabled": true,
            "createdAt": 1_800_000_000_u32, "headers": {},
        });
        let shown = expected.to_string();
        expected["secret"] = secret.clone().into();
        assert_eq!(made.to_string(), expected.to_string(), "the order of its keys");
        let read = t.get("/v1/webhooks/1").await;
        assert_eq!(String::from_utf8(read.body).unwrap(), shown);
        create(t).await;
        let list = t.get("/webhooks?limit=1").await.body;
        let list = String::from_utf8(list).unwrap();
        assert_eq!(list, format!(r#"{{"data":[{shown}],"meta":{{"total":2}}}}"#));
        let kinds: Vec<_> = recorded(t).await.iter().map(|row| row.kind).collect();
        assert!(kinds.ends_with(&[Kind::WebhookCreated, Kind::WebhookCreated]));
        for row in recorded(t).await {
            assert!(!row.payload.unwrap_or_default().contains("whsec_"), "the feed tells a secret");
        }
    }

    async fn it_may_begin_disabled(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let body = json!({"url": receiver.url(), "events": EVENTS, "enabled": false});
        assert_eq!(t.post("/v1/webhooks", &body).await.json()["enabled"], false);
        assert_eq!(t.get("/v1/webhooks").await.json()["data"][1]["enabled"], false);
        open(t).await;
        pass(t).await;
        assert_eq!((log(t, 1).await.len(), log(t, 2).await.len()), (1, 0));
        assert_eq!(receiver.events(), ["chat.new"]);
    }

    async fn it_changes_in_what_is_given_and_goes(t: &Test) {
        create(t).await;
        let edit = json!({"url": "http://a.example", "events": EVENTS, "enabled": false});
        let answer = t.patch("/v1/webhooks/1", &edit).await;
        assert_eq!(answer.status, 200);
        let expected = json!({
            "id": 1, "url": "http://a.example", "events": EVENTS, "enabled": false,
            "createdAt": 1_800_000_000_u32, "headers": {},
        });
        assert_eq!(answer.json().to_string(), expected.to_string());
        let last = recorded(t).await.pop().unwrap();
        assert_eq!((last.kind, last.payload), (Kind::WebhookUpdated, Some(expected.to_string())));
        let before = recorded(t).await.len();
        assert_eq!(t.patch("/v1/webhooks/1", &json!({"enabled": false})).await.json(), expected);
        assert_eq!(t.patch("/v1/webhooks/1", &json!({})).await.json(), expected);
        assert_eq!(recorded(t).await.len(), before, "what changes nothing writes nothing");
        let gone = t.call(Method::DELETE, "/v1/webhooks/1", &json!({})).await;
        assert_eq!((gone.status, gone.body), (200, br#""Ok""#.to_vec()));
        let last = recorded(t).await.pop().unwrap();
        assert_eq!((last.kind, last.payload.as_deref()),
                   (Kind::WebhookDeleted, Some(r#"{"id":1}"#)));
        assert_eq!(t.get("/v1/webhooks").await.json(), json!({"data": [], "meta": {"total": 0}}));
    }

    async fn a_rotation_gives_another_secret(t: &Test) {
        let made = create(t).await;
        let answer = t.post("/v1/webhooks/1/rotate", &json!({})).await;
        assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")));
        let mut rotated = answer.json();
        assert_ne!(rotated["secret"], made["secret"]);
        rotated["secret"] = made["secret"].clone();
        assert_eq!(rotated.to_string(), made.to_string());
    }

    async fn a_repeated_creation_is_one_and_is_answered_the_same(t: &Test) {
        let once = [("idempotency-key", "k")];
        let body = json!({"url": URL, "events": ["chat.new"]}).to_string();
        let post = async |body: &str| {
            t.call_with(Method::POST, "/v1/webhooks", &once, body.to_owned()).await
        };
        let (first, second) = (post(&body).await, post(&body).await);
        assert_eq!((first.status, second.status), (201, 201));
        assert_eq!(first.body, second.body);
        assert_eq!(t.get("/v1/webhooks").await.json()["meta"]["total"], 1);
        assert_eq!(post("{}").await.errors().0, 422);
        t.send(Method::DELETE, "/v1/webhooks/1", &[]).await;
        assert_eq!(post(&body).await.errors().1[0].1, "Webhook not found");
    }

    async fn faults_come_in_the_order_of_its_keys(t: &Test) {
        create(t).await;
        let told = |field: &str| {
            (format!("invalid_{field}_value"), format!("{field} value is invalid"))
        };
        let both = (400, vec![told("url"), told("events")]);
        for (url, events) in [
            (json!(null), json!(null)),
            (json!("ftp://a.example"), json!([])),
            (json!("http://user:password@a.example/"), json!(["chat.*"])),
            (json!("a.example"), json!(["webhook.test"])),
            (json!("http://10.0.0.1/"), json!("chat.new")),
            (json!("http://[::1]/"), json!([1])),
            (json!("http://169.254.169.254/latest"), json!({})),
            (json!("http://[::ffff:10.0.0.1]/"), json!(["Chat.new"])),
            (json!("http://0x7f000001/"), json!([null])),
        ] {
            let body = json!({"url": url, "events": events});
            assert_eq!(plain(t.post("/v1/webhooks", &body).await.errors()), both, "{body}");
            let patched = t.patch("/v1/webhooks/1", &body).await.errors();
            assert_eq!(plain(patched), both, "{body}");
        }
        let all = json!({"url": 1, "events": 1, "enabled": 5, "headers": 1});
        let found = plain(t.patch("/v1/webhooks/9", &all).await.errors());
        let fields = ["url", "events", "enabled", "headers"];
        assert_eq!(found, (400, fields.map(told).to_vec()));
        let url = json!({"url": "http://10.0.0.1/"});
        let says = "url value is invalid: its address is not a public one, and not opened by \
                    webhooks.allow";
        assert_eq!(t.patch("/v1/webhooks/1", &url).await.errors().1[0].1, says);
        let request = |says: &str| (400, vec![("invalid_request".to_owned(), says.to_owned())]);
        let no_json = "The body is not JSON: it ends too early, line 1, column 1";
        let no_object = "The body must be a JSON object";
        for (body, says) in [("[]", no_object), ("{", no_json), ("1", no_object)] {
            for target in ["", "/1/test", "/1/rotate", "/1/replay"] {
                let target = format!("/v1/webhooks{target}");
                let answer = t.call_with(Method::POST, &target, &[], body).await;
                assert_eq!(answer.errors(), request(says), "{target}");
            }
        }
        let replay = |body: Value| async move { t.post("/v1/webhooks/1/replay", &body).await };
        assert_eq!(replay(json!({"delivery": "x"})).await.errors().1, [told("delivery")]);
        assert_eq!(replay(json!({"since": "x"})).await.errors().1, [told("since")]);
        assert_eq!(replay(json!({})).await.errors(), request("Give either delivery or since"));
    }

    async fn what_is_not_there_is_missed_once_nothing_else_is_wrong(t: &Test) {
        let missing =
            (404, vec![("entity_not_found".to_owned(), "Webhook not found".to_owned())]);
        for id in ["1", "x", "0", "-1", "9223372036854775808"] {
            let target = format!("/v1/webhooks/{id}");
            for (method, more) in [
                (Method::GET, ""),
                (Method::PATCH, ""),
                (Method::DELETE, ""),
                (Method::POST, "/test"),
                (Method::POST, "/rotate"),
                (Method::GET, "/deliveries"),
            ] {
                let target = format!("{target}{more}");
                assert_eq!(t.call(method, &target, &json!({})).await.errors(), missing, "{target}");
            }
            let replay = t.post(&format!("{target}/replay"), &json!({"since": 0})).await;
            assert_eq!(replay.errors(), missing);
        }
        create(t).await;
        let answer = t.post("/v1/webhooks/1/replay", &json!({"delivery": 1})).await;
        assert_eq!(answer.errors().1[0].1, "Delivery not found");
    }

    async fn whose_key_may_only_read_changes_none_and_sees_no_secret(t: &Test) {
        let made = create(t).await;
        let reader = t.app.access.create_key(t.caller, "reader", Scope::Read).await.unwrap();
        for (method, target) in [
            (Method::POST, ""),
            (Method::PATCH, "/1"),
            (Method::DELETE, "/1"),
            (Method::POST, "/1/test"),
            (Method::POST, "/1/rotate"),
            (Method::POST, "/1/replay"),
        ] {
            let target = format!("/v1/webhooks{target}");
            assert_eq!(t.call_as(&reader, method, &target, "[").await.errors().0, 403);
        }
        for target in ["/v1/webhooks", "/v1/webhooks/1", "/v1/webhooks/1/deliveries"] {
            let answer = t.get_as(&reader, target).await;
            let body = String::from_utf8(answer.body).unwrap();
            assert!(answer.status == 200 && !body.contains(made["secret"].as_str().unwrap()));
        }
    }

    async fn an_organization_has_fifty_at_the_most(t: &Test) {
        let receiver = Receiver::start().await;
        for _ in 0..50 {
            webhook(t, &receiver, &["chat.new"]).await;
        }
        let body = json!({"url": receiver.url(), "events": ["chat.new"]});
        let refused = t.post("/v1/webhooks", &body).await.errors();
        assert_eq!(refused.0, 400);
        assert_eq!(refused.1[0].1, "An organization may have 50 webhooks");
        t.send(Method::DELETE, "/v1/webhooks/7", &[]).await;
        assert_eq!(t.post("/v1/webhooks", &body).await.json()["id"], 51);
    }
}
