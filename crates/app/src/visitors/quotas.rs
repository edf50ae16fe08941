//! The rate limits of visitors, counted by visitor and by address. Each node counts separately.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use deskbell_model::limits::{
    ADDRESS_FILES_PER_HOUR, ADDRESS_STREAMS_MAX, ADDRESS_UPLOADS_AT_ONCE,
    NEW_VISITORS_OF_ALL_PER_MINUTE, NEW_VISITORS_PER_MINUTE, RATE_WINDOW_SECONDS, STREAMS_RETRY_S,
    VISITOR_CHATS_PER_WINDOW, VISITOR_CHATS_WINDOW_S, VISITOR_EVENTS_PER_MINUTE,
    VISITOR_MESSAGES_PER_HOUR, VISITOR_MESSAGES_PER_MINUTE, VISITOR_REQUESTS_PER_MINUTE,
    VISITOR_STREAMS_MAX, VISITOR_UPLOADS_AT_ONCE, VISITORS_COUNTED_MAX, VISITS_PER_MINUTE,
};
use deskbell_model::{CustomerId, OrgId};
use parking_lot::Mutex;

use super::exceeded;
use crate::access::Visitor;
use crate::access::limits::{Verdict, Windows, network};
use crate::error::{Error, Exceeded, Result};

const HOUR_S: u64 = 60 * 60;

/// The operator's rate limits of visitors. A value of 0 means no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VisitorQuotas {
    /// The limit of sessions that begin from one address in one minute.
    pub visits_per_minute: u32,
    /// The limit of new visitors from one address that are stored in one minute.
    pub new_visitors_per_minute: u32,
    /// The limit of chats that begin from one address in ten minutes.
    pub chats_per_ten_minutes: u32,
    /// The limit of files that visitors at one address upload in one hour.
    pub files_per_hour_per_address: u32,
    /// The limit of messages of a visitor in one minute.
    pub messages_per_minute: u32,
    /// The limit of messages of a visitor in one hour.
    pub messages_per_hour: u32,
    /// The limit of events, page views and changes of own data that a visitor sends in one minute.
    pub events_per_minute: u32,
    /// The limit of requests of a visitor in one minute.
    pub requests_per_minute: u32,
    /// The limit of new visitors of one organization that are stored in one minute.
    pub new_visitors_of_all_per_minute: u32,
    /// The limit of concurrent sockets, streams and waiting requests of a visitor.
    pub streams: u32,
    /// The limit of concurrent sockets, streams and waiting requests of visitors at one address.
    pub streams_per_address: u32,
    /// The limit of concurrent uploads of a visitor.
    pub uploads: u32,
    /// The limit of concurrent uploads of visitors at one address.
    pub uploads_per_address: u32,
}

impl VisitorQuotas {
    /// The default limits.
    pub const USUAL: Self = Self {
        visits_per_minute: VISITS_PER_MINUTE,
        new_visitors_per_minute: NEW_VISITORS_PER_MINUTE,
        chats_per_ten_minutes: VISITOR_CHATS_PER_WINDOW,
        files_per_hour_per_address: ADDRESS_FILES_PER_HOUR,
        messages_per_minute: VISITOR_MESSAGES_PER_MINUTE,
        messages_per_hour: VISITOR_MESSAGES_PER_HOUR,
        events_per_minute: VISITOR_EVENTS_PER_MINUTE,
        requests_per_minute: VISITOR_REQUESTS_PER_MINUTE,
        new_visitors_of_all_per_minute: NEW_VISITORS_OF_ALL_PER_MINUTE,
        streams: VISITOR_STREAMS_MAX,
        streams_per_address: ADDRESS_STREAMS_MAX,
        uploads: VISITOR_UPLOADS_AT_ONCE,
        uploads_per_address: ADDRESS_UPLOADS_AT_ONCE,
    };
}

/// A kind of visitors' requests that has its own limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// A request of any kind.
    Request,
    Message,
    /// An event, a page view, or a change of the visitor's own data.
    Event,
}

/// The key by which a visitor is counted: the customer, or the token of a visitor without a
/// customer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CountedVisitor {
    Customer(OrgId, CustomerId),
    Token(String),
}

impl CountedVisitor {
    fn of(visitor: &Visitor) -> Self {
        match visitor.customer {
            Some(customer) => Self::Customer(visitor.org, customer),
            None => Self::Token(visitor.hash.clone()),
        }
    }
}

/// The counters of all limits of visitors.
#[derive(Debug)]
pub(super) struct Quotas {
    limits: VisitorQuotas,
    visits: Windows<IpAddr>,
    newcomers: Windows<IpAddr>,
    newcomers_of_all: Windows<OrgId>,
    chats: Windows<IpAddr>,
    files: Windows<IpAddr>,
    messages: Windows<CountedVisitor>,
    messages_in_hour: Windows<CountedVisitor>,
    events: Windows<CountedVisitor>,
    requests: Windows<CountedVisitor>,
    streams: AtOnce<CountedVisitor>,
    address_streams: AtOnce<IpAddr>,
    uploads: AtOnce<CountedVisitor>,
    address_uploads: AtOnce<IpAddr>,
}

