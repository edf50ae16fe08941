//! Links with which agents choose their first password or a new password.

use std::time::Duration;

use deskbell_model::Role;
use deskbell_testkit::engines;
use serde_json::json;

const PASSWORD: &str = "nine white horses";

engines! {
    async fn a_link_tells_whom_it_is_for_and_works_once(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let link = t.app.access.invite(t.caller, ann.agent).await.unwrap();
        assert!(link.path().starts_with("/inbox/welcome#dbl_"));
        let (page, token) = (t.browser(), link.secret.reveal());
        let invited = page.post("/app/v1/invitations/look", &json!({"token": token})).await.json();
        assert_eq!(invited["name"], "ann");
        assert_eq!(invited["login"], json!(ann.login));
        let body = json!({"token": token, "password": PASSWORD});
        assert_eq!(page.post("/app/v1/invitations", &body).await.status, 200);
        // Every session of the agent has ended, and the old password with them.
        assert_eq!(ann.get("/app/v1/me").await.status, 401);
        assert_eq!(ann.sign_in().await.status, 401);
        let body = json!({"login": ann.login, "password": PASSWORD});
        assert_eq!(page.post("/app/v1/session", &body).await.status, 200);
        for target in ["/app/v1/invitations", "/app/v1/invitations/look"] {
            let body = json!({"token": token, "password": PASSWORD});
            assert_eq!(page.post(target, &body).await.errors().0, 410, "{target}");
        }
    }

    async fn a_link_ends_after_a_day_and_with_a_newer_one(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let look = async |link: &deskbell_app::access::links::Link| {
            let body = json!({"token": link.secret.reveal()});
            t.browser().post("/app/v1/invitations/look", &body).await.status
        };
        let first = t.app.access.invite(t.caller, ann.agent).await.unwrap();
        assert_eq!(look(&first).await, 200);
        let second = t.app.access.invite(t.caller, ann.agent).await.unwrap();
        assert_eq!((look(&first).await, look(&second).await), (410, 200));
        t.clock.advance(Duration::from_secs(24 * 60 * 60 - 1));
        assert_eq!(look(&second).await, 200);
        t.clock.advance(Duration::from_secs(1));
        assert_eq!(look(&second).await, 410);
    }

    async fn a_name_is_unique_over_all_organizations_and_a_password_is_judged(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let (other, _) = t.another_organization().await;
        let eve = t.agent_of(other, "eve", Role::Admin, &[]).await;
        let caller = deskbell_app::Caller::command(other);
        let link = t.app.access.invite(caller, eve.agent).await.unwrap();
        let token = link.secret.reveal();
        let accept = async |login: &str, password: &str| {
            let body = json!({"token": token, "login": login, "password": password});
            t.browser().post("/app/v1/invitations", &body).await
        };
        let taken = accept(&ann.login, PASSWORD).await;
        assert_eq!((taken.status, taken.pointers()), (409, vec!["/login".to_owned()]));
        for (login, password, pointer) in [
            ("ev", PASSWORD, "/login"),
            ("eve with spaces", PASSWORD, "/login"),
            (&eve.login, "too short", "/password"),
            (&eve.login, "Password1234", "/password"),
            (&eve.login, "it is eve@2.example!", "/password"),
        ] {
            let refused = accept(login, password).await;
            assert_eq!((refused.status, refused.pointers()), (400, vec![pointer.to_owned()]));
        }
        // Whatever was refused has not used the link up, and nothing has changed.
        assert_eq!(eve.another().sign_in().await.status, 200);
        assert_eq!(accept("eve.new@2.example", PASSWORD).await.status, 200);
    }

    async fn wrong_links_are_limited_as_wrong_keys_are(t: &Test) {
        let (page, body) = (t.browser(), json!({"token": "dbl_wrong"}));
        for _ in 0..60 {
            assert_eq!(page.post("/app/v1/invitations/look", &body).await.status, 410);
        }
        assert_eq!(page.post("/app/v1/invitations/look", &body).await.status, 429);
        assert_eq!(t.app.access.passwords.runs(), 0);
    }
}
