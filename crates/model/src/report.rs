//! Reports: sums over chats. Each chat has facts, which are derived from the chat's rows, and a
//! report adds up the facts of all chats.

mod durations;
mod facts;

use std::collections::BTreeMap;

pub use durations::{Durations, bucket, bucket_start};
pub use facts::{ChatFacts, FirstReply, Spoken};

use crate::{AgentId, Day, DepartmentId, Rating, TagId, names};

names! {
    /// A metric of reports.
    Metric {
        /// Chats that began. The sums of this metric are separate for each hour of the day.
        Created = "created",
        /// Closed chats, with the time from beginning to closing. The sums of this metric are
        /// separate for each histogram bucket of this time.
        Closed = "closed",
        /// Messages of customers and of agents.
        Message = "message",
        /// Chats that an agent joined, by writing in the chat for the first time.
        Joined = "joined",
        /// First replies, with the time from the customer's first message to the reply. The sums of
        /// this metric are separate for each histogram bucket of this time.
        Reply = "reply",
        /// The first replies of [`Metric::Reply`] to customers who first wrote within the opening
        /// hours.
        ReplyOpen = "reply_open",
        /// Ratings. The sums of this metric are separate for each rating, by its index in
        /// [`Rating::ALL`].
        Rated = "rated",
    }
}

/// The key of a sum: a day, a metric, and the agent, department or tag that the sum belongs to. The
/// id 0 stands for no agent, no department or no tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SumKey {
    /// The day, in the organization's time zone.
    pub day: Day,
    /// The metric that the sum adds up.
    pub metric: Metric,
    /// The id of the agent; 0 for no agent.
    pub agent: i64,
    /// The id of the department; 0 for no department.
    pub department: i64,
    /// The id of the customer's tag; 0 for no tag. Sums by tag have no agent and no department, and
    /// all other sums have no tag.
    pub tag: i64,
    /// The hour, the histogram bucket of a duration, or the index of a rating, depending on the
    /// metric.
    pub bucket: u32,
}

/// The sum of a metric over the chats that count under one key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// The number of counted events, such as chats or messages.
    pub amount: i64,
    /// The total of the counted durations, in seconds.
    pub seconds: i64,
}

/// The sums that reports show, by their keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums(pub BTreeMap<SumKey, Sum>);

impl Sums {
    /// Adds the counts of a chat to the sums; with `sign` -1, subtracts the counts.
    pub fn add(&mut self, facts: &ChatFacts, sign: i64) {
        facts.count(&mut |key, amount, seconds| {
            let sum = self.0.entry(key).or_default();
            sum.amount += sign * amount;
            sum.seconds += sign * seconds;
        });
    }

    /// Removes the sums whose counts and durations are zero.
    pub fn settle(&mut self) {
        self.0.retain(|_, sum| *sum != Sum::default());
    }
}

fn number(agent: Option<AgentId>) -> i64 {
    agent.map_or(0, AgentId::get)
}

impl ChatFacts {
    /// Calls `tell` for every count of this chat, with the sum's key, the number, and the duration
    /// in seconds.
    fn count(&self, tell: &mut dyn FnMut(SumKey, i64, i64)) {
        let department = self.department.map_or(0, DepartmentId::get);
        let key =
            |day, metric, agent, bucket| SumKey { day, metric, agent, department, tag: 0, bucket };
        for (agent, day, amount) in &self.messages {
            tell(key(*day, Metric::Message, number(*agent), 0), i64::from(*amount), 0);
        }
        for (agent, day) in &self.joined {
            tell(key(*day, Metric::Joined, agent.get(), 0), 1, 0);
        }
        let mut tagged = |of: SumKey, seconds: i64| {
            tell(of, 1, seconds);
            for tag in &self.tags {
                tell(SumKey { agent: 0, department: 0, tag: tag.get(), ..of }, 1, seconds);
            }
        };
        let agent = number(self.agent);
        let (day, hour) = self.created;
        tagged(key(day, Metric::Created, agent, hour), 0);
        if let Some((day, seconds)) = self.closed {
            tagged(key(day, Metric::Closed, agent, bucket(seconds)), i64::from(seconds));
        }
        if let Some(reply) = &self.reply {
            let (seconds, of) = (i64::from(reply.seconds), number(reply.agent));
            tagged(key(reply.day, Metric::Reply, of, bucket(reply.seconds)), seconds);
            if reply.within_hours {
                tagged(key(reply.day, Metric::ReplyOpen, of, bucket(reply.seconds)), seconds);
            }
        }
        for (day, rating) in &self.ratings {
            let place = Rating::ALL.iter().position(|it| it == rating);
            let place = place.and_then(|place| u32::try_from(place).ok()).unwrap_or(0);
            tagged(key(*day, Metric::Rated, agent, place), 0);
        }
    }
}

/// Returns the tags sorted and without duplicates.
pub(crate) fn sorted(mut tags: Vec<TagId>) -> Vec<TagId> {
    tags.sort_unstable();
    tags.dedup();
    tags
}
