//! `/app/v1/ws`: the changes that an agent may know of, and who is typing, viewing a chat or
//! present. No message mentions a chat outside of the agent's scope; a chat that leaves the scope
//! is reported as `gone`.

mod changes;

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Response};
use deskbell_app::feed::{Following, Frame, Interest, Listening};
use deskbell_app::{Access, Error as AppError, Feed, Lists, Steady};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, Errors, QueryString};
use deskbell_http::limits::{
    PINGS_UNANSWERED_MAX, SOCKET_MESSAGE_BYTES_MAX, SOCKET_MESSAGES_PER_SECOND,
};
use deskbell_http::live::{self, End, Flow, MaybeHandshake, Outgoing, Rate, X_HISTORY};
use deskbell_model::{AgentId, ChatId, ChatScope, OrgId, Rights, SessionId, Signal};
use deskbell_wire as wire;
use deskbell_wire::inbox::live::Said;
use futures_util::StreamExt as _;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};

use crate::agent::ByAgent;
use crate::rights::Any;

pub(crate) fn describe() -> Operation {
    let says = "A WebSocket (RFC 6455). Each text message has a `kind`: `chats` (rows of chats \
                that changed), `message.created` and `message.updated` (as programs see them), \
                `gone`, `typing`, `presence` (with `chat`: who looks at it), or the kind of a \
                change, whose object is to be read again.";
    Operation::signed_in("openSocket", "Live", "Follow changes")
        .says(
            "From now on, or behind `after`. The page says `{\"type\":\"typing\",\"chat\"}`, \
             `{\"type\":\"viewing\",\"chat\"}` and `{\"type\":\"idle\",\"idle\"}`: an agent is \
             there while a socket is open and not idle. HTTP/1.1 alone opens one.",
        )
        .with(&["after", "history"])
        .refuses(&[ErrorCode::CrossSite])
        .refuses(&[ErrorCode::After, ErrorCode::History])
        .refuses(&[ErrorCode::HistoryExpired(42), ErrorCode::HistoryReplaced])
        .refuses(&[ErrorCode::SocketKey, ErrorCode::Upgrade, ErrorCode::TooManyStreams])
        .answers_with(101, says, None)
}

/// The services of a socket.
type Services = (State<Arc<Feed>>, State<Arc<Lists>>, State<Arc<Steady>>, State<Arc<Access>>);

/// `GET /app/v1/ws`: opens the socket of a page.
pub(crate) async fn open(
    by: ByAgent<Any>,
    (State(feed), State(lists), State(clock), State(access)): Services,
    query: QueryString,
    account: Account,
    MaybeHandshake(handshake): MaybeHandshake,
) -> Result<Response<Body>, ApiError> {
    let mut errors = Errors::default();
    let after = query.after(&mut errors);
    let history = query.history(&mut errors);
    errors.check()?;
    let Some(handshake) = handshake else { return Ok(live::refused()) };
    let org = by.caller.org;
    let mut following = feed.follow(org, (after, history), Interest::EVERYTHING).await?;
    following.begin().await?;
    let permit = handshake.stream_permit(org)?;
    let listening = feed.listen(org, None)?;
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
        let agent = Agent {
            org,
            id: by.agent,
            rights: by.caller.rights,
            scope: by.scope,
            session: by.session,
        };
        let (stopping, unanswered) = (account.stopping, 0);
        let socket = Socket {
            agent,
            access,
            lists,
            clock,
            outgoing,
            following,
            listening,
            stopping,
            beat,
            unanswered,
            rate,
            viewing: None,
            known: BTreeSet::new(),
        };
        socket.run().await;
        drop(permit);
    });
    Ok(answer)
}

/// The agent of a socket.
struct Agent {
    org: OrgId,
    id: AgentId,
    rights: Rights,
    scope: ChatScope,
    session: SessionId,
}

/// The socket of a page, from the handshake to the close.
struct Socket {
    agent: Agent,
    access: Arc<Access>,
    lists: Arc<Lists>,
    clock: Arc<Steady>,
    outgoing: Outgoing,
    following: Following,
    listening: Listening,
    stopping: watch::Receiver<bool>,
    beat: Interval,
    /// The number of pings since the last pong.
    unanswered: u32,
    rate: Rate,
    /// The chat that the agent is viewing.
    viewing: Option<ChatId>,
    /// The chats that were sent over the socket, so that their deletion can be reported.
    known: BTreeSet<ChatId>,
}

