//! Resources that webhooks share, which no single webhook can exhaust. Also changes to a webhook
//! during a delivery, which take effect immediately.

use deskbell_app::jobs;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use deskbell_courier::{Addresses, Courier, FairPermit, Resolve};
use deskbell_testkit::receiver::Names;
use deskbell_testkit::{Reaction, Receiver, Test, engines};
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use super::{desk, log, open, pass, say, webhook};
use crate::changes::recorded;

/// A delivery timeout that these tests never reach.
const LONG: Duration = Duration::from_secs(120);

/// Starts a courier in the background, and waits until the target has received a request.
async fn under_way(t: &Test, receiver: &mut Receiver) -> JoinSet<()> {
    let courier = t.courier().within(LONG);
    let mut task = JoinSet::new();
    task.spawn(async move { courier.pass().await.unwrap() });
    receiver.next().await;
    task
}

/// A reaction that waits for a notification, and the `Notify` through which the test notifies it.
fn held(answer: &'static [u8]) -> (Arc<Notify>, Reaction) {
    let until = Arc::new(Notify::new());
    (Arc::clone(&until), Reaction::Held(until, answer))
}

/// A resolver that never answers for `silent.example.com`.
#[derive(Debug)]
struct Silent;

impl Resolve for Silent {
    fn resolve(&self, name: String, _: Option<FairPermit>) -> BoxFuture<'_, Addresses> {
        Box::pin(async move {
            match name.as_str() {
                "silent.example.com" => std::future::pending().await,
                _ => Ok(vec!["127.0.0.1".parse().unwrap()]),
            }
        })
    }
}

async fn is_enabled(t: &Test) -> Value {
    t.get("/v1/webhooks/1").await.json()["enabled"].clone()
}

