//! The reading side of a client's WebSocket: pings, and the rules for a client's messages, which
//! are equal for every audience. The module does not interpret the messages.

use deskbell_app::Error as AppError;
use futures_util::StreamExt as _;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error as SocketError, Message, Utf8Bytes};

use super::frame_limit::is_too_fast;
use super::socket::{End, Flow, LiveSocket};
use crate::error::{ApiError, ErrorCode};
use crate::limits::{PINGS_UNANSWERED_MAX, SOCKET_MESSAGE_BYTES_MAX};

/// The next item from a client: a message or an error; `None` at the end of the connection.
pub struct Received(Option<Result<Message, SocketError>>);

impl LiveSocket {
    /// Waits for the next message of the client. Dropping the future loses no message.
    pub async fn receive(&mut self) -> Received {
        Received(self.stream.next().await)
    }

    /// Handles a received message. Returns the text of a text message.
    ///
    /// # Errors
    /// The end of the session.
    pub async fn take(&mut self, Received(received): Received) -> Flow<Option<Utf8Bytes>> {
        let message = match received {
            Some(Ok(message)) => message,
            Some(Err(error)) => return Err(self.broken(&error).await),
            None => return Err(End::Gone),
        };
        if self.rate.is_too_fast(1, self.clock.uptime()) {
            return Err(self.too_fast().await);
        }
        match message {
            Message::Text(text) => return Ok(Some(text)),
            Message::Binary(_) => self.refuse(ErrorCode::NoText.into()).await?,
            Message::Pong(_) => self.unanswered = 0,
            // The library has already buffered the pong.
            Message::Ping(_) => self.flush().await?,
            Message::Close(_) => return Err(End::Gone),
            Message::Frame(_) => {}
        }
        Ok(None)
    }

    async fn broken(&mut self, error: &SocketError) -> End {
        match error {
            SocketError::Capacity(_) => {
                let why = format!("a message has at most {SOCKET_MESSAGE_BYTES_MAX} bytes");
                self.close(CloseCode::Size, &why)
            }
            SocketError::Utf8(_) => self.close(CloseCode::Invalid, "a text is UTF-8"),
            SocketError::Protocol(_) => self.close(CloseCode::Protocol, "this is not WebSocket"),
            SocketError::Io(error) if is_too_fast(error) => self.too_fast().await,
            _ => End::Gone,
        }
    }

    async fn too_fast(&mut self) -> End {
        self.fail(ErrorCode::TooMany.into(), CloseCode::Policy, "too many messages").await
    }

    /// Checks that the client has answered a recent ping.
    ///
    /// # Errors
    /// The end of the session.
    pub fn check_pongs(&self) -> Flow {
        match self.unanswered < PINGS_UNANSWERED_MAX {
            true => Ok(()),
            false => Err(self.close(CloseCode::Policy, "pings were not answered")),
        }
    }

    /// Pings the client. The ping may stay buffered until [`LiveSocket::flush`].
    ///
    /// # Errors
    /// The end of the session.
    pub async fn ping(&mut self) -> Flow {
        self.unanswered += 1;
        self.feed(Message::Ping(Vec::new().into())).await
    }

    /// Sends an error as JSON.
    ///
    /// # Errors
    /// The end of the session.
    pub async fn refuse(&mut self, error: ApiError) -> Flow {
        error.log();
        self.send_text(error.json()).await?;
        self.flush().await
    }

    /// Sends an error as JSON. Returns the end of the session, with this code and reason.
    pub async fn fail(&mut self, error: ApiError, code: CloseCode, why: &str) -> End {
        match self.refuse(error).await {
            Ok(()) => self.close(code, why),
            Err(end) => end,
        }
    }

    /// Reports to the client that the changes could not be read. Returns the end of the session.
    pub async fn fail_to_read(&mut self, error: AppError) -> End {
        let code = match error {
            AppError::Rejected(_) => CloseCode::Policy,
            _ => CloseCode::Error,
        };
        self.fail(error.into(), code, "the changes cannot be read").await
    }
}
