//! Tests of reading lines of the exchange format, and of the errors of bad lines.

use deskbell_model::exchange::{ChatCustomer, ExchangeLine, LineAuthor};
use deskbell_model::{MessageKind, Rating, Role, Seconds, Side, Status};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::read;

fn line(value: &Value) -> ExchangeLine {
    let read = read(value.to_string().as_bytes()).unwrap();
    assert_eq!(read.ignored, [""; 0]);
    read.line
}

fn message() -> Value {
    json!({"externalId": "m1", "from": "agent", "agent": 7, "type": "private", "text": "Hm",
           "createdAt": "2020-07-07T16:26:10Z", "attachments": [{"url": "https://a.example/b"}]})
}

fn chat() -> Value {
    json!({"kind": "chat", "externalId": "c9", "customer": "u42", "assignee": "a7",
           "department": null, "status": "Closed", "createdAt": 5, "closedAt": 7,
           "closedBy": "customer", "snoozedUntil": null, "rating": "great",
           "messages": [message()]})
}

#[test]
fn every_kind_of_line_is_read_with_all_its_keys() {
    let agent = json!({"kind": "agent", "externalId": "a7", "name": "Ada", "email": null,
                       "role": "admin"});
    let ExchangeLine::Agent(agent) = line(&agent) else { panic!("an agent") };
    assert_eq!((&*agent.name, agent.email, agent.role), ("Ada", Some(None), Some(Role::Admin)));
    let department = json!({"kind": "department", "externalId": 1, "name": "Sales",
                            "agents": ["a7", 8]});
    let ExchangeLine::Department(department) = line(&department) else { panic!("a department") };
    assert_eq!(
        (&*department.external_id, department.agents),
        ("1", Some(vec!["a7".into(), "8".into()]))
    );
    let customer = json!({"kind": "customer", "externalId": "u", "name": "Una", "email": "e",
        "userId": "x", "phone": "1", "company": "c", "notes": "n", "locale": "l",
        "location": {"city": "Z"}, "source": "s", "referer": "r", "lastPage": "p",
        "createdFrom": "f", "integrationId": "i", "createdAt": 5,
        "firstSeen": "1970-01-01T00:00:06Z",
        "lastSeen": 7.5, "unsubscribed": true, "blocked": false, "tags": ["vip"],
        "customData": {"a": 1}});
    let ExchangeLine::Customer(customer) = line(&customer) else { panic!("a customer") };
    assert_eq!((customer.created_at, customer.edit.user_id()), (Some(Seconds::new(5)), Some("x")));
    assert_eq!(customer.edit.fields.len(), 18);
    let ExchangeLine::Chat(chat) = line(&chat()) else { panic!("a chat") };
    assert_eq!(chat.customer, ChatCustomer::Known("u42".into()));
    assert_eq!((chat.assignee, chat.department), (Some(Some("a7".into())), Some(None)));
    assert_eq!((chat.status, chat.closed_by), (Some(Status::Closed), Some(Side::Customer)));
    assert_eq!((chat.rating, chat.snoozed_until), (Some(Some(Rating::Great)), Some(None)));
    let [said] = &chat.messages[..] else { panic!("one message") };
    assert_eq!(said.from, LineAuthor::Agent(Some("7".into())));
    assert_eq!((&said.kind, &*said.text), (&MessageKind::Private, "Hm"));
    let mut one = message();
    (one["kind"], one["chat"]) = ("message".into(), "c9".into());
    let ExchangeLine::Messages(one) = line(&one) else { panic!("a message") };
    assert_eq!((&*one.chat, &one.messages), ("c9", &chat.messages));
}

#[test]
fn keys_that_the_format_does_not_have_are_named() {
    let mut line = chat();
    line["subject"] = "x".into();
    line["messages"][0]["id"] = 5.into();
    line["customer"] = json!({"externalId": "u", "kind": "lead"});
    let mut ignored = read(line.to_string().as_bytes()).unwrap().ignored;
    ignored.sort();
    assert_eq!(ignored, ["id", "kind", "subject"]);
}

#[test]
fn a_bad_line_is_told_with_the_key_and_the_reason() {
    let with = |pointer: &str, value: Value| {
        let mut line = chat();
        *line.pointer_mut(pointer).unwrap() = value;
        line.to_string()
    };
    for (line, why) in [
        ("".into(), "it is no JSON"),
        ("[]".into(), "it is no JSON object"),
        ("{}".into(), "`kind` is missing"),
        (r#"{"kind":"ticket"}"#.into(), "`kind` is none of"),
        (r#"{"kind":"agent","externalId":"","name":"a"}"#.into(), "`externalId` is no text"),
        (r#"{"kind":"agent","externalId":"a"}"#.into(), "`name` is missing"),
        (with("/createdAt", json!("2026-13-01")), "`createdAt` is no time: \"2026-13-01\""),
        (with("/customer", json!([])), "`customer` is no text"),
        (with("/customer", json!({"externalId": "u", "tags": [{}]})), "`customer/tags/0/name`"),
        (with("/customer", json!({"externalId": "u", "lastSeen": "x"})), "`customer/lastSeen`"),
        (with("/messages", json!({})), "`messages` is no array"),
        (with("/messages/0", json!(5)), "`messages/0` is no object"),
        (with("/messages/0/from", json!("bot")), "`messages/0/from` is none of"),
        (with("/messages/0/text", json!("a\u{0}")), "`messages/0/text` is no text"),
        (with("/messages/0/attachments/0/url", json!("javascript:x")), "is no http address"),
        (with("/status", json!("done")), "`status` is no status"),
        (with("/messages/0/createdAt", json!(null)), "`messages/0/createdAt` is missing"),
    ] {
        let found = read(line.as_bytes()).unwrap_err();
        assert!(found.contains(why), "{line}: {found}");
    }
    let long = with("/status", json!("x".repeat(1_000)));
    assert!(read(long.as_bytes()).unwrap_err().len() < 100);
}

proptest! {
    #[test]
    fn a_line_that_is_cut_off_or_broken_never_panics_and_is_told_in_one_line(
        at in any::<prop::sample::Index>(),
        byte: u8,
    ) {
        let line = chat().to_string().into_bytes();
        let at = at.index(line.len());
        prop_assert!(read(&line[..at]).is_err());
        let mut broken = line;
        broken[at] = byte;
        if let Err(why) = read(&broken) {
            prop_assert!(!why.is_empty() && !why.contains(['\n', '\r']), "{:?}", why);
        }
    }
}
