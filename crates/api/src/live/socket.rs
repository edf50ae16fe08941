//! `/v1/ws`: the change feed over WebSocket (RFC 6455), and signals between connected clients. A
//! connection holds in memory one range of rendered changes, shared with all other connections. The
//! unsent bytes of a connection are at most 16 KiB plus one rendered change.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use deskbell_app::feed::{Following, Frame, Listening};
use deskbell_app::{Access, Caller, Error as AppError, Feed, Steady};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, Errors, QueryString};
use deskbell_http::limits::SIGNALS_FLUSHED_TOGETHER;
use deskbell_http::live::{self, CloseCode, Flow, LiveSocket, MaybeHandshake, Received};
use deskbell_model::Rights;
use deskbell_wire as wire;
use futures_util::FutureExt as _;
use tokio::sync::watch;
use tokio::time::Interval;

use super::TAG;
use crate::auth::{Admitted, Follower};

pub(crate) fn describe_open() -> Operation {
    let says = "A WebSocket (RFC 6455). Each text message is a change as in listChanges, or a \
        signal without `seq`: who is typing, who is online.";
    Operation::follow("openSocket", TAG, "Follow changes over WebSocket")
        .says(
            "Sends changes from now on, or those after `after`. Clients may send \
             `{\"type\":\"typing\",\"chat\",\"agent\"}` and \
             `{\"type\":\"presence\",\"agent\",\"chat\",\"online\"}`, which all other clients \
             receive. Needs HTTP/1.1.",
        )
        .with(&["after", "history", "kind", "chat"])
        .refuses(&[ErrorCode::After, ErrorCode::History, ErrorCode::Kind, ErrorCode::ChatId])
        .refuses(&[ErrorCode::HistoryExpired(42), ErrorCode::HistoryReplaced])
        .refuses(&[ErrorCode::SocketKey, ErrorCode::Upgrade])
        .answers_with(101, says, None)
}

/// `GET /v1/ws`: sends changes with a number above `after`, and signals of other clients. Without
/// `after`, sends only future changes.
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
    let (history, sent, stopping) = (following.history(), following.after, account.stopping);
    let answer = handshake.accept(clock, sent, move |socket, beat| async move {
        let session = Session { access, caller, socket, following, listening, stopping, beat };
        session.run().await;
        drop(permit);
    });
    Ok(live::in_history(answer, history))
}

/// The session of one client, from the handshake to the close.
struct Session {
    access: Arc<Access>,
    caller: Caller,
    socket: LiveSocket,
    following: Following,
    listening: Listening,
    stopping: watch::Receiver<bool>,
    beat: Interval,
}

enum Event {
    Stop,
    Changes(Result<Vec<Arc<Frame>>, AppError>),
    /// A signal of another client; `None` if the connection was too slow and missed a presence
    /// signal.
    Signal(Option<Vec<u8>>),
    Beat,
    Received(Received),
}

impl Session {
    async fn run(mut self) {
        let end = loop {
            if let Err(end) = self.step().await {
                break end;
            }
        };
        let Self { socket, following, listening, .. } = self;
        // Dropping both handles announces at once that the client has left.
        drop((following, listening));
        socket.end(end).await;
    }

    async fn step(&mut self) -> Flow {
        let event = tokio::select! {
            _ = self.stopping.wait_for(|is_stopping| *is_stopping) => Event::Stop,
            changes = self.following.next() => Event::Changes(changes),
            signal = self.listening.next() => Event::Signal(signal),
            _ = self.beat.tick() => Event::Beat,
            received = self.socket.receive() => Event::Received(received),
        };
        match event {
            Event::Stop => Err(self.socket.close(CloseCode::Away, "the server stops")),
            Event::Changes(Ok(frames)) => self.send_changes(&frames).await,
            Event::Changes(Err(error)) => Err(self.socket.fail_to_read(error).await),
            Event::Signal(None) => Err(self.socket.close(CloseCode::Again, "too slow")),
            Event::Signal(Some(signal)) => self.send_signals(signal).await,
            Event::Beat => self.beat().await,
            Event::Received(received) => match self.socket.take(received).await? {
                Some(text) => self.hear(text.as_bytes()).await,
                None => Ok(()),
            },
        }
    }

    async fn send_changes(&mut self, frames: &[Arc<Frame>]) -> Flow {
        for frame in frames {
            self.socket.send_text(frame.json.clone()).await?;
            self.socket.sent = frame.seq;
        }
        self.socket.flush().await?;
        // Changes that the filter skipped count as sent, too.
        self.socket.sent = self.following.after;
        Ok(())
    }

    /// Sends a signal and all signals that are already queued.
    async fn send_signals(&mut self, first: Vec<u8>) -> Flow {
        self.socket.send_text(first).await?;
        for _ in 1..SIGNALS_FLUSHED_TOGETHER {
            match self.listening.next().now_or_never() {
                Some(Some(signal)) => self.socket.send_text(signal).await?,
                Some(None) => return Err(self.socket.close(CloseCode::Again, "too slow")),
                None => break,
            }
        }
        self.socket.flush().await
    }

    /// Pings the client, and checks in the database whether the key still works.
    async fn beat(&mut self) -> Flow {
        self.socket.check_pongs()?;
        if matches!(self.access.is_working(self.caller).await, Ok(false)) {
            let (error, why) = (ErrorCode::Token.into(), "the key was revoked");
            return Err(self.socket.fail(error, CloseCode::Policy, why).await);
        }
        self.socket.ping().await?;
        self.socket.flush().await
    }

    /// Handles a client's text message, which must be a signal.
    async fn hear(&mut self, text: &[u8]) -> Flow {
        match wire::signals::read(text) {
            Ok(_) if self.caller.rights != Rights::ALL => {
                self.socket.refuse(ErrorCode::ReadOnly.into()).await
            }
            Ok(signal) => {
                self.listening.give(signal);
                Ok(())
            }
            Err(invalid_fields) => self.socket.refuse(invalid_fields.into()).await,
        }
    }
}
