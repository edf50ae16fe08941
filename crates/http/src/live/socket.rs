//! `/v1/ws`: the change feed over WebSocket (RFC 6455), and signals between connected clients. A
//! connection holds in memory one range of frames, shared with all other connections, and at most
//! 16 KiB plus one frame of unsent bytes.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, Response};
use deskbell_app::feed::{Following, Frame, Listening};
use deskbell_app::{Access, Caller, Error as AppError, Feed, Steady};
use deskbell_model::Rights;
use deskbell_wire as wire;
use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error as SocketError, Message, Utf8Bytes};

use super::frame_limit::{self, FrameLimited, Rate};
use super::handshake::{self, MaybeHandshake};
use super::{TAG, X_HISTORY};
use crate::docs::Operation;
use crate::error::{ApiError, ErrorCode};
use crate::extract::{Account, Admitted, Errors, Follower, QueryString};
use crate::limits::{
    LINGER_BYTES_MAX, PINGS_UNANSWERED_MAX, SIGNALS_FLUSHED_TOGETHER, SOCKET_CLOSING_MS,
    SOCKET_MESSAGE_BYTES_MAX, SOCKET_MESSAGES_PER_SECOND,
};

/// The size of the read and write buffers of a socket, in bytes.
const BUFFER_BYTES: usize = 16 * 1024;

pub(crate) fn describe_open() -> Operation {
    let says = "A WebSocket (RFC 6455). Each text message is a change as listChanges shows it, or \
                a signal without `seq`: who types, who is there.";
    Operation::follow("openSocket", TAG, "Follow changes over WebSocket")
        .says(
            "From now on, or behind `after`. Clients may say `{\"type\":\"typing\",\"chat\",\
             \"agent\"}` and `{\"type\":\"presence\",\"agent\",\"chat\",\"online\"}`, which the \
             others hear. HTTP/1.1 alone opens one.",
        )
        .with(&["after", "history", "kind", "chat"])
        .refuses(&[ErrorCode::After, ErrorCode::History, ErrorCode::Kind, ErrorCode::ChatId])
        .refuses(&[ErrorCode::HistoryExpired(42), ErrorCode::HistoryReplaced])
        .refuses(&[ErrorCode::SocketKey, ErrorCode::Upgrade])
        .answers_with(101, says, None)
}

/// `GET /v1/ws`: changes with a number above `after`, or future changes only, and signals of other
/// clients.
pub(crate) async fn open(
    mut follower: Admitted<Follower>,
    State(feed): State<Arc<Feed>>,
    State(clock): State<Arc<Steady>>,
    State(access): State<Arc<Access>>,
    query: QueryString,
    account: Account,
    MaybeHandshake(handshake): MaybeHandshake,
) -> Result<Response<Body>, ApiError> {
    let mut errors = Errors::default();
    let after = query.after(&mut errors);
    let history = query.history(&mut errors);
    let interest = query.interest(&mut errors);
    errors.check()?;
    let Some(handshake) = handshake else { return Ok(handshake::refused()) };
    let caller = follower.caller;
    let mut following = feed.follow(caller.org, (after, history), interest).await?;
    following.begin().await?;
    let permit = handshake.stream_permit(caller.org)?;
    follower.enter(&access).await?;
    let listening = feed.listen(caller.org, interest.chat)?;
    let (mut answer, upgrade, connection) = handshake.accept();
    let history = HeaderValue::try_from(following.history().to_string());
    answer.headers_mut().extend(history.map(|history| (X_HISTORY, history)));
    let (stall, heartbeat) = (connection.stall, connection.heartbeat);
    connection.set_session(async move {
        let Ok(upgraded) = upgrade.await else { return };
        let config = WebSocketConfig::default()
            .read_buffer_size(SOCKET_MESSAGE_BYTES_MAX)
            .write_buffer_size(BUFFER_BYTES)
            .max_message_size(Some(SOCKET_MESSAGE_BYTES_MAX))
            .max_frame_size(Some(SOCKET_MESSAGE_BYTES_MAX));
        let stream = FrameLimited::new(TokioIo::new(upgraded), Arc::clone(&clock));
        let socket = WebSocketStream::from_raw_socket(stream, Role::Server, Some(config)).await;
        let mut beat = interval_at(Instant::now() + heartbeat, heartbeat);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let outgoing = Outgoing { socket, stall, sent: following.after };
        let rate = Rate::new(SOCKET_MESSAGES_PER_SECOND, clock.uptime());
        let (stopping, unanswered) = (account.stopping, 0);
        let session = Session {
            access,
            clock,
            caller,
            outgoing,
            following,
            listening,
            stopping,
            beat,
            unanswered,
            rate,
        };
        session.run().await;
        drop(permit);
    });
    Ok(answer)
}

