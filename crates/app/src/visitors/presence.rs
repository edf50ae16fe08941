//! The presence of agents, which decides whether the widget says that somebody answers.
//!
//! This node hears of agents at other nodes while it listens, so it listens for a while to the
//! signals of each organization whose widget was asked for.

use std::collections::HashMap;
use std::time::Duration;

use deskbell_model::OrgId;
use deskbell_model::limits::{PRESENCE_FIRST_MS, PRESENCE_WATCHED_MAX, PRESENCE_WATCHED_S};
use deskbell_storage::Engine;
use parking_lot::Mutex;
use tokio::time::timeout;

use super::Visitors;
use crate::error::Result;
use crate::feed::Listening;

/// The organizations to whose signals this node listens for the widget, each with the uptime until
/// which it does.
#[derive(Debug, Default)]
pub(super) struct WatchedSignals(Mutex<HashMap<OrgId, (Listening, Duration)>>);

impl WatchedSignals {
    /// Keeps listening to an organization; `false` if it did not listen before.
    fn keep(&self, org: OrgId, now: Duration) -> bool {
        let mut watched = self.0.lock();
        watched.retain(|_, (_, until)| now < *until);
        let until = now + Duration::from_secs(PRESENCE_WATCHED_S);
        watched.get_mut(&org).map(|(_, known)| *known = until).is_some()
    }

    fn add(&self, org: OrgId, listening: Listening, now: Duration) {
        let mut watched = self.0.lock();
        if watched.len() < PRESENCE_WATCHED_MAX {
            let until = now + Duration::from_secs(PRESENCE_WATCHED_S);
            watched.insert(org, (listening, until));
        }
    }
}

impl Visitors {
    /// Tells whether an agent is present, on whatever node.
    pub(super) async fn is_online(&self, org: OrgId) -> Result<bool> {
        let now = self.context.clock.uptime();
        if !self.watched.keep(org, now) {
            let mut listening = self.feed.listen(org, None)?;
            if !self.feed.has_agent(org) && self.context.store.engine() == Engine::Postgres {
                // The other nodes answer the question who is present.
                let first = Duration::from_millis(PRESENCE_FIRST_MS);
                let _ = timeout(first, listening.next()).await;
            }
            self.watched.add(org, listening, now);
        }
        Ok(self.feed.has_agent(org))
    }
}
