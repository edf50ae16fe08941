//! The HTTP client: a request goes to an address that the guard allowed, without redirects and
//! proxies, within one deadline. This module does not know what is sent.

pub(crate) mod connection;
pub(crate) mod guard;
pub(crate) mod pool;

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use deskbell_model::OrgId;
use deskbell_model::limits::{DELIVERY_CONNECTIONS_MAX, DELIVERY_DEADLINE_MS};
use deskbell_model::network::Range;
use deskbell_model::webhook::{Host, Target};
use deskbell_tls::{Authorities, Check, client_config};
use http_body_util::Full;
use hyper::header::{HOST, HeaderName, HeaderValue};
use hyper::{Method, Request};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use self::connection::TargetConnection;
use self::guard::Resolve;
use self::pool::{PoolPermit, TargetPool};
use crate::attempt::{DeliveryError, TargetResponse};
use crate::fair::{FairPermit, FairPool};
use crate::limits::DELIVERY_LOOKUPS_MAX;

fn tls(authorities: Authorities) -> std::io::Result<Arc<ClientConfig>> {
    let config = client_config(Check::Name(authorities), None);
    config.map(Arc::new).map_err(std::io::Error::other)
}

/// The TLS configuration, made for the first `https` target, since reading the system's certificate
/// authorities takes milliseconds.
#[derive(Clone, Debug, Default)]
struct Tls(Arc<OnceLock<Arc<ClientConfig>>>);

impl Tls {
    fn of(authorities: Authorities) -> std::io::Result<Self> {
        Ok(Self(Arc::new(tls(authorities)?.into())))
    }

    fn config(&self) -> std::io::Result<Arc<ClientConfig>> {
        if let Some(config) = self.0.get() {
            return Ok(Arc::clone(config));
        }
        let made = tls(Authorities::of_system().map_err(std::io::Error::other)?)?;
        Ok(Arc::clone(self.0.get_or_init(|| made)))
    }
}

/// The client that sends every delivery. Clones share the client's limits.
#[derive(Clone, Debug)]
pub(crate) struct GuardedClient {
    resolver: Arc<dyn Resolve>,
    opened: Vec<Range>,
    tls: Tls,
    connections: FairPool,
    lookups: FairPool,
    /// The time limit of a request, from the look-up of the name to the end of the response.
    pub(crate) deadline: Duration,
}

impl GuardedClient {
    /// Creates a client that may call public addresses and the addresses in `opened`, and looks up
    /// names with `resolver`.
    ///
    /// # Errors
    /// When `SSL_CERT_FILE` or `SSL_CERT_DIR` is set, but the TLS configuration cannot be made.
    pub(crate) fn new(resolver: Arc<dyn Resolve>, opened: Vec<Range>) -> std::io::Result<Self> {
        let tls = Tls::default();
        if Authorities::are_named() {
            tls.config()?;
        }
        Ok(Self {
            resolver,
            opened,
            tls,
            connections: FairPool::new(DELIVERY_CONNECTIONS_MAX),
            lookups: FairPool::new(DELIVERY_LOOKUPS_MAX),
            deadline: Duration::from_millis(DELIVERY_DEADLINE_MS),
        })
    }

    /// Returns a client that trusts these certificate authorities instead of the system's.
    pub(crate) fn trusting(&self, authorities: Authorities) -> std::io::Result<Self> {
        Ok(Self { tls: Tls::of(authorities)?, ..self.clone() })
    }

    pub(crate) fn within(&self, deadline: Duration) -> Self {
        Self { deadline, ..self.clone() }
    }

    /// Returns a client with at most `connections` connections at the same time.
    pub(crate) fn over(&self, connections: usize) -> Self {
        Self { connections: FairPool::new(connections), ..self.clone() }
    }

    /// Returns an idle connection to the target, or waits until the organization may open another
    /// connection. Returns `None` when the pool of permits no longer exists.
    pub(crate) async fn permit(&self, pool: &TargetPool, org: OrgId) -> Option<PoolPermit> {
        if let Some(connection) = pool.take() {
            return Some(PoolPermit::Open(connection));
        }
        self.connections.take(org, 1).await.map(PoolPermit::New)
    }

