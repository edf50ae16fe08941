//! `GET /app/v1/search`: an agent's search for customers and chats.

use std::num::NonZero;
use std::sync::{Arc, mpsc};

use axum::http::Method;
use deskbell_model::Role;
use deskbell_testkit::engines;
use futures_util::future::join_all;
use parking_lot::Mutex;
use serde_json::{Value, json};

use crate::made::{asks, chat, customer, limited, supervisor, window};

fn ids(rows: &Value) -> Vec<i64> {
    rows.as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

engines! {
    async fn a_text_finds_customers_their_chats_and_a_chat_by_its_number(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let (mateus, strasse) = (customer(t, "mateus").await, customer(t, "Straße").await);
        t.call(Method::PATCH, &format!("/v1/customers/{mateus}"),
            &json!({"phone": "+351 220"})).await;
        let one = chat(t, mateus, json!({})).await;
        let other = chat(t, strasse, json!({})).await;
        let find = async |text: &str| {
            let answer = ann.get(&format!("/app/v1/search?q={text}")).await;
            assert_eq!(answer.status, 200);
            answer.json()
        };
        let found = find("STRASSE").await;
        assert_eq!(ids(&found["customers"]["data"]), [strasse]);
        assert_eq!(ids(&found["chats"]["rows"]), [other]);
        assert_eq!(found["chat"], json!(null));
        assert_eq!(ids(&find("351").await["chats"]["rows"]), [one]);
        assert_eq!(ids(&find(&other.to_string()).await["chat"]["rows"]), [other]);
        assert_eq!(ids(&find("%25").await["customers"]["data"]), Vec::<i64>::new());
    }

    async fn customers_and_their_chats_are_found_by_every_field_that_agents_see(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let with = async |fields: Value| {
            let id = t.post("/v1/customers", &fields).await.json()["id"].as_i64().unwrap();
            (id, chat(t, id, json!({})).await)
        };
        for (fields, texts) in [
            (json!({"company": "Bäckerei Grün"}), &["backerei", "i gr"][..]),
            (json!({"notes": "Asks for REFUNDS.\nOften."}), &["refunds", "often"][..]),
            (json!({"customData": {"plan": "Größe L", "seats": 4711}}), &["GROSSE", "4711"][..]),
            (json!({"tags": [{"name": "Très cher"}]}), &["tres", "s CHER"][..]),
            (json!({"location": {"city": "Łódź", "countryCode": "PL"}}), &["odz", "pl"][..]),
            (json!({"location": {"regionCode": "KA"}, "locale": "pt-BR"}), &["ka", "PT-br"][..]),
            (json!({"createdFrom": "telegram", "integrationId": "TG-77"}), &["tg-77"][..]),
        ] {
            let (customer, chat) = with(fields).await;
            for text in texts {
                let path = format!("/app/v1/search?q={}", text.replace(' ', "%20"));
                let found = ann.get(&path).await.json();
                assert_eq!(ids(&found["customers"]["data"]), [customer], "{text}");
                assert_eq!(ids(&found["chats"]["rows"]), [chat], "{text}");
                let all = json!({"text": text, "statuses": null});
                assert_eq!(window(&ann, json!({"view": all})).await["total"], 1, "{text}");
            }
        }
        // Neither by the names of custom data nor by a part of a code nor by a channel's name.
        for text in ["seats", "pt", "telegram"] {
            let found = ann.get(&format!("/app/v1/search?q={text}")).await.json();
            assert_eq!(ids(&found["customers"]["data"]), [0; 0], "{text}");
        }
    }

    async fn a_search_finds_what_a_customer_has_now(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let mateus = customer(t, "mateus").await;
        chat(t, mateus, json!({})).await;
        let count = async |text: &str| {
            let found = ann.get(&format!("/app/v1/search?q={text}")).await.json();
            (found["customers"]["data"].as_array().unwrap().len(), found["chats"]["total"].clone())
        };
        let change = async |fields: Value| {
            let path = format!("/v1/customers/{mateus}");
            assert_eq!(t.call(Method::PATCH, &path, &fields).await.status, 200);
        };
        for (before, after) in [
            (json!({"notes": "blue"}), json!({"notes": null})),
            (json!({"customData": {"a": "blue"}}), json!({"customData": {"a": "red"}})),
            (json!({"tags": [{"name": "blue"}]}), json!({"tags": []})),
        ] {
            change(before).await;
            assert_eq!(count("blue").await, (1, json!(1)));
            change(after).await;
            assert_eq!(count("blue").await, (0, json!(0)));
        }
    }

    async fn custom_data_is_searched_up_to_its_bound(t: &Test) {
        let ann = t.agent("ann", Role::Agent, &[]).await;
        let mut data: serde_json::Map<_, _> =
            (0..5).map(|n| (format!("field {n}"), json!("x".repeat(255)))).collect();
        data.insert("field 3".to_owned(), json!("inside"));
        data.insert("field 4".to_owned(), json!("y".repeat(255)));
        data.insert("field 5".to_owned(), json!("outside"));
        t.post("/v1/customers", &json!({"customData": data})).await;
        for (text, found) in [("inside", 1), ("yyyy", 1), ("outside", 0)] {
            let answer = ann.get(&format!("/app/v1/search?q={text}")).await.json();
            assert_eq!(answer["customers"]["total"], found, "{text}");
        }
    }

    async fn a_search_finds_nothing_outside_of_the_scope(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let bob = limited(t, "bob", &[]).await;
        let mateus = customer(t, "mateus").await;
        let foreign = chat(t, mateus, json!({"assignee": ann.agent.get()})).await;
        let found = bob.get("/app/v1/search?q=mateus").await.json();
        assert_eq!(found["customers"], json!(null), "the role may not list customers");
        assert_eq!((&found["chats"]["total"], &found["chats"]["rows"]), (&json!(0), &json!([])));
        let by_number = bob.get(&format!("/app/v1/search?q={foreign}")).await.json();
        assert_eq!(by_number["chat"]["rows"], json!([]));
    }

    async fn a_view_has_the_chats_of_a_text_and_counts_them_by_status_and_department(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let (mateus, other) = (customer(t, "Mateus").await, customer(t, "Maria").await);
        let open = chat(t, mateus, json!({})).await;
        let closed = chat(t, mateus, json!({})).await;
        for chat in [open, closed, chat(t, other, json!({})).await] {
            asks(t, chat, "Hi").await;
        }
        let close = json!({"id": closed, "status": "closed"});
        t.call(Method::PUT, "/v1/chats/status", &close).await;
        let all = json!({"text": "mateus", "statuses": null, "snoozed": null, "blocked": null});
        let counts = json!([
            {"text": "MATEUS "}, {"text": "mateus", "statuses": ["closed"]},
            {"text": "mateus", "snoozed": true}, {"text": "mateus", "department": "none"}, "all",
        ]);
        let asked = json!({"view": all, "sort": "created", "counts": counts});
        let found = window(&ann, asked).await;
        assert_eq!(ids(&found["rows"]), [closed, open]);
        assert_eq!(found["counts"], json!([1, 1, 0, 1, 2]));
        let saved = json!({"name": "Mateus", "filter": {"text": "mateus"}});
        assert_eq!(ann.post("/app/v1/views", &saved).await.status, 201);
    }

    async fn a_window_searches_for_one_text(t: &Test) {
        let ann = supervisor(t, "ann").await;
        for (view, count) in [(json!("all"), "a"), (json!({"text": "a"}), "b")] {
            let asked = json!({"view": view, "counts": [{"text": count}]});
            let answer = ann.post("/app/v1/list", &asked).await;
            assert_eq!(answer.errors().0, 400);
        }
    }

    async fn a_search_waits_for_other_large_work_and_lists_do_not(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let mateus = customer(t, "mateus").await;
        let one = chat(t, mateus, json!({})).await;
        window(&ann, json!({"view": "everything"})).await;
        // As much work as there are permits, until `release` is dropped.
        let (release, released) = mpsc::channel::<()>();
        let released = Arc::new(Mutex::new(released));
        let many = std::thread::available_parallelism().map_or(1, NonZero::get);
        let works = join_all((0..many).map(|_| {
            let released = Arc::clone(&released);
            t.app.lists.budget.work(move || released.lock().recv().is_err())
        }));
        let search = ann.get("/app/v1/search?q=mat");
        let lists = async {
            for sort in ["created", "activity"] {
                let found = window(&ann, json!({"view": "everything", "sort": sort})).await;
                assert_eq!(ids(&found["rows"]), [one], "{sort}");
            }
        };
        tokio::pin!(works, search);
        tokio::select! {
            biased;
            _ = &mut works => panic!("the work ended"),
            _ = &mut search => panic!("the search did not wait for a permit"),
            () = lists => {}
        }
        drop(release);
        let (ended, found) = tokio::join!(works, search);
        assert!(ended.into_iter().all(|ended| ended == Some(true)));
        assert_eq!(ids(&found.json()["chats"]["rows"]), [one]);
    }

    async fn a_search_for_nothing_or_for_too_much_is_refused(t: &Test) {
        let ann = supervisor(t, "ann").await;
        let marks = "?q=%CC%81";
        let long = format!("?q={}", "a".repeat(201));
        for query in ["", "?q=", "?q=%20", "?q=%00", marks, &long, "?q=a&q=b"] {
            let answer = ann.get(&format!("/app/v1/search{query}")).await;
            assert_eq!(answer.errors().0, 400, "{query}");
        }
    }
}
