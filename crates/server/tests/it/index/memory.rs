//! Indexes with little memory: cached JSON is dropped and rendered again, or the database answers.
//! The bytes are always the same.

use std::time::Duration;

use axum::http::Method;
use deskbell_app::index::IndexState;
use deskbell_app::index::limits::INDEX_COLD_MS;
use deskbell_app::{Caller, jobs};
use deskbell_model::limits::INDEX_MEMORY_MIB;
use deskbell_model::{OrgId, Scope};
use deskbell_testkit::{Test, engines};
use serde_json::json;

use super::history::History;
use super::nodes::{Asked, Node, compare, every_list, some_searches};
use crate::objects::put;
use crate::search_random::rows::{Numbers, made_up};

/// A number of customers with long texts whose index takes between 512 KiB and 1 MiB.
const CUSTOMERS: u64 = 700;
/// A number of chats whose JSON takes more than 1 MiB.
const CHATS: u64 = 1_800;

/// The memory limit of the nodes with little memory, in bytes.
const MEBIBYTE: usize = 1024 * 1024;

/// Adds customers with long, different texts.
async fn add_customers(t: &Test, key: &str) {
    for number in 0..CUSTOMERS {
        let text = format!("{number:0250}");
        let body = json!({"name": text, "company": text, "userId": text}).to_string();
        let made = t.call_as(key, Method::POST, "/v1/customers", body).await;
        assert_eq!(made.status, 201);
    }
}

/// Grows the indexes of two organizations on a node with memory for only one index; returns the
/// states of both indexes. The second index grows `pause_ms` after the first index was used.
async fn grown(t: &Test, pause_ms: u64) -> [Option<IndexState>; 2] {
    let (org, key) = t.another_organization().await;
    let plain = Node::over(t, None).await;
    let node = Node::over(t, Some(1)).await;
    let list = Asked::list("/v1/customers");
    for key in [&t.key, &key] {
        node.ask(key, &list).await;
    }
    node.build().await;
    let states = || [t.org, org].map(|org| node.app.indexes.index_state(org));
    assert_eq!(states(), [Some(IndexState::Ready); 2], "both are small");
    add_customers(t, &t.key).await;
    add_customers(t, &key).await;
    jobs::look::step(&node.app).await.unwrap();
    node.ask(&t.key, &list).await;
    assert_eq!(states(), [Some(IndexState::Ready); 2], "one has grown");
    assert!((MEBIBYTE / 2..MEBIBYTE).contains(&node.app.indexes.used_bytes()));
    t.clock.advance(Duration::from_millis(pause_ms));
    node.ask(&key, &list).await;
    assert!(node.app.indexes.used_bytes() <= MEBIBYTE);
    let states = states();
    let nodes = [plain, node];
    for key in [&t.key, &key] {
        compare(&nodes, key, &every_list(&nodes[0], key).await, "both have grown").await;
    }
    for node in nodes {
        node.close().await;
    }
    states
}

