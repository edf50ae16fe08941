//! `/v1/agents`, `/v1/departments`, `/v1/applications` and `/v1/organization`.

use axum::http::Method;
use deskbell_app::actions::applications;
use deskbell_model::{Kind, Scope};
use deskbell_testkit::put::Put;
use deskbell_testkit::{Test, engines};
use serde_json::{Value, json};

use crate::changes::recorded;
use crate::objects::{agent, department, ids, put};

async fn list(t: &Test, target: &str) -> (Vec<i64>, Value) {
    let answer = t.get(target).await;
    assert_eq!(answer.status, 200, "{target}");
    let json = answer.json();
    let keys: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["data", "meta"]);
    (ids(&json), json["meta"].clone())
}

engines! {
    async fn each_list_is_by_id_in_pages_with_its_total(t: &Test) {
        let agents: Vec<_> = (1..=5).map(|id| agent(id, &format!("Agent {id}"))).collect();
        let departments = (1..=5).map(|id| department(id, "Desk", vec![])).collect();
        put(t, Put { agents, departments, ..Put::default() }).await;
        for number in 2..=5 {
            let add = applications::Add {
                id: None, name: format!("app-{number}"), display_name: None, kind: "ios".into(),
                at: t.app.context.now(),
            };
            t.app.actions.add_application(t.caller, add).await.unwrap();
        }
        for target in ["/v1/agents", "/v1/departments", "/v1/applications"] {
            for (query, expected) in [
                ("", &[1, 2, 3, 4, 5][..]),
                ("?limit=2", &[1, 2]),
                ("?limit=2&offset=4", &[5]),
                ("?offset=5", &[]),
                ("?offset=9223372036854775807", &[]),
                ("?sort=nonsense&order=nonsense&limit=1", &[1]),
            ] {
                let (ids, meta) = list(t, &format!("{target}{query}")).await;
                assert_eq!((ids.as_slice(), meta), (expected, json!({"total": 5})), "{target}");
            }
            let answer = t.get(&format!("{target}?limit=0&offset=x")).await;
            let (status, errors) = answer.errors();
            assert_eq!((status, errors.len()), (400, 2));
        }
    }

    async fn each_object_has_the_contracts_keys(t: &Test) {
        let (mut mina, theo) = (agent(7, "Mina"), agent(8, "Théo"));
        mina.email = Some("mina@desk.example".into());
        let departments = vec![
            department(3, "Support", vec![mina.clone(), theo.clone()]),
            department(4, "Empty", vec![]),
            department(5, "Sales", vec![theo.clone()]),
        ];
        put(t, Put { agents: vec![mina, theo], departments, ..Put::default() }).await;
        let mina = json!({"id": 7, "name": "Mina", "email": "mina@desk.example", "role": "agent"});
        let theo = json!({"id": 8, "name": "Théo", "email": null, "role": "agent"});
        for (target, data) in [
            ("/v1/agents", json!([mina, theo])),
            ("/v1/departments", json!([
                {"id": 3, "name": "Support", "agents": [mina, theo]},
                {"id": 4, "name": "Empty", "agents": []},
                {"id": 5, "name": "Sales", "agents": [theo]},
            ])),
            ("/v1/applications", json!([{"id": 1, "name": "test.example", "displayName": null,
                                         "type": "web", "active": true}])),
        ] {
            let total = data.as_array().unwrap().len();
            let expected = json!({"data": data, "meta": {"total": total}});
            assert_eq!(t.get(target).await.json().to_string(), expected.to_string());
        }
        let organization = t.get("/v1/organization").await.json();
        let expected = json!({"data": {"id": t.org.get(), "domain": "test.example",
                                       "teamOnline": true, "chatEnabled": true}});
        assert_eq!(organization.to_string(), expected.to_string());
    }

    async fn an_agent_unsubscribes_once(t: &Test) {
        put(t, Put { agents: vec![agent(7, "Mina"), agent(8, "Théo")], ..Put::default() }).await;
        let before = recorded(t).await.len();
        for _ in 0..3 {
            let answer = t.get("/v1/agents/7/unsubscribe").await;
            assert_eq!((answer.status, answer.body), (200, br#""Ok""#.to_vec()));
        }
        let changes = recorded(t).await;
        assert_eq!(changes.len(), before + 1, "it is told once");
        let last = changes.last().unwrap();
        assert_eq!((last.kind, last.subject), (Kind::AgentUpdated, 7));
        let shown = t.get("/v1/agents?limit=1").await.json()["data"][0].clone();
        assert_eq!(last.payload.as_deref(), Some(shown.to_string().as_str()));
        for id in ["9", "0", "x", "9223372036854775808"] {
            let (status, errors) = t.get(&format!("/v1/agents/{id}/unsubscribe")).await.errors();
            let (code, message) = &errors[0];
            let expected = ("entity_not_found", "Agent not found");
            assert_eq!((status, (code.as_str(), message.as_str())), (404, expected), "{id}");
        }
        let reader = t.app.access.create_key(t.caller, "reader", Scope::Read).await.unwrap();
        let answer = t.get_as(&reader, "/v1/agents/8/unsubscribe").await;
        assert_eq!(answer.status, 403, "a change, for all that it is a GET");
        assert_eq!(t.send(Method::POST, "/v1/agents/8/unsubscribe", &[]).await.status, 405);
        assert_eq!(recorded(t).await.len(), before + 1);
    }

    async fn each_organization_sees_its_own(t: &Test) {
        let mina = agent(7, "Mina");
        let departments = vec![department(3, "Support", vec![mina.clone()])];
        put(t, Put { agents: vec![mina], departments, ..Put::default() }).await;
        let (_, key) = t.another_organization().await;
        for target in ["/v1/agents", "/v1/departments"] {
            let found = t.get_as(&key, target).await.json();
            assert_eq!(found, json!({"data": [], "meta": {"total": 0}}), "{target}");
        }
        let found = t.get_as(&key, "/v1/organization").await.json();
        assert_eq!(found["data"]["domain"], "other.example");
        assert_eq!(t.get_as(&key, "/v1/agents/7/unsubscribe").await.status, 404);
    }
}
