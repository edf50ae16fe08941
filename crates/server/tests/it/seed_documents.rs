//! The two documents that the product is based on, "Get all chats" and "Get chat messages". Each
//! test quotes the sentences that it checks.

use axum::http::Method;
use deskbell_testkit::engines;
use deskbell_testkit::put::Put;
use serde_json::{Value, json};

use crate::objects::{
    chat, customer, message, put, put_chats, put_of_chats, put_of_messages, seed_chats,
    seed_messages,
};

/// Returns the fields of `found` that `expected` also has, in the order of `found`.
fn part(found: &Value, expected: &Value) -> Value {
    let (Value::Object(found), Value::Object(expected)) = (found, expected) else {
        return found.clone();
    };
    let known = found.iter().filter(|(key, _)| expected.contains_key(*key));
    Value::Object(known.map(|(key, value)| (key.clone(), value.clone())).collect())
}

engines! {
    /// "If your request has succeeded, you'll get a 200 OK success status code together with the
    /// following response body": the example's chats are stored and returned by the example's
    /// request, with the same values and the same order of keys.
    async fn the_example_of_all_chats_comes_back_value_for_value(t: &Test) {
        let seed = seed_chats();
        put(t, put_of_chats(&seed)).await;
        let answer = t.get("/v1/chats?sort=chats.closedAt&order=asc").await;
        assert_eq!(answer.status, 200);
        let found = answer.json();
        let items = found["data"].as_array().unwrap();
        let expected = seed["data"].as_array().unwrap();
        assert_eq!(items.len(), expected.len());
        for (item, expected) in items.iter().zip(expected) {
            // Compared as text, so that the order of keys counts.
            assert_eq!(part(item, expected).to_string(), expected.to_string());
        }
        assert_eq!(found["meta"], json!({"total": 3}));
        let keys: Vec<_> = found.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["data", "meta"]);
        let more: Vec<_> = items[0].as_object().unwrap().keys().skip(17).collect();
        assert_eq!(more, ["applicationId", "createdWith", "readByAgent", "readByCustomer"]);
    }

    /// "You can get all of your chats or a bunch of chats with this method." "By default, this
    /// method returns only the first 100 chats." "To get a different set of chats, you should use
    /// the offset and limit parameters." "Default limit is 100 and it can not be bigger than that.
    /// Default offset is 0." "To page through all the available chats, first, use the meta section
    /// […] to get the total number of chats. Then send subsequent requests with increasing offsets
    /// and a fixed limit until you get all the data". The test uses the document's URLs, without
    /// `/v1`.
    async fn all_chats_are_paged_by_the_addresses_of_the_document(t: &Test) {
        put_chats(t, (1..=250).map(|id| chat(id, 1_000 + u32::try_from(id).unwrap()))).await;
        let first = t.get("/chats").await.json();
        assert_eq!(first["data"].as_array().unwrap().len(), 100);
        assert_eq!(first, t.get("/chats?offset=0&limit=100").await.json());
        assert_eq!(first["meta"]["total"], 250);
        assert_eq!(t.get("/chats?limit=101").await.status, 400);
        let mut ids: Vec<i64> = Vec::new();
        for target in ["/chats", "/chats?offset=100&limit=100", "/chats?offset=200&limit=100"] {
            let page = t.get(target).await.json();
            let items = page["data"].as_array().unwrap();
            ids.extend(items.iter().map(|it| it["id"].as_i64().unwrap()));
        }
        assert_eq!(ids, (1..=250).rev().collect::<Vec<_>>());
        let bunch = t.get("/chats?offset=3&limit=2").await.json();
        assert_eq!(bunch["data"], json!(first["data"].as_array().unwrap()[3..5]));
    }

    /// "You can request .../chats/total to get just the total number of chats."
    async fn the_total_can_be_asked_for_alone(t: &Test) {
        assert_eq!(t.get("/v1/chats/total").await.json(), json!({"total": 0}));
        put_chats(t, [chat(1, 5), chat(2, 5)]).await;
        for target in ["/v1/chats/total", "/chats/total"] {
            assert_eq!(t.get(target).await.json(), json!({"total": 2}));
        }
    }

    /// "If you want to get just one chat by its id, use Get a single chat method instead."
    async fn one_chat_is_had_by_its_id(t: &Test) {
        let seed = seed_chats();
        put(t, put_of_chats(&seed)).await;
        let found = t.get("/v1/chats/5215634").await.json();
        assert_eq!(part(&found, &seed["data"][1]), seed["data"][1]);
    }

    /// "To sort chats in descending order, use order=desc parameter in the query string. For
    /// ascending order use order=asc". The four sort keys are the date of creation, of the
    /// customer's last message, of the last message of either side, and of closing.
    async fn each_sorting_option_sorts_by_its_date_in_both_orders(t: &Test) {
        let mut chats: Vec<_> = (1..=4).map(|id| chat(id, 100)).collect();
        for (place, chat) in (0..).zip(&mut chats) {
            let at = |shift: u32| deskbell_model::Seconds::new(1_000 + (place + shift) % 4);
            chat.created_at = at(0);
            chat.last_customer_message_at = Some(at(1));
            chat.last_message_at = Some(at(2));
            chat.closed_at = Some(at(3));
        }
        put_chats(t, chats).await;
        for (option, ascending) in [
            ("chats.createdAt", [1, 2, 3, 4]),
            ("chats.lastCustomerMessageAt", [4, 1, 2, 3]),
            ("chats.lastMessageAt", [3, 4, 1, 2]),
            ("chats.closedAt", [2, 3, 4, 1]),
        ] {
            let mut expected = ascending.to_vec();
            for order in ["asc", "desc"] {
                let found = t.get(&format!("/v1/chats?sort={option}&order={order}")).await.json();
                let ids: Vec<_> = found["data"].as_array().unwrap().iter()
                    .map(|it| it["id"].as_i64().unwrap()).collect();
                assert_eq!(ids, expected, "{option} {order}");
                expected.reverse();
            }
        }
    }

    /// "All messages are sorted by createdAt date in a descending order, meaning that the last
    /// message from the chat will be the first one in the response". The example's messages are
    /// stored and returned with the same values and the same order of keys.
    async fn the_example_of_chat_messages_comes_back_value_for_value(t: &Test) {
        let seed = seed_messages();
        put(t, put_of_messages(&seed)).await;
        let answer = t.get("/v1/chats/5215261/messages").await;
        assert_eq!(answer.status, 200);
        let found = answer.json();
        assert_eq!(part(&found, &seed).to_string(), seed.to_string());
        assert_eq!(found["data"], seed["messages"]);
        let keys: Vec<_> = found.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["messages", "total", "data"]);
    }

    /// "By default, this method returns the last 100 messages from the chat." "To get a different
    /// set of messages, you should use the offset and limit parameters." "Default limit is 100 and
    /// it can not be bigger than that. Default offset is 0." "To page through all the available
    /// messages, first, use the total attribute […] Then send subsequent requests with increasing
    /// offsets and a fixed limit until you get all the data."
    async fn all_messages_are_paged_by_the_addresses_of_the_document(t: &Test) {
        let mut chat = chat(1_568_834, 5);
        chat.messages = 250;
        let messages =
            (1..=250).map(|seq| message(&chat, seq, 5_000 + seq.cast_signed())).collect();
        let chats = vec![chat];
        put(t, Put { customers: vec![customer(1)], chats, messages, ..Put::default() }).await;
        let first = t.get("/chats/1568834/messages").await.json();
        assert_eq!(first["messages"].as_array().unwrap().len(), 100);
        assert_eq!(first, t.get("/chats/1568834/messages?offset=0&limit=100").await.json());
        assert_eq!(first["total"], 250);
        assert_eq!(t.get("/chats/1568834/messages?limit=101").await.status, 400);
        let mut ids: Vec<i64> = Vec::new();
        for offset in [0, 100, 200, 300] {
            let target = format!("/chats/1568834/messages?offset={offset}&limit=100");
            let page = t.get(&target).await;
            assert_eq!(page.status, 200);
            let page = page.json();
            assert_eq!(page["total"], 250);
            let items = page["messages"].as_array().unwrap();
            ids.extend(items.iter().map(|it| it["id"].as_i64().unwrap()));
        }
        assert_eq!(ids, (5_001..=5_250).rev().collect::<Vec<_>>());
    }

    /// "400 Bad Request": invalid limit, sort and order in one request are reported together, byte
    /// for byte as in the document.
    async fn all_faults_of_one_request_are_reported_at_once(t: &Test) {
        let answer = t.get("/v1/chats?limit=1000&sort=closedAt&order=up").await;
        let item = |what: &str| {
            json!({"code": "validation_error", "message": format!("{what} value is invalid")})
        };
        assert_eq!(answer.status, 400);
        assert_eq!(answer.json(), json!({"errors": [item("limit"), item("sort"), item("order")]}));
    }

    /// Both documents say "401 Unauthorized" and "Headers Authorization: Bearer <your_api_key>":
    /// both operations refuse a request without a key.
    async fn a_request_without_its_key_is_unauthorized(t: &Test) {
        let expected = json!({"errors": [{"code": "invalid_token", "message": "Invalid token"}]});
        for target in ["/v1/chats", "/v1/chats/1/messages"] {
            let answer = t.get_without_key(target).await;
            assert_eq!((answer.status, answer.json()), (401, expected.clone()));
            let answer = t.get_as("wrong", target).await;
            assert_eq!((answer.status, answer.json()), (401, expected.clone()));
        }
        assert_eq!(t.get("/v1/chats").await.status, 200);
    }

    /// "The overall requests limit is 120 per minute": the requests of both methods count. The next
    /// request gets "429 Too Many Requests".
    async fn the_121st_request_of_a_minute_is_too_many(t: &Test) {
        t.app.actions.set_requests_per_minute(t.caller, Some(120)).await.unwrap();
        let expected = json!({"errors": [
            {"code": "too_many_requests", "message": "You have exceeded your requests limit"}]});
        for number in 0..120 {
            let target = if number % 2 == 0 { "/v1/chats" } else { "/v1/chats/1/messages" };
            assert_ne!(t.get(target).await.status, 429, "{number}");
        }
        for target in ["/v1/chats", "/v1/chats/1/messages"] {
            let answer = t.get(target).await;
            assert_eq!((answer.status, answer.json()), (429, expected.clone()));
            let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=60).contains(&seconds), "{seconds}");
        }
        t.let_a_minute_pass().await;
        assert_eq!(t.get("/v1/chats").await.status, 200);
    }

    /// "<chat_id> […] is required for this method and looks like a combination of numbers": any
    /// other id gives 400 with the document's error.
    async fn a_chat_id_is_a_combination_of_numbers(t: &Test) {
        let expected =
            json!({"errors": [{"code": "invalid_chat_value", "message": "Invalid chat ID"}]});
        for id in ["x", "-1", "0", "1.5", "1e3", "99999999999999999999", "%20", "1%00", "%FF"] {
            let answer = t.get(&format!("/v1/chats/{id}/messages")).await;
            assert_eq!((answer.status, answer.json()), (400, expected.clone()), "{id}");
        }
    }

    /// "404 Not Found": "Chat is missing", and "Messages are missing" for a chat without messages.
    async fn a_missing_chat_and_missing_messages_are_told_apart(t: &Test) {
        put_chats(t, [chat(1, 5)]).await;
        let answer = t.get("/v1/chats/2/messages").await;
        let missing = json!({"errors": [{"code": "chat_not_found", "message": "Chat is missing"}]});
        assert_eq!((answer.status, answer.json()), (404, missing));
        let answer = t.get("/v1/chats/1/messages").await;
        let none =
            json!({"errors": [{"code": "messages_not_found", "message": "Messages are missing"}]});
        assert_eq!((answer.status, answer.json()), (404, none));
    }

    /// "Method GET": both operations answer only GET.
    async fn the_method_is_get(t: &Test) {
        put_chats(t, [chat(1, 5)]).await;
        for target in ["/v1/chats", "/v1/chats/1/messages"] {
            assert_eq!(t.send(Method::DELETE, target, &[]).await.status, 405, "{target}");
        }
    }
}
