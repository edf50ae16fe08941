//! Ratings: only agents see the customer's comment on a rating.

use deskbell_model::{OrgId, Role};
use deskbell_storage::changes::{self, ChangeRow};
use deskbell_storage::{Class, reads};
use deskbell_testkit::engines;
use deskbell_testkit::socket_server::{LIMITS, SocketServer};
use serde_json::{Value, json};

use crate::made::{limited, supervisor};

reads! {
    Changes(org: OrgId) -> Vec<ChangeRow> = async |conn| changes::after(org, conn, 0, 1_000).await;
}

engines! {
    async fn the_words_with_a_rating_are_shown_to_agents_who_may_know_of_the_chat(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let bob = limited(t, "bob", &[]).await;
        let visitor = t.visitor().await;
        let chat = visitor.say(None, "hello").await["chatId"].clone();
        let path = format!("/app/v1/chats/{chat}");
        let set = json!({"ids": [chat], "set": {"assignee": ann.agent.get()}});
        assert_eq!(ann.post("/app/v1/chats/act", &set).await.status, 200);
        ann.post(&format!("{path}/messages"), &json!({"text": "hi"})).await;
        let set = json!({"ids": [chat], "set": {"status": "closed"}});
        assert_eq!(ann.post("/app/v1/chats/act", &set).await.status, 200);
        assert_eq!(ann.get(&path).await.json()["ratingComment"], Value::Null);

        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        let mut pages = Vec::new();
        for by in [&ann, &bob] {
            let cookie = by.cookie().unwrap();
            let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
            pages.push(served.open("/app/v1/ws", &headers).await.unwrap());
        }
        let rating = json!({"chatId": chat, "rating": "poor", "comment": "Too slow for me"});
        assert_eq!(visitor.post("rating", &rating).await.status, 200);
        let heard = pages[0].hear_kind("rating.commented", &mut Vec::new()).await;
        let told = json!({"chat": chat, "rating": "poor", "comment": "Too slow for me"});
        assert_eq!(heard["object"], told);
        let opened = ann.get(&path).await.json();
        assert_eq!((&opened["chat"]["rating"], &opened["ratingComment"]),
            (&json!("poor"), &json!("Too slow for me")));

        // Whoever may not know of the chat, and programs, hear nothing of it.
        let other = t.visitor().await.say(None, "the end").await;
        let mut others = Vec::new();
        loop {
            let heard = pages[1].hear_kind("message.created", &mut others).await;
            if heard["object"]["id"] == other["id"] {
                break;
            }
        }
        assert!(others.iter().all(|it| it["kind"] != "rating.commented"), "{others:?}");
        let feed = t.get("/v1/changes?limit=1000").await;
        assert!(!String::from_utf8(feed.body).unwrap().contains("Too slow"));
        let shown = t.get(&format!("/v1/chats/{chat}")).await;
        assert!(!String::from_utf8(shown.body).unwrap().contains("Too slow"));

        visitor.say(chat.as_i64(), "once more").await;
        assert_eq!(ann.get(&path).await.json()["ratingComment"], "Too slow for me");
        drop(pages);
        served.ended().await;
    }

    async fn words_go_with_their_customer(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let visitor = t.visitor().await;
        let chat = visitor.say(None, "hello").await["chatId"].clone();
        boss.post(&format!("/app/v1/chats/{chat}/messages"), &json!({"text": "hi"})).await;
        t.put(&format!("/v1/chats/{chat}/status"), &json!({"status": "closed"})).await;
        let rating = json!({"chatId": chat, "rating": "great", "comment": "Splendid work"});
        assert_eq!(visitor.post("rating", &rating).await.status, 200);
        let trail = boss.get("/app/v1/audit").await;
        assert!(String::from_utf8(trail.body).unwrap().contains("rating.commented"));
        let customer = t.get(&format!("/v1/chats/{chat}")).await.json()["customer"]["id"].clone();
        let target = format!("/app/v1/customers/{customer}");
        assert_eq!(boss.delete(&target).await.status, 200);
        while deskbell_app::jobs::run_due(&t.app).await.unwrap() {}
        for row in t.app.context.store.read(Class::Page, Changes(t.org)).await.unwrap() {
            assert!(row.payload.is_none_or(|it| !it.contains("Splendid")), "{:?}", row.kind);
        }
    }
}
