//! Permits that all organizations share fairly. Each organization gets at most a part of the
//! permits, and a few permits are reserved for organizations without permits. A free permit goes to
//! the waiting organization that has the fewest permits. This module does not know the purpose of
//! the permits: connections, look-ups or KiB of bodies.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use deskbell_model::OrgId;
use parking_lot::{Mutex, MutexGuard};
use tokio::sync::oneshot;

use crate::limits::{DELIVERY_PLACES_KEPT_PART, DELIVERY_PLACES_OF_ONE_PART};

/// A pool of permits, shared by organizations. Clones share the pool.
#[derive(Clone, Debug)]
pub(crate) struct FairPool(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// The maximal number of permits that one organization may hold.
    of_one: usize,
    /// The number of permits reserved for organizations that hold no permit.
    kept: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    free: usize,
    orgs: HashMap<OrgId, Holder>,
    /// The waiting organizations. Each entry has the number of permits that the organization holds,
    /// the arrival number of the first waiting request, and the organization's id.
    queue: BTreeSet<(usize, u64, OrgId)>,
    arrivals: u64,
}

#[derive(Debug, Default)]
struct Holder {
    used: usize,
    waiting: VecDeque<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    arrival: u64,
    wanted: usize,
    given: oneshot::Sender<FairPermit>,
}

/// Permits of an organization, which return to the pool when this value is dropped.
#[derive(Debug)]
pub struct FairPermit {
    of: Arc<Inner>,
    org: OrgId,
    count: usize,
}

impl FairPool {
    pub(crate) fn new(permits: usize) -> Self {
        let of_one = (permits / DELIVERY_PLACES_OF_ONE_PART).max(1);
        let kept = permits / DELIVERY_PLACES_KEPT_PART;
        let state = Mutex::new(State { free: permits, ..State::default() });
        Self(Arc::new(Inner { of_one, kept, state }))
    }

    /// Waits for `wanted` permits, but at most for the number that one organization may hold.
    pub(crate) async fn take(&self, org: OrgId, wanted: usize) -> Option<FairPermit> {
        let (given, mine) = oneshot::channel();
        let wanted = wanted.min(self.0.of_one);
        self.0.state().join(org, wanted, given);
        Inner::serve(&self.0);
        // This never fails: `self` keeps the pool, and the pool keeps the sender.
        mine.await.ok()
    }

    pub(crate) fn is_wanted(&self) -> bool {
        !self.0.state().queue.is_empty()
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        // No code under this lock can panic, so no panic leaves the state half changed.
        self.state.lock()
    }

    /// Assigns free permits to the waiting organizations, in the order of the queue.
    fn serve(this: &Arc<Self>) {
        loop {
            let Some((org, count, given)) = this.state().next(this.of_one, this.kept) else {
                return;
            };
            // A permit whose request no longer waits is dropped here, and so given back.
            drop(given.send(FairPermit { of: Arc::clone(this), org, count }));
        }
    }
}

impl State {
    fn join(&mut self, org: OrgId, wanted: usize, given: oneshot::Sender<FairPermit>) {
        self.arrivals += 1;
        let waiting = Waiting { arrival: self.arrivals, wanted, given };
        self.change(org, |holder| holder.waiting.push_back(waiting));
    }

    /// Changes an organization's permits or requests, and its position in the queue.
    fn change<T>(&mut self, org: OrgId, change: impl FnOnce(&mut Holder) -> T) -> T {
        let holder = self.orgs.entry(org).or_default();
        if let Some(first) = holder.waiting.front() {
            self.queue.remove(&(holder.used, first.arrival, org));
        }
        let out = change(holder);
        if let Some(first) = holder.waiting.front() {
            self.queue.insert((holder.used, first.arrival, org));
        } else if holder.used == 0 {
            self.orgs.remove(&org);
        }
        out
    }

