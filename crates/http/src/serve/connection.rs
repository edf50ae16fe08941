//! One connection, from its first request to its last, in either version of HTTP.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, Response, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio::time::timeout;

use super::preface::{Begun, Version, version};
use super::{HEAD_BYTES_MAX, Limits, Stage, http2};
use crate::Http;
use crate::afterwards::Afterwards;
use crate::slow_body::Timely;
use crate::stall::Impatient;

/// What a connection is served with.
#[derive(Clone)]
pub(super) struct Serving {
    pub(super) http: Http,
    pub(super) peer: SocketAddr,
    pub(super) limits: Limits,
    pub(super) stage: watch::Receiver<Stage>,
}

impl Serving {
    /// Answers a request as it came from the socket.
    pub(super) async fn answer(&self, request: hyper::Request<Incoming>) -> Response<Body> {
        let within = Duration::from_millis(self.limits.body_read_ms);
        let request = request.map(|body| Body::new(Timely::new(body, within)));
        self.http.answer(request, self.peer.ip()).await
    }

    pub(super) fn stall(&self) -> Duration {
        Duration::from_millis(self.limits.write_stall_ms)
    }

    pub(super) fn header_read(&self) -> Duration {
        Duration::from_millis(self.limits.header_read_ms)
    }
}

/// Serves a connection, and what follows when it is no longer HTTP.
pub(super) async fn connection(
    serving: Serving,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
) {
    let stream = Impatient::new(stream, serving.stall());
    let mut stage = serving.stage.clone();
    let leaving = stage.wait_for(|stage| *stage == Stage::Closing);
    // Whoever says nothing has the time that headers have, and no longer than the server.
    let begun = tokio::select! {
        begun = timeout(serving.header_read(), version(stream)) => begun,
        _ = leaving => return,
    };
    match begun {
        Ok(Ok((Version::One, stream))) => one(serving, stream).await,
        Ok(Ok((Version::Two, stream))) => http2::connection(serving, stream).await,
        Ok(Err(_)) | Err(_) => {}
    }
}

async fn one(
    serving: Serving,
    stream: Begun<impl AsyncRead + AsyncWrite + Unpin + Send + 'static>,
) {
    let (peer, mut stage) = (serving.peer, serving.stage.clone());
    let heartbeat = Duration::from_millis(serving.limits.heartbeat_ms);
    let afterwards = Afterwards::new(serving.stall(), heartbeat);
    let header_read = serving.header_read();
    let left = afterwards.clone();
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        let serving = serving.clone();
        request.extensions_mut().insert(left.clone());
        async move {
            let mut answer = serving.answer(request).await;
            let is_http = answer.status() != StatusCode::SWITCHING_PROTOCOLS;
            if is_http && *serving.stage.borrow() != Stage::Open {
                answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            Ok::<_, Infallible>(answer)
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header_read)
        .max_buf_size(HEAD_BYTES_MAX)
        // A client that has said everything may still listen.
        .half_close(true)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let closing = async { drop(stage.wait_for(|stage| *stage == Stage::Closing).await) };
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = closing => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    match ended {
        Ok(()) => afterwards.run().await,
        Err(error) => tracing::debug!(%error, %peer, "a connection ended early"),
    }
}
