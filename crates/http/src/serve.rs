//! The server's sockets: accepting, bounding, and leaving without cutting anybody off.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

use crate::Http;
use crate::afterwards::Afterwards;
use crate::endless::{self, Endless};
use crate::slow_body::Timely;
use crate::stall::Impatient;

/// What connections may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once; more wait to be accepted.
    pub connections: usize,
    /// How long a request's headers may take to arrive, in milliseconds, counted from the end of
    /// the request before: an idle connection is closed by then, too.
    pub header_read_ms: u64,
    /// How long a request's body may take to arrive, in milliseconds, counted from its headers.
    pub body_read_ms: u64,
    /// How long an answer may wait for a client that reads nothing of it, in milliseconds.
    pub write_stall_ms: u64,
    /// How often a WebSocket is asked whether its client is still there, in milliseconds.
    pub heartbeat_ms: u64,
    /// How long running requests may take to finish when the server stops, in milliseconds.
    pub drain_ms: u64,
}

/// The bytes of a request's line and headers together; a longer one is refused.
const HEAD_BYTES_MAX: usize = 64 * 1024;
/// How long to wait for a connection to end when no more can be accepted.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How long requests may still arrive on connections that are open when the server stops.
const LAST_REQUESTS: Duration = Duration::from_millis(250);

/// How far the server is on its way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It is not.
    Open,
    /// An answer is the last of its connection.
    Leaving,
    /// A connection without a running request is closed.
    Closing,
}

/// Serves until `stop` is done, then lets what is running finish.
pub async fn serve(
    http: Http,
    listener: TcpListener,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(limits.connections.min(Semaphore::MAX_PERMITS)));
    let mut connections = JoinSet::new();
    let stage = watch::Sender::new(Stage::Open);
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            Some(_) = connections.join_next(), if !connections.is_empty() => continue,
            accepted = accept(&listener, &places) => accepted,
        };
        let Some((stream, peer, place)) = accepted else {
            // Out of file descriptors, most likely: let a connection end first.
            let _ = tokio::time::timeout(ACCEPT_PAUSE, ended(&mut connections)).await;
            continue;
        };
        let connection = connection(http.clone(), stream, peer, limits, stage.subscribe());
        connections.spawn(async move {
            let _place = place;
            connection.await;
        });
    }
    drop(listener);
    // What was sent before may not have been read yet: it is answered, and told to go elsewhere.
    stage.send_replace(Stage::Leaving);
    http.stop();
    let grace = LAST_REQUESTS.min(Duration::from_millis(limits.drain_ms));
    let _ = tokio::time::timeout(grace, all_ended(&mut connections)).await;
    stage.send_replace(Stage::Closing);
    let drain = Duration::from_millis(limits.drain_ms);
    if tokio::time::timeout(drain, all_ended(&mut connections)).await.is_err() {
        tracing::warn!(connections = connections.len(), "some requests did not finish in time");
    }
}

/// Serves one connection that is there already, from its first request to its last: everything
/// that [`serve`] does but accepting. Bytes that are no request end it.
pub async fn serve_connection(
    http: Http,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    limits: Limits,
) {
    let stage = watch::Sender::new(Stage::Open);
    connection(http, stream, peer, limits, stage.subscribe()).await;
}

/// One connection, from its first request to its last, and what follows when it is no longer HTTP.
async fn connection(
    http: Http,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    limits: Limits,
    stage: watch::Receiver<Stage>,
) {
    let stall = Duration::from_millis(limits.write_stall_ms);
    let afterwards = Afterwards::new(stall, Duration::from_millis(limits.heartbeat_ms));
    let stream = Impatient::new(stream, stall);
    let speaking = speak(http, stream, peer, limits, stage, afterwards.clone());
    // What follows may take days, and does not hold what HTTP needed.
    let spoken = Box::pin(speaking).await;
    let ended = match spoken {
        Ok(None) => return afterwards.run().await,
        Ok(Some((stream, answer))) => endless::send(stream, answer).await.map_err(Into::into),
        Err(error) => Err(error),
    };
    if let Err(error) = ended {
        tracing::debug!(%error, %peer, "a connection ended early");
    }
}

/// The service hands an answer over to [`endless::send`].
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the answer has no end")]
struct HasNoEnd;

type BoxError = Box<dyn Error + Send + Sync>;

/// Speaks HTTP to its end; gives back the stream and the answer when the last one is without end.
async fn speak<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    http: Http,
    stream: Impatient<S>,
    peer: SocketAddr,
    limits: Limits,
    mut stage: watch::Receiver<Stage>,
    afterwards: Afterwards,
) -> Result<Option<(Impatient<S>, Response<Body>)>, BoxError> {
    let body = move |body| Body::new(Timely::new(body, Duration::from_millis(limits.body_read_ms)));
    let (now, waits) = (stage.clone(), stream.waits());
    let handed_over = Arc::<Mutex<Option<Response<Body>>>>::default();
    let to = Arc::clone(&handed_over);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        let (http, now) = (http.clone(), now.clone());
        let (to, waits) = (Arc::clone(&to), Arc::clone(&waits));
        request.extensions_mut().insert(afterwards.clone());
        async move {
            let mut answer = http.answer(request.map(body), peer.ip()).await;
            let is_http = answer.status() != StatusCode::SWITCHING_PROTOCOLS;
            if is_http && *now.borrow() != Stage::Open {
                answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            // A part of the answer before may still be here: then both go the same way.
            if answer.extensions().get::<Endless>().is_some() && !waits.load(Ordering::Relaxed) {
                *to.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
                return Err(HasNoEnd);
            }
            Ok(answer)
        }
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_millis(limits.header_read_ms))
        .max_buf_size(HEAD_BYTES_MAX)
        // A client that has said everything may still listen.
        .half_close(true)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let closing = async { drop(stage.wait_for(|stage| *stage == Stage::Closing).await) };
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = closing => {
            Pin::new(&mut connection).graceful_shutdown();
            (&mut connection).await
        }
    };
    let answer = handed_over.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (ended, answer) {
        (Err(_), Some(answer)) => {
            Ok(connection.into_parts().map(|parts| (parts.io.into_inner(), answer)))
        }
        (ended, _) => Ok(ended.map(|()| None)?),
    }
}

async fn all_ended(connections: &mut JoinSet<()>) {
    while connections.join_next().await.is_some() {}
}

/// Waits for a connection to end; for ever when there is none.
async fn ended(connections: &mut JoinSet<()>) {
    if connections.join_next().await.is_none() {
        std::future::pending::<()>().await;
    }
}

type Accepted = (TcpStream, SocketAddr, OwnedSemaphorePermit);

/// The next connection, once there is a place for it.
async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> Option<Accepted> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Answers are written whole; waiting for more to send would only delay them.
            let _ = stream.set_nodelay(true);
            Some((stream, peer, place))
        }
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            None
        }
    }
}
