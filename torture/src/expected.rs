//! The events that webhooks must receive, derived only from the feed, by the contract's rules.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::journal::id;

/// The deliveries that webhooks must receive, according to the feed.
#[derive(Debug, Default)]
pub struct Expected {
    /// The number of occurrences of each event, by the event's name and the id of the event's
    /// object.
    pub events: BTreeMap<(String, i64), u64>,
    /// The messages of each chat, in order.
    pub messages: BTreeMap<i64, Vec<i64>>,
    /// The statuses of each chat, in order.
    pub statuses: BTreeMap<i64, Vec<String>>,
    /// The number of chats that are still snoozed at the end of the feed.
    pub snoozed: usize,
}

impl Expected {
    /// Derives the expected deliveries from a feed. Events of objects that are deleted later in the
    /// feed are left out, since webhooks may miss them. The event `customer.deleted` is expected.
    pub fn of(feed: &[Value]) -> Self {
        let deleted = |kind: &str| {
            let deleted = feed.iter().filter(|change| change["kind"] == kind);
            deleted.map(|change| id(&change["object"])).collect::<BTreeSet<_>>()
        };
        let (gone_chats, gone_customers) = (deleted("chat.deleted"), deleted("customer.deleted"));
        let mut expected = Self::default();
        let mut chats: BTreeMap<i64, &Value> = BTreeMap::new();
        for change in feed {
            let (kind, object) = (change["kind"].as_str().unwrap_or_default(), &change["object"]);
            let number = id(object);
            let is_gone = match kind {
                "message.created" => {
                    object["chat"].as_i64().is_none_or(|chat| gone_chats.contains(&chat))
                }
                "chat.created" | "chat.updated" => gone_chats.contains(&number),
                "customer.created" => gone_customers.contains(&number),
                _ => false,
            };
            // An erased object is null and has no id.
            if is_gone || object.is_null() {
                continue;
            }
            match kind {
                "customer.created" => expected.happened("customer.new", number),
                "customer.deleted" => expected.happened("customer.deleted", number),
                "message.created" => expected.said(object),
                "chat.created" => {
                    expected.happened("chat.new", number);
                    chats.insert(number, object);
                }
                "chat.updated" => {
                    if let Some(before) = chats.insert(number, object) {
                        expected.changed(before, object);
                    }
                }
                _ => {}
            }
        }
        expected.snoozed = chats.values().filter(|chat| !chat["snoozedUntil"].is_null()).count();
        expected
    }

    fn happened(&mut self, event: &str, about: i64) {
        *self.events.entry((event.to_owned(), about)).or_default() += 1;
    }

    fn said(&mut self, message: &Value) {
        let event = match message["type"].as_str() {
            Some("private") => "message.private",
            Some("message") if message["from"] == "agent" => "message.chat.agent",
            Some("message") => "message.chat.customer",
            _ => return,
        };
        self.happened(event, id(message));
        let chat = message["chat"].as_i64().unwrap_or_default();
        self.messages.entry(chat).or_default().push(id(message));
    }

    fn changed(&mut self, before: &Value, after: &Value) {
        let chat = id(after);
        let differs = |field: &str| before[field] != after[field];
        if differs("status") {
            let status = after["status"].as_str().unwrap_or_default();
            self.statuses.entry(chat).or_default().push(status.to_owned());
            self.happened("chat.status_updated", chat);
            if status == "closed" {
                self.happened("chat.closed", chat);
            }
        }
        if differs("assignee") {
            self.happened("chat.assigned", chat);
        }
        if differs("snoozedUntil") {
            let is_over = after["snoozedUntil"].is_null();
            self.happened(if is_over { "chat.unsnoozed" } else { "chat.snoozed" }, chat);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_feed_says_what_has_to_be_told() {
        let change = |kind: &str, object: Value| json!({"kind": kind, "object": object});
        let chat = |status: &str| json!({"id": 5, "status": status, "assignee": null});
        let feed = [
            change("customer.created", json!({"id": 1})),
            change("chat.created", chat("empty")),
            change("message.created", json!({"id": 9, "chat": 5, "type": "tech"})),
            change("message.created", json!({"id": 10, "chat": 5, "type": "message"})),
            change("message.created", Value::Null),
            change("chat.created", json!({"id": 6})),
            change("chat.deleted", json!({"id": 6})),
            change("chat.updated", chat("closed")),
            change("chat.updated", json!({"id": 5, "status": "closed", "assignee": {"id": 3}})),
        ];
        let expected = Expected::of(&feed);
        let names: Vec<_> = expected.events.keys().map(|(name, _)| name.as_str()).collect();
        let all = [
            "chat.assigned",
            "chat.closed",
            "chat.new",
            "chat.status_updated",
            "customer.new",
            "message.chat.customer",
        ];
        assert_eq!(names, all);
        assert_eq!((&expected.messages[&5], expected.snoozed), (&vec![10], 0));
        assert_eq!(expected.statuses[&5], ["closed"]);
    }
}
