//! `GET /app/v1/chats/{id}` and the operations below this path.

use deskbell_model::Role;
use deskbell_testkit::engines;
use serde_json::json;

use crate::made::{asks, chat, customer, department, limited, supervisor};

engines! {
    async fn a_chat_is_opened_with_its_newest_messages_and_what_stands_beside_it(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let mateus = customer(t, "mateus").await;
        let (earlier, this) =
            (chat(t, mateus, json!({})).await, chat(t, mateus, json!({})).await);
        for number in 0..60 {
            asks(t, this, &format!("Number {number}")).await;
        }
        let opened = ann.get(&format!("/app/v1/chats/{this}")).await.json();
        assert_eq!(opened["chat"], t.get(&format!("/v1/chats/{this}")).await.json());
        assert_eq!(opened["customer"], t.get(&format!("/v1/customers/{mateus}")).await.json());
        let messages = opened["messages"].as_array().unwrap();
        assert_eq!((messages.len(), &opened["total"]), (50, &json!(60)));
        assert_eq!(messages[0]["text"], json!("Number 59"));
        assert_eq!(opened["others"][0]["id"], json!(earlier));
        assert_eq!((&opened["draft"], &opened["drafts"]), (&json!(null), &json!([])));
        let next = opened["next"].as_str().unwrap();
        let upward = ann.get(&format!("/app/v1/chats/{this}/messages?cursor={next}")).await.json();
        let texts: Vec<_> = upward["messages"].as_array().unwrap().iter().map(|it| &it["text"])
            .collect();
        assert_eq!((texts.len(), texts[0], texts[9]), (10, &json!("Number 9"), &json!("Number 0")));
    }

    async fn long_messages_make_the_answer_no_longer(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let this = chat(t, customer(t, "mateus").await, json!({})).await;
        for _ in 0..12 {
            asks(t, this, &"long ".repeat(8_000)).await;
        }
        let opened = ann.get(&format!("/app/v1/chats/{this}")).await;
        assert!(opened.body.len() < 500_000, "{}", opened.body.len());
        assert!(opened.json()["next"].is_string());
        assert!(!opened.json()["messages"].as_array().unwrap().is_empty());
    }

    async fn a_chat_outside_of_the_scope_does_not_exist_for_an_agent(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let bob = limited(t, "bob", &[department(7)]).await;
        let mateus = customer(t, "mateus").await;
        let foreign = chat(t, mateus, json!({"assignee": ann.agent.get()})).await;
        let own = chat(t, mateus, json!({"assignee": bob.agent.get()})).await;
        asks(t, foreign, "Hello").await;
        asks(t, own, "Hello").await;
        for id in [foreign, 999] {
            let of = |rest: &str| format!("/app/v1/chats/{id}{rest}");
            let text = json!({"text": "x"});
            let answers = [
                bob.get(&of("")).await,
                bob.get(&of("/messages")).await,
                bob.get(&of("/events")).await,
                bob.put(&of("/draft"), &text).await,
                bob.delete(&of("/draft")).await,
                bob.post(&of("/messages"), &text).await,
            ];
            for answer in answers {
                let (status, errors) = answer.errors();
                assert_eq!((status, errors[0].0.as_str()), (404, "chat_not_found"));
            }
        }
        let opened = bob.get(&format!("/app/v1/chats/{own}")).await.json();
        assert_eq!(opened["others"], json!([]), "the other chat of the customer is not named");
        assert_eq!(ann.get(&format!("/app/v1/chats/{foreign}")).await.status, 200);
    }

    async fn the_events_of_a_chats_customer_come_newest_first(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let mateus = customer(t, "mateus").await;
        let this = chat(t, mateus, json!({})).await;
        for number in 1..=25 {
            let event = json!({"customer": mateus, "name": "order", "data": {"n": number}});
            t.post("/v1/events", &event).await;
        }
        for target in
            [format!("/app/v1/chats/{this}/events"), format!("/app/v1/customers/{mateus}/events")]
        {
            let events = ann.get(&target).await.json()["data"].clone();
            assert_eq!(events.as_array().unwrap().len(), 20);
            assert_eq!(events[0]["data"]["n"], json!(25));
        }
    }

    async fn a_chat_that_an_agent_begins_is_the_agents_unless_it_names_another(t: &Test) {
        let bob = t.agent("bob", Role::Agent, &[]).await;
        let mateus = customer(t, "mateus").await;
        let body = json!({"customer": mateus, "application": 1});
        let only = limited(t, "eve", &[]).await.post("/app/v1/chats", &body).await;
        assert_eq!(only.status, 403, "a customer is nobody's to look at by beginning a chat");
        let made = bob.post("/app/v1/chats", &body).await;
        assert_eq!(made.status, 201);
        let chat = made.json();
        assert_eq!(chat["assignee"]["id"], json!(bob.agent.get()));
        assert_eq!(chat["createdWith"], json!("agent_message"));
        let at = made.header("location").unwrap().to_owned();
        assert_eq!(bob.get(&at).await.status, 200);
    }
}
