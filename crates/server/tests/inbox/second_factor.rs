//! The second factor: enrolment, sign-in, recovery codes, and the limit of attempts.

use std::time::Duration;

use deskbell_app::access::totp;
use deskbell_model::Role;
use deskbell_testkit::{Answer, Browser, Test, engines};
use serde_json::json;

/// Returns the one-time code of a secret at the current time.
fn shown(t: &Test, secret: &str) -> String {
    totp::code(secret, t.app.context.now()).unwrap()
}

/// Enrols an agent in two-factor sign-in; returns the secret and the recovery codes.
async fn set(t: &Test, agent: &Browser) -> (String, Vec<String>) {
    let begun = agent.post("/app/v1/me/totp", &json!({})).await.json();
    let secret = begun["secret"].as_str().unwrap().to_owned();
    assert!(begun["address"].as_str().unwrap().contains(&secret));
    let answer = agent.put("/app/v1/me/totp", &json!({"code": shown(t, &secret)})).await;
    let codes = answer.json()["codes"].as_array().unwrap().clone();
    (secret, codes.iter().map(|it| it.as_str().unwrap().to_owned()).collect())
}

async fn give(browser: &Browser, code: &str) -> Answer {
    browser.post("/app/v1/session/totp", &json!({"code": code})).await
}

fn code(answer: &Answer) -> (u16, String) {
    let (status, errors) = answer.errors();
    (status, errors[0].0.clone())
}

engines! {
    async fn with_a_second_factor_a_password_opens_nothing_alone(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let (secret, recovery) = set(t, &ann).await;
        assert_eq!(recovery.len(), 10);
        assert_eq!(ann.get("/app/v1/me").await.json()["secondFactor"], true);
        let browser = ann.another();
        assert_eq!(browser.sign_in().await.json(), json!({"secondFactor": true}));
        let half = browser.cookie();
        assert_eq!(browser.get("/app/v1/me").await.status, 401);
        assert_eq!(browser.delete("/app/v1/session").await.status, 401);
        t.clock.advance(Duration::from_secs(30));
        assert_eq!(give(&browser, &shown(t, &secret)).await.json(), json!({"secondFactor": false}));
        assert_eq!(browser.get("/app/v1/me").await.status, 200);
        // The secret of the half session is not that of the whole one, and opens nothing.
        assert_ne!(browser.cookie(), half);
        browser.set_cookie(half.as_deref());
        assert_eq!(browser.get("/app/v1/me").await.status, 401);
        let ended = give(&browser, &shown(t, &secret)).await;
        assert_eq!(code(&ended), (401, "invalid_session".into()));
    }

    async fn a_code_is_taken_once_and_so_is_a_recovery_code(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let (secret, recovery) = set(t, &ann).await;
        let browser = ann.another();
        // The code that confirmed the factor was used.
        browser.sign_in().await;
        let used = shown(t, &secret);
        assert_eq!(code(&give(&browser, &used).await), (403, "wrong_code".into()));
        let typed = recovery[3].to_uppercase().replace('-', " ");
        assert_eq!(give(&browser, &typed).await.status, 200);
        let again = ann.another();
        again.sign_in().await;
        t.clock.advance(Duration::from_secs(5));
        assert_eq!(code(&give(&again, &recovery[3]).await), (403, "wrong_code".into()));
        assert_eq!(give(&again, &recovery[4]).await.status, 200);
        let renewed = again.post("/app/v1/me/recovery", &json!({})).await.json();
        let renewed = renewed["codes"][0].as_str().unwrap();
        let last = ann.another();
        last.sign_in().await;
        assert_eq!(code(&give(&last, &recovery[5]).await), (403, "wrong_code".into()));
        assert_eq!(give(&last, renewed).await.status, 200);
    }

    async fn five_wrong_codes_end_the_session_and_the_sixth_try_waits(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let (secret, _) = set(t, &ann).await;
        let browser = ann.another();
        browser.sign_in().await;
        t.clock.advance(Duration::from_secs(30));
        for _ in 0..5 {
            assert_eq!(code(&give(&browser, "000000").await), (403, "wrong_code".into()));
        }
        let ended = give(&browser, &shown(t, &secret)).await;
        assert_eq!(code(&ended), (401, "invalid_session".into()));
        // From another address, too: whoever comes this far knows the password.
        let elsewhere = ann.another().at("198.51.100.7");
        elsewhere.sign_in().await;
        let refused = give(&elsewhere, &shown(t, &secret)).await;
        assert_eq!(code(&refused), (429, "too_many_tries".into()));
        assert_eq!(refused.header("retry-after"), Some("1"));
        t.clock.advance(Duration::from_secs(1));
        assert_eq!(give(&elsewhere, &shown(t, &secret)).await.status, 200);
    }

    async fn a_half_session_ends_after_five_minutes(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let (secret, _) = set(t, &ann).await;
        let browser = ann.another();
        browser.sign_in().await;
        t.clock.advance(Duration::from_secs(5 * 60));
        let ended = give(&browser, &shown(t, &secret)).await;
        assert_eq!(code(&ended), (401, "invalid_session".into()));
    }

    async fn a_change_of_the_factor_ends_the_other_sessions_and_needs_the_password(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let other = ann.another();
        other.sign_in().await;
        let (_, recovery) = set(t, &ann).await;
        assert_eq!(other.get("/app/v1/me").await.status, 401);
        other.sign_in().await;
        assert_eq!(give(&other, &recovery[0]).await.status, 200);
        t.clock.advance(Duration::from_secs(10 * 60));
        let refused = ann.delete("/app/v1/me/totp").await;
        assert_eq!(code(&refused), (403, "step_up_required".into()));
        let wrong = ann.post("/app/v1/session/confirm", &json!({"password": "not this one"})).await;
        assert_eq!(code(&wrong), (403, "wrong_password".into()));
        let right = json!({"password": ann.password});
        assert_eq!(ann.post("/app/v1/session/confirm", &right).await.status, 200);
        assert_eq!(ann.delete("/app/v1/me/totp").await.status, 200);
        assert_eq!(other.get("/app/v1/me").await.status, 401);
        assert_eq!(other.sign_in().await.json(), json!({"secondFactor": false}));
        assert_eq!(code(&ann.post("/app/v1/me/recovery", &json!({})).await),
            (409, "no_second_factor".into()));
    }

    async fn a_factor_that_was_only_begun_is_not_needed(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let none = ann.put("/app/v1/me/totp", &json!({"code": "000000"})).await;
        assert_eq!(code(&none), (409, "no_second_factor".into()));
        ann.post("/app/v1/me/totp", &json!({})).await;
        let wrong = ann.put("/app/v1/me/totp", &json!({"code": "00000"})).await;
        assert_eq!(code(&wrong), (403, "wrong_code".into()));
        assert_eq!(ann.another().sign_in().await.json(), json!({"secondFactor": false}));
    }

    async fn an_administrator_removes_a_factor_that_was_lost(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        set(t, &ann).await;
        let boss = t.agent("boss", Role::Admin, &[]).await;
        let target = format!("/app/v1/agents/{}/reset", ann.agent);
        let link = boss.post(&target, &json!({"secondFactor": true})).await.json();
        assert_eq!(ann.get("/app/v1/me").await.status, 401);
        assert_eq!(ann.another().sign_in().await.json(), json!({"secondFactor": false}));
        let token = link["path"].as_str().unwrap().split_once('#').unwrap().1;
        let body = json!({"token": token, "password": "nine white horses"});
        assert_eq!(t.browser().post("/app/v1/invitations", &body).await.status, 200);
    }
}
