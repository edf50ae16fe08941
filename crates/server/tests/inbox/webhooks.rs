//! `/app/v1/webhooks`: the organization's webhooks, managed by administrators.

use std::time::Duration;

use deskbell_model::Role;
use deskbell_testkit::{Receiver, engines};
use serde_json::json;

engines! {
    async fn a_webhook_is_made_tested_rotated_replayed_and_deleted(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let mut receiver = Receiver::start().await;
        let new = json!({"url": receiver.url(), "events": ["chat.new"]});
        let made = ann.post("/app/v1/webhooks", &new).await;
        assert_eq!((made.status, made.header("cache-control")), (201, Some("no-store")));
        assert_eq!(made.header("location"), Some("/app/v1/webhooks/1"));
        let secret = made.json()["secret"].as_str().unwrap().to_owned();
        assert_eq!(ann.post("/app/v1/webhooks/1/test", &json!({})).await.json(), "Ok");
        t.courier().pass().await.unwrap();
        assert!(receiver.next().await.header("webhook-signature").is_some());
        let log = ann.get("/app/v1/webhooks/1/deliveries").await.json();
        assert_eq!(log["data"][0]["event"], "webhook.test");
        assert_eq!(log["data"][0]["state"], "delivered");
        let replay = json!({"delivery": log["data"][0]["id"]});
        assert_eq!(ann.post("/app/v1/webhooks/1/replay", &replay).await.status, 200);
        t.courier().pass().await.unwrap();
        receiver.next().await;
        let rotated = ann.post("/app/v1/webhooks/1/rotate", &json!({})).await.json();
        assert_ne!(rotated["secret"], secret.as_str());
        let off = ann.patch("/app/v1/webhooks/1", &json!({"enabled": false})).await.json();
        assert_eq!(off["enabled"], false);
        let list = ann.get("/app/v1/webhooks").await;
        assert_eq!(list.json()["data"], json!([off]));
        assert!(!String::from_utf8(list.body).unwrap().contains("whsec_"));
        let of_programs = t.get("/v1/webhooks").await.json();
        assert_eq!(of_programs["data"], json!([off]));
        assert_eq!(ann.delete("/app/v1/webhooks/1").await.json(), "Ok");
        assert_eq!(ann.get("/app/v1/webhooks/1/deliveries").await.status, 404);
    }

    async fn webhooks_are_for_administrators_who_gave_their_password_lately(t: &Test) {
        let bob = t.agent("bob", Role::Superviser, &[]).await;
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let new = json!({"url": "https://hooks.example.com/x", "events": ["chat.new"]});
        assert_eq!(bob.get("/app/v1/webhooks").await.status, 403);
        assert_eq!(bob.post("/app/v1/webhooks", &new).await.status, 403);
        assert_eq!(ann.post("/app/v1/webhooks", &new).await.status, 201);
        t.clock.advance(Duration::from_secs(11 * 60));
        let (status, errors) = ann.post("/app/v1/webhooks", &new).await.errors();
        assert_eq!((status, errors[0].0.as_str()), (403, "step_up_required"));
        assert_eq!(ann.post("/app/v1/webhooks/1/rotate", &json!({})).await.status, 403);
        assert_eq!(ann.patch("/app/v1/webhooks/1", &json!({"enabled": false})).await.status, 403);
    }

    async fn a_bad_target_is_refused_where_it_is(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let bad = json!({"url": "http://10.0.0.1", "events": []});
        let refused = ann.post("/app/v1/webhooks", &bad).await;
        assert_eq!((refused.status, refused.pointers().len()), (400, 2));
        assert_eq!(ann.post("/app/v1/webhooks/9/replay", &json!({"since": 0})).await.status, 404);
    }
}
