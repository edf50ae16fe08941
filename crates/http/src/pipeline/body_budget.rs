//! The memory budget of request bodies. A body that does not fit is refused with `Retry-After`, and
//! no organization can take the whole budget.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use deskbell_model::OrgId;
use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::limits::{BODIES_KIB_MAX, BODIES_OF_ONE_KIB_MAX};

/// The size of `BodyBudget::of` at which the entries of organizations without a body are removed.
const REMEMBERED: usize = 1_024;

/// The memory budget of all request bodies of a server, in KiB.
#[derive(Debug)]
pub struct BodyBudget {
    bodies: Arc<Semaphore>,
    /// The budget of each organization, and of all requests without an organization.
    of: Mutex<HashMap<Option<OrgId>, Weak<Semaphore>>>,
}

impl Default for BodyBudget {
    fn default() -> Self {
        let bodies = Arc::new(Semaphore::new(BODIES_KIB_MAX));
        Self { bodies, of: Mutex::default() }
    }
}

/// A permit for a part of the budget. The part is free again when the permit is dropped.
#[derive(Debug, Default)]
pub struct BodyPermit(Vec<OwnedSemaphorePermit>);

impl BodyPermit {
    /// Adds another permit to this permit.
    pub fn extend(&mut self, more: Self) {
        for (index, permit) in more.0.into_iter().enumerate() {
            match self.0.get_mut(index) {
                Some(mine) => mine.merge(permit),
                None => self.0.push(permit),
            }
        }
    }
}

impl BodyBudget {
    /// Acquires a permit for `kib` more KiB of a body. Returns `None` if the budget of the
    /// organization, or the whole budget, has too little left. Requests without an organization
    /// share one budget.
    pub fn body(&self, org: Option<OrgId>, kib: u32) -> Option<BodyPermit> {
        let of_one = Arc::clone(&self.of_one(org)).try_acquire_many_owned(kib).ok()?;
        let of_all = Arc::clone(&self.bodies).try_acquire_many_owned(kib).ok()?;
        Some(BodyPermit(vec![of_one, of_all]))
    }

    fn of_one(&self, org: Option<OrgId>) -> Arc<Semaphore> {
        let mut of = self.of.lock();
        if let Some(room) = of.get(&org).and_then(Weak::upgrade) {
            return room;
        }
        if of.len() >= REMEMBERED {
            of.retain(|_, room| room.strong_count() > 0);
        }
        let room = Arc::new(Semaphore::new(BODIES_OF_ONE_KIB_MAX));
        of.insert(org, Arc::downgrade(&room));
        room
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_organization_takes_no_more_than_its_part() {
        let budget = BodyBudget::default();
        let [one, two] = [1, 2].map(OrgId::new);
        let part = u32::try_from(BODIES_OF_ONE_KIB_MAX).unwrap();
        let permit = budget.body(one, part).unwrap();
        assert!(budget.body(one, 1).is_none());
        assert!(budget.body(two, 1).is_some());
        drop(permit);
        assert!(budget.body(one, part).is_some());
    }

    #[test]
    fn held_room_grows_and_goes_as_one() {
        let budget = BodyBudget::default();
        let org = OrgId::new(1);
        let mut permit = BodyPermit::default();
        for _ in 0..BODIES_OF_ONE_KIB_MAX / 16 {
            permit.extend(budget.body(org, 16).unwrap());
        }
        assert!(budget.body(org, 16).is_none());
        drop(permit);
        assert!(budget.body(org, 16).is_some());
    }
}
