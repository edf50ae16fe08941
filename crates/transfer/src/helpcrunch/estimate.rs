//! Estimates: the requests that an import needs, and the time that it still takes.

use std::time::Duration;

use super::walk::PAGE;

/// The objects of a source, and the requests that take them over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Estimate {
    /// The agents.
    pub agents: u64,
    /// The departments.
    pub departments: u64,
    /// The applications.
    pub applications: u64,
    /// The customers.
    pub customers: u64,
    /// The chats.
    pub chats: u64,
    /// The requests, at least: each chat has one for its messages, a long one more.
    pub requests: u64,
    /// The time that they take at the given rate.
    pub time: Duration,
}

/// The objects of a window, on average, in tenths: some windows are asked for twice.
const WINDOW_TENTHS: u64 = 700;

/// The requests for the ends of lists, and for windows without an object.
const FEW: u64 = 20;
/// One chat of so many brings a request for customers that were not taken yet.
const FIRST_PART: u64 = 100;

/// The requests that walk once through so many objects in windows.
pub(super) const fn windows(objects: u64) -> u64 {
    (objects * 10).div_ceil(WINDOW_TENTHS) + 1
}

impl Estimate {
    /// The estimate of a first import.
    pub(super) fn new(counts: [u64; 5], every: Duration) -> Self {
        let [agents, departments, applications, customers, chats] = counts;
        let lists = [agents, departments, applications].map(|it| it / PAGE + 1);
        // The walk, and the second one for what changed meanwhile.
        let walks = 2 * (windows(chats) + windows(customers));
        // Open and recent chats come before, and bring their customers.
        let first = windows(chats) + chats / FIRST_PART;
        let requests = lists.iter().sum::<u64>() + FEW + walks + first + chats;
        let time = every * u32::try_from(requests).unwrap_or(u32::MAX);
        Self { agents, departments, applications, customers, chats, requests, time }
    }
}

/// The place of an import, and what is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The pass over the source, from 1.
    pub pass: i64,
    /// The objects that are taken now.
    pub phase: &'static str,
    /// The chats that are done in this phase.
    pub done: u64,
    /// The chats or customers of this phase, as far as known.
    pub total: u64,
    /// The messages that were written.
    pub messages: u64,
    /// The requests that were sent.
    pub requests: u64,
    /// The time that this phase still takes, judged by the requests so far; `None` at its
    /// beginning.
    pub left: Option<Duration>,
}

/// A listener to an import.
pub trait Watch: Send {
    /// The import has come so far.
    fn at(&mut self, standing: &Standing);

    /// Something is worth knowing at once.
    fn warn(&mut self, text: &str);
}
