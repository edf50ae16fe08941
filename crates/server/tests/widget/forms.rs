//! The fields, events and page views that a page sends about its visitor.

use std::time::Duration;

use deskbell_testkit::{Test, engines};
use serde_json::{Value, json};

use crate::desk::{customers, feed};

async fn last_customer(t: &Test) -> Value {
    let customers = t.get("/v1/customers?limit=1").await.json();
    customers["data"][0].clone()
}

engines! {
    async fn a_form_makes_a_customer_and_changes_what_it_names(t: &Test) {
        let visitor = t.visitor().await;
        assert_eq!(visitor.patch("me", &json!({})).await.status, 200);
        assert_eq!(customers(t).await, 0);
        let data = json!({"plan": "gold"});
        let form = json!({"name": "Ann", "email": "ann@example.com", "customData": data});
        assert_eq!(visitor.patch("me", &form).await.status, 200);
        let more = json!({"name": null, "phone": "1", "customData": {"seats": 5}});
        assert_eq!(visitor.patch("me", &more).await.status, 200);
        let customer = last_customer(t).await;
        assert_eq!((&customer["name"], &customer["phone"]), (&json!("Ann"), &json!("1")));
        assert_eq!(customer["customData"], json!({"plan": "gold", "seats": 5}));
        assert_eq!(customers(t).await, 1);
        let begun = visitor.begin(&json!({"user": {"company": "Example Ltd"}})).await;
        assert_eq!(begun["known"], json!(["name", "email", "phone"]));
        let begun = visitor.begin(&json!({})).await;
        assert_eq!(begun["known"], json!(["name", "email", "phone", "company"]));
        let bad = json!({"customData": {"a": []}});
        let (status, errors) = visitor.patch("me", &bad).await.errors();
        assert_eq!((status, errors[0].0.as_str()), (400, "invalid_customData_value"));
        // What a visitor may not set is ignored.
        let sly = json!({"userId": "1", "notes": "x", "blocked": true, "tags": ["vip"]});
        assert_eq!(visitor.patch("me", &sly).await.status, 200);
        let after = last_customer(t).await;
        for key in ["userId", "notes", "blocked", "tags"] {
            assert_eq!(after[key], customer[key], "{key}");
        }
    }

    async fn custom_data_that_grows_too_large_stays_as_it_is(t: &Test) {
        let visitor = t.visitor().await;
        let data = |name: &str| {
            let data = (0..60).map(|it| (format!("{name}{it}"), json!("x".repeat(200))));
            Value::Object(data.collect())
        };
        for name in ["a", "b"] {
            let form = json!({"name": name, "customData": data(name)});
            assert_eq!(visitor.patch("me", &form).await.status, 200);
        }
        let customer = last_customer(t).await;
        assert_eq!((&customer["name"], &customer["customData"]), (&json!("b"), &data("a")));
    }

    async fn events_are_kept_and_make_a_customer(t: &Test) {
        let visitor = t.visitor().await;
        let before = feed(t).await.len();
        let events = json!([{"name": "order placed", "data": {"order": 7}}, {"name": "bye"}]);
        let body = json!({"events": events, "page": "https://shop.example/thanks"});
        assert_eq!(visitor.post("events", &body).await.status, 200);
        let told = &feed(t).await[before..];
        let kinds: Vec<_> = told.iter().map(|it| it["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["customer.created", "event.created", "event.created"]);
        assert_eq!(told[1]["object"]["data"], json!({"order": 7}));
        assert_eq!(told[2]["object"]["customer"], told[0]["object"]["id"]);
        assert_eq!(last_customer(t).await["lastPage"], "https://shop.example/thanks");
        let many = vec![json!({"name": "a"}); 21];
        let (status, errors) = visitor.post("events", &json!({"events": many})).await.errors();
        assert_eq!((status, errors[0].0.as_str()), (400, "invalid_events_value"));
    }

    async fn a_page_is_noted_when_it_is_another_or_some_minutes_later(t: &Test) {
        let visitor = t.visitor().await;
        visitor.say(None, "hello").await;
        let seen = async || {
            let customer = last_customer(t).await;
            (customer["lastPage"].clone(), customer["lastSeen"].as_i64().unwrap())
        };
        let visit = async |page: &str| visitor.post("events", &json!({"page": page})).await.status;
        let began = seen().await.1;
        assert_eq!(visit("https://shop.example/a").await, 200);
        let before = feed(t).await.len();
        t.clock.advance(Duration::from_secs(60));
        assert_eq!(visit("https://shop.example/a").await, 200);
        assert_eq!(feed(t).await.len(), before, "it was just there");
        assert_eq!(visit("https://shop.example/b").await, 200);
        assert_eq!(seen().await, (json!("https://shop.example/b"), began + 60));
        t.clock.advance(Duration::from_secs(600));
        visitor.begin(&json!({"page": "https://shop.example/b"})).await;
        assert_eq!(seen().await.1, began + 660);
    }
}
