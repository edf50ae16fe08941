//! What becomes of a connection that is no longer HTTP: the session that a handler left for it runs
//! in the connection's own task, within the limits and the end of every connection.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use deskbell_model::OrgId;
use parking_lot::Mutex;

use super::stream_quotas::{StreamPermit, StreamQuotas};
use crate::error::ApiError;

type Session = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A connection's place for the session that follows, and what a session must know of its limits.
#[derive(Clone)]
pub(crate) struct ConnectionHandle {
    session: Arc<Mutex<Option<Session>>>,
    /// How long a client may take nothing of what it is sent until its socket is cut off.
    pub(crate) stall: Duration,
    /// How often a client is asked whether it is there.
    pub(crate) heartbeat: Duration,
    quotas: Arc<StreamQuotas>,
}

impl ConnectionHandle {
    pub(crate) fn new(stall: Duration, heartbeat: Duration, quotas: Arc<StreamQuotas>) -> Self {
        Self { session: Arc::default(), stall, heartbeat, quotas }
    }

    /// A place among those who stay.
    pub(crate) fn stream_permit(&self, org: OrgId) -> Result<StreamPermit, ApiError> {
        self.quotas.acquire(org)
    }

    /// Leaves a session, which begins when the last answer was sent.
    pub(crate) fn set_session(&self, session: impl Future<Output = ()> + Send + 'static) {
        *self.session.lock() = Some(Box::pin(session));
    }

    /// Runs the session that was left, if one was.
    pub(crate) async fn run_session(&self) {
        let session = self.session.lock().take();
        if let Some(session) = session {
            session.await;
        }
    }
}
