//! Random sequences of changes: after each change, nodes with and without an index must give the
//! same answers, and the answers must include this change.

use deskbell_app::jobs;
use deskbell_model::Origin;
use std::time::Duration;

use axum::http::Method;
use deskbell_app::index::IndexState;
use deskbell_app::index::limits::INDEX_CHANGES_AT_ONCE;
use deskbell_model::limits::INDEX_MEMORY_MIB;
use deskbell_testkit::{Engine, Test, engines};
use serde_json::json;

use super::history::History;
use super::nodes::{Asked, Node, compare, every_list, some_lists, some_searches};
use super::windows;
use crate::objects::put;
use crate::search_random::rows::made_up;
use deskbell_testkit::variables::{any, number};

/// The environment variable with the seed of a failed run to replay.
const SEED_VARIABLE: &str = "DESKBELL_INDEX_SEED";
/// The default number of random changes in a run.
const STEPS: u64 = 100;
const STEPS_VARIABLE: &str = "DESKBELL_INDEX_STEPS";
/// The number of random changes between two comparisons of all lists.
const EVERY: u64 = 20;

/// Opens three nodes: a node without an index, the test's node, and another node with an index.
async fn nodes(t: &Test) -> [Node; 3] {
    put(t, made_up()).await;
    [Node::over(t, None).await, Node::of(t), Node::over(t, Some(INDEX_MEMORY_MIB)).await]
}

/// On SQLite, makes every node except `writer` look for new changes. On PostgreSQL does nothing,
/// because nodes are notified.
pub async fn look(nodes: &[Node], writer: usize) {
    for (number, node) in nodes.iter().enumerate() {
        if number != writer && node.app.context.store.engine() == Engine::Sqlite {
            jobs::look::step(&node.app).await.unwrap();
        }
    }
}

fn assert_indexed(t: &Test, nodes: &[Node], when: &str) {
    for node in &nodes[1..] {
        assert_eq!(node.app.indexes.index_state(t.org), Some(IndexState::Ready), "{when}");
    }
}

async fn history(t: &Test, seed: u64) {
    let nodes = nodes(t).await;
    let mut history = History::of(t, &nodes[0], seed).await;
    let steps = number(STEPS_VARIABLE).unwrap_or(STEPS);
    for step in 0..steps {
        // Usually one change between two comparisons, sometimes 30.
        let at_once = history.numbers.one(&[1, 1, 1, 1, 1, 30]);
        let mut what = String::new();
        for _ in 0..at_once {
            let writer = usize::try_from(history.numbers.below(3)).unwrap();
            what = history.step(&nodes[writer]).await;
            look(&nodes, writer).await;
        }
        if step % 40 == 17 {
            what = history.import(1, u64::from(INDEX_CHANGES_AT_ONCE) + 200).await;
        }
        if step % 40 == 38 {
            what = history.seed(30).await;
        }
        look(&nodes, 3).await;
        let when = format!("{SEED_VARIABLE}={seed}, step {step}, {what}");
        let now = t.app.context.now().get();
        let mut asked = some_lists(&mut history.numbers);
        asked.extend(some_searches(&mut history.numbers, 6, now));
        compare(&nodes, &t.key, &asked, &when).await;
        windows::compare(&nodes, t.org, &mut history.numbers, 6, &when).await;
        // Rebuilds dropped indexes, as a server does in the background.
        for node in &nodes {
            node.build().await;
        }
        assert_indexed(t, &nodes, &when);
        if step % EVERY == EVERY - 1 {
            let mut asked = every_list(&nodes[0], &t.key).await;
            asked.extend(some_searches(&mut history.numbers, 40, now));
            compare(&nodes, &t.key, &asked, &when).await;
            windows::compare(&nodes, t.org, &mut history.numbers, 40, &when).await;
            history.learn(&nodes[0]).await;
        }
    }
    let [plain, _, other] = nodes;
    plain.close().await;
    other.close().await;
}

#[test]
fn any_history_is_answered_alike_with_and_without_an_index_on_sqlite() {
    any(Engine::Sqlite, SEED_VARIABLE, history);
}

#[test]
fn any_history_is_answered_alike_with_and_without_an_index_on_postgres() {
    any(Engine::Postgres, SEED_VARIABLE, history);
}

/// Compares all lists, and some searches.
async fn compare_all(t: &Test, nodes: &[Node], when: &str) {
    let mut asked = every_list(&nodes[0], &t.key).await;
    let mut numbers = crate::search_random::rows::Numbers(77);
    asked.extend(some_searches(&mut numbers, 60, t.app.context.now().get()));
    compare(nodes, &t.key, &asked, when).await;
    windows::compare(nodes, t.org, &mut numbers, 40, when).await;
}

