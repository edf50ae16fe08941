//! Checks of the contract's section 4: the order of every list. Other users may change the data at
//! the same time. Therefore exact rows are checked only where a filter selects the run's own rows;
//! in all other lists, only the order is checked.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::check::{Check, check};
use crate::client::another_second;
use crate::expect::Answer;
use crate::outcome::{Done, Outcome};
use crate::world::World;

const CHAT_SORTS: [&str; 4] = ["createdAt", "lastCustomerMessageAt", "lastMessageAt", "closedAt"];

pub fn checks() -> Vec<Check> {
    vec![
        check!("4", order_in_any_case, "order is asc or desc in any case"),
        check!("4", default_orders, "sort alone is desc, order alone uses the default sort"),
        check!(
            "4",
            null_is_lowest,
            "GET /chats: null is lower than every value, equal keys in turn"
        ),
        check!(
            "4",
            customers_are_sorted,
            "GET /customers: the same, by what was first or last seen"
        ),
        check!("4", exact_orders, "desc is asc reversed; equal keys: asc has the larger id first"),
        check!("4", customers_exactly, "Customers sort by firstSeen and lastSeen, null lowest"),
        check!("4", customers_by_age, "Customers sort by createdAt, desc, by default"),
    ]
}

fn order_in_any_case(w: &World) -> Done {
    for order in ["asc", "ASC", "Asc", "desc", "DESC", "dEsC"] {
        w.get(&format!("/v1/chats?order={order}&limit=1"))?.ok()?;
        w.get(&format!("/v1/customers?order={order}&limit=1"))?.ok()?;
        w.post("/v1/chats/search", &json!({"order": order, "limit": 1}))?.ok()?;
    }
    Ok(())
}

/// Requires that an answer's rows are in order. In ascending order, null is the lowest key, and of
/// two rows with equal keys, the row with the larger id comes first. Descending order is the
/// reverse.
pub fn is_sorted(answer: &Answer, key: &str, is_asc: bool) -> Done {
    let rows = answer.ok()?.at("/data").list()?;
    let place = |row: &Value| (row[key].as_i64(), row["id"].as_i64().map(std::cmp::Reverse));
    let fits = |pair: &[Value]| {
        let (one, next) = (place(&pair[0]), place(&pair[1]));
        if is_asc { one < next } else { one > next }
    };
    let Some(at) = rows.windows(2).position(|pair| !fits(pair)) else { return Ok(()) };
    let say = |row: &Value| format!("{key} {} with id {}", row[key], row["id"]);
    let came = format!("{}, then {}", say(&rows[at]), say(&rows[at + 1]));
    let order = if is_asc { "asc" } else { "desc" };
    Err(answer.fail(format!("rows by {key} {order}"), came))
}

fn default_orders(w: &World) -> Done {
    for _ in 0..3 {
        w.chat()?;
    }
    is_sorted(&w.get("/v1/chats")?, "createdAt", false)?;
    is_sorted(&w.get("/v1/chats?order=asc")?, "createdAt", true)?;
    is_sorted(&w.get("/v1/chats?order=desc")?, "createdAt", false)?;
    is_sorted(&w.get("/v1/chats?sort=chats.lastMessageAt")?, "lastMessageAt", false)?;
    is_sorted(&w.get("/v1/customers?sort=customers.lastSeen")?, "lastSeen", false)?;
    Ok(())
}

/// Checks the order of the first and the last page, in both directions.
fn pages(w: &World, path: &str, key: &str) -> Done {
    for (order, is_asc) in [("asc", true), ("desc", false)] {
        let path = format!("{path}&order={order}");
        let first = w.get(&path)?;
        is_sorted(&first, key, is_asc)?;
        let total = first.at("/meta/total").int()?;
        is_sorted(&w.get(&format!("{path}&offset={}", (total - 100).max(0)))?, key, is_asc)?;
    }
    Ok(())
}

fn null_is_lowest(w: &World) -> Done {
    let chat = w.new_chat()?;
    w.set_status(chat, "closed")?;
    w.chat()?;
    CHAT_SORTS.iter().try_for_each(|key| pages(w, &format!("/v1/chats?sort=chats.{key}"), key))
}

fn customers_are_sorted(w: &World) -> Done {
    w.any_customer()?;
    w.customer(&json!({"firstSeen": 1_593_108_596, "lastSeen": 1_593_108_596}))?;
    w.get("/v1/customers?sort=customers.createdAt&order=asc&limit=5")?.ok()?;
    ["firstSeen", "lastSeen"]
        .iter()
        .try_for_each(|key| pages(w, &format!("/v1/customers?sort=customers.{key}"), key))
}