/// A counter of open streams or of running uploads, by visitor or by address.
#[derive(Debug)]
struct AtOnce<K>(Opened<K>);

type Opened<K> = Arc<Mutex<HashMap<K, u32>>>;

/// An open stream or running upload, which is counted until this value is dropped. The content is
/// `None` if there is no limit.
#[derive(Debug)]
pub struct PlaceOf<K: Hash + Eq>(Option<(Opened<K>, K)>);

/// An open stream or running upload of an address.
pub type AddressPlace = PlaceOf<IpAddr>;

/// An open stream or running upload of a visitor.
pub(super) type VisitorPlace = PlaceOf<CountedVisitor>;

impl<K> Default for AtOnce<K> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<K: Hash + Eq + Clone> AtOnce<K> {
    fn take(&self, what: Exceeded, key: K, limit: u32) -> Result<PlaceOf<K>> {
        if limit == 0 {
            return Ok(PlaceOf(None));
        }
        let mut open = self.0.lock();
        let count = open.entry(key.clone()).or_default();
        if *count >= limit {
            return Err(Error::Exceeded(what, STREAMS_RETRY_S));
        }
        *count += 1;
        Ok(PlaceOf(Some((Arc::clone(&self.0), key))))
    }
}

impl<K: Hash + Eq> Drop for PlaceOf<K> {
    fn drop(&mut self) {
        let Some((open, key)) = self.0.take() else { return };
        let mut open = open.lock();
        if let Some(count) = open.get_mut(&key) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                open.remove(&key);
            }
        }
    }
}

fn windows<K: Hash + Eq>(seconds: u64) -> Windows<K> {
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
            files: windows(HOUR_S),
            messages_in_hour: windows(HOUR_S),
            events: windows(minute),
            requests: windows(minute),
            streams: AtOnce::default(),
            address_streams: AtOnce::default(),
            uploads: AtOnce::default(),
            address_uploads: AtOnce::default(),
        }
    }

    /// Counts an action of a visitor, and refuses it when the limit is exceeded.
    pub(super) fn count(&self, what: Counted, by: &Visitor, now: Duration) -> Result<()> {
        let who = CountedVisitor::of(by);
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
                // A message that exceeds the limit per minute does not count towards the limit per
                // hour.
                let in_minute = count(&self.messages, who.clone(), minute, now);
                exceeded(Exceeded::Messages, in_minute)?;
                exceeded(Exceeded::Messages, count(&self.messages_in_hour, who, hour, now))
            }
        }
    }

    pub(super) fn count_visit(&self, from: IpAddr, now: Duration) -> Result<()> {
        let limit = self.limits.visits_per_minute;
        exceeded(Exceeded::Requests, count(&self.visits, network(from), limit, now))
    }

    /// Counts a new visitor who is about to be stored, for the visitor's organization and address.
    pub(super) fn count_newcomer(&self, org: OrgId, from: IpAddr, now: Duration) -> Result<()> {
        let limit = self.limits.new_visitors_per_minute;
        exceeded(Exceeded::Requests, count(&self.newcomers, network(from), limit, now))?;
        let limit = self.limits.new_visitors_of_all_per_minute;
        exceeded(Exceeded::Requests, count(&self.newcomers_of_all, org, limit, now))
    }

    pub(super) fn stream_of_address(&self, from: IpAddr) -> Result<AddressPlace> {
        let limit = self.limits.streams_per_address;
        self.address_streams.take(Exceeded::Streams, network(from), limit)
    }

    pub(super) fn stream(&self, by: &Visitor) -> Result<VisitorPlace> {
        self.streams.take(Exceeded::Streams, CountedVisitor::of(by), self.limits.streams)
    }

    /// Counts one more running upload of a visitor at an address.
    pub(super) fn upload(
        &self,
        by: &Visitor,
        from: IpAddr,
    ) -> Result<(AddressPlace, VisitorPlace)> {
        let VisitorQuotas { uploads, uploads_per_address, .. } = self.limits;
        let what = Exceeded::Files;
        let of_address = self.address_uploads.take(what, network(from), uploads_per_address)?;
        Ok((of_address, self.uploads.take(what, CountedVisitor::of(by), uploads)?))
    }

    /// Counts an upload from an address.
    pub(super) fn count_file(&self, from: IpAddr, now: Duration) -> Result<()> {
        let limit = self.limits.files_per_hour_per_address;
        exceeded(Exceeded::Files, count(&self.files, network(from), limit, now))
    }

    pub(super) fn count_chat(&self, from: IpAddr, now: Duration) -> Result<()> {
        let limit = self.limits.chats_per_ten_minutes;
        exceeded(Exceeded::Chats, count(&self.chats, network(from), limit, now))
    }
}

fn count<K: Hash + Eq>(windows: &Windows<K>, key: K, limit: u32, now: Duration) -> Verdict {
    if limit == 0 { Verdict::Unlimited } else { windows.count(key, limit, now) }
}
