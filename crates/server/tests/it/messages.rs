//! `/v1/chats/{id}/messages`: pages, and every field.

use deskbell_model::{BroadcastType, MessageKind, Side, Timestamp};
use deskbell_testkit::engines;
use deskbell_testkit::put::Put;
use serde_json::{Value, json};

use crate::objects::{agent, chat, customer, message, put};

fn ids(page: &Value) -> Vec<i64> {
    page["messages"].as_array().unwrap().iter().map(|it| it["id"].as_i64().unwrap()).collect()
}

engines! {
    async fn every_field_has_the_contracts_type_and_place(t: &Test) {
        let mut chat = chat(1, 5);
        chat.messages = 3;
        let mut first = message(&chat, 1, 11);
        first.from = Side::Agent;
        first.agent = deskbell_model::AgentId::new(4);
        first.read = true;
        first.edited = true;
        first.created_at = Timestamp::from_millis(0).unwrap();
        first.updated_at = Timestamp::from_millis(1_594_291_329_003);
        first.broadcast_type = Some(BroadcastType::ManualEmail);
        let mut second = message(&chat, 2, 12);
        second.kind = MessageKind::Tech;
        second.text = Some("chat_auto_assigned".into());
        second.from = Side::Agent;
        let mut third = message(&chat, 3, 13);
        third.kind = MessageKind::of("whatever it was");
        third.text = None;
        third.created_at = Timestamp::MAX;
        let agents = vec![agent(4, "Frodo")];
        let (customers, chats) = (vec![customer(1)], vec![chat]);
        let messages = vec![first, second, third];
        put(t, Put { agents, customers, chats, messages, ..Put::default() }).await;
        let expected = json!([
            {"id": 13, "agent": null, "type": "whatever it was", "text": null, "read": false,
             "createdAt": "4294967295.999", "updatedAt": null, "edited": false,
             "broadcastType": null, "chat": 1, "from": "customer"},
            {"id": 12, "agent": null, "type": "tech", "text": "chat_auto_assigned", "read": false,
             "createdAt": "1600000000.002", "updatedAt": null, "edited": false,
             "broadcastType": null, "chat": 1, "from": "agent"},
            {"id": 11, "agent": {"id": 4, "name": "Frodo"}, "type": "message",
             "text": "message 1", "read": true, "createdAt": "0.000",
             "updatedAt": "1594291329.003", "edited": true, "broadcastType": "manual email",
             "chat": 1, "from": "agent"},
        ]);
        let found = t.get("/v1/chats/1/messages").await.json();
        let all = json!({"messages": expected, "total": 3, "data": expected});
        assert_eq!(found.to_string(), all.to_string());
    }

    async fn equal_times_have_the_later_written_first(t: &Test) {
        let mut chat = chat(1, 5);
        chat.messages = 3;
        let mut messages: Vec<_> = (1..=3).map(|seq| message(&chat, seq, 9)).collect();
        for (message, id) in messages.iter_mut().zip([30, 10, 20]) {
            message.id = deskbell_model::MessageId::new(id).unwrap();
            message.created_at = Timestamp::from_millis(1_000).unwrap();
        }
        let chats = vec![chat];
        put(t, Put { customers: vec![customer(1)], chats, messages, ..Put::default() }).await;
        assert_eq!(ids(&t.get("/v1/chats/1/messages").await.json()), [20, 10, 30]);
    }

    async fn pages_at_the_edges_hold_what_they_should(t: &Test) {
        let mut one = chat(1, 5);
        one.messages = 5;
        let messages = (1..=5).map(|seq| message(&one, seq, seq.cast_signed())).collect();
        let chats = vec![one, chat(2, 5)];
        put(t, Put { customers: vec![customer(1)], chats, messages, ..Put::default() }).await;
        for (query, expected) in [
            ("", &[5, 4, 3, 2, 1][..]),
            ("limit=2", &[5, 4]),
            ("limit=2&offset=2", &[3, 2]),
            ("limit=2&offset=4", &[1]),
            ("offset=5", &[]),
            ("offset=9223372036854775807", &[]),
            ("sort=nonsense&order=nonsense&limit=1", &[5]),
        ] {
            let page = t.get(&format!("/v1/chats/1/messages?{query}")).await;
            assert_eq!(page.status, 200, "{query}");
            assert_eq!(ids(&page.json()), expected, "{query}");
            assert_eq!(page.json()["total"], 5);
        }
        assert_eq!(t.get("/v1/chats/2/messages?offset=7").await.status, 404);
    }
}
