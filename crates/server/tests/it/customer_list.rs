//! `GET /v1/customers`: pages and orders, which are the same on both engines.

use std::cmp::Reverse;

use deskbell_model::Seconds;
use deskbell_testkit::put::Put;
use deskbell_testkit::{Test, engines, run_both};
use deskbell_transfer::seed::{Plan, seed};
use serde_json::{Value, json};

use crate::objects::{customer, ids, put};
use crate::seed::Silent;

/// Reads all customers in the order of a query; checks that both engines return the same bytes.
async fn every_customer(first: &Test, second: &Test, query: &str) -> Vec<Value> {
    let mut all = Vec::new();
    loop {
        let target = format!("/v1/customers?{query}&limit=37&offset={}", all.len());
        let (one, two) = tokio::join!(first.get(&target), second.get(&target));
        assert_eq!(one.status, 200, "{target}");
        assert!(one.body == two.body, "the engines differ on {target}");
        let page = one.json();
        assert_eq!(page["total"], page["meta"]["total"]);
        let Value::Array(items) = page["data"].clone() else { panic!("{page}") };
        if items.is_empty() {
            assert_eq!(page["total"], all.len());
            return all;
        }
        all.extend(items);
    }
}

#[test]
fn both_engines_list_the_same_customers_in_the_same_order() {
    run_both(async |first: &Test, second: &Test| {
        let plan = Plan { chats: 6_000, messages_per_chat: 1, seed: 7 };
        seed(&first.app, first.org, plan, &mut Silent).await.unwrap();
        seed(&second.app, second.org, plan, &mut Silent).await.unwrap();
        let customers = every_customer(first, second, "sort=customers.createdAt").await;
        assert!(customers.len() >= 600, "{}", customers.len());
        assert!(customers.iter().any(|it| it["tags"].as_array().unwrap().len() > 1));
        for customer in customers.iter().step_by(50) {
            let one = first.get(&format!("/v1/customers/{}", customer["id"])).await;
            assert_eq!(one.json().to_string(), customer.to_string());
        }
        for key in ["firstSeen", "lastSeen"] {
            let id = |it: &Value| it["id"].as_i64().unwrap();
            let mut expected: Vec<_> =
                customers.iter().map(|it| (it[key].as_i64(), Reverse(id(it)))).collect();
            expected.sort_unstable();
            let mut expected: Vec<_> = expected.into_iter().map(|(_, Reverse(id))| id).collect();
            for order in ["asc", "desc"] {
                let query = format!("sort=customers.{key}&order={order}");
                let found = every_customer(first, second, &query).await;
                assert!(found.iter().map(id).eq(expected.iter().copied()), "{key} {order}");
                expected.reverse();
            }
        }
    });
}

engines! {
    async fn lists_sort_by_three_keys_with_null_lowest(t: &Test) {
        let seen = [(Some(9), None), (None, Some(5)), (Some(7), Some(5)), (None, None)];
        let customers = (1..).zip(seen).map(|(id, (first, last))| {
            let mut it = customer(id);
            it.first_seen = first.map(Seconds::new);
            it.last_seen = last.map(Seconds::new);
            it.created_at = Seconds::new(if id == 3 { 4 } else { 5 });
            it
        });
        put(t, Put { customers: customers.collect(), ..Put::default() }).await;
        for (sort, mut expected) in [
            ("customers.firstSeen", vec![4, 2, 3, 1]),
            ("customers.lastSeen", vec![4, 1, 3, 2]),
            ("customers.createdAt", vec![3, 4, 2, 1]),
        ] {
            let asc = t.get(&format!("/v1/customers?sort={sort}&order=asc")).await.json();
            assert_eq!(ids(&asc), expected, "{sort}");
            expected.reverse();
            let desc = t.get(&format!("/v1/customers?sort={sort}")).await.json();
            assert_eq!(ids(&desc), expected, "{sort}");
        }
        assert_eq!(ids(&t.get("/v1/customers").await.json()), [1, 2, 4, 3]);
        assert_eq!(ids(&t.get("/v1/customers?offset=1&limit=2").await.json()), [2, 4]);
        for offset in ["4", "1001", "9223372036854775807"] {
            let page = t.get(&format!("/v1/customers?offset={offset}")).await;
            let expected = json!({"data": [], "total": 4, "meta": {"total": 4}});
            assert_eq!((page.status, page.json()), (200, expected));
        }
        for bad in ["chats.createdAt", "createdAt", "customers.name", ""] {
            assert_eq!(t.get(&format!("/v1/customers?sort={bad}")).await.status, 400, "{bad}");
        }
    }
}
