//! `/v1/customers/{id}/tags`: adding, removing, colours and limits.

use axum::http::Method;
use deskbell_model::Kind;
use deskbell_testkit::{Answer, Test, engines};
use serde_json::{Value, json};

use crate::changes::recorded;
use crate::objects::{customer, put};
use deskbell_testkit::put::Put;

async fn customers(t: &Test, count: i64) {
    put(t, Put { customers: (1..=count).map(customer).collect(), ..Put::default() }).await;
}

async fn add(t: &Test, id: i64, tags: Value) -> Answer {
    t.put(&format!("/v1/customers/{id}/tags"), &json!({"tags": tags})).await
}

async fn remove(t: &Test, id: i64, tags: Value) -> Answer {
    let target = format!("/v1/customers/{id}/tags");
    t.call(Method::DELETE, &target, &json!({"tags": tags})).await
}

/// The names and colours of a customer's tags.
async fn worn(t: &Test, id: i64) -> Vec<(String, String)> {
    let shown = t.get(&format!("/v1/customers/{id}")).await.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let tags = shown["tags"].as_array().unwrap().iter();
    tags.map(|tag| (text(&tag["name"]), text(&tag["color"]))).collect()
}

fn pairs<const N: usize>(tags: [(&str, &str); N]) -> Vec<(String, String)> {
    tags.map(|(name, color)| (name.to_owned(), color.to_owned())).to_vec()
}

fn many(from: usize, count: usize) -> Value {
    (from..from + count).map(|number| json!({"name": format!("t{number}")})).collect()
}

engines! {
    async fn tags_come_into_being_when_used_and_are_listed_in_the_order_added(t: &Test) {
        customers(t, 2).await;
        let answer = add(t, 1, json!([{"name": "b"}, {"name": "a", "color": "#123abc"}])).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body, t.get("/v1/customers/1").await.body);
        assert_eq!(worn(t, 1).await, pairs([("b", "#c377e0"), ("a", "#123abc")]));
        add(t, 1, json!([{"name": "A"}, {"name": "b"}, {"name": " b "}])).await;
        let names: Vec<_> = worn(t, 1).await.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["b", "a", "A", " b "]);
        // A tag with the same name is the same tag for all customers.
        add(t, 2, json!([{"name": "a"}])).await;
        assert_eq!(worn(t, 2).await, pairs([("a", "#123abc")]));
        let last = recorded(t).await.pop().unwrap();
        assert_eq!((last.kind, last.subject), (Kind::CustomerUpdated, 2));
    }

    async fn a_colour_belongs_to_the_tag_and_not_to_the_customer(t: &Test) {
        customers(t, 3).await;
        add(t, 1, json!([{"name": "vip", "color": "#111111"}])).await;
        add(t, 2, json!([{"name": "vip"}, {"name": "vip", "color": "#222222"}, {"name": "vip"}]))
            .await;
        assert_eq!(worn(t, 1).await, pairs([("vip", "#222222")]));
        let body = json!({"tags": [{"name": "vip", "color": "#333333"}]});
        t.call(Method::PATCH, "/v1/customers/1", &body).await;
        assert_eq!(worn(t, 2).await, pairs([("vip", "#333333")]));
        t.post("/v1/customers", &json!({"tags": [{"name": "vip", "color": "#444444"}]})).await;
        assert_eq!(worn(t, 1).await, pairs([("vip", "#444444")]));
        // A tag keeps its colour when no customer has it.
        for id in [1, 2, 4] {
            remove(t, id, json!([{"name": "vip"}])).await;
        }
        add(t, 3, json!([{"name": "vip", "color": null}])).await;
        assert_eq!(worn(t, 3).await, pairs([("vip", "#444444")]));
        let bad = add(t, 3, json!([{"name": "vip", "color": "bluish"}])).await;
        assert_eq!(bad.errors().1[0].0, "invalid_tags_value");
    }

    async fn removing_is_by_name_and_an_absent_one_is_fine(t: &Test) {
        customers(t, 1).await;
        add(t, 1, json!([{"name": "a"}, {"name": "b"}, {"name": "c"}, {"name": "d"}])).await;
        let answer = remove(t, 1, json!([{"name": "b"}, {"name": "B"}, {"name": "none"}])).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body, t.get("/v1/customers/1").await.body);
        add(t, 1, json!([{"name": "b"}])).await;
        let names: Vec<_> = worn(t, 1).await.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a", "c", "d", "b"]);
        remove(t, 1, json!([{"name": "a"}, {"name": "d"}, {"name": "c"}, {"name": "b"}])).await;
        assert_eq!(worn(t, 1).await, []);
        for body in [json!({}), json!({"tags": null}), json!({"tags": "a"})] {
            for method in [Method::PUT, Method::DELETE] {
                let answer = t.call(method, "/v1/customers/1/tags", &body).await;
                assert_eq!(answer.errors().1[0].0, "invalid_tags_value", "{body}");
            }
        }
    }

    async fn given_tags_replace_the_old_in_their_order(t: &Test) {
        customers(t, 1).await;
        add(t, 1, json!([{"name": "a"}, {"name": "b"}, {"name": "c"}])).await;
        for expected in [&["a", "c", "b"][..], &["c"], &["x", "c", "y"], &[]] {
            let tags: Value = expected.iter().map(|name| json!({"name": name})).collect();
            let answer = t.put("/v1/customers/1", &json!({"tags": tags})).await;
            assert_eq!(answer.status, 200);
            let names: Vec<_> = worn(t, 1).await.into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, expected);
        }
    }

    async fn a_customer_wears_at_most_100_tags(t: &Test) {
        customers(t, 1).await;
        assert_eq!(add(t, 1, many(0, 60)).await.status, 200);
        assert_eq!(add(t, 1, many(20, 80)).await.status, 200, "those it wears count once");
        let before = recorded(t).await.len();
        for answer in [
            add(t, 1, many(100, 1)).await,
            add(t, 1, many(0, 101)).await,
            t.post("/v1/customers", &json!({"tags": many(0, 101)})).await,
            t.call(Method::PATCH, "/v1/customers/1", &json!({"tags": many(0, 101)})).await,
        ] {
            let (status, errors) = answer.errors();
            let expected = ("invalid_tags_value", "tags value is invalid");
            let (code, message) = &errors[0];
            assert_eq!((status, (code.as_str(), message.as_str())), (400, expected));
        }
        assert_eq!(recorded(t).await.len(), before);
        let names: Vec<_> = worn(t, 1).await.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, (0..100).map(|number| format!("t{number}")).collect::<Vec<_>>());
        let page = t.get("/v1/customers").await.json();
        assert_eq!(page["data"][0]["tags"].as_array().unwrap().len(), 100);
    }
}
