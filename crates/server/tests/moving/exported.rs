//! The export of all data about one customer as one document, over HTTP and by command.

use axum::http::Method;
use deskbell_model::{CustomerId, Role};
use deskbell_testkit::{Test, engines};
use serde_json::{Value, json};

use crate::process::{data, fails, place};

/// The number of messages in the long chat: enough for several parts of the export, the last of
/// which is not full.
const MESSAGES: usize = 250;

/// Creates a customer with an object of every kind that a customer can have; returns the ids of the
/// customer and of the chat.
pub async fn lively(t: &Test, mark: &str) -> (i64, i64) {
    let ann = t.agent("ann", Role::Superviser, &[]).await;
    let visitor = t.visitor().await;
    let said = visitor.say(None, &format!("{mark} hello")).await;
    let chat = said["chatId"].as_i64().unwrap();
    let customer = t.get(&format!("/v1/chats/{chat}")).await.json()["customer"]["id"].clone();
    let customer = customer.as_i64().unwrap();
    for round in ["before", "after"] {
        let fields = json!({"name": format!("{mark} \"{round}\""), "notes": format!("{mark}\n"),
            "email": format!("{mark}@example.org"), "userId": format!("{mark}-{round}"),
            "lastPage": format!("https://example.org/{mark}"), "location": {"city": mark},
            "customData": {mark: format!("{mark} data")}});
        let changed = t.patch(&format!("/v1/customers/{customer}"), &fields).await;
        assert_eq!(changed.status, 200, "{}", String::from_utf8_lossy(&changed.body));
    }
    let event = json!({"customer": customer, "name": format!("{mark} paid"), "data": {"of": mark}});
    assert_eq!(t.post("/v1/events", &event).await.status, 200);
    let of_chat = format!("/app/v1/chats/{chat}");
    let note = json!({"text": format!("{mark} is difficult"), "note": true,
        "mentions": [ann.agent.get()]});
    assert_eq!(ann.post(&format!("{of_chat}/messages"), &note).await.status, 201);
    let file = t
        .call_with(Method::POST, &format!("/v1/files?name={mark}.txt"), &[], mark.to_owned())
        .await;
    let with_file = json!({"chat": chat, "text": format!("{mark} see"),
        "files": [file.json()["id"]]});
    assert_eq!(t.post("/v1/messages", &with_file).await.status, 201);
    let reply = json!({"text": format!("Dear {mark}, we see")});
    assert_eq!(ann.post(&format!("{of_chat}/messages"), &reply).await.status, 201);
    let close = json!({"ids": [chat], "set": {"status": "closed"}});
    assert_eq!(ann.post("/app/v1/chats/act", &close).await.status, 200);
    let rating = json!({"chatId": chat, "rating": "poor", "comment": format!("{mark} slow")});
    assert_eq!(visitor.post("rating", &rating).await.status, 200);
    let draft = json!({"text": format!("Dear {mark}")});
    assert_eq!(ann.put(&format!("{of_chat}/draft"), &draft).await.status, 200);
    (customer, chat)
}

/// The text of a message; every fourth message is long.
fn long_or_short(number: usize, long: &str) -> String {
    if number.is_multiple_of(4) { long.to_owned() } else { number.to_string() }
}

fn target(customer: i64) -> String {
    format!("/v1/customers/{customer}/export")
}

