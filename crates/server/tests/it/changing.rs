//! `POST /v1/chats` and `PUT /v1/chats/…`: effects, refusals, and changes in the feed.

use deskbell_app::jobs;
use std::time::Duration;

use deskbell_model::limits::UNREAD_PLACES_AT_ONCE;
use deskbell_model::{Chat, Seconds};
use deskbell_testkit::put::Put;
use deskbell_testkit::{Test, engines};
use serde_json::{Value, json};

use crate::changes::recorded;
use crate::objects::{agent, chat, customer, department, put, put_chats};

const NOW: u32 = 1_800_000_000;

/// Creates two agents, a department, and a customer with a chat.
async fn desk(t: &Test) {
    desk_with(t, chat(1, 5)).await;
}

async fn desk_with(t: &Test, chat: Chat) {
    let agents = vec![agent(4, "Frodo"), agent(5, "Sam")];
    let departments = vec![department(8, "Ring", vec![])];
    let (customers, chats) = (vec![customer(1)], vec![chat]);
    put(t, Put { agents, departments, customers, chats, ..Put::default() }).await;
}

async fn set(t: &Test, what: &str, body: Value) -> Value {
    let answer = t.put(&format!("/v1/chats/{what}"), &body).await;
    assert_eq!(answer.status, 200, "{what} {body}: {}", String::from_utf8_lossy(&answer.body));
    let shown = t.get("/v1/chats/1").await;
    assert_eq!(answer.body, shown.body, "it answers with the chat as it is");
    answer.json()
}

async fn refused(t: &Test, what: &str, body: Value) -> (u16, Vec<String>) {
    let (status, errors) = t.put(&format!("/v1/chats/{what}"), &body).await.errors();
    (status, errors.into_iter().map(|(code, message)| format!("{code}: {message}")).collect())
}

/// The kinds of all changes so far, and the payload of the last change.
async fn told(t: &Test) -> (Vec<&'static str>, Option<String>) {
    // Skips the first change, which created the organization's application.
    let rows = recorded(t).await.split_off(1);
    let last = rows.last().and_then(|row| row.payload.clone());
    (rows.iter().map(|row| row.kind.as_str()).collect(), last)
}

async fn messages(t: &Test) -> Vec<(String, bool, Value)> {
    let answer = t.get("/v1/chats/1/messages").await;
    if answer.status == 404 {
        return vec![];
    }
    let shown = |it: &Value| {
        let text = it["text"].as_str().unwrap().to_owned();
        (text, it["read"].as_bool().unwrap(), it["updatedAt"].clone())
    };
    answer.json()["data"].as_array().unwrap().iter().rev().map(shown).collect()
}

async fn say(t: &Test, body: Value) {
    assert_eq!(t.post("/v1/messages", &body).await.status, 201, "{body}");
}

