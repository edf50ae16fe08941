//! The position of each followed organization's last known commit. A writer announces its commits
//! in order, and does not wait for followers.

use std::collections::HashMap;

use deskbell_model::{FeedPosition, OrgId};
use parking_lot::Mutex;
use tokio::sync::watch;

/// The followed organizations, each with the position of its last commit.
#[derive(Debug, Default)]
pub(crate) struct Committed(Mutex<HashMap<OrgId, watch::Sender<FeedPosition>>>);

impl Committed {
    /// Announces that the changes up to `to` are committed. A follower gets only increasing
    /// positions; all positions of a later history are greater than the positions of an earlier
    /// history.
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

    /// Follows an organization. The receiver starts with the last announced position, or with the
    /// default position if none was announced.
    pub(crate) fn follow(&self, org: OrgId) -> watch::Receiver<FeedPosition> {
        let mut followed = self.0.lock();
        followed.entry(org).or_insert_with(|| watch::channel(FeedPosition::default()).0).subscribe()
    }

    pub(crate) fn followed(&self) -> Vec<OrgId> {
        let mut followed = self.0.lock();
        followed.retain(|_, last| last.receiver_count() > 0);
        followed.keys().copied().collect()
    }
}
