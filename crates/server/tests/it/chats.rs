//! `/v1/chats` and `/v1/chats/{id}`: pages, orders, and every field.

use deskbell_model::{Rating, Seconds, Side, Status};
use deskbell_testkit::put::Put;
use deskbell_testkit::{Test, engines};
use serde_json::json;

use crate::objects::{agent, chat, customer, department, ids, put, put_chats};

/// The smallest number that is too large for a `BIGINT`.
const TOO_FAR: &str = "9223372036854775808";

async fn list(t: &Test, query: &str) -> Vec<i64> {
    let answer = t.get(&format!("/v1/chats?{query}")).await;
    assert_eq!(answer.status, 200, "{query}");
    ids(&answer.json())
}

engines! {
    async fn null_is_lowest_and_equal_keys_have_the_larger_id_first_when_ascending(t: &Test) {
        let closed = [None, Some(9), Some(7), None, Some(9), Some(7)];
        let chats = (1..).zip(closed).map(|(id, at)| {
            let mut chat = chat(id, 5);
            chat.closed_at = at.map(Seconds::new);
            chat
        });
        put_chats(t, chats).await;
        let mut expected = vec![4, 1, 6, 3, 5, 2];
        assert_eq!(list(t, "sort=chats.closedAt&order=asc").await, expected);
        expected.reverse();
        assert_eq!(list(t, "sort=chats.closedAt&order=desc").await, expected);
        assert_eq!(list(t, "sort=chats.closedAt").await, expected);
        assert_eq!(list(t, "sort=chats.createdAt&order=ASC").await, [6, 5, 4, 3, 2, 1]);
        assert_eq!(list(t, "").await, [1, 2, 3, 4, 5, 6]);
        assert_eq!(list(t, "order=asc").await, [6, 5, 4, 3, 2, 1]);
    }

    async fn an_offset_past_the_end_is_an_empty_page_with_the_true_total(t: &Test) {
        put_chats(t, [chat(1, 5), chat(2, 6)]).await;
        for offset in ["2", "1001", "4294967296", "9223372036854775807"] {
            let answer = t.get(&format!("/v1/chats?offset={offset}")).await;
            assert_eq!(answer.status, 200, "{offset}");
            assert_eq!(answer.json(), json!({"data": [], "meta": {"total": 2}}));
        }
        assert_eq!(t.get(&format!("/v1/chats?offset={TOO_FAR}")).await.status, 400);
        assert_eq!(list(t, "offset=1&limit=1").await, [1]);
    }

    async fn an_organization_without_chats_has_an_empty_page(t: &Test) {
        let answer = t.get("/v1/chats").await;
        assert_eq!(answer.json(), json!({"data": [], "meta": {"total": 0}}));
    }

    async fn every_field_has_the_contracts_type_and_place(t: &Test) {
        let (mina, theo) = (agent(7, "Mina"), agent(8, "Théo \"T\""));
        let mut owner = customer(1);
        owner.name = Some("Ana\u{2028}".into());
        owner.email = Some("ana@mail.example".into());
        owner.user_id = Some("u-1".into());
        owner.notes = Some("tall".into());
        let mut full = chat(9, 1_000);
        full.status = Status::Closed;
        full.closed_by = Some(Side::Customer);
        full.closed_at = Some(Seconds::new(1_900));
        full.rating = Some(Rating::VeryPoor);
        full.snoozed_until = Some(Seconds::MAX);
        full.last_customer_message_at = Some(Seconds::new(1_500));
        full.last_message_at = Some(Seconds::new(1_600));
        full.last_message_text = Some("line\nnext 👋".into());
        full.last_message_id = deskbell_model::MessageId::new(77);
        full.last_communicated_agent = Some(theo.id);
        full.agents = vec![theo.id, mina.id];
        full.assignee = Some(mina.id);
        full.department = deskbell_model::DepartmentId::new(3);
        full.read_by_agent = false;
        let departments = vec![department(3, "Support", vec![mina.clone()])];
        let agents = vec![mina, theo];
        let (customers, chats) = (vec![owner], vec![full]);
        put(t, Put { agents, departments, customers, chats, ..Put::default() }).await;
        let theo = json!({"id": 8, "name": "Théo \"T\"", "email": null, "role": "agent"});
        let mina = json!({"id": 7, "name": "Mina", "email": null, "role": "agent"});
        let expected = json!({
            "id": 9, "closedBy": "customer", "lastCustomerMessageAt": 1500, "status": "closed",
            "notes": "tall", "closedAt": 1900, "rating": "very poor", "createdAt": 1000,
            "lastMessageAt": 1600, "snoozedUntil": 4_294_967_295_u32,
            "lastMessageText": "line\nnext 👋", "lastMessageId": 77, "lastCommunicatedAgentId": 8,
            "agents": [theo, mina],
            "customer": {"id": 1, "name": "Ana\u{2028}", "email": "ana@mail.example",
                         "userId": "u-1"},
            "assignee": mina, "department": {"id": 3, "name": "Support"},
            "applicationId": 1, "createdWith": "public_api",
            "readByAgent": false, "readByCustomer": true,
        });
        let found = t.get("/v1/chats/9").await.json();
        assert_eq!(found.to_string(), expected.to_string());
        assert_eq!(t.get("/v1/chats").await.json()["data"][0], expected);
    }

    async fn every_status_is_emitted_in_the_contracts_words(t: &Test) {
        let chats = (1..).zip(Status::ALL).map(|(id, status)| {
            let mut chat = chat(id, u32::try_from(id).unwrap());
            chat.status = *status;
            chat
        });
        put_chats(t, chats).await;
        let found = t.get("/v1/chats?order=asc").await.json();
        let words: Vec<_> =
            found["data"].as_array().unwrap().iter().map(|it| it["status"].clone()).collect();
        assert_eq!(words, ["new", "opened", "pending", "on hold", "closed", "no communication",
                           "empty"]);
    }

    async fn the_largest_id_there_is_can_be_read(t: &Test) {
        put_chats(t, [chat(i64::MAX - 1, 5)]).await;
        assert_eq!(t.get("/v1/chats/9223372036854775806").await.json()["id"], i64::MAX - 1);
        assert_eq!(t.get("/v1/chats/9223372036854775807").await.status, 404);
        assert_eq!(t.get(&format!("/v1/chats/{TOO_FAR}")).await.status, 400);
    }

    async fn many_agents_of_many_chats_stay_apart_and_in_order(t: &Test) {
        let agents: Vec<_> = (1..=20).map(|id| agent(id, &format!("A{id}"))).collect();
        let of = |chat: i64| -> Vec<i64> {
            (0..chat % 7).map(|n| 1 + (chat * 3 + n) % 20).collect()
        };
        let chats = (1..=150).map(|id| {
            let mut chat = chat(id, u32::try_from(1_000 - id).unwrap());
            chat.agents =
                of(id).into_iter().map(|it| deskbell_model::AgentId::new(it).unwrap()).collect();
            chat
        });
        let chats = chats.collect();
        put(t, Put { agents, customers: vec![customer(1)], chats, ..Put::default() }).await;
        for offset in [0, 100] {
            let page = t.get(&format!("/v1/chats?offset={offset}")).await.json();
            for item in page["data"].as_array().unwrap() {
                let found: Vec<_> = item["agents"].as_array().unwrap().iter()
                    .map(|agent| agent["id"].as_i64().unwrap()).collect();
                assert_eq!(found, of(item["id"].as_i64().unwrap()));
            }
        }
    }
}
