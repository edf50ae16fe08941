//! API keys, which administrators manage.

use std::time::Duration;

use deskbell_model::Role;
use deskbell_testkit::engines;
use serde_json::json;

engines! {
    async fn a_key_is_made_shown_once_and_revoked(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let answer = boss.post("/app/v1/keys", &json!({"name": "shop", "scope": "read"})).await;
        assert_eq!((answer.status, answer.header("cache-control")), (201, Some("no-store")));
        let made = answer.json();
        let text = made["key"].as_str().unwrap();
        assert_eq!(t.get_as(text, "/v1/chats").await.status, 200);
        let listed = boss.get("/app/v1/keys").await;
        assert!(!String::from_utf8_lossy(&listed.body).contains(&text[4..]));
        let listed = listed.json();
        assert_eq!(listed["data"][1]["name"], "shop");
        let target = format!("/app/v1/keys/{}", made["id"]);
        assert_eq!(boss.delete(&target).await.status, 200);
        t.clock.advance(Duration::from_millis(500));
        assert_eq!(t.get_as(text, "/v1/chats").await.status, 401);
        assert_eq!(boss.delete(&target).await.status, 404);
        let bad = json!({"name": "", "scope": "all"});
        assert_eq!(boss.post("/app/v1/keys", &bad).await.pointers(), ["/name", "/scope"]);
    }

    async fn a_key_ends_when_its_maker_said(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let ends = t.app.context.now().plus(60).get();
        let body = json!({"name": "shop", "scope": "read", "expiresAt": ends});
        let made = boss.post("/app/v1/keys", &body).await.json();
        assert_eq!(made["expiresAt"], ends);
        let listed = boss.get("/app/v1/keys").await.json();
        assert_eq!(listed["data"][1]["expiresAt"], ends);
        let text = made["key"].as_str().unwrap();
        t.clock.advance(Duration::from_secs(59));
        assert_eq!(t.get_as(text, "/v1/chats").await.status, 200);
        t.clock.advance(Duration::from_secs(1));
        assert_eq!(t.get_as(text, "/v1/chats").await.status, 401);
        let forever = json!({"name": "shop", "scope": "read", "expiresAt": null});
        assert_eq!(boss.post("/app/v1/keys", &forever).await.json()["expiresAt"], json!(null));
        for past in [json!(ends), json!(1), json!("soon"), json!(-1), json!(1_u64 << 40)] {
            let body = json!({"name": "shop", "scope": "read", "expiresAt": past});
            assert_eq!(boss.post("/app/v1/keys", &body).await.pointers(), ["/expiresAt"], "{past}");
        }
    }

    async fn keys_need_an_administrator_who_gave_the_password_lately(t: &Test) {
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let lead = t.agent("lead", Role::Superviser, &[]).await;
        let body = json!({"name": "shop", "scope": "full"});
        for answer in [lead.get("/app/v1/keys").await, lead.post("/app/v1/keys", &body).await,
            lead.delete("/app/v1/keys/1").await] {
            let (status, errors) = answer.errors();
            let told = (errors[0].0.as_str(), errors[0].1.as_str());
            assert_eq!((status, told), (403, ("forbidden", "Your role does not allow this")));
        }
        t.clock.advance(Duration::from_secs(10 * 60 - 1));
        assert_eq!(boss.post("/app/v1/keys", &body).await.status, 201);
        t.clock.advance(Duration::from_secs(1));
        let late = [boss.post("/app/v1/keys", &body).await, boss.delete("/app/v1/keys/1").await];
        for answer in late {
            let (status, errors) = answer.errors();
            assert_eq!((status, errors[0].0.as_str()), (403, "step_up_required"));
        }
        assert_eq!(boss.get("/app/v1/keys").await.status, 200);
        boss.post("/app/v1/session/confirm", &json!({"password": boss.password})).await;
        assert_eq!(boss.post("/app/v1/keys", &body).await.status, 201);
    }
}
