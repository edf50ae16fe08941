//! Sessions of visitors: their recognition, the stored data, and tokens that are no longer valid.

use std::time::Duration;

use axum::http::Method;
use deskbell_testkit::engines;
use serde_json::json;

use crate::desk::{allow, customers, do_what_is_due, feed, kinds, rows, set};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

engines! {
    async fn of_a_visitor_who_only_looks_nothing_is_stored(t: &Test) {
        let before = (feed(t).await.len(), customers(t).await);
        for _ in 0..3 {
            let visitor = t.stranger();
            let page = json!({"page": "https://shop.example/a", "user": {"name": "Ann"}});
            let begun = visitor.begin(&page).await;
            assert_eq!((&begun["identity"], &begun["chats"]), (&json!("anonymous"), &json!([])));
            let unread = visitor.get("unread").await;
            assert_eq!(unread.header("cache-control"), Some("no-store"));
            let tracked = json!({"page": "https://shop.example/b"});
            assert_eq!(visitor.post("events", &tracked).await.status, 200);
            assert_eq!(visitor.get("unread").await.json(), json!({"messages": 0, "chats": 0}));
            assert_eq!(visitor.get("messages?chat=1").await.errors().0, 404);
            let again = visitor.begin(&page).await;
            assert_eq!(again["token"], json!(null), "the token goes on");
        }
        assert_eq!((feed(t).await.len(), customers(t).await), before);
        assert_eq!(rows(t, "visitor_sessions").await, 0);
    }

    async fn the_first_message_makes_a_customer_and_a_chat_once_however_often_it_is_sent(t: &Test) {
        let visitor = t.stranger();
        visitor.begin(&json!({})).await;
        let before = feed(t).await.len();
        let body = json!({
            "text": "hello", "page": "https://shop.example/a", "locale": "pt",
            "referrer": "https://search.example/", "form": {"email": "ann@example.com"},
        });
        let first = visitor.post_once("once", &body).await;
        assert_eq!((first.status, first.header("location")), (201, Some("/widget/v1/messages")));
        let again = visitor.post_once("once", &body).await;
        assert_eq!((again.status, again.json()), (201, first.json()));
        assert_eq!(kinds(t, before).await, [
            "customer.created", "customer.updated", "chat.created", "message.created",
        ]);
        let created = &feed(t).await[before];
        let id = &created["object"]["id"];
        assert_eq!(created["actor"], json!({"type": "customer", "id": id}));
        let customer = t.get(&format!("/v1/customers/{id}")).await.json();
        for (key, value) in [
            ("email", json!("ann@example.com")),
            ("lastPage", json!("https://shop.example/a")),
            ("referer", json!("https://search.example/")),
            ("locale", json!("pt")),
            ("userId", json!(null)),
        ] {
            assert_eq!(customer[key], value, "{key}");
        }
        let chat = t.get(&format!("/v1/chats/{}", first.json()["chatId"])).await.json();
        let made = (&chat["status"], &chat["createdWith"]);
        assert_eq!(made, (&json!("new"), &json!("customer_message")));
        assert_eq!((&chat["readByAgent"], &chat["customer"]["id"]), (&json!(false), id));
        let begun = visitor.begin(&json!({})).await;
        assert_eq!((&begun["token"], &begun["chat"]), (&json!(null), &chat["id"]));
        assert_eq!(begun["messages"], json!([first.json()]));
        assert_eq!(begun["known"], json!(["email"]));
    }

    async fn what_a_site_says_of_a_visitor_is_kept_until_the_visitor_writes(t: &Test) {
        let visitor = t.stranger();
        let email = "ann@shop.example";
        let user = json!({"name": "Ann", "email": email, "customData": {"plan": "gold"}});
        let begun = visitor.begin(&json!({"user": {"name": "A"}})).await;
        assert_eq!(begun["known"], json!(["name"]));
        let first = visitor.token();
        let begun = visitor.begin(&json!({"user": user})).await;
        assert_eq!(begun["known"], json!(["name", "email"]));
        // Another tab has the token of before: it is the same visitor.
        let (tab, said) = (t.stranger(), visitor.token());
        assert_ne!(first, said);
        tab.use_token(first);
        for page in [json!({}), json!({"user": user})] {
            let begun = visitor.begin(&page).await;
            assert_eq!(begun["token"], json!(null));
            assert_eq!(begun["known"], json!(["name", "email"]));
        }
        assert_eq!(rows(t, "visitor_sessions").await, 0);
        let before = feed(t).await.len();
        let chat = visitor.say(None, "hello").await["chatId"].clone();
        let kinds = kinds(t, before).await;
        assert_eq!(kinds, ["customer.created", "chat.created", "message.created"]);
        let customer = &feed(t).await[before]["object"];
        assert_eq!((&customer["name"], &customer["email"]), (&json!("Ann"), &json!(email)));
        assert_eq!(customer["customData"]["plan"], "gold");
        tab.say(chat.as_i64(), "and from the other tab").await;
        assert_eq!(customers(t).await, 1);
        // What is long stays out; what was forged says nothing.
        let long = t.stranger();
        let company = "x".repeat(255);
        let user = json!({"company": company, "phone": company, "email": company, "name": company});
        let begun = long.begin(&json!({"user": user})).await;
        assert_eq!(begun["known"], json!(["name", "email", "phone"]));
        assert!(long.token().unwrap().len() <= 2_048);
        let token = long.token().unwrap();
        let (_, signature) = token.rsplit_once('.').unwrap();
        let plain = token.split('.').take(5).collect::<Vec<_>>().join(".");
        let forged = format!("{plain}.eyJuYW1lIjoiRXZlIn0.{signature}");
        long.use_token(Some(forged));
        assert_eq!(long.get("unread").await.status, 401);
        // The token goes with the visitor: who logs out is logged out with each of them.
        long.use_token(Some(plain));
        assert_eq!(long.delete("session").await.status, 200);
        long.use_token(Some(token));
        assert_eq!(long.get("unread").await.status, 401);
    }

    async fn a_token_that_nobody_gave_stands_for_nobody(t: &Test) {
        let visitor = t.visitor().await;
        let token = visitor.token().unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let forged = format!("{signed}.{}", "0".repeat(signature.len()));
        let other_application = token.replacen(".1.", ".2.", 2);
        for bad in [
            "x".to_owned(),
            t.key.clone(),
            format!("dbv_{}", "0".repeat(64)),
            token.to_uppercase(),
            format!("{token}0"),
            signed.to_owned(),
            forged,
            other_application,
            "dbv_".to_owned() + &"0".repeat(1_000),
        ] {
            visitor.use_token(Some(bad.clone()));
            assert_eq!(visitor.get("unread").await.errors().0, 401, "{bad}");
        }
        visitor.use_token(None);
        assert_eq!(visitor.get("unread").await.errors().0, 401);
        // A session begins anew with whatever token comes.
        visitor.use_token(Some("x".to_owned()));
        assert!(visitor.begin(&json!({})).await["token"].is_string());
        // A visitor's token opens nothing else, and a key nothing here.
        let bearer = format!("Bearer {token}");
        let answer = t.send(Method::GET, "/v1/chats", &[("authorization", &bearer)]).await;
        assert_eq!(answer.status, 401);
        assert_eq!(t.get("/widget/v1/unread").await.status, 401);
    }

    async fn a_token_is_dead_once_the_visitor_logs_out_also_before_anything_was_stored(t: &Test) {
        let visitor = t.visitor().await;
        let unwritten = visitor.token();
        assert_eq!(visitor.delete("session").await.status, 200);
        assert_eq!(visitor.get("unread").await.status, 401);
        assert_eq!(visitor.try_say(&json!({"text": "a"})).await.status, 401);
        visitor.begin(&json!({})).await;
        visitor.say(None, "hello").await;
        assert_ne!(visitor.token(), unwritten);
        assert_eq!(visitor.delete("session").await.status, 200);
        for path in ["unread", "messages?chat=1"] {
            assert_eq!(visitor.get(path).await.status, 401);
        }
        assert_eq!(visitor.delete("session").await.status, 401);
        let begun = visitor.begin(&json!({})).await;
        assert_eq!((begun["token"].is_string(), &begun["chats"]), (true, &json!([])));
    }

    async fn a_token_of_which_nothing_is_stored_is_for_a_day_and_another_slides(t: &Test) {
        let (idle, writer) = (t.visitor().await, t.visitor().await);
        writer.say(None, "hello").await;
        t.clock.advance(DAY);
        assert_eq!(idle.get("unread").await.status, 401);
        assert_eq!(writer.get("unread").await.status, 200);
        for _ in 0..3 {
            t.clock.advance(80 * DAY);
            assert_eq!(writer.begin(&json!({})).await["token"], json!(null));
        }
        t.clock.advance(91 * DAY);
        assert_eq!(writer.get("unread").await.status, 401);
        assert_eq!(writer.begin(&json!({})).await["chats"], json!([]));
        do_what_is_due(t).await;
        assert_eq!(rows(t, "visitor_sessions").await, 0, "it was swept");
    }

    async fn with_the_customer_goes_the_session(t: &Test) {
        let visitor = t.visitor().await;
        let message = visitor.say(None, "hello").await;
        let chat = t.get(&format!("/v1/chats/{}", message["chatId"])).await.json();
        let customer = &chat["customer"]["id"];
        let deleted = t.send(Method::DELETE, &format!("/v1/customers/{customer}"), &[]).await;
        assert_eq!(deleted.status, 200);
        assert_eq!(visitor.get("unread").await.status, 401);
        do_what_is_due(t).await;
        assert_eq!(visitor.get("unread").await.status, 401);
    }

    async fn an_application_is_found_by_its_uuid_or_its_number(t: &Test) {
        let visitor = t.stranger();
        visitor.begin(&json!({"app": "1"})).await;
        let settings = set(t, |_| {}).await;
        let uuid = settings.uuid.as_str();
        for app in [json!(uuid), json!(uuid.to_uppercase()), json!(1)] {
            t.stranger().begin(&json!({"app": app})).await;
        }
        for app in [json!(2), json!("0f0e0d0c-0b0a-4908-8706-050403020100")] {
            let (status, errors) = visitor.try_begin(&json!({"app": app})).await.errors();
            assert_eq!((status, errors[0].0.as_str()), (404, "entity_not_found"));
        }
        let bad = visitor.try_begin(&json!({"app": "x"})).await;
        assert_eq!(bad.errors().1[0].0, "invalid_app_value");
        // Of several organizations one has to be named.
        let (_, key) = t.another_organization().await;
        assert_eq!(visitor.try_begin(&json!({})).await.status, 404);
        let other = t.stranger();
        other.begin(&json!({"organization": "other.example"})).await;
        let message = other.say(None, "hello").await;
        let chat = format!("/v1/chats/{}", message["chatId"]);
        assert_eq!(t.get_as(&key, &chat).await.status, 200);
        assert_eq!(t.get(&chat).await.status, 404);
        t.stranger().begin(&json!({"app": uuid})).await;
    }

    async fn a_page_of_another_site_gets_no_session(t: &Test) {
        allow(t, "shop.example\n*.shop.example").await;
        let visitor = t.stranger();
        for page in ["https://shop.example/a", "http://www.shop.example"] {
            visitor.begin(&json!({"page": page})).await;
        }
        let evil = json!("https://evil.example/?shop.example");
        for page in [evil, json!(null), json!("shop.example")] {
            let (status, errors) = visitor.try_begin(&json!({"page": page})).await.errors();
            assert_eq!((status, errors[0].0.as_str()), (403, "site_not_allowed"), "{page}");
        }
        let body = json!({"app": 1, "page": "https://shop.example/"});
        for (headers, status) in [
            (&[("origin", "https://shop.example")][..], 200),
            (&[("origin", "https://desk.example"), ("host", "desk.example")], 200),
            (&[("origin", "https://desk.example:8443"), ("host", "Desk.example:8443")], 200),
            (&[("origin", "https://evil.example"), ("host", "desk.example")], 403),
            (&[("origin", "null"), ("host", "desk.example")], 403),
        ] {
            let answer = visitor.send(Method::POST, "session", headers, &body).await;
            assert_eq!(answer.status, status, "{headers:?}");
        }
    }
}
