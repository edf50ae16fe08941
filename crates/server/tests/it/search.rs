//! `POST /v1/chats/search` and `POST /v1/customers/search`: results by field, pages, and errors.

use axum::http::Method;
use deskbell_model::{AgentId, Chat, DepartmentId, Rating, Scope, Seconds, Status};
use deskbell_testkit::put::Put;
use deskbell_testkit::{Test, engines};
use serde_json::{Value, json};

use crate::objects::{agent, chat, customer, department, ids, put};

const SEARCHES: [&str; 2] = ["/v1/chats/search", "/v1/customers/search"];

/// Searches with one condition; returns the found ids in ascending order. Also checks the total.
async fn find(t: &Test, target: &str, (field, operator, value): (&str, &str, Value)) -> Vec<i64> {
    let item = json!({"field": field, "operator": operator, "value": value});
    let answer = t.post(target, &json!({"filter": [item]})).await;
    assert_eq!(answer.status, 200, "{item}: {}", String::from_utf8_lossy(&answer.body));
    let page = answer.json();
    let mut found = ids(&page);
    found.sort_unstable();
    assert_eq!((&page["total"], &page["meta"]["total"]), (&json!(found.len()), &page["total"]));
    found
}

async fn finds(t: &Test, target: &str, cases: &[(&str, &str, Value, &[i64])]) {
    for (field, operator, value, expected) in cases {
        let found = find(t, target, (field, operator, value.clone())).await;
        assert_eq!(found, *expected, "{field} {operator} {value}");
    }
}

async fn faults(t: &Test, target: &str, body: &Value) -> Vec<String> {
    let (status, items) = t.post(target, body).await.errors();
    assert_eq!(status, 400);
    let words = |(code, message): (String, String)| {
        assert_eq!(code, "validation_error");
        message.strip_suffix(" value is invalid").unwrap().to_owned()
    };
    items.into_iter().map(words).collect()
}

/// Creates three customers and four chats, with different values in searchable fields.
async fn desk(t: &Test) {
    let mut people: Vec<_> = (1..=3).map(customer).collect();
    people[0].name = Some("Große Straße".into());
    people[0].email = Some("Ana@Mail.example".into());
    people[0].user_id = Some("u-1".into());
    people[1].name = Some("50% _off\\ 'now'".into());
    let tags = [(0, vec!["vip", "paid"]), (1, vec!["vip"])];
    let tags = tags.map(|(place, names): (usize, _)| {
        (people[place].id, names.into_iter().map(str::to_owned).collect())
    });
    let of = |id: i64, owner: usize, status: Status| Chat {
        customer: people[owner].id,
        status,
        ..chat(id, 100)
    };
    let mut chats = vec![
        of(1, 0, Status::New),
        of(2, 1, Status::OnHold),
        of(3, 2, Status::Closed),
        of(4, 0, Status::Empty),
    ];
    chats[0].assignee = AgentId::new(7);
    chats[0].agents = vec![AgentId::new(8).unwrap(), AgentId::new(7).unwrap()];
    chats[1].assignee = AgentId::new(8);
    chats[1].agents = vec![AgentId::new(8).unwrap()];
    chats[1].department = DepartmentId::new(3);
    chats[1].updated_at = Seconds::new(200);
    chats[2].closed_at = Some(Seconds::new(150));
    chats[2].rating = Some(Rating::VeryPoor);
    chats[2].last_message_at = Some(Seconds::new(140));
    chats[2].last_customer_message_at = Some(Seconds::new(130));
    chats[3].closed_at = Some(Seconds::new(151));
    let agents = vec![agent(7, "Mina"), agent(8, "Theo")];
    let departments = vec![department(3, "Support", Vec::new())];
    let tags = tags.into();
    put(t, Put { agents, departments, customers: people, tags, chats, ..Put::default() }).await;
}

