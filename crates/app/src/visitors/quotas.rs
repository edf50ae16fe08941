//! The limits of what visitors may do, by visitor and by address. Each node counts for itself.

use std::net::IpAddr;
use std::time::Duration;

use deskbell_model::limits::{
    NEW_VISITORS_OF_ALL_PER_MINUTE, NEW_VISITORS_PER_MINUTE, RATE_WINDOW_SECONDS,
    VISITOR_CHATS_PER_WINDOW, VISITOR_CHATS_WINDOW_S, VISITOR_EVENTS_PER_MINUTE,
    VISITOR_MESSAGES_PER_HOUR, VISITOR_MESSAGES_PER_MINUTE, VISITOR_REQUESTS_PER_MINUTE,
    VISITORS_COUNTED_MAX, VISITS_PER_MINUTE,
};
use deskbell_model::{CustomerId, OrgId};

use super::exceeded;
use crate::access::Visitor;
use crate::access::limits::{Verdict, Windows, network};
use crate::error::{Exceeded, Result};

/// The operator's limits of visitors; 0 for no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VisitorQuotas {
    /// The sessions that an address may begin in one minute.
    pub visits_per_minute: u32,
    /// The new visitors of an address of whom something is stored, in one minute.
    pub new_visitors_per_minute: u32,
    /// The chats that an address may begin in ten minutes.
    pub chats_per_ten_minutes: u32,
    /// The messages of a visitor in one minute.
    pub messages_per_minute: u32,
    /// The messages of a visitor in one hour.
    pub messages_per_hour: u32,
    /// The events, page views and changes of own data of a visitor in one minute.
    pub events_per_minute: u32,
    /// The requests of a visitor in one minute.
    pub requests_per_minute: u32,
    /// The new visitors of an organization of whom something is stored, in one minute.
    pub new_visitors_of_all_per_minute: u32,
}

impl VisitorQuotas {
    /// The limits unless the operator sets others.
    pub const USUAL: Self = Self {
        visits_per_minute: VISITS_PER_MINUTE,
        new_visitors_per_minute: NEW_VISITORS_PER_MINUTE,
        chats_per_ten_minutes: VISITOR_CHATS_PER_WINDOW,
        messages_per_minute: VISITOR_MESSAGES_PER_MINUTE,
        messages_per_hour: VISITOR_MESSAGES_PER_HOUR,
        events_per_minute: VISITOR_EVENTS_PER_MINUTE,
        requests_per_minute: VISITOR_REQUESTS_PER_MINUTE,
        new_visitors_of_all_per_minute: NEW_VISITORS_OF_ALL_PER_MINUTE,
    };
}

/// A kind of request that is counted by visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// Any request.
    Request,
    /// A message.
    Message,
    /// An event, a page view, or a change of own data.
    Event,
}

/// The visitor that is counted: the customer, or the token while there is no customer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Who {
    Customer(OrgId, CustomerId),
    Token(String),
}

/// The counts of what visitors do.
#[derive(Debug)]
pub(super) struct Quotas {
    limits: VisitorQuotas,
    visits: Windows<IpAddr>,
    newcomers: Windows<IpAddr>,
    newcomers_of_all: Windows<OrgId>,
    chats: Windows<IpAddr>,
    messages: Windows<Who>,
    messages_in_hour: Windows<Who>,
    events: Windows<Who>,
    requests: Windows<Who>,
}

fn windows<K: std::hash::Hash + Eq>(seconds: u64) -> Windows<K> {
    Windows::of(Duration::from_secs(seconds), VISITORS_COUNTED_MAX)
}

impl Quotas {
    pub(super) fn new(limits: VisitorQuotas) -> Self {
        let minute = RATE_WINDOW_SECONDS;
        Self {
            limits,
            visits: windows(minute),
            newcomers: windows(minute),
            newcomers_of_all: windows(minute),
            chats: windows(VISITOR_CHATS_WINDOW_S),
            messages: windows(minute),
            messages_in_hour: windows(60 * 60),
            events: windows(minute),
            requests: windows(minute),
        }
    }

    /// Counts something that a visitor does.
    pub(super) fn count(&self, what: Counted, by: &Visitor, now: Duration) -> Result<()> {
        let who = match by.customer {
            Some(customer) => Who::Customer(by.org, customer),
            None => Who::Token(by.hash.clone()),
        };
        let limits = self.limits;
        match what {
            Counted::Request => {
                let limit = limits.requests_per_minute;
                exceeded(Exceeded::Requests, count(&self.requests, who, limit, now))
            }
            Counted::Event => {
                let limit = limits.events_per_minute;
                exceeded(Exceeded::Requests, count(&self.events, who, limit, now))
            }
            Counted::Message => {
                let (minute, hour) = (limits.messages_per_minute, limits.messages_per_hour);
                // What is refused by the minute does not count in the hour.
                let in_minute = count(&self.messages, who.clone(), minute, now);
                exceeded(Exceeded::Messages, in_minute)?;
                exceeded(Exceeded::Messages, count(&self.messages_in_hour, who, hour, now))
            }
        }
    }

    /// Counts a session that an address begins.
    pub(super) fn count_visit(&self, from: IpAddr, now: Duration) -> Result<()> {
        let limit = self.limits.visits_per_minute;
        exceeded(Exceeded::Requests, count(&self.visits, network(from), limit, now))
    }

    /// Counts a new visitor of whom something is to be stored.
    pub(super) fn count_newcomer(&self, org: OrgId, from: IpAddr, now: Duration) -> Result<()> {
        let limit = self.limits.new_visitors_per_minute;
        exceeded(Exceeded::Requests, count(&self.newcomers, network(from), limit, now))?;
        let limit = self.limits.new_visitors_of_all_per_minute;
        exceeded(Exceeded::Requests, count(&self.newcomers_of_all, org, limit, now))
    }

    /// Counts a chat that an address begins.
    pub(super) fn count_chat(&self, from: IpAddr, now: Duration) -> Result<()> {
        let limit = self.limits.chats_per_ten_minutes;
        exceeded(Exceeded::Chats, count(&self.chats, network(from), limit, now))
    }
}

fn count<K: std::hash::Hash + Eq>(
    windows: &Windows<K>,
    key: K,
    limit: u32,
    now: Duration,
) -> Verdict {
    if limit == 0 { Verdict::Unlimited } else { windows.count(key, limit, now) }
}
