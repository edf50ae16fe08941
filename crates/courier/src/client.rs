//! One request to a target: over a connection to an address that was judged, without redirects and
//! proxies, within one deadline.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use deskbell_model::OrgId;
use deskbell_model::limits::{
    DELIVERY_BODIES_KIB_MAX, DELIVERY_BODY_FREE_BYTES, DELIVERY_CONNECTIONS_MAX,
    DELIVERY_DEADLINE_MS, DELIVERY_LOOKUPS_MAX,
};
use deskbell_model::network::Range;
use deskbell_model::webhook::{Host, Target};
use http_body_util::Full;
use hyper::header::{HOST, HeaderName, HeaderValue};
use hyper::{Method, Request};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::connection::Connection;
use crate::guard::{self, Resolve};
use crate::letter;
use crate::line::{Line, Turn};
use crate::share::{Share, Shares};

/// Why there is no answer, in words for the tenant: they name no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failure {
    /// Its URL is none. What is stored was read before.
    #[error("the URL cannot be called")]
    NoTarget,
    /// Its name is unknown, or stands for no address that may be called.
    #[error("the target's name is not known, or not of a public address")]
    Unreachable,
    /// Nobody takes the connection.
    #[error("the target took no connection")]
    NoConnection,
    /// Nobody proves to be the one who was called.
    #[error("no secure connection to the target: see its certificate")]
    NotSecure,
    /// The connection ended before the answer.
    #[error("the target ended the connection without an answer")]
    NoAnswer,
    /// It took too long.
    #[error("the target took too long")]
    TooLate,
}

/// What a target answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Its status.
    pub(crate) status: u16,
    /// Its `Retry-After`.
    pub(crate) retry_after: Option<String>,
    /// The beginning of its body.
    pub(crate) body: Vec<u8>,
}

/// What sends.
#[derive(Clone, Debug)]
pub(crate) struct Sender {
    resolver: Arc<dyn Resolve>,
    opened: Vec<Range>,
    tls: Arc<ClientConfig>,
    /// For connections of all webhooks.
    places: Shares,
    /// For look-ups of their names.
    lookups: Shares,
    /// For the bodies under way, in KiB.
    room: Shares,
    /// For bodies that take time to write.
    pub(crate) writing: Arc<Semaphore>,
    /// How long a delivery may take.
    pub(crate) deadline: Duration,
}

impl Sender {
    pub(crate) fn new(resolver: Arc<dyn Resolve>, opened: Vec<Range>) -> std::io::Result<Self> {
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        Self::trusting(roots, resolver, opened)
    }

    fn trusting(
        roots: RootCertStore,
        resolver: Arc<dyn Resolve>,
        opened: Vec<Range>,
    ) -> std::io::Result<Self> {
        let tls = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(std::io::Error::other)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self {
            resolver,
            opened,
            tls: Arc::new(tls),
            places: Shares::new(DELIVERY_CONNECTIONS_MAX),
            lookups: Shares::new(DELIVERY_LOOKUPS_MAX),
            room: Shares::new(DELIVERY_BODIES_KIB_MAX),
            writing: Arc::new(letter::places()),
            deadline: Duration::from_millis(DELIVERY_DEADLINE_MS),
        })
    }

    /// The same with another deadline.
    pub(crate) fn within(&self, deadline: Duration) -> Self {
        Self { deadline, ..self.clone() }
    }

    /// The same with so many connections at once.
    pub(crate) fn over(&self, connections: usize) -> Self {
        Self { places: Shares::new(connections), ..self.clone() }
    }

    /// The same with so much room for bodies, in KiB.
    pub(crate) fn holding(&self, kib: usize) -> Self {
        Self { room: Shares::new(kib), ..self.clone() }
    }

    /// Waits for room for a body of so many bytes; `None` when it needs none.
    pub(crate) async fn room(&self, org: OrgId, bytes: usize) -> Option<Share> {
        if bytes <= DELIVERY_BODY_FREE_BYTES {
            return None;
        }
        self.room.take(org, bytes.div_ceil(1024)).await
    }

    /// Waits for the right to send something to a target: while there are too many connections,
    /// until it is this organization's turn. `None` when everything has ended.
    pub(crate) async fn turn(&self, line: &Line, org: OrgId) -> Option<Turn> {
        if let Some(connection) = line.take() {
            return Some(Turn::Kept(connection));
        }
        self.places.take(org, 1).await.map(Turn::New)
    }

    /// Posts a body with these headers, and gives the answer.
    pub(crate) async fn post(
        &self,
        line: &Line,
        turn: Turn,
        headers: Vec<(HeaderName, String)>,
        body: Vec<u8>,
    ) -> Result<Answer, Failure> {
        let until = Instant::now() + self.deadline;
        let target = line.target.as_ref().ok_or(Failure::NoTarget)?;
        let request = request(target, headers, body).ok_or(Failure::NoTarget)?;
        let exchange = async {
            let place = match turn {
                Turn::New(place) => place,
                Turn::Kept(mut connection) => {
                    match connection.exchange(request.clone(), until).await {
                        // The target may have ended it before: that is no failure of this request,
                        // and if it was read, it comes twice with the same id.
                        Err(Failure::NoAnswer) => connection.into_place(),
                        answer => return Ok((answer?, connection)),
                    }
                }
            };
            let mut connection = self.connect(line, target, place, until).await?;
            Ok((connection.exchange(request, until).await?, connection))
        };
        let answered = timeout_at(until, exchange).await.unwrap_or(Err(Failure::TooLate));
        let (answer, connection) = answered?;
        // While others wait for a place, none is taken up by what is only kept.
        if !self.places.is_wanted() {
            line.keep(connection);
        }
        Ok(answer)
    }

    /// A connection to the first address that takes one, secure where the URL says so.
    async fn connect(
        &self,
        line: &Line,
        target: &Target,
        place: Share,
        until: Instant,
    ) -> Result<Connection, Failure> {
        let looking = line.looking.lock().await;
        let lookup = self.lookups.take(place.org(), 1);
        let resolver = self.resolver.as_ref();
        let addresses = guard::addresses(resolver, target, lookup, &self.opened).await?;
        drop(looking);
        let stream = reach(&addresses, until).await?;
        if !target.is_secure {
            return Connection::over(stream, place).await;
        }
        let name = match &target.host {
            Host::Address(address) => ServerName::from(*address),
            Host::Name(name) => {
                ServerName::try_from(name.clone()).map_err(|_| Failure::NotSecure)?
            }
        };
        let connector = TlsConnector::from(Arc::clone(&self.tls));
        let stream = connector.connect(name, stream).await.map_err(|error| {
            // What stands behind the host may be a secret.
            tracing::debug!(%error, host = ?target.host, "a webhook has no secure connection");
            Failure::NotSecure
        })?;
        Connection::over(stream, place).await
    }
}

/// A stream to the first address that takes one. Each is waited for no longer than its share of
/// the time, so that one that is silent leaves some to the next.
async fn reach(addresses: &[SocketAddr], until: Instant) -> Result<TcpStream, Failure> {
    let left = (1..=u32::try_from(addresses.len()).unwrap_or(u32::MAX)).rev();
    for (address, left) in addresses.iter().zip(left) {
        let now = Instant::now();
        let share = now + until.saturating_duration_since(now) / left;
        match timeout_at(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                // Without it the request may only be slower.
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            Ok(Err(error)) => tracing::debug!(%error, %address, "a webhook was not connected"),
            Err(_) if left == 1 => return Err(Failure::TooLate),
            Err(_) => tracing::debug!(%address, "a webhook's address is silent"),
        }
    }
    Err(Failure::NoConnection)
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
