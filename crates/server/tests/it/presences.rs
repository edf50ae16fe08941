//! Typing and presence: every new connection, on any node of a database, receives the list of
//! present agents. Signals between nodes are tested on PostgreSQL only, since an SQLite file has
//! only one server.

use std::sync::Arc;
use std::time::Duration;

use deskbell_app::App;
use deskbell_model::{AgentId, ChatId, Signal};
use deskbell_testkit::{Engine, Test, engines, run};
use serde_json::{Value, json};

use crate::sockets::{Client, LIMITS, Served};

fn agent(id: i64, is_online: bool) -> Value {
    json!({"kind": "presence", "chat": null, "agent": id, "customer": false, "online": is_online})
}

fn typing(chat: i64, agent: i64) -> Value {
    json!({"kind": "typing", "chat": chat, "agent": agent, "customer": false})
}

async fn is_present(client: &mut Client, agent: i64) {
    client.say(&json!({"type": "presence", "agent": agent})).await;
}

async fn types(client: &mut Client, chat: i64, agent: i64) {
    client.say(&json!({"type": "typing", "chat": chat, "agent": agent})).await;
}

engines! {
    async fn a_newcomer_hears_who_is_present(t: &Test) {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut first = served.open(t, "").await;
        is_present(&mut first, 4).await;
        first.say(&json!({"type": "presence", "chat": 5})).await;
        first.say(&json!({"type": "presence", "chat": 6})).await;
        // The first client's words have arrived once it hears the second client.
        let mut second = served.open(t, "chat=5").await;
        types(&mut first, 5, 4).await;
        while second.hear().await["kind"] != "typing" {}
        let mut third = served.open(t, "chat=5").await;
        assert_eq!(third.hear().await, agent(4, true));
        assert_eq!(third.hear().await["chat"], 5);
        drop(first);
        let ends = [third.hear().await, third.hear().await];
        assert!(ends.contains(&agent(4, false)), "{ends:?}");
        drop((second, third));
        served.ended().await;
    }

    async fn a_presence_lasts_as_long_as_one_connection_holds_it(t: &Test) {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut witness = served.open(t, "").await;
        let (mut one, mut two) = (served.open(t, "").await, served.open(t, "").await);
        is_present(&mut one, 4).await;
        assert_eq!(witness.hear().await, agent(4, true));
        assert_eq!(two.hear().await, agent(4, true));
        for client in [&mut one, &mut two] {
            is_present(client, 4).await;
            types(client, 1, 4).await;
            assert_eq!(witness.hear().await, typing(1, 4), "it is told once");
        }
        drop(one);
        // Nobody ends what another connection holds.
        types(&mut two, 2, 4).await;
        assert_eq!(witness.hear().await, typing(2, 4));
        two.say(&json!({"type": "presence", "agent": 4, "online": false})).await;
        assert_eq!(witness.hear().await, agent(4, false));
        drop((two, witness));
        served.ended().await;
    }

    async fn a_listener_that_missed_a_presence_is_told_so_and_typing_may_be_missed(t: &Test) {
        let signal = |agent: i64, is_online: bool| {
            Signal::Presence { chat: None, agent: AgentId::new(agent), is_online }
        };
        let typing = Signal::Typing { chat: ChatId::new(1).unwrap(), agent: None };
        let mut slow = t.app.feed.listen(t.org, None).unwrap();
        let mut other = t.app.feed.listen(t.org, None).unwrap();
        for _ in 0..1_000 {
            other.give(typing);
        }
        for _ in 0..128 {
            other.give(signal(4, true));
            other.give(signal(4, false));
        }
        for _ in 0..256 {
            assert!(slow.next().await.is_some());
        }
        assert!(slow.next().await.unwrap().starts_with(b"{\"kind\":\"typing\""));
        for _ in 0..129 {
            other.give(signal(4, true));
            other.give(signal(4, false));
        }
        assert!(slow.next().await.is_none());
    }

    async fn a_connection_holds_sixteen_presences(t: &Test) {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut witness = served.open(t, "").await;
        let mut client = served.open(t, "").await;
        for id in 1..=17 {
            is_present(&mut client, id).await;
            if id == 17 {
                assert_eq!(witness.hear().await, agent(1, false));
            }
            assert_eq!(witness.hear().await, agent(id, true));
            t.clock.advance(Duration::from_secs(1));
        }
        drop((client, witness));
        served.ended().await;
    }
}

/// Two nodes on one database, each with a server.
struct Pair {
    other: Arc<App>,
    here: Served,
    there: Served,
}

impl Pair {
    async fn start(t: &Test) -> Self {
        let other = t.another_node().await;
        let here = Served::new(t.http.clone(), LIMITS).await;
        let there = Served::new(deskbell_web::http(Arc::clone(&other)).unwrap(), LIMITS).await;
        Self { other, here, there }
    }

    async fn end(self) {
        self.here.ended().await;
        self.there.ended().await;
        self.other.close().await;
    }
}

#[test]
fn other_nodes_hear_of_typing_and_presence() {
    run(Engine::Postgres, async |t: &Test| {
        let pair = Pair::start(t).await;
        let mut ann = pair.here.open(t, "").await;
        is_present(&mut ann, 4).await;
        // The newcomer on the other node asks who is present.
        let mut bob = pair.there.open(t, "").await;
        assert_eq!(bob.hear().await, agent(4, true));
        is_present(&mut bob, 5).await;
        assert_eq!(ann.hear().await, agent(5, true));
        types(&mut bob, 1, 5).await;
        assert_eq!(ann.hear().await, typing(1, 5));
        ann.say(&json!({"type": "presence", "agent": 4, "online": false})).await;
        assert_eq!(bob.hear().await, agent(4, false));
        assert_eq!(ann.hear().await, agent(4, false), "nobody else holds it");
        drop(bob);
        assert_eq!(ann.hear().await, agent(5, false));
        drop(ann);
        pair.end().await;
    });
}

