//! The HTTP client of a bucket: hyper over rustls, like the other clients in Deskbell.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use deskbell_tls::{Authorities, Check, client_config};
use http_body_util::BodyExt as _;
use hyper::Uri;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::{TokioExecutor, TokioIo};
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody,
    HttpResponse, HttpResponseBody, HttpService,
};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tower::Service;

/// The time limit for opening a connection, including TLS.
const CONNECTING_MAX: Duration = Duration::from_secs(10);
/// The time limit from the beginning of a request to the beginning of the answer.
const ANSWER_MAX: Duration = Duration::from_secs(60);

/// The factory of object_store's HTTP clients.
#[derive(Debug)]
pub struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let tls = tls().map_err(|source| object_store::Error::Generic {
            store: "S3",
            source: source.into(),
        })?;
        let client = Client::builder(TokioExecutor::new()).build(Connect(tls));
        Ok(HttpClient::new(BucketClient(client)))
    }
}

fn tls() -> Result<TlsConnector, String> {
    let config = client_config(Check::Name(Authorities::of_system()?), None)?;
    Ok(TlsConnector::from(Arc::new(config)))
}

/// A client of the bucket, with its idle connections.
#[derive(Debug)]
struct BucketClient(Client<Connect, HttpRequestBody>);

type Answering<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'a>>;

impl HttpService for BucketClient {
    fn call<'a, 'b>(&'a self, request: HttpRequest) -> Answering<'b>
    where
        'a: 'b,
        Self: 'b,
    {
        Box::pin(async move {
            let answered = timeout(ANSWER_MAX, self.0.request(request)).await;
            let answered = answered.map_err(|late| HttpError::new(HttpErrorKind::Timeout, late))?;
            let answer = answered.map_err(|error| {
                let is_connect = error.is_connect();
                let kind = if is_connect { HttpErrorKind::Connect } else { HttpErrorKind::Request };
                HttpError::new(kind, error)
            })?;
            Ok(answer.map(|body| {
                let broken = |error| HttpError::new(HttpErrorKind::Interrupted, error);
                HttpResponseBody::new(body.map_err(broken))
            }))
        })
    }
}

/// The connector, which opens connections with or without TLS.
#[derive(Clone)]
struct Connect(TlsConnector);

impl std::fmt::Debug for Connect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Connect")
    }
}

/// A connection, with TLS or without.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

impl Connection for Box<dyn Stream> {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

type Connecting = Pin<Box<dyn Future<Output = io::Result<TokioIo<Box<dyn Stream>>>> + Send>>;

impl Service<Uri> for Connect {
    type Response = TokioIo<Box<dyn Stream>>;
    type Error = io::Error;
    type Future = Connecting;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Connecting {
        let tls = self.0.clone();
        Box::pin(async move {
            let opened = timeout(CONNECTING_MAX, open(tls, &uri)).await;
            Ok(TokioIo::new(opened.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??))
        })
    }
}

async fn open(tls: TlsConnector, uri: &Uri) -> io::Result<Box<dyn Stream>> {
    let invalid = |_| io::Error::from(io::ErrorKind::InvalidInput);
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let is_secure = uri.scheme_str() == Some("https");
    let port = uri.port_u16().unwrap_or(if is_secure { 443 } else { 80 });
    let stream = TcpStream::connect((host.as_str(), port)).await?;
    stream.set_nodelay(true)?;
    if !is_secure {
        return Ok(Box::new(stream));
    }
    let name = ServerName::try_from(host).map_err(invalid)?;
    Ok(Box::new(tls.connect(name, stream).await?))
}
