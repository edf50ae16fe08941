//! The server's sockets: accepting connections, limiting them, and closing them after complete
//! answers.

mod activity;
mod backlog;
mod chunked_body;
mod connection;
pub mod connection_handle;
mod http2;
mod limits;
mod lingering_close;
mod listener;
mod preface;
pub mod raw_stream;
pub mod read_timeout;
mod refusal;
mod serving;
mod slots;
mod smuggling;
pub mod stream_quotas;
mod write_timeout;

use std::future::poll_fn;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::Http;
use crate::meters::RequestMeters;
use activity::Activity;
use backlog::Backlog;
use connection::connection;
pub use limits::Limits;
use listener::Accepted;
pub use listener::Listener;
use serving::{Serving, Stage};
use slots::{ConnectionSlots, SlotPermit};
use stream_quotas::StreamQuotas;

/// The longest pause after a failed attempt to accept a connection. The end of a connection ends
/// the pause early.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves the connections of all listeners until `stop` completes, and finally lets running
/// requests finish.
pub async fn serve(
    http: Http,
    listeners: Vec<Listener>,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let slots = ConnectionSlots::new(&limits);
    let quotas = StreamQuotas::new(limits.connections, limits.share_percent, http.meters());
    let mut connections = JoinSet::new();
    let stage = watch::Sender::new(Stage::Open);
    let mut stop = std::pin::pin!(stop);
    let begin = |(stream, peer): Accepted, slot: SlotPermit, connections: &mut JoinSet<()>| {
        let Some(taken) = slots.take(slot, peer.ip()) else {
            return tracing::debug!(%peer, "an address has its share of connections");
        };
        let shared = (Arc::clone(&taken.activity), Arc::clone(&quotas));
        let serving = Serving::new(http.clone(), peer, limits, stage.subscribe(), shared);
        let connection = connection(serving, stream);
        let open = OpenConnection::new(http.meters());
        connections.spawn(async move {
            let (_taken, _open) = (taken, open);
            connection.await;
        });
    };
    // Accepted connections that wait for a slot. Idle connections are evicted only while the
    // backlog is not empty.
    let mut backlog = Backlog::default();
    // The listener that is asked first; they take turns.
    let mut turn = 0;
    loop {
        let has_room = backlog.has_room();
        tokio::select! {
            () = &mut stop => break,
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            slot = slots.slot(), if !backlog.is_empty() => {
                if let Some(next) = backlog.next() {
                    begin(next, slot, &mut connections);
                }
            }
            accepted = accept(&listeners, &mut turn), if has_room => match accepted {
                Some(accepted) => backlog.push(accepted),
                // Most likely the file descriptors ran out: a connection has to end first.
                None => {
                    let _ = timeout(ACCEPT_PAUSE, ended(&mut connections)).await;
                }
            },
        }
    }
    for (accepted, slot) in accept_last(backlog, listeners, &slots) {
        begin(accepted, slot, &mut connections);
    }
    // Requests that were sent earlier may not be read yet. Each is answered with `Connection:
    // close`.
    stage.send_replace(Stage::Leaving);
    http.stop();
    let grace = Duration::from_millis(limits.last_requests_ms.min(limits.drain_ms));
    let _ = timeout(grace, all_ended(&mut connections)).await;
    stage.send_replace(Stage::Closing);
    let drain = Duration::from_millis(limits.drain_ms);
    if timeout(drain, all_ended(&mut connections)).await.is_err() {
        tracing::warn!(connections = connections.len(), "some requests did not finish in time");
    }
}

/// Serves one established connection to its end, as [`serve`] serves the connections that it
/// accepts.
pub async fn serve_connection(
    http: Http,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    limits: Limits,
) {
    let stage = watch::Sender::new(Stage::Open);
    let quotas = StreamQuotas::new(limits.connections, limits.share_percent, http.meters());
    let shared = (Activity::new(false), quotas);
    connection(Serving::new(http, peer, limits, stage.subscribe(), shared), stream).await;
}

/// A connection that is counted as open until this value is dropped.
struct OpenConnection(Arc<RequestMeters>);

impl OpenConnection {
    fn new(meters: &Arc<RequestMeters>) -> Self {
        meters.connections.rise();
        Self(Arc::clone(meters))
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.connections.fall();
    }
}

async fn all_ended(connections: &mut JoinSet<()>) {
    while connections.join_next().await.is_some() {}
}

/// Waits until a connection ends, or for ever if there is no connection.
async fn ended(connections: &mut JoinSet<()>) {
    if connections.join_next().await.is_none() {
        std::future::pending::<()>().await;
    }
}

/// Accepts the connections that are queued when the listening sockets close. The close would reset
/// these connections, although their clients may have sent a request. The queue of the operating
/// system is read directly, since the runtime may not know of new connections yet.
fn accept_last(
    mut backlog: Backlog,
    listeners: Vec<Listener>,
    slots: &ConnectionSlots,
) -> Vec<(Accepted, SlotPermit)> {
    let mut last = Vec::new();
    for listener in listeners {
        let Ok(listener) = listener.into_std() else { continue };
        while let Some(slot) = slots.try_slot() {
            match backlog.next().map_or_else(|| listener.accept(), Ok) {
                Ok(accepted) => last.push((accepted, slot)),
                Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => {
                    tracing::warn!(%error, "the last connections could not be accepted");
                    break;
                }
            }
        }
    }
    last
}

/// Accepts the next connection of any listener; `None` after an error. `turn` is the index of the
/// listener to poll first. Afterwards `turn` is the index after the listener that had a connection.
async fn accept(listeners: &[Listener], turn: &mut usize) -> Option<Accepted> {
    let accepted = poll_fn(|context| {
        for number in *turn..*turn + listeners.len() {
            let Some(listener) = listeners.get(number % listeners.len()) else { continue };
            if let Poll::Ready(accepted) = listener.poll_accept(context) {
                *turn = (number + 1) % listeners.len();
                return Poll::Ready(accepted);
            }
        }
        Poll::Pending
    });
    match accepted.await {
        Ok(accepted) => Some(accepted),
        Err(error) => {
            tracing::warn!(%error, "a connection could not be accepted");
            None
        }
    }
}
