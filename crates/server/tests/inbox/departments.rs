//! The deletion of departments: a deleted department is removed from its agents, and stays on its
//! chats.

use deskbell_model::Role;
use deskbell_testkit::browser::Browser;
use deskbell_testkit::engines;
use deskbell_testkit::socket_server::{LIMITS, SocketServer};
use serde_json::{Value, json};

use crate::made::{asks, chat, customer, ids, window};

async fn sales(boss: &Browser, agents: &[&Browser]) -> Value {
    let agents: Vec<_> = agents.iter().map(|it| it.agent.get()).collect();
    let made = boss.post("/app/v1/departments", &json!({"name": "Sales", "agents": agents})).await;
    assert_eq!(made.status, 201);
    made.json()["id"].clone()
}

engines! {
    async fn a_deleted_department_is_in_no_list_and_its_chats_keep_it(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let sales = sales(&boss, &[&ann]).await;
        let mateus = customer(t, "mateus").await;
        let of_sales = json!({"department": sales, "assignee": boss.agent.get()});
        let this = chat(t, mateus, of_sales).await;
        asks(t, this, "Hello").await;
        assert_eq!(ids(&ann, json!("all")).await, [this]);
        let before = t.get(&format!("/v1/chats/{this}")).await.json();
        let target = format!("/app/v1/departments/{sales}");
        let refused = ann.delete(&target).await;
        assert_eq!(refused.status, 403);
        assert_eq!(boss.delete(&target).await.status, 200);

        let none = json!({"data": [], "meta": {"total": 0}});
        assert_eq!(t.get("/v1/departments").await.json(), none);
        assert_eq!(boss.get("/app/v1/departments").await.json(), none);
        assert_eq!(t.get(&format!("/v1/chats/{this}")).await.json(), before);
        let listed = t.get("/v1/chats").await.json()["data"][0].clone();
        assert_eq!(listed["department"], json!({"id": sales, "name": "Sales"}));
        let view = json!({"view": {"department": sales}});
        assert_eq!(window(&boss, view).await["rows"][0]["id"], this);
        // Its agents know of its chats no more, and no chat enters it.
        t.clock.advance(std::time::Duration::from_millis(500));
        assert_eq!(ids(&ann, json!("all")).await, Vec::<i64>::new());
        assert_eq!(ann.get("/app/v1/me").await.json()["departments"], json!([]));
        let other = chat(t, mateus, json!({})).await;
        let moved = json!({"ids": [other], "set": {"department": sales}});
        assert_eq!(boss.post("/app/v1/chats/act", &moved).await.status, 404);
        let moved = t.put("/v1/chats/department", &json!({"id": other, "department": sales})).await;
        assert_eq!(moved.status, 404);
        let path = format!("{target}/settings");
        assert_eq!(boss.patch(&path, &json!({"replyTargetSeconds": 60})).await.status, 404);
        for gone in [path, format!("/app/v1/opening?department={sales}")] {
            assert_eq!(boss.get(&gone).await.status, 404, "{gone}");
        }
        assert_eq!(boss.get("/app/v1/applications/99/look").await.status, 404);
        assert_eq!(boss.patch(&target, &json!({"name": "Help"})).await.status, 404);
        assert_eq!(boss.delete(&target).await.status, 404);
        // A further one is another one.
        let another = boss.post("/app/v1/departments", &json!({"name": "Sales"})).await.json();
        assert_ne!(another["id"], sales);
        assert_eq!(boss.get("/app/v1/departments").await.json()["meta"]["total"], 1);
    }

    async fn lists_from_a_new_index_show_a_deleted_department_too(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let sales = sales(&boss, &[]).await;
        let this = chat(t, customer(t, "mateus").await, json!({"department": sales})).await;
        boss.delete(&format!("/app/v1/departments/{sales}")).await;
        let other = t.another_node().await;
        other.indexes.build_indexes().await.unwrap();
        let http = deskbell_web::http(std::sync::Arc::clone(&other)).unwrap();
        let request = deskbell_testkit::client::request_as(
            &t.key, axum::http::Method::GET, "/v1/chats", &[], "");
        let listed = deskbell_testkit::client::send(&http, request).await.json();
        assert_eq!((&listed["data"][0]["id"], &listed["data"][0]["department"]),
            (&json!(this), &json!({"id": sales, "name": "Sales"})));
        drop(http);
        other.close().await;
    }

    async fn programs_and_pages_hear_of_it_and_the_trail_says_what_it_was(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let sales = sales(&boss, &[&ann]).await;
        let served = SocketServer::new(t.http.clone(), LIMITS).await;
        t.clock.advance(std::time::Duration::from_millis(500));
        let cookie = ann.cookie().unwrap();
        let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
        let mut page = served.open("/app/v1/ws", &headers).await.unwrap();
        boss.delete(&format!("/app/v1/departments/{sales}")).await;
        let heard = page.hear_kind("department.deleted", &mut Vec::new()).await;
        assert_eq!(heard["id"], sales);
        // The scope is another one now: the page comes back with it.
        assert_eq!(page.closed().await.0, 1013);
        let feed = t.get("/v1/changes?limit=1000").await.json();
        let last = feed["data"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&last["kind"], &last["object"]),
            (&json!("department.deleted"), &json!({"id": sales})));
        let trail = boss.get("/app/v1/audit").await.json();
        let before = json!({"name": "Sales", "agents": [ann.agent.get()]});
        assert_eq!(trail["data"][0]["before"], before);
        drop(page);
        served.ended().await;
    }
}
