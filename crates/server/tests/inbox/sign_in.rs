//! Signing in and out, and the information that the answers reveal to strangers.

use std::sync::Arc;

use axum::http::Method;
use deskbell_app::Settings;
use deskbell_app::access::passwords::PasswordCost;
use deskbell_app::access::sign_in::Credentials;
use deskbell_model::{AgentId, DepartmentId, OrgId, Role, Secret};
use deskbell_storage::logins::{self, LoginRow};
use deskbell_storage::{Class, reads};
use deskbell_testkit::{Test, client, engines};
use serde_json::json;

const UNKNOWN: &str = "The sign-in name or the password is wrong";

reads! {
    Login(org: OrgId, agent: AgentId) -> Option<LoginRow> =
        async |conn| logins::find(org, conn, agent).await;
}

async fn login(t: &Test, agent: AgentId) -> LoginRow {
    t.app.context.store.read(Class::Point, Login(t.org, agent)).await.unwrap().unwrap()
}

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
    }

    async fn a_cookie_of_plain_http_counts_over_plain_http_alone(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let body = json!({"login": ann.login, "password": ann.password}).to_string();
        let plain = [
            ("host", "192.168.1.5:8080"),
            ("origin", "http://192.168.1.5:8080"),
            ("content-type", "application/json"),
        ];
        let request = client::request_with(Method::POST, "/app/v1/session", &plain, body);
        let answer = client::send(&t.http, request).await;
        let cookie = answer.header("set-cookie").unwrap();
        assert!(cookie.starts_with("deskbell=dbs_") && !cookie.contains("Secure"), "{cookie}");
        let pair = cookie.split(';').next().unwrap();
        let get = async |headers: &[(&str, &str)]| {
            let headers = [&[("cookie", pair)], headers].concat();
            let request = client::request(Method::GET, "/app/v1/me", &headers);
            client::send(&t.http, request).await.status
        };
        assert_eq!(get(&[]).await, 200);
        // Whoever plants it signs nobody in whose browser speaks TLS.
        for header in [("sec-fetch-site", "same-origin"), ("sec-fetch-site", "none"),
            ("x-forwarded-proto", "https"), ("origin", "https://desk.example.com")] {
            assert_eq!(get(&[header]).await, 401, "{header:?}");
        }
    }

    async fn no_browser_keeps_what_agents_are_told(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        for target in ["/app/v1/me", "/app/v1/nothing", "/app/v1/agents", "/app/openapi.json"] {
            let answer = ann.get(target).await;
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{target}");
        }
    }

    async fn a_hash_of_a_lower_cost_is_renewed_by_the_next_sign_in(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let before = login(t, ann.agent).await;
        assert!(before.password.contains("$m=8,t=1,p=1$"), "{}", before.password);
        let cost = PasswordCost { memory_kib: 16, passes: 2 };
        let settings = Settings { passwords: cost, ..Settings::default() };
        let dearer = t.node_with(settings).await;
        let credentials = || Credentials {
            login: ann.login.clone(),
            password: Secret::new(ann.password.clone()),
            from: std::net::Ipv4Addr::LOCALHOST.into(),
            device: String::new(),
            replaces: None,
        };
        let wrong = Credentials { password: Secret::new("not this one".into()), ..credentials() };
        assert!(dearer.access.sign_in(wrong).await.is_err());
        assert_eq!(login(t, ann.agent).await, before);
        for _ in 0..2 {
            dearer.access.sign_in(credentials()).await.unwrap();
            let after = login(t, ann.agent).await;
            assert!(after.password.contains("$m=16,t=2,p=1$"), "{}", after.password);
            assert_eq!(after.password_at, before.password_at);
        }
        // One run of argon2id for each try, and one more to make the new hash.
        assert_eq!(dearer.access.passwords.runs(), 4);
        assert_eq!(ann.another().sign_in().await.status, 200);
        dearer.close().await;
    }

    async fn a_password_is_good_until_it_is_changed(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        for _ in 0..3 {
            t.clock.advance(std::time::Duration::from_secs(10 * 365 * 24 * 60 * 60));
            assert_eq!(ann.another().sign_in().await.status, 200);
        }
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

    async fn signing_out_of_a_session_that_another_node_ended_is_signing_out(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let node = t.node_with(Settings::default()).await;
        let there = ann.at_http(&deskbell_web::http(Arc::clone(&node)).unwrap());
        let cookie = ann.cookie();
        // The other node remembers the session for a moment.
        assert_eq!(there.get("/app/v1/me").await.status, 200);
        assert_eq!(ann.delete("/app/v1/session").await.status, 200);
        assert_eq!(there.delete("/app/v1/session").await.status, 200);
        assert_eq!(there.cookie(), None, "the cookie goes");
        there.set_cookie(cookie.as_deref());
        assert_eq!(there.get("/app/v1/me").await.status, 401);
        node.close().await;
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
