//! `/v1/ws`: the change feed over WebSocket (RFC 6455), and signals between connected clients. A
//! connection holds in memory one range of frames, shared with all other connections, and at most
//! 16 KiB plus one frame of unsent bytes.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Response};
use deskbell_app::feed::{Following, Frame, Listening};
use deskbell_app::{Access, Caller, Error as AppError, Feed, Steady};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, Errors, QueryString};
use deskbell_http::limits::{
    PINGS_UNANSWERED_MAX, SIGNALS_FLUSHED_TOGETHER, SOCKET_MESSAGE_BYTES_MAX,
    SOCKET_MESSAGES_PER_SECOND,
};
use deskbell_http::live::{self, End, Flow, MaybeHandshake, Outgoing, Rate, X_HISTORY};
use deskbell_model::Rights;
use deskbell_wire as wire;
use futures_util::{FutureExt as _, StreamExt as _};
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};

use super::TAG;
use crate::auth::{Admitted, Follower};

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
    let Some(handshake) = handshake else { return Ok(live::refused()) };
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
        let outgoing = Outgoing::open(upgraded, stall, Arc::clone(&clock), following.after).await;
        let mut beat = interval_at(Instant::now() + heartbeat, heartbeat);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
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
            Event::Received(Some(Err(SocketError::Io(error)))) if live::is_too_fast(&error) => {
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
