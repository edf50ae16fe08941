//! `POST /v1/messages`: the fields of a body, the effects on the chat, and repeated requests.

use axum::http::Method;
use deskbell_model::{CustomerId, Status};
use deskbell_testkit::put::Put;
use deskbell_testkit::world::Jump;
use deskbell_testkit::{Test, engines};
use serde_json::{Value, json};
use std::time::Duration;

use crate::objects::{agent, chat, customer, put, put_chats};

/// Creates a customer with an empty chat, and two agents.
async fn desk(t: &Test) {
    let agents = vec![agent(4, "Frodo"), agent(5, "Sam")];
    let customers = vec![customer(1)];
    assert_eq!(customers[0].id, CustomerId::new(1).unwrap());
    put(t, Put { agents, customers, chats: vec![chat(1, 5)], ..Put::default() }).await;
}

async fn said(t: &Test, body: Value) -> Value {
    let answer = t.post("/v1/messages", &body).await;
    assert_eq!(answer.status, 201, "{body}: {}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

async fn the_chat(t: &Test) -> Value {
    t.get("/v1/chats/1").await.json()
}

async fn texts(t: &Test) -> Vec<String> {
    let page = t.get("/v1/chats/1/messages").await.json();
    let text = |message: &Value| message["text"].as_str().unwrap().to_owned();
    page["data"].as_array().unwrap().iter().rev().map(text).collect()
}

engines! {
    async fn a_customers_message_is_answered_whole_and_makes_the_chat_new(t: &Test) {
        desk(t).await;
        let message = said(t, json!({"chat": 1, "text": " Hi\u{1f44b} "})).await;
        assert_eq!(message, json!({
            "id": 1, "agent": null, "type": "message", "text": " Hi\u{1f44b} ", "read": false,
            "createdAt": "1800000000.000", "updatedAt": null, "edited": false,
            "broadcastType": null, "chat": 1, "from": "customer",
        }));
        let chat = the_chat(t).await;
        assert_eq!(chat["status"], "new");
        assert_eq!(chat["lastMessageText"], " Hi\u{1f44b} ");
        assert_eq!(chat["lastMessageId"], 1);
        assert_eq!(chat["lastMessageAt"], 1_800_000_000);
        assert_eq!(chat["lastCustomerMessageAt"], 1_800_000_000);
        assert_eq!((&chat["readByAgent"], &chat["readByCustomer"]), (&json!(false), &json!(true)));
        let page = t.get("/v1/chats/1/messages").await.json();
        assert_eq!(page, json!({"messages": [message], "total": 1, "data": [message]}));
    }

    async fn an_agents_first_message_takes_the_chat_and_says_so(t: &Test) {
        desk(t).await;
        said(t, json!({"chat": "1", "text": "Hello", "agent": "4", "type": null})).await;
        let chat = the_chat(t).await;
        assert_eq!(chat["status"], "opened");
        assert_eq!(chat["assignee"]["id"], 4);
        assert_eq!(chat["lastCommunicatedAgentId"], 4);
        assert_eq!(chat["agents"][0]["name"], "Frodo");
        assert_eq!(chat["lastMessageText"], "Hello");
        assert_eq!(chat["lastCustomerMessageAt"], Value::Null);
        assert_eq!(texts(t).await, ["Hello", "chat_auto_assigned"]);
        said(t, json!({"chat": 1, "text": "Me too", "agent": 5})).await;
        said(t, json!({"chat": 1, "text": "Again", "agent": 4.0})).await;
        let chat = the_chat(t).await;
        let names: Vec<_> =
            chat["agents"].as_array().unwrap().iter().map(|it| it["name"].clone()).collect();
        assert_eq!(names, ["Frodo", "Sam"]);
        assert_eq!(chat["assignee"]["id"], 4);
        assert_eq!(texts(t).await.len(), 4);
    }

    async fn a_private_message_changes_nothing_but_the_total(t: &Test) {
        desk(t).await;
        let before = the_chat(t).await;
        let note = said(t, json!({"chat": 1, "text": "note", "type": "private"})).await;
        assert_eq!((&note["from"], &note["agent"]), (&json!("agent"), &Value::Null));
        said(t, json!({"chat": 1, "text": "mine", "type": "private", "agent": 5})).await;
        assert_eq!(the_chat(t).await, before);
        assert_eq!(texts(t).await, ["note", "mine"]);
    }

    async fn a_customer_reopens_a_closed_chat(t: &Test) {
        let mut closed = chat(1, 5);
        closed.status = Status::Closed;
        closed.closed_at = Some(deskbell_model::Seconds::new(77));
        closed.closed_by = Some(deskbell_model::Side::Agent);
        put_chats(t, [closed]).await;
        said(t, json!({"chat": 1, "text": "still broken"})).await;
        let chat = the_chat(t).await;
        assert_eq!(chat["status"], "opened");
        assert_eq!((&chat["closedAt"], &chat["closedBy"]), (&Value::Null, &Value::Null));
        assert_eq!(t.get("/v1/chats?sort=chats.closedAt&order=asc").await.json()["data"][0], chat);
    }

    async fn markdown_wins_over_text_and_one_of_them_must_say_something(t: &Test) {
        desk(t).await;
        for (body, text) in [
            (json!({"chat": 1, "text": "plain", "markdownText": "**bold**"}), "**bold**"),
            (json!({"chat": 1, "markdownText": "*only*"}), "*only*"),
            (json!({"chat": 1, "text": "plain", "markdownText": ""}), "plain"),
            (json!({"chat": 1, "text": "plain", "markdownText": null}), "plain"),
            (json!({"chat": 1, "text": "", "markdownText": "m"}), "m"),
        ] {
            assert_eq!(said(t, body).await["text"], text);
        }
        for (text, markdown) in [("", ""), ("\0", "fine"), ("fine", "\0")] {
            let body = json!({"chat": 1, "text": text, "markdownText": markdown});
            let (status, errors) = t.post("/v1/messages", &body).await.errors();
            assert_eq!((status, errors[0].0.as_str()), (400, "invalid_text_value"), "{body}");
        }
        let long = "ä".repeat(65_536);
        assert_eq!(said(t, json!({"chat": 1, "text": long})).await["text"], long);
        let (status, _) =
            t.post("/v1/messages", &json!({"chat": 1, "text": long + "x"})).await.errors();
        assert_eq!(status, 400);
    }

    async fn every_fault_is_told_at_once_in_the_order_of_a_messages_keys(t: &Test) {
        desk(t).await;
        let body = json!({"chat": 0, "text": [5], "type": "tech", "agent": -1});
        let (status, errors) = t.post("/v1/messages", &body).await.errors();
        let codes: Vec<_> = errors.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!(status, 400);
        assert_eq!(codes, [
            "invalid_agent_value",
            "invalid_type_value",
            "invalid_text_value",
            "invalid_chat_value",
        ]);
        assert_eq!(errors[3].1, "Invalid chat ID");
        for (body, expected) in [
            (json!({"chat": 9, "text": "x", "agent": 9}), ("chat_not_found", "Chat is missing")),
            (json!({"chat": 1, "text": "x", "agent": 9}), ("entity_not_found", "Agent not found")),
        ] {
            let (status, errors) = t.post("/v1/messages", &body).await.errors();
            let (code, message) = &errors[0];
            assert_eq!((status, (code.as_str(), message.as_str())), (404, expected));
        }
        assert_eq!(t.get("/v1/chats/1/messages").await.status, 404);
    }

    async fn times_never_decrease_along_a_chat(t: &Test) {
        desk(t).await;
        t.clock.advance(Duration::from_millis(1_500));
        let first = said(t, json!({"chat": 1, "text": "now"})).await;
        t.clock.jump(Jump::Back(Duration::from_secs(3_600)));
        let second = said(t, json!({"chat": 1, "text": "an hour ago"})).await;
        assert_eq!(first["createdAt"], "1800000001.500");
        assert_eq!(second["createdAt"], "1800000001.500");
    }

    async fn a_repeated_key_does_it_once_and_another_body_is_refused(t: &Test) {
        desk(t).await;
        let send = async |path: &str, key: &str, body: &str| {
            let headers = [("idempotency-key", key)];
            t.call_with(Method::POST, path, &headers, body.to_owned()).await
        };
        let body = r#"{"chat":1,"text":"once"}"#;
        let first = send("/v1/messages", "k-1", body).await;
        assert_eq!(first.status, 201);
        for path in ["/v1/messages", "/messages", "/v1/messages/"] {
            let again = send(path, "k-1", body).await;
            assert_eq!((again.status, &again.body), (201, &first.body), "{path}");
        }
        let (_, errors) = send("/v1/messages", "k-1", "{}").await.errors();
        assert_eq!(errors[0].0, "idempotency_key_reused");
        assert_eq!(send("/v1/messages", "k-1", "{").await.status, 422);
        assert_eq!(send("/v1/messages", "k-2", "{}").await.status, 400);
        assert_eq!(send("/v1/messages", "k-2", body).await.status, 201, "a refusal is not kept");
        assert_eq!(texts(t).await, ["once", "once"]);
        let long = "k".repeat(256);
        for key in ["", long.as_str()] {
            let (status, errors) = send("/v1/messages", key, body).await.errors();
            assert_eq!((status, errors[0].0.as_str()), (400, "invalid_request"));
        }
        t.clock.advance(Duration::from_secs(24 * 3_600));
        assert_eq!(send("/v1/messages", "k-1", "{}").await.status, 400, "a day later it is new");
    }

    async fn a_hundred_twins_at_once_make_one_message(t: &Test) {
        desk(t).await;
        let one = async || {
            let headers = [("idempotency-key", "twin")];
            let body = r#"{"chat":1,"text":"only one"}"#;
            t.call_with(Method::POST, "/v1/messages", &headers, body).await
        };
        let answers = futures_util::future::join_all((0..100).map(|_| one())).await;
        assert!(answers.iter().all(|answer| answer.status == 201));
        assert!(answers.iter().all(|answer| answer.body == answers[0].body));
        assert_eq!(texts(t).await, ["only one"]);
    }

    async fn a_read_only_key_may_not_post(t: &Test) {
        desk(t).await;
        let key =
            t.app.access.create_key(t.caller, "reader", deskbell_model::Scope::Read).await.unwrap();
        let (status, errors) = t.call_as(&key, Method::POST, "/v1/messages", "{").await.errors();
        assert_eq!((status, errors[0].1.as_str()), (403, "This key may only read"));
        assert_eq!(t.get_as(&key, "/v1/chats").await.status, 200);
    }
}
