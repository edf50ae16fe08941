//! The quotas of streams, sockets and long polls, which can stay open for long. Each organization
//! has a share of the slots, and some slots always remain for requests. The quotas count answers,
//! not connections, since an HTTP/2 connection carries up to 100 streams.

use std::collections::HashMap;
use std::sync::Arc;

use deskbell_model::OrgId;
use parking_lot::{Mutex, MutexGuard};

use crate::error::{ApiError, ErrorCode};
use crate::limits::{STAY_AGAIN_SECONDS, STAYS_PERCENT_MAX};
use crate::meters::RequestMeters;

/// The quotas, and the counts of open streams, by organization and in total.
#[derive(Debug)]
pub struct StreamQuotas {
    all_max: usize,
    per_org_max: usize,
    open: Mutex<Open>,
    meters: Arc<RequestMeters>,
}

#[derive(Debug, Default)]
struct Open {
    all: usize,
    per_org: HashMap<OrgId, usize>,
}

impl StreamQuotas {
    /// Creates the quotas of a server with this number of connections: a quota for all
    /// organizations together, and a quota for each organization. Each quota is at least one
    /// stream.
    pub(crate) fn new(
        connections: usize,
        share_percent: usize,
        meters: &Arc<RequestMeters>,
    ) -> Arc<Self> {
        let part = |percent: usize| (connections.saturating_mul(percent) / 100).max(1);
        let all_max = part(STAYS_PERCENT_MAX);
        let per_org_max = part(share_percent).min(all_max);
        let (open, meters) = (Mutex::default(), Arc::clone(meters));
        Arc::new(Self { all_max, per_org_max, open, meters })
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock()
    }

    /// Counts one more stream of the organization until the permit is dropped. Fails if a quota is
    /// used up.
    pub fn acquire(self: &Arc<Self>, org: OrgId) -> Result<StreamPermit, ApiError> {
        let mut open = self.open();
        let all = open.all;
        let per_org = open.per_org.get(&org).copied().unwrap_or_default();
        if per_org >= self.per_org_max {
            return Err(ApiError::retry(ErrorCode::TooManyStreams, STAY_AGAIN_SECONDS));
        }
        if all >= self.all_max {
            return Err(ApiError::retry(ErrorCode::Unavailable, STAY_AGAIN_SECONDS));
        }
        open.all += 1;
        open.per_org.insert(org, per_org + 1);
        self.meters.streams.rise();
        Ok(StreamPermit { quotas: Arc::clone(self), org })
    }
}

/// A permit for one stream.
#[derive(Debug)]
pub struct StreamPermit {
    quotas: Arc<StreamQuotas>,
    org: OrgId,
}

impl Drop for StreamPermit {
    fn drop(&mut self) {
        let mut open = self.quotas.open();
        open.all = open.all.saturating_sub(1);
        self.quotas.meters.streams.fall();
        let left = open.per_org.get(&self.org).map_or(0, |it| it.saturating_sub(1));
        match left {
            0 => open.per_org.remove(&self.org),
            left => open.per_org.insert(self.org, left),
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
        let meters = Arc::new(RequestMeters::new(Vec::new()));
        let quotas = StreamQuotas::new(100, 25, &meters);
        let many =
            |id: i64| -> Vec<_> { std::iter::from_fn(|| quotas.acquire(org(id)).ok()).collect() };
        let mut all: Vec<_> = (1..=4).map(many).collect();
        assert_eq!(all.iter().map(Vec::len).collect::<Vec<_>>(), [25, 25, 25, 0]);
        all[0].pop();
        let again = many(1);
        assert_eq!((again.len(), many(2).len()), (1, 0));
        assert_eq!(meters.streams.get(), 75);
        drop((all, again));
        assert_eq!(*quotas.open().per_org.keys().collect::<Vec<_>>(), Vec::<&OrgId>::new());
        assert_eq!((quotas.open().all, meters.streams.get()), (0, 0));
    }

    #[test]
    fn of_few_there_is_one() {
        let quotas = StreamQuotas::new(1, 25, &Arc::new(RequestMeters::new(Vec::new())));
        let permit = quotas.acquire(org(1)).unwrap();
        assert!(quotas.acquire(org(2)).is_err());
        drop(permit);
        assert!(quotas.acquire(org(2)).is_ok());
    }
}
