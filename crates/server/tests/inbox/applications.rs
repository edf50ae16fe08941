//! `/app/v1/applications`: public ids, sites and secrets, and their effects on visitors.

use std::time::Duration;

use deskbell_model::Role;
use deskbell_testkit::engines;
use serde_json::json;

const UUID: &str = "0B5C7C1E-6f0a-4a36-9d0b-6c6f2f0b8d11";

engines! {
    async fn a_widget_gets_the_id_that_pages_have_already(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let list = ann.get("/app/v1/applications").await.json();
        assert_eq!(list["data"][0]["id"], 1);
        let path = "/app/v1/applications/1/widget";
        let made = ann.get(path).await.json();
        assert_eq!(ann.get(path).await.json(), made, "it is made once");
        let edit = json!({"appId": UUID, "sites": ["Example.com", "*.example.com"]});
        let set = ann.patch(path, &edit).await.json();
        assert_eq!(set["appId"], UUID.to_lowercase());
        assert_eq!(set["sites"], json!(["example.com", "*.example.com"]));
        assert_eq!((&set["enforcesIdentity"], &set["hasSecret"]), (&json!(false), &json!(false)));
        let (org, _) = t.another_organization().await;
        let eve = t.agent_of(org, "eve", Role::Admin, &[]).await;
        let taken = eve.patch(path, &json!({"appId": UUID})).await;
        assert_eq!(taken.errors().0, 409);
        let bad = ann.patch(path, &json!({"appId": "x", "sites": ["a b"]})).await;
        assert_eq!(bad.pointers(), ["/appId", "/sites/0"]);
        assert_eq!(ann.get("/app/v1/applications/9/widget").await.status, 404);
    }

    async fn a_secret_is_shown_once_and_to_administrators_with_their_password(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let bob = t.agent("bob", Role::Superviser, &[]).await;
        let path = "/app/v1/applications/1/secret";
        assert_eq!(bob.post(path, &json!({})).await.status, 403);
        let made = ann.post(path, &json!({})).await;
        assert_eq!((made.status, made.header("cache-control")), (200, Some("no-store")));
        let secret = made.json()["secret"].as_str().unwrap().to_owned();
        assert_eq!(secret.len(), 64);
        let shown = ann.get("/app/v1/applications/1/widget").await;
        assert_eq!(shown.json()["hasSecret"], true);
        assert!(!String::from_utf8(shown.body).unwrap().contains(&secret));
        let trail = t.app.feed.audit(t.org, None, i64::MAX, 100).await.unwrap();
        let before = trail.iter().filter_map(|row| row.before.as_deref());
        assert!(before.into_iter().all(|it| !it.contains(&secret)));
        assert_ne!(ann.post(path, &json!({})).await.json()["secret"], secret.as_str());
        t.clock.advance(Duration::from_secs(11 * 60));
        assert_eq!(ann.post(path, &json!({})).await.errors().1[0].0, "step_up_required");
    }

    async fn applications_are_added_and_renamed_by_administrators(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let bob = t.agent("bob", Role::Superviser, &[]).await;
        let new = json!({"name": "shop.example.com", "displayName": "Shop"});
        assert_eq!(bob.post("/app/v1/applications", &new).await.status, 403);
        let made = ann.post("/app/v1/applications", &new).await;
        let shop = json!({
            "id": 2, "name": "shop.example.com", "displayName": "Shop", "type": "web",
            "active": true,
        });
        assert_eq!((made.status, made.json()), (201, shop.clone()));
        assert_eq!(made.header("location"), Some("/app/v1/applications/2"));
        let path = "/app/v1/applications/2";
        assert_eq!(bob.patch(path, &json!({"name": "x"})).await.status, 403);
        let edit = json!({"name": "store.example.com", "displayName": null});
        let changed = ann.patch(path, &edit).await.json();
        assert_eq!((&changed["name"], &changed["displayName"]),
            (&json!("store.example.com"), &serde_json::Value::Null));
        assert_eq!(t.get("/v1/applications").await.json()["data"][1], changed);
        let trail = ann.get("/app/v1/audit").await.json();
        assert_eq!(trail["data"][0]["before"],
            json!({"name": "shop.example.com", "displayName": "Shop"}));
        let bad = ann.post("/app/v1/applications", &json!({"displayName": 5.5e300})).await;
        assert_eq!(bad.pointers(), ["/name", "/displayName"]);
        let bad = ann.patch(path, &json!({"name": "", "active": "perhaps"})).await;
        assert_eq!(bad.pointers(), ["/name", "/active"]);
        let missing = ann.patch("/app/v1/applications/9", &json!({"name": "x"})).await;
        assert_eq!(missing.status, 404);
    }

    async fn a_widget_that_is_switched_off_lets_nobody_begin_and_keeps_what_was_said(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        ann.post("/app/v1/applications", &json!({"name": "shop.example.com"})).await;
        let uuid = ann.get("/app/v1/applications/2/widget").await.json()["appId"].clone();
        let visitor = t.stranger();
        visitor.begin(&json!({"app": uuid})).await;
        let nobody = t.stranger();
        nobody.begin(&json!({"app": uuid})).await;
        let chat = visitor.say(None, "hello").await["chatId"].clone();
        let path = "/app/v1/applications/2";
        assert_eq!(ann.patch(path, &json!({"active": false})).await.json()["active"], false);
        for app in [json!(2), uuid.clone()] {
            assert_eq!(t.stranger().try_begin(&json!({"app": app})).await.status, 404);
        }
        t.stranger().begin(&json!({"app": 1})).await;
        // Who began before may do no more than who did not, whether anything is stored or not.
        for by in [&visitor, &nobody] {
            let said = by.try_say(&json!({"text": "are you there?"})).await;
            let answers = [said, by.try_upload("a", "a").await, by.get("unread").await];
            assert_eq!(answers.map(|it| it.status), [401; 3]);
        }
        assert_eq!(ann.get(&format!("/app/v1/chats/{chat}")).await.json()["total"], 1);
        ann.patch(path, &json!({"active": true})).await;
        t.stranger().begin(&json!({"app": uuid})).await;
        visitor.say(chat.as_i64(), "are you there?").await;
    }

    async fn the_last_arrival_shows_that_a_site_has_the_widget(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let path = "/app/v1/applications/1/arrival";
        assert_eq!(ann.get(path).await.json(), json!({"at": null, "page": null}));
        t.stranger().begin(&json!({"page": "https://shop.example/a"})).await;
        let came = json!({"at": t.app.context.now().get(), "page": "https://shop.example/a"});
        assert_eq!(ann.get(path).await.json(), came);
        let long = format!("https://x.example/{}", "x".repeat(600));
        for page in [long.as_str(), "javascript:alert(1)//https://x.example", "data:text/html,x"] {
            t.stranger().begin(&json!({"page": page})).await;
            assert_eq!(ann.get(path).await.json()["page"], json!(null));
        }
        assert_eq!(ann.get("/app/v1/applications/9/arrival").await.errors().0, 404);
        let (org, _) = t.another_organization().await;
        let eve = t.agent_of(org, "eve", Role::Admin, &[]).await;
        assert_eq!(eve.get(path).await.json()["at"], json!(null), "of another organization");
    }
}