engines! {
    async fn lists_and_searches_are_answered_from_the_index(t: &Test) {
        let nodes = nodes(t).await;
        // Rows without a change in the feed, so the index cannot know these rows.
        let customers = vec![crate::objects::customer(900)];
        let unseen = deskbell_testkit::put::Put { customers, ..Default::default() };
        t.app.context.store.write(t.org, Origin::COMMAND, unseen).await.unwrap();
        for asked in [
            Asked::list("/v1/customers"),
            Asked::search("/v1/customers/search", json!({"filter": []})),
        ] {
            let plain = nodes[0].ask(&t.key, &asked).await;
            assert_ne!(plain, nodes[1].ask(&t.key, &asked).await, "{asked:?}");
            assert_ne!(plain, nodes[2].ask(&t.key, &asked).await, "{asked:?}");
        }
        t.app.indexes.rebuild_index(t.org).await.unwrap();
        compare_all(t, &nodes[..2], "after it was built again").await;
        let [plain, _, other] = nodes;
        plain.close().await;
        other.close().await;
    }

    async fn a_new_name_or_colour_shows_at_once_wherever_it_stands(t: &Test) {
        let nodes = nodes(t).await;
        compare_all(t, &nodes, "at first").await;
        let chat = t.get("/v1/chats").await.json()["data"][0].clone();
        let customer = chat["customer"]["id"].as_i64().unwrap();
        let tags = json!({"tags": [{"name": "vip", "color": "#010203"}]});
        let target = format!("/v1/customers/{customer}");
        for (target, body, shown) in [
            (target.clone(), json!({"name": "Another Name"}), "Another Name"),
            (target.clone(), json!({"notes": "seen by all"}), "seen by all"),
            (format!("{target}/tags"), tags, "#010203"),
        ] {
            let method = if target.ends_with("tags") { Method::PUT } else { Method::PATCH };
            let answer = nodes[1].call(&t.key, method, &target, &body).await;
            assert_eq!(answer.status, 200);
            look(&nodes, 1).await;
            compare_all(t, &nodes, shown).await;
            let list = if shown.starts_with('#') { "/v1/customers" } else { "/v1/chats" };
            let page = nodes[2].ask(&t.key, &Asked::list(list)).await;
            assert!(String::from_utf8(page).unwrap().contains(shown), "{shown}");
        }
        let [plain, _, other] = nodes;
        plain.close().await;
        other.close().await;
    }

    async fn more_changes_than_are_taken_in_at_once_and_their_end_are_shown(t: &Test) {
        let nodes = nodes(t).await;
        let mut history = History::of(t, &nodes[0], 5).await;
        compare_all(t, &nodes, "at first").await;
        // Some customers change, more changes follow than an index takes in one step, and then
        // those customers are deleted. So the first step's changes are about objects that are gone.
        let gone: Vec<_> = history.customers.iter().take(12).copied().collect();
        for id in &gone {
            let body = json!({"name": "Soon gone"});
            let target = format!("/v1/customers/{id}");
            assert_eq!(t.call(Method::PATCH, &target, &body).await.status, 200);
        }
        let new = |number: usize| json!({"name": format!("New {number}")});
        for number in 0..20 {
            assert_eq!(t.post("/v1/customers", &new(number)).await.status, 201);
        }
        history.import(1, u64::from(INDEX_CHANGES_AT_ONCE) + 500).await;
        for id in &gone {
            let target = format!("/v1/customers/{id}");
            assert!(t.send(Method::DELETE, &target, &[]).await.status < 300);
        }
        for number in 20..40 {
            let made = t.post("/v1/customers", &new(number)).await.json();
            let body = json!({"customer": made["id"], "application": 1});
            assert_eq!(t.post("/v1/chats", &body).await.status, 201);
        }
        look(&nodes, 1).await;
        compare_all(t, &nodes, "after everything").await;
        assert_indexed(t, &nodes, "it was followed, not built again");
        let [plain, _, other] = nodes;
        plain.close().await;
        other.close().await;
    }

    async fn an_index_that_fell_behind_what_is_kept_is_built_again(t: &Test) {
        let nodes = nodes(t).await;
        for number in 0..30 {
            let body = json!({"name": format!("Name {number}")});
            assert_eq!(t.post("/v1/customers", &body).await.status, 201);
        }
        let kept = u64::from(t.app.context.settings.changes_kept_days);
        t.clock.advance(Duration::from_secs((kept + 1) * 86_400));
        assert_eq!(t.post("/v1/customers", &json!({"name": "Last"})).await.status, 201);
        while jobs::run_due(&t.app).await.unwrap() {}
        look(&nodes, 1).await;
        compare_all(t, &nodes, "what it did not know is forgotten").await;
        assert_eq!(t.app.indexes.index_state(t.org), Some(IndexState::Building));
        for node in &nodes {
            node.build().await;
        }
        assert_indexed(t, &nodes, "built again");
        compare_all(t, &nodes, "built again").await;
        let [plain, _, other] = nodes;
        plain.close().await;
        other.close().await;
    }
}
