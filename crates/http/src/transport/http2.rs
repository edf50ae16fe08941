//! HTTP/2 without TLS, for clients with prior knowledge (RFC 9113, 3.3), mostly proxies. The limits
//! of HTTP/1 and further limits of streams, windows and resets apply.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use hyper::body::Incoming;
use hyper::rt::Executor;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::chunked_body::{ChunkedBody, OpenStreams};
use super::limits::HEAD_BYTES_MAX;
use super::preface::Rewound;
use super::serving::{Serving, Stage};

/// The largest number of concurrent requests on a connection.
const STREAMS_MAX: u32 = 100;
/// The largest size of a stream's body that a client may send before the server reads the bytes.
const STREAM_WINDOW_BYTES: u32 = 64 * 1024;
/// The largest total size of the bodies on a connection that a client may send before the server
/// reads the bytes.
const WINDOW_BYTES: u32 = 128 * 1024;
/// The largest number of unsent bytes that are buffered per stream.
const UNSENT_BYTES_MAX: usize = 32 * 1024;
/// The largest number of requests that the client may reset before the server reads them. A further
/// reset ends the connection.
const RESETS_PENDING_MAX: usize = 20;
/// The largest number of streams that the server resets because of errors. A further reset ends the
/// connection.
const RESETS_OF_OURS_MAX: usize = 128;

/// The tasks of a connection's requests, which are cancelled when the connection ends.
#[derive(Clone, Default)]
struct Requests(Arc<Mutex<JoinSet<()>>>);

impl<F: Future<Output = ()> + Send + 'static> Executor<F> for Requests {
    fn execute(&self, request: F) {
        let mut requests = self.0.lock();
        while requests.try_join_next().is_some() {}
        requests.spawn(request);
    }
}

pub(super) async fn connection(
    serving: Serving,
    stream: Rewound<impl AsyncRead + AsyncWrite + Unpin + Send + 'static>,
) {
    let (peer, mut stage) = (serving.peer, serving.stage.clone());
    let (stall, idle) = (serving.stall(), serving.header_read());
    let is_last = serving.activity.is_last;
    let (streams, requests) = (OpenStreams::new(), Requests::default());
    let asked = Arc::clone(&streams);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        let (serving, stream_open) = (serving.clone(), asked.begin());
        // An HTTP/2 stream has no WebSocket session, but handlers need the timeouts and quotas of
        // the handle.
        request.extensions_mut().insert(serving.handle());
        async move {
            let answer = serving.answer(request).await;
            Ok::<_, Infallible>(answer.map(|body: Body| ChunkedBody::new(body, stream_open)))
        }
    });
    let connection = builder(requests.clone()).serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let period = (stall.min(idle) / 4).max(Duration::from_millis(10));
    let mut look = interval_at(Instant::now() + period, period);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut is_leaving = false;
    loop {
        tokio::select! {
            ended = &mut connection => {
                if let Err(error) = ended {
                    tracing::debug!(%error, %peer, "a connection ended early");
                }
                break;
            }
            // The client gets GOAWAY; requests received before are answered.
            _ = stage.wait_for(|stage| *stage != Stage::Open), if !is_leaving => {
                is_leaving = true;
                connection.as_mut().graceful_shutdown();
            }
            _ = look.tick() => {
                // The client has taken nothing of an answer for too long, or is idle and does not
                // close.
                if streams.any_stalled(stall) || streams.are_idle(idle * 2) {
                    break;
                }
                if !is_leaving && (is_last || streams.are_idle(idle)) {
                    is_leaving = true;
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
    }
    requests.0.lock().abort_all();
}

fn builder(requests: Requests) -> http2::Builder<Requests> {
    let mut builder = http2::Builder::new(requests);
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS_MAX)
        .initial_stream_window_size(STREAM_WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .max_send_buf_size(UNSENT_BYTES_MAX)
        .max_header_list_size(u32::try_from(HEAD_BYTES_MAX).unwrap_or(u32::MAX))
        .max_pending_accept_reset_streams(RESETS_PENDING_MAX)
        .max_local_error_reset_streams(RESETS_OF_OURS_MAX);
    builder
}