enum Event {
    Stop,
    Changes(Result<Vec<Arc<Frame>>, AppError>),
    /// A signal; `None` if a presence was missed.
    Signal(Option<Signal>),
    Beat,
    Received(Option<Result<Message, SocketError>>),
}

impl Socket {
    async fn run(mut self) {
        self.listening.give(self.presence(None, true));
        let end = loop {
            if let Err(end) = self.step().await {
                break end;
            }
        };
        let Self { outgoing, following, listening, .. } = self;
        // Dropping both handles announces at once that the agent has left.
        drop((following, listening));
        outgoing.end(end).await;
    }

    const fn presence(&self, chat: Option<ChatId>, is_online: bool) -> Signal {
        Signal::Presence { chat, agent: Some(self.agent.id), is_online }
    }

    async fn step(&mut self) -> Flow {
        let event = tokio::select! {
            _ = self.stopping.wait_for(|is_stopping| *is_stopping) => Event::Stop,
            changes = self.following.next() => Event::Changes(changes),
            signal = self.listening.next_signal() => Event::Signal(signal),
            _ = self.beat.tick() => Event::Beat,
            received = self.outgoing.socket.next() => Event::Received(received),
        };
        match event {
            Event::Stop => Err(self.outgoing.close(CloseCode::Away, "the server stops")),
            Event::Changes(Ok(frames)) => self.send_changes(&frames).await,
            Event::Changes(Err(error)) => Err(self.fail(error).await?),
            Event::Signal(None) => Err(self.outgoing.close(CloseCode::Again, "too slow")),
            Event::Signal(Some(signal)) => self.send_signal(signal).await,
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

    /// Reports a failed read to the page; gives the end of the session.
    async fn fail(&mut self, error: AppError) -> Flow<End> {
        let code = match error {
            AppError::Rejected(_) => CloseCode::Policy,
            _ => CloseCode::Error,
        };
        self.refuse(ApiError::from(error)).await?;
        Ok(self.outgoing.close(code, "the changes cannot be read"))
    }

    /// Pings the page, and checks in the database whether the session is still valid.
    async fn beat(&mut self) -> Flow {
        if self.unanswered >= PINGS_UNANSWERED_MAX {
            return Err(self.outgoing.close(CloseCode::Policy, "pings were not answered"));
        }
        let Agent { org, session, .. } = self.agent;
        if matches!(self.access.is_session_working(org, session).await, Ok(false)) {
            self.refuse(ErrorCode::Session.into()).await?;
            return Err(self.outgoing.close(CloseCode::Policy, "the session has ended"));
        }
        self.unanswered += 1;
        self.outgoing.feed(Message::Ping(Vec::new().into())).await?;
        self.outgoing.flush().await
    }

    /// Reports too many messages to the page; gives the end of the session.
    async fn slow_down(&mut self) -> Flow<End> {
        self.refuse(ErrorCode::TooMany.into()).await?;
        Ok(self.outgoing.close(CloseCode::Policy, "too many messages"))
    }

    async fn receive(&mut self, message: Message) -> Flow {
        if self.rate.is_too_fast(1, self.clock.uptime()) {
            return Err(self.slow_down().await?);
        }
        match message {
            Message::Text(text) => match wire::inbox::live::read_said(text.as_bytes()) {
                Ok(said) => self.hear(said).await,
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

    /// Handles a message from the page by passing it on to the other listeners.
    async fn hear(&mut self, said: Said) -> Flow {
        let about = match said {
            Said::Typing(chat) | Said::Viewing(Some(chat)) => Some(chat),
            Said::Viewing(None) | Said::Idle(_) => None,
        };
        if let Some(chat) = about
            && !self.visible(&BTreeSet::from([chat])).await?.contains(&chat)
        {
            return self.refuse(ErrorCode::ChatMissing.into()).await;
        }
        match said {
            Said::Typing(chat) => {
                self.listening.give(Signal::Typing { chat, agent: Some(self.agent.id) });
            }
            Said::Viewing(chat) => {
                if let Some(before) = self.viewing.take().filter(|before| Some(*before) != chat) {
                    self.listening.give(self.presence(Some(before), false));
                }
                if let Some(chat) = chat {
                    self.listening.give(self.presence(Some(chat), true));
                }
                self.viewing = chat;
            }
            Said::Idle(is_idle) => self.listening.give(self.presence(None, !is_idle)),
        }
        Ok(())
    }

    /// Sends an error as JSON.
    async fn refuse(&mut self, error: ApiError) -> Flow {
        error.log();
        self.outgoing.send_text(error.json()).await?;
        self.outgoing.flush().await
    }
}
