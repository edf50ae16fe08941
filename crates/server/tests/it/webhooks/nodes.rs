//! Deliveries by several processes: only one process delivers. When this process stops or is
//! killed, another process delivers the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use deskbell_app::outbox::{RoundOutcome, WebhookOf};
use deskbell_courier::{Courier, SystemResolver};
use deskbell_model::WebhookId;
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, Received, Receiver, Test, block_on, run};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{desk, open, say};
use crate::process::Server;

/// Settings that allow calls to receivers, and proxy variables that the server must ignore.
pub const ENVIRONMENT: &[(&str, &str)] = &[
    ("DESKBELL_WEBHOOKS__ALLOW", "127.0.0.0/8"),
    ("HTTP_PROXY", "http://127.0.0.1:9"),
    ("http_proxy", "http://127.0.0.1:9"),
    ("ALL_PROXY", "http://127.0.0.1:9"),
];

const CHATS: usize = 6;
const ROUNDS: usize = 20;

/// The received texts by chat, in the order of their first receipt, and the number of receipts by
/// event id.
#[derive(Default)]
struct Told {
    texts: BTreeMap<i64, Vec<String>>,
    ids: BTreeMap<String, usize>,
}

impl Told {
    fn hear(&mut self, received: &Received) {
        let told = received.json();
        if told["event"] != "message.chat.customer" {
            return;
        }
        let times = self.ids.entry(told["id"].as_str().unwrap().to_owned()).or_default();
        *times += 1;
        if *times == 1 {
            let chat = told["eventData"]["chat_id"].as_i64().unwrap();
            let text = told["eventData"]["message"]["text"].as_str().unwrap();
            self.texts.entry(chat).or_default().push(text.to_owned());
        }
    }

    /// Receives requests until all events were received.
    async fn hear_all(&mut self, receiver: &mut Receiver) {
        while self.ids.len() < CHATS * ROUNDS {
            let received = receiver.next().await;
            self.hear(&received);
        }
    }

    /// Asserts that all texts of each chat were received in order, each text with one event id.
    fn check(&self) {
        let all: Vec<_> = (0..ROUNDS).map(|round| round.to_string()).collect();
        assert_eq!(self.texts.len(), CHATS);
        for (chat, texts) in &self.texts {
            assert_eq!(texts, &all, "chat {chat}");
        }
    }
}

/// Creates chats with messages.
async fn talk(t: &Test) {
    let mut chats = BTreeSet::from([1]);
    while chats.len() < CHATS {
        chats.insert(open(t).await);
    }
    for round in 0..ROUNDS {
        for chat in &chats {
            say(t, *chat, &round.to_string()).await;
        }
    }
}

fn killed(engine: Engine) {
    run(engine, async |t: &Test| {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let mut server = Server::start(&t.database.url, ENVIRONMENT);
        talk(t).await;
        let mut told = Told::default();
        for life in 1..=4 {
            // Kills the server at a different point each time.
            while told.ids.len() < life * CHATS * ROUNDS / 6 {
                let received = receiver.next().await;
                told.hear(&received);
            }
            server.signal("-KILL");
            server.wait();
            t.database.end_leases().await;
            server = Server::start(&t.database.url, ENVIRONMENT);
        }
        told.hear_all(&mut receiver).await;
        told.check();
        server.stops();
    });
}

#[test]
fn a_killed_server_has_told_everything_at_least_once_when_it_is_back_on_sqlite() {
    killed(Engine::Sqlite);
}

#[test]
fn a_killed_server_has_told_everything_at_least_once_when_it_is_back_on_postgres() {
    killed(Engine::Postgres);
}

#[test]
fn two_servers_tell_each_event_once_and_one_goes_on_when_the_other_stops() {
    block_on(async {
        let t = Test::over(Database::migrated(Engine::Postgres).await).await;
        let mut receiver = Receiver::start().await;
        desk(&t, &receiver).await;
        let servers = [0, 1].map(|_| Server::start(&t.database.url, ENVIRONMENT));
        let mut told = Told::default();
        talk(&t).await;
        told.hear_all(&mut receiver).await;
        told.check();
        assert!(told.ids.values().all(|times| *times == 1), "by one of them");
        // The stopped server releases its lease, so the other server need not wait until the lease
        // expires.
        let [first, second] = servers;
        first.stops();
        let chat = open(&t).await;
        loop {
            let received = receiver.next().await.json();
            if received["event"] == "chat.new" && received["eventData"]["chat_id"] == chat {
                break;
            }
        }
        second.stops();
        t.finish().await;
    });
}

#[test]
fn a_node_delivers_only_while_it_has_the_lease() {
    run(Engine::Postgres, async |t: &Test| {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let other = t.another_node().await;
        let theirs = Courier::new(Arc::clone(&other.outbox), Arc::new(SystemResolver)).unwrap();
        let ours = t.courier();
        theirs.pass().await.unwrap();
        say(t, 1, "one").await;
        ours.pass().await.unwrap();
        assert!(receiver.take().is_empty(), "the other has the lease");
        theirs.pass().await.unwrap();
        assert_eq!(receiver.events(), ["message.chat.customer", "chat.status_updated"]);
        t.database.end_leases().await;
        say(t, 1, "two").await;
        ours.pass().await.unwrap();
        assert_eq!(receiver.events(), ["message.chat.customer"], "the other's has ended");
        say(t, 1, "three").await;
        theirs.pass().await.unwrap();
        assert!(receiver.take().is_empty());
        ours.pass().await.unwrap();
        assert_eq!(receiver.events(), ["message.chat.customer"]);
        other.close().await;
    });
}

#[test]
fn what_a_node_did_after_it_lost_the_lease_is_not_kept() {
    run(Engine::Postgres, async |t: &Test| {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        say(t, 1, "one").await;
        let other = t.another_node().await;
        let of = WebhookOf { org: t.org, webhook: WebhookId::new(1).unwrap() };
        assert!(other.outbox.take_lease(t.org).await.unwrap());
        let round = other.outbox.round(of).await.unwrap().unwrap();
        t.database.end_leases().await;
        assert!(t.app.outbox.take_lease(t.org).await.unwrap());
        let (told_from, cursor_seq) = (round.row.cursor_seq, round.cursor_seq);
        assert!(cursor_seq > told_from);
        let (url, history, fresh) = (round.row.webhook.url, round.history, round.fresh);
        let outcome = RoundOutcome { url, history, cursor_seq, fresh, ..RoundOutcome::default() };
        assert!(!other.outbox.keep(of, outcome.clone()).await.unwrap());
        let again = t.app.outbox.round(of).await.unwrap().unwrap();
        assert_eq!((again.row.cursor_seq, &again.fresh), (told_from, &outcome.fresh));
        assert!(t.app.outbox.keep(of, outcome).await.unwrap(), "who has it may");
        other.close().await;
    });
}

#[test]
fn a_courier_that_stops_keeps_what_it_delivered() {
    run(Engine::Sqlite, async |t: &Test| {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let (stop, stopping) = watch::channel(false);
        let courier = t.courier();
        let mut task = JoinSet::new();
        task.spawn(async move { courier.run(stopping, Duration::from_secs(30)).await });
        talk(t).await;
        let mut told = Told::default();
        while told.ids.len() < CHATS * ROUNDS / 2 {
            let received = receiver.next().await;
            told.hear(&received);
        }
        stop.send_replace(true);
        task.join_all().await;
        for received in receiver.take() {
            told.hear(&received);
        }
        t.courier().pass().await.unwrap();
        for received in receiver.take() {
            told.hear(&received);
        }
        told.check();
    });
}
