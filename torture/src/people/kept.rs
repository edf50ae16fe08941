//! The acknowledged changes of agents and visitors, which the final state must have.
//!
//! This module must not know how changes are sent or read.

use std::collections::BTreeMap;

/// The kind of a message, by its author.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Visitor,
    Reply,
    Note,
}

/// An acknowledged message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub chat: i64,
    pub kind: Kind,
    /// The text that was sent. The stored text also has the links to files.
    pub text: String,
    /// The file that is attached to the message.
    pub file: Option<i64>,
}

/// An acknowledged file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub text: String,
    /// The number of the agent who uploaded the file; `None` for a file of a visitor.
    pub agent: Option<usize>,
}

/// The draft of an agent in a chat.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The acknowledged text; `None` if the draft was deleted or never stored.
    pub text: Option<String>,
    /// The texts that unanswered attempts may still store.
    pub late: Vec<Option<String>>,
}

impl Draft {
    /// Returns whether a server may show this text as the draft.
    pub fn may_be(&self, shown: Option<&str>) -> bool {
        let is = |text: &Option<String>| text.as_deref() == shown;
        is(&self.text) || self.late.iter().any(is)
    }
}

/// A person who uses the widget, and who is one customer.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// The id in the site's own system, once the site has identified the person.
    pub user: Option<String>,
    /// The tokens of the person's browsers.
    pub tokens: Vec<String>,
    pub chats: Vec<i64>,
    /// The files that the person uploaded.
    pub files: Vec<i64>,
    /// The number of uploads that count against the person's limit, including unanswered uploads.
    pub uploads: usize,
}

/// The state of an agent at the end of the run.
#[derive(Clone, Debug, Default)]
pub struct Leaving {
    pub number: usize,
    pub login: String,
    pub password: String,
    /// The password before the last change, if the password was ever changed.
    pub old_password: Option<String>,
    /// The cookies of sessions that must be valid.
    pub open: Vec<String>,
    /// The drafts by chat.
    pub drafts: BTreeMap<i64, Draft>,
}

/// The counts of actions of agents and visitors.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub sessions_begun: usize,
    pub passwords_changed: usize,
    pub identified: usize,
    pub drafts: usize,
    /// The number of refused requests with ended sessions and tokens.
    pub refused: usize,
}

/// The acknowledged changes of one client or of all clients.
#[derive(Debug, Default)]
pub struct Kept {
    pub agents: Vec<Leaving>,
    pub people: Vec<Person>,
    pub messages: BTreeMap<i64, Said>,
    /// The messages of each client in each chat, in the order of posting.
    pub orders: Vec<(i64, Vec<i64>)>,
    pub files: BTreeMap<i64, Stored>,
    /// The cookies of sessions that have ended.
    pub ended_sessions: Vec<String>,
    /// The tokens of visitors that are no longer valid.
    pub ended_tokens: Vec<String>,
    pub counts: Counts,
}

impl Kept {
    /// Records an acknowledged message.
    pub fn say(&mut self, id: i64, said: Said) {
        match self.orders.iter_mut().find(|(chat, _)| *chat == said.chat) {
            Some((_, order)) => order.push(id),
            None => self.orders.push((said.chat, vec![id])),
        }
        self.messages.insert(id, said);
    }

    /// Adds the changes that were acknowledged to another client.
    ///
    /// # Errors
    /// When `other` has an object with the same id.
    pub fn add(&mut self, other: Self) -> Result<(), String> {
        let Self { agents, people, messages, orders, files, .. } = other;
        let Self { ended_sessions, ended_tokens, counts, .. } = other;
        for (id, said) in messages {
            if let Some(twice) = self.messages.insert(id, said) {
                return Err(format!("two messages were answered with the id of {twice:?}"));
            }
        }
        for (id, file) in files {
            if let Some(twice) = self.files.insert(id, file) {
                return Err(format!("two uploads were answered with the id of {twice:?}"));
            }
        }
        self.agents.extend(agents);
        self.people.extend(people);
        self.orders.extend(orders);
        self.ended_sessions.extend(ended_sessions);
        self.ended_tokens.extend(ended_tokens);
        self.counts.sessions_begun += counts.sessions_begun;
        self.counts.passwords_changed += counts.passwords_changed;
        self.counts.identified += counts.identified;
        self.counts.drafts += counts.drafts;
        self.counts.refused += counts.refused;
        Ok(())
    }
}
