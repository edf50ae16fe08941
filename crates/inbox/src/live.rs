//! `/app/v1/ws`: the changes that an agent may know of, and who is typing, viewing a chat or
//! present. No message mentions a chat outside of the agent's scope; a chat that leaves the scope
//! is reported as `gone`.

mod changes;

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use deskbell_app::feed::{Following, Frame, Interest, Listening};
use deskbell_app::{Access, Error as AppError, Feed, Files, Lists, Steady};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, Errors, QueryString};
use deskbell_http::live::{self, CloseCode, Flow, LiveSocket, MaybeHandshake, Received};
use deskbell_model::{
    AgentId, ChatId, ChatScope, CustomerId, OrgId, Rights, Role, SessionId, Signal,
};
use deskbell_wire as wire;
use deskbell_wire::inbox::live::Said;
use tokio::sync::watch;
use tokio::time::Interval;

use crate::agent::ByAgent;
use crate::rights::Any;

pub(crate) fn describe() -> Operation {
    let says = "A WebSocket (RFC 6455). Each text message has a `kind`: `chats` (rows of chats \
                that changed), `message.created` and `message.updated` (with the files), \
                `rating.commented` (what a customer said with a rating), `gone`, `typing`, \
                `presence` (with `chat`: who looks at it), `event.created` (with `customer`), or \
                the kind of a change, whose object is to be read again.";
    Operation::signed_in("openSocket", "Live", "Follow changes")
        .says(
            "Sends changes from now on, or those after `after`. The page may send \
             `{\"type\":\"typing\",\"chat\"}`, `{\"type\":\"viewing\",\"chat\"}` and \
             `{\"type\":\"idle\",\"idle\"}`. An agent is online while a socket is open and not \
             idle. Needs HTTP/1.1.",
        )
        .with(&["after", "history"])
        .refuses(&[ErrorCode::CrossSite])
        .refuses(&[ErrorCode::After, ErrorCode::History])
        .refuses(&[ErrorCode::HistoryExpired(42), ErrorCode::HistoryReplaced])
        .refuses(&[ErrorCode::SocketKey, ErrorCode::Upgrade, ErrorCode::TooManyStreams])
        .answers_with(101, says, None)
}

type Services = (
    State<Arc<Feed>>,
    State<Arc<Lists>>,
    State<Arc<Files>>,
    State<Arc<Steady>>,
    State<Arc<Access>>,
);

/// `GET /app/v1/ws`: opens the socket of a page.
pub(crate) async fn open(
    by: ByAgent<Any>,
    (State(feed), State(lists), State(files), State(clock), State(access)): Services,
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
    // Read once the changes are followed, so that no change of the scope is missed.
    let scope = access.scope_of(org, by.agent).await?.ok_or(ErrorCode::Session)?;
    let permit = handshake.stream_permit(org)?;
    let listening = feed.listen(org, None)?;
    let (history, sent, stopping) = (following.history(), following.after, account.stopping);
    let (id, role, rights, session) = (by.agent, by.role, by.caller.rights, by.session);
    let agent = Agent { org, id, role, rights, scope, session };
    let answer = handshake.accept(clock, sent, move |socket, beat| async move {
        let session = Session {
            agent,
            access,
            lists,
            files,
            socket,
            following,
            listening,
            stopping,
            beat,
            viewing: None,
            viewed_customer: None,
            known: BTreeSet::new(),
        };
        session.run().await;
        drop(permit);
    });
    Ok(live::in_history(answer, history))
}

struct Agent {
    org: OrgId,
    id: AgentId,
    role: Role,
    rights: Rights,
    scope: ChatScope,
    session: SessionId,
}

/// The session of a page's socket, from the handshake to the close.
struct Session {
    agent: Agent,
    access: Arc<Access>,
    lists: Arc<Lists>,
    files: Arc<Files>,
    socket: LiveSocket,
    following: Following,
    listening: Listening,
    stopping: watch::Receiver<bool>,
    beat: Interval,
    viewing: Option<ChatId>,
    /// The customer of the viewed chat while the chat is in the agent's scope. Stored only for
    /// agents who may not list customers; see [`Session::hears_of`].
    viewed_customer: Option<CustomerId>,
    /// The chats that were sent over the socket. Their ids are remembered so that the chats'
    /// deletion can be reported.
    known: BTreeSet<ChatId>,
}

enum Event {
    Stop,
    Changes(Result<Vec<Arc<Frame>>, AppError>),
    /// A signal; `None` if the connection was too slow and missed a presence signal.
    Signal(Option<Signal>),
    Beat,
    Received(Received),
}

impl Session {
    async fn run(mut self) {
        self.listening.give(self.presence(None, true));
        let end = loop {
            if let Err(end) = self.step().await {
                break end;
            }
        };
        let Self { socket, following, listening, .. } = self;
        // Dropping both handles announces at once that the agent has left.
        drop((following, listening));
        socket.end(end).await;
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
            received = self.socket.receive() => Event::Received(received),
        };
        match event {
            Event::Stop => Err(self.socket.close(CloseCode::Away, "the server stops")),
            Event::Changes(Ok(frames)) => self.send_changes(&frames).await,
            Event::Changes(Err(error)) => Err(self.socket.fail_to_read(error).await),
            Event::Signal(None) => Err(self.socket.close(CloseCode::Again, "too slow")),
            Event::Signal(Some(signal)) => self.send_signal(signal).await,
            Event::Beat => self.beat().await,
            Event::Received(received) => match self.socket.take(received).await? {
                Some(text) => match wire::inbox::live::read_said(text.as_bytes()) {
                    Ok(said) => self.hear(said).await,
                    Err(invalid_fields) => self.socket.refuse(invalid_fields.into()).await,
                },
                None => Ok(()),
            },
        }
    }

    /// Pings the page, and checks in the database whether the session is still valid.
    async fn beat(&mut self) -> Flow {
        self.socket.check_pongs()?;
        let Agent { org, session, .. } = self.agent;
        if matches!(self.access.is_session_working(org, session).await, Ok(false)) {
            let (error, why) = (ErrorCode::Session.into(), "the session has ended");
            return Err(self.socket.fail(error, CloseCode::Policy, why).await);
        }
        self.socket.ping().await?;
        self.socket.flush().await
    }

    /// Sends the signal in a page's message to the other listeners. Refuses a message about a chat
    /// that the agent may not know of.
    async fn hear(&mut self, said: Said) -> Flow {
        let about = match said {
            Said::Typing(chat) | Said::Viewing(Some(chat)) => Some(chat),
            Said::Viewing(None) | Said::Idle(_) => None,
        };
        if let Some(chat) = about
            && !self.visible(&BTreeSet::from([chat])).await?.contains(&chat)
        {
            return self.socket.refuse(ErrorCode::ChatMissing.into()).await;
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
                self.viewed_customer = self.customer_of(chat).await?;
            }
            Said::Idle(is_idle) => self.listening.give(self.presence(None, !is_idle)),
        }
        Ok(())
    }
}
