//! One request to a target: connected to an address that was judged, without redirects, proxies and
//! reuse, within one deadline, and no more of the answer than is wanted.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use deskbell_model::limits::{DELIVERY_ANSWER_BYTES_MAX, DELIVERY_DEADLINE_MS};
use deskbell_model::network::Range;
use deskbell_model::webhook::{Host, Target};
use futures_util::future::{Either, select};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderName, HeaderValue, RETRY_AFTER};
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::guard::{self, Resolve};

/// Bytes of an answer's head.
const HEAD_BYTES_MAX: usize = 64 * 1024;

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
    deadline: Duration,
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
        let deadline = Duration::from_millis(DELIVERY_DEADLINE_MS);
        Ok(Self { resolver, opened, tls: Arc::new(tls), deadline })
    }

    /// The same with another deadline.
    pub(crate) fn within(&self, deadline: Duration) -> Self {
        Self { deadline, ..self.clone() }
    }

    /// Posts a body with these headers, and gives the answer.
    pub(crate) async fn post(
        &self,
        url: &str,
        headers: Vec<(HeaderName, String)>,
        body: Vec<u8>,
    ) -> Result<Answer, Failure> {
        let until = Instant::now() + self.deadline;
        let target = Target::parse(url).ok_or(Failure::NoTarget)?;
        let request = request(&target, headers, body).ok_or(Failure::NoTarget)?;
        let exchange = async {
            let stream = self.connect(&target).await?;
            if !target.is_secure {
                return exchange(stream, request, until).await;
            }
            let name = match &target.host {
                Host::Address(address) => ServerName::from(*address),
                Host::Name(name) => {
                    ServerName::try_from(name.clone()).map_err(|_| Failure::NotSecure)?
                }
            };
            let connector = TlsConnector::from(Arc::clone(&self.tls));
            let stream = connector.connect(name, stream).await.map_err(|error| {
                tracing::debug!(%error, url, "a webhook's target has no secure connection");
                Failure::NotSecure
            })?;
            exchange(stream, request, until).await
        };
        timeout_at(until, exchange).await.unwrap_or(Err(Failure::TooLate))
    }

    /// A connection to the first address that takes one.
    async fn connect(&self, target: &Target) -> Result<TcpStream, Failure> {
        for address in guard::addresses(self.resolver.as_ref(), target, &self.opened).await? {
            match TcpStream::connect(address).await {
                Ok(stream) => {
                    // Without it the request may only be slower.
                    let _ = stream.set_nodelay(true);
                    return Ok(stream);
                }
                Err(error) => tracing::debug!(%error, %address, "a webhook was not connected"),
            }
        }
        Err(Failure::NoConnection)
    }
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

/// Sends a request over a connection of its own.
async fn exchange<S: AsyncRead + AsyncWrite + Send + Unpin>(
    stream: S,
    request: Request<Full<Bytes>>,
    until: Instant,
) -> Result<Answer, Failure> {
    let mut http = http1::Builder::new();
    http.max_buf_size(HEAD_BYTES_MAX);
    let connected = http.handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = connected.map_err(|_| Failure::NoAnswer)?;
    let answer = std::pin::pin!(async {
        let response = sender.send_request(request).await.map_err(|_| Failure::NoAnswer)?;
        Ok(read(response, until).await)
    });
    let connection = std::pin::pin!(connection);
    match select(answer, connection).await {
        Either::Left((answer, _)) => answer,
        // What arrived before the connection ended is there to be read.
        Either::Right((_, answer)) => answer.await,
    }
}

/// Reads an answer: as much of the body as is wanted and arrives in time. Its status counts,
/// whatever becomes of the rest.
async fn read(response: Response<Incoming>, until: Instant) -> Answer {
    let (parts, mut incoming) = response.into_parts();
    let retry_after = parts.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let retry_after = retry_after.map(str::to_owned);
    let mut body = Vec::new();
    // A little earlier than the whole, so that what was read is not lost.
    let until = until - until.saturating_duration_since(Instant::now()) / 100;
    while body.len() < DELIVERY_ANSWER_BYTES_MAX
        && let Ok(Some(Ok(frame))) = timeout_at(until, incoming.frame()).await
    {
        if let Ok(data) = frame.into_data() {
            let room = DELIVERY_ANSWER_BYTES_MAX - body.len();
            body.extend_from_slice(&data[..data.len().min(room)]);
        }
    }
    Answer { status: parts.status.as_u16(), retry_after, body }
}

#[cfg(test)]
mod tests;