/// The reason for the end of a session.
enum End {
    /// The client closed the connection or sent a close frame.
    Gone,
    /// The server closes the connection with a code and a reason.
    Close(CloseCode, String),
}

type Flow<T = ()> = Result<T, End>;

/// The writing side of the socket.
struct Outgoing {
    socket: WebSocketStream<FrameLimited<TokioIo<Upgraded>>>,
    /// The time after which the connection is cut if the client takes no bytes.
    stall: Duration,
    /// The number of the last change written to the socket.
    sent: i64,
}

impl Outgoing {
    /// The time limit for writing a frame: a quarter of `stall`. The rest is left for the close
    /// frame.
    fn patience(&self) -> Duration {
        self.stall / 4
    }

    /// Writes a text message, which may stay buffered until [`Outgoing::flush`].
    async fn send_text(&mut self, text: impl Into<Bytes>) -> Flow {
        // The server's JSON is always UTF-8.
        let text = Utf8Bytes::try_from(text.into()).unwrap_or_default();
        self.feed(Message::Text(text)).await
    }

    async fn feed(&mut self, message: Message) -> Flow {
        let given = timeout(self.patience(), self.socket.feed(message)).await;
        self.taken(given)
    }

    async fn flush(&mut self) -> Flow {
        let flushed = timeout(self.patience(), self.socket.flush()).await;
        self.taken(flushed)
    }

    fn taken<E>(&self, taken: Result<Result<(), SocketError>, E>) -> Flow {
        match taken {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Gone),
            Err(_) => Err(self.close(CloseCode::Again, "too slow")),
        }
    }

    /// Ends the session with a close frame whose reason has the number from which the client can
    /// resume.
    fn close(&self, code: CloseCode, why: &str) -> End {
        End::Close(code, format!("{why}: resume with after={}", self.sent))
    }

    /// Sends the close frame, and waits a short time for the client to close its side: closing a
    /// socket with unread bytes would discard the last bytes sent.
    async fn end(mut self, end: End) {
        if let End::Close(code, why) = end {
            let frame = CloseFrame { code, reason: why.into() };
            let sent = timeout(self.stall, self.socket.send(Message::Close(Some(frame)))).await;
            if !matches!(sent, Ok(Ok(()))) {
                return;
            }
        }
        let leaving = async {
            let mut is_told = false;
            while let Some(received) = self.socket.next().await {
                is_told = received.is_ok();
            }
            if !is_told {
                // After an error, the remaining bytes of the client are discarded.
                let stream = self.socket.get_mut().get_mut();
                let _ = stream.shutdown().await;
                let mut rest = stream.take(LINGER_BYTES_MAX);
                let _ = tokio::io::copy(&mut rest, &mut tokio::io::sink()).await;
            }
        };
        let _ = timeout(Duration::from_millis(SOCKET_CLOSING_MS), leaving).await;
    }
}

/// The session of one client, from the handshake to the close.
struct Session {
    access: Arc<Access>,
    clock: Arc<Steady>,
    caller: Caller,
    outgoing: Outgoing,
    following: Following,
    listening: Listening,
    stopping: watch::Receiver<bool>,
    beat: Interval,
    /// The number of pings since the last pong.
    unanswered: u32,
    rate: Rate,
}

enum Event {
    Stop,
    Changes(Result<Vec<Arc<Frame>>, AppError>),
    /// A signal; `None` if a presence was missed.
    Signal(Option<Vec<u8>>),
    Beat,
    Received(Option<Result<Message, SocketError>>),
}

impl Session {
    async fn run(mut self) {
        let end = loop {
            if let Err(end) = self.step().await {
                break end;
            }
        };
        let Self { outgoing, following, listening, .. } = self;
        // Dropping both handles announces at once that the client has left.
        drop((following, listening));
        outgoing.end(end).await;
    }

