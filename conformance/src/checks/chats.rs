//! Checks of the contract's section 5: the operations on chats, except for changes of the status.

use serde_json::{Value, json};

use crate::check::{Check, check};
use crate::client::wait_ms;
use crate::models::{CHAT, RATINGS};
use crate::outcome::{Done, Outcome, Stop};
use crate::world::World;

/// The maximal number of polls until a snooze ends.
const SNOOZE_LOOKS: u32 = 60;
const SNOOZE_LOOK_MS: u64 = 250;

pub fn checks() -> Vec<Check> {
    vec![
        check!("5", create, "POST /chats: 201, an empty chat made by public_api, read by both"),
        check!("5", create_with, "POST /chats takes an assignee and a department"),
        check!("5", create_needs, "POST /chats needs a customer and an application"),
        check!("5", get, "GET /chats/{id} is the bare chat, as its list shows it"),
        check!("3", notes, "A chat's notes and customer are the customer's, as they are now"),
        check!("5", assignee, "PUT /chats/assignee assigns, null unassigns"),
        check!("5", department, "PUT /chats/department sets, null clears"),
        check!("5", by_path, "PUT /chats/{id}/status, /assignee, /department: the same without id"),
        check!(
            "5",
            snooze,
            "PUT /chats/snooze takes a coming time, number or string; null ends it"
        ),
        check!("5", snooze_lasts, "Neither messages nor a status end a snooze"),
        check!("5", snooze_ends, "A snooze that runs out: snoozedUntil null, unread by agents"),
        check!("5", rate, "PUT /chats/rate rates a closed chat in which an agent wrote, once"),
        check!("5", rate_refused, "An open chat, or one without an agent's message: 400"),
        check!("3", ratings, "Ratings are accepted in any case"),
        check!("5", read_by_agent, "readByAgent marks the customer's messages as read"),
        check!("5", read, "PUT /chats/read is readByAgent"),
        check!(
            "5",
            read_by_customer,
            "readByCustomer marks the agents' messages, not private ones"
        ),
        check!("5", unread, "read false changes the chat's flag only"),
    ]
}

fn create(w: &World) -> Done {
    let fields = json!({"name": w.name("x"), "email": "x@example.com", "userId": w.name("u")});
    let customer = w.customer(&fields)?;
    let id = customer.id()?;
    let chat = w.post("/v1/chats", &json!({"customer": id, "application": 1}))?;
    chat.created()?.shape(&CHAT)?;
    for (key, value) in [
        ("status", json!("empty")),
        ("createdWith", json!("public_api")),
        ("agents", json!([])),
        ("applicationId", json!(1)),
        ("readByAgent", json!(true)),
        ("readByCustomer", json!(true)),
    ] {
        chat.at(&format!("/{key}")).is(value)?;
    }
    for key in [
        "closedBy",
        "lastCustomerMessageAt",
        "notes",
        "closedAt",
        "rating",
        "lastMessageAt",
        "snoozedUntil",
        "lastMessageText",
        "lastMessageId",
        "lastCommunicatedAgentId",
        "assignee",
        "department",
    ] {
        chat.at(&format!("/{key}")).is_null()?;
    }
    let own = json!({"id": id, "name": fields["name"], "email": fields["email"],
        "userId": fields["userId"]});
    chat.at("/customer").is(own)?;
    Ok(())
}

fn create_with(w: &World) -> Done {
    let customer = w.any_customer()?;
    let mut body = json!({"customer": customer, "application": 1, "assignee": null,
        "department": null});
    w.post("/v1/chats", &body)?.created()?.at("/assignee").is_null()?;
    let (agent, department) = (w.agent()?, w.department()?);
    body["assignee"] = agent.id.into();
    body["department"] = department["id"].clone();
    let chat = w.post("/v1/chats", &body)?;
    chat.created()?.at("/assignee").is(agent.shown)?;
    let named = json!({"id": department["id"], "name": department["name"]});
    chat.at("/department").is(named)?;
    chat.at("/status").is("empty")?;
    chat.at("/agents").has(0)?;
    Ok(())
}