engines! {
    async fn hardly_any_memory_and_none_give_the_same_bytes(t: &Test) {
        put(t, made_up()).await;
        let plain = Node::over(t, None).await;
        let mut history = History::of(t, &plain, 3).await;
        history.seed(CHATS).await;
        let nodes = [
            plain,
            Node::over(t, Some(INDEX_MEMORY_MIB)).await,
            Node::over(t, Some(1)).await,
            Node::over(t, Some(0)).await,
        ];
        let states = || nodes.each_ref().map(|node| node.app.indexes.index_state(t.org));
        let expected =
            [None, Some(IndexState::Ready), Some(IndexState::Ready), Some(IndexState::TooLarge)];
        assert_eq!(states(), expected);
        let mut numbers = Numbers(9);
        for round in 0..2 {
            let mut asked = every_list(&nodes[0], &t.key).await;
            let pages = (0..=CHATS / 100).map(|page| page * 100);
            asked.extend(pages.map(|offset| Asked::list(format!("/v1/chats?offset={offset}"))));
            asked.extend(some_searches(&mut numbers, 30, t.app.context.now().get()));
            compare(&nodes, &t.key, &asked, &format!("round {round}")).await;
            for _ in 0..20 {
                history.step(&nodes[0]).await;
            }
            for node in &nodes {
                jobs::look::step(&node.app).await.unwrap();
            }
            // Some steps let so much time pass that changes are swept.
            let asked = some_searches(&mut numbers, 2, t.app.context.now().get());
            compare(&nodes, &t.key, &asked, "after some steps").await;
            for node in &nodes {
                node.build().await;
            }
        }
        assert_eq!(states(), expected);
        for node in nodes {
            node.close().await;
        }
    }

    async fn an_organization_made_later_is_indexed_though_others_filled_the_memory(t: &Test) {
        put(t, made_up()).await;
        let plain = Node::over(t, None).await;
        History::of(t, &plain, 3).await.seed(CHATS).await;
        let node = Node::over(t, Some(1)).await;
        for offset in 0..=CHATS / 100 {
            let page = Asked::list(format!("/v1/chats?offset={}", offset * 100));
            node.ask(&t.key, &page).await;
        }
        let org = t.app.actions.create_organization("later.example").await.unwrap();
        let key =
            t.app.access.create_key(Caller::command(org), "later", Scope::Full).await.unwrap();
        assert_eq!(node.app.indexes.index_state(org), None);
        let made = node.call(&key, Method::POST, "/v1/customers", &json!({})).await;
        assert_eq!(made.status, 201);
        let nodes = [plain, node];
        let lists = every_list(&nodes[0], &key).await;
        compare(&nodes, &key, &lists, "asked for the first time").await;
        assert_eq!(nodes[1].app.indexes.index_state(org), Some(IndexState::Building));
        nodes[1].build().await;
        assert_eq!(nodes[1].app.indexes.index_state(org), Some(IndexState::Ready));
        compare(&nodes, &key, &lists, "built").await;
        let lists = every_list(&nodes[0], &t.key).await;
        compare(&nodes, &t.key, &lists, "of the one that was there before").await;
        assert_eq!(nodes[1].app.indexes.index_state(t.org), Some(IndexState::Ready));
        // A rebuild can use the memory of the index that it replaces.
        for _ in 0..3 {
            nodes[1].app.indexes.rebuild_index(t.org).await.unwrap();
            assert_eq!(nodes[1].app.indexes.index_state(t.org), Some(IndexState::Ready));
        }
        for node in nodes {
            node.close().await;
        }
    }

    async fn a_cold_index_gives_way_to_one_that_is_asked_for(t: &Test) {
        let (org, key) = t.another_organization().await;
        add_customers(t, &t.key).await;
        add_customers(t, &key).await;
        let node = Node::over(t, Some(1)).await;
        let indexes = &node.app.indexes;
        let states = || [t.org, org].map(|org| indexes.index_state(org));
        let (ready, too_large) = (Some(IndexState::Ready), Some(IndexState::TooLarge));
        assert_eq!(states(), [ready, too_large], "there is room for one");
        let list = Asked::list("/v1/customers");
        let expected = node.ask(&key, &list).await;
        t.clock.advance(Duration::from_millis(INDEX_COLD_MS));
        // The first index was used just now, so it stays.
        node.ask(&t.key, &list).await;
        node.ask(&key, &list).await;
        while !indexes.build_wanted().await && states()[1] != too_large {}
        assert_eq!(states(), [ready, too_large]);
        t.clock.advance(Duration::from_millis(INDEX_COLD_MS));
        node.ask(&key, &list).await;
        while !indexes.build_wanted().await {}
        assert_eq!(states(), [None, ready], "the cold one went");
        assert_eq!(node.ask(&key, &list).await, expected);
        node.close().await;
    }

    async fn an_index_that_grows_does_not_take_the_memory_of_another(t: &Test) {
        let states = grown(t, 0).await;
        assert_eq!(states, [Some(IndexState::Ready), Some(IndexState::TooLarge)]);
    }

    async fn an_index_that_grows_takes_the_memory_of_a_cold_one(t: &Test) {
        let states = grown(t, INDEX_COLD_MS).await;
        assert_eq!(states, [None, Some(IndexState::Ready)]);
    }

    async fn indexes_that_are_built_at_once_stay_within_the_memory_together(t: &Test) {
        let mut orgs = vec![t.org];
        add_customers(t, &t.key).await;
        for number in 0..3 {
            let domain = format!("other{number}.example");
            let org = t.app.actions.create_organization(&domain).await.unwrap();
            let caller = Caller::command(org);
            let key = t.app.access.create_key(caller, "other", Scope::Full).await.unwrap();
            add_customers(t, &key).await;
            orgs.push(org);
        }
        let node = Node::over(t, Some(2)).await;
        let indexes = &node.app.indexes;
        let is_ready = |org: &&OrgId| indexes.index_state(**org) == Some(IndexState::Ready);
        assert!((2..4).contains(&orgs.iter().filter(is_ready).count()));
        assert!((MEBIBYTE..=2 * MEBIBYTE).contains(&indexes.used_bytes()));
        node.close().await;
    }
}
