//! Retries of failed deliveries.

use std::time::Duration;

use deskbell_model::Kind;
use deskbell_testkit::{Reaction, Receiver, Test, engines};
use serde_json::json;

use super::{desk, log, open, pass, say};
use crate::changes::recorded;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn is_enabled(t: &Test) -> bool {
    t.get("/v1/webhooks/1").await.json()["enabled"].as_bool().unwrap()
}

engines! {
    async fn a_failed_delivery_is_tried_seven_times_more_and_given_up(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        receiver.react(Reaction::Status(503));
        open(t).await;
        pass(t).await;
        let first = receiver.next().await;
        let id = first.header("webhook-id").unwrap().to_owned();
        let waits_s = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
        let mut stamp = 0;
        for (attempts, wait_s) in (1..).zip(waits_s) {
            t.clock.advance(Duration::from_millis(wait_s * 1_000 - 1));
            pass(t).await;
            assert!(receiver.take().is_empty(), "not before {wait_s} seconds");
            // The jitter is at most a tenth of the wait.
            t.clock.advance(Duration::from_millis(wait_s * 100 + 1));
            pass(t).await;
            let again = receiver.next().await;
            assert_eq!(again.header("webhook-id"), Some(id.as_str()));
            assert_eq!(again.json()["attempts"], attempts);
            let sent: u32 = again.header("webhook-timestamp").unwrap().parse().unwrap();
            assert!(sent > stamp, "a timestamp of its own");
            stamp = sent;
            let it = log(t, 1).await.remove(0);
            assert_eq!(it["attempts"], attempts + 1);
            assert_eq!(it["state"], if attempts == 7 { "failed" } else { "waiting" });
        }
        t.clock.advance(DAY);
        pass(t).await;
        assert!(receiver.take().is_empty(), "it was given up");
        receiver.react(Reaction::Status(204));
        say(t, 2, "the chat goes on").await;
        pass(t).await;
        assert_eq!(receiver.events(), ["message.chat.customer", "chat.status_updated"]);
    }

    async fn a_target_may_ask_to_be_left_alone_for_a_while(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let later = |value: &str| Reaction::With(429, ("retry-after", value.into()), vec![]);
        // Both values mean a quarter of an hour.
        receiver.react_next([later("900"), later("Fri, 15 Jan 2027 08:30:00 GMT")]);
        open(t).await;
        pass(t).await;
        for _ in 0..2 {
            assert_eq!(receiver.events(), ["chat.new"]);
            t.clock.advance(Duration::from_secs(899));
            pass(t).await;
            assert!(receiver.take().is_empty());
            t.clock.advance(Duration::from_secs(1));
            pass(t).await;
        }
        assert_eq!(receiver.events(), ["chat.new"]);
        assert_eq!(log(t, 1).await[0]["state"], "delivered");
    }

    async fn a_target_that_is_gone_is_told_nothing_more(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        receiver.react_next([Reaction::Status(410)]);
        say(t, 1, "x").await;
        pass(t).await;
        assert_eq!(receiver.events(), ["message.chat.customer"]);
        assert!(!is_enabled(t).await);
        let last = recorded(t).await.pop().unwrap();
        assert_eq!(last.kind, Kind::WebhookUpdated);
        assert!(last.payload.unwrap().contains(r#""enabled":false"#));
        let states: Vec<_> = log(t, 1).await.iter().map(|it| it["state"].clone()).collect();
        assert_eq!(states, ["waiting", "failed"], "the status behind it was not told");
        open(t).await;
        t.clock.advance(DAY);
        pass(t).await;
        assert!(receiver.take().is_empty());
        t.patch("/v1/webhooks/1", &json!({"enabled": true})).await;
        say(t, 1, "y").await;
        pass(t).await;
        assert_eq!(receiver.events(), ["chat.status_updated", "message.chat.customer"],
                   "what waited, and what happens since; not what happened meanwhile");
    }

    async fn a_target_that_fails_for_five_days_is_disabled(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        receiver.react(Reaction::Close);
        open(t).await;
        pass(t).await;
        t.clock.advance(4 * DAY);
        pass(t).await;
        receiver.react_next([Reaction::Status(200)]);
        say(t, 1, "a success between").await;
        pass(t).await;
        receiver.take();
        t.clock.advance(2 * DAY);
        say(t, 1, "the first failure since").await;
        pass(t).await;
        assert!(is_enabled(t).await, "it did not fail all the time");
        t.clock.advance(5 * DAY - Duration::from_secs(1));
        open(t).await;
        pass(t).await;
        assert!(is_enabled(t).await);
        t.clock.advance(Duration::from_secs(1));
        let before = recorded(t).await.len();
        open(t).await;
        pass(t).await;
        assert!(!is_enabled(t).await);
        let rows = recorded(t).await;
        let told: Vec<_> = rows[before..].iter().map(|row| row.kind).collect();
        assert_eq!(told, [Kind::ChatCreated, Kind::WebhookUpdated]);
    }

    async fn whatever_is_no_2xx_in_time_has_failed(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let mut other = Receiver::start().await;
        let to_the_other = || ("location", other.url());
        for (reaction, error) in [
            (Reaction::With(302, to_the_other(), vec![]), "the target answered 302"),
            (Reaction::With(307, to_the_other(), vec![]), "the target answered 307"),
            (Reaction::Status(404), "the target answered 404"),
            (Reaction::Close, "the target ended the connection without an answer"),
            (Reaction::Hang, "the target took too long"),
        ] {
            receiver.react_next([reaction]);
            open(t).await;
            t.courier().within(Duration::from_secs(5)).pass().await.unwrap();
            assert_eq!(log(t, 1).await[0]["error"], error);
        }
        assert!(other.take().is_empty(), "nobody is led elsewhere");
    }

    async fn too_many_tests_that_wait_are_refused(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        for _ in 0..1_000 {
            let webhook = deskbell_model::WebhookId::new(1).unwrap();
            t.app.actions.test_webhook(t.caller, webhook).await.unwrap();
        }
        let answer = t.post("/v1/webhooks/1/test", &json!({})).await;
        assert_eq!(answer.errors().1[0].1, "Too many deliveries to this webhook wait");
        open(t).await;
        pass(t).await;
        assert_eq!(t.post("/v1/webhooks/1/test", &json!({})).await.status, 200);
        pass(t).await;
    }
}