fn create_needs(w: &World) -> Done {
    let customer = w.any_customer()?;
    w.post("/v1/chats", &json!({"application": 1}))?.invalid("customer")?;
    w.post("/v1/chats", &json!({"customer": customer}))?.invalid("application")?;
    w.post("/v1/chats", &json!({"customer": null, "application": 1}))?.invalid("customer")?;
    w.post("/v1/chats", &json!({"customer": customer, "application": "x"}))?
        .invalid("application")?;
    let body = json!({"customer": customer, "application": 1, "assignee": "x"});
    w.post("/v1/chats", &body)?.invalid("assignee")?;
    let body = json!({"customer": customer, "application": 1, "department": "x"});
    w.post("/v1/chats", &body)?.invalid("department")?;
    Ok(())
}

fn get(w: &World) -> Done {
    let chat = w.new_chat()?;
    let answer = w.see(chat)?;
    answer.shape(&CHAT)?.at("/id").is(chat)?;
    let filter = json!([{"field": "chats.customer", "operator": "=",
        "value": answer.at("/customer/id").int()?}]);
    w.find_chats(&filter)?.at("/data/0").is(answer.json().clone())?;
    w.get(&format!("/v1/chats/00{chat}"))?.ok()?.at("/id").is(chat)?;
    Ok(())
}

fn notes(w: &World) -> Done {
    let customer = w.customer(&json!({"notes": "likes tea"}))?.id()?;
    let chat = w.chat_of(customer)?;
    chat.at("/notes").is("likes tea")?;
    let name = w.name("new");
    let change = json!({"notes": "likes coffee", "name": name});
    w.patch(&format!("/v1/customers/{customer}"), &change)?.ok()?;
    let chat = w.see(chat.id()?)?;
    chat.at("/notes").is("likes coffee")?;
    chat.at("/customer/name").is(name)?;
    Ok(())
}

fn assignee(w: &World) -> Done {
    let (agent, chat) = (w.agent()?, w.new_chat()?);
    let put =
        |assignee: Value| w.put("/v1/chats/assignee", &json!({"id": chat, "assignee": assignee}));
    put(agent.id.into())?.ok()?.shape(&CHAT)?.at("/assignee").is(agent.shown.clone())?;
    put(agent.id.to_string().into())?.ok()?.at("/assignee").is(agent.shown.clone())?;
    w.see(chat)?.at("/assignee").is(agent.shown)?;
    put(Value::Null)?.ok()?.at("/assignee").is_null()?;
    let chat = w.see(chat)?;
    chat.at("/assignee").is_null()?;
    chat.at("/status").is("new")?;
    chat.at("/agents").has(0)?;
    Ok(())
}

fn department(w: &World) -> Done {
    let (department, chat) = (w.department()?, w.new_chat()?);
    let put =
        |value: Value| w.put("/v1/chats/department", &json!({"id": chat, "department": value}));
    let named = json!({"id": department["id"], "name": department["name"]});
    put(department["id"].clone())?.ok()?.shape(&CHAT)?.at("/department").is(named.clone())?;
    w.see(chat)?.at("/department").is(named)?;
    put(Value::Null)?.ok()?.at("/department").is_null()?;
    w.see(chat)?.at("/department").is_null()?;
    Ok(())
}

fn by_path(w: &World) -> Done {
    let chat = w.new_chat()?;
    let put = |what: &str, value: Value| {
        w.put(&format!("/v1/chats/{chat}/{what}"), &json!({what: value}))
    };
    put("status", json!("pending"))?.ok()?.shape(&CHAT)?.at("/status").is("pending")?;
    put("status", json!(5))?.ok()?.at("/closedBy").is("agent")?;
    put("assignee", json!(null))?.ok()?.at("/assignee").is_null()?;
    put("department", json!(null))?.ok()?.at("/department").is_null()?;
    let department = w.department()?;
    put("department", department["id"].clone())?
        .ok()?
        .at("/department/id")
        .is(department["id"].clone())?;
    let agent = w.agent()?;
    put("assignee", agent.id.into())?.ok()?.at("/assignee").is(agent.shown)?;
    Ok(())
}

