//! `GET /app/v1/me`: the data that a page needs before showing a chat.

use deskbell_model::Role;
use deskbell_testkit::engines;
use serde_json::{Value, json};

use crate::made::customer;

/// Returns the value of a key in each object of a list.
fn each(list: &Value, key: &str) -> Vec<Value> {
    list.as_array().unwrap().iter().map(|it| it[key].clone()).collect()
}

engines! {
    async fn a_page_is_given_its_agent_team_texts_and_hours_at_once(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let sales = json!({"name": "Sales", "agents": [ann.agent.get()]});
        let sales = boss.post("/app/v1/departments", &sales).await.json()["id"].clone();
        let path = format!("/app/v1/departments/{sales}/settings");
        boss.patch(&path, &json!({"replyTargetSeconds": 60})).await;
        let hours = json!({"zone": "Europe/Berlin", "replyTargetSeconds": 300});
        boss.patch("/app/v1/settings", &hours).await;
        let texts = [(&boss, "ours", true), (&boss, "his", false), (&ann, "mine", false)];
        for (by, shortcut, shared) in texts {
            let body = json!({"shortcut": shortcut, "text": "Hi", "shared": shared});
            assert_eq!(by.post("/app/v1/canned", &body).await.status, 201);
        }
        let view = json!({"name": "Late", "filter": {"waiting": true}});
        ann.post("/app/v1/views", &view).await;
        let mateus = customer(t, "mateus").await;
        let tags = json!({"tags": [{"name": "trial"}, {"name": "gold"}]});
        assert_eq!(t.put(&format!("/v1/customers/{mateus}/tags"), &tags).await.status, 200);
        t.clock.advance(std::time::Duration::from_millis(500));

        let answer = ann.get("/app/v1/me").await;
        let me = answer.json();
        assert_eq!(me["departments"], json!([sales]));
        assert_eq!(each(&me["team"]["tags"], "name"), ["trial", "gold"]);
        assert_eq!(each(&me["canned"], "shortcut"), ["ours", "mine"]);
        assert_eq!(me["canned"], ann.get("/app/v1/canned").await.json()["data"]);
        assert_eq!(me["views"], ann.get("/app/v1/views").await.json()["data"]);
        assert_eq!(me["settings"], ann.get("/app/v1/settings").await.json());
        assert_eq!(me["settings"]["replyTargetSeconds"], 300);
        assert_eq!(me["replyTargets"], json!([{"department": sales, "seconds": 60}]));
        let last = t.get("/v1/changes?limit=1000").await.json()["meta"]["next"].clone();
        assert_eq!(me["seq"], last);
        // What did not change is not sent again.
        let tag = answer.header("etag").unwrap();
        let (get, known) = (axum::http::Method::GET, [("if-none-match", tag)]);
        let again = ann.call(get, "/app/v1/me", &known, "").await;
        assert_eq!(again.status, 304);
    }

    async fn texts_that_are_too_large_are_asked_for_by_themselves(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let long = "x".repeat(10_000);
        for number in 0..26 {
            let body = json!({"shortcut": format!("long{number}"), "text": long});
            assert_eq!(ann.post("/app/v1/canned", &body).await.status, 201);
        }
        let me = ann.get("/app/v1/me").await.json();
        assert_eq!(me["canned"].as_array().unwrap().len(), 26);
        let body = json!({"shortcut": "one-more", "text": long});
        assert_eq!(ann.post("/app/v1/canned", &body).await.status, 201);
        let me = ann.get("/app/v1/me").await.json();
        assert_eq!((&me["canned"], &me["views"]), (&Value::Null, &json!([])));
        let canned = ann.get("/app/v1/canned").await.json();
        assert_eq!(canned["data"].as_array().unwrap().len(), 27);
    }
}
