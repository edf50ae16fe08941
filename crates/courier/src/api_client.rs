//! Requests to another system's API, at a URL that the operator gave: JSON over HTTP/1.1, with
//! verified TLS, without redirects, and with a time limit and a size limit for each answer. One
//! connection is kept open and carries one request at a time.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use deskbell_model::webhook::{Host, Target};
use deskbell_tls::{Authorities, Check, client_config};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, LOCATION, RETRY_AFTER,
};
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;

use crate::limits::{API_ANSWER_BYTES_MAX, API_ANSWER_S_MAX, API_CONNECTING_S_MAX};

/// A complete answer of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiAnswer {
    /// The HTTP status code.
    pub status: u16,
    /// The value of the header `Retry-After`.
    pub retry_after: Option<String>,
    /// The value of the header `Location`.
    pub location: Option<String>,
    /// The whole body.
    pub body: Vec<u8>,
}

/// The reason why a request got no complete answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// No connection could be opened. The text is the reason.
    #[error("there is no connection: {0}")]
    NoConnection(String),
    /// The answer did not come in time.
    #[error("the answer takes too long")]
    TooLate,
    /// The answer ended early. The text is the reason.
    #[error("the answer is cut off: {0}")]
    Cut(String),
    /// The answer is larger than allowed.
    #[error("the answer has more than {} MiB", API_ANSWER_BYTES_MAX >> 20)]
    TooLarge,
}

/// The client of an API.
pub struct ApiClient {
    target: Target,
    authorization: Option<HeaderValue>,
    tls: Option<TlsConnector>,
    open: Option<SendRequest<Full<Bytes>>>,
    /// The task that reads and writes the open connection.
    drivers: JoinSet<()>,
}

impl std::fmt::Debug for ApiClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ApiClient").field("target", &self.target).finish_non_exhaustive()
    }
}

impl ApiClient {
    /// Creates a client of the API at this URL with this key; an empty key is not sent. The client
    /// trusts these certificate authorities, or for `None` the system's.
    ///
    /// # Errors
    /// The reason, in words: the URL or the key cannot be used, or there are no authorities.
    pub fn new(url: &str, key: &str, authorities: Option<Authorities>) -> Result<Self, String> {
        let target = Target::parse(url);
        let target = target.ok_or_else(|| format!("{url}: {}", Target::why_none(url)))?;
        if target.path.contains('?') {
            return Err(format!("{url}: it has a query"));
        }
        let mut authorization = HeaderValue::try_from(format!("Bearer {key}"))
            .map_err(|_| String::from("the key holds characters that no header can"))?;
        authorization.set_sensitive(true);
        let authorization = (!key.is_empty()).then_some(authorization);
        let tls = match target.is_secure {
            true => {
                let authorities = authorities.map_or_else(Authorities::of_system, Ok)?;
                let config = client_config(Check::Name(authorities), None)?;
                Some(TlsConnector::from(Arc::new(config)))
            }
            false => None,
        };
        Ok(Self { target, authorization, tls, open: None, drivers: JoinSet::new() })
    }

    /// Sends a request to a path below the URL: a `POST` if there is a JSON body, otherwise a
    /// `GET`. The request must be safe to repeat: if the connection breaks, the client sends the
    /// request again on a new connection.
    ///
    /// # Errors
    /// When no complete answer arrives.
    pub async fn call(&mut self, path: &str, body: Option<&str>) -> Result<ApiAnswer, NoAnswer> {
        let answer = timeout(Duration::from_secs(API_ANSWER_S_MAX), self.exchange(path, body));
        answer.await.unwrap_or(Err(NoAnswer::TooLate))
    }

    fn request(&self, path: &str, body: Option<&str>) -> Option<Request<Full<Bytes>>> {
        let path = format!("{}/{path}", self.target.path.trim_end_matches('/'));
        let method = if body.is_some() { Method::POST } else { Method::GET };
        let mut request = Request::builder().method(method).uri(path);
        if let Some(authorization) = &self.authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        request
            .header(HOST, &self.target.authority)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body.unwrap_or_default().to_owned())))
            .ok()
    }

    async fn exchange(&mut self, path: &str, body: Option<&str>) -> Result<ApiAnswer, NoAnswer> {
        let request = self.request(path, body);
        let request = request.ok_or_else(|| NoAnswer::NoConnection("it is no path".into()))?;
        if let Some(mut open) = self.open.take()
            && open.ready().await.is_ok()
            && let Ok(response) = open.send_request(request.clone()).await
        {
            return self.read(response, open).await;
        }
        let mut open = self.connect().await?;
        let sent = open.send_request(request).await;
        let response = sent.map_err(|error| NoAnswer::Cut(error.to_string()))?;
        self.read(response, open).await
    }

    async fn connect(&mut self) -> Result<SendRequest<Full<Bytes>>, NoAnswer> {
        let opened = timeout(Duration::from_secs(API_CONNECTING_S_MAX), self.opened()).await;
        let opened = opened.map_err(|_| NoAnswer::NoConnection("it takes too long".into()))?;
        opened.map_err(|error| NoAnswer::NoConnection(error.to_string()))
    }

    async fn opened(&mut self) -> io::Result<SendRequest<Full<Bytes>>> {
        let Target { host, port, .. } = &self.target;
        let stream = match host {
            Host::Address(address) => TcpStream::connect((*address, *port)).await?,
            Host::Name(name) => TcpStream::connect((name.as_str(), *port)).await?,
        };
        stream.set_nodelay(true)?;
        self.drivers.abort_all();
        let Some(tls) = &self.tls else { return speak(&mut self.drivers, stream).await };
        let name = match host {
            Host::Address(address) => ServerName::from(*address),
            Host::Name(name) => ServerName::try_from(name.clone()).map_err(io::Error::other)?,
        };
        let stream = tls.connect(name, stream).await?;
        speak(&mut self.drivers, stream).await
    }

    async fn read(
        &mut self,
        response: Response<Incoming>,
        open: SendRequest<Full<Bytes>>,
    ) -> Result<ApiAnswer, NoAnswer> {
        let (parts, body) = response.into_parts();
        let header = |name| {
            let value = parts.headers.get(name);
            value.and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        let (retry_after, location) = (header(RETRY_AFTER), header(LOCATION));
        let body = Limited::new(body, API_ANSWER_BYTES_MAX).collect().await.map_err(|error| {
            match error.is::<http_body_util::LengthLimitError>() {
                true => NoAnswer::TooLarge,
                false => NoAnswer::Cut(error.to_string()),
            }
        })?;
        self.open = Some(open);
        let body = body.to_bytes().to_vec();
        Ok(ApiAnswer { status: parts.status.as_u16(), retry_after, location, body })
    }
}

async fn speak<S>(drivers: &mut JoinSet<()>, stream: S) -> io::Result<SendRequest<Full<Bytes>>>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let made = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    let (open, connection) = made;
    // The request that a connection carries tells how it ends.
    drivers.spawn(async move { drop(connection.await) });
    Ok(open)
}