fn snooze(w: &World) -> Done {
    let chat = w.new_chat()?;
    let now = w.see(chat)?.at("/createdAt").int()?;
    let put = |until: Value| w.put("/v1/chats/snooze", &json!({"id": chat, "snoozedUntil": until}));
    put(json!(now + 3_600))?.ok()?.shape(&CHAT)?.at("/snoozedUntil").is(now + 3_600)?;
    put(json!((now + 7_200).to_string()))?.ok()?.at("/snoozedUntil").is(now + 7_200)?;
    put(json!(4_294_967_295_i64))?.ok()?;
    put(json!(now - 60))?.bad_chat("snoozedUntil")?;
    w.see(chat)?.at("/snoozedUntil").is(4_294_967_295_i64)?;
    put(Value::Null)?.ok()?.at("/snoozedUntil").is_null()?;
    put(Value::Null)?.ok()?.at("/status").is("new")?;
    Ok(())
}

fn snooze_lasts(w: &World) -> Done {
    let chat = w.new_chat()?;
    let until = w.see(chat)?.at("/createdAt").int()? + 3_600;
    w.put("/v1/chats/snooze", &json!({"id": chat, "snoozedUntil": until}))?.ok()?;
    w.say(chat, "still there?")?;
    w.see(chat)?.at("/snoozedUntil").is(until)?;
    w.set_status(chat, "closed")?.at("/snoozedUntil").is(until)?;
    w.say(chat, "hello?")?;
    w.see(chat)?.at("/snoozedUntil").is(until)?;
    Ok(())
}

fn snooze_ends(w: &World) -> Done {
    let chat = w.chat()?;
    // The time of a new message is the server's time.
    let now = w.say(chat, "later")?.at("/createdAt").text()?.split('.').next().map(str::parse);
    let Some(Ok(now)) = now else { return Err(Stop::skipped("the server's time is not known")) };
    let now: i64 = now;
    w.put("/v1/chats/readByAgent", &json!({"id": chat, "read": true}))?.ok()?;
    let body = json!({"id": chat, "snoozedUntil": now + 5});
    w.put("/v1/chats/snooze", &body)?.ok()?.at("/readByAgent").is(true)?;
    for _ in 0..SNOOZE_LOOKS {
        if w.see(chat)?.json()["snoozedUntil"].is_null() {
            break;
        }
        wait_ms(SNOOZE_LOOK_MS);
    }
    let ended = w.see(chat)?;
    ended.at("/snoozedUntil").is_null()?;
    ended.at("/readByAgent").is(false)?;
    ended.at("/status").is("new")?;
    Ok(())
}

fn rate(w: &World) -> Done {
    let (agent, chat) = (w.agent()?, w.new_chat()?);
    w.reply(chat, agent.id, "done")?;
    w.set_status(chat, "closed")?;
    let body = json!({"id": chat, "rating": "very poor"});
    w.put("/v1/chats/rate", &body)?.ok()?.shape(&CHAT)?.at("/rating").is("very poor")?;
    w.put("/v1/chats/rate", &json!({"id": chat, "rating": "great"}))?.bad_chat("rating")?;
    w.see(chat)?.at("/rating").is("very poor")?;
    Ok(())
}

fn rate_refused(w: &World) -> Done {
    let chat = w.new_chat()?;
    let body = json!({"id": chat, "rating": "great"});
    w.put("/v1/chats/rate", &body)?.bad_chat("rating")?;
    w.set_status(chat, "closed")?;
    w.put("/v1/chats/rate", &body)?.bad_chat("rating")?;
    let agent = w.agent()?;
    let private = json!({"chat": chat, "text": "x", "type": "private", "agent": agent.id});
    w.message(&private)?;
    w.put("/v1/chats/rate", &body)?.bad_chat("rating")?;
    w.set_status(chat, "opened")?;
    w.reply(chat, agent.id, "hi")?;
    w.put("/v1/chats/rate", &body)?.bad_chat("rating")?;
    w.see(chat)?.at("/rating").is_null()?;
    Ok(())
}

