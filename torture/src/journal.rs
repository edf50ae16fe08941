//! What was sent and acknowledged: what must be there afterwards, once, and nothing else.
//!
//! It must not know how it was sent, nor where it is looked for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The number of an object; 0 for what has none.
pub fn id(object: &Value) -> i64 {
    object["id"].as_i64().unwrap_or_default()
}

/// What one client, or all of them together, know to have been done.
#[derive(Debug, Default)]
pub struct Journal {
    /// Customers, by number, as each creation was answered.
    pub customers: BTreeMap<i64, Value>,
    /// Chats likewise.
    pub chats: BTreeMap<i64, Value>,
    /// Messages likewise.
    pub messages: BTreeMap<i64, Value>,
    /// Events likewise.
    pub events: BTreeMap<i64, Value>,
    /// What each client said in each chat, in the order in which it did.
    pub said: BTreeMap<(usize, i64), Vec<i64>>,
    /// The statuses that a chat was given, in order; each another than the one before.
    pub statuses: BTreeMap<i64, Vec<String>>,
    /// Statuses that a chat was given by attempts of which nobody knows what became. Without a key
    /// a server that was stopped may do what another was asked for meanwhile.
    pub late: BTreeMap<i64, Vec<String>>,
    /// Chats that were snoozed for seconds, and by how many such attempts besides.
    pub snoozed: BTreeMap<i64, usize>,
    /// Customers that were deleted.
    pub deleted: BTreeSet<i64>,
}

impl Journal {
    /// Puts another's entries to these. Nobody is told the number of another's object.
    ///
    /// # Errors
    /// When two were.
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

    /// Whether the customer of this chat was deleted, and it with them.
    pub fn is_gone(&self, chat: i64) -> bool {
        let customer = self.chats.get(&chat).map(|chat| id(&chat["customer"]));
        customer.is_some_and(|customer| self.deleted.contains(&customer))
    }
}
