//! `/v1/customers`: single customers, and all their changes.

use axum::http::Method;
use deskbell_model::{Kind, Scope};
use deskbell_testkit::{Answer, Test, engines};
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::changes::recorded;
use crate::objects::ids;

/// A customer with all fields: the body of the request, and the expected JSON.
fn ana() -> (Value, Value) {
    let body = json!({
        "name": "Ana \u{1f44b}", "email": "ana@mail.example", "userId": "u-1", "company": "Kiosk",
        "phone": "+15550100", "firstSeen": "1700000000", "lastSeen": 1_700_000_500.0,
        "city": "Oslo", "location": {"regionCode": "03", "countryCode": "NO"},
        "device": {"id": 5}, "unsubscribed": true, "blocked": false, "source": "ads",
        "referer": "https://search.example/?q=a", "lastPage": "/pricing", "locale": "nb",
        "notes": "tall", "createdFrom": "telegram", "integrationId": "t-77",
        "tags": [{"name": "vip"}, {"name": "trial", "color": "#00Ff00"}],
        "customData": [{"property": "plan", "value": "gold"}, {"property": "seats", "value": 5}],
        "unknown": [1],
    });
    let shown = json!({
        "id": 1, "name": "Ana \u{1f44b}", "email": "ana@mail.example", "userId": "u-1",
        "company": "Kiosk", "phone": "+15550100", "firstSeen": 1_700_000_000,
        "lastSeen": 1_700_000_500, "location": {"regionCode": "03", "countryCode": "NO",
        "city": "Oslo"}, "device": null, "unsubscribed": true, "blocked": false, "source": "ads",
        "referer": "https://search.example/?q=a", "lastPage": "/pricing", "locale": "nb",
        "notes": "tall", "createdFrom": "telegram", "integrationId": "t-77",
        "tags": [{"name": "vip", "color": "#c377e0"}, {"name": "trial", "color": "#00ff00"}],
        "customData": {"plan": "gold", "seats": 5},
    });
    (body, shown)
}

/// The expected JSON of a customer without any fields.
fn nobody(id: i64) -> Value {
    json!({
        "id": id, "name": null, "email": null, "userId": null, "company": null, "phone": null,
        "firstSeen": null, "lastSeen": null,
        "location": {"regionCode": null, "countryCode": null, "city": null}, "device": null,
        "unsubscribed": false, "blocked": false, "source": null, "referer": null,
        "lastPage": null, "locale": null, "notes": null, "createdFrom": null,
        "integrationId": null, "tags": [], "customData": {},
    })
}

