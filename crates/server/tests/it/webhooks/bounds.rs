//! Limits of deliveries: their storage, their pages, their deletion in steps, and each
//! organization's share of common resources.

use deskbell_app::jobs;
use std::time::Duration;

use axum::http::Method;
use deskbell_model::WebhookId;
use deskbell_query::Page;
use deskbell_storage::{Class, Conn, Read, Result, deliveries};
use deskbell_testkit::{Reaction, Receiver, Test, engines};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{desk, log, open, pass, say};

/// A delivery timeout that these tests never reach.
const LONG: Duration = Duration::from_secs(120);
/// The maximal length of a text, in characters.
const LARGE: usize = 65_536;

fn large() -> String {
    "\u{1}".repeat(LARGE)
}

/// A read that counts the deliveries of webhook 1, even if the webhook is deleted.
struct Rows(deskbell_model::OrgId);

impl Read for Rows {
    type Out = usize;

    async fn run<C: Conn>(self, conn: &mut C) -> Result<usize> {
        let webhook = WebhookId::new(1).unwrap();
        Ok(deliveries::page(self.0, conn, webhook, Page::default()).await?.0.len())
    }
}

/// Creates another organization with a chat and a webhook to a receiver; returns its key.
async fn neighbour(t: &Test, receiver: &Receiver) -> String {
    let (_, key) = t.another_organization().await;
    let hook = json!({"url": receiver.url(), "events": ["message.chat.customer"]});
    for (target, body) in [
        ("/v1/customers", json!({"name": "Ada"})),
        ("/v1/chats", json!({"customer": 1, "application": 1})),
        ("/v1/webhooks", hook),
    ] {
        assert_eq!(as_neighbour(t, &key, target, &body).await, 201);
    }
    key
}

async fn as_neighbour(t: &Test, key: &str, target: &str, body: &Value) -> u16 {
    t.call_as(key, Method::POST, target, body.to_string()).await.status
}

