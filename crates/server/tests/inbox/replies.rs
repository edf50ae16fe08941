//! `POST /app/v1/chats/{id}/messages`: replies, notes, and replies refused because another agent
//! replied first.

use axum::http::Method;
use deskbell_testkit::engines;
use serde_json::json;

use crate::made::{asks, chat, customer, limited, supervisor};

engines! {
    async fn a_reply_is_the_agents_and_takes_the_chat(t: &Test) {
        let bob = limited(t, "bob", &[]).await;
        let this = chat(t, customer(t, "mateus").await, json!({})).await;
        asks(t, this, "Hello").await;
        let target = format!("/app/v1/chats/{this}/messages");
        let reply = bob.post(&target, &json!({"text": "Good day"})).await;
        assert_eq!(reply.status, 201);
        assert_eq!(reply.json()["agent"], json!({"id": bob.agent.get(), "name": "bob"}));
        let note = bob.post(&target, &json!({"text": "A regular", "note": true})).await.json();
        assert_eq!(note["type"], json!("private"));
        let after = t.get(&format!("/v1/chats/{this}")).await.json();
        assert_eq!((&after["status"], &after["assignee"]["id"]),
            (&json!("opened"), &json!(bob.agent.get())));
        assert_eq!(after["lastMessageText"], json!("Good day"));
    }

    async fn a_reply_over_a_newer_one_of_another_agent_is_refused_unless_it_is_wanted(t: &Test) {
        let (ann, bob) = (supervisor(t, "ann").await, supervisor(t, "bob").await);
        let this = chat(t, customer(t, "mateus").await, json!({})).await;
        let asked = asks(t, this, "Hello").await;
        let target = format!("/app/v1/chats/{this}/messages");
        let first = json!({"text": "I am on it", "seen": asked});
        assert_eq!(ann.post(&target, &first).await.status, 201);
        asks(t, this, "Thank you").await;
        let late = json!({"text": "Me too", "seen": asked});
        let answer = bob.post(&target, &late).await;
        let (status, errors) = answer.errors();
        assert_eq!((status, errors[0].0.as_str()), (409, "newer_reply"));
        let says = format!("Agent {} has replied at {}", ann.agent, t.app.context.now().get());
        assert_eq!(errors[0].1, says);
        assert_eq!(ann.post(&target, &json!({"text": "More", "seen": asked})).await.status, 201,
            "one's own replies are no surprise");
        let note = json!({"text": "A note", "note": true, "seen": asked});
        assert_eq!(bob.post(&target, &note).await.status, 201);
        let anyway = json!({"text": "Me too", "seen": asked, "anyway": true});
        let posted = bob.post(&target, &anyway).await;
        assert_eq!(posted.status, 201);
        let seen = posted.json()["id"].clone();
        assert_eq!(bob.post(&target, &json!({"text": "Bye", "seen": seen})).await.status, 201);
    }

    async fn agents_share_no_keys_and_a_key_counts_in_one_chat(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let bob = limited(t, "bob", &[]).await;
        let mateus = customer(t, "mateus").await;
        let (hers, another) =
            (chat(t, mateus, json!({})).await, chat(t, mateus, json!({})).await);
        let once = [("idempotency-key", "a")];
        let body = json!({"text": "Hello"}).to_string();
        let at = |chat: i64| format!("/app/v1/chats/{chat}/messages");
        let said = ann.call(Method::POST, &at(hers), &once, body.clone()).await;
        assert_eq!(said.status, 201);
        let taken = json!({"assignee": ann.agent.get()});
        assert_eq!(t.put(&format!("/v1/chats/{hers}/assignee"), &taken).await.status, 200);
        // With her key he is told of neither her chat nor her message.
        assert_eq!(bob.call(Method::POST, &at(hers), &once, body.clone()).await.status, 404);
        let his = bob.call(Method::POST, &at(another), &once, body.clone()).await;
        assert_eq!((his.status, &his.json()["chat"]), (201, &json!(another)));
        let elsewhere = ann.call(Method::POST, &at(another), &once, body).await;
        assert_eq!(elsewhere.errors().1[0].0, "idempotency_key_reused");
    }

    async fn a_reply_is_posted_once_for_each_key(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let this = chat(t, customer(t, "mateus").await, json!({})).await;
        let target = format!("/app/v1/chats/{this}/messages");
        let once = [("idempotency-key", "a")];
        let send = |text: &str| {
            let body = json!({"text": text}).to_string();
            let target = target.clone();
            let ann = &ann;
            async move { ann.call(Method::POST, &target, &once, body).await }
        };
        let (first, again) = (send("Hello").await, send("Hello").await);
        assert_eq!((first.status, again.status), (201, 201));
        assert_eq!(first.body, again.body);
        assert_eq!(send("Other").await.errors().0, 422);
        let messages = ann.get(&target).await.json();
        assert_eq!(messages["total"], json!(2), "the reply, and the note that it takes the chat");
    }

    async fn what_is_no_reply_is_refused_with_every_flaw(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let this = chat(t, customer(t, "mateus").await, json!({})).await;
        let bad = json!({"text": "", "note": "maybe", "seen": 0, "anyway": 2});
        let answer = ann.post(&format!("/app/v1/chats/{this}/messages"), &bad).await;
        assert_eq!(answer.errors().0, 400);
        assert_eq!(answer.pointers(), ["/text", "/note", "/seen", "/anyway"]);
    }
}