engines! {
    async fn a_customers_export_has_all_that_is_stored_and_nothing_of_another(t: &Test) {
        let (customer, chat) = lively(t, "Theirs").await;
        let other = t.post("/v1/customers", &json!({"name": "Other"})).await.json()["id"].clone();
        t.post("/v1/chats", &json!({"customer": other, "application": 1})).await;
        let answer = t.get(&target(customer)).await;
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let all = answer.json();
        assert_eq!(all["customer"], t.get(&format!("/v1/customers/{customer}")).await.json());
        assert_eq!(all["sessions"].as_array().unwrap().len(), 1);
        assert_eq!(all["events"][0]["name"], "Theirs paid");
        let before = all["history"].as_array().unwrap().iter().map(|it| &it["before"]["name"]);
        assert_eq!(before.filter(|name| *name == "Theirs \"before\"").count(), 1, "{all}");
        let found = all["chats"].as_array().unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0]["chat"], t.get(&format!("/v1/chats/{chat}")).await.json());
        assert_eq!(found[0]["ratings"][0]["comment"], "Theirs slow");
        let said: Vec<_> = found[0]["messages"].as_array().unwrap().iter()
            .map(|it| (it["type"].as_str().unwrap(), it["text"].as_str().unwrap())).collect();
        assert_eq!(said[..3], [("message", "Theirs hello"), ("private", "Theirs is difficult"),
            ("message", "Theirs see")]);
        let url = found[0]["messages"][2]["files"][0]["url"].as_str().unwrap();
        assert_eq!(t.get_without_key(url).await.body, b"Theirs");
        assert!(!all.to_string().contains("Other"));
        let text = String::from_utf8(answer.body).unwrap();
        assert!(!text.contains("token") && !text.contains("hash"), "no secrets: {text}");
    }

    async fn a_long_chat_is_exported_whole_in_parts_of_limited_size(t: &Test) {
        let made = t.post("/v1/customers", &json!({"name": "a"})).await.json();
        let customer = made["id"].as_i64().unwrap();
        for _ in 0..2 {
            t.post("/v1/chats", &json!({"customer": customer, "application": 1})).await;
        }
        // A hundred messages do not fit into one part.
        let long = "x".repeat(60_000);
        for number in 0..MESSAGES {
            let text = long_or_short(number, &long);
            assert_eq!(t.post("/v1/messages", &json!({"chat": 1, "text": text})).await.status, 201);
        }
        let id = CustomerId::new(customer).unwrap();
        let mut export = t.app.lists.export_customer(t.caller, id).await.unwrap();
        let mut parts = Vec::new();
        while let Some(part) = export.next().await.unwrap() {
            parts.push(part);
        }
        assert!(parts.iter().all(|part| part.len() < 1_500_000));
        let all: Value = serde_json::from_slice(&parts.concat()).unwrap();
        let found = all["chats"].as_array().unwrap();
        let said = found[0]["messages"].as_array().unwrap().iter();
        let said = said.filter(|it| it["type"] == "message");
        let texts: Vec<_> = said.map(|it| it["text"].as_str().unwrap().to_owned()).collect();
        let text = |number| long_or_short(number, &long);
        let expected: Vec<_> = (0..MESSAGES).map(text).collect();
        assert!(texts == expected, "{} texts", texts.len());
        assert_eq!(found[1]["messages"], json!([]));
    }

    async fn an_export_of_who_was_deleted_meanwhile_has_no_end(t: &Test) {
        let (customer, _) = lively(t, "Gone").await;
        let id = CustomerId::new(customer).unwrap();
        let mut export = t.app.lists.export_customer(t.caller, id).await.unwrap();
        let first = export.next().await.unwrap().unwrap();
        let gone = t.send(Method::DELETE, &format!("/v1/customers/{customer}"), &[]).await;
        assert_eq!(gone.status, 200);
        let mut said = first;
        let error = loop {
            match export.next().await {
                Ok(part) => said.extend(part.unwrap()),
                Err(error) => break error,
            }
        };
        assert_eq!(error.to_string(), "no customer has this id");
        assert!(serde_json::from_slice::<Value>(&said).is_err());
        assert_eq!(t.get(&target(customer)).await.status, 404);
    }
}

#[test]
fn a_command_writes_the_same_document() {
    let (_folder, url) = place();
    data(&url, &["seed", "--chats", "20"]);
    let all: Value = serde_json::from_str(&data(&url, &["customer", "export", "1"])).unwrap();
    assert_eq!(all["customer"]["id"], 1);
    assert_eq!(all["chats"][0]["chat"]["customer"]["id"], 1);
    assert!(fails(&url, 1, &["customer", "export", "999"]).contains("no customer has this id"));
}
