//! `POST /v1/events`, with which programs record events of customers.

use axum::http::Method;
use deskbell_model::Kind;
use deskbell_testkit::put::Put;
use deskbell_testkit::{Test, engines};
use serde_json::{Value, json};

use crate::changes::recorded;
use crate::objects::{customer, put};

async fn desk(t: &Test) {
    put(t, Put { customers: vec![customer(1)], ..Put::default() }).await;
}

engines! {
    async fn an_event_is_answered_with_200_and_told(t: &Test) {
        desk(t).await;
        let data = json!({"plan": "gold", "items": [1, 2.5, {"deep": null}], "z": "\u{1f44b}"});
        let body = json!({"customer": "1", "name": "paid", "data": data, "createdAt": 5});
        let answer = t.post("/v1/events", &body).await;
        assert_eq!(answer.status, 200);
        let expected = json!({
            "id": 1, "name": "paid", "data": data, "createdAt": 1_800_000_000_u32, "customer": 1,
        });
        assert_eq!(String::from_utf8(answer.body.clone()).unwrap(), expected.to_string());
        let last = recorded(t).await.pop().unwrap();
        assert_eq!((last.kind, last.subject), (Kind::EventCreated, 1));
        assert_eq!(last.payload.unwrap().into_bytes(), answer.body);
        assert_eq!(t.post("/v1/events", &body).await.json()["id"], 2);
    }

    async fn its_faults_are_told_at_once_and_before_the_customer_is_missed(t: &Test) {
        desk(t).await;
        let (status, errors) = t.post("/v1/events", &json!({})).await.errors();
        let codes: Vec<_> = errors.iter().map(|(code, _)| code.as_str()).collect();
        assert_eq!((status, codes), (400,
            vec!["invalid_name_value", "invalid_data_value", "invalid_customer_value"]));
        let data = json!({"a": 1});
        for (name, data, code) in [
            (json!("x"), json!({}), "invalid_data_value"),
            (json!("x"), json!([1]), "invalid_data_value"),
            (json!("x"), Value::Null, "invalid_data_value"),
            (json!("x"), json!({"a": "x".repeat(16 * 1024)}), "invalid_data_value"),
            (json!(""), data.clone(), "invalid_name_value"),
            (json!("x".repeat(256)), data.clone(), "invalid_name_value"),
        ] {
            let body = json!({"customer": 9, "name": name, "data": data});
            let (status, errors) = t.post("/v1/events", &body).await.errors();
            assert_eq!((status, errors.len(), errors[0].0.as_str()), (400, 1, code));
        }
        let body = json!({"customer": 9, "name": "x".repeat(255), "data": data});
        let (status, errors) = t.post("/v1/events", &body).await.errors();
        assert_eq!((status, errors[0].1.as_str()), (404, "Customer not found"));
        assert_eq!(recorded(t).await.iter().filter(|it| it.kind == Kind::EventCreated).count(), 0);
    }

    async fn a_repeated_key_tells_it_once(t: &Test) {
        desk(t).await;
        let headers = [("idempotency-key", "k")];
        let body = r#"{"customer":1,"name":"paid","data":{"a":1}}"#;
        let post = async || t.call_with(Method::POST, "/v1/events", &headers, body).await;
        let (first, again) = (post().await, post().await);
        assert_eq!((first.status, again.status, &first.body), (200, 200, &again.body));
        let told = recorded(t).await.iter().filter(|it| it.kind == Kind::EventCreated).count();
        assert_eq!(told, 1);
    }
}
