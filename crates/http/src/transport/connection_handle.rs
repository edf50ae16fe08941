//! The handle that a handler has of its connection: it may leave a session for the time after HTTP,
//! which runs in the connection's own task, within the limits and the end of every connection.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use deskbell_model::OrgId;
use parking_lot::Mutex;

use super::stream_quotas::{StreamPermit, StreamQuotas};
use crate::error::ApiError;

type Session = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The handle of one connection: its next session, its timeouts, and the quotas of streams.
#[derive(Clone)]
pub(crate) struct ConnectionHandle {
    session: Arc<Mutex<Option<Session>>>,
    /// The time that a client may take nothing of what it is sent, until its socket is cut off.
    pub(crate) stall: Duration,
    /// The period of heartbeats.
    pub(crate) heartbeat: Duration,
    quotas: Arc<StreamQuotas>,
}

impl ConnectionHandle {
    pub(crate) fn new(stall: Duration, heartbeat: Duration, quotas: Arc<StreamQuotas>) -> Self {
        Self { session: Arc::default(), stall, heartbeat, quotas }
    }

    /// A part of the organization's quota of streams.
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
