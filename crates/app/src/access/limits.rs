//! Rate limits: windows of 60 seconds that start with their first request.
//!
//! On SQLite a single process serves all requests, and counts in memory. On PostgreSQL a window is
//! a row in which all nodes reserve requests. Therefore all nodes together admit no more requests
//! than the limit. When the limit is high, a node reserves a block of requests at a time. Only the
//! database's clock decides when a window ends. Reserved requests that a node did not use expire
//! with the window.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use deskbell_model::OrgId;
use deskbell_model::limits::{
    KEYS_CACHED_MAX, RATE_WINDOW_SECONDS, REQUESTS_ONE_BY_ONE_MAX, WRONG_KEY_ADDRESSES_MAX,
    WRONG_KEYS_PER_MINUTE,
};
use deskbell_storage::Grant;
use parking_lot::Mutex;

use super::Access;
use crate::error::Result;

const WINDOW: Duration = Duration::from_secs(RATE_WINDOW_SECONDS);

/// The number of requests that a rate limit's window allows, and the number of requests that are
/// left in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The number of requests that the window allows.
    pub limit: u32,
    /// The number of requests that are left.
    pub remaining: u32,
    /// The time until the window ends, in whole seconds, rounded up.
    pub reset_s: u64,
}

/// The verdict of a rate limit on one more request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The organization has no limit.
    Unlimited,
    /// The request is within the limit; the quota already counts the request.
    Within(Quota),
    /// The request exceeds the limit, as does every further request until the window ends.
    Exceeded(Quota),
}

#[derive(Clone, Copy, Debug)]
struct Window {
    ends: Duration,
    used: u32,
}

/// The windows that count requests, one for each organization, session or address. When the map is
/// full, the ended windows are dropped, or all windows if no window has ended.
#[derive(Debug)]
pub(crate) struct Windows<K> {
    open: Mutex<HashMap<K, Window>>,
    kept_max: usize,
    period: Duration,
}

impl<K: Hash + Eq> Windows<K> {
    pub(super) fn new(kept_max: usize) -> Self {
        Self::of(WINDOW, kept_max)
    }

    /// Creates windows of this length for at most `kept_max` keys.
    pub(crate) fn of(period: Duration, kept_max: usize) -> Self {
        Self { open: Mutex::default(), kept_max, period }
    }

    /// Counts one more request in the window of a key.
    pub(crate) fn count(&self, key: K, limit: u32, now: Duration) -> Verdict {
        let mut open = self.open.lock();
        if open.len() >= self.kept_max && !open.contains_key(&key) {
            open.retain(|_, window| now < window.ends);
            if open.len() >= self.kept_max {
                open.clear();
            }
        }
        let window = open.entry(key).or_insert(Window { ends: now + self.period, used: 0 });
        if now >= window.ends {
            *window = Window { ends: now + self.period, used: 0 };
        }
        let is_within = window.used < limit;
        window.used = window.used.saturating_add(u32::from(is_within));
        let quota = Quota {
            limit,
            remaining: limit.saturating_sub(window.used),
            reset_s: whole_seconds(window.ends, now),
        };
        if is_within { Verdict::Within(quota) } else { Verdict::Exceeded(quota) }
    }
}

/// The requests that the database granted to this node in an organization's rate window. The
/// database counts the requests granted to all nodes.
#[derive(Clone, Copy, Debug)]
struct Share {
    /// The number of the window, by which the database distinguishes the organization's windows.
    window: u64,
    /// The limit under which the share was granted.
    limit: u32,
    /// The earliest uptime at which the window can end. From this uptime on, the share must not be
    /// used.
    ends: Duration,
    /// The number of requests granted to this node and not yet made.
    left: u32,
    /// The number of requests granted to all nodes, as of the last answer of the database.
    used: u32,
}

impl Share {
    /// Uses one request of the share. Returns `None` when the database must be queried.
    fn spend(&mut self, limit: u32, now: Duration) -> Option<Verdict> {
        if self.limit != limit || now >= self.ends {
            return None;
        }
        if self.left > 0 {
            self.left -= 1;
            return Some(Verdict::Within(self.quota(now)));
        }
        (self.used >= limit).then(|| Verdict::Exceeded(self.quota(now)))
    }

    fn quota(&self, now: Duration) -> Quota {
        let remaining = self.limit.saturating_sub(self.used).saturating_add(self.left);
        Quota { limit: self.limit, remaining, reset_s: whole_seconds(self.ends, now) }
    }
}

/// The counter of the organizations' requests. On SQLite this process counts all requests. On
/// PostgreSQL this process reserves blocks of requests in the database.
#[derive(Debug)]
pub struct Requests {
    own: Windows<OrgId>,
    shares: Mutex<HashMap<OrgId, Share>>,
    /// The locks for reserving a block of requests in the database, one for each organization.
    /// Without locks, concurrent requests would each reserve a block.
    asking: Mutex<HashMap<OrgId, Arc<tokio::sync::Mutex<()>>>>,
}

