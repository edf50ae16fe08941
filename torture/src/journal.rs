//! A journal of acknowledged changes: each must be found afterwards, once, and no other.
//!
//! It must not know how the changes were sent, nor where they are looked for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The id of an object; 0 for a value without one.
pub fn id(object: &Value) -> i64 {
    object["id"].as_i64().unwrap_or_default()
}

/// The changes that one client, or all of them together, know to be done.
#[derive(Debug, Default)]
pub struct Journal {
    /// Customers by id, as each creation was answered.
    pub customers: BTreeMap<i64, Value>,
    /// Chats by id, likewise.
    pub chats: BTreeMap<i64, Value>,
    /// Messages by id, likewise.
    pub messages: BTreeMap<i64, Value>,
    /// Events by id, likewise.
    pub events: BTreeMap<i64, Value>,
    /// The messages of each client in each chat, in the order of posting.
    pub said: BTreeMap<(usize, i64), Vec<i64>>,
    /// The statuses that a chat was given, in order; each differs from the one before.
    pub statuses: BTreeMap<i64, Vec<String>>,
    /// The statuses of attempts with an unknown outcome. Without an idempotency key a stopped
    /// server may carry such an attempt out later.
    pub late: BTreeMap<i64, Vec<String>>,
    /// Chats that were snoozed for seconds, with the number of unknown attempts.
    pub snoozed: BTreeMap<i64, usize>,
    /// Customers that were deleted.
    pub deleted: BTreeSet<i64>,
}

impl Journal {
    /// Adds the entries of another journal. No two clients may have been given the same id.
    ///
    /// # Errors
    /// When two were given the same id.
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

    /// Tells whether this chat was deleted together with its customer.
    pub fn is_gone(&self, chat: i64) -> bool {
        let customer = self.chats.get(&chat).map(|chat| id(&chat["customer"]));
        customer.is_some_and(|customer| self.deleted.contains(&customer))
    }
}
