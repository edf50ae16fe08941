//! Typing and presence: who is present is shown to newcomers, and on every node of a database.
//! Signals between nodes are tested on PostgreSQL only, since an SQLite file has only one server.

use std::sync::Arc;
use std::time::Duration;

use deskbell_app::App;
use deskbell_http::Http;
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

/// Two nodes of a database with a server each.
struct Pair {
    other: Arc<App>,
    here: Served,
    there: Served,
}

impl Pair {
    async fn start(t: &Test) -> Self {
        let other = t.another_node().await;
        let here = Served::new(t.http.clone(), LIMITS).await;
        let there = Served::new(Http::new(Arc::clone(&other)).unwrap(), LIMITS).await;
        Self { other, here, there }
    }

    async fn end(self) {
        self.here.ended().await;
        self.there.ended().await;
        self.other.close().await;
    }
}

/// Waits until `client` hears this, and gives what it heard before.
async fn until(client: &mut Client, wanted: &Value) -> Vec<Value> {
    let mut before = Vec::new();
    loop {
        let heard = client.hear().await;
        if heard == *wanted {
            return before;
        }
        before.push(heard);
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
        for step_ms in [0, 2_900, 200] {
            t.clock.advance(Duration::from_millis(step_ms));
            types(&mut ann, 1, 4).await;
            types(&mut ann, 2, 4).await;
            types(&mut ann, 2, 6).await;
            // The same node hears of each, and now the server has read them.
            assert_eq!([witness.hear().await, witness.hear().await, witness.hear().await], each);
        }
        is_present(&mut ann, 4).await;
        let mut heard = until(&mut bob, &agent(4, true)).await;
        while heard.len() < 6 {
            heard.push(bob.hear().await);
        }
        assert_eq!(heard, [each.clone(), each].concat());
        drop((ann, bob, witness));
        pair.end().await;
    });
}

#[test]
fn the_presences_of_a_node_end_when_it_stops_or_falls_silent() {
    run(Engine::Postgres, async |t: &Test| {
        let served = Served::new(t.http.clone(), LIMITS).await;
        let mut client = served.open(t, "").await;
        let notify = async |text: &str| t.database.on_postgres().notify(text).await;
        let (org, name) = (t.org, |node: u8| format!("{node:032x}"));
        let online = |node: u8| format!("online:{}:{}:0:{node}", name(node), org.get());
        // Listening begins with the first client; until then, notices are lost.
        loop {
            notify(&online(1)).await;
            let heard = tokio::time::timeout(Duration::from_millis(100), client.hear()).await;
            if heard.is_ok_and(|heard| heard == agent(1, true)) {
                break;
            }
        }
        notify(&online(2)).await;
        assert_eq!(client.hear().await, agent(2, true));
        notify(&format!("stops:{}", name(1))).await;
        assert_eq!(client.hear().await, agent(1, false));
        t.clock.advance(Duration::from_secs(20));
        notify(&online(3)).await;
        assert_eq!(client.hear().await, agent(3, true));
        t.clock.advance(Duration::from_secs(11));
        assert_eq!(client.hear().await, agent(2, false), "silent for 31 seconds");
        notify(&format!("lives:{}", name(3))).await;
        notify(&online(4)).await;
        assert_eq!(client.hear().await, agent(4, true));
        t.clock.advance(Duration::from_secs(29));
        notify(&format!("begins:{}", name(4))).await;
        assert_eq!(client.hear().await, agent(4, false));
        notify(&format!("offline:{}:{}:0:3", name(3), org.get())).await;
        assert_eq!(client.hear().await, agent(3, false));
        drop(client);
        served.ended().await;
    });
}

#[test]
fn a_node_that_lost_its_connection_tells_anew_who_is_present() {
    run(Engine::Postgres, async |t: &Test| {
        let pair = Pair::start(t).await;
        let mut ann = pair.here.open(t, "").await;
        is_present(&mut ann, 4).await;
        let mut bob = pair.there.open(t, "").await;
        is_present(&mut bob, 5).await;
        assert_eq!(bob.hear().await, agent(4, true));
        assert_eq!(ann.hear().await, agent(5, true));
        t.database.on_postgres().cut_sessions().await;
        // Both nodes connect anew.
        until(&mut bob, &agent(4, false)).await;
        until(&mut bob, &agent(4, true)).await;
        is_present(&mut ann, 6).await;
        until(&mut bob, &agent(6, true)).await;
        let mut carl = pair.there.open(t, "").await;
        let present: Vec<_> = [carl.hear().await, carl.hear().await, carl.hear().await].into();
        assert_eq!(present, [agent(4, true), agent(5, true), agent(6, true)]);
        drop((ann, bob, carl));
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