/// Creates chats of one customer in two different seconds; returns a filter that selects only these
/// chats.
pub fn some_chats(w: &World) -> Outcome<Value> {
    let customer = w.any_customer()?;
    for half in 0..2 {
        let chats: Outcome<Vec<_>> = (0..3).map(|_| w.chat_of(customer)?.id()).collect();
        let chats = chats?;
        w.say(chats[1], "one")?;
        w.say(chats[2], "two")?;
        w.set_status(chats[2], "closed")?;
        if half == 0 {
            another_second();
        }
    }
    Ok(json!([{"field": "chats.customer", "operator": "=", "value": customer}]))
}

fn exact_orders(w: &World) -> Done {
    let filter = some_chats(w)?;
    for key in CHAT_SORTS {
        // In search bodies, the name without `chats.` is valid, too.
        for sort in [format!("chats.{key}"), key.to_owned()] {
            let search = |order: &str| {
                let body = json!({"filter": filter, "sort": sort, "order": order});
                w.post("/v1/chats/search", &body)
            };
            let (asc, desc) = (search("asc")?, search("desc")?);
            is_sorted(&asc, key, true)?;
            asc.at("/data").has(6)?;
            let mut reversed = asc.ids()?;
            reversed.reverse();
            desc.rows(&reversed)?;
        }
    }
    Ok(())
}

fn customers_exactly(w: &World) -> Done {
    let company = w.name("company");
    for seen in [json!(5), json!(null), json!(4_294_967_295_i64), json!(0), json!(5), json!(null)] {
        w.customer(&json!({"company": company, "firstSeen": seen, "lastSeen": seen}))?;
    }
    let filter = json!([{"field": "customers.company", "operator": "=", "value": company}]);
    for key in ["firstSeen", "lastSeen"] {
        for sort in [format!("customers.{key}"), key.to_owned()] {
            let search = |order: &str| {
                let body = json!({"filter": filter, "sort": sort, "order": order});
                w.post("/v1/customers/search", &body)
            };
            let (asc, desc) = (search("asc")?, search("desc")?);
            is_sorted(&asc, key, true)?;
            let mut reversed = asc.ids()?;
            asc.at("/data").has(6)?;
            reversed.reverse();
            desc.rows(&reversed)?;
        }
    }
    Ok(())
}

fn customers_by_age(w: &World) -> Done {
    let company = w.name("company");
    let make = || w.customer(&json!({"company": company}))?.id();
    let older = [make()?, make()?];
    another_second();
    let newer = [make()?, make()?];
    let filter = json!([{"field": "customers.company", "operator": "=", "value": company}]);
    let search = |order: Option<&str>| {
        let body = json!({"filter": filter, "sort": order.map(|_| "createdAt"), "order": order});
        w.post("/v1/customers/search", &body)
    };
    let by_default = search(None)?;
    let asc = search(Some("asc"))?;
    let ids = asc.ok()?.ids()?;
    let halves: Vec<BTreeSet<_>> =
        ids.chunks(2).map(|half| half.iter().copied().collect()).collect();
    asc.same("the older half, then the newer", vec![older.into(), newer.into()], halves)?;
    let reversed: Vec<_> = ids.into_iter().rev().collect();
    search(Some("desc"))?.rows(&reversed)?;
    by_default.ok()?.rows(&reversed)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use deskbell_lab::http::Response;

    fn is_asc_and_desc(rows: &Value) -> (bool, bool) {
        let body = json!({"data": rows}).to_string().into_bytes();
        let response = Response { status: 200, body, ..Response::default() };
        let answer = Answer::new("GET /v1/x".into(), response);
        (is_sorted(&answer, "at", true).is_ok(), is_sorted(&answer, "at", false).is_ok())
    }

    #[test]
    fn an_order_is_right_in_one_direction_only() {
        let mut rows = vec![
            json!({"id": 9, "at": null}),
            json!({"id": 2, "at": null}),
            json!({"id": 8, "at": 5}),
            json!({"id": 3, "at": 5}),
            json!({"id": 4, "at": 6}),
        ];
        assert_eq!(is_asc_and_desc(&json!(rows)), (true, false));
        rows.reverse();
        assert_eq!(is_asc_and_desc(&json!(rows)), (false, true));
    }

    #[test]
    fn wrong_orders_are_found() {
        for (one, next) in [
            (json!({"id": 1, "at": 5}), json!({"id": 2, "at": 5})),
            (json!({"id": 1, "at": 5}), json!({"id": 1, "at": 4})),
            (json!({"id": 1, "at": 0}), json!({"id": 1, "at": null})),
            (json!({"id": 1, "at": 5}), json!({"id": 1, "at": 5})),
        ] {
            assert!(!is_asc_and_desc(&json!([one, next])).0, "{one} {next}");
        }
    }
}
