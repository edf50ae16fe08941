//! A line to the source over HTTP/1.1: one connection at a time, verified TLS, no redirects, a
//! deadline and a limit for each answer.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use deskbell_model::webhook::{Host, Target};
use deskbell_tls::{Authorities, Check, client_config};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderValue, LOCATION, RETRY_AFTER,
};
use hyper::{Method, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;

use super::link::{Answer, Broken, Link, Request};

/// The largest body of an answer: a page of 100 messages of ordinary length has some 50 KiB, but each
/// may have 65,536 characters.
pub(super) const BODY_BYTES_MAX: usize = 32 * 1024 * 1024;
/// The time limit for opening a connection, including TLS.
const CONNECTING_MAX: Duration = Duration::from_secs(15);
/// The time limit for a whole answer.
const ANSWER_MAX: Duration = Duration::from_secs(60);

/// A line to a source over HTTP.
pub struct HttpLink {
    target: Target,
    authorization: HeaderValue,
    tls: Option<TlsConnector>,
    open: Option<SendRequest<Full<Bytes>>>,
    /// The reading and writing of the open connection.
    drivers: JoinSet<()>,
}

impl std::fmt::Debug for HttpLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpLink").field("target", &self.target).finish_non_exhaustive()
    }
}

impl HttpLink {
    /// A line to the API at this URL, such as `https://api.helpcrunch.com/v1`, with this key.
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

    fn request(&self, request: &Request) -> Option<hyper::Request<Full<Bytes>>> {
        let path = format!("{}/{}", self.target.path.trim_end_matches('/'), request.path);
        let method = if request.body.is_some() { Method::POST } else { Method::GET };
        let body = Bytes::from(request.body.clone().unwrap_or_default());
        hyper::Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, &self.target.authority)
            .header(AUTHORIZATION, &self.authorization)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(body))
            .ok()
    }

    async fn connect(&mut self) -> Result<SendRequest<Full<Bytes>>, Broken> {
        let opened = timeout(CONNECTING_MAX, self.opened()).await;
        let opened = opened.map_err(|_| Broken::NoConnection("it takes too long".into()))?;
        opened.map_err(|error| Broken::NoConnection(error.to_string()))
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

    async fn exchange(&mut self, request: &Request) -> Result<Answer, Broken> {
        let built = self.request(request);
        let built = built.ok_or_else(|| Broken::NoConnection("the URL cannot be sent".into()))?;
        if let Some(mut open) = self.open.take()
            && open.ready().await.is_ok()
            && let Ok(response) = open.send_request(built.clone()).await
        {
            return self.read(response, open).await;
        }
        // The source may close a connection at any time; the requests only read.
        let mut open = self.connect().await?;
        let sent = open.send_request(built).await;
        let response = sent.map_err(|error| Broken::Cut(error.to_string()))?;
        self.read(response, open).await
    }

    async fn read(
        &mut self,
        response: Response<hyper::body::Incoming>,
        open: SendRequest<Full<Bytes>>,
    ) -> Result<Answer, Broken> {
        let (parts, body) = response.into_parts();
        let header =
            |name| parts.headers.get(name).and_then(|it| it.to_str().ok().map(str::to_owned));
        let (retry_after, location) = (header(RETRY_AFTER), header(LOCATION));
        let body = Limited::new(body, BODY_BYTES_MAX).collect().await.map_err(|error| {
            match error.is::<http_body_util::LengthLimitError>() {
                true => Broken::TooLarge,
                false => Broken::Cut(error.to_string()),
            }
        })?;
        self.open = Some(open);
        let body = body.to_bytes().to_vec();
        Ok(Answer { status: parts.status.as_u16(), retry_after, location, body })
    }
}

async fn speak<S>(drivers: &mut JoinSet<()>, stream: S) -> io::Result<SendRequest<Full<Bytes>>>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let made = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    let (open, connection) = made;
    // How the connection ends is told by the request that it carried.
    drivers.spawn(async move { drop(connection.await) });
    Ok(open)
}

impl Link for HttpLink {
    async fn call(&mut self, request: &Request) -> Result<Answer, Broken> {
        timeout(ANSWER_MAX, self.exchange(request)).await.unwrap_or(Err(Broken::TooLate))
    }
}
