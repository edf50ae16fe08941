//! How often somebody may ask: windows of 60 seconds that start with their first request.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use deskbell_model::OrgId;
use deskbell_model::limits::{
    KEYS_CACHED_MAX, RATE_WINDOW_SECONDS, WRONG_KEY_ADDRESSES_MAX, WRONG_KEYS_PER_MINUTE,
};

const WINDOW: Duration = Duration::from_secs(RATE_WINDOW_SECONDS);

/// What is left of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// How many requests a window allows.
    pub limit: u32,
    /// How many are left.
    pub remaining: u32,
    /// When the window ends, in whole seconds from now, rounded up.
    pub reset_s: u64,
}

/// Whether one more was within the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is no limit.
    Unlimited,
    /// It was; so much is left.
    Within(Quota),
    /// It was not; so much must pass.
    Exceeded(Quota),
}

#[derive(Clone, Copy, Debug)]
struct Window {
    ends: Duration,
    used: u32,
}

/// Windows of many, forgotten when they end.
#[derive(Debug)]
struct Windows<K> {
    open: Mutex<HashMap<K, Window>>,
    kept_max: usize,
}

impl<K: Hash + Eq> Windows<K> {
    fn new(kept_max: usize) -> Self {
        Self { open: Mutex::default(), kept_max }
    }

    /// Counts one more at this time.
    fn count(&self, key: K, limit: u32, now: Duration) -> Verdict {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= self.kept_max && !open.contains_key(&key) {
            open.retain(|_, window| now < window.ends);
            if open.len() >= self.kept_max {
                open.clear();
            }
        }
        let window = open.entry(key).or_insert(Window { ends: now + WINDOW, used: 0 });
        if now >= window.ends {
            *window = Window { ends: now + WINDOW, used: 0 };
        }
        let is_within = window.used < limit;
        window.used = window.used.saturating_add(u32::from(is_within));
        let left = window.ends.saturating_sub(now);
        let quota = Quota {
            limit,
            remaining: limit.saturating_sub(window.used),
            reset_s: left.as_secs() + u64::from(left.subsec_nanos() > 0),
        };
        if is_within { Verdict::Within(quota) } else { Verdict::Exceeded(quota) }
    }
}

/// Requests of organizations.
#[derive(Debug)]
pub struct Requests(Windows<OrgId>);

impl Default for Requests {
    fn default() -> Self {
        Self(Windows::new(KEYS_CACHED_MAX))
    }
}

impl Requests {
    /// Counts a request of an organization; a limit of 0 means none.
    pub fn count(&self, org: OrgId, limit: u32, now: Duration) -> Verdict {
        match limit {
            0 => Verdict::Unlimited,
            limit => self.0.count(org, limit, now),
        }
    }
}

/// Wrong keys from addresses.
#[derive(Debug)]
pub struct WrongKeys(Windows<IpAddr>);

impl Default for WrongKeys {
    fn default() -> Self {
        Self(Windows::new(WRONG_KEY_ADDRESSES_MAX))
    }
}

impl WrongKeys {
    /// Counts a wrong key. Of an IPv6 address the network counts: its /64 is one subscriber's.
    pub fn count(&self, from: IpAddr, now: Duration) -> Verdict {
        let network = match from {
            IpAddr::V4(_) => from,
            IpAddr::V6(address) => match address.to_ipv4_mapped() {
                Some(address) => address.into(),
                None => IpAddr::from((address.to_bits() >> 64 << 64).to_be_bytes()),
            },
        };
        self.0.count(network, WRONG_KEYS_PER_MINUTE, now)
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
        assert_eq!(requests.count(org(1), 0, at(70)), Verdict::Unlimited);
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