impl Default for Requests {
    fn default() -> Self {
        Self {
            own: Windows::new(KEYS_CACHED_MAX),
            shares: Mutex::default(),
            asking: Mutex::default(),
        }
    }
}

impl Requests {
    /// Counts a request in a window that only this process uses.
    fn count(&self, org: OrgId, limit: u32, now: Duration) -> Verdict {
        self.own.count(org, limit, now)
    }

    /// Counts a request among the requests that the database granted to this node. Returns `None`
    /// when the database must be queried.
    fn spend(&self, org: OrgId, limit: u32, now: Duration) -> Option<Verdict> {
        let mut shares = self.shares.lock();
        shares.get_mut(&org)?.spend(limit, now)
    }

    /// Returns the lock to hold while requests of an organization are reserved in the database.
    fn asking(&self, org: OrgId) -> Arc<tokio::sync::Mutex<()>> {
        let mut asking = self.asking.lock();
        if asking.len() >= KEYS_CACHED_MAX {
            // Keeps the locks that are held or awaited.
            asking.retain(|_, lock| Arc::strong_count(lock) > 1);
        }
        Arc::clone(asking.entry(org).or_default())
    }

    /// Adds a block of requests that the database granted, and counts one request in the block.
    /// `asked` is the uptime before the query.
    fn receive(&self, org: OrgId, limit: u32, asked: Duration, grant: Grant) -> Verdict {
        // A lower bound of the window's end: `ends_in_ms` was computed later than `asked`.
        let ends = asked + Duration::from_millis(grant.ends_in_ms);
        let Grant { window, granted, used, .. } = grant;
        let mut shares = self.shares.lock();
        if shares.len() >= KEYS_CACHED_MAX && !shares.contains_key(&org) {
            // The unused requests of a removed share are lost, so the limit still holds.
            shares.retain(|_, share| asked < share.ends);
            if shares.len() >= KEYS_CACHED_MAX {
                shares.clear();
            }
        }
        let new = Share { window, limit, ends, left: 0, used };
        let share = shares.entry(org).or_insert(new);
        if share.window != window || share.limit != limit {
            // This is the late answer to a query about an earlier window, whose granted requests
            // have expired.
            if share.window > window && share.limit == limit {
                return Verdict::Exceeded(new.quota(asked));
            }
            *share = new;
        }
        share.used = share.used.max(used);
        // Every answer gives a lower bound of the window's end, and the greatest bound is the most
        // exact. With a smaller bound the window would end here while the database still grants
        // requests.
        share.ends = share.ends.max(ends);
        share.left = share.left.saturating_add(granted);
        share.spend(limit, asked).unwrap_or_else(|| Verdict::Exceeded(share.quota(asked)))
    }
}

/// Returns the number of requests that a node reserves at once in a shared window. The number is 1
/// for a limit of up to [`REQUESTS_ONE_BY_ONE_MAX`], and otherwise a 64th of the limit.
const fn block(limit: u32) -> u32 {
    if limit > REQUESTS_ONE_BY_ONE_MAX { limit / 64 } else { 1 }
}

impl Access {
    /// Counts a request of an organization; a limit of 0 means no limit.
    ///
    /// # Errors
    /// When the database must be queried and fails.
    pub(super) async fn count_request(&self, org: OrgId, limit: u32) -> Result<Verdict> {
        if limit == 0 {
            return Ok(Verdict::Unlimited);
        }
        let asked = self.context.clock.uptime();
        if let Some(verdict) = self.requests.spend(org, limit, asked) {
            return Ok(verdict);
        }
        let asking = self.requests.asking(org);
        let _one_at_a_time = asking.lock().await;
        // A block that another request has reserved meanwhile may be enough for this request, too.
        let asked = self.context.clock.uptime();
        if let Some(verdict) = self.requests.spend(org, limit, asked) {
            return Ok(verdict);
        }
        let window_ms = RATE_WINDOW_SECONDS * 1_000;
        match self.context.store.take_requests(org, block(limit), limit, window_ms).await? {
            Some(grant) => Ok(self.requests.receive(org, limit, asked, grant)),
            None => Ok(self.requests.count(org, limit, asked)),
        }
    }
}

/// Returns the time from `now` to `ends`, in whole seconds, rounded up.
fn whole_seconds(ends: Duration, now: Duration) -> u64 {
    let left = ends.saturating_sub(now);
    left.as_secs() + u64::from(left.subsec_nanos() > 0)
}

/// The counts of wrong keys, by the address that [`network`] returns.
#[derive(Debug)]
pub struct WrongKeys(Windows<IpAddr>);

impl Default for WrongKeys {
    fn default() -> Self {
        Self(Windows::new(WRONG_KEY_ADDRESSES_MAX))
    }
}