    pub(crate) async fn post(
        &self,
        pool: &TargetPool,
        permit: PoolPermit,
        headers: Vec<(HeaderName, String)>,
        body: Vec<u8>,
    ) -> Result<TargetResponse, DeliveryError> {
        let until = Instant::now() + self.deadline;
        let target = pool.target.as_ref().ok_or(DeliveryError::NoTarget)?;
        let request = request(target, headers, body).ok_or(DeliveryError::NoTarget)?;
        let exchange = async {
            let permit = match permit {
                PoolPermit::New(permit) => permit,
                PoolPermit::Open(mut connection) => {
                    match connection.exchange(request.clone(), until).await {
                        // The target may have closed the idle connection meanwhile, so the request
                        // is sent again. A target that had already read the request gets the same
                        // delivery id twice.
                        Err(DeliveryError::NoAnswer) => connection.into_permit(),
                        answer => return Ok((answer?, connection)),
                    }
                }
            };
            let mut connection = self.connect(pool, target, permit, until).await?;
            Ok((connection.exchange(request, until).await?, connection))
        };
        let answered = timeout_at(until, exchange).await.unwrap_or(Err(DeliveryError::TooLate));
        let (answer, connection) = answered?;
        // While an organization waits for a connection, no idle connection is kept.
        if !self.connections.is_wanted() {
            pool.keep(connection);
        }
        Ok(answer)
    }

    /// Sends a `GET`, and reads up to `bytes_max` bytes of the body; the flag is true when the body
    /// ended within this limit.
    pub(crate) async fn get(
        &self,
        pool: &TargetPool,
        permit: PoolPermit,
        bytes_max: usize,
    ) -> Result<(TargetResponse, bool), DeliveryError> {
        let until = Instant::now() + self.deadline;
        let target = pool.target.as_ref().ok_or(DeliveryError::NoTarget)?;
        let request = Request::builder().uri(&target.path).header(HOST, &target.authority);
        let request = request.body(Full::default()).map_err(|_| DeliveryError::NoTarget)?;
        let exchange = async {
            let mut connection = match permit {
                PoolPermit::New(permit) => self.connect(pool, target, permit, until).await?,
                PoolPermit::Open(connection) => connection,
            };
            connection.exchange_up_to(request, until, bytes_max).await
        };
        timeout_at(until, exchange).await.unwrap_or(Err(DeliveryError::TooLate))
    }

    /// Opens a connection to the first address that accepts a connection, with TLS for an `https`
    /// URL.
    async fn connect(
        &self,
        pool: &TargetPool,
        target: &Target,
        permit: FairPermit,
        until: Instant,
    ) -> Result<TargetConnection, DeliveryError> {
        let looking = pool.lookup.lock().await;
        let lookup = self.lookups.take(permit.org(), 1);
        let resolver = self.resolver.as_ref();
        let addresses = guard::addresses(resolver, target, lookup, &self.opened).await?;
        drop(looking);
        let stream = reach(&addresses, until).await?;
        if !target.is_secure {
            return TargetConnection::over(stream, permit).await;
        }
        let name = match &target.host {
            Host::Address(address) => ServerName::from(*address),
            Host::Name(name) => {
                ServerName::try_from(name.clone()).map_err(|_| DeliveryError::NotSecure)?
            }
        };
        let config = self.tls.config().map_err(|error| {
            tracing::warn!(%error, "webhooks by https are not delivered");
            DeliveryError::NotSecure
        })?;
        let connector = TlsConnector::from(config);
        let stream = connector.connect(name, stream).await.map_err(|error| {
            // Only the host is logged, since the path of the URL may be a secret.
            tracing::debug!(%error, host = ?target.host, "a webhook has no secure connection");
            DeliveryError::NotSecure
        })?;
        TargetConnection::over(stream, permit).await
    }
}

/// Connects to the first address that accepts a connection. An address may use only its share of
/// the remaining time, so that a silent address leaves time for the next addresses.
async fn reach(addresses: &[SocketAddr], until: Instant) -> Result<TcpStream, DeliveryError> {
    let left = (1..=u32::try_from(addresses.len()).unwrap_or(u32::MAX)).rev();
    for (address, left) in addresses.iter().zip(left) {
        let now = Instant::now();
        let share = now + until.saturating_duration_since(now) / left;
        match timeout_at(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                // An error is ignored: without `TCP_NODELAY` the request is only slower.
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            Ok(Err(error)) => tracing::debug!(%error, %address, "a webhook was not connected"),
            Err(_) if left == 1 => return Err(DeliveryError::TooLate),
            Err(_) => tracing::debug!(%address, "a webhook's address is silent"),
        }
    }
    Err(DeliveryError::NoConnection)
}

fn request(
    target: &Target,
    headers: Vec<(HeaderName, String)>,
    body: Vec<u8>,
) -> Option<Request<Full<Bytes>>> {
    let mut request = Request::builder().method(Method::POST).uri(&target.path);
    request = request.header(HOST, &target.authority);
    for (name, value) in headers {
        request = request.header(name, HeaderValue::try_from(value).ok()?);
    }
    request.body(Full::new(Bytes::from(body))).ok()
}

#[cfg(test)]
mod tests;
