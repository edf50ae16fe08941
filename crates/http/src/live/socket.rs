//! The writing side of a client's WebSocket (RFC 6455). A connection holds at most 16 KiB plus one
//! message of unsent bytes. The connection is closed when its client reads no bytes for too long.
//! The reading side is in `incoming.rs`.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use deskbell_app::Steady;
use futures_util::{SinkExt as _, StreamExt as _};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error as SocketError, Message, Utf8Bytes};

use super::frame_limit::{FrameLimited, Rate};
use crate::limits::{
    LINGER_BYTES_MAX, SOCKET_CLOSING_MS, SOCKET_MESSAGE_BYTES_MAX, SOCKET_MESSAGES_PER_SECOND,
};

/// The size of the write buffer of a socket, in bytes.
const BUFFER_BYTES: usize = 16 * 1024;
/// The size of the read buffer of a socket, in bytes. The buffer is as small as most messages,
/// because each attempt to read clears the whole buffer. The buffer grows for a larger message.
const READ_BYTES: usize = 1024;

/// The reason for the end of a session.
#[derive(Debug)]
pub enum End {
    /// The client closed the connection or sent a close frame.
    Gone,
    /// The server closes the connection with a code and a reason.
    Close(CloseCode, String),
}

/// The outcome of a step of a session; the error ends the session.
pub type Flow<T = ()> = Result<T, End>;

/// A client's WebSocket, with the limits that apply to every audience.
pub struct LiveSocket {
    pub(super) stream: WebSocketStream<FrameLimited<TokioIo<Upgraded>>>,
    /// The time after which the connection is cut if the client takes no bytes.
    stall: Duration,
    /// The number of the last change written to the socket.
    pub sent: i64,
    pub(super) clock: Arc<Steady>,
    pub(super) rate: Rate,
    /// The number of pings since the last pong.
    pub(super) unanswered: u32,
}

impl LiveSocket {
    /// Opens a socket on an upgraded connection. The client knows the changes up to `sent`. `stall`
    /// is the time after which a client that takes no bytes is cut off.
    pub(super) async fn open(
        upgraded: Upgraded,
        stall: Duration,
        clock: Arc<Steady>,
        sent: i64,
    ) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BYTES)
            .write_buffer_size(BUFFER_BYTES)
            .max_message_size(Some(SOCKET_MESSAGE_BYTES_MAX))
            .max_frame_size(Some(SOCKET_MESSAGE_BYTES_MAX));
        let stream = FrameLimited::new(TokioIo::new(upgraded), Arc::clone(&clock));
        let stream = WebSocketStream::from_raw_socket(stream, Role::Server, Some(config)).await;
        let rate = Rate::new(SOCKET_MESSAGES_PER_SECOND, clock.uptime());
        Self { stream, stall, sent, clock, rate, unanswered: 0 }
    }

    /// Returns the time limit for writing a frame: a quarter of `stall`. The rest of `stall` is
    /// left for the close frame.
    fn patience(&self) -> Duration {
        self.stall / 4
    }

    /// Writes a text message, which may stay buffered until [`LiveSocket::flush`].
    ///
    /// # Errors
    /// The end of the session.
    pub async fn send_text(&mut self, text: impl Into<Bytes>) -> Flow {
        // The server's JSON is always UTF-8.
        let text = Utf8Bytes::try_from(text.into()).unwrap_or_default();
        self.feed(Message::Text(text)).await
    }

    /// Writes a message, which may stay buffered until [`LiveSocket::flush`].
    ///
    /// # Errors
    /// The end of the session.
    pub(super) async fn feed(&mut self, message: Message) -> Flow {
        let given = timeout(self.patience(), self.stream.feed(message)).await;
        self.taken(given)
    }

    /// Sends all messages that were written.
    ///
    /// # Errors
    /// The end of the session.
    pub async fn flush(&mut self) -> Flow {
        let flushed = timeout(self.patience(), self.stream.flush()).await;
        self.taken(flushed)
    }

    fn taken<E>(&self, taken: Result<Result<(), SocketError>, E>) -> Flow {
        match taken {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Gone),
            Err(_) => Err(self.close(CloseCode::Again, "too slow")),
        }
    }

    /// Returns the end of a session that the server closes with `code`. The reason is `why` and the
    /// number from which the client can resume.
    pub fn close(&self, code: CloseCode, why: &str) -> End {
        End::Close(code, format!("{why}: resume with after={}", self.sent))
    }

    /// Sends the close frame, and waits a short time until the client closes its side. Without the
    /// wait, the close of a socket with unread bytes would discard the last sent bytes.
    pub async fn end(mut self, end: End) {
        if let End::Close(code, why) = end {
            let frame = CloseFrame { code, reason: why.into() };
            let sent = timeout(self.stall, self.stream.send(Message::Close(Some(frame)))).await;
            if !matches!(sent, Ok(Ok(()))) {
                return;
            }
        }
        let leaving = async {
            let mut is_told = false;
            while let Some(received) = self.stream.next().await {
                is_told = received.is_ok();
            }
            if !is_told {
                // After an error, the remaining bytes of the client are discarded.
                let stream = self.stream.get_mut().get_mut();
                let _ = stream.shutdown().await;
                let mut rest = stream.take(LINGER_BYTES_MAX);
                let _ = tokio::io::copy(&mut rest, &mut tokio::io::sink()).await;
            }
        };
        let _ = timeout(Duration::from_millis(SOCKET_CLOSING_MS), leaving).await;
    }
}
