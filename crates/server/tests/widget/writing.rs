//! Writing and reading in the visitors' own chats.

use deskbell_testkit::engines;
use serde_json::{Value, json};

use crate::desk::{answer, close, feed, lisa, note};

fn texts(page: &Value) -> Vec<&str> {
    page["messages"].as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap()).collect()
}

engines! {
    async fn a_conversation_is_the_same_from_both_sides_but_for_notes(t: &Test) {
        lisa(t).await;
        let visitor = t.visitor().await;
        let first = visitor.say(None, "hello").await;
        let chat = &first["chatId"];
        note(t, chat, "a secret").await;
        let answered = answer(t, chat, "hi").await;
        let counted = visitor.get("unread").await.json();
        assert_eq!(counted, json!({"messages": 1, "chats": 1}));
        assert_eq!(visitor.begin(&json!({})).await["unread"], counted);
        visitor.say(chat.as_i64(), "bye").await;
        let page = visitor.get(&format!("messages?chat={chat}")).await.json();
        assert_eq!(texts(&page), ["bye", "hi", "hello"]);
        let keys: Vec<_> = page["messages"][1].as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            ["id", "chatId", "from", "agent", "text", "files", "createdAt", "read"]
        );
        assert_eq!(page["messages"][1]["agent"], json!({"name": "Lisa", "picture": null}));
        assert_eq!(page["messages"][1]["createdAt"], answered["createdAt"]);
        let begun = visitor.begin(&json!({})).await;
        assert_eq!(texts(&begun), texts(&page));
        assert_eq!(begun["chats"][0]["agent"], json!({"name": "Lisa", "picture": null}));
        assert_eq!(begun["chats"][0]["preview"], "bye");
        assert_eq!(visitor.post("read", &json!({"chatId": chat})).await.status, 200);
        assert_eq!(visitor.get("unread").await.json(), json!({"messages": 0, "chats": 0}));
        let read = t.get(&format!("/v1/chats/{chat}")).await.json();
        assert_eq!(read["readByCustomer"], true);
        let read = feed(t).await.into_iter().rfind(|it| it["kind"] == "message.updated").unwrap();
        let found = (&read["object"]["text"], &read["actor"]["type"]);
        assert_eq!(found, (&json!("hi"), &json!("customer")));
    }

    async fn pages_go_upward_to_the_first_message(t: &Test) {
        lisa(t).await;
        let visitor = t.visitor().await;
        let chat = visitor.say(None, "0").await["chatId"].clone();
        for number in 1..12 {
            note(t, &chat, "a secret").await;
            visitor.say(chat.as_i64(), &number.to_string()).await;
        }
        let (mut seen, mut before) = (Vec::new(), String::new());
        loop {
            let page = visitor.get(&format!("messages?chat={chat}&limit=5{before}")).await.json();
            seen.extend(texts(&page).into_iter().map(str::to_owned));
            if page["more"] == false {
                break;
            }
            let messages = page["messages"].as_array().unwrap();
            before = format!("&before={}", messages.last().unwrap()["id"]);
        }
        let expected: Vec<_> = (0..12).rev().map(|it| it.to_string()).collect();
        assert_eq!(seen, expected);
        for (query, code) in [
            ("", "invalid_chat_value"),
            ("?chat=x", "invalid_chat_value"),
            ("?chat=1&limit=0", "validation_error"),
            ("?chat=1&limit=51", "validation_error"),
            ("?chat=1&limit=+5", "validation_error"),
            ("?chat=1&before=-1", "validation_error"),
        ] {
            let (status, errors) = visitor.get(&format!("messages{query}")).await.errors();
            assert_eq!((status, errors[0].0.as_str()), (400, code), "{query}");
        }
    }

    async fn a_chat_of_somebody_else_is_as_one_that_never_was(t: &Test) {
        lisa(t).await;
        let (one, two, stranger) = (t.visitor().await, t.visitor().await, t.visitor().await);
        let mine = one.say(None, "mine").await["chatId"].clone();
        two.say(None, "theirs").await;
        close(t, &mine).await;
        let before = feed(t).await;
        for visitor in [&two, &stranger] {
            for chat in [mine.clone(), json!(77)] {
                let list = visitor.get(&format!("messages?chat={chat}")).await;
                let said = visitor.try_say(&json!({"chatId": chat, "text": "a"})).await;
                let read = visitor.post("read", &json!({"chatId": chat})).await;
                let rated = json!({"chatId": chat, "rating": "great"});
                let rated = visitor.post("rating", &rated).await;
                for answer in [list, said, read, rated] {
                    let (status, errors) = answer.errors();
                    assert_eq!((status, errors[0].0.as_str()), (404, "chat_not_found"));
                }
            }
        }
        let refused = "a refused message makes nobody a customer";
        assert_eq!(feed(t).await, before, "{refused}");
    }

    async fn a_message_needs_a_key_and_the_key_is_for_one_visitor(t: &Test) {
        let (one, two) = (t.visitor().await, t.visitor().await);
        let body = json!({"text": "hello"});
        let (status, errors) = one.post("messages", &body).await.errors();
        assert_eq!((status, errors[0].1.as_str()), (400, "Idempotency-Key is required"));
        let first = one.post_once("same", &body).await;
        assert_eq!(first.status, 201);
        let (status, errors) = two.post_once("same", &body).await.errors();
        assert_eq!((status, errors[0].0.as_str()), (422, "idempotency_key_reused"));
        let other = one.post_once("same", &json!({"text": "other"})).await;
        assert_eq!(other.status, 422);
        // A program's key with the same name is another one.
        let posted = json!({"chat": first.json()["chatId"], "text": "hello"});
        let headers = [("idempotency-key", "same")];
        let (method, body) = (axum::http::Method::POST, posted.to_string());
        let posted = t.call_with(method, "/v1/messages", &headers, body).await;
        assert_eq!(posted.status, 201);
    }

    async fn what_cannot_be_taken_is_said_with_its_place(t: &Test) {
        let visitor = t.visitor().await;
        for (body, code, pointer) in [
            (json!({}), "invalid_text_value", "/text"),
            (json!({"text": " "}), "invalid_text_value", "/text"),
            (json!({"text": "x".repeat(4_097)}), "invalid_text_value", "/text"),
            (json!({"text": "a", "chatId": 0}), "invalid_chat_value", "/chatId"),
            (json!({"text": "a", "form": {"email": {}}}), "invalid_email_value", "/form/email"),
            (json!({"text": "a", "page": []}), "invalid_page_value", "/page"),
        ] {
            let refused = visitor.try_say(&body).await;
            assert_eq!(refused.errors().1[0].0, code, "{body}");
            assert_eq!(refused.pointers(), [pointer], "{body}");
        }
        let exact = "\u{1f44b}".repeat(4_096);
        assert_eq!(visitor.say(None, &exact).await["text"], exact.as_str());
    }

    async fn a_blocked_customer_is_told_so_and_reads_on(t: &Test) {
        let visitor = t.visitor().await;
        let chat = visitor.say(None, "hello").await["chatId"].clone();
        let customer = t.get(&format!("/v1/chats/{chat}")).await.json()["customer"]["id"].clone();
        let block = async |blocked: bool| {
            t.patch(&format!("/v1/customers/{customer}"), &json!({"blocked": blocked})).await
        };
        assert_eq!(block(true).await.status, 200);
        for chat in [chat.clone(), json!(null)] {
            let refused = visitor.try_say(&json!({"chatId": chat, "text": "a"})).await;
            let (status, errors) = refused.errors();
            assert_eq!((status, errors[0].0.as_str()), (403, "blocked"));
        }
        assert_eq!(visitor.get(&format!("messages?chat={chat}")).await.status, 200);
        block(false).await;
        visitor.say(chat.as_i64(), "again").await;
    }

    async fn a_closed_chat_is_rated_once_and_opens_again_with_a_message(t: &Test) {
        lisa(t).await;
        let visitor = t.visitor().await;
        let chat = visitor.say(None, "hello").await["chatId"].clone();
        answer(t, &chat, "hi").await;
        let rate = async |rating: &str| {
            visitor.post("rating", &json!({"chatId": chat, "rating": rating})).await
        };
        assert_eq!(rate("great").await.errors().0, 400, "it is open");
        close(t, &chat).await;
        let shown = async || visitor.begin(&json!({})).await["chats"][0].clone();
        let state = |chat: &Value| ["open", "ratable", "rating"].map(|key| chat[key].clone());
        assert_eq!(state(&shown().await), [json!(false), json!(true), json!(null)]);
        assert_eq!(rate("superb").await.errors().1[0].1, "rating value is invalid");
        assert_eq!(rate("great").await.status, 200);
        assert_eq!(state(&shown().await), [json!(false), json!(false), json!("great")]);
        assert_eq!(rate("poor").await.errors().0, 400);
        visitor.say(chat.as_i64(), "once more").await;
        assert_eq!(shown().await["open"], true);
        assert_eq!(t.get(&format!("/v1/chats/{chat}")).await.json()["status"], "opened");
    }
}
