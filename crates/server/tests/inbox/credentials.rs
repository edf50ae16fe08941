//! Every operation for agents, called with credentials that are not a valid session.

use std::time::Duration;

use axum::http::Method;
use deskbell_model::{Right, Role};
use deskbell_testkit::described::{Audience, Operation, operations_for};
use deskbell_testkit::{Browser, Test, engines};

fn guarded() -> impl Iterator<Item = &'static Operation> {
    operations_for(Audience::Agents).filter(|it| it.needs_key)
}

async fn status(browser: &Browser, operation: &Operation, headers: &[(&str, &str)]) -> u16 {
    let body = operation.body.as_ref().map(|it| it.to_string()).unwrap_or_default();
    let method: Method = operation.method.clone();
    browser.call(method, &operation.target("1"), headers, body).await.status
}

/// Creates the cookies to try, none of which is a valid session.
async fn wrong(t: &Test) -> Vec<Option<String>> {
    let ann = t.agent("ann", Role::Admin, &[]).await;
    let ended = ann.cookie();
    ann.delete("/app/v1/session").await;
    ann.sign_in().await;
    let expired = ann.cookie();
    t.clock.advance(Duration::from_secs(12 * 60 * 60));
    let key = Some(format!("__Host-deskbell={}", t.key));
    vec![None, ended, expired, key, Some("__Host-deskbell=dbs_0".into()), Some("x=y".into())]
}

engines! {
    async fn without_a_session_that_works_every_operation_is_401(t: &Test) {
        let cookies = wrong(t).await;
        let bearer = format!("Bearer {}", t.key);
        let mut called = 0;
        for operation in guarded() {
            let browser = t.browser();
            for cookie in &cookies {
                browser.set_cookie(cookie.as_deref());
                assert_eq!(status(&browser, operation, &[]).await, 401, "{}", operation.id);
                let headers = [("authorization", bearer.as_str())];
                assert_eq!(status(&browser, operation, &headers).await, 401, "{}", operation.id);
                called += 2;
            }
            // Unknown credentials are limited per address and minute.
            t.clock.advance(Duration::from_secs(60));
        }
        assert!(called > 100, "{called}");
    }

    async fn a_role_without_the_right_is_refused_and_one_with_it_is_not(t: &Test) {
        let mut browsers = Vec::new();
        for role in Role::ALL {
            browsers.push((*role, t.agent(&format!("a{}", role.as_str()), *role, &[]).await));
        }
        for (id, right) in [
            ("listStaff", Right::Staff),
            ("addAgent", Right::Staff),
            ("updateAgent", Right::Staff),
            ("inviteAgent", Right::Staff),
            ("resetAgent", Right::Staff),
            ("addDepartment", Right::Staff),
            ("updateDepartment", Right::Staff),
            ("listKeys", Right::Keys),
            ("makeKey", Right::Keys),
            ("revokeKey", Right::Keys),
            ("getAuditTrail", Right::Audit),
        ] {
            let operation = guarded().find(|it| it.id == id).unwrap_or_else(|| panic!("{id}"));
            for (role, browser) in &browsers {
                if !role.rights().allow(right) {
                    assert_eq!(status(browser, operation, &[]).await, 403, "{id} {role:?}");
                }
            }
        }
    }

    async fn another_organization_finds_nothing_of_it(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let (other, _) = t.another_organization().await;
        let eve = t.agent_of(other, "eve", Role::Admin, &[]).await;
        let listed = eve.get("/app/v1/agents").await;
        assert!(!String::from_utf8_lossy(&listed.body).contains("ann"));
        // The same numbers are objects of their own.
        let second = t.agent("bob", Role::Agent, &[]).await;
        let target = format!("/app/v1/agents/{}", second.agent);
        assert_eq!(eve.patch(&target, &serde_json::json!({"name": "x"})).await.status, 404);
        assert_eq!(eve.post(&format!("{target}/reset"), &serde_json::json!({})).await.status, 404);
        assert_eq!(eve.delete("/app/v1/sessions/2").await.status, 404);
        assert_eq!(ann.get("/app/v1/me").await.status, 200);
        assert_eq!(second.get("/app/v1/me").await.status, 200);
    }
}
