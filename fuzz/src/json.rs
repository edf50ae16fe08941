//! JSON bodies: all body parsers of the interface on the same bytes.
//!
//! Each parser has a function in [`READERS`] that runs the parser and checks the guarantees.

use deskbell_model::limits::{
    BATCH_CUSTOMERS_MAX, EVENT_DATA_BYTES_MAX, FILTERS_MAX, MESSAGE_TEXT_CHARS_MAX, PAGE_ITEMS_MAX,
};
use deskbell_model::webhook::Target;
use deskbell_model::{ChatSet, OrgId, Seconds, Status};
use deskbell_query::Start;
use deskbell_wire::customers::{custom_data, read_custom_data};
use deskbell_wire::invalid::Found;
use deskbell_wire::{chats, customers, events, json, messages, read, search, signals, webhooks};
use serde_json::Value;

/// The functions that check the parsers, one for each parser.
const READERS: [fn(&[u8]); 11] = [
    texts,
    customers_data,
    new_message,
    new_chat,
    chat_set,
    customers,
    events,
    searches,
    signal,
    webhooks,
    told,
];

pub fn run(input: &[u8]) {
    for reader in READERS {
        reader(input);
    }
}

/// Checks that a text is unchanged after writing as JSON and reading back.
fn texts(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let mut out = Vec::new();
    json::string(&mut out, text);
    assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
}

/// Checks that an accepted message has a text of valid length without NUL; a refusal must name each
/// invalid field once.
fn new_message(input: &[u8]) {
    match messages::read_new(input) {
        Ok(new) => {
            let chars = new.text.chars().count();
            assert!((1..=MESSAGE_TEXT_CHARS_MAX).contains(&chars) && !new.text.contains('\0'));
        }
        Err(invalid_fields) => named(input, &invalid_fields),
    }
}

/// Checks that an accepted signal is written as an object; a refusal must name each invalid field
/// once.
fn signal(input: &[u8]) {
    match signals::read(input) {
        Ok(signal) => {
            let mut out = Vec::new();
            signals::write(&mut out, signal);
            assert!(serde_json::from_slice::<Value>(&out).unwrap().is_object());
        }
        Err(invalid_fields) => named(input, &invalid_fields),
    }
}

/// Checks that an accepted webhook has events and a valid target; a refusal must name each invalid
/// field once.
fn webhooks(input: &[u8]) {
    match webhooks::read_new(input, |_| true) {
        Ok(new) => {
            assert!(!new.events.is_empty() && Target::parse(&new.url).is_some());
        }
        Err(invalid_fields) => named(input, &invalid_fields),
    }
    if let Err(invalid_fields) = webhooks::read_edit(input, |_| true) {
        named(input, &invalid_fields);
    }
    if let Err(invalid_fields) = webhooks::read_replay(input) {
        named(input, &invalid_fields);
    }
}

/// Checks that event data is always written as an object.
fn told(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    for data in [webhooks::chat_data(text), webhooks::customer_data(text)].into_iter().flatten() {
        assert!(serde_json::from_str::<Value>(&data).unwrap().is_object());
    }
}

/// Checks that the refusal of a new chat names each invalid field once.
fn new_chat(input: &[u8]) {
    if let Err(invalid_fields) = chats::read_new(input) {
        named(input, &invalid_fields);
    }
}

/// Checks that a refused change of a chat names exactly one invalid field.
fn chat_set(input: &[u8]) {
    let now = Seconds::new(1_800_000_000);
    let readers: [chats::ReadSet; 7] = [
        chats::set_status,
        chats::set_assignee,
        chats::set_department,
        chats::set_snoozed_until,
        chats::set_rating,
        chats::set_read_by_agent,
        chats::set_read_by_customer,
    ];
    for reader in readers {
        let Ok(mut body) = read::object(input) else { continue };
        let set = reader(&mut body, now);
        let is_set = set.is_some();
        assert_ne!(set, Some(ChatSet::Status(Status::Empty)));
        match body.finish(set) {
            Ok(_) => assert!(is_set),
            Err(invalid_fields) => {
                assert!(!is_set && invalid_fields.len() == 1, "{invalid_fields:?}");
            }
        }
    }
}

/// Checks that an accepted change of customers respects the limits of tags and custom data; a
/// refusal must name the invalid fields.
fn customers(input: &[u8]) {
    for reader in [
        customers::read_edit,
        customers::read_replacement,
        customers::read_more_tags,
        customers::read_tags_to_remove,
        customers::read_properties,
    ] {
        if let Err(invalid_fields) = reader(input) {
            named(input, &invalid_fields);
        }
    }
    match customers::read_batch(input) {
        Ok(edits) => assert!((1..=BATCH_CUSTOMERS_MAX).contains(&edits.len())),
        Err(invalid_fields) => named(input, &invalid_fields),
    }
}

/// Checks that an accepted event has a name, and data within the limit.
fn events(input: &[u8]) {
    match events::read_new(input) {
        Ok(new) => assert!(!new.name.is_empty() && new.data.len() <= EVENT_DATA_BYTES_MAX),
        Err(invalid_fields) => named(input, &invalid_fields),
    }
}

/// Checks that an accepted search respects the limits of conditions and page size.
fn searches(input: &[u8]) {
    let org = OrgId::new(1).unwrap();
    match search::read_chats(input, org) {
        Ok((found, _)) => {
            assert!(found.filter.conditions().len() <= FILTERS_MAX);
            assert!((1..=PAGE_ITEMS_MAX).contains(&found.page.page.limit.get()));
            if let Start::Cursor(cursor) = found.page.page.start {
                let body = read::body(input).unwrap();
                assert_eq!(body["cursor"], cursor.text_at(cursor.at).as_str());
            }
        }
        Err(invalid_fields) => named(input, &invalid_fields),
    }
    match search::read_customers(input, org) {
        Ok((found, _)) => assert!(found.filter.conditions().len() <= FILTERS_MAX),
        Err(invalid_fields) => named(input, &invalid_fields),
    }
}

fn named(input: &[u8], invalid_fields: &[Found]) {
    let distinct: std::collections::HashSet<_> = invalid_fields.iter().collect();
    assert!(
        !invalid_fields.is_empty() && distinct.len() == invalid_fields.len(),
        "{invalid_fields:?}"
    );
    pointed_at(input, invalid_fields);
}

/// Checks that each item of a refusal has a pointer to the invalid field, or to the parent of a
/// missing field.
fn pointed_at(input: &[u8], invalid_fields: &[Found]) {
    let body = read::body(input);
    for found in invalid_fields {
        let Ok(body) = &body else {
            assert_eq!(found.pointer, None, "{found:?}");
            continue;
        };
        let pointer = found.pointer.as_deref().expect("there is JSON");
        let around = pointer.rsplit_once('/').map_or("", |(around, _)| around);
        assert!(body.pointer(around).is_some(), "{found:?} of {body}");
    }
}

/// Checks that accepted custom data is an object of scalars, and unchanged when read back.
fn customers_data(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let value = serde_json::from_str::<Value>(text).ok();
    let object = value.as_ref().and_then(Value::as_object);
    let is_scalars = |object: &serde_json::Map<String, Value>| {
        object.values().all(|value| !value.is_array() && !value.is_object())
    };
    let data = read_custom_data(text);
    assert_eq!(data.is_some(), object.is_some_and(is_scalars), "{text:?}");
    if let Some(data) = data {
        let mut kept = Vec::new();
        custom_data(&mut kept, &data);
        let kept = String::from_utf8(kept).unwrap();
        assert_eq!(read_custom_data(&kept), Some(data), "{kept}");
    }
}
