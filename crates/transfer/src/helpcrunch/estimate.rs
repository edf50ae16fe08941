//! Estimates of an import's requests and of its remaining time.

use std::time::Duration;

use super::walk::PAGE;

/// The number of objects in a source, and the number of requests for an import of all objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Estimate {
    /// The number of agents.
    pub agents: u64,
    /// The number of departments.
    pub departments: u64,
    /// The number of applications.
    pub applications: u64,
    /// The number of customers.
    pub customers: u64,
    /// The number of chats.
    pub chats: u64,
    /// The smallest possible number of requests. Each chat takes one request for its messages, and
    /// a long chat takes more.
    pub requests: u64,
    /// The time that the requests of the import take at the configured rate.
    pub time: Duration,
}

/// The average number of objects, in tenths, that one request for a window (a range of ids or
/// times) returns. Windows that are read twice are included.
const WINDOW_TENTHS: u64 = 700;

/// The estimated number of requests at the ends of lists, and for ranges of ids or times without
/// objects.
const FEW: u64 = 20;
/// The estimated number of chats for which one request reads the customers that are not imported
/// yet.
const FIRST_PART: u64 = 100;

/// Estimates how many requests are needed to read `objects` objects once, range by range.
pub(super) const fn windows(objects: u64) -> u64 {
    objects.saturating_mul(10).div_ceil(WINDOW_TENTHS) + 1
}

impl Estimate {
    /// Creates the estimate of a first import from the counts of objects and the time between two
    /// requests.
    pub(super) fn new(counts: [u64; 5], every: Duration) -> Self {
        let [agents, departments, applications, customers, chats] = counts;
        let lists = [agents, departments, applications].map(|it| it / PAGE + 1);
        // The walk, and the second one for what changed meanwhile.
        let walks = 2 * (windows(chats) + windows(customers));
        // Open and recent chats come before, and bring their customers.
        let first = windows(chats) + chats / FIRST_PART;
        let few = lists.iter().sum::<u64>() + FEW + walks + first;
        let requests = few.saturating_add(chats);
        let time = time_left(requests, (0, Duration::ZERO), every);
        Self { agents, departments, applications, customers, chats, requests, time }
    }
}

/// The progress of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The number of the pass over the source, from 1.
    pub pass: i64,
    /// The kind of objects that are imported in this phase.
    pub phase: &'static str,
    /// The number of chats or customers that are done in this phase.
    pub done: u64,
    /// The number of chats or customers in this phase, as far as known.
    pub total: u64,
    /// The number of messages that were written.
    pub messages: u64,
    /// The number of requests that were sent.
    pub requests: u64,
    /// The estimated time to the end of the import, computed from the number of remaining requests
    /// and the time per request so far.
    pub left: Duration,
}

/// The remaining work of an import, as far as known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WorkLeft {
    /// The number of customers that the present pass has not read yet.
    pub(super) customers: u64,
    /// The number of chats that the present pass has not read yet.
    pub(super) chats: u64,
    /// The number of chats whose messages are not read yet.
    pub(super) unread: u64,
    /// The numbers of customers and chats of the next pass; `None` if no pass follows.
    pub(super) next_pass: Option<(u64, u64)>,
}

impl WorkLeft {
    /// Estimates the number of remaining requests. `messages` is the number of requests that the
    /// messages of `read` chats took.
    pub(super) fn requests(self, (messages, read): (u64, u64)) -> u64 {
        let of_chats = match read {
            0 => self.unread,
            read => self.unread.saturating_mul(messages).div_ceil(read),
        };
        let some = |objects: u64| if objects > 0 { windows(objects) } else { 0 };
        let next_pass =
            self.next_pass.map_or(0, |(customers, chats)| some(customers) + some(chats));
        let few = some(self.customers) + some(self.chats) + next_pass;
        of_chats.saturating_add(few)
    }
}

/// Estimates the time of `left` requests from the time `spent` of `done` requests. Each request
/// takes at least the time `every`.
pub(super) fn time_left(left: u64, (done, spent): (u64, Duration), every: Duration) -> Duration {
    let each = spent.as_micros().checked_div(done.into()).unwrap_or_default();
    let all = each.max(every.as_micros()).saturating_mul(left.into());
    Duration::from_micros(u64::try_from(all).unwrap_or(u64::MAX))
}

/// A listener for the progress of an import.
pub trait Watch: Send {
    /// Reports the progress of the import.
    fn at(&mut self, standing: &Standing);

    /// Reports a problem at once.
    fn warn(&mut self, text: &str);
}
