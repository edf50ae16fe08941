//! The report of an import: the objects that it took, and those that it could not take.

use std::collections::BTreeMap;

use deskbell_app::actions::takeover::{Kept, Taken};
use deskbell_storage::import_states::LinkedHost;

/// The most different oddities that are counted one by one.
const ODD_MAX: usize = 200;

/// The outcomes for the objects of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that were not here before.
    pub new: u64,
    /// Those that were here as an older state.
    pub changed: u64,
    /// Those that were here as they are.
    pub same: u64,
    /// Those that are gone in the source, and still here.
    pub gone: u64,
    /// Those that were gone in the source, and deleted here.
    pub removed: u64,
}

/// The report of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The agents, with those who left.
    pub agents: Counts,
    /// The departments.
    pub departments: Counts,
    /// The applications.
    pub applications: Counts,
    /// The customers.
    pub customers: Counts,
    /// The chats.
    pub chats: Counts,
    /// The messages that were written.
    pub messages: u64,
    /// The files that were fetched.
    pub files: u64,
    /// The chats and customers that were not taken, by the reason.
    pub kept: BTreeMap<Kept, u64>,
    /// The values that were taken otherwise than the source shows them, each with the number of
    /// times.
    pub odd: BTreeMap<String, u64>,
    /// The hosts to which links in messages lead, those with the most messages first.
    pub hosts: Vec<LinkedHost>,
    /// The requests that were sent.
    pub requests: u64,
    /// The requests that the source's limit refused.
    pub limited: u64,
    /// The requests that failed and were sent again.
    pub broken: u64,
    /// True when the source does not answer searches, so that pages were asked for by offsets:
    /// what moved meanwhile may be missing until the next run.
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
    /// Notes that something was taken otherwise than the source shows it.
    pub(super) fn odd(&mut self, what: impl Into<String>) {
        let mut what = what.into();
        if self.odd.len() >= ODD_MAX && !self.odd.contains_key(&what) {
            what = "something else that is not known here".into();
        }
        *self.odd.entry(what).or_default() += 1;
    }

    /// Adds what was noted beside an object that is taken.
    pub(super) fn odd_as(&mut self, noted: &Self) {
        for (what, count) in &noted.odd {
            (0..*count).for_each(|_| self.odd(what.as_str()));
        }
    }

    pub(super) fn keep(&mut self, why: Kept) {
        *self.kept.entry(why).or_default() += 1;
    }
}
