//! The settings of agents: `/app/v1/canned`, `/app/v1/views` and `/app/v1/rules`.

use axum::http::Method;
use deskbell_model::Role;
use deskbell_testkit::engines;
use serde_json::json;

engines! {
    async fn a_canned_response_is_made_changed_listed_and_deleted(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let text = "Thank you, {{customer.firstName|and}} bye.";
        let new = json!({"shortcut": "Thanks", "text": text});
        let made = ann.post("/app/v1/canned", &new).await;
        assert_eq!(made.status, 201);
        let id = made.json()["id"].as_i64().unwrap();
        assert_eq!(made.header("location"), Some(format!("/app/v1/canned/{id}").as_str()));
        assert_eq!(made.json()["agent"], ann.agent.get());
        assert_eq!(made.json()["shortcut"], "thanks");
        let path = format!("/app/v1/canned/{id}");
        let changed = ann.patch(&path, &json!({"text": "Bye."})).await;
        assert_eq!((changed.status, &changed.json()["text"]), (200, &json!("Bye.")));
        assert_eq!(changed.json()["shortcut"], "thanks");
        let list = ann.get("/app/v1/canned").await;
        assert_eq!(list.json(), json!({"data": [changed.json()]}));
        assert_eq!(ann.delete(&path).await.json(), "Ok");
        assert_eq!(ann.get("/app/v1/canned").await.json(), json!({"data": []}));
        assert_eq!(ann.delete(&path).await.errors().0, 404);
    }

    async fn a_change_to_what_somebody_changed_meanwhile_is_refused(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let made = ann.post("/app/v1/canned", &json!({"shortcut": "a", "text": "b"})).await;
        let path = format!("/app/v1/canned/{}", made.json()["id"]);
        let tag = made.header("etag").unwrap().to_owned();
        let change = async |text: &str| {
            let body = json!({"text": text}).to_string();
            ann.call(Method::PATCH, &path, &[("if-match", &tag)], body).await.status
        };
        assert_eq!(change("c").await, 200);
        assert_eq!(change("d").await, 412);
        assert_eq!(ann.get("/app/v1/canned").await.json()["data"][0]["text"], "c");
    }

    async fn what_is_shared_needs_a_superviser(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let bob = t.agent("bob", Role::Superviser, &[]).await;
        let new = json!({"shortcut": "hi", "text": "Hello", "shared": true});
        let (status, errors) = ann.post("/app/v1/canned", &new).await.errors();
        assert_eq!((status, errors[0].0.as_str()), (403, "forbidden"));
        let made = bob.post("/app/v1/canned", &new).await;
        assert_eq!((made.status, &made.json()["agent"]), (201, &json!(null)));
        let path = format!("/app/v1/canned/{}", made.json()["id"]);
        assert_eq!(ann.get("/app/v1/canned").await.json()["data"][0]["shortcut"], "hi");
        assert_eq!(ann.patch(&path, &json!({"text": "x"})).await.status, 403);
        assert_eq!(ann.delete(&path).await.status, 403);
        assert_eq!(bob.delete(&path).await.status, 200);
    }

    async fn what_does_not_fit_is_said_where_it_is(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let bad = json!({"shortcut": "a b", "text": "{{name}}", "shared": 7});
        let refused = ann.post("/app/v1/canned", &bad).await;
        assert_eq!(refused.pointers(), ["/shared", "/shortcut", "/text"]);
        let (status, errors) = refused.errors();
        assert_eq!((status, errors[1].0.as_str()), (400, "invalid_shortcut_value"));
        assert!(errors[2].1.contains("customer.firstName"), "{errors:?}");
        ann.post("/app/v1/canned", &json!({"shortcut": "a", "text": "b"})).await;
        let twice = ann.post("/app/v1/canned", &json!({"shortcut": "A", "text": "c"})).await;
        let (status, errors) = twice.errors();
        assert_eq!((status, errors[0].0.as_str()), (409, "name_taken"));
    }

    async fn another_organization_sees_nothing_of_it(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let made = ann.post("/app/v1/rules", &json!({"name": "n", "message": "m"})).await;
        assert_eq!(made.status, 201);
        let path = format!("/app/v1/rules/{}", made.json()["id"]);
        let (org, _) = t.another_organization().await;
        let eve = t.agent_of(org, "eve", Role::Admin, &[]).await;
        assert_eq!(eve.get("/app/v1/rules").await.json(), json!({"data": []}));
        assert_eq!(eve.patch(&path, &json!({"message": "x"})).await.status, 404);
        assert_eq!(eve.delete(&path).await.status, 404);
        assert_eq!(ann.get("/app/v1/rules").await.json()["data"][0]["message"], "m");
    }

    async fn views_are_kept_as_they_were_given(t: &Test) {
        let ann = t.agent("ann", Role::AgentChatOnly, &[]).await;
        let filter = json!({"waiting": true, "department": 7});
        let made = ann.post("/app/v1/views", &json!({"name": "Late", "filter": filter})).await;
        assert_eq!(made.json()["filter"], filter);
        let path = format!("/app/v1/views/{}", made.json()["id"]);
        let changed = ann.patch(&path, &json!({"filter": {}})).await;
        assert_eq!(changed.json()["name"], "Late");
        assert_eq!(changed.json()["filter"], json!({}));
        assert_eq!(ann.patch(&path, &json!({"filter": []})).await.pointers(), ["/filter"]);
        assert_eq!(ann.delete(&path).await.status, 200);
    }

    async fn rules_are_for_administrators(t: &Test) {
        let bob = t.agent("bob", Role::Superviser, &[]).await;
        let ann = t.agent("ann", Role::Admin, &[]).await;
        assert_eq!(bob.get("/app/v1/rules").await.status, 403);
        let new = json!({"name": "n", "message": "m"});
        assert_eq!(bob.post("/app/v1/rules", &new).await.status, 403);
        let rule = json!({
            "name": "Checkout", "message": "Hello?", "pages": ["https://a.example/*"],
            "seconds": 30, "visits": 2, "locales": ["de"], "speaker": ann.agent.get(),
        });
        let made = ann.post("/app/v1/rules", &rule).await;
        let path = format!("/app/v1/rules/{}", made.json()["id"]);
        assert_eq!((made.status, &made.json()["enabled"]), (201, &json!(true)));
        let off = ann.patch(&path, &json!({"enabled": false, "speaker": null})).await.json();
        assert_eq!((&off["enabled"], &off["speaker"]), (&json!(false), &json!(null)));
        assert_eq!(off["pages"], rule["pages"]);
    }
}
