//! Drafts: the author sees the text; other agents only see that a draft exists.

use std::time::Duration;

use deskbell_app::jobs::sweep;
use deskbell_model::limits::{DRAFT_BYTES_MAX, DRAFTS_OF_AGENT_MAX};
use deskbell_testkit::engines;
use serde_json::json;

use crate::made::{asks, chat, customer, ids, supervisor, window};

engines! {
    async fn a_draft_is_its_authors_and_others_see_that_it_is_there(t: &Test) {
        let (ann, bob) = (supervisor(t, "ann").await, supervisor(t, "bob").await);
        let this = chat(t, customer(t, "mateus").await, json!({})).await;
        asks(t, this, "Hello").await;
        let (target, at) = (format!("/app/v1/chats/{this}/draft"), format!("/app/v1/chats/{this}"));
        let secret = "what nobody else may read";
        assert_eq!(ann.put(&target, &json!({"text": "Dear"})).await.status, 200);
        assert_eq!(ann.put(&target, &json!({"text": secret, "note": true})).await.status, 200);
        let now = t.app.context.now().get();
        let own = ann.get(&at).await.json();
        assert_eq!(own["draft"], json!({"text": secret, "note": true, "updatedAt": now}));
        assert_eq!(own["drafts"], json!([]));
        let other = bob.get(&at).await;
        assert_eq!(other.json()["draft"], json!(null));
        assert_eq!(other.json()["drafts"], json!([ann.agent.get()]));
        let rows = window(&bob, json!({"view": "all"})).await;
        assert_eq!(rows["rows"][0]["draft"], json!("others"));
        assert_eq!(window(&ann, json!({"view": "all"})).await["rows"][0]["draft"], json!("me"));
        assert_eq!(ids(&ann, json!("drafts")).await, [this]);
        assert_eq!(ids(&bob, json!("drafts")).await, Vec::<i64>::new());
        let feed = t.get("/v1/changes?limit=1000").await;
        for told in [&other.body, &feed.body] {
            assert!(!String::from_utf8_lossy(told).contains(secret));
        }
        assert!(!String::from_utf8_lossy(&feed.body).contains("draft"), "programs hear nothing");
        bob.put(&target, &json!({"text": "Me too"})).await;
        assert_eq!(window(&bob, json!({"view": "all"})).await["rows"][0]["draft"], json!("both"));
    }

    async fn a_draft_ends_with_its_reply_with_an_empty_text_and_when_it_is_deleted(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let this = chat(t, customer(t, "mateus").await, json!({})).await;
        let target = format!("/app/v1/chats/{this}/draft");
        let at = format!("/app/v1/chats/{this}");
        let draft = async || ann.get(&at).await.json()["draft"].clone();
        let text = json!({"text": "Dear"});
        ann.put(&target, &text).await;
        ann.post(&format!("/app/v1/chats/{this}/messages"), &json!({"text": "Dear M."})).await;
        assert_eq!(draft().await, json!(null));
        ann.put(&target, &text).await;
        ann.put(&target, &json!({"text": ""})).await;
        assert_eq!(draft().await, json!(null));
        ann.put(&target, &text).await;
        assert_eq!(ann.delete(&target).await.status, 200);
        assert_eq!(draft().await, json!(null));
        assert_eq!(ids(&ann, json!("drafts")).await, Vec::<i64>::new());
    }

    async fn a_draft_is_forgotten_after_thirty_days_and_the_oldest_of_too_many(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let mateus = customer(t, "mateus").await;
        let first = chat(t, mateus, json!({})).await;
        let put = async |chat: i64| {
            let target = format!("/app/v1/chats/{chat}/draft");
            assert_eq!(ann.put(&target, &json!({"text": "Dear"})).await.status, 200);
        };
        put(first).await;
        for _ in 0..DRAFTS_OF_AGENT_MAX {
            t.clock.advance(Duration::from_secs(1));
            put(chat(t, mateus, json!({})).await).await;
        }
        let count = window(&ann, json!({"view": "drafts"})).await["total"].clone();
        assert_eq!(count, json!(DRAFTS_OF_AGENT_MAX));
        t.clock.advance(Duration::from_secs(31 * 24 * 60 * 60));
        while sweep::step(&t.app).await.unwrap() {}
        assert_eq!(ann.sign_in().await.status, 200);
        assert_eq!(window(&ann, json!({"view": "drafts"})).await["total"], json!(0));
    }

    async fn a_draft_has_at_most_64_kib(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let this = chat(t, customer(t, "mateus").await, json!({})).await;
        let target = format!("/app/v1/chats/{this}/draft");
        let fits = "ß".repeat(DRAFT_BYTES_MAX / 2);
        assert_eq!(ann.put(&target, &json!({"text": fits})).await.status, 200);
        assert_eq!(ann.put(&target, &json!({"text": format!("{fits}a")})).await.errors().0, 400);
    }

    async fn a_draft_goes_with_its_chat(t: &Test) {
        let ann = t.agent("ann", deskbell_model::Role::Admin, &[]).await;
        let mateus = customer(t, "mateus").await;
        let this = chat(t, mateus, json!({})).await;
        ann.put(&format!("/app/v1/chats/{this}/draft"), &json!({"text": "Dear"})).await;
        assert_eq!(ann.delete(&format!("/app/v1/customers/{mateus}")).await.status, 200);
        assert_eq!(ids(&ann, json!("drafts")).await, Vec::<i64>::new());
    }
}