engines! {
    async fn a_new_chat_is_empty_and_answered_as_it_is_read(t: &Test) {
        desk(t).await;
        let body = json!({"customer": "1", "application": 1, "assignee": 4, "department": 8.0});
        let answer = t.post("/v1/chats", &body).await;
        assert_eq!(answer.status, 201);
        let made = answer.json();
        assert_eq!(made["id"], 2);
        assert_eq!((&made["status"], &made["agents"]), (&json!("empty"), &json!([])));
        assert_eq!(made["createdWith"], "public_api");
        assert_eq!((&made["createdAt"], &made["lastMessageAt"]), (&json!(NOW), &Value::Null));
        assert_eq!((&made["assignee"]["id"], &made["readByAgent"]), (&json!(4), &json!(true)));
        assert_eq!(made["department"]["name"], "Ring");
        assert_eq!(t.get("/v1/chats/2").await.body, answer.body);
        assert_eq!(t.get("/v1/chats/total").await.json()["total"], 2);
        assert_eq!(t.get("/v1/chats/2/messages").await.errors().1[0].0, "messages_not_found");
        let (kinds, payload) = told(t).await;
        assert_eq!(kinds, ["chat.created"]);
        assert_eq!(payload.unwrap().as_bytes(), answer.body);
        let body = json!({"customer": 1, "application": 1, "assignee": null});
        assert_eq!(t.post("/v1/chats", &body).await.json()["assignee"], Value::Null);
    }

    async fn a_new_chat_needs_what_it_refers_to(t: &Test) {
        desk(t).await;
        for (body, status, expected) in [
            (json!({}), 400, vec!["invalid_customer_value", "invalid_application_value"]),
            (
                json!({"customer": 0, "assignee": "x", "department": [], "application": null}),
                400,
                vec![
                    "invalid_customer_value",
                    "invalid_assignee_value",
                    "invalid_department_value",
                    "invalid_application_value",
                ],
            ),
            (json!([]), 400, vec!["invalid_request"]),
        ] {
            let (found, errors) = t.post("/v1/chats", &body).await.errors();
            let codes: Vec<_> = errors.iter().map(|(code, _)| code.as_str()).collect();
            assert_eq!((found, codes), (status, expected), "{body}");
        }
        for (body, missing) in [
            (json!({"customer": 9, "application": 9, "assignee": 9, "department": 9}), "Customer"),
            (json!({"customer": 1, "application": 9, "assignee": 9}), "Application"),
            (json!({"customer": 1, "application": 1, "assignee": 9, "department": 9}), "Agent"),
            (json!({"customer": 1, "application": 1, "department": 9}), "Department"),
        ] {
            let (status, errors) = t.post("/v1/chats", &body).await.errors();
            let expected = ("entity_not_found".to_owned(), format!("{missing} not found"));
            assert_eq!((status, errors), (404, vec![expected]));
        }
        assert_eq!(t.get("/v1/chats/total").await.json()["total"], 1);
        assert!(told(t).await.0.is_empty());
    }

    async fn closing_and_leaving_closed_say_so_and_closing_twice_is_a_no_op(t: &Test) {
        desk(t).await;
        let closed = set(t, "status", json!({"id": 1, "status": "Closed"})).await;
        assert_eq!((&closed["closedAt"], &closed["closedBy"]), (&json!(NOW), &json!("agent")));
        t.clock.advance(Duration::from_secs(5));
        assert_eq!(set(t, "status", json!({"id": "1", "status": 5})).await, closed);
        assert_eq!(told(t).await.0, ["message.created", "chat.updated"]);
        let pending = set(t, "1/status", json!({"status": "3"})).await;
        assert_eq!((&pending["closedAt"], &pending["closedBy"]), (&Value::Null, &Value::Null));
        assert_eq!(pending["status"], "pending");
        let note = ("chat_status_changed_by_public_api".to_owned(), false, Value::Null);
        assert_eq!(messages(t).await, [note.clone(), note]);
        let page = t.get("/v1/chats/1/messages").await.json();
        let last = &page["data"][0];
        assert_eq!((&last["type"], &last["from"]), (&json!("tech"), &json!("agent")));
        assert_eq!(pending["lastMessageAt"], Value::Null, "a tech message is no message");
    }

    async fn every_name_and_number_of_a_status_is_read(t: &Test) {
        desk(t).await;
        for (given, shown) in [
            (json!("opened"), "opened"), (json!("NEW"), "new"), (json!("open"), "opened"),
            (json!(1), "new"), (json!(2), "opened"), (json!("4"), "on hold"),
            (json!("on-hold"), "on hold"), (json!(3.0), "pending"), (json!("OnHold"), "on hold"),
            (json!("No Communication"), "no communication"), (json!(6), "no communication"),
        ] {
            assert_eq!(set(t, "status", json!({"id": 1, "status": given})).await["status"], shown);
        }
        for bad in
            [json!("empty"), json!(7), json!(0), json!(8), json!(null), json!("shut"), json!(true)]
        {
            let found = refused(t, "status", json!({"id": 1, "status": bad})).await;
            assert_eq!(found, (400, vec!["invalid_chat_value: status value is invalid".into()]));
        }
    }

    async fn an_assignee_and_a_department_come_and_go(t: &Test) {
        desk(t).await;
        let chat = set(t, "assignee", json!({"id": 1, "assignee": "5"})).await;
        assert_eq!(chat["assignee"]["name"], "Sam");
        set(t, "1/assignee", json!({"assignee": 5})).await;
        assert_eq!(set(t, "1/department", json!({"department": 8})).await["department"]["id"], 8);
        assert_eq!(told(t).await.0, ["chat.updated", "chat.updated"]);
        let chat = set(t, "assignee", json!({"id": 1, "assignee": null})).await;
        assert_eq!(chat["assignee"], Value::Null);
        let chat = set(t, "department", json!({"id": 1, "department": null})).await;
        assert_eq!(chat["department"], Value::Null);
        assert_eq!(chat["agents"], json!([]), "to be assigned is not to have written");
        assert_eq!(messages(t).await, []);
        for (what, body, status, errors) in [
            ("assignee", json!({"id": 1}), 400, "assignee value is invalid"),
            ("department", json!({"id": 1, "department": 0}), 400, "department value is invalid"),
            ("assignee", json!({"id": 1, "assignee": 9}), 404, "Agent not found"),
            ("department", json!({"id": 1, "department": 9}), 404, "Department not found"),
            ("assignee", json!({"id": 7, "assignee": 9}), 404, "Chat is missing"),
            ("7/assignee", json!({"assignee": 9}), 404, "Chat is missing"),
        ] {
            let found = refused(t, what, body).await;
            let code = match status {
                400 => "invalid_chat_value",
                _ if errors.starts_with("Chat") => "chat_not_found",
                _ => "entity_not_found",
            };
            assert_eq!(found, (status, vec![format!("{code}: {errors}")]), "{what}");
        }
    }

    async fn the_id_is_the_paths_or_the_bodys_and_every_fault_is_told(t: &Test) {
        desk(t).await;
        let both = vec![
            "invalid_chat_value: Invalid chat ID".to_owned(),
            "invalid_chat_value: status value is invalid".to_owned(),
        ];
        assert_eq!(refused(t, "status", json!({})).await, (400, both.clone()));
        assert_eq!(refused(t, "x/status", json!({"id": 1})).await, (400, both.clone()));
        assert_eq!(refused(t, "%FF/status", json!({"id": 1})).await, (400, both));
        let (status, errors) = refused(t, "0/status", json!([])).await;
        assert_eq!((status, errors.len()), (400, 2));
        assert!(errors[1].starts_with("invalid_request"));
        let opened = set(t, "1/status", json!({"id": 99, "status": "opened"})).await;
        assert_eq!(opened["status"], "opened", "the body's id is an unknown key here");
    }

    async fn a_snooze_ends_on_time_and_not_before(t: &Test) {
        desk(t).await;
        let until = NOW + 60;
        let chat = set(t, "snooze", json!({"id": 1, "snoozedUntil": until.to_string()})).await;
        assert_eq!((&chat["snoozedUntil"], &chat["readByAgent"]), (&json!(until), &json!(true)));
        set(t, "snooze", json!({"id": 1, "snoozedUntil": until})).await;
        say(t, json!({"chat": 1, "text": "nothing else ends it", "agent": 4})).await;
        t.clock.advance(Duration::from_secs(59));
        assert!(!jobs::run_due(&t.app).await.unwrap());
        assert_eq!(t.get("/v1/chats/1").await.json()["snoozedUntil"], until);
        t.clock.advance(Duration::from_secs(1));
        jobs::run_due(&t.app).await.unwrap();
        jobs::run_due(&t.app).await.unwrap();
        let chat = t.get("/v1/chats/1").await.json();
        assert_eq!((&chat["snoozedUntil"], &chat["readByAgent"]), (&Value::Null, &json!(false)));
        assert_eq!(chat["status"], "opened");
        let (kinds, payload) = told(t).await;
        assert_eq!(kinds.iter().filter(|kind| **kind == "chat.updated").count(), 3);
        assert_eq!(serde_json::from_str::<Value>(&payload.unwrap()).unwrap(), chat);
        set(t, "snooze", json!({"id": 1, "snoozedUntil": NOW + 900})).await;
        let chat = set(t, "snooze", json!({"id": 1, "snoozedUntil": null})).await;
        assert_eq!(chat["snoozedUntil"], Value::Null);
        let expected = vec!["invalid_chat_value: snoozedUntil value is invalid".to_owned()];
        for bad in [json!(NOW + 60), json!(0), json!("soon"), json!(1_u64 << 32), json!(1.5)] {
            let found = refused(t, "snooze", json!({"id": 1, "snoozedUntil": bad})).await;
            assert_eq!(found, (400, expected.clone()));
        }
    }

    async fn many_snoozes_end_whoever_they_are_of(t: &Test) {
        let chats = (1..=250).map(|id| {
            let mut chat = chat(id, 5);
            chat.snoozed_until = Some(Seconds::new(NOW - 1));
            chat
        });
        put_chats(t, chats).await;
        jobs::timers::step(&t.app).await.unwrap();
        assert_eq!(told(t).await.0.len(), 250);
    }

    async fn only_a_closed_unrated_chat_an_agent_wrote_in_is_rated(t: &Test) {
        desk(t).await;
        let no = (400, vec!["invalid_chat_value: rating value is invalid".to_owned()]);
        let rating = json!({"id": 1, "rating": "Very Poor"});
        set(t, "status", json!({"id": 1, "status": "closed"})).await;
        assert_eq!(refused(t, "rate", rating.clone()).await, no, "no agent wrote");
        set(t, "status", json!({"id": 1, "status": "opened"})).await;
        say(t, json!({"chat": 1, "text": "hello", "agent": 4})).await;
        assert_eq!(refused(t, "rate", rating.clone()).await, no, "it is not closed");
        set(t, "status", json!({"id": 1, "status": "closed"})).await;
        assert_eq!(set(t, "rate", rating).await["rating"], "very poor");
        let again = refused(t, "rate", json!({"id": 1, "rating": "great"})).await;
        assert_eq!(again, no, "it is rated");
        let again = set(t, "status", json!({"id": 1, "status": "opened"})).await;
        assert_eq!(again["rating"], "very poor", "leaving closed keeps it");
        for bad in [json!("good"), json!(null), json!(5)] {
            assert_eq!(refused(t, "rate", json!({"id": 1, "rating": bad})).await, no);
        }
    }

    async fn a_long_chat_is_marked_in_changes_of_their_own(t: &Test) {
        desk(t).await;
        for number in 0..40 {
            say(t, json!({"chat": 1, "text": format!("q{number}")})).await;
        }
        let before = told(t).await.0.len();
        let chat = set(t, "readByAgent", json!({"id": 1, "read": true})).await;
        assert_eq!(chat["readByAgent"], true);
        let all = told(t).await.0[before..].to_vec();
        let place = all.iter().position(|kind| *kind == "chat.updated").unwrap();
        assert_eq!(place as u64, UNREAD_PLACES_AT_ONCE, "one range, and then the others");
        assert_eq!(all.len(), 41, "{all:?}");
        let page = t.get("/v1/chats/1/messages?limit=100").await.json();
        let messages = page["data"].as_array().unwrap();
        assert!(messages.len() == 40 && messages.iter().all(|it| it["read"] == true));
        set(t, "readByAgent", json!({"id": 1, "read": true})).await;
        assert_eq!(told(t).await.0.len(), before + 41, "what changes nothing writes nothing");
    }

    async fn reading_marks_the_other_sides_messages_once(t: &Test) {
        desk(t).await;
        say(t, json!({"chat": 1, "text": "q1"})).await;
        say(t, json!({"chat": 1, "text": "q2"})).await;
        say(t, json!({"chat": 1, "text": "note", "type": "private", "agent": 4})).await;
        say(t, json!({"chat": 1, "text": "a", "agent": 4})).await;
        t.clock.advance(Duration::from_millis(2_007));
        let before = told(t).await.0.len();
        let chat = set(t, "readByCustomer", json!({"id": 1, "read": true})).await;
        assert_eq!((&chat["readByAgent"], &chat["readByCustomer"]), (&json!(true), &json!(true)));
        let read = messages(t).await;
        let flags: Vec<_> = read.iter().map(|(_, read, _)| *read).collect();
        assert_eq!(flags, [false, false, false, true, false], "{read:?}");
        assert_eq!(read[3].2, "1800000002.007");
        assert_eq!(told(t).await.0[before..], ["message.updated", "chat.updated"]);
        set(t, "read", json!({"id": 1, "read": true})).await;
        assert_eq!(told(t).await.0[before + 2..], ["message.updated", "message.updated"]);
        let flags: Vec<_> = messages(t).await.iter().map(|(_, read, _)| *read).collect();
        assert_eq!(flags, [true, true, false, true, false]);
        let so_far = told(t).await.0.len();
        set(t, "readByAgent", json!({"id": 1, "read": true})).await;
        assert_eq!(told(t).await.0.len(), so_far, "what changes nothing writes nothing");
        let chat = set(t, "readByAgent", json!({"id": 1, "read": false})).await;
        assert_eq!(chat["readByAgent"], false);
        assert!(messages(t).await[0].1, "the messages stay read");
        let found = refused(t, "read", json!({"id": 1, "read": "yes"})).await;
        assert_eq!(found, (400, vec!["invalid_chat_value: read value is invalid".into()]));
    }
}
