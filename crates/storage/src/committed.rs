//! The last known commit of each organization, for its followers. The writers announce it in commit
//! order; announcing never waits.

use std::collections::HashMap;

use deskbell_model::{FeedPosition, OrgId};
use parking_lot::Mutex;
use tokio::sync::watch;

/// The followed organizations, with the last committed place of each.
#[derive(Debug, Default)]
pub(crate) struct Committed(Mutex<HashMap<OrgId, watch::Sender<FeedPosition>>>);

impl Committed {
    /// Announces that changes up to this one are committed. One of a later history is news whatever
    /// its number, and one of an earlier history never is.
    pub(crate) fn tell(&self, org: OrgId, to: FeedPosition) {
        let mut followed = self.0.lock();
        let Some(last) = followed.get(&org) else { return };
        if last.receiver_count() == 0 {
            followed.remove(&org);
            return;
        }
        last.send_if_modified(|last| {
            let is_news = *last < to;
            *last = to.max(*last);
            is_news
        });
    }

    /// Follows an organization. The receiver begins at the change that was announced last, or else
    /// at the default position.
    pub(crate) fn follow(&self, org: OrgId) -> watch::Receiver<FeedPosition> {
        let mut followed = self.0.lock();
        followed.entry(org).or_insert_with(|| watch::channel(FeedPosition::default()).0).subscribe()
    }

    /// Gives the organizations that are followed now.
    pub(crate) fn followed(&self) -> Vec<OrgId> {
        let mut followed = self.0.lock();
        followed.retain(|_, last| last.receiver_count() > 0);
        followed.keys().copied().collect()
    }
}