async fn made(t: &Test, body: &Value) -> Value {
    let answer = t.post("/v1/customers", body).await;
    assert_eq!(answer.status, 201, "{body}: {}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

async fn patch(t: &Test, target: &str, body: &Value) -> Answer {
    t.call(Method::PATCH, target, body).await
}

fn told(answer: &Answer) -> (u16, String, String) {
    let (status, errors) = answer.errors();
    assert_eq!(errors.len(), 1, "{errors:?}");
    (status, errors[0].0.clone(), errors[0].1.clone())
}

fn taken() -> (u16, String, String) {
    (400, "invalid_userId_value".into(), "userId value is invalid".into())
}

fn missing() -> (u16, String, String) {
    (404, "entity_not_found".into(), "Customer not found".into())
}

engines! {
    async fn what_is_posted_is_answered_stored_and_told(t: &Test) {
        let (body, shown) = ana();
        let answer = t.post("/v1/customers", &body).await;
        assert_eq!(answer.status, 201);
        assert_eq!(String::from_utf8(answer.body.clone()).unwrap(), shown.to_string());
        assert_eq!(t.get("/v1/customers/1").await.body, answer.body);
        let page = t.get("/v1/customers").await.json();
        assert_eq!(page, json!({"data": [shown], "total": 1, "meta": {"total": 1}}));
        let last = recorded(t).await.pop().unwrap();
        assert_eq!((last.kind, last.subject, last.quiet), (Kind::CustomerCreated, 1, false));
        assert_eq!(last.payload.unwrap().into_bytes(), answer.body);
        assert_eq!(made(t, &json!({})).await, nobody(2));
        let answer = t.call_with(Method::POST, "/customers/", &[], "").await;
        assert_eq!((answer.status, answer.json()), (201, nobody(3)));
    }

    async fn whatever_comes_back_from_get_can_be_said_again_and_changes_nothing(t: &Test) {
        let (body, shown) = ana();
        made(t, &body).await;
        let number = json!({"customData": {"a": -1.261_856_075_125_885_5e-211, "b": 1e15}});
        assert_eq!(patch(t, "/v1/customers/1", &number).await.status, 200);
        let shown = { let mut it = shown; it["customData"] = number["customData"].clone(); it };
        let before = recorded(t).await.len();
        for (method, target, body) in [
            (Method::PATCH, "/v1/customers/1", json!({})),
            (Method::PATCH, "/v1/customers/1", shown.clone()),
            (Method::PUT, "/v1/customers/1", shown.clone()),
            (Method::PATCH, "/v1/customers/1", json!({"userId": "u-1", "tags": shown["tags"]})),
            (Method::PUT, "/v1/customers/1/tags", json!({"tags": shown["tags"]})),
            (Method::PUT, "/v1/customers/1/tags", json!({"tags": [{"name": "vip"}]})),
            (Method::PUT, "/v1/customers/1/tags", json!({"tags": []})),
            (Method::DELETE, "/v1/customers/1/tags", json!({"tags": [{"name": "absent"}]})),
        ] {
            let answer = t.call(method.clone(), target, &body).await;
            assert_eq!((answer.status, answer.json()), (200, shown.clone()), "{method} {body}");
        }
        let batch = t.put("/v1/customers/batch", &json!([{"customer": 1}])).await;
        assert_eq!(batch.json(), json!({"data": [shown]}));
        assert_eq!(recorded(t).await.len(), before, "what changes nothing writes nothing");
    }

    async fn a_patch_changes_what_it_gives_and_null_clears(t: &Test) {
        let (body, mut shown) = ana();
        made(t, &body).await;
        for (change, key, value) in [
            (json!({"name": "Bo"}), "name", json!("Bo")),
            (json!({"email": null}), "email", Value::Null),
            (json!({"userId": "u-2"}), "userId", json!("u-2")),
            (json!({"firstSeen": 0}), "firstSeen", json!(0)),
            (json!({"lastSeen": null}), "lastSeen", Value::Null),
            (json!({"unsubscribed": null}), "unsubscribed", json!(false)),
            (json!({"blocked": true}), "blocked", json!(true)),
            (json!({"customData": {"a": null}}), "customData", json!({"a": null})),
            (json!({"customData": null}), "customData", json!({})),
            (json!({"tags": [{"name": "trial"}]}), "tags",
             json!([{"name": "trial", "color": "#00ff00"}])),
            (json!({"tags": null}), "tags", json!([])),
            (json!({"location": {"city": "Bergen"}}), "location",
             json!({"regionCode": "03", "countryCode": "NO", "city": "Bergen"})),
            (json!({"countryCode": null}), "location",
             json!({"regionCode": "03", "countryCode": null, "city": "Bergen"})),
            (json!({"createdFrom": "viber", "device": {"id": 5}}), "createdFrom", json!("viber")),
        ] {
            shown[key] = value;
            let answer = patch(t, "/v1/customers/1", &change).await;
            assert_eq!((answer.status, answer.json()), (200, shown.clone()), "{change}");
            let last = recorded(t).await.pop().unwrap();
            assert_eq!((last.kind, last.subject), (Kind::CustomerUpdated, 1), "{change}");
            assert_eq!(last.payload.unwrap().into_bytes(), answer.body);
        }
        assert_eq!(t.get("/v1/customers/1").await.json(), shown);
    }

    async fn a_put_clears_scalars_and_keeps_what_the_contract_keeps(t: &Test) {
        let (body, shown) = ana();
        made(t, &body).await;
        let answer = t.put("/v1/customers/1", &json!({"phone": "5", "city": "Moss"})).await;
        let mut expected = nobody(1);
        for key in ["tags", "customData", "location", "createdFrom", "integrationId"] {
            expected[key] = shown[key].clone();
        }
        expected["phone"] = json!("5");
        expected["location"]["city"] = json!("Moss");
        assert_eq!((answer.status, answer.json()), (200, expected));
        let cleared = json!({"tags": [], "customData": null, "location": null,
            "createdFrom": null, "integrationId": null});
        assert_eq!(t.put("/v1/customers/1", &cleared).await.json(), nobody(1));
        // The deleted customer's userId is free again.
        made(t, &json!({"userId": "u-1"})).await;
    }

    async fn every_fault_is_told_at_once_and_before_the_customer_is_missed(t: &Test) {
        let body = json!({"notes": "x".repeat(256), "name": [5], "firstSeen": -1, "tags": 5,
            "lastSeen": 4_294_967_296_i64, "location": [5], "email": "a\0", "blocked": 2});
        let expected = ["name", "email", "firstSeen", "lastSeen", "location", "blocked", "notes",
            "tags"].map(|it| (format!("invalid_{it}_value"), format!("{it} value is invalid")));
        for (method, target) in [(Method::POST, "/v1/customers"), (Method::PUT, "/v1/customers/9"),
                                 (Method::PATCH, "/v1/customers/x")] {
            let answer = t.call(method, target, &body).await;
            assert_eq!(answer.errors(), (400, expected.to_vec()));
        }
        assert_eq!(t.post("/v1/customers", &json!([])).await.errors().1[0].0, "invalid_request");
        assert!(t.post("/v1/customers", &json!({"notes": "ä".repeat(255)})).await.status == 201);
        let tags = json!({"tags": []});
        for id in ["2", "x", "0", "-1", "1.0", "9223372036854775808", "%31x"] {
            let target = format!("/v1/customers/{id}");
            for answer in [
                t.get(&target).await,
                t.put(&target, &json!({})).await,
                patch(t, &target, &json!({})).await,
                t.send(Method::DELETE, &target, &[]).await,
                t.put(&format!("{target}/tags"), &tags).await,
                t.call(Method::DELETE, &format!("{target}/tags"), &tags).await,
            ] {
                assert_eq!(told(&answer), missing(), "{id}");
            }
        }
    }

    async fn a_user_id_belongs_to_one_customer(t: &Test) {
        made(t, &json!({"userId": "a"})).await;
        made(t, &json!({"userId": "b", "email": "same@mail.example"})).await;
        made(t, &json!({"userId": "A", "email": "same@mail.example"})).await;
        let before = recorded(t).await.len();
        assert_eq!(told(&t.post("/v1/customers", &json!({"userId": "a", "name": "x"})).await),
                   taken());
        for target in ["/v1/customers/2", "/v1/customers/3"] {
            let body = json!({"name": "x", "userId": "a"});
            assert_eq!(told(&patch(t, target, &body).await), taken());
            assert_eq!(told(&t.put(target, &body).await), taken());
        }
        assert_eq!(t.get("/v1/customers/2").await.json()["name"], Value::Null);
        assert_eq!(recorded(t).await.len(), before);
        // A refused request uses up no id.
        assert_eq!(made(t, &json!({})).await["id"], 4);
    }

    async fn a_batch_changes_all_of_its_customers_or_none(t: &Test) {
        for user_id in ["a", "b", "c"] {
            made(t, &json!({"userId": user_id, "name": user_id})).await;
        }
        let answer = t.put("/v1/customers/batch", &json!([
            {"customer": "2", "email": "two@mail.example", "tags": [{"name": "x"}]},
            {"customer": 1, "name": null},
            {"customer": 2, "tags": [{"name": "x", "color": "#111111"}]},
        ])).await;
        let data = answer.json()["data"].clone();
        assert_eq!((answer.status, ids(&answer.json())), (200, vec![2, 1, 2]));
        assert_eq!((&data[0]["name"], &data[0]["email"]),
                   (&json!("b"), &json!("two@mail.example")));
        assert_eq!(data[2]["tags"], json!([{"name": "x", "color": "#111111"}]));
        let changes = recorded(t).await;
        let subjects: Vec<_> = changes.iter().rev().take(3).map(|it| it.subject).collect();
        assert_eq!(subjects, [2, 1, 2]);
        let before: Vec<_> = t.get("/v1/customers").await.body;
        for (batch, expected) in [
            (json!([{"customer": 1, "name": "new"}, {"customer": 9}]), missing()),
            (json!([{"customer": 1, "userId": "b"}, {"customer": 9}]), missing()),
            (json!([{"customer": 1, "name": "new"}, {"customer": 2, "userId": "a"}]), taken()),
            // Refused since items apply in order: customer 2 has the userId until the second item.
            (json!([{"customer": 1, "userId": "b"}, {"customer": 2, "userId": "a"}]), taken()),
            (json!([{"customer": 1, "userId": "n"}, {"customer": 2, "userId": "n"}]), taken()),
        ] {
            assert_eq!(told(&t.put("/v1/customers/batch", &batch).await), expected, "{batch}");
        }
        assert_eq!(t.get("/v1/customers").await.body, before);
        assert_eq!(recorded(t).await.len(), changes.len());
        for bad in [json!([]), json!({}), json!([5]), (1..=11).map(|it| json!({"customer": it}))
            .collect()] {
            let answer = t.put("/v1/customers/batch", &bad).await;
            assert_eq!(answer.errors().1[0].0, "invalid_request", "{bad}");
        }
        // A swap through null, so that each userId is free when an item sets it.
        let swap = json!([{"customer": 1, "userId": null}, {"customer": 2, "userId": "a"},
                          {"customer": 1, "userId": "b"}, {"customer": 3, "userId": "c"}]);
        assert_eq!(t.put("/v1/customers/batch", &swap).await.status, 200);
        let user_ids = t.get("/v1/customers?order=asc").await.json()["data"].as_array().unwrap()
            .iter().map(|it| it["userId"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(user_ids, ["c", "a", "b"]);
    }

    async fn many_at_once_with_one_user_id_make_one_customer(t: &Test) {
        let body = json!({"userId": "only"});
        let answers = join_all((0..40).map(|_| t.post("/v1/customers", &body))).await;
        let made = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(made, 1);
        let refused = answers.iter().filter(|answer| answer.status == 400);
        assert_eq!(refused.inspect(|answer| assert_eq!(told(answer), taken())).count(), 39);
        assert_eq!(ids(&t.get("/v1/customers").await.json()), [1]);
    }

    async fn a_repeated_key_makes_one_customer(t: &Test) {
        let headers = [("idempotency-key", "k")];
        let post = async |body: &'static str| {
            t.call_with(Method::POST, "/v1/customers", &headers, body).await
        };
        let first = post(r#"{"userId":"u"}"#).await;
        assert_eq!(first.status, 201);
        // The repeated request gets the object as it was when created.
        patch(t, "/v1/customers/1", &json!({"name": "Later"})).await;
        let again = post(r#"{"userId":"u"}"#).await;
        assert_eq!((again.status, again.body), (201, first.body));
        assert_eq!(post(r#"{"userId": "u"}"#).await.status, 422);
        assert_eq!(t.get("/v1/customers").await.json()["total"], 1);
    }

    async fn only_a_full_key_may_change_and_only_its_organizations_customers(t: &Test) {
        made(t, &json!({"name": "Mine", "userId": "u"})).await;
        let reader = t.app.access.create_key(t.caller, "reader", Scope::Read).await.unwrap();
        let (_, other) = t.another_organization().await;
        let bodies = [
            (Method::POST, "/v1/customers", "{}"),
            (Method::PUT, "/v1/customers/1", "{}"),
            (Method::PATCH, "/v1/customers/1", r#"{"name":null}"#),
            (Method::PUT, "/v1/customers/batch", r#"[{"customer":1,"name":null}]"#),
            (Method::PUT, "/v1/customers/1/tags", r#"{"tags":[]}"#),
            (Method::DELETE, "/v1/customers/1/tags", r#"{"tags":[]}"#),
            (Method::DELETE, "/v1/customers/1", ""),
        ];
        for (method, target, body) in bodies {
            let answer = t.call_as(&reader, method.clone(), target, body).await;
            assert_eq!(told(&answer).1, "forbidden", "{target}");
            if target == "/v1/customers" {
                continue;
            }
            let answer = t.call_as(&other, method, target, body).await;
            assert_eq!(told(&answer), missing(), "{target}");
        }
        assert_eq!(t.get_as(&reader, "/v1/customers/1").await.json()["name"], "Mine");
        assert_eq!(t.get_as(&other, "/v1/customers").await.json()["total"], 0);
        // The userId is free in other organizations.
        let body = r#"{"userId":"u"}"#;
        let answer = t.call_as(&other, Method::POST, "/v1/customers", body).await;
        assert_eq!((answer.status, &answer.json()["id"]), (201, &json!(1)));
    }
}
