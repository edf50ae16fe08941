//! Forged cursors: of another list, truncated, changed, or made up. The server refuses them without
//! side effects.

use axum::http::Method;
use deskbell_testkit::{Receiver, Test, engines};
use serde_json::{Value, json};

use super::{desk, page, read, some_chats};

fn refused() -> (u16, Vec<(String, String)>) {
    let told = ("validation_error".to_owned(), "cursor value is invalid".to_owned());
    (400, vec![told])
}

/// Returns the requests for all lists and searches that have cursors.
fn lists() -> Vec<(&'static str, Value)> {
    let find = |sort: &str, order: &str, filter: Value| -> Value {
        json!({"sort": sort, "order": order, "filter": filter, "limit": 1})
    };
    let named = json!([{"field": "customers.name", "operator": "=", "value": null}]);
    let owned = json!([{"field": "chats.customer", "operator": "=", "value": 1}]);
    let not = json!([{"field": "chats.customer", "operator": "!=", "value": 2}]);
    vec![
        ("/v1/chats?limit=1", Value::Null),
        ("/v1/chats?limit=1&order=asc", Value::Null),
        ("/v1/chats?limit=1&sort=chats.closedAt", Value::Null),
        ("/v1/chats?limit=1&sort=chats.lastMessageAt", Value::Null),
        ("/v1/customers?limit=1", Value::Null),
        ("/v1/customers?limit=1&sort=customers.lastSeen", Value::Null),
        ("/v1/agents?limit=1", Value::Null),
        ("/v1/departments?limit=1", Value::Null),
        ("/v1/applications?limit=1", Value::Null),
        ("/v1/webhooks?limit=1", Value::Null),
        ("/v1/webhooks/1/deliveries?limit=1", Value::Null),
        ("/v1/webhooks/2/deliveries?limit=1", Value::Null),
        ("/v1/chats/1/messages?limit=1", Value::Null),
        ("/v1/chats/2/messages?limit=1", Value::Null),
        ("/v1/chats/search", find("createdAt", "desc", Value::Null)),
        ("/v1/chats/search", find("createdAt", "desc", owned.clone())),
        ("/v1/chats/search", find("createdAt", "desc", not)),
        ("/v1/chats/search", find("closedAt", "desc", owned.clone())),
        ("/v1/chats/search", find("closedAt", "asc", owned)),
        ("/v1/customers/search", find("createdAt", "desc", Value::Null)),
        ("/v1/customers/search", find("createdAt", "desc", named)),
    ]
}

/// Sends a request with a key and a cursor.
async fn ask(
    t: &Test,
    key: &str,
    (target, body): &(&str, Value),
    cursor: &str,
) -> deskbell_testkit::Answer {
    if body.is_null() {
        let cursor: String = cursor.bytes().map(|byte| format!("%{byte:02x}")).collect();
        return t.call_as(key, Method::GET, &format!("{target}&cursor={cursor}"), "").await;
    }
    let mut body = body.clone();
    body["cursor"] = json!(cursor);
    t.call_as(key, Method::POST, target, body.to_string()).await
}

engines! {
    async fn a_cursor_is_taken_by_the_list_it_came_from_alone(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        for chat in [1, 1, 2, 2] {
            let body = json!({"chat": chat, "text": "hello"});
            assert_eq!(t.post("/v1/messages", &body).await.status, 201);
        }
        assert_eq!(t.post("/v1/customers", &json!({})).await.status, 201);
        let lists = lists();
        let mut cursors = Vec::new();
        for (target, body) in &lists {
            let (_, next) = read(&page(t, target, body, "").await);
            cursors.push(next.unwrap_or_else(|| panic!("{target} {body} has one page")));
        }
        let (_, key) = t.another_organization().await;
        for (list, asked) in lists.iter().enumerate() {
            for (from, cursor) in cursors.iter().enumerate() {
                let answer = ask(t, &t.key, asked, cursor).await;
                if list == from {
                    assert_eq!(answer.status, 200, "{asked:?}");
                } else {
                    assert_eq!(answer.errors(), refused(), "{asked:?} with {:?}'s", lists[from]);
                }
            }
            let answer = ask(t, &key, asked, &cursors[list]).await;
            assert_eq!(answer.errors(), refused(), "{asked:?} of another organization");
        }
    }

    async fn a_cursor_that_was_changed_anywhere_is_refused(t: &Test) {
        some_chats(t, 12).await;
        let asked = ("/v1/chats?limit=5&sort=chats.closedAt", Value::Null);
        let (_, next) = read(&page(t, asked.0, &asked.1, "").await);
        let next = next.unwrap();
        let mut changed: Vec<String> = (1..next.len()).map(|end| next[..end].to_owned()).collect();
        let bits = |place: usize| [1, 2, 32].map(|bit| (place, bit));
        for (place, bit) in (0..next.len()).flat_map(bits) {
            let mut bytes = next.clone().into_bytes();
            bytes[place] ^= bit;
            changed.push(String::from_utf8(bytes).unwrap());
        }
        changed.extend([
            next.to_uppercase(),
            format!("{next}0"),
            format!(" {next}"),
            format!("{next} "),
            next.repeat(2),
            "0".repeat(60),
            "f".repeat(60),
            "x".to_owned(),
            "null".to_owned(),
            "\u{0}".to_owned(),
            "é".repeat(30),
            "0".repeat(6_000),
        ]);
        let search = json!({"sort": "closedAt"});
        for cursor in &changed {
            for asked in [&asked, &("/v1/chats/search", search.clone())] {
                let answer = ask(t, &t.key, asked, cursor).await;
                assert_eq!(answer.errors(), refused(), "{cursor:?}");
            }
        }
        let answer = ask(t, &t.key, &("/v1/chats/search", search), &"7".repeat(900_000)).await;
        assert_eq!(answer.errors(), refused());
    }

    async fn a_cursor_is_one_text_without_an_offset(t: &Test) {
        some_chats(t, 3).await;
        for query in ["limit=100&offset=0&cursor=", "cursor=&offset=00"] {
            for list in ["chats", "customers", "agents", "chats/1/messages"] {
                let page = t.get(&format!("/v1/{list}?{query}")).await;
                assert!([200, 404].contains(&page.status), "{list}?{query}");
            }
        }
        for query in ["cursor=&cursor=", "offset=2&cursor="] {
            assert_eq!(t.get(&format!("/v1/chats?{query}")).await.errors(), refused(), "{query}");
            assert_eq!(t.get(&format!("/v1/agents?{query}")).await.errors(), refused(), "{query}");
        }
        for body in [
            json!({"cursor": "", "offset": 1}), json!({"cursor": 5}), json!({"cursor": []}),
            json!({"cursor": true}), json!({"cursor": {}}),
        ] {
            assert_eq!(t.post("/v1/chats/search", &body).await.errors(), refused(), "{body}");
        }
        let all = t.get("/v1/chats?limit=0&offset=x&sort=id&order=up&cursor=1").await;
        let (status, told) = all.errors();
        let told: Vec<_> = told.iter().map(|(_, message)| message.as_str()).collect();
        assert_eq!(status, 400);
        assert_eq!(told, ["limit", "offset", "sort", "order", "cursor"].map(|name| {
            format!("{name} value is invalid")
        }));
    }
}
