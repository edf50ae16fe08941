//! Webhook deliveries: their order and their log, test deliveries, and replays.

use deskbell_app::jobs;
use std::time::Duration;

use axum::http::Method;
use deskbell_testkit::{Reaction, Received, Receiver, engines};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{desk, log, open, pass, say, webhook};

engines! {
    async fn what_fails_holds_up_its_own_chat_alone(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        open(t).await;
        pass(t).await;
        receiver.take();
        receiver.react_next([Reaction::Status(500)]);
        say(t, 1, "first").await;
        pass(t).await;
        for number in 0..5 {
            say(t, 1, &format!("more {number}")).await;
            say(t, 2, &format!("other {number}")).await;
        }
        pass(t).await;
        let texts = |received: Vec<Received>| -> Vec<String> {
            let text = |it: &Received| {
                let text = it.json()["eventData"]["message"]["text"].as_str().map(str::to_owned);
                text.unwrap_or_else(|| it.event())
            };
            received.iter().map(text).collect()
        };
        let expected = ["first", "other 0", "chat.status_updated", "other 1", "other 2", "other 3",
                        "other 4"];
        assert_eq!(texts(receiver.take()), expected);
        t.clock.advance(Duration::from_secs(6));
        pass(t).await;
        let expected = ["first", "chat.status_updated", "more 0", "more 1", "more 2", "more 3",
                        "more 4"];
        assert_eq!(texts(receiver.take()), expected);
        assert!(log(t, 1).await.iter().all(|it| it["state"] == "delivered"));
    }

    async fn the_log_tells_what_was_sent_and_answered(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        pass(t).await;
        let answer = [b"\xff\0".to_vec(), vec![b'x'; 5_000]].concat();
        let no = Reaction::With(418, ("x-a", "b".into()), answer);
        receiver.react_next([no, Reaction::Close]);
        open(t).await;
        pass(t).await;
        let sent = receiver.next().await.json();
        let it = log(t, 1).await.remove(0);
        let keys = ["id", "eventId", "event", "seq", "state", "attempts", "createdAt",
                    "lastAttemptAt", "nextAttemptAt", "durationMs", "error", "request", "response"];
        assert_eq!(it.as_object().unwrap().keys().collect::<Vec<_>>(), keys);
        assert_eq!((&it["state"], &it["attempts"]), (&json!("waiting"), &json!(1)));
        assert_eq!((&it["event"], &it["eventId"]), (&sent["event"], &sent["id"]));
        assert_eq!(it["request"].to_string(), sent.to_string());
        assert_eq!(it["error"], "the target answered 418");
        assert_eq!(it["lastAttemptAt"], "1800000000.000");
        assert_eq!(it["response"]["status"], 418);
        let body = it["response"]["body"].as_str().unwrap();
        assert!(body.starts_with("\u{fffd}\u{fffd}xxx") && body.len() == 2_048);
        t.clock.advance(Duration::from_secs(6));
        pass(t).await;
        let sent = receiver.next().await.json();
        assert_eq!((&sent["attempts"], &sent["lastAttemptAt"]), (&json!(1), &sent["createdAt"]));
        let it = log(t, 1).await.remove(0);
        assert_eq!(it["request"].to_string(), sent.to_string());
        assert_eq!(it["response"], Value::Null);
        assert_eq!(it["error"], "the target ended the connection without an answer");
        t.clock.advance(Duration::from_secs(330));
        pass(t).await;
        let sent = receiver.next().await.json();
        assert_eq!((&sent["attempts"], &sent["lastAttemptAt"]),
                   (&json!(2), &json!(1_800_000_006)));
        let it = log(t, 1).await.remove(0);
        assert_eq!((&it["state"], &it["error"]), (&json!("delivered"), &Value::Null));
        assert_eq!((&it["request"], &it["response"]["body"]), (&sent, &json!("told")));
        let page = t.get("/v1/webhooks/1/deliveries?limit=1&offset=5").await.json();
        assert_eq!(page, json!({"data": [], "meta": {"total": 1}}));
    }

    async fn the_log_keeps_the_last_two_hundred(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        for number in 0..210 {
            say(t, 1, &number.to_string()).await;
        }
        pass(t).await;
        let page = t.get("/v1/webhooks/1/deliveries?limit=1").await.json();
        assert_eq!(page["meta"]["total"], 200);
        assert_eq!(page["data"][0]["request"]["eventData"]["message"]["text"], "209");
    }

    async fn a_test_is_sent_once_even_to_what_is_disabled(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        t.patch("/v1/webhooks/1", &json!({"enabled": false})).await;
        let answer = t.post("/v1/webhooks/1/test", &json!({})).await;
        assert_eq!((answer.status, answer.body), (200, br#""Ok""#.to_vec()));
        open(t).await;
        pass(t).await;
        let received = receiver.take();
        assert_eq!(received.len(), 1, "nothing but the test");
        assert_eq!(received[0].event(), "webhook.test");
        assert_eq!(received[0].json()["eventData"], json!({"webhook_id": 1}));
        receiver.react(Reaction::Status(500));
        t.post("/v1/webhooks/1/test", &json!({})).await;
        pass(t).await;
        assert_eq!(receiver.events(), ["webhook.test"]);
        let last = log(t, 1).await.remove(0);
        assert_eq!((&last["state"], &last["attempts"]), (&json!("failed"), &json!(1)));
        t.clock.advance(Duration::from_secs(600));
        pass(t).await;
        assert_eq!(receiver.events(), Vec::<String>::new(), "it is not tried again");
    }

    async fn a_delivery_can_be_sent_again_with_its_id(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        say(t, 1, "one").await;
        pass(t).await;
        let first = receiver.next().await;
        receiver.take();
        let id = log(t, 1).await.last().unwrap()["id"].clone();
        let answer = t.post("/v1/webhooks/1/replay", &json!({"delivery": id})).await;
        assert_eq!(answer.body, br#""Ok""#);
        pass(t).await;
        let again = receiver.next().await;
        assert_eq!((again.body.clone(), again.header("webhook-id")),
                   (first.body.clone(), first.header("webhook-id")));
        receiver.react_next([Reaction::Status(500)]);
        say(t, 1, "two").await;
        pass(t).await;
        receiver.take();
        let waiting = log(t, 1).await.into_iter().find(|it| it["state"] == "waiting").unwrap();
        t.post("/v1/webhooks/1/replay", &json!({"delivery": waiting["id"]})).await;
        t.post("/v1/webhooks/1/replay", &json!({"delivery": id})).await;
        pass(t).await;
        let texts: Vec<_> = receiver.take().iter()
            .map(|it| it.json()["eventData"]["message"]["text"].clone()).collect();
        assert_eq!(texts, ["two", "one"], "at once, and in order behind what waits");
    }

    async fn everything_since_a_change_can_be_sent_again(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        for text in ["a", "b", "c"] {
            say(t, 1, text).await;
        }
        pass(t).await;
        let first = receiver.take();
        let ids = |received: &[Received]| -> Vec<Value> {
            received.iter().map(|it| it.json()["id"].clone()).collect()
        };
        let entries = log(t, 1).await;
        let second = &entries[entries.len() - 3]["seq"];
        let since = json!({"since": second});
        assert_eq!(t.post("/v1/webhooks/1/replay", &since).await.body, br#""Ok""#);
        pass(t).await;
        assert_eq!(ids(&receiver.take()), ids(&first[3..]));
        t.post("/v1/webhooks/1/replay", &json!({"since": 0})).await;
        pass(t).await;
        assert!(ids(&receiver.take()).ends_with(&ids(&first)), "all, and what was before it");
        t.post("/v1/webhooks/1/replay", &json!({"since": i64::MAX})).await;
        say(t, 1, "d").await;
        pass(t).await;
        assert_eq!(receiver.events(), ["message.chat.customer"], "no further than the last");
        t.clock.advance(Duration::from_secs(40 * 86_400));
        say(t, 1, "e").await;
        while jobs::run_due(&t.app).await.unwrap() {}
        let (status, errors) = t.post("/v1/webhooks/1/replay", &json!({"since": 1})).await.errors();
        assert_eq!((status, errors[0].0.as_str()), (410, "history_expired"));
    }

    async fn a_target_that_hangs_delays_no_other(t: &Test) {
        let (mut dead, mut live) = (Receiver::start().await, Receiver::start().await);
        dead.react(Reaction::Hang);
        desk(t, &dead).await;
        webhook(t, &live, &["message.chat.customer"]).await;
        let (stop, stopping) = watch::channel(false);
        let courier = t.courier();
        let mut task = JoinSet::new();
        task.spawn(async move { courier.run(stopping, Duration::ZERO).await });
        for number in 0..20 {
            say(t, 1, &number.to_string()).await;
            let told = live.next().await.json();
            assert_eq!(told["eventData"]["message"]["text"], number.to_string());
        }
        assert_eq!(dead.next().await.event(), "message.chat.customer");
        assert!(dead.take().is_empty(), "one of a chat at a time");
        stop.send_replace(true);
        task.join_all().await;
    }

    async fn nothing_of_what_was_erased_is_sent_or_kept(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        receiver.react(Reaction::Status(500));
        say(t, 1, "told once").await;
        say(t, 1, "behind it").await;
        pass(t).await;
        assert_eq!(receiver.events(), ["message.chat.customer"]);
        t.patch("/v1/customers/1", &json!({"email": "a@b"})).await;
        say(t, 1, "never told").await;
        t.send(Method::DELETE, "/v1/customers/1", &[]).await;
        pass(t).await;
        assert_eq!(receiver.events(), ["customer.deleted"]);
        while jobs::erase::step(&t.app).await.unwrap() {}
        let events: Vec<_> = log(t, 1).await.iter().map(|it| it["event"].clone()).collect();
        assert_eq!(events, ["customer.deleted"]);
        receiver.react(Reaction::Status(200));
        t.clock.advance(Duration::from_secs(6));
        pass(t).await;
        assert_eq!(receiver.events(), ["customer.deleted"]);
    }
}
