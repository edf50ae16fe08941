//! The events that each change triggers, and their payloads (contract §7).

use std::convert::Infallible;

use deskbell_app::jobs;
use std::time::Duration;

use axum::http::Method;
use deskbell_model::{MessageKind, Origin};
use deskbell_storage::changes::{self, Change, Notice};
use deskbell_storage::{Conn, Result, Stop, Tx, Write, chats, messages};
use deskbell_testkit::{Receiver, Test, engines};
use serde_json::{Value, json};

use super::{desk, open, pass, webhook};

/// The events triggered by one request.
async fn fired(
    t: &Test,
    receiver: &mut Receiver,
    method: Method,
    target: &str,
    body: Value,
) -> Vec<String> {
    let answer = t.call(method, target, &body).await;
    assert!(answer.status < 300, "{target} {body}: {:?}", answer.errors());
    pass(t).await;
    receiver.events()
}

engines! {
    async fn a_chat_fires_what_the_contract_says_and_nothing_else(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let soon = 1_800_000_000 + 60;
        for (target, body, expected) in [
            ("/v1/chats", json!({"customer": 1, "application": 1, "assignee": 1}),
             &["chat.new"][..]),
            ("/v1/chats/1/status", json!({"status": "pending"}), &["chat.status_updated"]),
            ("/v1/chats/1/status", json!({"status": "pending"}), &[]),
            ("/v1/chats/1/status", json!({"status": "closed"}),
             &["chat.status_updated", "chat.closed"]),
            ("/v1/chats/1/status", json!({"status": "new"}), &["chat.status_updated"]),
            ("/v1/chats/1/assignee", json!({"assignee": 1}), &["chat.assigned"]),
            ("/v1/chats/1/assignee", json!({"assignee": 1}), &[]),
            ("/v1/chats/1/assignee", json!({"assignee": null}), &["chat.assigned"]),
            ("/v1/chats/1/department", json!({"department": 1}), &[]),
            ("/v1/chats/snooze", json!({"id": 1, "snoozedUntil": soon}), &["chat.snoozed"]),
            ("/v1/chats/snooze", json!({"id": 1, "snoozedUntil": soon}), &[]),
            ("/v1/chats/snooze", json!({"id": 1, "snoozedUntil": soon + 1}), &["chat.snoozed"]),
            ("/v1/chats/snooze", json!({"id": 1, "snoozedUntil": null}), &["chat.unsnoozed"]),
            ("/v1/chats/snooze", json!({"id": 1, "snoozedUntil": soon}), &["chat.snoozed"]),
            ("/v1/messages", json!({"chat": 1, "text": "x", "type": "private"}),
             &["message.private"]),
            ("/v1/messages", json!({"chat": 1, "text": "x", "type": "private", "agent": 1}),
             &["message.private"]),
            ("/v1/messages", json!({"chat": 2, "text": "x"}),
             &["message.chat.customer", "chat.status_updated"]),
            ("/v1/messages", json!({"chat": 2, "text": "x"}), &["message.chat.customer"]),
            ("/v1/messages", json!({"chat": 1, "text": "x", "agent": 2}),
             &["message.chat.agent", "chat.status_updated", "chat.assigned"]),
            ("/v1/messages", json!({"chat": 1, "text": "x", "agent": 1}), &["message.chat.agent"]),
            ("/v1/chats/readByAgent", json!({"id": 2, "read": true}), &[]),
            ("/v1/chats/readByAgent", json!({"id": 2, "read": false}), &[]),
            ("/v1/chats/1/status", json!({"status": "closed"}),
             &["chat.status_updated", "chat.closed"]),
            ("/v1/chats/rate", json!({"id": 1, "rating": "great"}), &["chat.rated"]),
            ("/v1/messages", json!({"chat": 1, "text": "again"}),
             &["message.chat.customer", "chat.status_updated"]),
            ("/v1/events", json!({"customer": 1, "name": "n", "data": {"a": 1}}), &[]),
        ] {
            let is_post = ["/v1/chats", "/v1/messages", "/v1/events"].contains(&target);
            let method = if is_post { Method::POST } else { Method::PUT };
            let found = fired(t, &mut receiver, method, target, body.clone()).await;
            assert_eq!(found, expected, "{target} {body}");
        }
        t.clock.advance(Duration::from_secs(60));
        jobs::timers::step(&t.app).await.unwrap();
        pass(t).await;
        assert_eq!(receiver.events(), ["chat.unsnoozed"], "a snooze that ran out");
    }

    async fn a_customer_fires_what_the_contract_says_and_nothing_else(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let tags = json!([{"name": "a"}]);
        let both = json!([{"name": "a", "color": "#123456"}, {"name": "b"}]);
        for (method, target, body, expected) in [
            (Method::POST, "/v1/customers", json!({"email": "a@b", "blocked": true, "tags": tags}),
             &["customer.new"][..]),
            (Method::PATCH, "/v1/customers/1", json!({"name": "Ada"}), &[]),
            (Method::PATCH, "/v1/customers/1", json!({"email": "a@b"}),
             &["customer.email_updated"]),
            (Method::PATCH, "/v1/customers/1", json!({"email": "a@b"}), &[]),
            (Method::PATCH, "/v1/customers/1", json!({"email": null}), &["customer.email_updated"]),
            (Method::PUT, "/v1/customers/1/tags", json!({"tags": tags}),
             &["customer.tags_changed"]),
            (Method::PUT, "/v1/customers/1/tags", json!({"tags": tags}), &[]),
            (Method::PATCH, "/v1/customers/1", json!({"tags": both}), &["customer.tags_changed"]),
            (Method::DELETE, "/v1/customers/1/tags", json!({"tags": both}),
             &["customer.tags_changed"]),
            (Method::PATCH, "/v1/customers/1", json!({"unsubscribed": true}),
             &["customer.unsubscribed"]),
            (Method::PATCH, "/v1/customers/1", json!({"unsubscribed": false}),
             &["customer.subscribed"]),
            (Method::PATCH, "/v1/customers/1", json!({"blocked": true}), &["customer.blocked"]),
            (Method::PUT, "/v1/customers/1", json!({"email": "c@d"}),
             &["customer.email_updated", "customer.unblocked"]),
            (Method::PUT, "/v1/customers/batch",
             json!([{"customer": 1, "blocked": true}, {"customer": 1, "name": "x"}]),
             &["customer.blocked"]),
            (Method::DELETE, "/v1/customers/1", json!({}), &["customer.deleted"]),
        ] {
            let found = fired(t, &mut receiver, method, target, body.clone()).await;
            assert_eq!(found, expected, "{target} {body}");
        }
        while jobs::erase::step(&t.app).await.unwrap() {}
    }

    async fn e_mails_fire_by_their_side(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        t.app.context.store.write(t.org, Origin::COMMAND, Mail).await.unwrap();
        pass(t).await;
        assert_eq!(receiver.events(), ["message.email.customer", "message.email.agent"]);
    }

    async fn a_webhook_is_told_what_it_asked_for_since_it_was_made(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let mut other = Receiver::start().await;
        webhook(t, &other, &["chat.closed"]).await;
        t.put("/v1/chats/1/status", &json!({"status": "closed"})).await;
        pass(t).await;
        assert_eq!(receiver.events(), ["chat.status_updated", "chat.closed"]);
        assert_eq!(other.events(), ["chat.closed"]);
        t.patch("/v1/webhooks/2", &json!({"events": ["chat.new"]})).await;
        open(t).await;
        pass(t).await;
        assert_eq!((receiver.events(), other.events()), (vec!["chat.new".to_owned()],
                   vec!["chat.new".to_owned()]));
    }

    async fn what_is_told_has_the_contracts_form(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        let customer = json!({"name": "Ada", "email": "ada@b", "userId": "u1", "customData":
            [{"property": "plan", "value": "gold"}]});
        t.patch("/v1/customers/1", &customer).await;
        t.put("/v1/chats/1/department", &json!({"department": 1})).await;
        t.post("/v1/messages", &json!({"chat": 1, "text": "hi", "agent": 1})).await;
        t.put("/v1/chats/snooze", &json!({"id": 1, "snoozedUntil": 1_800_000_100})).await;
        t.put("/v1/chats/1/status", &json!({"status": "closed"})).await;
        pass(t).await;
        let told = receiver.take();
        let told: Vec<Value> = told.iter().map(|it| it.json()).collect();
        let data = |event: &str| {
            let found = told.iter().rfind(|it| it["event"] == event).unwrap();
            found["eventData"].to_string()
        };
        let who = r#"{"id":1,"name":"Ada","email":"ada@b","userId":"u1"}"#;
        assert_eq!(data("message.chat.agent"), format!(
            r#"{{"chat_id":1,"chatId":1,"agent":{{"id":1,"name":"Ann"}},"customer":{who},"#)
            + r#""message":{"id":1,"applicationId":1,"broadcastType":null,"#
            + r#""createdAt":"1800000000.000","updatedAt":null,"#
            + r#""edited":false,"read":false,"text":"hi"}}"#);
        let ann = r#"{"id":1,"name":"Ann","email":null,"role":"agent"}"#;
        assert_eq!(data("chat.closed"), format!(
            r#"{{"chat_id":1,"chatId":1,"communicatedAgents":[1],"customer":{who},"#)
            + &format!(r#""assignee":{ann},"closedBy":"agent","status":"closed","#)
            + r#""createdAt":"1800000000.000","#
            + r#""closedAt":"1800000000.000","snoozedUntil":"1800000100.000","rating":null,"#
            + r#""applicationId":1,"department":{"id":1,"name":"Sales"}}"#);
        assert_eq!(data("customer.email_updated"),
            r#"{"id":1,"name":"Ada","userId":"u1","email":"ada@b","unsubscribed":false,"#
            .to_owned() + r#""customData":{"plan":"gold"}}"#);
        let keys = ["event", "eventData", "attempts", "lastAttemptAt", "createdAt", "id"];
        for it in &told {
            assert_eq!(it.as_object().unwrap().keys().collect::<Vec<_>>(), keys);
            assert_eq!((&it["attempts"], &it["lastAttemptAt"]), (&json!(0), &it["createdAt"]));
            assert_eq!(it["createdAt"], 1_800_000_000);
            assert_eq!(it["id"].as_str().unwrap().len(), 36);
        }
        let ids: std::collections::BTreeSet<_> = told.iter().map(|it| it["id"].as_str()).collect();
        assert_eq!(ids.len(), told.len(), "each has an id of its own");
        t.send(Method::DELETE, "/v1/customers/1", &[]).await;
        pass(t).await;
        let deleted = receiver.take();
        assert_eq!(deleted.len(), 1);
        assert_eq!(deleted[0].json()["eventData"].to_string(),
            r#"{"id":1,"name":null,"userId":null,"email":null,"unsubscribed":false,"#.to_owned()
            + r#""customData":{}}"#);
        while jobs::erase::step(&t.app).await.unwrap() {}
    }

    async fn an_import_tells_nobody(t: &Test) {
        let mut receiver = Receiver::start().await;
        desk(t, &receiver).await;
        t.app.context.store.write(t.org, Origin::COMMAND, Quiet).await.unwrap();
        pass(t).await;
        assert_eq!(receiver.events(), Vec::<String>::new());
    }
}

/// A write of an e-mail message from each side of a chat: the customer and the agents. No request
/// creates an e-mail message.
struct Mail;

impl Write for Mail {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        let chat = crate::objects::chat_id(1);
        let mut chat = chats::state(tx.org, tx.conn, chat).await?.expect("a chat");
        for from in [deskbell_model::Side::Customer, deskbell_model::Side::Agent] {
            chat.messages += 1;
            let mut message = crate::objects::message(&chat, chat.messages, 900);
            (message.id, message.kind, message.from) =
                (tx.counters.take_message()?, MessageKind::Email, from);
            messages::insert(tx.org, tx.conn, std::slice::from_ref(&message)).await?;
            tell(tx, &message, Notice::Notify).await?;
        }
        Ok(chats::save(tx.org, tx.conn, &chat).await?)
    }
}

/// A write of a message whose recorded change triggers no events of webhooks.
struct Quiet;

impl Write for Quiet {
    type Out = ();
    type Refusal = Infallible;

    async fn run<C: Conn>(&self, tx: &mut Tx<'_, C>) -> Result<(), Stop<Infallible>> {
        let chat = crate::objects::chat_id(1);
        let mut chat = chats::state(tx.org, tx.conn, chat).await?.expect("a chat");
        chat.messages += 1;
        let message = crate::objects::message(&chat, chat.messages, 900);
        messages::insert(tx.org, tx.conn, std::slice::from_ref(&message)).await?;
        tell(tx, &message, Notice::Silent).await?;
        tx.counters.given_message(message.id);
        Ok(chats::save(tx.org, tx.conn, &chat).await?)
    }
}

async fn tell<C: Conn>(
    tx: &mut Tx<'_, C>,
    message: &deskbell_model::Message,
    notice: Notice,
) -> Result<()> {
    let view = deskbell_model::MessageView { message: message.clone(), agent_name: None };
    let mut json = Vec::new();
    deskbell_wire::write(&mut json, &view);
    let payload = Some(String::from_utf8(json).expect("JSON"));
    let mut change = Change::new(deskbell_model::Kind::MessageCreated, message, payload);
    change.events = deskbell_model::webhook::of_message(message).into_iter().collect();
    changes::append(tx, message.created_at.seconds(), notice, &[change]).await.map(drop)
}