fn ratings(w: &World) -> Done {
    let agent = w.agent()?;
    for rating in RATINGS {
        let chat = w.new_chat()?;
        w.reply(chat, agent.id, "done")?;
        w.set_status(chat, "closed")?;
        let body = json!({"id": chat, "rating": rating.to_uppercase()});
        w.put("/v1/chats/rate", &body)?.ok()?.at("/rating").is(*rating)?;
    }
    Ok(())
}

/// Creates a chat with two messages of the customer and, if the server has an agent, one visible
/// and one private message of the agent.
fn both_wrote(w: &World) -> Outcome<i64> {
    let chat = w.new_chat()?;
    w.say(chat, "one more")?;
    if let Ok(agent) = w.agent() {
        w.reply(chat, agent.id, "hi")?;
        w.message(&json!({"chat": chat, "text": "vip", "type": "private", "agent": agent.id}))?;
    }
    Ok(chat)
}

/// Requires that an operation marks the visible messages whose author is `from` as read, and
/// changes no other message.
fn marks(w: &World, operation: &str, from: &str) -> Done {
    let chat = both_wrote(w)?;
    let before = w.messages(chat)?;
    let is_read = |it: &Value| it["read"] == true;
    before.holds(!before.at("/messages").list()?.iter().any(is_read), "no message that is read")?;
    let body = json!({"id": chat, "read": true});
    w.put(&format!("/v1/chats/{operation}"), &body)?.ok()?.shape(&CHAT)?;
    let after = w.messages(chat)?;
    for message in after.at("/messages").list()? {
        let is_marked = message["from"] == from && message["type"] == "message";
        let is_changed = !message["updatedAt"].is_null();
        let what = format!("read, and with updatedAt, after {operation}: {message}");
        after.same(&what, (is_marked, is_marked), (is_read(message), is_changed))?;
        after.same("edited", false, message["edited"] == true)?;
    }
    // Messages that are already read do not change.
    w.put(&format!("/v1/chats/{operation}"), &body)?.ok()?;
    w.messages(chat)?.is(after.json())?;
    Ok(())
}

fn read_by_agent(w: &World) -> Done {
    let chat = w.new_chat()?;
    w.see(chat)?.at("/readByAgent").is(false)?;
    let body = json!({"id": chat, "read": true});
    w.put("/v1/chats/readByAgent", &body)?.ok()?.at("/readByAgent").is(true)?;
    w.see(chat)?.at("/readByCustomer").is(true)?;
    marks(w, "readByAgent", "customer")
}

fn read(w: &World) -> Done {
    let chat = w.new_chat()?;
    let put = |read: bool| w.put("/v1/chats/read", &json!({"id": chat, "read": read}));
    put(true)?.ok()?.at("/readByAgent").is(true)?;
    put(false)?.ok()?.at("/readByAgent").is(false)?;
    w.see(chat)?.at("/readByCustomer").is(true)?;
    marks(w, "read", "customer")
}

fn read_by_customer(w: &World) -> Done {
    let (agent, chat) = (w.agent()?, w.new_chat()?);
    w.reply(chat, agent.id, "hi")?;
    w.see(chat)?.at("/readByCustomer").is(false)?;
    let body = json!({"id": chat, "read": true});
    w.put("/v1/chats/readByCustomer", &body)?.ok()?.at("/readByCustomer").is(true)?;
    w.see(chat)?.at("/readByAgent").is(true)?;
    marks(w, "readByCustomer", "agent")
}

fn unread(w: &World) -> Done {
    let chat = both_wrote(w)?;
    for (operation, flag) in
        [("readByAgent", "/readByAgent"), ("readByCustomer", "/readByCustomer")]
    {
        let path = format!("/v1/chats/{operation}");
        w.put(&path, &json!({"id": chat, "read": true}))?.ok()?.at(flag).is(true)?;
        let before = w.messages(chat)?;
        w.put(&path, &json!({"id": chat, "read": false}))?.ok()?.at(flag).is(false)?;
        w.messages(chat)?.is(before.json())?;
    }
    Ok(())
}
