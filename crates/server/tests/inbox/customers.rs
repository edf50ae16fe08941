//! `/app/v1/customers`, and the rights of each role on customers.

use axum::http::Method;
use deskbell_model::Role;
use deskbell_testkit::engines;
use serde_json::{Value, json};

use crate::made::{asks, chat, customer};

engines! {
    async fn customers_are_as_programs_see_them(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let body = json!({"name": "mateus", "email": "mateus@example.com"});
        let made = ann.post("/app/v1/customers", &body).await;
        assert_eq!(made.status, 201);
        let at = made.header("location").unwrap().to_owned();
        let id = made.json()["id"].clone();
        let shown = t.get(&format!("/v1/customers/{id}")).await;
        assert_eq!(ann.get(&at).await.body, shown.body);
        assert_eq!(ann.get("/app/v1/customers").await.body, t.get("/v1/customers").await.body);
        let search = json!({"filter": [
            {"field": "customers.name", "operator": "~", "value": "MAT"},
        ]});
        let found = ann.post("/app/v1/customers/search", &search).await;
        assert_eq!(found.json()["total"], json!(1));
        let changed = ann.patch(&at, &json!({"phone": "+351 220 000 000"})).await;
        assert_eq!(changed.json()["phone"], json!("+351 220 000 000"));
        assert_eq!(ann.patch("/app/v1/customers/99", &json!({})).await.errors().0, 404);
    }

    async fn each_role_does_with_customers_what_it_may(t: &Test) {
        let mateus = customer(t, "mateus").await;
        chat(t, mateus, json!({})).await;
        let one = format!("/app/v1/customers/{mateus}");
        for (name, role, lists, deletes) in [
            ("cleo", Role::AgentChatOnly, 403, 403),
            ("bob", Role::Agent, 200, 403),
            ("eve", Role::Superviser, 200, 403),
            ("ann", Role::Admin, 200, 200),
        ] {
            let agent = t.agent(name, role, &[]).await;
            assert_eq!(agent.get("/app/v1/customers").await.status, lists, "{name}");
            assert_eq!(agent.get(&one).await.status, lists, "{name}");
            assert_eq!(agent.patch(&one, &json!({"locale": "pt"})).await.status, lists, "{name}");
            let search = agent.post("/app/v1/customers/search", &json!({})).await;
            assert_eq!(search.status, lists, "{name}");
            assert_eq!(agent.delete(&one).await.status, deletes, "{name}");
        }
        assert_eq!(t.get("/v1/chats/total").await.json()["total"], json!(0));
    }

    async fn a_change_over_a_colleagues_change_is_refused(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let bob = t.agent("bob", Role::Agent, &[]).await;
        let at = format!("/app/v1/customers/{}", customer(t, "mateus").await);
        let tag = ann.get(&at).await.header("etag").unwrap().to_owned();
        assert_eq!(bob.patch(&at, &json!({"phone": "1"})).await.status, 200);
        let change = async |tag: &str| {
            let body = json!({"phone": "2"}).to_string();
            ann.call(Method::PATCH, &at, &[("if-match", tag)], body).await
        };
        assert_eq!(change(&tag).await.errors().0, 412);
        let shown = ann.get(&at).await;
        assert_eq!(shown.json()["phone"], json!("1"));
        let changed = change(shown.header("etag").unwrap()).await;
        assert_eq!(changed.status, 200);
        assert_eq!(change(changed.header("etag").unwrap()).await.status, 200);
    }

    async fn merging_gives_the_one_who_stays_the_chats_and_what_it_lacks(t: &Test) {
        let ann = t.agent("ann", Role::Superviser, &[]).await;
        let bob = t.agent("bob", Role::Agent, &[]).await;
        let body = json!({"name": "Mateus", "email": "m@example.com", "userId": "u-1"});
        let into = t.post("/v1/customers", &body).await.json()["id"].clone();
        let body = json!({
            "name": "mat", "email": "mat@example.com", "phone": "1", "tags": [{"name": "vip"}],
        });
        let from = t.post("/v1/customers", &body).await.json()["id"].clone();
        let this = chat(t, from.as_i64().unwrap(), json!({})).await;
        asks(t, this, "Hello").await;
        let at = |id: &Value| format!("/app/v1/customers/{id}/merge");
        let by_bob = bob.post(&at(&into), &json!({"from": from})).await;
        assert_eq!(by_bob.errors().0, 403);
        let refused = ann.post(&at(&from), &json!({"from": into})).await;
        assert_eq!(refused.errors().1[0].0, "identified");
        for (bad, status) in [(into.clone(), 400), (json!(0), 400), (json!(99), 404)] {
            assert_eq!(ann.post(&at(&into), &json!({"from": bad})).await.errors().0, status);
        }
        assert_eq!(ann.post(&at(&json!(99)), &json!({"from": from})).await.errors().0, 404);
        let merged = ann.post(&at(&into), &json!({"from": from})).await;
        assert_eq!(merged.status, 200);
        let shown = ann.get(&format!("/app/v1/customers/{into}")).await;
        assert_eq!(shown.body, merged.body);
        let merged = merged.json();
        assert_eq!((&merged["name"], &merged["phone"]), (&json!("Mateus"), &json!("1")));
        assert_eq!(merged["tags"][0]["name"], json!("vip"));
        let opened = ann.get(&format!("/app/v1/chats/{this}")).await.json();
        assert_eq!(opened["customer"]["id"], into);
        assert_eq!(ann.get(&format!("/app/v1/customers/{from}")).await.errors().0, 404);
        assert_eq!(ann.post(&at(&into), &json!({"from": from})).await.errors().0, 404);
    }
}
