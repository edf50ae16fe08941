//! A system clock that is wrong while a server runs, or already at the server's start.

use deskbell_app::jobs;
use std::time::Duration;

use axum::http::Method;
use deskbell_app::actions::idempotency::{Creation, Once};
use deskbell_testkit::world::Jump;
use deskbell_testkit::{Answer, Reaction, Receiver, Test, engines};
use serde_json::json;

use crate::webhooks::{desk, log, open, pass};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
const ANN: &str = r#"{"name":"Ann"}"#;

async fn create_once(t: &Test) -> Answer {
    let headers = [("idempotency-key", "once")];
    t.call_with(Method::POST, "/v1/customers", &headers, ANN.to_owned()).await
}

/// The number of the oldest stored change.
async fn oldest(t: &Test) -> i64 {
    t.get("/v1/changes?limit=1").await.json()["data"][0]["seq"].as_i64().unwrap()
}

async fn do_all(t: &Test) {
    while jobs::run_due(&t.app).await.unwrap() {}
}

engines! {
    async fn a_clock_that_is_wrong_for_a_moment_forgets_ends_and_repeats_nothing(t: &Test) {
        let made = create_once(t).await;
        assert_eq!(made.status, 201);
        let chat = t.post("/v1/chats", &json!({"customer": 1, "application": 1})).await.json();
        let (id, until) = (&chat["id"], t.app.context.now().get() + 7_200);
        let snooze = json!({"id": id, "snoozedUntil": until});
        assert_eq!(t.put("/v1/chats/snooze", &snooze).await.status, 200);
        t.clock.advance(MINUTE);
        for wrong in [Jump::Ahead(YEAR), Jump::Back(2 * YEAR), Jump::Ahead(YEAR)] {
            t.clock.jump(wrong);
            for _ in 0..2 {
                do_all(t).await;
                let again = create_once(t).await;
                assert_eq!((again.status, &again.body), (201, &made.body), "{wrong:?}");
                assert_eq!(oldest(t).await, 1, "{wrong:?}");
                let chat = t.get("/v1/chats/1").await.json();
                assert_eq!(chat["snoozedUntil"], until, "{wrong:?}");
                t.clock.advance(Duration::from_secs(4));
            }
        }
    }

    async fn a_server_that_starts_by_a_wrong_clock_forgets_and_repeats_nothing(t: &Test) {
        assert_eq!(create_once(t).await.status, 201);
        t.clock.advance(MINUTE);
        t.clock.jump(Jump::Ahead(YEAR));
        let other = t.another_node().await;
        let answered = async || {
            let once = Once::new(Creation::Customer, "once", ANN.as_bytes());
            other.actions.answered(t.org, Some(&once)).await.unwrap().is_some()
        };
        assert!(!jobs::run_due(&other).await.unwrap());
        assert!(answered().await, "the key still counts");
        assert_eq!(oldest(t).await, 1);
        t.clock.jump(Jump::Back(YEAR));
        let _ = other.context.now();
        // An hour without a jump makes the clock trusted again; a day later the Idempotency-Key has
        // expired.
        t.clock.advance(DAY);
        assert!(!answered().await);
        t.clock.advance(31 * DAY);
        // The newest changes are never swept.
        assert_eq!(t.post("/v1/customers", &json!({"name": "Bob"})).await.status, 201);
        while jobs::run_due(&other).await.unwrap() {}
        assert_ne!(oldest(t).await, 1);
        other.close().await;
    }

    async fn what_was_put_off_by_a_wrong_clock_is_due_once_it_is_right(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        receiver.react(Reaction::Status(503));
        // In the first minute after a start, a jump of the clock is followed immediately.
        t.clock.jump(Jump::Ahead(YEAR));
        open(t).await;
        pass(t).await;
        receiver.next().await;
        t.clock.jump(Jump::Back(YEAR));
        receiver.react(Reaction::Status(204));
        let _ = t.app.context.now();
        t.clock.advance(MINUTE);
        pass(t).await;
        assert!(receiver.take().is_empty(), "it was to wait for a year");
        do_all(t).await;
        pass(t).await;
        assert!(!receiver.take().is_empty());
        assert!(log(t, 1).await.iter().all(|it| it["state"] != "waiting"));
    }

    async fn changes_of_a_time_that_never_was_do_not_keep_later_ones(t: &Test) {
        t.clock.jump(Jump::Ahead(YEAR));
        assert_eq!(create_once(t).await.status, 201);
        t.clock.jump(Jump::Back(YEAR));
        for name in ["Bob", "Cy"] {
            assert_eq!(t.post("/v1/customers", &json!({"name": name})).await.status, 201);
        }
        let last = t.get("/v1/changes").await.json()["meta"]["next"].as_i64().unwrap();
        t.clock.advance(31 * DAY);
        assert_eq!(t.post("/v1/customers", &json!({"name": "Di"})).await.status, 201);
        do_all(t).await;
        assert_eq!(oldest(t).await, last + 1);
    }
}
