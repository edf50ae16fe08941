//! The main use case: a client reads all 23,905 chats in every sort and order, and all messages of
//! every chat, page by page. Both engines must return the same bytes.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use deskbell_testkit::{Test, run_both};
use deskbell_transfer::seed::{Plan, seed};
use serde_json::Value;

use crate::objects::{put, put_of_chats, seed_chats};
use crate::seed::Silent;

/// The total number of chats in the contract's example.
const CHATS: u64 = 23_905;

async fn fill(t: &Test) {
    let plan = Plan { chats: CHATS - 3, messages_per_chat: 3, seed: 7 };
    seed(&t.app, t.org, plan, &mut Silent).await.unwrap();
    put(t, put_of_chats(&seed_chats())).await;
}

/// Sends a request to both engines; checks that the bytes are the same.
async fn same(first: &Test, second: &Test, target: &str) -> Value {
    let (one, two) = tokio::join!(first.get(target), second.get(target));
    assert_eq!(one.status, two.status, "{target}");
    assert!(one.body == two.body, "the engines differ on {target}");
    one.json()
}

/// Reads all chats of a query, page by page.
async fn every_chat(first: &Test, second: &Test, query: &str) -> Vec<Value> {
    let mut all = Vec::new();
    loop {
        let target = format!("/v1/chats?{query}limit=100&offset={}", all.len());
        let page = same(first, second, &target).await;
        assert_eq!(page["meta"]["total"], CHATS);
        let Value::Array(items) = page["data"].clone() else { panic!("{page}") };
        if items.is_empty() {
            return all;
        }
        all.extend(items);
    }
}

fn id(chat: &Value) -> i64 {
    chat["id"].as_i64().unwrap()
}

async fn every_order(first: &Test, second: &Test, chats: &[Value]) {
    for key in ["createdAt", "lastCustomerMessageAt", "lastMessageAt", "closedAt"] {
        // Null is lower than every value; of equal keys, ascending order has the larger id first.
        let mut expected: Vec<_> =
            chats.iter().map(|it| (it[key].as_i64(), Reverse(id(it)))).collect();
        expected.sort_unstable();
        let mut expected: Vec<_> = expected.into_iter().map(|(_, Reverse(id))| id).collect();
        for order in ["asc", "desc"] {
            let query = format!("sort=chats.{key}&order={order}&");
            let found = every_chat(first, second, &query).await;
            assert!(found.iter().map(id).eq(expected.iter().copied()), "{key} {order}");
            if (key, order) == ("closedAt", "asc") {
                let ids: Vec<_> = found.iter().take(3).map(id).collect();
                assert_eq!(ids, [5_217_453, 5_215_634, 5_215_633]);
            }
            expected.reverse();
        }
    }
}

/// Reads all messages of a chat, page by page; empty for a chat without messages.
async fn every_message(first: &Test, second: &Test, chat: i64) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    loop {
        let target = format!("/v1/chats/{chat}/messages?limit=4&offset={}", all.len());
        let page = same(first, second, &target).await;
        if page["errors"][0]["code"] == "messages_not_found" {
            return all;
        }
        let Value::Array(items) = page["messages"].clone() else { panic!("{page}") };
        all.extend(items);
        if all.len() as u64 == page["total"].as_u64().unwrap() {
            return all;
        }
        assert!((all.len() as u64) < page["total"].as_u64().unwrap());
    }
}

#[test]
fn a_client_reads_every_chat_and_every_message_once_and_in_order_from_both_engines() {
    run_both(async |first: &Test, second: &Test| {
        fill(first).await;
        fill(second).await;
        let chats = every_chat(first, second, "").await;
        let ids: BTreeSet<_> = chats.iter().map(id).collect();
        assert_eq!((chats.len() as u64, ids.len() as u64), (CHATS, CHATS));
        every_order(first, second, &chats).await;
        let mut seen = BTreeSet::new();
        for chat in &chats {
            let messages = every_message(first, second, id(chat)).await;
            let times: Vec<_> =
                messages.iter().map(|it| it["createdAt"].as_str().unwrap()).collect();
            assert!(times.is_sorted_by(|newer, older| newer >= older), "{chat}");
            assert!(messages.iter().all(|message| message["chat"] == chat["id"]));
            if let Some(last) = messages.first() {
                assert_eq!(chat["lastMessageId"], last["id"]);
                assert_eq!(chat["lastMessageText"], last["text"]);
            }
            let before = seen.len();
            seen.extend(messages.iter().map(id));
            assert_eq!(seen.len(), before + messages.len(), "a message stands in two chats");
        }
        // The ids are consecutive, so no row was skipped.
        assert_eq!(seen.first(), Some(&1));
        assert_eq!(seen.last(), Some(&i64::try_from(seen.len()).unwrap()));
    });
}
