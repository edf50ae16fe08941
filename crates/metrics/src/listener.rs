//! The listener that serves the text of metrics on a separate address, which an operator can open
//! to the monitoring system only.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, Semaphore};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::source::{Format, MetricsSource};

/// The maximum number of open connections; further connections wait. A monitoring system needs only
/// a few connections.
const CONNECTIONS_MAX: usize = 16;
/// The longest time between an answer and the next request on a connection: longer than the usual
/// pause between two scrapes.
const REQUEST_WITHIN: Duration = Duration::from_secs(120);
/// The time after which every connection is closed. A client that reads no bytes thus cannot block
/// a slot. Prometheus connects again.
const CONNECTION_ENDS_AFTER: Duration = Duration::from_secs(3_600);
/// The pause after a connection could not be accepted, most likely for lack of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// A source of metrics, with a lock that allows only one text to be written at a time.
#[derive(Clone)]
struct Served {
    source: MetricsSource,
    turn: Arc<Mutex<()>>,
}

/// Serves `GET /metrics` until the future is dropped.
pub async fn serve(listener: TcpListener, source: MetricsSource) {
    let served = Served { source, turn: Arc::default() };
    let router = Router::new().route("/metrics", get(metrics)).with_state(served);
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut connections = JoinSet::new();
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        while connections.try_join_next().is_some() {}
        match listener.accept().await {
            Ok((stream, _)) => {
                let router = router.clone();
                connections.spawn(async move {
                    let _place = place;
                    // A connection that ends early is the client's affair.
                    let _ = timeout(CONNECTION_ENDS_AFTER, answer(stream, router)).await;
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                let ended = async {
                    if connections.join_next().await.is_none() {
                        pending::<()>().await;
                    }
                };
                let _ = timeout(ACCEPT_PAUSE, ended).await;
            }
        }
    }
}

async fn answer(stream: TcpStream, router: Router) -> hyper::Result<()> {
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(REQUEST_WITHIN)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
        .await
}

async fn metrics(State(served): State<Served>, headers: HeaderMap) -> impl IntoResponse {
    let format = format(&headers);
    let _turn = served.turn.lock().await;
    ([(CONTENT_TYPE, format.content_type())], served.source.text(format).await)
}

/// Returns the format that a client asks for: OpenMetrics if the `Accept` header names this format,
/// as the header of Prometheus does.
fn format(headers: &HeaderMap) -> Format {
    let accepted = headers.get_all(ACCEPT).iter().filter_map(|it| it.to_str().ok());
    match accepted.into_iter().any(|it| it.contains("application/openmetrics-text")) {
        true => Format::OpenMetrics,
        false => Format::Prometheus,
    }
}
