//! A failover of PostgreSQL: the same address leads to another server with a copy of the data.

use deskbell_lab::postgres::outage::{Line, Outage};
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};

use super::node::Node;
use crate::process::fails;

/// The statement that makes a session read-only, as on a former primary or a replica.
const READ_ONLY: &str = "SET default_transaction_read_only = on";

/// Starts a node whose connections to the database pass a proxy, which the test can interrupt. Then
/// makes the node use every connection pool.
async fn node_behind_a_line() -> (Database, Outage, Node) {
    let first = Database::migrated(Engine::Postgres).await;
    let outage = Outage::before(&first.url).await;
    let node = Node::on(&outage.url).await;
    node.works().await;
    (first, outage, node)
}

async fn finish(node: Node, lines: Vec<Outage>, databases: [Database; 2]) {
    node.app.context.store.close().await;
    drop(lines);
    for database in databases {
        database.remove().await;
    }
}

#[test]
fn a_postgres_that_fails_over_is_503_until_the_address_leads_to_the_other() {
    block_on(async {
        let (first, mut outage, node) = node_behind_a_line().await;
        outage.set(Line::Down);
        node.is_away().await;
        let second = Database::copy_of(&first).await;
        node.is_away().await;
        outage.lead_to(&second.url, Line::Down);
        node.works().await;
        assert_eq!(node.changes().await, ["key", "kept", "kept"]);
        finish(node, vec![outage], [first, second]).await;
    });
}

/// The database server vanishes without closing its connections. Only one request waits until its
/// deadline before the loss is noticed; other requests wait less.
#[test]
fn one_request_finds_out_that_a_server_is_gone_for_good() {
    block_on(async {
        let (first, mut outage, node) = node_behind_a_line().await;
        outage.set(Line::Silent);
        let second = Database::copy_of(&first).await;
        outage.lead_to(&second.url, Line::Silent);
        node.clock.advance(std::time::Duration::from_secs(1));
        node.is_unavailable("/v1/chats").await;
        node.works().await;
        finish(node, vec![outage], [first, second]).await;
    });
}

#[test]
fn a_server_that_takes_no_writes_is_not_read_from_either() {
    block_on(async {
        let (first, mut outage, node) = node_behind_a_line().await;
        let second = Database::copy_of(&first).await;
        first.on_postgres().alter(READ_ONLY).await;
        first.on_postgres().end_sessions().await;
        node.is_away().await;
        let talk = fails(&outage.url, 1, &["serve", "--listen", "127.0.0.1:0"]);
        assert!(talk.contains("does not allow writes"), "{talk}");
        assert!(talk.contains("check that") && talk.contains("you may write to it"), "{talk}");
        outage.lead_to(&second.url, Line::Up);
        node.works().await;
        finish(node, vec![outage], [first, second]).await;
    });
}

#[test]
fn of_several_hosts_the_one_that_takes_writes_is_used() {
    block_on(async {
        let first = Database::migrated(Engine::Postgres).await;
        let primary = Outage::before(&first.url).await;
        let mut replica = Outage::before(&first.url).await;
        replica.set(Line::Down);
        let (begin, database) = replica.url.rsplit_once('/').unwrap();
        let (_, port) = primary.url.rsplit_once('/').unwrap().0.rsplit_once(':').unwrap();
        let node = Node::on(&format!("{begin},127.0.0.1:{port}/{database}")).await;
        let second = Database::copy_of(&first).await;
        second.on_postgres().alter(READ_ONLY).await;
        replica.lead_to(&second.url, Line::Down);
        node.recovers().await;
        primary.set(Line::Down);
        node.is_away().await;
        // Promotes the replica.
        second.on_postgres().alter("RESET default_transaction_read_only").await;
        node.recovers().await;
        finish(node, vec![primary, replica], [first, second]).await;
    });
}
