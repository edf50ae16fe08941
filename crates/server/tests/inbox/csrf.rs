//! Requests that pages of other sites send with the agent's cookie.

use axum::http::Method;
use deskbell_model::Role;
use deskbell_testkit::described::{Audience, operations_for};
use deskbell_testkit::engines;

engines! {
    async fn no_change_of_an_agent_can_be_sent_by_another_site_or_a_form(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let mut changes = 0;
        for operation in operations_for(Audience::Agents) {
            if [Method::GET, Method::HEAD].contains(&operation.method) {
                continue;
            }
            changes += 1;
            let target = operation.target("1");
            let body = operation.body.as_ref().map(|it| it.to_string()).unwrap_or_default();
            for site in ["cross-site", "same-site", "none", "x"] {
                let headers = [("sec-fetch-site", site)];
                let method = operation.method.clone();
                let answer = ann.call(method, &target, &headers, body.clone()).await;
                let (status, errors) = answer.errors();
                assert_eq!((status, errors[0].0.as_str()), (403, "cross_site"), "{}", operation.id);
            }
            for media in ["text/plain", "application/x-www-form-urlencoded"] {
                let headers = [("content-type", media)];
                let method = operation.method.clone();
                let answer = ann.call(method, &target, &headers, body.clone()).await;
                assert_eq!(answer.status, 415, "{}", operation.id);
            }
        }
        assert!(changes > 3);
        assert_eq!(ann.get("/app/v1/me").await.status, 200, "nothing of it was done");
    }

    async fn an_answer_for_agents_can_be_read_by_no_other_site(t: &Test) {
        let ann = t.agent("ann", Role::Admin, &[]).await;
        let origin = [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")];
        let answer = ann.call(Method::GET, "/app/v1/me", &origin, "").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("access-control-allow-origin"), None);
        let answer = ann.call(Method::OPTIONS, "/app/v1/me", &origin, "").await;
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}
