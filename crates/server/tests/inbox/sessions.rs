//! The lifetime of agents' sessions: a session ends after twelve hours without a request, after two
//! weeks, and when the session's agent is deactivated or changed.

use std::time::Duration;

use deskbell_model::{AgentId, OrgId, Role};
use deskbell_storage::sessions::{self, SessionRow};
use deskbell_storage::{Class, reads};
use deskbell_testkit::engines;

const HOUR: Duration = Duration::from_secs(60 * 60);

reads! {
    Left(org: OrgId, agent: AgentId) -> Vec<SessionRow> =
        async |conn| sessions::of_agent(org, conn, agent).await;
}

engines! {
    async fn a_session_ends_after_twelve_hours_without_a_request(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        for _ in 0..3 {
            t.clock.advance(11 * HOUR);
            assert_eq!(ann.get("/app/v1/me").await.status, 200);
        }
        t.clock.advance(12 * HOUR);
        assert_eq!(ann.get("/app/v1/me").await.status, 401);
    }

    async fn a_session_that_is_used_all_the_time_ends_after_two_weeks(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        for _ in 0..33 {
            t.clock.advance(10 * HOUR);
            assert_eq!(ann.get("/app/v1/me").await.status, 200);
        }
        t.clock.advance(6 * HOUR);
        assert_eq!(ann.get("/app/v1/me").await.status, 401);
        assert_eq!(ann.sign_in().await.status, 200);
        assert_eq!(ann.get("/app/v1/me").await.status, 200);
    }

    async fn the_last_use_is_noted_at_most_once_a_minute(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let used = async || {
            let rows = t.app.access.sessions_of(t.org, ann.agent).await.unwrap();
            rows[0].last_used_at.get()
        };
        let began = used().await;
        t.clock.advance(Duration::from_secs(59));
        ann.get("/app/v1/me").await;
        assert_eq!(used().await, began);
        t.clock.advance(Duration::from_secs(1));
        ann.get("/app/v1/me").await;
        assert_eq!(used().await, began + 60);
    }

    async fn each_session_has_six_hundred_requests_a_minute_of_its_own(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let bob = t.agent("bob", Role::Agent, &[]).await;
        for left in (0..600).rev() {
            let answer = ann.get("/app/v1/me").await;
            assert_eq!(answer.status, 200);
            let limit = answer.header("ratelimit").unwrap();
            assert!(limit.starts_with(&format!("\"default\";r={left};")), "{limit}");
        }
        let answer = ann.get("/app/v1/me").await;
        assert_eq!((answer.status, answer.header("retry-after")), (429, Some("60")));
        assert_eq!(bob.get("/app/v1/me").await.status, 200);
        t.clock.advance(Duration::from_secs(60));
        assert_eq!(ann.get("/app/v1/me").await.status, 200);
    }

    async fn an_agent_has_at_most_thirty_two_sessions(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        for _ in 0..32 {
            t.clock.advance(Duration::from_secs(1));
            assert_eq!(ann.another().sign_in().await.status, 200);
        }
        t.clock.advance(Duration::from_secs(1));
        assert_eq!(ann.get("/app/v1/me").await.status, 401, "the oldest gave way");
        assert_eq!(t.app.access.sessions_of(t.org, ann.agent).await.unwrap().len(), 32);
    }

    async fn what_ended_is_swept(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        t.app.access.invite(t.caller, ann.agent).await.unwrap();
        for _ in 0..3 {
            t.clock.advance(11 * HOUR);
            while deskbell_app::jobs::run_due(&t.app).await.unwrap() {}
        }
        let left = t.app.context.store.read(Class::Page, Left(t.org, ann.agent)).await.unwrap();
        assert_eq!(left, []);
    }
}
