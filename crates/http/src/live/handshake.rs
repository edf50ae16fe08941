//! The WebSocket handshake (RFC 6455, 4.2).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::header::{
    CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use axum::response::IntoResponse as _;
use deskbell_app::Steady;
use deskbell_model::OrgId;
use hyper::upgrade::OnUpgrade;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::socket::LiveSocket;
use crate::error::{ApiError, ErrorCode};
use crate::transport::connection_handle::ConnectionHandle;
use crate::transport::stream_quotas::StreamPermit;

const VERSION: HeaderValue = HeaderValue::from_static("13");
const WEBSOCKET: HeaderValue = HeaderValue::from_static("websocket");

/// The parts of a valid WebSocket handshake.
pub struct Handshake {
    accept: HeaderValue,
    on_upgrade: OnUpgrade,
    connection: ConnectionHandle,
}

/// The handshake of a request; `None` if the request does not ask for a WebSocket.
pub struct MaybeHandshake(pub Option<Handshake>);

impl<S: Sync> FromRequestParts<S> for MaybeHandshake {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Ok(Self(handshake(parts)?))
    }
}

fn handshake(parts: &mut Parts) -> Result<Option<Handshake>, ErrorCode> {
    let headers = &parts.headers;
    let is_asked = parts.method == Method::GET
        && names(headers, &CONNECTION, "upgrade")
        && names(headers, &UPGRADE, "websocket")
        && headers.get(SEC_WEBSOCKET_VERSION) == Some(&VERSION);
    if !is_asked {
        return Ok(None);
    }
    let mut keys = headers.get_all(SEC_WEBSOCKET_KEY).iter();
    let key = match (keys.next(), keys.next()) {
        (Some(key), None) if is_key(key.as_bytes()) => key,
        _ => return Err(ErrorCode::SocketKey),
    };
    let accept = derive_accept_key(key.as_bytes());
    let accept = HeaderValue::try_from(accept).map_err(|_| ErrorCode::Internal)?;
    let connection = parts.extensions.get::<ConnectionHandle>().cloned();
    let on_upgrade = parts.extensions.remove::<OnUpgrade>();
    let both = connection.zip(on_upgrade);
    Ok(both.map(|(connection, on_upgrade)| Handshake { accept, on_upgrade, connection }))
}

/// Tells whether a `Sec-WebSocket-Key` is 16 bytes in base64.
fn is_key(key: &[u8]) -> bool {
    let is_digit = |it: &u8| it.is_ascii_alphanumeric() || b"+/".contains(it);
    key.len() == 24 && key.ends_with(b"==") && key[..22].iter().all(is_digit)
}

/// Tells whether a comma-separated header has this word, case-insensitively.
fn names(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let lists = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|it| it.trim().eq_ignore_ascii_case(word))
}

impl Handshake {
    /// Acquires a permit that lets an organization open one more stream.
    ///
    /// # Errors
    /// [`ErrorCode::TooManyStreams`] when the organization's share is used up,
    /// [`ErrorCode::Unavailable`] when the share of all organizations is used up.
    pub fn stream_permit(&self, org: OrgId) -> Result<StreamPermit, ApiError> {
        self.connection.stream_permit(org)
    }

    /// Returns a function that acquires stream permits, for a session whose organization is not
    /// known yet.
    pub fn stream_permits(
        &self,
    ) -> impl Fn(OrgId) -> Result<StreamPermit, ApiError> + Send + Sync + use<> {
        self.connection.stream_permits()
    }

    /// Makes the 101 answer. After the answer was sent, `session` runs with the socket and its
    /// heartbeats. `sent` is the number of the last change that the client knows.
    pub fn accept<F: Future<Output = ()> + Send + 'static>(
        self,
        clock: Arc<Steady>,
        sent: i64,
        session: impl FnOnce(LiveSocket, Interval) -> F + Send + 'static,
    ) -> Response<Body> {
        let Self { accept, on_upgrade, connection } = self;
        let (stall, period) = (connection.stall, connection.heartbeat);
        connection.set_session(async move {
            let Ok(upgraded) = on_upgrade.await else { return };
            let socket = LiveSocket::open(upgraded, stall, clock, sent).await;
            let mut beat = interval_at(Instant::now() + period, period);
            beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
            session(socket, beat).await;
        });
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = response.headers_mut();
        headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(UPGRADE, WEBSOCKET);
        headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
        response
    }
}

/// Makes the answer to a request without an upgrade, or with another WebSocket version.
pub fn refused() -> Response<Body> {
    let mut response = ApiError::from(ErrorCode::Upgrade).into_response();
    let headers = response.headers_mut();
    headers.insert(UPGRADE, WEBSOCKET);
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(SEC_WEBSOCKET_VERSION, VERSION);
    response
}
