//! `/app/v1/customers`, and the rights of each role on customers.

use deskbell_model::Role;
use deskbell_testkit::engines;
use serde_json::json;

use crate::made::{chat, customer};

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
}
