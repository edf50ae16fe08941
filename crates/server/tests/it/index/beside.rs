//! Lists that are read during writes: each list is a consistent snapshot with every write that any
//! node acknowledged before the request.

use deskbell_app::jobs;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::http::Method;
use deskbell_lab::postgres::outage::{Line, Outage};
use deskbell_model::limits::INDEX_MEMORY_MIB;
use deskbell_storage::Location;
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, Test, block_on, engines};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::nodes::{Asked, Node, compare, every_list};
use crate::objects::{ids, put};
use crate::search_random::rows::made_up;

/// The number of chats that each writer creates.
const CHATS_EACH: usize = 40;
/// The number of lists that each reader requests.
const LISTS_EACH: usize = 120;

/// Creates a chat with a new message; returns the chat's id.
async fn write(node: &Node, key: &str, customer: usize) -> i64 {
    let body = json!({"customer": customer, "application": 1});
    let made = node.call(key, Method::POST, "/v1/chats", &body).await;
    assert_eq!(made.status, 201);
    let chat = made.json()["id"].as_i64().unwrap();
    let body = json!({"chat": chat, "text": "hello"});
    assert_eq!(node.call(key, Method::POST, "/v1/messages", &body).await.status, 201);
    chat
}

/// Writes through one node, and checks that the other nodes show each write immediately.
async fn writer(nodes: Vec<Node>, key: String, number: usize, written: Arc<AtomicU64>) {
    let is_alone = nodes[0].app.context.store.engine() == Engine::Sqlite;
    for _ in 0..CHATS_EACH {
        let chat = write(&nodes[number], &key, number + 1).await;
        written.fetch_add(1, Ordering::SeqCst);
        for (place, node) in nodes.iter().enumerate() {
            if is_alone && place != number {
                jobs::look::step(&node.app).await.unwrap();
            }
            let list = "/v1/chats?sort=chats.createdAt&limit=100";
            let page: Value =
                serde_json::from_slice(&node.ask(&key, &Asked::list(list)).await).unwrap();
            assert!(ids(&page).contains(&chat), "chat {chat} of {number} is not at {place}");
            let filter = json!([{"field": "chats.customer", "operator": "=", "value": number + 1},
                                {"field": "chats.status", "operator": "=", "value": "new"}]);
            let search = json!({"filter": filter, "sort": "createdAt", "limit": 100});
            let found = node.ask(&key, &Asked::search("/v1/chats/search", search)).await;
            let found: Value = serde_json::from_slice(&found).unwrap();
            assert!(ids(&found).contains(&chat), "chat {chat} of {number} is not found at {place}");
        }
    }
}

/// Asserts that a page is a consistent snapshot.
fn check(page: &Value, offset: u64, is_asc: bool, before: u64) {
    let total = page["meta"]["total"].as_u64().unwrap();
    assert!(total >= before, "{total} chats, of which {before} were answered before");
    let found = ids(page);
    let expected = total.saturating_sub(offset).min(100);
    assert_eq!(found.len() as u64, expected, "of {total} behind {offset}");
    assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), found.len(), "a chat stands twice");
    let keys = page["data"].as_array().unwrap().iter();
    let mut keys: Vec<_> =
        keys.map(|it| (it["lastMessageAt"].as_i64(), -it["id"].as_i64().unwrap())).collect();
    if !is_asc {
        keys.reverse();
    }
    assert!(keys.is_sorted(), "{keys:?}");
}

async fn reader(node: Node, key: String, number: usize, start: u64, written: Arc<AtomicU64>) {
    let is_alone = node.app.context.store.engine() == Engine::Sqlite;
    for round in 0..LISTS_EACH {
        let before = start + written.load(Ordering::SeqCst);
        if is_alone {
            jobs::look::step(&node.app).await.unwrap();
        }
        let is_asc = (round + number).is_multiple_of(2);
        let order = if is_asc { "asc" } else { "desc" };
        let offset = [0, 50, 130][round % 3];
        let list = format!("/v1/chats?sort=chats.lastMessageAt&order={order}&offset={offset}");
        let page = node.ask(&key, &Asked::list(list)).await;
        check(&serde_json::from_slice(&page).unwrap(), offset, is_asc, before);
    }
}