engines! {
    async fn who_only_fails_takes_one_connection(t: &Test) {
        let (mut dead, mut live) = (Receiver::start().await, Receiver::start().await);
        desk(t, &dead).await;
        dead.react(Reaction::Close);
        open(t).await;
        pass(t).await;
        dead.react(Reaction::Hang);
        dead.take();
        webhook(t, &live, &["chat.new"]).await;
        for _ in 0..20 {
            open(t).await;
        }
        let courier = t.courier().within(LONG);
        let mut task = JoinSet::new();
        task.spawn(async move { courier.pass().await });
        dead.next().await;
        for _ in 0..20 {
            live.next().await;
        }
        assert!(dead.take().is_empty(), "a second one while the first hangs");
        task.shutdown().await;
    }

    async fn what_a_round_has_no_time_for_is_the_next_ones(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        receiver.react(Reaction::Hang);
        for _ in 0..12 {
            open(t).await;
        }
        let courier = t.courier().within(Duration::from_secs(2));
        courier.pass().await.unwrap();
        assert_eq!(t.get("/v1/webhooks/1/deliveries").await.json()["meta"]["total"], 12);
        let log = log(t, 1).await;
        assert!(log.iter().all(|it| it["state"] == "waiting" && it["attempts"] == 1), "{log:?}");
        assert_eq!(receiver.take().len(), 12, "each was tried once, in several rounds");
        receiver.react(Reaction::Status(200));
        t.clock.advance(Duration::from_secs(6));
        pass(t).await;
        let chats: Vec<_> = receiver.take().iter()
            .map(|it| it.json()["eventData"]["chat_id"].as_i64().unwrap()).collect();
        assert_eq!(chats, (2..=13).collect::<Vec<_>>(), "each, and the oldest first");
    }

    async fn a_test_goes_before_what_waits(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        receiver.react(Reaction::Status(500));
        for _ in 0..20 {
            open(t).await;
        }
        pass(t).await;
        receiver.take();
        t.clock.advance(Duration::from_secs(6));
        t.post("/v1/webhooks/1/test", &json!({})).await;
        pass(t).await;
        assert_eq!(receiver.events()[0], "webhook.test");
    }

    async fn all_webhooks_together_have_so_many_connections(t: &Test) {
        let (mut first, mut second) = (Receiver::start().await, Receiver::start().await);
        desk(t, &first).await;
        webhook(t, &second, &["chat.new"]).await;
        for _ in 0..20 {
            open(t).await;
        }
        t.courier().over(1).pass().await.unwrap();
        assert_eq!((first.take().len(), second.take().len()), (20, 20));
        assert!(log(t, 2).await.iter().all(|it| it["attempts"] == 1));
    }

    async fn a_name_that_nobody_answers_for_delays_no_other(t: &Test) {
        let mut live = Receiver::start().await;
        desk(t, &live).await;
        let url = |host: &str, port: u16| format!("http://{host}.example.com:{port}/");
        let silent = json!({"url": url("silent", 80), "events": ["chat.new"]});
        assert_eq!(t.post("/v1/webhooks", &silent).await.status, 201);
        t.patch("/v1/webhooks/1", &json!({"url": url("live", live.port())})).await;
        for _ in 0..20 {
            open(t).await;
        }
        let courier = Courier::new(Arc::clone(&t.app.outbox), Arc::new(Silent)).unwrap();
        let courier = courier.within(LONG);
        let mut task = JoinSet::new();
        task.spawn(async move { courier.pass().await });
        for _ in 0..20 {
            assert_eq!(live.next().await.event(), "chat.new");
        }
        task.shutdown().await;
    }

    async fn an_address_that_is_silent_leaves_time_for_the_next(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        // A listener with a full backlog does not complete connections.
        let full = TcpSocket::new_v4().unwrap();
        full.bind(format!("127.0.0.2:{}", receiver.port()).parse().unwrap()).unwrap();
        let full = full.listen(0).unwrap();
        let _waiting = TcpStream::connect(full.local_addr().unwrap()).await.unwrap();
        let url = format!("http://hooks.example.com:{}/", receiver.port());
        t.patch("/v1/webhooks/1", &json!({"url": url})).await;
        open(t).await;
        let names = Arc::new(Names::of(&[&["127.0.0.2", "127.0.0.1"]]));
        let courier = Courier::new(Arc::clone(&t.app.outbox), names).unwrap();
        courier.within(Duration::from_secs(8)).pass().await.unwrap();
        assert_eq!(receiver.events(), ["chat.new"]);
    }

    async fn who_is_gone_is_told_only_of_the_url_that_said_so(t: &Test) {
        let mut old = Receiver::start().await;
        desk(t, &old).await;
        let mut new = Receiver::start().await;
        let (until, gone) = held(b"HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n");
        old.react(gone);
        say(t, 1, "x").await;
        let task = under_way(t, &mut old).await;
        t.patch("/v1/webhooks/1", &json!({"url": new.url()})).await;
        until.notify_one();
        task.join_all().await;
        assert_eq!(is_enabled(t).await, json!(true), "the new one said nothing");
        open(t).await;
        pass(t).await;
        // Deliveries that were in flight to the old URL are not repeated at the new URL.
        let mut told = new.events();
        told.sort();
        assert_eq!(told, ["chat.new", "chat.status_updated"]);
    }

    async fn a_new_url_has_five_days_of_its_own(t: &Test) {
        let (old, new) = (Receiver::start().await, Receiver::start().await);
        desk(t, &old).await;
        old.react(Reaction::Close);
        new.react(Reaction::Close);
        open(t).await;
        pass(t).await;
        t.clock.advance(Duration::from_secs(5 * 86_400));
        t.patch("/v1/webhooks/1", &json!({"url": new.url()})).await;
        open(t).await;
        pass(t).await;
        assert_eq!(is_enabled(t).await, json!(true));
    }

    async fn what_is_deleted_or_disabled_while_it_is_told_is_told_nothing_more(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let (until, slow) = held(b"HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n");
        receiver.react_next([slow.clone()]);
        open(t).await;
        let task = under_way(t, &mut receiver).await;
        t.patch("/v1/webhooks/1", &json!({"enabled": false})).await;
        until.notify_one();
        task.join_all().await;
        let it = log(t, 1).await.remove(0);
        assert_eq!((&it["state"], &it["nextAttemptAt"]), (&json!("waiting"), &Value::Null));
        t.clock.advance(Duration::from_secs(600));
        pass(t).await;
        assert!(receiver.take().is_empty());
        t.patch("/v1/webhooks/1", &json!({"enabled": true})).await;
        receiver.react_next([slow]);
        let task = under_way(t, &mut receiver).await;
        t.send(Method::DELETE, "/v1/webhooks/1", &[]).await;
        let before = recorded(t).await.len();
        until.notify_one();
        task.join_all().await;
        assert_eq!(recorded(t).await.len(), before);
        open(t).await;
        pass(t).await;
        assert!(receiver.take().is_empty());
    }

    async fn what_is_erased_while_it_is_told_is_not_kept(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let (until, slow) = held(b"HTTP/1.1 500 No\r\ncontent-length: 6\r\n\r\nsecret");
        receiver.react_next([slow]);
        say(t, 1, "a secret").await;
        let task = under_way(t, &mut receiver).await;
        t.send(Method::DELETE, "/v1/customers/1", &[]).await;
        while jobs::erase::step(&t.app).await.unwrap() {}
        until.notify_one();
        task.join_all().await;
        let log = t.get("/v1/webhooks/1/deliveries").await;
        assert!(!String::from_utf8(log.body).unwrap().contains("secret"));
    }

    async fn a_replay_passes_over_nothing_that_was_not_told(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        for number in 0..4 {
            say(t, 1, &number.to_string()).await;
        }
        let last = recorded(t).await.last().unwrap().seq.get();
        for since in [last, i64::MAX] {
            t.post("/v1/webhooks/1/replay", &json!({"since": since})).await;
        }
        pass(t).await;
        assert_eq!(receiver.take().len(), 5, "four messages, and the chat's status");
    }

    async fn a_replay_of_what_is_just_being_told_is_not_lost(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let since = recorded(t).await.last().unwrap().seq.get();
        let (until, slow) = held(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
        receiver.react_next([slow]);
        open(t).await;
        let task = under_way(t, &mut receiver).await;
        t.post("/v1/webhooks/1/replay", &json!({"since": since})).await;
        until.notify_one();
        task.join_all().await;
        assert_eq!(receiver.events(), ["chat.new"], "it asked for it once more");
    }

    async fn a_replay_is_sent_soon_though_nothing_else_happens(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let (stop, stopping) = watch::channel(false);
        let courier = t.courier();
        let mut task = JoinSet::new();
        task.spawn(async move { courier.run(stopping, LONG).await });
        let chat = open(t).await;
        assert_eq!(receiver.next().await.event(), "chat.new");
        t.post("/v1/webhooks/1/replay", &json!({"since": 0})).await;
        let mut chats = Vec::new();
        for _ in 0..2 {
            let told = receiver.next().await.json();
            assert_eq!(told["event"], "chat.new");
            chats.push(told["eventData"]["chat_id"].as_i64().unwrap());
        }
        chats.sort_unstable();
        assert_eq!(chats, [1, chat]);
        stop.send_replace(true);
        task.join_all().await;
    }

    async fn replays_without_end_are_refused(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        open(t).await;
        pass(t).await;
        let id = log(t, 1).await[0]["id"].clone();
        let webhook = deskbell_model::WebhookId::new(1).unwrap();
        let one = deskbell_model::DeliveryId::new(id.as_i64().unwrap()).unwrap();
        let replay = deskbell_model::webhook::Replay::One(one);
        for _ in 0..1_000 {
            t.app.actions.replay_webhook(t.caller, webhook, replay).await.unwrap();
        }
        let refused = t.post("/v1/webhooks/1/replay", &json!({"delivery": id})).await;
        assert_eq!(refused.errors().1[0].1, "Too many deliveries to this webhook wait");
        pass(t).await;
        assert_eq!(t.get("/v1/webhooks/1/deliveries").await.json()["meta"]["total"], 200);
    }
}
