//! The handle through which a handler reaches its connection. The handler can set a session, which
//! runs after HTTP in the connection's task and within the connection's limits.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use deskbell_model::OrgId;
use parking_lot::Mutex;

use super::stream_quotas::{StreamPermit, StreamQuotas};
use crate::error::ApiError;

type Session = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The handle of one connection: its session, its timeouts and the stream quotas.
#[derive(Clone)]
pub struct ConnectionHandle {
    session: Arc<Mutex<Option<Session>>>,
    /// The time after which the connection is cut if the client takes no bytes.
    pub(crate) stall: Duration,
    /// The period of heartbeats.
    pub heartbeat: Duration,
    quotas: Arc<StreamQuotas>,
}

impl ConnectionHandle {
    pub(crate) fn new(stall: Duration, heartbeat: Duration, quotas: Arc<StreamQuotas>) -> Self {
        Self { session: Arc::default(), stall, heartbeat, quotas }
    }

    /// Acquires a permit for one more stream of an organization.
    ///
    /// # Errors
    /// [`ErrorCode::TooManyStreams`](crate::ErrorCode::TooManyStreams) when the organization's
    /// share is used up, `Unavailable` when the share of all organizations is used up.
    pub fn stream_permit(&self, org: OrgId) -> Result<StreamPermit, ApiError> {
        self.quotas.acquire(org)
    }

    /// Returns a function that acquires stream permits, for a session whose organization is not
    /// known yet.
    pub(crate) fn stream_permits(
        &self,
    ) -> impl Fn(OrgId) -> Result<StreamPermit, ApiError> + Send + Sync + use<> {
        let quotas = Arc::clone(&self.quotas);
        move |org| quotas.acquire(org)
    }

    /// Sets the session, which begins after the last answer was sent.
    pub fn set_session(&self, session: impl Future<Output = ()> + Send + 'static) {
        *self.session.lock() = Some(Box::pin(session));
    }

    /// Runs the session, if one was set.
    pub async fn run_session(&self) {
        let session = self.session.lock().take();
        if let Some(session) = session {
            session.await;
        }
    }
}