engines! {
    async fn what_was_answered_anywhere_is_in_every_list_asked_for_after_it(t: &Test) {
        put(t, made_up()).await;
        let start = made_up().chats.len() as u64;
        let nodes = vec![Node::of(t), Node::over(t, Some(INDEX_MEMORY_MIB)).await];
        let written = Arc::new(AtomicU64::new(0));
        let mut tasks = JoinSet::new();
        for number in 0..2 {
            let written = Arc::clone(&written);
            tasks.spawn(writer(nodes.clone(), t.key.clone(), number, written));
        }
        for number in 0..4 {
            let (node, written) = (nodes[number % 2].clone(), Arc::clone(&written));
            tasks.spawn(reader(node, t.key.clone(), number, start, written));
        }
        while let Some(task) = tasks.join_next().await {
            task.unwrap();
        }
        let plain = Node::over(t, None).await;
        for node in &nodes {
            jobs::look::step(&node.app).await.unwrap();
        }
        let nodes = [plain, nodes[0].clone(), nodes[1].clone()];
        compare(&nodes, &t.key, &every_list(&nodes[0], &t.key).await, "in the end").await;
        let [plain, _, other] = nodes;
        plain.close().await;
        other.close().await;
    }

    async fn a_read_that_is_given_up_leaves_the_index_whole(t: &Test) {
        put(t, made_up()).await;
        let plain = Node::over(t, None).await;
        let node = Node::over(t, Some(INDEX_MEMORY_MIB)).await;
        let list = Asked::list("/v1/chats?sort=chats.lastMessageAt");
        for round in 0..60 {
            write(&Node::of(t), &t.key, 1).await;
            jobs::look::step(&node.app).await.unwrap();
            // The client disconnects at a varying time.
            let moment = Duration::from_micros(150 * (round % 12));
            let _ = timeout(moment, node.ask(&t.key, &list)).await;
            let nodes = [plain.clone(), node.clone()];
            compare(&nodes, &t.key, std::slice::from_ref(&list), "after one given up").await;
        }
        compare(
            &[plain.clone(), node.clone()],
            &t.key,
            &every_list(&plain, &t.key).await,
            "in the end",
        )
        .await;
        plain.close().await;
        node.close().await;
    }
}

/// After a failover, the new primary lacks the last acknowledged change, which nodes with an index
/// must no longer show.
#[test]
fn nothing_is_shown_that_a_server_which_took_over_does_not_have() {
    block_on(async {
        let t = Test::new(Engine::Postgres).await;
        put(&t, made_up()).await;
        let mut outage = Outage::before(&t.database.url).await;
        let second = Database::copy_of(&t.database).await;
        let location = Location::parse(&outage.url).unwrap();
        let node = Node::at(&t, &location, Some(INDEX_MEMORY_MIB)).await;
        let first = Node::over(&t, None).await;
        for number in 1..9 {
            write(&node, &t.key, number).await;
        }
        let nodes = [first, node];
        compare(&nodes, &t.key, &every_list(&nodes[0], &t.key).await, "before").await;
        outage.lead_to(&second.url, Line::Down);
        let plain = Node::at(&t, &second.location, None).await;
        let [first, node] = nodes;
        let nodes = [plain, node];
        let lists = every_list(&nodes[0], &t.key).await;
        compare(&nodes, &t.key, &lists, "after another took over").await;
        nodes[1].build().await;
        compare(&nodes, &t.key, &lists, "built again").await;
        for node in nodes.into_iter().chain([first]) {
            node.close().await;
        }
        drop(outage);
        t.finish().await;
        second.remove().await;
    });
}

/// A node whose connection was cut refuses requests, since its index may be outdated.
#[test]
fn a_node_that_is_cut_off_refuses_until_it_knows_what_others_wrote() {
    block_on(async {
        let t = Test::new(Engine::Postgres).await;
        put(&t, made_up()).await;
        let outage = Outage::before(&t.database.url).await;
        let location = Location::parse(&outage.url).unwrap();
        let node = Node::at(&t, &location, Some(INDEX_MEMORY_MIB)).await;
        let nodes = [Node::over(&t, None).await, node];
        let lists = every_list(&nodes[0], &t.key).await;
        for round in 1..4 {
            compare(&nodes, &t.key, &lists, "before").await;
            outage.set(Line::Down);
            let chat = write(&nodes[0], &t.key, round).await;
            let objects = ["", "/messages"].map(|it| format!("/v1/chats/{chat}{it}"));
            let others = ["/v1/chats/total", "/v1/changes", "/v1/agents"].map(str::to_owned);
            let pages = lists.iter().map(|asked| asked.target.clone());
            for target in pages.chain(objects).chain(others) {
                let answer = nodes[1].call(&t.key, Method::GET, &target, &Value::Null).await;
                assert_eq!(answer.errors().0, 503, "{target}");
                assert_eq!(answer.header("retry-after"), Some("1"));
            }
            outage.set(Line::Up);
        }
        compare(&nodes, &t.key, &lists, "afterwards").await;
        for node in nodes {
            node.close().await;
        }
        drop(outage);
        t.finish().await;
    });
}
