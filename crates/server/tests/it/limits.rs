//! The rate limit, which is exact across all keys, connections and processes of an organization.

use std::sync::Arc;

use deskbell_app::{App, Settings};
use deskbell_http::Http;
use deskbell_model::Scope;
use deskbell_storage::{Options, Store};
use deskbell_testkit::databases::Database;
use deskbell_testkit::world::{TestClock, TestEntropy};
use deskbell_testkit::{Engine, Test, block_on, client, engines};
use tokio::task::JoinSet;

use crate::process::{Server, data};

/// Starts another node on the same database.
async fn node(t: &Test) -> Http {
    let store = Store::open(&t.database.location, &Options::default()).await.unwrap();
    let clock = Arc::new(TestClock::default());
    let entropy = Arc::new(TestEntropy::default());
    let app = App::new(store, clock, entropy, Settings::default());
    deskbell_web::http(Arc::new(app)).unwrap()
}

/// The number of concurrent requests. With more requests, some requests could wait for a connection
/// to PostgreSQL until their deadline.
const AT_ONCE: usize = 250;

/// Sends `requests` requests, using the nodes and the keys in turn; returns the number of
/// successful requests.
async fn answered(nodes: &[Http], keys: &[String], requests: usize) -> usize {
    let (mut tasks, mut statuses) = (JoinSet::new(), Vec::new());
    for number in 0..requests {
        if tasks.len() == AT_ONCE {
            statuses.extend(tasks.join_next().await.map(Result::unwrap));
        }
        let http = nodes[number % nodes.len()].clone();
        let key = &keys[number % keys.len()];
        let request = client::request_as(key, axum::http::Method::GET, "/v1/chats/total", &[], "");
        tasks.spawn(async move { client::send(&http, request).await.status });
    }
    statuses.extend(tasks.join_all().await);
    assert!(statuses.iter().all(|status| [200, 429].contains(status)), "{statuses:?}");
    statuses.into_iter().filter(|status| *status == 200).count()
}

engines! {
    async fn requests_at_once_over_all_keys_are_answered_up_to_the_limit_and_no_further(t: &Test) {
        t.app.actions.set_requests_per_minute(t.caller, Some(50)).await.unwrap();
        let mut keys = vec![t.key.clone()];
        for name in ["a", "b", "c"] {
            keys.push(t.app.access.create_key(t.caller, name, Scope::Full).await.unwrap());
        }
        let nodes = [t.http.clone()];
        assert_eq!(answered(&nodes, &keys, 120).await, 50);
        assert_eq!(answered(&nodes, &keys, 20).await, 0);
        t.let_a_minute_pass().await;
        assert_eq!(answered(&nodes, &keys, 80).await, 50);
    }

    async fn a_limit_that_is_raised_counts_at_once_what_was_used(t: &Test) {
        t.app.actions.set_requests_per_minute(t.caller, Some(5)).await.unwrap();
        let (nodes, keys) = ([t.http.clone()], [t.key.clone()]);
        assert_eq!(answered(&nodes, &keys, 9).await, 5);
        t.app.actions.set_requests_per_minute(t.caller, Some(8)).await.unwrap();
        t.clock.advance(std::time::Duration::from_secs(1));
        assert_eq!(answered(&nodes, &keys, 9).await, 3);
        t.app.actions.set_requests_per_minute(t.caller, Some(0)).await.unwrap();
        t.clock.advance(std::time::Duration::from_secs(1));
        assert_eq!(answered(&nodes, &keys, 30).await, 30);
    }
}

#[test]
fn three_nodes_on_one_database_share_one_window() {
    block_on(async {
        let t = Test::new(Engine::Postgres).await;
        t.app.actions.set_requests_per_minute(t.caller, Some(100)).await.unwrap();
        let keys = [t.key.clone()];
        let nodes = [t.http.clone(), node(&t).await, node(&t).await];
        assert_eq!(answered(&nodes, &keys, 240).await, 100);
        t.let_a_minute_pass().await;
        // With a high limit, a node reserves blocks of requests. The unused part of a block may be
        // lost, but no request is counted twice.
        t.app.actions.set_requests_per_minute(t.caller, Some(1_280)).await.unwrap();
        let nodes = [node(&t).await, node(&t).await, node(&t).await];
        let found = answered(&nodes, &keys, 2_000).await;
        assert!((1_280 - 3 * 20..=1_280).contains(&found), "{found}");
        drop(nodes);
        t.finish().await;
    });
}

#[test]
fn three_processes_on_one_database_share_one_window() {
    block_on(async {
        let database = Database::migrated(Engine::Postgres).await;
        let key = data(&database.url, &["key", "create"]);
        let servers: Vec<_> = (0..3).map(|_| Server::start(&database.url, &[])).collect();
        let statuses: Vec<u16> =
            (0..150).map(|number| servers[number % 3].get(&key, "/v1/chats/total").0).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 120);
        assert!(statuses[120..].iter().all(|status| *status == 429));
        for server in servers {
            server.stops();
        }
        database.remove().await;
    });
}
