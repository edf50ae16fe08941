//! Throttling of sign-in: guesses are delayed, but no agent is locked out.

use std::time::Duration;

use deskbell_app::access::totp;
use deskbell_model::Role;
use deskbell_testkit::{Answer, Browser, Engine, Test, engines, run};
use serde_json::json;

async fn guess(browser: &Browser, login: &str) -> Answer {
    let body = json!({"login": login, "password": "a wrong password"});
    browser.post("/app/v1/session", &body).await
}

engines! {
    async fn after_five_failures_an_address_waits_longer_each_time(t: &Test) {
        let guesser = t.browser().at("2001:db8::1");
        for number in 0..5 {
            assert_eq!(guess(&guesser, &format!("name{number}@x.example")).await.status, 401);
        }
        let neighbour = t.browser().at("2001:db8::ffff");
        for wait in [1, 2, 4, 8] {
            let before = t.app.access.passwords.runs();
            let refused = guess(&neighbour, "another@x.example").await;
            assert_eq!(refused.errors().1[0].0, "too_many_tries");
            let after = refused.header("retry-after").map(str::to_owned);
            assert_eq!((refused.status, after), (429, Some(wait.to_string())));
            assert_eq!(t.app.access.passwords.runs(), before, "a refused try costs nothing");
            t.clock.advance(Duration::from_secs(wait));
            assert_eq!(guess(&guesser, "another@x.example").await.status, 401);
        }
        // Another network is none of it.
        let elsewhere = t.browser().at("2001:db8:0:1::1");
        assert_eq!(guess(&elsewhere, "someone@x.example").await.status, 401);
    }

    async fn nobody_is_locked_out_by_strangers(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        for number in 0..9 {
            let stranger = t.browser().at(&format!("192.0.2.{number}"));
            assert_eq!(guess(&stranger, &ann.login).await.status, 401);
        }
        // The name waits now: for whoever failed before, even with the right password.
        let suspect = ann.another().at("192.0.2.1");
        assert_eq!(suspect.sign_in().await.status, 429);
        // From an address that did not fail the right password is let in.
        assert_eq!(ann.another().at("198.51.100.7").sign_in().await.status, 200);
        t.clock.advance(Duration::from_secs(16));
        assert_eq!(suspect.sign_in().await.status, 200);
    }

    async fn failures_are_forgotten_after_an_hour_and_not_by_signing_in(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let browser = ann.another().at("192.0.2.1");
        for _ in 0..4 {
            assert_eq!(guess(&browser, "victim@x.example").await.status, 401);
        }
        // Whoever has a password of their own cannot wash guesses away with it.
        assert_eq!(browser.sign_in().await.status, 200);
        assert_eq!(guess(&browser, "victim@x.example").await.status, 401);
        assert_eq!(guess(&browser, "victim@x.example").await.status, 429);
        t.clock.advance(Duration::from_secs(60 * 60));
        for _ in 0..5 {
            assert_eq!(guess(&browser, "victim@x.example").await.status, 401);
        }
    }
}

#[test]
fn each_node_counts_wrong_passwords_and_all_nodes_together_the_codes_of_a_session() {
    // An SQLite file has only one server.
    run(Engine::Postgres, async |t: &Test| {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let begun = ann.post("/app/v1/me/totp", &json!({})).await.json();
        let secret = begun["secret"].as_str().unwrap();
        let shown = || json!({"code": totp::code(secret, t.app.context.now()).unwrap()});
        assert_eq!(ann.put("/app/v1/me/totp", &shown()).await.status, 200);
        let other = t.another_node().await;
        let there = deskbell_web::http(other.clone()).unwrap();
        let here = ann.another().at("192.0.2.1");
        for browser in [&here, &here.at_http(&there)] {
            for _ in 0..5 {
                assert_eq!(guess(browser, &ann.login).await.status, 401);
            }
            assert_eq!(guess(browser, &ann.login).await.status, 429);
        }
        // Whoever knows the password has five codes for the session, at whatever node.
        t.clock.advance(Duration::from_secs(30));
        assert_eq!(here.sign_in().await.status, 200);
        let wrong = json!({"code": "000000"});
        for place in 0..5 {
            let at = if place % 2 == 0 { &here.at_http(&there) } else { &here };
            assert_eq!(at.post("/app/v1/session/totp", &wrong).await.status, 403);
        }
        t.clock.advance(Duration::from_secs(1));
        let ended = here.post("/app/v1/session/totp", &shown()).await;
        assert_eq!((ended.status, ended.errors().1[0].0.as_str()), (401, "invalid_session"));
        drop(there);
        other.close().await;
    });
}