engines! {
    async fn every_field_of_a_chat_finds_what_it_should(t: &Test) {
        desk(t).await;
        finds(t, SEARCHES[0], &[
            ("chats.assignee", "=", json!(7), &[1]),
            ("chats.assignee", "=", json!("8"), &[2]),
            ("chats.assignee", "!=", json!(7), &[2, 3, 4]),
            ("chats.assignee", "=", json!(null), &[3, 4]),
            ("chats.assignee", "!=", json!(null), &[1, 2]),
            ("chats.assignee", ">", json!(7), &[2]),
            ("chats.agents", "=", json!(7), &[1]),
            ("chats.agents", "=", json!(8.0), &[1, 2]),
            ("chats.agents", "!=", json!(7), &[2, 3, 4]),
            ("chats.agents", "=", json!(null), &[3, 4]),
            ("chats.agents", "!=", json!(null), &[1, 2]),
            ("chats.department", "=", json!(3), &[2]),
            ("chats.department", "!=", json!(3), &[1, 3, 4]),
            ("chats.customer", "<=", json!(1), &[1, 4]),
            ("chats.customer", "=", json!(i64::MAX), &[]),
            ("chats.createdAt", "=", json!("100"), &[1, 2, 3, 4]),
            ("chats.createdAt", "=", json!(null), &[]),
            ("chats.updatedAt", ">", json!(199), &[2]),
            ("chats.closedAt", "<", json!(151), &[3]),
            ("chats.closedAt", ">=", json!(150), &[3, 4]),
            ("chats.closedAt", "!=", json!(150), &[1, 2, 4]),
            ("chats.lastMessageAt", "=", json!(140), &[3]),
            ("chats.lastCustomerMessageAt", "<", json!(4_294_967_295_u32), &[3]),
            ("chats.status", "=", json!("new"), &[1]),
            ("chats.status", "=", json!("ON-Hold"), &[2]),
            ("chats.status", "=", json!(5), &[3]),
            ("chats.status", "=", json!("7"), &[4]),
            ("chats.status", "!=", json!("open"), &[1, 2, 3, 4]),
            ("chats.rating", "=", json!("Very Poor"), &[3]),
            ("chats.rating", "!=", json!("very poor"), &[1, 2, 4]),
            ("chats.rating", "!=", json!(null), &[3]),
            ("chats.customer.email", "=", json!("Ana@Mail.example"), &[1, 4]),
            ("chats.customer.email", "=", json!("ana@mail.EXAMPLE"), &[1, 4]),
            ("chats.customer.email", "=", json!("aná@mail.example"), &[]),
            ("chats.customer.email", "~", json!("ANA@"), &[1, 4]),
            ("chats.customer.userId", "!~", json!("U-"), &[2, 3]),
            ("chats.customer.name", "~", json!("STRASSE"), &[1, 4]),
            ("chats.customer.name", "!=", json!("Große Straße"), &[2, 3]),
            ("chats.customer.tagsData", "=", json!([{"name": "vip"}]), &[1, 2, 4]),
            ("chats.customer.tagsData", "=", json!([{"name": "vip"}, {"name": "paid"}]), &[1, 4]),
            ("chats.customer.tagsData", "=", json!([{"name": "vip"}, {"name": "none"}]), &[]),
        ]).await;
    }

    async fn what_is_special_in_sql_means_itself(t: &Test) {
        desk(t).await;
        for text in ["%", "_", "\\", "'", "50% ", "% _", "\\ '", "_OFF\\", "'now'"] {
            let found = find(t, SEARCHES[1], ("customers.name", "~", json!(text))).await;
            assert_eq!(found, [2], "{text}");
        }
        for text in ["5_%", "%off", "50%%", "\\%", "''", "'; DROP TABLE chats; --", "$1"] {
            let found = find(t, SEARCHES[1], ("customers.name", "~", json!(text))).await;
            assert_eq!(found, [0_i64; 0], "{text}");
        }
        let whole = json!("50% _off\\ 'now'");
        assert_eq!(find(t, SEARCHES[1], ("customers.name", "=", whole)).await, [2]);
        assert_eq!(find(t, SEARCHES[1], ("customers.name", "=", json!("50%"))).await, [0; 0]);
    }

    async fn every_field_of_a_customer_finds_what_it_should(t: &Test) {
        let mut full = customer(1);
        full.name = Some("Name".into());
        full.email = Some("Email".into());
        full.company = Some("Company".into());
        full.phone = Some("Phone".into());
        full.user_id = Some("UserId".into());
        full.locale = Some("Locale".into());
        full.location.country_code = Some("CountryCode".into());
        full.location.region_code = Some("RegionCode".into());
        full.location.city = Some("City".into());
        full.first_seen = Some(Seconds::new(10));
        full.last_seen = Some(Seconds::new(20));
        let (vip, empty) = (full.id, customer(2));
        let tags = vec![(vip, vec!["vip".into()])];
        put(t, Put { customers: vec![full, empty], tags, ..Put::default() }).await;
        for name in ["Name", "Email", "Company", "Phone", "UserId", "Locale", "CountryCode",
                     "RegionCode", "City"] {
            let (first, rest) = name.split_at(1);
            let field = format!("customers.{}{rest}", first.to_lowercase());
            finds(t, SEARCHES[1], &[
                (&field, "=", json!(name), &[1]),
                (&field, "=", json!(name.to_lowercase()), if name == "Email" { &[1] } else { &[] }),
                (&field, "!=", json!(name), &[2]),
                (&field, "~", json!(name.to_uppercase()), &[1]),
                (&field, "!~", json!(name.to_uppercase()), &[2]),
                (&field, "=", json!(null), &[2]),
                (&field, "!=", json!(null), &[1]),
            ]).await;
        }
        finds(t, SEARCHES[1], &[
            ("customers.id", ">", json!(0), &[1, 2]),
            ("customers.id", "<=", json!("1"), &[1]),
            ("customers.firstSeen", ">=", json!(10), &[1]),
            ("customers.firstSeen", "!=", json!(10), &[2]),
            ("customers.lastSeen", "<", json!(20), &[]),
            ("customers.lastSeen", "=", json!(null), &[2]),
            ("customers.createdAt", "=", json!(1_500_000_000), &[1, 2]),
            ("customers.tagsData", "=", json!([{"name": "vip"}, {"name": "vip"}]), &[1]),
            ("customers.tagsData", "=", json!([{"name": "VIP"}]), &[]),
        ]).await;
    }

    async fn an_outside_id_is_the_one_of_its_channel(t: &Test) {
        let channels = ["telegram", "facebook", "instagram", "viber", "whatsapp"];
        let customers = (1..).zip(channels).map(|(id, channel)| {
            let mut customer = customer(id);
            customer.created_from = Some(channel.into());
            customer.integration_id = Some("Abc".into());
            customer
        });
        put(t, Put { customers: customers.collect(), ..Put::default() }).await;
        for (id, channel) in (1..).zip(channels) {
            let field = format!("customers.{channel}Id");
            let others: Vec<i64> = (1..=5).filter(|other| *other != id).collect();
            finds(t, SEARCHES[1], &[
                (&field, "=", json!("Abc"), &[id]),
                (&field, "=", json!("abc"), &[]),
                (&field, "~", json!("ABC"), &[id]),
                (&field, "!=", json!("Abc"), &others),
                (&field, "!~", json!("b"), &others),
                (&field, "=", json!(null), &others),
                (&field, "!=", json!(null), &[id]),
            ]).await;
        }
    }

    async fn conditions_are_joined_by_and_or_by_or(t: &Test) {
        desk(t).await;
        let filter = json!([
            {"field": "chats.customer", "operator": "=", "value": 1},
            {"field": "chats.status", "operator": "=", "value": "empty"},
            {"field": "chats.assignee", "operator": "=", "value": null},
        ]);
        for (comparison, expected) in [
            (json!(null), vec![4]), (json!("AND"), vec![4]), (json!("and"), vec![4]),
            (json!("OR"), vec![1, 3, 4]), (json!("oR"), vec![1, 3, 4]),
        ] {
            let body = json!({"filter": filter, "comparison": comparison});
            let page = t.post(SEARCHES[0], &body).await.json();
            assert_eq!(ids(&page), expected, "{comparison}");
            assert_eq!(page["total"], expected.len());
        }
        for comparison in ["AND", "OR"] {
            let page = t.post(SEARCHES[0], &json!({"comparison": comparison})).await.json();
            assert_eq!(page["total"], 4, "{comparison} of nothing is everything");
        }
    }

    async fn an_answer_has_the_contracts_envelope_and_the_rows_of_the_list(t: &Test) {
        desk(t).await;
        let listed = t.get("/v1/chats").await.json()["data"].clone();
        let found = t.post(SEARCHES[0], &json!({})).await;
        let expected = json!({"data": listed, "total": 4, "meta": {"total": 4}});
        assert_eq!(String::from_utf8(found.body).unwrap(), expected.to_string());
        let found = t.post(SEARCHES[1], &json!({"limit": 1})).await.json();
        let keys: Vec<_> = found.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["data", "total", "meta"]);
        assert_eq!(found["total"], 3);
        let names: Vec<_> = found["data"][0]["tags"].as_array().unwrap().iter()
            .map(|tag| tag["name"].clone()).collect();
        assert_eq!(names, ["vip", "paid"]);
        let nothing = json!([{"field": "chats.customer", "operator": "=", "value": 9}]);
        let found = t.post(SEARCHES[0], &json!({"filter": nothing})).await.json();
        assert_eq!(found, json!({"data": [], "total": 0, "meta": {"total": 0}}));
    }

    async fn pages_join_and_ties_and_nulls_are_where_the_contract_wants_them(t: &Test) {
        let closed = [None, Some(9), Some(7), None, Some(9), Some(7)];
        let at = closed.map(|at| at.map(Seconds::new));
        let chats = (1..).zip(at).map(|(id, closed_at)| Chat { closed_at, ..chat(id, 5) });
        let customers = (1..).zip(at).map(|(id, last_seen)| {
            let mut customer = customer(id);
            customer.last_seen = last_seen;
            customer
        });
        let (customers, chats) = (customers.collect(), chats.collect());
        put(t, Put { customers, chats, ..Put::default() }).await;
        for (target, sort) in [
            (SEARCHES[0], "chats.closedAt"), (SEARCHES[0], "closedAt"),
            (SEARCHES[1], "customers.lastSeen"), (SEARCHES[1], "lastSeen"),
        ] {
            let mut expected = vec![4, 1, 6, 3, 5, 2];
            for order in [json!("ASC"), json!("desc"), json!(null)] {
                let mut joined = Vec::new();
                for from in [json!(null), json!("4")] {
                    let body = json!({"sort": sort, "order": order, "limit": "4", "offset": from});
                    let page = t.post(target, &body).await.json();
                    assert_eq!(page["total"], 6);
                    joined.extend(ids(&page));
                }
                assert_eq!(joined, expected, "{sort} {order}");
                if order == "ASC" {
                    expected.reverse();
                }
            }
            let by_default = t.post(target, &json!({})).await.json();
            assert_eq!(ids(&by_default), [1, 2, 3, 4, 5, 6]);
            let by_default = t.post(target, &json!({"order": "asc"})).await.json();
            assert_eq!(ids(&by_default), [6, 5, 4, 3, 2, 1]);
        }
        for offset in [json!(6), json!(i64::MAX), json!("9223372036854775807")] {
            for target in SEARCHES {
                let page = t.post(target, &json!({"offset": offset})).await.json();
                assert_eq!(page, json!({"data": [], "total": 6, "meta": {"total": 6}}));
            }
        }
    }

    async fn faults_are_told_all_at_once_in_the_order_of_the_contract(t: &Test) {
        for (target, field) in [(SEARCHES[0], "chats.closedAt"), (SEARCHES[1], "customers.id")] {
            let body = json!({
                "order": "", "sort": "id", "offset": -1, "limit": 0, "comparison": "XOR",
                "filter": [
                    {"field": "x", "operator": "x", "value": []},
                    {"field": field, "operator": "~", "value": []},
                    {"field": field, "operator": "=", "value": 1},
                    {"field": field, "operator": "=", "value": []},
                    "x",
                    {},
                ],
            });
            let expected = ["filter[0].field", "filter[1].operator", "filter[3].value", "filter",
                            "filter[5].field", "comparison", "limit", "offset", "sort", "order"];
            assert_eq!(faults(t, target, &body).await, expected);
            for filter in [json!("x"), json!({}), json!(5), json!([null]), json!([[]])] {
                assert_eq!(faults(t, target, &json!({"filter": filter})).await, ["filter"]);
            }
            let item = json!({"field": field, "operator": "=", "value": 1});
            assert_eq!(t.post(target, &json!({"filter": vec![&item; 50]})).await.status, 200);
            let many = json!({"filter": vec![&item; 51]});
            assert_eq!(faults(t, target, &many).await, ["filter"]);
            for body in ["[]", "1", "null", "{", "{}\u{feff}"] {
                let answer = t.call_with(Method::POST, target, &[], body).await;
                assert_eq!(answer.errors().1[0].0, "invalid_request", "{body}");
            }
        }
    }

    async fn a_key_that_may_only_read_may_search_and_an_idempotency_key_says_nothing(t: &Test) {
        desk(t).await;
        let reader = t.app.access.create_key(t.caller, "reader", Scope::Read).await.unwrap();
        let reader = format!("Bearer {reader}");
        for target in SEARCHES {
            let headers = [("authorization", reader.as_str()), ("idempotency-key", "")];
            let found = t.call_with(Method::POST, target, &headers, "").await;
            assert_eq!(found.status, 200);
            let path = target.strip_prefix("/v1").unwrap();
            let short = t.call_with(Method::POST, &format!("{path}/"), &headers, "{}").await;
            assert_eq!(short.body, found.body);
            let refused = t.get(target).await;
            assert_eq!((refused.status, refused.header("allow")), (405, Some("POST, OPTIONS")));
        }
    }

    async fn a_search_sees_one_organization(t: &Test) {
        desk(t).await;
        let (_, key) = t.another_organization().await;
        let mine = [
            json!([]),
            json!([{"field": "chats.agents", "operator": "=", "value": 8}]),
            json!([{"field": "chats.customer.tagsData", "operator": "=",
                    "value": [{"name": "vip"}]}]),
            json!([{"field": "chats.customer.name", "operator": "!=", "value": null}]),
        ];
        for filter in mine {
            for comparison in ["AND", "OR"] {
                let body = json!({"filter": filter, "comparison": comparison}).to_string();
                let found = t.call_as(&key, Method::POST, SEARCHES[0], body).await.json();
                assert_eq!(found, json!({"data": [], "total": 0, "meta": {"total": 0}}));
            }
        }
    }
}
