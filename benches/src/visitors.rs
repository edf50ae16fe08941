//! Many visitors, each with a session, and their WebSockets on one thread. All sockets share one
//! count of the messages that arrived.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use deskbell_lab::{Result, While as _, hex};
use futures_util::{SinkExt as _, StreamExt as _};
use sha2::{Digest as _, Sha256};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::data::Data;

/// The time limit for an event, after which the program fails.
const PATIENCE: Duration = Duration::from_secs(60);
/// The number of sockets that are opened at the same time.
const OPENED_AT_ONCE: u64 = 64;
/// The number of sessions that one statement writes.
const ROWS_AT_ONCE: u64 = 500;
/// A text that occurs in events about messages, and in no other events.
const MARK: &str = r#""kind":"message""#;
/// The size of a socket's read buffer, in bytes.
const READ_BYTES: usize = 2 * 1024;

type Socket = WebSocketStream<TcpStream>;

/// The token of a visitor, by the customer's id.
fn token(visitor: u64) -> String {
    format!("dbv_{visitor:064x}")
}

/// Creates a session for each of the first `visitors` customers. Assigns the chats to these
/// visitors in turn, beginning with chat 1 and visitor 1. All chats become open, with a last
/// message of agent 1. No server may use the database meanwhile.
///
/// # Errors
/// When the database reports an error.
pub fn settle(data: &Data, visitors: u64) -> Result<()> {
    let mut sql = format!(
        "UPDATE chats SET customer_id = (id - 1) % {visitors} + 1, status = 'opened',
                assignee_id = 1, snoozed_until = NULL, closed_at = NULL, closed_by = NULL
          WHERE org_id = 1;
         UPDATE customers SET blocked = 0 WHERE org_id = 1;"
    );
    for first in (1..=visitors).step_by(usize::try_from(ROWS_AT_ONCE).unwrap_or(usize::MAX)) {
        let rows = (first..=visitors.min(first + ROWS_AT_ONCE - 1)).map(|visitor| {
            let hash = hex(&Sha256::digest(token(visitor)));
            format!("(1, '{hash}', 1, {visitor}, 0, NOW, NOW)")
        });
        sql.push_str(
            "INSERT INTO visitor_sessions
                (org_id, hash, application_id, customer_id, verified, created_at, used_at) VALUES ",
        );
        sql.push_str(&rows.collect::<Vec<_>>().join(", "));
        sql.push(';');
    }
    let sqlite = format!("BEGIN;{};COMMIT;", sql.replace("NOW", "unixepoch()"));
    data.execute(&sqlite, &sql.replace("NOW", "CAST(extract(epoch FROM now()) AS BIGINT)"))
}

#[derive(Debug, Default)]
struct Seen {
    messages: AtomicU64,
    /// The number of messages at which the waiting task is notified.
    awaited: AtomicU64,
    reached: Notify,
}

/// The sockets of visitors, which close when the value is dropped.
#[derive(Debug)]
pub struct Sockets {
    seen: Arc<Seen>,
    tasks: JoinSet<Result<()>>,
}

impl Sockets {
    /// Opens the sockets of the first `visitors` visitors; returns when all sockets receive events.
    ///
    /// # Errors
    /// When a socket is not opened.
    pub async fn open(address: SocketAddr, visitors: u64) -> Result<Self> {
        let mut sockets = Self { seen: Arc::default(), tasks: JoinSet::new() };
        let mut opening = JoinSet::new();
        let mut next = 1..=visitors;
        loop {
            while opening.len() as u64 <= OPENED_AT_ONCE
                && let Some(visitor) = next.next()
            {
                opening.spawn(opened(address, visitor));
            }
            let Some(socket) = opening.join_next().await else { return Ok(sockets) };
            let socket = socket.while_at("a socket")??;
            sockets.tasks.spawn(read(socket, Arc::clone(&sockets.seen)));
        }
    }

    /// Waits until `messages` messages have arrived since the start.
    ///
    /// # Errors
    /// When a socket ends, the wait is too long, or more messages arrived.
    pub async fn wait(&mut self, messages: u64) -> Result<()> {
        self.seen.awaited.store(messages, Ordering::SeqCst);
        while self.seen.messages.load(Ordering::SeqCst) < messages {
            tokio::select! {
                ended = self.tasks.join_next() => {
                    ended.ok_or("there is no socket")?.while_at("a socket")??;
                    return Err("a socket ended".into());
                }
                waited = timeout(PATIENCE, self.seen.reached.notified()) => {
                    waited.while_at("a message did not arrive")?;
                }
            }
        }
        match self.seen.messages.load(Ordering::SeqCst) - messages {
            0 => Ok(()),
            more => Err(format!("{more} messages more arrived than were posted")),
        }
    }
}

async fn opened(address: SocketAddr, visitor: u64) -> Result<Socket> {
    let step = "opening a socket";
    let stream = TcpStream::connect(address).await.while_at(step)?;
    stream.set_nodelay(true).while_at(step)?;
    let config = WebSocketConfig::default().read_buffer_size(READ_BYTES).write_buffer_size(0);
    let url = format!("ws://{address}/widget/v1/ws");
    let opening = client_async_with_config(url, stream, Some(config));
    let (mut socket, _) = timeout(PATIENCE, opening).await.while_at(step)?.while_at(step)?;
    let hello = format!(r#"{{"token":"{}"}}"#, token(visitor));
    socket.send(Message::text(hello)).await.while_at(step)?;
    // The first news says that the chats are followed.
    let first = timeout(PATIENCE, socket.next()).await.while_at(step)?;
    match first.ok_or("a socket was closed")?.while_at(step)? {
        Message::Ping(_) => Ok(socket),
        Message::Text(text) if text.as_str().contains(r#""kind":"online""#) => Ok(socket),
        other => Err(format!("a socket began with {other}")),
    }
}

/// Counts a socket's messages, and answers its pings.
async fn read(mut socket: Socket, seen: Arc<Seen>) -> Result<()> {
    while let Some(received) = socket.next().await {
        match received.while_at("a socket")? {
            Message::Text(text) if text.as_str().contains(MARK) => {
                let messages = seen.messages.fetch_add(1, Ordering::SeqCst) + 1;
                if messages >= seen.awaited.load(Ordering::SeqCst) {
                    seen.reached.notify_one();
                }
            }
            Message::Ping(_) => socket.flush().await.while_at("a socket")?,
            Message::Close(frame) => return Err(format!("a socket was closed: {frame:?}")),
            _ => {}
        }
    }
    Ok(())
}
