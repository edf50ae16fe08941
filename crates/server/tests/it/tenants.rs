//! Isolation of organizations: no object can be read with another organization's key.

use deskbell_model::Scope;
use deskbell_testkit::engines;
use deskbell_testkit::put::Put;
use serde_json::json;

use crate::objects::{agent, chat, customer, message, put};

engines! {
    async fn no_object_is_seen_with_another_organizations_key(t: &Test) {
        let (_, key) = t.another_organization().await;
        let mut mine = chat(1, 5);
        mine.messages = 1;
        mine.assignee = deskbell_model::AgentId::new(1);
        mine.agents = vec![deskbell_model::AgentId::new(1).unwrap()];
        let messages = vec![message(&mine, 1, 1)];
        let chats = vec![mine, chat(2, 6)];
        let (agents, customers) = (vec![agent(1, "Mine")], vec![customer(1)]);
        put(t, Put { agents, customers, chats, messages, ..Put::default() }).await;
        let webhook = json!({"url": "https://hooks.example.com/Mine", "events": ["chat.new"]});
        assert_eq!(t.post("/v1/webhooks", &webhook).await.status, 201);
        for (target, status) in [
            ("/v1/chats", 200), ("/v1/chats/total", 200), ("/v1/chats/1", 404),
            ("/v1/chats/2", 404), ("/v1/chats/1/messages", 404),
            ("/v1/customers", 200), ("/v1/customers/1", 404), ("/v1/agents", 200),
            ("/v1/agents/1/unsubscribe", 404), ("/v1/departments", 200),
            ("/v1/applications", 200), ("/v1/organization", 200), ("/v1/webhooks", 200),
            ("/v1/webhooks/1", 404), ("/v1/webhooks/1/deliveries", 404),
        ] {
            let answer = t.get_as(&key, target).await;
            assert_eq!(answer.status, status, "{target}");
            let text = String::from_utf8(answer.body).unwrap();
            assert!(!text.contains("Mine") && !text.contains("message 1"), "{text}");
        }
        let list = t.get_as(&key, "/v1/chats").await.json();
        assert_eq!(list, json!({"data": [], "meta": {"total": 0}}));
        assert_eq!(t.get("/v1/chats/total").await.json(), json!({"total": 2}));
    }

    async fn the_same_ids_in_two_organizations_are_two_objects(t: &Test) {
        let (other, key) = t.another_organization().await;
        for (org, name, created_at) in [(t.org, "Mine", 5), (other, "Theirs", 6)] {
            let mut chat = chat(1, created_at);
            chat.messages = 1;
            chat.assignee = deskbell_model::AgentId::new(1);
            chat.agents = vec![deskbell_model::AgentId::new(1).unwrap()];
            let mut message = message(&chat, 1, 1);
            message.agent = deskbell_model::AgentId::new(1);
            let objects = Put {
                agents: vec![agent(1, name)],
                customers: vec![customer(1)],
                chats: vec![chat],
                messages: vec![message],
                ..Put::default()
            };
            objects.into(&t.app, org).await;
        }
        for (key, name, created_at) in [(&t.key, "Mine", 5), (&key, "Theirs", 6)] {
            let list = t.get_as(key, "/v1/chats").await.json();
            assert_eq!(list["meta"]["total"], 1);
            assert_eq!(list["data"][0]["createdAt"], created_at);
            assert_eq!(list["data"][0]["assignee"]["name"], name);
            assert_eq!(list["data"][0]["agents"][0]["name"], name);
            let messages = t.get_as(key, "/v1/chats/1/messages").await.json();
            assert_eq!(messages["total"], 1);
            assert_eq!(messages["messages"][0]["agent"]["name"], name);
        }
    }

    async fn one_organizations_limit_is_not_anothers(t: &Test) {
        let (_, key) = t.another_organization().await;
        t.app.actions.set_requests_per_minute(t.caller, Some(1)).await.unwrap();
        assert_eq!(t.get("/v1/chats").await.status, 200);
        assert_eq!(t.get("/v1/chats").await.status, 429);
        let second = t.app.access.create_key(t.caller, "second", Scope::Full).await.unwrap();
        assert_eq!(t.get_as(&second, "/v1/chats").await.status, 429);
        assert_eq!(t.get_as(&key, "/v1/chats").await.status, 200);
    }
}
