//! The journal of acknowledged changes: the final state must have each change exactly once, and no
//! other changes.
//!
//! This module must not know how changes are sent or read.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The id of an object; 0 for a value without an id.
pub fn id(object: &Value) -> i64 {
    object["id"].as_i64().unwrap_or_default()
}

/// The acknowledged changes of one client or of all clients.
#[derive(Debug, Default)]
pub struct Journal {
    /// The answers to the creations of customers, by id.
    pub customers: BTreeMap<i64, Value>,
    /// The answers to the creations of chats, by id.
    pub chats: BTreeMap<i64, Value>,
    /// The answers to the creations of messages, by id.
    pub messages: BTreeMap<i64, Value>,
    /// The answers to the creations of events, by id.
    pub events: BTreeMap<i64, Value>,
    /// The messages of each client in each chat, in the order of posting.
    pub said: BTreeMap<(usize, i64), Vec<i64>>,
    /// The statuses set for each chat, in order. Consecutive statuses differ.
    pub statuses: BTreeMap<i64, Vec<String>>,
    /// The statuses of unanswered attempts, by chat. These attempts have no idempotency key, so a
    /// stopped server may still execute them later.
    pub late: BTreeMap<i64, Vec<String>>,
    /// The chats snoozed for a few seconds, with the number of attempts before the acknowledged
    /// attempt.
    pub snoozed: BTreeMap<i64, usize>,
    pub deleted: BTreeSet<i64>,
}

impl Journal {
    /// Adds the entries of another journal.
    ///
    /// # Errors
    /// When both journals have an object with the same id.
    pub fn add(&mut self, other: Self) -> Result<(), String> {
        let Self { customers, chats, messages, events, said, statuses, .. } = other;
        let Self { late, snoozed, deleted, .. } = other;
        for (all, more) in [
            (&mut self.customers, customers),
            (&mut self.chats, chats),
            (&mut self.messages, messages),
            (&mut self.events, events),
        ] {
            for (id, object) in more {
                if let Some(twice) = all.insert(id, object) {
                    return Err(format!("two creations were answered with {twice}"));
                }
            }
        }
        self.said.extend(said);
        self.statuses.extend(statuses);
        self.late.extend(late);
        self.snoozed.extend(snoozed);
        self.deleted.extend(deleted);
        Ok(())
    }

    /// Returns whether a chat was deleted together with its customer.
    pub fn is_gone(&self, chat: i64) -> bool {
        let customer = self.chats.get(&chat).map(|chat| id(&chat["customer"]));
        customer.is_some_and(|customer| self.deleted.contains(&customer))
    }
}
