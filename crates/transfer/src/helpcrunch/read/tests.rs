//! Tests that any JSON is parsed without a panic, and that the parsed values are within the limits.

use deskbell_model::ApplicationId;
use deskbell_model::limits::{CUSTOM_DATA_BYTES_MAX, MESSAGE_TEXT_CHARS_MAX};
use proptest::prelude::*;
use serde_json::json;

use super::*;

const KEYS: [&str; 24] = [
    "id",
    "name",
    "email",
    "role",
    "customer",
    "createdAt",
    "closedAt",
    "status",
    "rating",
    "agents",
    "assignee",
    "department",
    "applicationId",
    "createdWith",
    "lastMessageId",
    "text",
    "type",
    "from",
    "agent",
    "tags",
    "color",
    "customData",
    "location",
    "userId",
];

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (1..50_i64).prop_map(Value::from),
        "[0-9]{1,12}(\\.[0-9]{1,4})?".prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(Value::from("x\0".repeat(70_000))),
    ];
    leaf.prop_recursive(4, 64, 12, |inner| {
        let key = prop_oneof![prop::sample::select(KEYS.to_vec()).prop_map(str::to_owned), ".*"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..12)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_read_or_refused(value in any_json()) {
        let (now, mut report) = (Seconds::new(1_700_000_000), Report::default());
        let first = ApplicationId::new(1).unwrap();
        rows(&value);
        agent(&value, &mut report);
        department(&value, &mut report);
        application(&value, &mut report);
        if let Some(it) = customer(&value, now, &mut report) {
            prop_assert!(it.tags.len() <= CUSTOMER_TAGS_MAX && it.checksum != 0);
            let mut data = Vec::new();
            wire::customers::custom_data(&mut data, &it.customer.custom_data);
            prop_assert!(data.len() <= CUSTOM_DATA_BYTES_MAX);
            prop_assert!(it.customer.name.is_none_or(|it| it.chars().count() <= TEXT_CHARS_MAX));
        }
        if let Some(it) = chat(&value, first, now, &mut report) {
            prop_assert!(it.checksum != 0);
            if let Some((message, _)) = message(&value, &it.chat, &mut report) {
                let text = message.text.unwrap_or_default();
                let is_fit = text.chars().count() <= MESSAGE_TEXT_CHARS_MAX;
                prop_assert!(is_fit && !text.contains('\0'));
            }
        }
    }
}

#[test]
fn a_checksum_tells_a_change_of_the_chat_from_one_of_what_it_shows() {
    let (now, mut report) = (Seconds::new(1_700_000_000), Report::default());
    let first = ApplicationId::new(1).unwrap();
    let value = json!({"id": 5, "customer": {"id": 7, "name": "Ann"}, "createdAt": 1_600_000_000,
        "status": "opened", "lastMessageId": 9, "assignee": null, "agents": []});
    let mut checksum = |change: &dyn Fn(&mut Value)| {
        let mut value = value.clone();
        change(&mut value);
        chat(&value, first, now, &mut report).unwrap().checksum
    };
    let before = checksum(&|_| ());
    assert_eq!(checksum(&|it| it["customer"]["name"] = "Bo".into()), before);
    assert_ne!(checksum(&|it| it["customer"]["id"] = 8.into()), before);
    assert_ne!(checksum(&|it| it["status"] = "closed".into()), before);
    assert_ne!(checksum(&|it| it["assignee"] = json!({"id": 3, "name": "Ada"})), before);
    assert_ne!(checksum(&|it| it["lastMessageId"] = 10.into()), before);
}
