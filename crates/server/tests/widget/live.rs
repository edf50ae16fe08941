//! Live events for visitors: over WebSocket, as a stream, and by long polls.

use axum::http::Method;
use deskbell_app::{Settings, VisitorQuotas};
use deskbell_model::{AgentId, ChatId, Signal};
use deskbell_testkit::visitor::Visitor;
use deskbell_testkit::{Test, engines};
use serde_json::{Value, json};

use crate::desk::{answer, close, lisa, note};
use crate::served::{SELDOM_MS, Served};

/// Creates a visitor with one message; returns the visitor and the chat's id.
async fn written(t: &Test) -> (Visitor, Value) {
    let visitor = t.visitor().await;
    let message = visitor.say(None, "Hello?").await;
    (visitor, message["chatId"].clone())
}

async fn seq(visitor: &Visitor) -> i64 {
    visitor.begin(&json!({})).await["seq"].as_i64().unwrap()
}

fn chat(id: &Value) -> ChatId {
    ChatId::new(id.as_i64().unwrap()).unwrap()
}

engines! {
    async fn a_socket_tells_of_the_visitors_own_chat_alone(t: &Test) {
        lisa(t).await;
        let ((visitor, own), (_, others)) = (written(t).await, written(t).await);
        let served = Served::of(t).await;
        let mut socket = served.socket(&visitor, None).await;
        note(t, &own, "She is rude").await;
        answer(t, &others, "For somebody else").await;
        answer(t, &own, "Good day").await;
        let message = socket.hear_of("message").await;
        assert_eq!(message["message"]["text"], "Good day");
        assert_eq!(message["message"]["agent"], json!({"name": "Lisa", "picture": null}));
        let shown = socket.hear_of("chat").await["chat"].clone();
        assert_eq!((&shown["id"], &shown["unread"]), (&own, &json!(1)));
        close(t, &own).await;
        let closed = socket.hear_of("chat").await;
        let shown = (&closed["chat"]["open"], &closed["chat"]["ratable"]);
        assert_eq!(shown, (&json!(false), &json!(true)));
        socket.rest().await;
        let all = String::from_utf8(socket.bytes.clone()).unwrap();
        for secret in ["rude", "somebody else", "lisa@secret.example"] {
            assert!(!all.contains(secret), "{secret}: {all}");
        }
        served.ended().await;
    }

    async fn a_visitor_without_a_chat_hears_of_the_first_one(t: &Test) {
        lisa(t).await;
        let visitor = t.visitor().await;
        let served = Served::of(t).await;
        let mut socket = served.socket(&visitor, None).await;
        let own = visitor.say(None, "Hello?").await["chatId"].clone();
        assert_eq!(socket.hear_of("chat").await["chat"]["id"], own);
        answer(t, &own, "Good day").await;
        assert_eq!(socket.hear_of("message").await["message"]["text"], "Good day");
        let second = visitor.say(None, "And now?").await["chatId"].clone();
        while socket.hear_of("chat").await["chat"]["id"] != second {}
        answer(t, &second, "Yes").await;
        while socket.hear_of("message").await["message"]["text"] != "Yes" {}
        served.ended().await;
    }

    async fn agents_are_seen_typing_by_the_chats_visitor_alone(t: &Test) {
        lisa(t).await;
        let ((visitor, own), (other, _)) = (written(t).await, written(t).await);
        let served = Served::of(t).await;
        let mut socket = served.socket(&visitor, None).await;
        let mut others = served.socket(&other, None).await;
        let mut desk = t.app.feed.listen(t.org, None).unwrap();
        desk.give(Signal::Typing { chat: chat(&own), agent: AgentId::new(4) });
        assert_eq!(socket.hear().await, json!({"kind": "typing", "chatId": own}));
        others.rest().await;
        assert!(!String::from_utf8(others.bytes.clone()).unwrap().contains("typing"));
        socket.say(&json!({"kind": "typing", "chatId": own, "on": true})).await;
        let typing = format!(r#"{{"kind":"typing","chat":{own},"agent":null,"customer":true}}"#);
        while String::from_utf8(desk.next().await.unwrap()).unwrap() != typing {}
        served.ended().await;
    }

    async fn nobody_types_in_a_chat_of_somebody_else(t: &Test) {
        let ((visitor, own), (_, others)) = (written(t).await, written(t).await);
        let served = Served::of(t).await;
        let mut desk = t.app.feed.listen(t.org, None).unwrap();
        let mut socket = served.socket(&visitor, None).await;
        socket.say(&json!({"kind": "typing", "chatId": others})).await;
        socket.say(&json!({"kind": "look", "chatId": others})).await;
        socket.say(&json!({"kind": "typing", "chatId": own})).await;
        loop {
            let signal: Value = serde_json::from_slice(&desk.next().await.unwrap()).unwrap();
            assert_eq!(signal["chat"], own, "{signal}");
            if signal["kind"] == "typing" {
                break;
            }
        }
        drop(socket);
        let gone = format!(r#""chat":{own},"agent":null,"customer":true,"online":false}}"#);
        while !String::from_utf8(desk.next().await.unwrap()).unwrap().contains(&gone) {}
        served.ended().await;
    }

    async fn what_was_missed_comes_first_in_all_three_ways(t: &Test) {
        lisa(t).await;
        let (visitor, own) = written(t).await;
        let after = seq(&visitor).await;
        answer(t, &own, "Missed").await;
        let served = Served::of(t).await;
        let mut socket = served.socket(&visitor, Some(after)).await;
        let mut events = served.stream(&visitor, after).await;
        let by_socket = socket.hear().await;
        assert_eq!(by_socket["message"]["text"], "Missed");
        assert_eq!(events.hear().await, by_socket);
        let poll = visitor.get(&format!("changes?after={after}")).await.json();
        assert_eq!(poll["changes"][0], by_socket);
        let (told, history) = (poll["seq"].as_i64().unwrap(), poll["history"].as_str().unwrap());
        assert!(told > after, "{poll}");
        let rest = visitor.get(&format!("changes?after={told}&history={history}")).await.json();
        let rest = rest["changes"].as_array().unwrap();
        assert_eq!((rest.len(), &rest[0]["kind"]), (1, &json!("online")));
        let waiting = format!("changes?after={told}&wait=10");
        let (waited, _) = tokio::join!(visitor.get(&waiting), answer(t, &own, "Live"));
        assert_eq!(waited.json()["changes"][0]["message"]["text"], "Live");
        assert_eq!(visitor.get("changes?after=1&history=another").await.status, 410);
        assert_eq!(visitor.get("changes?after=x&wait=61").await.status, 400);
        served.ended().await;
    }

    async fn a_socket_needs_a_known_token_and_ends_with_the_session(t: &Test) {
        let served = Served::of(t).await;
        let unknown = [json!("dbv_none"), json!(t.key)].map(|token| (token, 4401));
        for (token, code) in unknown.into_iter().chain([(json!(null), 1008)]) {
            let mut socket = served.try_socket().await.unwrap();
            socket.say(&json!({"token": token})).await;
            assert_eq!(socket.closed().await, code);
        }
        let (visitor, _) = written(t).await;
        let mut old = served.try_socket().await.unwrap();
        old.say(&json!({"token": visitor.token(), "after": 1, "history": "another"})).await;
        assert_eq!(old.closed().await, 4410);
        let mut socket = served.socket(&visitor, None).await;
        socket.say(&json!({"kind": "dance"})).await;
        assert!(socket.hear().await["errors"].is_array());
        assert_eq!(visitor.delete("session").await.status, 200);
        assert_eq!(socket.closed().await, 4401);
        let mut silent = served.try_socket().await.unwrap();
        assert_eq!(silent.closed().await, 1008);
        served.ended().await;
    }

    async fn a_socket_ends_when_the_application_is_switched_off(t: &Test) {
        let ann = t.agent("ann", deskbell_model::Role::Admin, &[]).await;
        let (visitor, _) = written(t).await;
        let nobody = t.visitor().await;
        let served = Served::of(t).await;
        let mut sockets =
            [served.socket(&visitor, None).await, served.socket(&nobody, None).await];
        let off = ann.patch("/app/v1/applications/1", &json!({"active": false})).await;
        assert_eq!(off.status, 200);
        for socket in &mut sockets {
            assert_eq!(socket.closed().await, 4401);
        }
        served.ended().await;
    }

    async fn who_is_erased_begins_anew(t: &Test) {
        let (visitor, own) = written(t).await;
        let served = Served::of(t).await;
        let mut socket = served.socket(&visitor, None).await;
        let customer = t.get(&format!("/v1/chats/{own}")).await.json()["customer"]["id"].clone();
        let erased = t.send(Method::DELETE, &format!("/v1/customers/{customer}"), &[]).await;
        assert_eq!(erased.status, 200);
        let code = socket.closed().await;
        assert!([4401, 4410].contains(&code), "{code}");
        served.ended().await;
    }

    async fn a_visitor_and_an_address_have_a_few_sockets(t: &Test) {
        let visitors =
            VisitorQuotas { streams: 2, streams_per_address: 3, ..VisitorQuotas::default() };
        let app = t.node_with(Settings { visitors, ..Settings::default() }).await;
        let served = Served::new(deskbell_web::http(app).unwrap(), SELDOM_MS).await;
        let (visitor, _) = written(t).await;
        let (first, second) =
            (served.socket(&visitor, None).await, served.socket(&visitor, None).await);
        let mut third = served.try_socket().await.unwrap();
        assert_eq!(served.try_socket().await.err(), Some(429));
        third.say(&json!({"token": visitor.token()})).await;
        assert_eq!(third.any().await["errors"][0]["code"], "too_many_requests");
        assert_eq!(third.closed().await, 1013);
        drop((first, second, third));
        loop {
            let Ok(mut socket) = served.try_socket().await else { continue };
            socket.say(&json!({"token": visitor.token()})).await;
            if socket.any().await["kind"] == "online" {
                break;
            }
        }
        served.ended().await;
    }
}