#[test]
fn other_nodes_hear_that_a_client_types_once_in_three_seconds() {
    run(Engine::Postgres, async |t: &Test| {
        let pair = Pair::start(t).await;
        let (mut ann, mut bob) = (pair.here.open(t, "").await, pair.there.open(t, "").await);
        is_present(&mut bob, 5).await;
        assert_eq!(ann.hear().await, agent(5, true));
        let mut witness = pair.here.open(t, "").await;
        assert_eq!(witness.hear().await, agent(5, true));
        let each = [typing(1, 4), typing(2, 4), typing(2, 6)];
        for (step_ms, is_told) in [(0, true), (2_900, false), (200, true)] {
            t.clock.advance(Duration::from_millis(step_ms));
            types(&mut ann, 1, 4).await;
            types(&mut ann, 2, 4).await;
            types(&mut ann, 2, 6).await;
            // The same node hears of each, and now the server has read them.
            assert_eq!([witness.hear().await, witness.hear().await, witness.hear().await], each);
            if is_told {
                assert_eq!([bob.hear().await, bob.hear().await, bob.hear().await], each);
            }
        }
        types(&mut ann, 3, 4).await;
        assert_eq!(bob.hear().await, typing(3, 4), "nothing else was told");
        drop((ann, bob, witness));
        pair.end().await;
    });
}

#[test]
fn the_presences_of_a_node_end_when_it_says_so_or_falls_silent() {
    run(Engine::Postgres, async |t: &Test| {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut client = served.open(t, "").await;
        let notify = async |text: &str| t.database.on_postgres().notify(text).await;
        let says =
            |kind: &str, node: u8, who: &str| format!("{kind}:{node:032x}:{}:{who}", t.org.get());
        // Listening begins with the first client; until then, notices are lost.
        loop {
            notify(&says("present", 1, "0.1")).await;
            let heard = tokio::time::timeout(Duration::from_millis(100), client.hear()).await;
            if heard.is_ok_and(|heard| heard == agent(1, true)) {
                break;
            }
        }
        notify(&says("present", 2, "0.1,0.2,0.3")).await;
        assert_eq!(client.hear().await, agent(2, true));
        assert_eq!(client.hear().await, agent(3, true));
        // Agent 1 is present through another node as well.
        notify(&says("absent", 2, "0.1,0.2")).await;
        assert_eq!(client.hear().await, agent(2, false));
        t.clock.advance(Duration::from_secs(20));
        notify(&says("present", 3, "0.1,0.4")).await;
        assert_eq!(client.hear().await, agent(4, true));
        t.clock.advance(Duration::from_secs(11));
        assert_eq!(client.hear().await, agent(3, false), "nobody spoke of it for 31 seconds");
        notify(&says("absent", 3, "0.4,0.1")).await;
        // Node 1 is silent as well: node 3 was the last that spoke of agent 1.
        assert_eq!(client.hear().await, agent(4, false));
        assert_eq!(client.hear().await, agent(1, false));
        drop(client);
        served.ended().await;
    });
}

#[test]
fn nodes_that_lost_their_connections_tell_anew_who_is_present() {
    run(Engine::Postgres, async |t: &Test| {
        let pair = Pair::start(t).await;
        let mut ann = pair.here.open(t, "").await;
        is_present(&mut ann, 4).await;
        let mut bob = pair.there.open(t, "").await;
        is_present(&mut bob, 5).await;
        assert_eq!(bob.hear().await, agent(4, true));
        assert_eq!(ann.hear().await, agent(5, true));
        t.database.on_postgres().cut_sessions().await;
        // What changes without a connection is told after it.
        is_present(&mut ann, 6).await;
        assert_eq!(bob.hear().await, agent(6, true));
        let mut carl = pair.there.open(t, "").await;
        let present = [carl.hear().await, carl.hear().await, carl.hear().await];
        assert_eq!(present, [agent(4, true), agent(5, true), agent(6, true)]);
        drop((ann, bob, carl));
        pair.end().await;
    });
}

#[test]
fn an_end_reaches_every_node_although_others_ask_meanwhile() {
    run(Engine::Postgres, async |t: &Test| {
        let pair = Pair::start(t).await;
        let mut bob = pair.there.open(t, "").await;
        for round in 1..=20 {
            let mut ann = pair.here.open(t, "").await;
            is_present(&mut ann, round).await;
            assert_eq!(bob.hear().await, agent(round, true));
            let third = t.another_node().await;
            let listening = third.feed.listen(t.org, None).unwrap();
            drop(ann);
            assert_eq!(bob.hear().await, agent(round, false));
            drop(listening);
            third.close().await;
        }
        drop(bob);
        pair.end().await;
    });
}

#[test]
fn signals_do_not_reach_other_organizations_on_other_nodes() {
    run(Engine::Postgres, async |t: &Test| {
        let pair = Pair::start(t).await;
        let (_, key) = t.another_organization().await;
        let mut ann = pair.here.open(t, "").await;
        is_present(&mut ann, 4).await;
        let mut stranger = pair.there.ask(Some(&key), "").await.unwrap();
        let mut bob = pair.there.open(t, "").await;
        assert_eq!(bob.hear().await, agent(4, true));
        let mut insider = pair.here.ask(Some(&key), "").await.unwrap();
        is_present(&mut insider, 9).await;
        assert_eq!(stranger.hear().await, agent(9, true), "the first that it hears");
        drop((ann, bob, stranger, insider));
        pair.end().await;
    });
}
