//! One connection of either HTTP version, and the WebSocket session that may follow HTTP.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;

use super::connection_handle::ConnectionHandle;
use super::http2;
use super::limits::HEAD_BYTES_MAX;
use super::lingering_close::lingering_close;
use super::preface::{self, version};
use super::raw_stream::{self, RawStream};
use super::refusal::RefusalWriter;
use super::serving::{Serving, Stage};
use super::write_timeout::WriteTimeout;

/// Serves a connection until it ends or is evicted.
pub(super) async fn connection(
    serving: Serving,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
) {
    let (activity, peer) = (Arc::clone(&serving.activity), serving.peer);
    tokio::select! {
        () = served(serving, stream) => {}
        () = activity.evicted() => tracing::debug!(%peer, "a connection gave way"),
    }
}

/// Serves a connection, and the session that may follow HTTP.
async fn served(serving: Serving, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
    let stream = WriteTimeout::new(stream, serving.stall(), Arc::clone(&serving.activity));
    let is_blocked = stream.is_blocked();
    let mut stage = serving.stage.clone();
    let leaving = stage.wait_for(|stage| *stage == Stage::Closing);
    // The client must send its first bytes within the time limit of headers, and before the stage
    // `Closing`.
    let begun = tokio::select! {
        begun = timeout(serving.header_read(), version(stream)) => begun,
        _ = leaving => return,
    };
    match begun {
        Ok(Ok((preface::Version::One, stream))) => one(serving, stream, is_blocked).await,
        Ok(Ok((preface::Version::Two, stream))) => {
            Box::pin(http2::connection(serving, stream)).await;
        }
        Ok(Err(_)) | Err(_) => {}
    }
}

async fn one(
    serving: Serving,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    is_blocked: Arc<AtomicBool>,
) {
    let peer = serving.peer;
    let (handle, is_unread) = (serving.handle(), Arc::clone(&serving.is_unread));
    let (mut stage, at_most) = (serving.stage.clone(), serving.header_read());
    let activity = Arc::clone(&serving.activity);
    let stream = RefusalWriter::new(stream, serving.http.clone(), Arc::clone(&is_unread));
    // Boxed, since a session may take days and must not hold the memory of HTTP.
    let ended = match Box::pin(speak(serving, stream, is_blocked, handle.clone())).await {
        Spoken::Upgraded => {
            let _in_flight = activity.begin_request();
            return handle.run_session().await;
        }
        Spoken::HasNoEnd(stream, answer) => {
            raw_stream::send(stream, answer).await.map_err(Into::into)
        }
        Spoken::Over(stream, ended) => {
            if is_unread.load(Ordering::Relaxed) {
                let closing = stage.wait_for(|stage| *stage == Stage::Closing);
                tokio::select! {
                    () = lingering_close(stream, at_most) => {}
                    _ = closing => {}
                }
            }
            ended
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, %peer, "a connection ended early");
    }
}

/// The way in which HTTP on a connection ended.
enum Spoken<S> {
    /// A session of another protocol follows.
    Upgraded,
    /// An endless answer must still be sent.
    HasNoEnd(S, Response<Body>),
    /// HTTP ended, and no session follows.
    Over(S, Result<(), BoxError>),
}

/// The error that ends HTTP on a connection, so that [`raw_stream::send`] can send an endless
/// answer.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the answer has no end")]
struct HasNoEnd;

type BoxError = Box<dyn Error + Send + Sync>;

/// Serves HTTP/1 on a connection until HTTP ends.
async fn speak<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    serving: Serving,
    stream: S,
    is_blocked: Arc<AtomicBool>,
    handle: ConnectionHandle,
) -> Spoken<S> {
    let (mut stage, header_read) = (serving.stage.clone(), serving.header_read());
    let handed_over = Arc::<Mutex<Option<Response<Body>>>>::default();
    let to = Arc::clone(&handed_over);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        let serving = serving.clone();
        let (to, is_blocked) = (Arc::clone(&to), Arc::clone(&is_blocked));
        request.extensions_mut().insert(handle.clone());
        async move {
            let mut answer = serving.answer(request).await;
            let is_http = answer.status() != StatusCode::SWITCHING_PROTOCOLS;
            if is_http && (serving.activity.is_last || *serving.stage.borrow() != Stage::Open) {
                answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            // If a part of the previous answer is still buffered, hyper must send this answer, too.
            if answer.extensions().get::<RawStream>().is_some()
                && !is_blocked.load(Ordering::Relaxed)
            {
                *to.lock() = Some(answer);
                return Err(HasNoEnd);
            }
            Ok(answer)
        }
    });
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header_read)
        .max_buf_size(HEAD_BYTES_MAX)
        // A client that has closed its sending side can still read.
        .half_close(true)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let closing = async { drop(stage.wait_for(|stage| *stage == Stage::Closing).await) };
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = closing => {
            std::pin::Pin::new(&mut connection).graceful_shutdown();
            (&mut connection).await
        }
    };
    let answer = handed_over.lock().take();
    let Some(parts) = connection.into_parts() else { return Spoken::Upgraded };
    let stream = parts.io.into_inner();
    match (ended, answer) {
        (Err(_), Some(answer)) => Spoken::HasNoEnd(stream, answer),
        (ended, _) => Spoken::Over(stream, ended.map_err(Into::into)),
    }
}