    /// Removes and returns the next request to serve; `None` if no request can be served now.
    /// Requests above an organization's limit are skipped. The organization with the fewest permits
    /// comes first, and among equals, the organization that has waited longest. If too few permits
    /// are free for the first request, no other request overtakes it.
    fn next(
        &mut self,
        of_one: usize,
        kept: usize,
    ) -> Option<(OrgId, usize, oneshot::Sender<FairPermit>)> {
        loop {
            let may = |(used, _, org): &&(usize, u64, OrgId)| {
                let first = self.orgs.get(org).and_then(|holder| holder.waiting.front());
                first.is_some_and(|first| used + first.wanted <= of_one)
            };
            let (used, _, org) = *self.queue.iter().find(may)?;
            let kept = if used == 0 { 0 } else { kept };
            let free = self.free.saturating_sub(kept);
            let taken = self.change(org, |holder| {
                let first = holder.waiting.front()?;
                let is_gone = first.given.is_closed();
                if !is_gone && first.wanted > free {
                    return None;
                }
                let first = holder.waiting.pop_front()?;
                holder.used += if is_gone { 0 } else { first.wanted };
                Some((is_gone, first))
            });
            let (is_gone, first) = taken?;
            // A cancelled request takes no permits.
            if !is_gone {
                self.free -= first.wanted;
                return Some((org, first.wanted, first.given));
            }
        }
    }
}

impl FairPermit {
    pub(crate) const fn org(&self) -> OrgId {
        self.org
    }
}

impl Drop for FairPermit {
    fn drop(&mut self) {
        {
            let mut state = self.of.state();
            state.free += self.count;
            state.change(self.org, |holder| holder.used -= self.count);
        }
        Inner::serve(&self.of);
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future as _;
    use std::pin::pin;
    use std::task::{Context, Waker};

    use super::*;

    fn org(id: i64) -> OrgId {
        OrgId::new(id).unwrap()
    }

    /// Returns the permits if the pool grants them without a wait.
    fn now(shares: &FairPool, id: i64, wanted: usize) -> Option<FairPermit> {
        let mut taking = pin!(shares.take(org(id), wanted));
        match taking.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            std::task::Poll::Ready(share) => share,
            std::task::Poll::Pending => None,
        }
    }

    #[test]
    fn nobody_has_more_than_a_quarter() {
        let shares = FairPool::new(16);
        let taken: Vec<_> = (0..9).filter_map(|_| now(&shares, 1, 1)).collect();
        assert_eq!(taken.len(), 4);
        drop(taken);
        assert!(!shares.is_wanted(), "whoever gave up waits no more");
        assert!(now(&shares, 1, 100).is_some_and(|share| share.count == 4), "a whole share");
    }

    #[test]
    fn who_has_none_finds_what_is_kept_for_them() {
        let shares = FairPool::new(16);
        let taken: Vec<_> = (4..40).filter_map(|turn| now(&shares, turn % 4 + 1, 1)).collect();
        assert_eq!(taken.len(), 14, "two are kept");
        assert!(now(&shares, 4, 1).is_none());
        let (fifth, sixth) = (now(&shares, 5, 1), now(&shares, 6, 1));
        assert!(fifth.is_some() && sixth.is_some());
        assert!(now(&shares, 7, 1).is_none(), "none is left");
    }

    #[test]
    fn the_next_free_place_is_for_who_has_the_fewest() {
        let shares = FairPool::new(4);
        let mut held: Vec<_> = (1..=4).filter_map(|id| now(&shares, id, 1)).collect();
        assert_eq!(held.len(), 4);
        let mut context = Context::from_waker(Waker::noop());
        // An organization with a permit waits for three more; later, one without a permit waits.
        let mut greedy: Vec<_> = (0..3).map(|_| Box::pin(shares.take(org(1), 1))).collect();
        assert!(greedy.iter_mut().all(|it| it.as_mut().poll(&mut context).is_pending()));
        let mut polite = Box::pin(shares.take(org(9), 1));
        assert!(polite.as_mut().poll(&mut context).is_pending());
        drop(held.pop());
        assert!(polite.as_mut().poll(&mut context).is_ready());
        assert!(greedy.iter_mut().all(|it| it.as_mut().poll(&mut context).is_pending()));
    }

    #[test]
    fn many_that_are_wanted_are_not_overtaken() {
        let shares = FairPool::new(16);
        let _held: Vec<_> = (1..=3).filter_map(|id| now(&shares, id, 4)).collect();
        let last = now(&shares, 4, 1);
        assert!(last.is_some());
        let mut context = Context::from_waker(Waker::noop());
        let mut large = pin!(shares.take(org(5), 4));
        let mut small = pin!(shares.take(org(6), 1));
        assert!(large.as_mut().poll(&mut context).is_pending(), "three are free");
        assert!(small.as_mut().poll(&mut context).is_pending());
        drop(last);
        let given = large.as_mut().poll(&mut context);
        assert!(given.is_ready());
        assert!(small.as_mut().poll(&mut context).is_pending());
    }
}