    async fn step(&mut self) -> Flow {
        let event = tokio::select! {
            _ = self.stopping.wait_for(|is_stopping| *is_stopping) => Event::Stop,
            changes = self.following.next() => Event::Changes(changes),
            signal = self.listening.next() => Event::Signal(signal),
            _ = self.beat.tick() => Event::Beat,
            received = self.outgoing.socket.next() => Event::Received(received),
        };
        match event {
            Event::Stop => Err(self.outgoing.close(CloseCode::Away, "the server stops")),
            Event::Changes(Ok(frames)) => self.send_changes(&frames).await,
            Event::Changes(Err(error)) => Err(self.fail(error).await?),
            Event::Signal(None) => Err(self.outgoing.close(CloseCode::Again, "too slow")),
            Event::Signal(Some(signal)) => self.send_signals(signal).await,
            Event::Beat => self.beat().await,
            Event::Received(Some(Ok(message))) => self.receive(message).await,
            Event::Received(Some(Err(SocketError::Capacity(_)))) => {
                let why = format!("a message has at most {SOCKET_MESSAGE_BYTES_MAX} bytes");
                Err(self.outgoing.close(CloseCode::Size, &why))
            }
            Event::Received(Some(Err(SocketError::Utf8(_)))) => {
                Err(self.outgoing.close(CloseCode::Invalid, "a text is UTF-8"))
            }
            Event::Received(Some(Err(SocketError::Protocol(_)))) => {
                Err(self.outgoing.close(CloseCode::Protocol, "this is not WebSocket"))
            }
            Event::Received(Some(Err(SocketError::Io(error))))
                if frame_limit::is_too_fast(&error) =>
            {
                Err(self.slow_down().await?)
            }
            Event::Received(None | Some(Err(_))) => Err(End::Gone),
        }
    }

    async fn send_changes(&mut self, frames: &[Arc<Frame>]) -> Flow {
        for frame in frames {
            self.outgoing.send_text(frame.json.clone()).await?;
            self.outgoing.sent = frame.seq;
        }
        self.outgoing.flush().await?;
        // Changes that the filter skipped count as sent, too.
        self.outgoing.sent = self.following.after;
        Ok(())
    }

    /// Sends a signal together with those that already follow it.
    async fn send_signals(&mut self, first: Vec<u8>) -> Flow {
        self.outgoing.send_text(first).await?;
        for _ in 1..SIGNALS_FLUSHED_TOGETHER {
            match self.listening.next().now_or_never() {
                Some(Some(signal)) => self.outgoing.send_text(signal).await?,
                Some(None) => return Err(self.outgoing.close(CloseCode::Again, "too slow")),
                None => break,
            }
        }
        self.outgoing.flush().await
    }

    /// Reports a failed read of the feed to the client; gives the end of the session.
    async fn fail(&mut self, error: AppError) -> Flow<End> {
        let code = match error {
            AppError::Rejected(_) => CloseCode::Policy,
            _ => CloseCode::Error,
        };
        self.refuse(ApiError::from(error)).await?;
        Ok(self.outgoing.close(code, "the feed cannot be read"))
    }

    /// Pings the client, and checks in the database whether the key still works.
    async fn beat(&mut self) -> Flow {
        if self.unanswered >= PINGS_UNANSWERED_MAX {
            return Err(self.outgoing.close(CloseCode::Policy, "pings were not answered"));
        }
        if matches!(self.access.is_working(self.caller).await, Ok(false)) {
            self.refuse(ErrorCode::Token.into()).await?;
            return Err(self.outgoing.close(CloseCode::Policy, "the key was revoked"));
        }
        self.unanswered += 1;
        self.outgoing.feed(Message::Ping(Vec::new().into())).await?;
        self.outgoing.flush().await
    }

    /// Reports too many messages to the client; gives the end of the session.
    async fn slow_down(&mut self) -> Flow<End> {
        self.refuse(ErrorCode::TooMany.into()).await?;
        Ok(self.outgoing.close(CloseCode::Policy, "too many messages"))
    }

    async fn receive(&mut self, message: Message) -> Flow {
        if self.rate.is_too_fast(1, self.clock.uptime()) {
            return Err(self.slow_down().await?);
        }
        match message {
            Message::Text(text) => match wire::signals::read(text.as_bytes()) {
                Ok(_) if self.caller.rights != Rights::ALL => {
                    self.refuse(ErrorCode::ReadOnly.into()).await
                }
                Ok(signal) => {
                    self.listening.give(signal);
                    Ok(())
                }
                Err(invalid_fields) => self.refuse(invalid_fields.into()).await,
            },
            Message::Binary(_) => self.refuse(ErrorCode::NoText.into()).await,
            Message::Pong(_) => {
                self.unanswered = 0;
                Ok(())
            }
            // The library has already buffered the pong.
            Message::Ping(_) => self.outgoing.flush().await,
            Message::Close(_) => Err(End::Gone),
            Message::Frame(_) => Ok(()),
        }
    }

    /// Sends an error as JSON.
    async fn refuse(&mut self, error: ApiError) -> Flow {
        error.log();
        self.outgoing.send_text(error.json()).await?;
        self.outgoing.flush().await
    }
}
