//! Merging an anonymous visitor into an identified customer.

use deskbell_testkit::engines;
use serde_json::{Value, json};

use crate::desk::{SECRET, answer, customers, do_what_is_due, feed, lisa, note, rows, with_secret};
use crate::proofs::signature;

fn user(id: &str) -> Value {
    json!({"user": {"userId": id, "proof": signature(SECRET, id)}})
}

engines! {
    async fn an_anonymous_visitor_becomes_the_user_and_keeps_the_chat(t: &Test) {
        with_secret(t, false).await;
        lisa(t).await;
        let visitor = t.visitor().await;
        let chat = visitor.say(None, "hello").await["chatId"].clone();
        answer(t, &chat, "hi").await;
        let old = visitor.token();
        let begun = visitor.begin(&user("u1")).await;
        assert_eq!((&begun["identity"], &begun["chat"]), (&json!("verified"), &chat));
        assert_eq!(begun["messages"].as_array().unwrap().len(), 2);
        assert_eq!(customers(t).await, 1, "nobody was merged");
        visitor.say(chat.as_i64(), "still me").await;
        visitor.use_token(old);
        assert_eq!(visitor.get("unread").await.status, 401);
    }

    async fn an_anonymous_visitor_is_merged_into_the_user_that_is_there(t: &Test) {
        with_secret(t, false).await;
        lisa(t).await;
        let known = json!({
            "userId": "u1", "name": "Ann", "customData": {"plan": "gold"}, "tags": ["vip"],
        });
        let known = t.post("/v1/customers", &known).await.json();
        let before = t.post("/v1/chats", &json!({"customer": known["id"], "application": 1})).await;
        let visitor = t.visitor().await;
        let message = visitor.post_once("first", &json!({"text": "hello"})).await.json();
        let chat = &message["chatId"];
        answer(t, chat, "hi").await;
        note(t, chat, "a secret").await;
        let form = json!({"name": "Visitor", "email": "ann@example.com",
            "customData": {"plan": "free", "seats": 5}});
        visitor.patch("me", &form).await;
        visitor.post("events", &json!({"events": [{"name": "looked"}]})).await;
        let gone = t.get(&format!("/v1/chats/{chat}")).await.json()["customer"]["id"].clone();
        let old = visitor.token();
        let seen = feed(t).await.len();
        let begun = visitor.begin(&user("u1")).await;
        assert_eq!((&begun["identity"], &begun["chat"]), (&json!("verified"), chat));
        let chats: Vec<_> = begun["chats"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
        assert_eq!(chats, [chat, &before.json()["id"]]);
        let customer = t.get(&format!("/v1/customers/{}", known["id"])).await.json();
        assert_eq!((&customer["name"], &customer["email"]), (&json!("Ann"), &form["email"]));
        assert_eq!(customer["customData"], json!({"plan": "gold", "seats": 5}));
        assert_eq!(customer["tags"][0]["name"], "vip");
        let moved = t.get(&format!("/v1/chats/{chat}")).await.json();
        assert_eq!(moved["customer"]["id"], known["id"]);
        assert_eq!(t.get(&format!("/v1/customers/{gone}")).await.status, 404);
        assert_eq!(customers(t).await, 1);
        let told = &feed(t).await[seen..];
        let kinds: Vec<_> = told.iter().map(|it| it["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["customer.updated", "chat.updated", "customer.deleted"]);
        assert_eq!(told[1]["object"]["customer"]["id"], known["id"]);
        assert_eq!(told[2]["object"], json!({"id": gone}));
        let by = json!({"type": "customer", "id": known["id"]});
        assert!(told.iter().all(|it| it["actor"] == by), "{told:?}");
        // A page that heard no answer sends the same again.
        visitor.use_token(old);
        let again = visitor.begin(&user("u1")).await;
        assert_eq!((&again["identity"], &again["chat"]), (&json!("verified"), chat));
        let repeated = visitor.post_once("first", &json!({"text": "hello"})).await;
        assert_eq!((repeated.status, &repeated.json()["id"]), (201, &message["id"]));
        do_what_is_due(t).await;
        assert_eq!(rows(t, "events").await, 1, "the event went along");
        let page = visitor.get(&format!("messages?chat={chat}")).await.json();
        assert_eq!(page["messages"], begun["messages"]);
        let deep = t.app.lists.read_everything(t.org, |_| {}).await.unwrap();
        assert_eq!(deep.findings, Vec::<String>::new());
    }

    async fn two_tabs_that_identify_at_once_merge_once(t: &Test) {
        with_secret(t, false).await;
        t.post("/v1/customers", &json!({"userId": "u1"})).await;
        let one = t.visitor().await;
        let chat = one.say(None, "hello").await["chatId"].clone();
        let two = t.stranger();
        two.use_token(one.token());
        let body = user("u1");
        let (first, second) = tokio::join!(one.begin(&body), two.begin(&body));
        for begun in [first, second] {
            assert_eq!((&begun["identity"], &begun["chat"]), (&json!("verified"), &chat));
        }
        assert_ne!(one.token(), two.token());
        for tab in [&one, &two] {
            tab.say(chat.as_i64(), "from a tab").await;
        }
        assert_eq!(customers(t).await, 1);
    }

    async fn a_user_is_not_merged_into_another(t: &Test) {
        with_secret(t, false).await;
        let visitor = t.visitor().await;
        visitor.begin(&user("u1")).await;
        visitor.say(None, "of the first").await;
        let begun = visitor.begin(&user("u2")).await;
        assert_eq!(begun["chats"], json!([]));
        assert_eq!(customers(t).await, 2);
    }
}
