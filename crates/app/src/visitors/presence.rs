//! The presence of agents, which decides whether the widget shows that someone answers.
//!
//! A node knows of agents on other nodes only while the node listens to the organization's signals.
//! Therefore a node listens for a while to the signals of each organization whose widget is opened.

use std::collections::HashMap;
use std::time::Duration;

use deskbell_model::OrgId;
use deskbell_model::limits::{
    PRESENCE_FIRST_MS, PRESENCE_KEPT_MS, PRESENCE_WATCHED_MAX, PRESENCE_WATCHED_S,
};
use deskbell_storage::Engine;
use parking_lot::Mutex;
use tokio::time::timeout;

use super::Visitors;
use crate::error::Result;
use crate::feed::Listening;

/// The organizations to whose signals this node listens for the widget.
#[derive(Debug, Default)]
pub(super) struct WatchedSignals(Mutex<HashMap<OrgId, WatchedOrg>>);

#[derive(Debug)]
struct WatchedOrg {
    _listening: Listening,
    /// The uptime until which the node listens to the organization's signals.
    until: Duration,
    /// The result of the last check whether an agent is present, and the uptime of the check.
    last: Option<(bool, Duration)>,
}

impl WatchedSignals {
    /// Extends the time for which this node listens to an organization's signals. Returns `None` if
    /// the node did not listen. Otherwise returns whether an agent was present at the last check,
    /// or `Some(None)` if the last check is not recent.
    fn keep(&self, org: OrgId, now: Duration) -> Option<Option<bool>> {
        let mut watched = self.0.lock();
        if watched.get(&org).is_none_or(|it| now >= it.until) {
            watched.retain(|_, it| now < it.until);
            return None;
        }
        let known = watched.get_mut(&org)?;
        known.until = now + Duration::from_secs(PRESENCE_WATCHED_S);
        let kept = Duration::from_millis(PRESENCE_KEPT_MS);
        let is_fresh = |at: Duration| now.saturating_sub(at) < kept;
        Some(known.last.filter(|(_, at)| is_fresh(*at)).map(|(is_online, _)| is_online))
    }

    fn add(&self, org: OrgId, listening: Listening, now: Duration) {
        let mut watched = self.0.lock();
        if watched.len() < PRESENCE_WATCHED_MAX {
            let until = now + Duration::from_secs(PRESENCE_WATCHED_S);
            watched.insert(org, WatchedOrg { _listening: listening, until, last: None });
        }
    }

    fn note(&self, org: OrgId, is_online: bool, now: Duration) {
        if let Some(known) = self.0.lock().get_mut(&org) {
            known.last = Some((is_online, now));
        }
    }
}

impl Visitors {
    /// Tells whether an agent is present on any node.
    pub(super) async fn is_online(&self, org: OrgId) -> Result<bool> {
        let now = self.context.clock.uptime();
        match self.watched.keep(org, now) {
            Some(Some(is_online)) => return Ok(is_online),
            Some(None) => {}
            None => {
                let mut listening = self.feed.listen(org, None)?;
                if !self.feed.has_agent(org) && self.context.store.engine() == Engine::Postgres {
                    // Waits for the other nodes to send their presences.
                    let first = Duration::from_millis(PRESENCE_FIRST_MS);
                    let _ = timeout(first, listening.next()).await;
                }
                self.watched.add(org, listening, now);
            }
        }
        let is_online = self.feed.has_agent(org);
        self.watched.note(org, is_online, now);
        Ok(is_online)
    }
}
