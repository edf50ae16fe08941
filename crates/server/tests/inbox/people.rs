//! The management of agents and departments by administrators, and the agents' changes to their own
//! data.

use deskbell_model::Role;
use deskbell_testkit::{Answer, engines};
use serde_json::{Value, json};

fn code(answer: &Answer) -> (u16, String) {
    let (status, errors) = answer.errors();
    (status, errors[0].0.clone())
}

engines! {
    async fn an_administrator_adds_an_agent_who_begins_by_a_link(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let body = json!({"name": "Kurt Maslow", "email": "kurt@company.com", "role": "agent"});
        let answer = boss.post("/app/v1/agents", &body).await;
        let kurt = answer.json();
        assert_eq!(answer.status, 201);
        assert_eq!((&kurt["login"], &kurt["active"]), (&Value::Null, &json!(true)));
        let link = boss.post(&format!("/app/v1/agents/{}/invite", kurt["id"]), &json!({})).await;
        let path = link.json()["path"].as_str().unwrap().to_owned();
        let token = path.strip_prefix("/inbox/welcome#").unwrap();
        let password = "seven green bottles";
        let body = json!({"token": token, "login": "Kurt", "password": password});
        assert_eq!(t.browser().post("/app/v1/invitations", &body).await.status, 200);
        let page = t.browser();
        let body = json!({"login": "kurt", "password": password});
        assert_eq!(page.post("/app/v1/session", &body).await.status, 200);
        assert_eq!(page.get("/app/v1/me").await.json()["agent"]["name"], "Kurt Maslow");
        let listed = boss.get("/app/v1/agents?limit=1&offset=1").await.json();
        assert_eq!(listed["data"][0]["login"], "kurt");
        assert_eq!(listed["meta"]["total"], 2);
        // Programs hear of it.
        let told = t.get("/v1/changes?kind=agent.created").await.json();
        let last = told["data"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(last["actor"], json!({"type": "agent", "id": boss.agent.get()}));
        assert_eq!(last["object"]["name"], "Kurt Maslow");
    }

    async fn who_is_deactivated_is_out_at_once_and_comes_back_only_when_let(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let link = t.app.access.invite(t.caller, ann.agent).await.unwrap();
        let target = format!("/app/v1/agents/{}", ann.agent);
        let answer = boss.patch(&target, &json!({"active": false})).await.json();
        assert_eq!(answer["active"], false);
        assert_eq!(ann.get("/app/v1/me").await.status, 401);
        assert_eq!(code(&ann.sign_in().await), (401, "invalid_credentials".into()));
        let token = json!({"token": link.secret.reveal()});
        assert_eq!(ann.post("/app/v1/invitations/look", &token).await.status, 410);
        let refused = boss.post(&format!("{target}/invite"), &json!({})).await;
        assert_eq!(refused.status, 404);
        assert_eq!(boss.patch(&target, &json!({"active": true})).await.status, 200);
        assert_eq!(ann.sign_in().await.status, 200);
    }

    async fn a_new_role_ends_the_sessions_and_holds_from_then_on(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let ann = t.agent("ann", Role::Superviser, &[]).await;
        assert_eq!(ann.get("/app/v1/me").await.json()["seesAllChats"], true);
        let target = format!("/app/v1/agents/{}", ann.agent);
        let edit = json!({"role": "agentChatOnly", "name": "Ann B.", "email": null});
        boss.patch(&target, &edit).await;
        assert_eq!(ann.get("/app/v1/me").await.status, 401);
        ann.sign_in().await;
        let me = ann.get("/app/v1/me").await.json();
        assert_eq!(me["rights"], json!(["messages", "chats", "ownCanned"]));
        assert_eq!((&me["seesAllChats"], &me["agent"]["name"]), (&json!(false), &json!("Ann B.")));
        assert_eq!(me["agent"]["email"], Value::Null);
        let bad = json!({"role": "boss", "name": "", "active": "perhaps"});
        let refused = boss.patch(&target, &bad).await;
        assert_eq!(refused.pointers(), ["/name", "/role", "/active"]);
        let missing = boss.patch("/app/v1/agents/99", &json!({"name": "x"})).await;
        assert_eq!(code(&missing), (404, "entity_not_found".into()));
    }

    async fn a_new_role_or_password_ends_the_link_that_was_given_before(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let target = format!("/app/v1/agents/{}", ann.agent);
        let look = async |link: &deskbell_app::access::links::Link| {
            let token = json!({"token": link.secret.reveal()});
            t.browser().post("/app/v1/invitations/look", &token).await.status
        };
        let link = t.app.access.invite(t.caller, ann.agent).await.unwrap();
        boss.patch(&target, &json!({"name": "Ann B."})).await;
        assert_eq!(look(&link).await, 200);
        boss.patch(&target, &json!({"role": "superviser"})).await;
        assert_eq!(look(&link).await, 410);
        ann.sign_in().await;
        let link = t.app.access.invite(t.caller, ann.agent).await.unwrap();
        let change = json!({"current": ann.password, "password": "nine white horses"});
        assert_eq!(ann.put("/app/v1/me/password", &change).await.status, 200);
        assert_eq!(look(&link).await, 410);
    }

    async fn the_last_administrator_stays_one(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let target = format!("/app/v1/agents/{}", boss.agent);
        for edit in [json!({"role": "superviser"}), json!({"active": false})] {
            assert_eq!(code(&boss.patch(&target, &edit).await), (409, "last_admin".into()));
        }
        let second = t.agent("second", Role::Admin, &[]).await;
        assert_eq!(boss.patch(&target, &json!({"role": "superviser"})).await.status, 200);
        // The session that changes its own role goes on, with the new one.
        let me = boss.get("/app/v1/me").await.json();
        assert_eq!(me["agent"]["role"], "superviser");
        assert_eq!(code(&boss.patch(&target, &json!({"role": "admin"})).await),
            (403, "forbidden".into()));
        let target = format!("/app/v1/agents/{}", second.agent);
        let refused = second.patch(&target, &json!({"active": false})).await;
        assert_eq!(code(&refused), (409, "last_admin".into()));
    }

    async fn departments_are_made_and_their_agents_changed(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let body = json!({"name": "Support", "agents": [ann.agent.get(), ann.agent.get()]});
        let answer = boss.post("/app/v1/departments", &body).await;
        let support = answer.json();
        assert_eq!((answer.status, support["agents"].as_array().unwrap().len()), (201, 1));
        t.clock.advance(std::time::Duration::from_millis(500));
        assert_eq!(ann.get("/app/v1/me").await.json()["departments"], json!([support["id"]]));
        let target = format!("/app/v1/departments/{}", support["id"]);
        let edit = json!({"name": "Help", "agents": []});
        let changed = boss.patch(&target, &edit).await.json();
        assert_eq!(changed, json!({"id": support["id"], "name": "Help", "agents": []}));
        t.clock.advance(std::time::Duration::from_millis(500));
        let me = ann.get("/app/v1/me").await.json();
        assert_eq!(me["departments"], json!([]));
        assert_eq!(me["team"]["departments"], json!([changed]));
        let refused = boss.patch(&target, &json!({"agents": [99]})).await;
        assert_eq!((refused.status, refused.pointers()), (404, vec!["/agents".to_owned()]));
        let missing = boss.patch("/app/v1/departments/99", &json!({"name": "x"})).await;
        assert_eq!(missing.status, 404);
        let refused = ann.patch(&target, &json!({"name": "x"})).await;
        assert_eq!(code(&refused), (403, "forbidden".into()));
        assert_eq!(ann.get("/app/v1/departments").await.json()["data"], json!([changed]));
    }

    async fn an_agent_changes_name_and_password_and_the_other_sessions_end(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let other = ann.another();
        other.sign_in().await;
        let renamed = ann.patch("/app/v1/me", &json!({"name": "Ann B."})).await.json();
        assert_eq!((&renamed["name"], &renamed["role"]), (&json!("Ann B."), &json!("agent")));
        assert_eq!(other.get("/app/v1/me").await.status, 200);
        let new = "nine white horses";
        let wrong = json!({"current": "not this one", "password": new});
        let refused = ann.put("/app/v1/me/password", &wrong).await;
        assert_eq!(code(&refused), (403, "wrong_password".into()));
        let short = json!({"current": ann.password, "password": "too short"});
        let refused = ann.put("/app/v1/me/password", &short).await;
        assert_eq!((refused.status, refused.pointers()), (400, vec!["/password".to_owned()]));
        let right = json!({"current": ann.password, "password": new});
        assert_eq!(ann.put("/app/v1/me/password", &right).await.status, 200);
        assert_eq!(ann.get("/app/v1/me").await.status, 200);
        assert_eq!(other.get("/app/v1/me").await.status, 401);
        assert_eq!(other.sign_in().await.status, 401);
        let body = json!({"login": ann.login, "password": new});
        assert_eq!(other.post("/app/v1/session", &body).await.status, 200);
    }

    async fn sessions_are_listed_and_ended_one_by_one_or_all_but_the_own(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let bob = t.agent("bob", Role::Agent, &[]).await;
        let (second, third) = (ann.another().at("192.0.2.7"), ann.another());
        second.sign_in().await;
        third.sign_in().await;
        let listed = ann.get("/app/v1/sessions").await.json();
        let all = listed["data"].as_array().unwrap();
        let current: Vec<_> = all.iter().map(|it| it["current"].as_bool().unwrap()).collect();
        assert_eq!(current, [false, false, true]);
        assert_eq!((&all[1]["address"], &all[1]["device"]),
            (&json!("192.0.2.7"), &json!("Testbrowser/1.0")));
        let target = format!("/app/v1/sessions/{}", all[1]["id"]);
        assert_eq!(code(&bob.delete(&target).await), (404, "entity_not_found".into()));
        assert_eq!(ann.delete(&target).await.status, 200);
        assert_eq!(second.get("/app/v1/me").await.status, 401);
        assert_eq!(ann.delete(&target).await.status, 404);
        assert_eq!(ann.delete("/app/v1/sessions/x").await.status, 404);
        assert_eq!(ann.delete("/app/v1/sessions").await.status, 200);
        assert_eq!((third.get("/app/v1/me").await.status, ann.get("/app/v1/me").await.status),
            (401, 200));
        assert_eq!(bob.get("/app/v1/me").await.status, 200);
    }

    async fn who_signs_in_again_leaves_no_session_behind(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let before = ann.cookie();
        assert_eq!(ann.sign_in().await.status, 200);
        let left = ann.get("/app/v1/sessions").await.json();
        assert_eq!(left["data"].as_array().unwrap().len(), 1);
        ann.set_cookie(before.as_deref());
        assert_eq!(ann.get("/app/v1/me").await.status, 401);
    }
}