impl WrongKeys {
    /// Counts a wrong key in the window of an address's network.
    pub fn count(&self, from: IpAddr, now: Duration) -> Verdict {
        self.0.count(network(from), WRONG_KEYS_PER_MINUTE, now)
    }
}

/// Returns the address under which wrong keys from an address are counted. For an IPv6 address,
/// returns the /64 network, which belongs to one subscriber.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => IpAddr::from((address.to_bits() >> 64 << 64).to_be_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn org(id: i64) -> OrgId {
        OrgId::new(id).unwrap()
    }

    #[test]
    fn a_window_starts_with_its_first_request_and_never_lets_more_through() {
        let requests = Requests::default();
        let at = Duration::from_secs;
        for used in 1..=3 {
            let quota = Quota { limit: 3, remaining: 3 - used, reset_s: 60 };
            assert_eq!(requests.count(org(1), 3, at(10)), Verdict::Within(quota));
        }
        let quota = Quota { limit: 3, remaining: 0, reset_s: 1 };
        assert_eq!(requests.count(org(1), 3, at(69)), Verdict::Exceeded(quota));
        assert!(matches!(requests.count(org(1), 3, at(70)), Verdict::Within(_)));
        assert!(matches!(requests.count(org(2), 3, at(70)), Verdict::Within(_)));
    }

    fn grant(window: u64, granted: u32, used: u32) -> Grant {
        Grant { window, granted, used, ends_in_ms: 60_000 }
    }

    #[test]
    fn a_share_is_spent_and_then_the_database_is_asked_again() {
        let requests = Requests::default();
        let at = Duration::from_secs;
        assert_eq!(requests.spend(org(1), 128_000, at(0)), None);
        let quota = Quota { limit: 128_000, remaining: 127_999, reset_s: 60 };
        let first = requests.receive(org(1), 128_000, at(0), grant(5, 2, 2));
        assert_eq!(first, Verdict::Within(quota));
        let left = requests.spend(org(1), 128_000, at(1));
        assert!(matches!(left, Some(Verdict::Within(Quota { remaining: 127_998, .. }))));
        assert_eq!(requests.spend(org(1), 128_000, at(1)), None);
        // After a change of the limit, or after the end of the window, the database must be
        // queried.
        requests.receive(org(1), 128_000, at(1), grant(5, 9, 11));
        assert_eq!(requests.spend(org(1), 5, at(1)), None);
        assert_eq!(requests.spend(org(1), 128_000, at(61)), None);
    }

    #[test]
    fn what_is_granted_at_the_very_end_of_a_window_is_not_refused() {
        let requests = Requests::default();
        requests.receive(org(1), 10, Duration::ZERO, grant(5, 1, 1));
        // The first answer was slow, so the window ends later than computed from that answer.
        let late = Duration::from_millis(60_001);
        assert_eq!(requests.spend(org(1), 10, late), None);
        let last = Grant { ends_in_ms: 2, ..grant(5, 1, 2) };
        assert!(matches!(requests.receive(org(1), 10, late, last), Verdict::Within(_)));
    }

    #[test]
    fn an_exhausted_window_is_remembered_until_it_ends() {
        let requests = Requests::default();
        let at = Duration::from_secs;
        let verdict = requests.receive(org(1), 10, at(0), grant(5, 0, 10));
        assert!(matches!(verdict, Verdict::Exceeded(Quota { remaining: 0, reset_s: 60, .. })));
        assert!(matches!(requests.spend(org(1), 10, at(59)), Some(Verdict::Exceeded(_))));
        assert_eq!(requests.spend(org(1), 10, at(60)), None);
        assert_eq!(requests.spend(org(1), 11, at(1)), None);
    }

    #[test]
    fn what_was_granted_in_an_earlier_window_is_not_spent_in_a_later_one() {
        let requests = Requests::default();
        let at = Duration::from_secs;
        requests.receive(org(1), 10, at(0), grant(5, 3, 3));
        requests.receive(org(1), 10, at(30), grant(6, 1, 1));
        assert_eq!(requests.spend(org(1), 10, at(31)), None);
        let late = requests.receive(org(1), 10, at(31), grant(5, 3, 6));
        assert!(matches!(late, Verdict::Exceeded(_)));
    }

    #[test]
    fn wrong_keys_of_one_ipv6_network_count_together() {
        let wrong = WrongKeys::default();
        let now = Duration::ZERO;
        for host in 0..WRONG_KEYS_PER_MINUTE {
            let from: IpAddr = format!("2001:db8::{host:x}").parse().unwrap();
            assert!(matches!(wrong.count(from, now), Verdict::Within(_)));
        }
        let verdict = |from: &str| wrong.count(from.parse().unwrap(), now);
        assert!(matches!(verdict("2001:db8::ffff"), Verdict::Exceeded(_)));
        assert!(matches!(verdict("2001:db8:0:1::1"), Verdict::Within(_)));
        assert!(matches!(verdict("::ffff:192.0.2.1"), Verdict::Within(_)));
    }
}
