//! Signing in and out, and the information that the answers reveal to strangers.

use axum::http::Method;
use deskbell_model::{DepartmentId, Role};
use deskbell_testkit::engines;
use serde_json::json;

const UNKNOWN: &str = "The sign-in name or the password is wrong";

engines! {
    async fn an_agent_signs_in_and_is_told_the_rights_of_the_role(t: &Test) {
        let sales = DepartmentId::new(4).unwrap();
        let ann = t.agent("ann", Role::Agent, &[sales]).await;
        let me = ann.get("/app/v1/me").await.json();
        assert_eq!(me["agent"]["name"], "ann");
        assert_eq!((&me["login"], &me["secondFactor"]), (&json!(ann.login), &json!(false)));
        assert_eq!((&me["departments"], &me["seesAllChats"]), (&json!([4]), &json!(false)));
        let rights = ["messages", "chats", "customers", "customerLists", "ownCanned", "ownReports"];
        assert_eq!(me["rights"], json!(rights));
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let me = boss.get("/app/v1/me").await.json();
        assert_eq!(me["seesAllChats"], true);
        assert_eq!(me["rights"].as_array().unwrap().len(), deskbell_model::Right::ALL.len());
    }

    async fn the_cookie_is_kept_from_scripts_other_sites_and_the_open_network(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let answer = ann.another().sign_in().await;
        let cookie = answer.header("set-cookie").unwrap();
        assert!(cookie.starts_with("__Host-deskbell=dbs_"), "{cookie}");
        for part in ["; Path=/;", "; Secure", "; HttpOnly", "; SameSite=Strict"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain"));
        let body = json!({"login": ann.login, "password": ann.password}).to_string();
        let plain = [("origin", "http://192.168.1.5:8080")];
        let answer = ann.call(Method::POST, "/app/v1/session", &plain, body).await;
        let cookie = answer.header("set-cookie").unwrap();
        assert!(cookie.starts_with("deskbell=dbs_") && !cookie.contains("Secure"), "{cookie}");
        assert_eq!(ann.get("/app/v1/me").await.status, 200);
    }

    async fn unknown_names_wrong_passwords_and_nonsense_have_one_answer_and_one_cost(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let browser = t.browser();
        let long = "x".repeat(1_025);
        for (number, (login, password)) in [
            (ann.login.as_str(), "a wrong password"),
            (&ann.login, ""),
            (&ann.login, &long),
            ("nobody@1.example", ann.password.as_str()),
            ("no name at all", &ann.password),
            ("", ""),
        ].into_iter().enumerate() {
            let before = t.app.access.passwords.runs();
            let stranger = t.browser().at(&format!("192.0.2.{number}"));
            let body = json!({"login": login, "password": password});
            let answer = stranger.post("/app/v1/session", &body).await;
            let errors = answer.errors();
            assert_eq!(errors, (401, vec![("invalid_credentials".into(), UNKNOWN.into())]));
            assert_eq!(t.app.access.passwords.runs(), before + 1, "{login:?} {password:?}");
            assert_eq!(answer.header("set-cookie"), None);
        }
        for body in [json!({}), json!({"login": 1, "password": true}), json!({"login": null})] {
            let answer = browser.post("/app/v1/session", &body).await;
            assert_eq!(answer.pointers(), ["/login", "/password"]);
            assert_eq!(answer.status, 400);
        }
    }

    async fn the_name_is_read_in_any_case_and_a_password_in_any_form(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let body = json!({"login": "  ＡNN@1.Example ", "password": ann.password});
        assert_eq!(t.browser().post("/app/v1/session", &body).await.status, 200);
    }

    async fn who_signed_out_is_out_at_once(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let cookie = ann.cookie();
        assert_eq!(ann.delete("/app/v1/session").await.status, 200);
        assert_eq!(ann.cookie(), None, "the cookie goes");
        ann.set_cookie(cookie.as_deref());
        let answer = ann.get("/app/v1/me").await;
        assert_eq!(answer.errors(), (401, vec![("invalid_session".into(), "Sign in".into())]));
        assert_eq!(answer.header("www-authenticate"), Some("Session"));
    }

    async fn without_a_session_that_works_nothing_is_told(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let secret = ann.cookie().unwrap().split_once('=').unwrap().1.to_owned();
        let twice = format!("__Host-deskbell={secret}; __Host-deskbell={secret}");
        let key = format!("__Host-deskbell={}", t.key);
        let longer = format!("__Host-deskbell={secret}0");
        let endless = format!("__Host-deskbell={}", "0".repeat(4_000));
        for cookie in [None, Some("__Host-deskbell="), Some("other=1"), Some(twice.as_str()),
            Some(key.as_str()), Some(longer.as_str()), Some(endless.as_str())] {
            let browser = t.browser();
            browser.set_cookie(cookie);
            assert_eq!(browser.get("/app/v1/me").await.status, 401, "{cookie:?}");
        }
        // A session is a cookie of agents, and nothing else anywhere.
        let bearer = format!("Bearer {secret}");
        let headers = [("authorization", bearer.as_str())];
        assert_eq!(t.browser().call(Method::GET, "/app/v1/me", &headers, "").await.status, 401);
        assert_eq!(t.get_as(&secret, "/v1/chats").await.status, 401);
        assert_eq!(ann.get("/v1/chats").await.status, 401);
    }

    async fn the_database_keeps_neither_passwords_nor_secrets(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let rows = t.app.access.sessions_of(t.org, ann.agent).await.unwrap();
        assert_eq!(rows.len(), 1);
        let secret = ann.cookie().unwrap();
        assert!(!format!("{rows:?}").contains(&secret["__Host-deskbell=dbs_".len()..]));
    }
}
