//! Who stays: streams, sockets and long polls, which hold a place for as long as they like. Each
//! organization has a share of the places, and all of them together leave some to requests. It
//! counts answers, not connections: of HTTP/2 one connection carries a hundred.

use std::collections::HashMap;
use std::sync::Arc;

use deskbell_model::OrgId;
use parking_lot::{Mutex, MutexGuard};

use crate::error::{ApiError, ErrorCode};
use crate::limits::{STAY_AGAIN_SECONDS, STAYS_PERCENT_MAX};

/// Everybody who stays.
#[derive(Debug)]
pub(crate) struct Stays {
    all_max: usize,
    of_one_max: usize,
    now: Mutex<Now>,
}

#[derive(Debug, Default)]
struct Now {
    all: usize,
    of: HashMap<OrgId, usize>,
}

impl Stays {
    /// On so many connections, with this share for each organization. Of few there is one.
    pub(crate) fn new(connections: usize, share_percent: usize) -> Arc<Self> {
        let part = |percent: usize| (connections.saturating_mul(percent) / 100).max(1);
        let all_max = part(STAYS_PERCENT_MAX);
        let of_one_max = part(share_percent).min(all_max);
        Arc::new(Self { all_max, of_one_max, now: Mutex::default() })
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock()
    }

    /// One more of that organization, until it is dropped.
    pub(crate) fn begin(self: &Arc<Self>, org: OrgId) -> Result<Stay, ApiError> {
        let mut now = self.now();
        let all = now.all;
        let of_one = now.of.get(&org).copied().unwrap_or_default();
        if of_one >= self.of_one_max {
            return Err(ApiError::retry(ErrorCode::TooManyStreams, STAY_AGAIN_SECONDS));
        }
        if all >= self.all_max {
            return Err(ApiError::retry(ErrorCode::Unavailable, STAY_AGAIN_SECONDS));
        }
        now.all += 1;
        now.of.insert(org, of_one + 1);
        Ok(Stay { stays: Arc::clone(self), org })
    }
}

/// One who stays.
#[derive(Debug)]
pub(crate) struct Stay {
    stays: Arc<Stays>,
    org: OrgId,
}

impl Drop for Stay {
    fn drop(&mut self) {
        let mut now = self.stays.now();
        now.all = now.all.saturating_sub(1);
        let left = now.of.get(&self.org).map_or(0, |it| it.saturating_sub(1));
        match left {
            0 => now.of.remove(&self.org),
            left => now.of.insert(self.org, left),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn org(id: i64) -> OrgId {
        OrgId::new(id).unwrap()
    }

    #[test]
    fn an_organization_has_its_share_and_all_leave_some() {
        let stays = Stays::new(100, 25);
        let many =
            |id: i64| -> Vec<_> { std::iter::from_fn(|| stays.begin(org(id)).ok()).collect() };
        let mut all: Vec<_> = (1..=4).map(many).collect();
        assert_eq!(all.iter().map(Vec::len).collect::<Vec<_>>(), [25, 25, 25, 0]);
        all[0].pop();
        let again = many(1);
        assert_eq!((again.len(), many(2).len()), (1, 0));
        drop((all, again));
        assert_eq!(*stays.now().of.keys().collect::<Vec<_>>(), Vec::<&OrgId>::new());
        assert_eq!(stays.now().all, 0);
    }

    #[test]
    fn of_few_there_is_one() {
        let stays = Stays::new(1, 25);
        let stay = stays.begin(org(1)).unwrap();
        assert!(stays.begin(org(2)).is_err());
        drop(stay);
        assert!(stays.begin(org(2)).is_ok());
    }
}
