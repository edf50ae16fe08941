//! The report of an import: the imported objects, and the objects that could not be imported.

use std::collections::BTreeMap;

use deskbell_app::actions::takeover::{Kept, Taken};
use deskbell_storage::import_states::LinkedHost;

/// The largest number of different messages about unusual values that are counted separately.
const ODD_MAX: usize = 200;

/// The counts of objects of one kind, by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The number of new objects.
    pub new: u64,
    /// The number of objects that were imported earlier and have changed.
    pub changed: u64,
    /// The number of objects that were imported earlier and are unchanged.
    pub same: u64,
    /// The number of objects that no longer exist in the source but stay on this server.
    pub gone: u64,
    /// The number of objects that no longer exist in the source and were deleted on this server.
    pub removed: u64,
}

/// The report of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The counts of agents, including agents who have left.
    pub agents: Counts,
    /// The counts of departments.
    pub departments: Counts,
    /// The counts of applications.
    pub applications: Counts,
    /// The counts of customers.
    pub customers: Counts,
    /// The counts of chats.
    pub chats: Counts,
    /// The number of messages that were written.
    pub messages: u64,
    /// The number of files that were downloaded.
    pub files: u64,
    /// The number of chats and customers that were not imported, by reason.
    pub kept: BTreeMap<Kept, u64>,
    /// The messages about values that were changed or omitted, each with its number of occurrences.
    pub odd: BTreeMap<String, u64>,
    /// The hosts to which links in messages lead, sorted by the number of messages, largest first.
    pub hosts: Vec<LinkedHost>,
    /// The number of requests that were sent.
    pub requests: u64,
    /// The number of requests that the source's limit refused.
    pub limited: u64,
    /// The number of requests that failed and were repeated.
    pub broken: u64,
    /// True when the source does not answer searches, so that pages were read by offsets. An object
    /// that moved between two pages may be missing until the next run.
    pub by_offsets: bool,
}

impl Counts {
    pub(super) fn count(&mut self, taken: Taken) {
        match taken {
            Taken::New => self.new += 1,
            Taken::Changed => self.changed += 1,
            Taken::Same => self.same += 1,
            Taken::Kept(_) => {}
        }
    }
}

impl Report {
    /// Notes that a value of the source was changed or omitted.
    pub(super) fn odd(&mut self, what: impl Into<String>) {
        let mut what = what.into();
        if self.odd.len() >= ODD_MAX && !self.odd.contains_key(&what) {
            what = "something else that is not known here".into();
        }
        *self.odd.entry(what).or_default() += 1;
    }

    /// Adds the notes about changed or omitted values that were made while an object was parsed.
    /// Called after the object was imported.
    pub(super) fn odd_as(&mut self, noted: &Self) {
        for (what, count) in &noted.odd {
            (0..*count).for_each(|_| self.odd(what.as_str()));
        }
    }

    pub(super) fn keep(&mut self, why: Kept) {
        *self.kept.entry(why).or_default() += 1;
    }
}
