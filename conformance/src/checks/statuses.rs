//! Checks of the contract's sections 3 and 5: a chat's status, its spellings, and the effects of a
//! change.

use serde_json::{Value, json};

use crate::check::{Check, check, module};
use crate::models::CHAT;
use crate::outcome::Done;
use crate::world::World;

/// The names of the statuses in answers, each with the spellings and the number that requests
/// accept.
const STATUSES: [(&str, &[&str], i64); 6] = [
    ("new", &["new", "NEW", "New"], 1),
    ("opened", &["opened", "open", "Open", "OPENED"], 2),
    ("pending", &["pending", "Pending"], 3),
    ("on hold", &["on hold", "on-hold", "onhold", "On Hold", "ON-HOLD"], 4),
    ("closed", &["closed", "CLOSED"], 5),
    ("no communication", &["no communication", "No Communication"], 6),
];

pub fn checks() -> Vec<Check> {
    let name = |what: &str| format!("{}.{what}", module(module_path!()));
    let mut checks = vec![
        check!("3", empty_is_for_filters, "empty, or 7, finds chats without a message; PUT: 400"),
        check!(
            "3",
            empty_counts,
            "Private and tech messages leave a chat empty, and count in total"
        ),
        check!("5", tech_message, "A change of status adds a tech message and nothing else"),
        check!("5", closing, "Closing sets closedAt and closedBy agent"),
        check!("5", leaving_closed, "Leaving closed clears both and keeps the rating"),
        check!("5", no_change, "The status it already has: nothing changes"),
    ];
    for (shown, written, number) in STATUSES {
        let says = format!("`{shown}` is set by its names in any case and by {number}");
        checks.push(Check::of("3", &name("set"), shown, says, move |w| {
            set(w, shown, written, number)
        }));
        let says = format!("`{shown}` is found by its names in any case and by {number}");
        checks.push(Check::of("3", &name("find"), shown, says, move |w| {
            find(w, shown, written, number)
        }));
    }
    checks
}

fn spellings(written: &[&str], number: i64) -> Vec<Value> {
    let names = written.iter().map(|it| json!(it));
    names.chain([json!(number), json!(number.to_string())]).collect()
}

fn set(w: &World, shown: &str, written: &[&str], number: i64) -> Done {
    let chat = w.new_chat()?;
    for spelling in spellings(written, number) {
        // Sets another status first, so that each spelling is a change.
        w.set_status(chat, if shown == "pending" { "opened" } else { "pending" })?;
        w.set_status(chat, spelling)?.shape(&CHAT)?.at("/status").is(shown)?;
        w.see(chat)?.at("/status").is(shown)?;
    }
    Ok(())
}

fn find(w: &World, shown: &str, written: &[&str], number: i64) -> Done {
    let customer = w.any_customer()?;
    let (chat, other) = (w.chat_of(customer)?.id()?, w.chat_of(customer)?.id()?);
    w.set_status(chat, shown)?;
    w.set_status(other, if shown == "pending" { "opened" } else { "pending" })?;
    for spelling in spellings(written, number) {
        for (operator, found) in [("=", chat), ("!=", other)] {
            let filter = json!([
                {"field": "chats.customer", "operator": "=", "value": customer},
                {"field": "chats.status", "operator": operator, "value": spelling},
            ]);
            w.find_chats(&filter)?.rows(&[found])?;
        }
    }
    Ok(())
}

fn empty_is_for_filters(w: &World) -> Done {
    let chat = w.chat_of(w.any_customer()?)?;
    let customer = chat.at("/customer/id").int()?;
    for value in [json!("empty"), json!("EMPTY"), json!(7), json!("7")] {
        let body = json!({"id": chat.id()?, "status": value});
        w.put("/v1/chats/status", &body)?.bad_chat("status")?;
        let filter = json!([
            {"field": "chats.customer", "operator": "=", "value": customer},
            {"field": "chats.status", "operator": "=", "value": value},
        ]);
        w.find_chats(&filter)?.rows(&[chat.id()?])?;
    }
    Ok(())
}

fn empty_counts(w: &World) -> Done {
    let chat = w.chat()?;
    w.message(&json!({"chat": chat, "text": "a note", "type": "private"}))?;
    w.see(chat)?.at("/status").is("empty")?;
    w.messages(chat)?.at("/total").is(1)?;
    w.set_status(chat, "pending")?;
    let tech = w.messages(chat)?;
    tech.at("/total").is(2)?;
    tech.at("/messages/0/type").is("tech")?;
    Ok(())
}

fn tech_message(w: &World) -> Done {
    let chat = w.new_chat()?;
    let before = w.see(chat)?;
    let after = w.set_status(chat, "pending")?;
    let mut expected = before.json().clone();
    expected["status"] = "pending".into();
    after.is(&expected)?;
    let messages = w.messages(chat)?;
    messages.at("/total").is(2)?;
    for (key, value) in [
        ("type", json!("tech")),
        ("from", json!("agent")),
        ("agent", json!(null)),
        ("text", json!("chat_status_changed_by_public_api")),
        ("read", json!(false)),
        ("updatedAt", json!(null)),
        ("chat", json!(chat)),
    ] {
        messages.at(&format!("/messages/0/{key}")).is(value)?;
    }
    Ok(())
}

fn closing(w: &World) -> Done {
    let chat = w.new_chat()?;
    let created = w.see(chat)?.at("/createdAt").int()?;
    let closed = w.set_status(chat, "closed")?;
    closed.at("/closedAt").is_between(created, created + 120)?;
    closed.at("/closedBy").is("agent")?;
    w.see(chat)?.is(closed.json())?;
    Ok(())
}

fn leaving_closed(w: &World) -> Done {
    let chat = w.new_chat()?;
    w.set_status(chat, "closed")?;
    let opened = w.set_status(chat, "on hold")?;
    opened.at("/closedAt").is_null()?;
    opened.at("/closedBy").is_null()?;
    w.reply(chat, w.agent()?.id, "done")?;
    w.set_status(chat, "closed")?;
    w.put("/v1/chats/rate", &json!({"id": chat, "rating": "perfect"}))?.ok()?;
    let opened = w.set_status(chat, "opened")?;
    opened.at("/closedAt").is_null()?;
    opened.at("/closedBy").is_null()?;
    opened.at("/rating").is("perfect")?;
    Ok(())
}

fn no_change(w: &World) -> Done {
    let chat = w.new_chat()?;
    let closed = w.set_status(chat, "closed")?;
    let again = w.set_status(chat, 5)?;
    again.is(closed.json())?;
    w.messages(chat)?.at("/total").is(2)?;
    Ok(())
}
