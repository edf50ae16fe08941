//! `PATCH /v1/customers/{id}/customData`: changes only the named properties.

use axum::http::Method;
use deskbell_testkit::{Receiver, Test, engines};
use serde_json::{Value, json};

use crate::webhooks::{desk, log, pass};

const PATH: &str = "/v1/customers/1/customData";

async fn begin(t: &Test) {
    let data = json!({"name": "Ann", "customData": {"plan": "gold", "seats": 5, "old": null}});
    assert_eq!(t.post("/v1/customers", &data).await.status, 201);
}

async fn data(t: &Test, body: Value) -> Value {
    let answer = t.patch(PATH, &body).await;
    assert_eq!(answer.status, 200, "{body}: {}", String::from_utf8_lossy(&answer.body));
    let shown = t.get("/v1/customers/1").await;
    assert_eq!(answer.body, shown.body, "it answers with the customer as it is");
    assert_eq!(answer.header("etag"), shown.header("etag"));
    answer.json()["customData"].clone()
}

/// The kinds of all changes so far.
async fn told(t: &Test) -> Vec<Value> {
    let changes = t.get("/v1/changes?limit=1000").await.json();
    changes["data"].as_array().unwrap().iter().map(|it| it["kind"].clone()).collect()
}

engines! {
    async fn properties_are_set_added_and_taken_away_and_the_rest_stays(t: &Test) {
        begin(t).await;
        let changed = data(t, json!({"seats": 6, "city": "Porto", "plan": null})).await;
        assert_eq!(changed.to_string(), r#"{"seats":6,"old":null,"city":"Porto"}"#);
        let forms = data(t, json!([{"property": "a", "value": true},
                                   {"property": "old", "value": null},
                                   {"property": "a", "value": 1.5}])).await;
        assert_eq!(forms.to_string(), r#"{"seats":6,"city":"Porto","a":1.5}"#);
        assert_eq!(t.get("/v1/customers/1").await.json()["name"], "Ann");
        assert_eq!(told(t).await.last().unwrap(), "customer.updated");
    }

    async fn what_changes_nothing_writes_nothing(t: &Test) {
        begin(t).await;
        let before = told(t).await;
        for same in [json!({}), json!([]), json!({"plan": "gold"}), json!({"absent": null})] {
            assert_eq!(data(t, same).await["plan"], "gold");
        }
        assert_eq!(t.call_with(Method::PATCH, PATH, &[], "").await.status, 200);
        assert_eq!(told(t).await, before);
    }

    async fn bad_values_and_other_bodies_are_refused_whole(t: &Test) {
        begin(t).await;
        let before = t.get("/v1/customers/1").await.body;
        let refused = async |body: Value| t.patch(PATH, &body).await.errors();
        let long = "x".repeat(256);
        for bad in [json!({"plan": []}), json!({"plan": {}}), json!({"plan": long}), json!([{}]),
                    json!({"customData": {"plan": "x"}}), json!({"a": 1, "plan": "a\u{0}"}),
                    json!({long.clone(): 1})] {
            let (status, errors) = refused(bad).await;
            assert_eq!((status, errors[0].0.as_str()), (400, "invalid_customData_value"));
        }
        for bad in [json!(5), json!(null), json!("plan")] {
            let (status, errors) = refused(bad).await;
            assert_eq!((status, errors[0].0.as_str()), (400, "invalid_request"));
        }
        let missing = t.patch("/v1/customers/9/customData", &json!({"a": 1})).await;
        let (status, errors) = missing.errors();
        assert_eq!((status, errors[0].1.as_str()), (404, "Customer not found"));
        assert_eq!(t.patch("/v1/customers/x/customData", &json!({})).await.errors().0, 404);
        assert_eq!(t.get("/v1/customers/1").await.body, before);
    }

    async fn all_of_it_has_a_limit_that_taking_away_does_not_meet(t: &Test) {
        begin(t).await;
        let value = "x".repeat(255);
        let many = |numbers: std::ops::Range<u32>| -> Value {
            numbers.map(|number| (format!("p{number}"), json!(value))).collect()
        };
        data(t, many(0..40)).await;
        let (status, errors) = t.patch(PATH, &many(40..80)).await.errors();
        assert_eq!((status, errors[0].1.as_str()), (400, "customData value is invalid"));
        let kept = data(t, json!({"p0": null})).await;
        assert_eq!(kept.as_object().unwrap().len(), 3 + 39);
        data(t, many(40..61)).await;
    }

    async fn webhooks_are_told_of_nothing_that_has_no_event(t: &Test) {
        let receiver = Receiver::start().await;
        desk(t, &receiver).await;
        pass(t).await;
        let before = log(t, 1).await.len();
        data(t, json!({"plan": "gold"})).await;
        assert_eq!(told(t).await.last().unwrap(), "customer.updated");
        pass(t).await;
        assert_eq!(log(t, 1).await.len(), before);
    }

    async fn its_path_takes_patch_alone(t: &Test) {
        begin(t).await;
        for method in [Method::GET, Method::HEAD, Method::PUT, Method::POST, Method::DELETE] {
            let answer = t.send(method.clone(), PATH, &[]).await;
            let allow = answer.header("allow");
            assert_eq!((answer.status, allow), (405, Some("PATCH, OPTIONS")), "{method}");
        }
        let answer = t.send(Method::OPTIONS, PATH, &[]).await;
        assert_eq!((answer.status, answer.header("allow")), (204, Some("PATCH, OPTIONS")));
        let short = t.patch("/customers/1/customData/", &json!({"plan": "new"})).await;
        assert_eq!(short.json()["customData"]["plan"], "new");
    }
}
