//! `POST /app/v1/chats/act`: one edit of several chats in one request, and requests that undo such
//! an edit.

use deskbell_model::Role;
use deskbell_testkit::engines;
use serde_json::{Value, json};

use crate::made::{asks, chat, customer, ids, limited, supervisor};

/// Returns a chat's JSON from `/v1`, without `closedAt` and `closedBy`.
async fn shown(t: &deskbell_testkit::Test, chat: i64) -> Value {
    let mut chat = t.get(&format!("/v1/chats/{chat}")).await.json();
    let object = chat.as_object_mut().unwrap();
    object.retain(|key, _| !["closedAt", "closedBy"].contains(&key.as_str()));
    chat
}

engines! {
    async fn what_undoes_an_act_gives_every_chat_its_values_from_before(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let mateus = customer(t, "mateus").await;
        let mut chats = Vec::new();
        for number in 0..4 {
            let made = chat(t, mateus, json!({})).await;
            if number > 0 {
                asks(t, made, "Hello").await;
            }
            chats.push(made);
        }
        let set = json!({"id": chats[2], "status": "pending"});
        t.put("/v1/chats/status", &set).await;
        let before = ids(&ann, json!({"waiting": true})).await;
        let mut was = Vec::new();
        for id in &chats {
            was.push(shown(t, *id).await);
        }
        let until = t.app.context.now().get() + 60;
        let act = json!({"ids": chats, "set": {
            "status": "closed", "assignee": ann.agent.get(), "snooze": until, "read": true,
            "addTags": ["paid"],
        }});
        let acted = ann.post("/app/v1/chats/act", &act).await;
        assert_eq!(acted.status, 200, "{}", String::from_utf8_lossy(&acted.body));
        let acted = acted.json();
        assert_eq!((&acted["done"], &acted["missing"]), (&json!(chats), &json!([])));
        assert_eq!(ids(&ann, json!({"waiting": true})).await, Vec::<i64>::new());
        for id in &chats {
            let now = shown(t, *id).await;
            assert_eq!((&now["status"], &now["snoozedUntil"]), (&json!("closed"), &json!(until)));
        }
        // The last act is undone first, as the tags are the customer's.
        for undo in acted["undo"].as_array().unwrap().iter().rev() {
            let undone = ann.post("/app/v1/chats/act", undo).await;
            assert_eq!(undone.status, 200, "{undo}: {}", String::from_utf8_lossy(&undone.body));
        }
        for (id, was) in chats.iter().zip(was) {
            assert_eq!(shown(t, *id).await, was);
        }
        assert_eq!(ids(&ann, json!({"waiting": true})).await, before);
        let tags = t.get(&format!("/v1/customers/{mateus}")).await.json()["tags"].clone();
        assert_eq!(tags, json!([]));
    }

    async fn chats_that_are_not_there_are_named_and_the_others_change(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let bob = limited(t, "bob", &[]).await;
        let mateus = customer(t, "mateus").await;
        let (own, foreign) = (
            chat(t, mateus, json!({"assignee": bob.agent.get()})).await,
            chat(t, mateus, json!({"assignee": ann.agent.get()})).await,
        );
        let act = json!({"ids": [own, foreign, 999, own], "set": {"status": "closed"}});
        let acted = bob.post("/app/v1/chats/act", &act).await.json();
        assert_eq!((&acted["done"], &acted["missing"]), (&json!([own]), &json!([foreign, 999])));
        assert_eq!(acted["undo"], json!([{"ids": [own], "set": {"status": "empty"}}]));
        assert_eq!(shown(t, foreign).await["status"], json!("empty"));
        let again = bob.post("/app/v1/chats/act", &act).await.json();
        assert_eq!((&again["done"], &again["undo"]), (&json!([own]), &json!([])));
    }

    async fn an_act_on_an_agent_who_is_not_there_changes_nothing(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let this = chat(t, customer(t, "mateus").await, json!({})).await;
        let act = json!({"ids": [this], "set": {"status": "closed", "assignee": 99}});
        let answer = ann.post("/app/v1/chats/act", &act).await;
        assert_eq!((answer.errors().0, answer.pointers()), (404, vec!["/set/assignee".to_owned()]));
        assert_eq!(shown(t, this).await["status"], json!("empty"));
    }

    async fn tags_need_the_right_to_change_customers(t: &Test) {
        let bob = t.agent("bob", Role::AgentChatOnly, &[]).await;
        let this = chat(t, customer(t, "mateus").await, json!({})).await;
        let act = json!({"ids": [this], "set": {"addTags": ["vip"]}});
        let (status, errors) = bob.post("/app/v1/chats/act", &act).await.errors();
        assert_eq!((status, errors[0].0.as_str()), (403, "forbidden"));
    }

    async fn what_is_no_act_is_refused_with_every_flaw(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let many: Vec<i64> = (1..=101).collect();
        let past = t.app.context.now().get();
        let bad = json!({"ids": many, "set": {"status": "done", "assignee": "x", "snooze": past,
            "read": 7, "addTags": [""]}});
        let answer = ann.post("/app/v1/chats/act", &bad).await;
        assert_eq!(answer.errors().0, 400);
        assert_eq!(answer.pointers(), ["/ids", "/set/status", "/set/assignee", "/set/snooze",
            "/set/read", "/set/addTags"]);
        for set in [json!({}), json!(null), json!(5)] {
            let bad = json!({"ids": [1], "set": set});
            let answer = ann.post("/app/v1/chats/act", &bad).await;
            assert_eq!(answer.pointers(), ["/set"], "{bad}");
        }
        let empty = json!({"ids": [], "set": {"read": true}});
        assert_eq!(ann.post("/app/v1/chats/act", &empty).await.pointers(), ["/ids"]);
    }
}
