//! The position of each followed organization's last known commit, and the changes that the writers
//! of this process recorded with their commits. A writer announces its commits in order, and does
//! not wait for followers.

use std::collections::HashMap;

use deskbell_model::{FeedPosition, OrgId};
use parking_lot::{MappedMutexGuard, Mutex, MutexGuard};
use tokio::sync::watch;

use crate::change_row::ChangeRow;
use crate::recorded::{Giver, Handover};

/// The followed organizations.
#[derive(Debug, Default)]
pub(crate) struct Committed(Mutex<HashMap<OrgId, Followed>>);

#[derive(Debug, Default)]
struct Followed {
    /// The position of the last commit.
    last: watch::Sender<FeedPosition>,
    giver: Giver,
}

impl Committed {
    /// Announces that the changes up to `to` are committed. `recorded` has the changes among them
    /// that this process has just recorded. Each position that a follower gets is greater than the
    /// position before. A position of a later history is greater than every position of an earlier
    /// history.
    pub(crate) fn tell(&self, org: OrgId, to: FeedPosition, recorded: Vec<ChangeRow>) {
        let mut followed = self.0.lock();
        let Some(known) = followed.get(&org) else { return };
        if known.last.receiver_count() == 0 {
            followed.remove(&org);
            return;
        }
        known.giver.give(to.history, recorded);
        known.last.send_if_modified(|last| {
            let is_news = *last < to;
            *last = to.max(*last);
            is_news
        });
    }

    /// Follows an organization. The receiver starts with the last announced position, or with the
    /// default position if no position was announced.
    pub(crate) fn follow(&self, org: OrgId) -> watch::Receiver<FeedPosition> {
        self.of(org).last.subscribe()
    }

    /// Returns the receiver of the changes that the writers of this process record from now on.
    /// Only the receiver that was created last gets the changes. The caller must also call
    /// `follow`.
    pub(crate) fn record(&self, org: OrgId) -> Handover {
        let recorded = Handover::default();
        self.of(org).giver = recorded.giver();
        recorded
    }

    /// Tells whether a follower wants the recorded changes of the organization.
    pub(crate) fn is_recorded(&self, org: OrgId) -> bool {
        self.0.lock().get(&org).is_some_and(|known| known.giver.has_follower())
    }

    pub(crate) fn followed(&self) -> Vec<OrgId> {
        let mut followed = self.0.lock();
        followed.retain(|_, known| known.last.receiver_count() > 0);
        followed.keys().copied().collect()
    }

    fn of(&self, org: OrgId) -> MappedMutexGuard<'_, Followed> {
        MutexGuard::map(self.0.lock(), |followed| followed.entry(org).or_default())
    }
}