engines! {
    async fn a_delivery_refers_to_the_feed_and_copies_nothing_of_it(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let nonsense = Reaction::With(500, ("x-a", "b".into()), vec![0; 60_000]);
        receiver.react(nonsense);
        for _ in 0..5 {
            say(t, 1, &large()).await;
        }
        pass(t).await;
        let first = receiver.next().await.json();
        let (rows, _) =
            {
                let webhook = WebhookId::new(1).unwrap();
                t.app.lists.deliveries(t.org, webhook, Page::default()).await.unwrap()
            };
        assert_eq!(rows.len(), 6);
        for row in &rows {
            assert!(format!("{row:?}").len() < 8_000 && row.delivery.seq.is_some(), "{row:?}");
            assert!(row.delivery.answer.as_ref().is_none_or(|answer| answer.len() <= 2_048));
        }
        receiver.react(Reaction::Status(200));
        t.clock.advance(Duration::from_secs(6));
        pass(t).await;
        let again = receiver.next().await.json();
        assert_eq!(again["eventData"], first["eventData"]);
        assert_eq!((&again["id"], &again["attempts"]), (&first["id"], &json!(1)));
        let text = again["eventData"]["message"]["text"].as_str().unwrap();
        assert_eq!(text, large());
    }

    async fn a_page_of_the_log_shows_so_much_and_no_more(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        for _ in 0..6 {
            say(t, 1, &large()).await;
        }
        pass(t).await;
        let page = t.get("/v1/webhooks/1/deliveries").await;
        assert!(page.body.len() < 1_200_000, "{}", page.body.len());
        let shown = |it: &Value| it["request"]["eventData"].is_object();
        let page = page.json();
        let entries = page["data"].as_array().unwrap();
        assert_eq!((entries.len(), entries.iter().filter(|it| shown(it)).count()), (7, 2));
        for entry in entries.iter().filter(|it| !shown(it)) {
            assert_eq!(entry["request"]["eventData"], Value::Null);
            assert_eq!(entry["state"], "delivered");
        }
        let last = t.get("/v1/webhooks/1/deliveries?limit=1&offset=5").await.json();
        assert!(shown(&last["data"][0]), "alone it has room");
    }

    async fn what_waits_longer_than_its_change_is_kept_is_given_up(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        say(t, 1, "told in time").await;
        pass(t).await;
        receiver.react(Reaction::Status(500));
        say(t, 1, "never told").await;
        pass(t).await;
        receiver.take();
        let told = log(t, 1).await.into_iter().find(|it| it["state"] == "delivered").unwrap();
        t.clock.advance(Duration::from_secs(40 * 86_400));
        say(t, 1, "later").await;
        while jobs::run_due(&t.app).await.unwrap() {}
        receiver.react(Reaction::Status(200));
        pass(t).await;
        let texts: Vec<_> = receiver.take().iter()
            .map(|it| it.json()["eventData"]["message"]["text"].clone()).collect();
        assert_eq!(texts, ["later"]);
        let log = log(t, 1).await;
        let lost = log.iter().find(|it| it["state"] == "failed").unwrap();
        assert_eq!(lost["error"], "the change it tells of is no longer kept (changes.keep_days)");
        assert_eq!((&lost["request"]["eventData"], &lost["attempts"]), (&Value::Null, &json!(1)));
        let replay = t.post("/v1/webhooks/1/replay", &json!({"delivery": told["id"]})).await;
        assert_eq!((replay.status, replay.errors().1[0].0.as_str()), (410, "history_expired"));
    }

    async fn a_webhook_is_deleted_at_once_and_its_deliveries_in_steps(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        receiver.react(Reaction::Status(500));
        for _ in 0..3 {
            open(t).await;
        }
        pass(t).await;
        t.send(Method::DELETE, "/v1/webhooks/1", &[]).await;
        assert_eq!(t.get("/v1/webhooks/1/deliveries").await.status, 404);
        let rows = async || t.app.context.store.snapshot(Class::Scan, Rows(t.org)).await.unwrap();
        assert_eq!(rows().await, 3);
        t.clock.advance(Duration::from_secs(6));
        assert!(t.app.outbox.duties().await.unwrap().due.is_empty(), "nothing is due of it");
        while jobs::erase::step(&t.app).await.unwrap() {}
        assert_eq!(rows().await, 0);
    }

    async fn slow_targets_of_one_organization_leave_places_to_others(t: &Test) {
        let (mut slow, mut live) = (Receiver::start().await, Receiver::start().await);
        desk(t, &slow).await;
        let key = neighbour(t, &live).await;
        slow.react(Reaction::Hang);
        for _ in 0..8 {
            open(t).await;
        }
        let text = json!({"chat": 1, "text": "x"});
        assert_eq!(as_neighbour(t, &key, "/v1/messages", &text).await, 201);
        let courier = t.courier().within(LONG).over(4);
        let mut task = JoinSet::new();
        task.spawn(async move { courier.pass().await });
        slow.next().await;
        assert_eq!(live.next().await.event(), "message.chat.customer");
        task.shutdown().await;
    }

    async fn large_bodies_of_one_organization_leave_room_to_others(t: &Test) {
        let (mut slow, mut live) = (Receiver::start().await, Receiver::start().await);
        desk(t, &slow).await;
        let key = neighbour(t, &live).await;
        slow.react(Reaction::Hang);
        for _ in 0..7 {
            let chat = open(t).await;
            say(t, chat, &large()).await;
        }
        for _ in 0..3 {
            let text = json!({"chat": 1, "text": large()});
            assert_eq!(as_neighbour(t, &key, "/v1/messages", &text).await, 201);
        }
        // An organization's share is smaller than one of these bodies, so each organization has one
        // delivery in flight.
        let courier = t.courier().within(LONG).holding(1_024);
        let mut task = JoinSet::new();
        task.spawn(async move { courier.pass().await });
        for _ in 0..3 {
            assert_eq!(live.next().await.event(), "message.chat.customer");
        }
        let large = slow.take().iter().filter(|it| it.body.len() > LARGE).count();
        assert!(large <= 1, "{large} at once");
        task.shutdown().await;
    }
}
