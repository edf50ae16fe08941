//! The context of a served connection, and the answers to its requests, in either HTTP version.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, Response, Version};
use hyper::body::Incoming;
use tokio::sync::watch;

use super::activity::{Activity, InFlightBody};
use super::connection_handle::ConnectionHandle;
use super::limits::Limits;
use super::read_timeout::ReadTimeout;
use super::smuggling;
use super::stream_quotas::StreamQuotas;
use crate::Http;

/// The stage of the server's shutdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The server runs.
    Open,
    /// Every connection closes after its next answer.
    Leaving,
    /// Connections without a running request are closed.
    Closing,
}

#[derive(Clone)]
pub(super) struct Serving {
    pub(super) http: Http,
    pub(super) peer: SocketAddr,
    pub(super) limits: Limits,
    pub(super) stage: watch::Receiver<Stage>,
    /// True if a request's body was not read to its end.
    pub(super) is_unread: Arc<AtomicBool>,
    pub(super) activity: Arc<Activity>,
    pub(super) quotas: Arc<StreamQuotas>,
}

impl Serving {
    pub(super) fn new(
        http: Http,
        peer: SocketAddr,
        limits: Limits,
        stage: watch::Receiver<Stage>,
        (activity, quotas): (Arc<Activity>, Arc<StreamQuotas>),
    ) -> Self {
        Self { http, peer, limits, stage, is_unread: Arc::default(), activity, quotas }
    }

    pub(super) async fn answer(&self, request: hyper::Request<Incoming>) -> Response<Body> {
        let within = Duration::from_millis(self.limits.body_read_ms);
        let code = smuggling::check(&request);
        let is_http1 = request.version() < Version::HTTP_2;
        let (in_flight, unread) = (self.activity.begin_request(), Arc::clone(&self.is_unread));
        let timed = |body| ReadTimeout::new(body, within, Arc::clone(&in_flight), unread);
        let mut request = request.map(|body| Body::new(timed(body)));
        if let Some(code) = code {
            request.extensions_mut().insert(code);
        }
        let mut answer = self.http.answer(request, self.peer.ip()).await;
        if code.is_some() && is_http1 {
            // After a malformed request, the start of the next request is unknown.
            answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        answer.map(|body| Body::new(InFlightBody::new(body, in_flight)))
    }

    /// Returns the handle of this connection for handlers.
    pub(super) fn handle(&self) -> ConnectionHandle {
        let heartbeat = Duration::from_millis(self.limits.heartbeat_ms);
        ConnectionHandle::new(self.stall(), heartbeat, Arc::clone(&self.quotas))
    }

    pub(super) fn stall(&self) -> Duration {
        Duration::from_millis(self.limits.write_stall_ms)
    }

    pub(super) fn header_read(&self) -> Duration {
        Duration::from_millis(self.limits.header_read_ms)
    }
}
