//! `/widget/v1/ws`: news over WebSocket. The first message has the token, since browsers cannot set
//! headers of a WebSocket, and URLs are often logged.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use deskbell_app::access::Denied;
use deskbell_app::feed::Followed;
use deskbell_app::visitors::{AddressPlace, OwnNews};
use deskbell_app::{Error as AppError, Rejected, Steady, Visitors};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::Account;
use deskbell_http::limits::{
    PINGS_UNANSWERED_MAX, SOCKET_MESSAGE_BYTES_MAX, SOCKET_MESSAGES_PER_SECOND,
};
use deskbell_http::live::{self, End, Flow, MaybeHandshake, Outgoing, Rate};
use deskbell_http::transport::stream_quotas::StreamPermit;
use deskbell_model::OrgId;
use deskbell_model::limits::VISITOR_HELLO_MS;
use deskbell_wire as wire;
use futures_util::StreamExt as _;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, timeout};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};

use super::TAG;
use crate::visitor::refusal;

/// The close code for an unknown visitor.
const UNKNOWN: u16 = 4401;
/// The close code for a page that must begin a new session.
const BEGIN_ANEW: u16 = 4410;

pub(crate) fn describe_open() -> Operation {
    let says = "A WebSocket (RFC 6455). Each text is one of the news (`VisitorNews`), or an error \
                just before the end.";
    Operation::open("openSocket", TAG, "Follow news over WebSocket")
        .says(
            "The page says `{\"token\",\"after\",\"history\"}` within five seconds, of which the \
             token alone is needed, and hears of its own chats from then on. It may say \
             `{\"kind\":\"typing\",\"chatId\"}`, `{\"kind\":\"look\",\"chatId\"}` - as after the \
             first message, so that a new chat is heard of at once - and `{\"kind\":\"ping\"}`. \
             The close code 4401 says that the token is not known, 4410 that a new session is to \
             be begun. HTTP/1.1 alone opens one.",
        )
        .refuses(&[ErrorCode::SocketKey, ErrorCode::Upgrade])
        .refuses(&[ErrorCode::TooManyStreams, ErrorCode::Internal])
        .answers_with(101, says, None)
}

/// `GET /widget/v1/ws`: news of the visitor whose token is in the first message.
pub(crate) async fn open(
    State(visitors): State<Arc<Visitors>>,
    State(clock): State<Arc<Steady>>,
    account: Account,
    MaybeHandshake(handshake): MaybeHandshake,
) -> Result<Response<Body>, ApiError> {
    let Some(handshake) = handshake else { return Ok(live::refused()) };
    let place = visitors.enter(account.peer)?;
    let (answer, upgrade, connection) = handshake.accept();
    let (stall, heartbeat) = (connection.stall, connection.heartbeat);
    let permits = connection.stream_permits();
    connection.set_session(async move {
        let Ok(upgraded) = upgrade.await else { return };
        let outgoing = Outgoing::open(upgraded, stall, Arc::clone(&clock), 0).await;
        let socket = Socket {
            rate: Rate::new(SOCKET_MESSAGES_PER_SECOND, clock.uptime()),
            unanswered: 0,
            outgoing,
            clock,
        };
        greet(socket, (visitors, place, heartbeat), permits, account).await;
    });
    Ok(answer)
}

/// Waits for the token, and then sends news until the session ends.
async fn greet(
    mut socket: Socket,
    (visitors, place, heartbeat): (Arc<Visitors>, AddressPlace, Duration),
    permits: impl Fn(OrgId) -> Result<StreamPermit, ApiError> + Send + Sync,
    account: Account,
) {
    let first = Duration::from_millis(VISITOR_HELLO_MS);
    let hello = match timeout(first, socket.hello()).await {
        Ok(hello) => hello,
        Err(_) => Err(socket.outgoing.close(CloseCode::Policy, "no token was said")),
    };
    let begun = match hello {
        Ok(hello) => socket.begin(&visitors, place, hello, &account).await,
        Err(end) => Err(end),
    };
    let permitted = match begun {
        Ok(news) => match permits(news.org()) {
            Ok(permit) => Ok((news, permit)),
            Err(error) => Err(socket.fail(error, CloseCode::Again).await),
        },
        Err(end) => Err(end),
    };
    let end = match permitted {
        Ok((news, _permit)) => {
            let mut beat = interval_at(Instant::now() + heartbeat, heartbeat);
            beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
            let mut session = Session { socket, news, beat, stopping: account.stopping };
            let end = session.run().await;
            let Session { socket: left, news, .. } = session;
            // Dropping the news tells the agents at once that the visitor has left.
            drop(news);
            socket = left;
            end
        }
        Err(end) => end,
    };
    socket.outgoing.end(end).await;
}

/// A visitor's WebSocket.
struct Socket {
    outgoing: Outgoing,
    clock: Arc<Steady>,
    /// The number of pings since the last pong.
    unanswered: u32,
    rate: Rate,
}

/// A socket with an admitted visitor.
struct Session {
    socket: Socket,
    news: OwnNews,
    beat: Interval,
    stopping: watch::Receiver<bool>,
}

/// An event of a session.
enum Event {
    Stop,
    News(Result<Option<axum::body::Bytes>, AppError>),
    Beat,
    Received(Option<Result<Message, SocketError>>),
}

impl Session {
    /// Sends news until the session ends, beginning with whether an agent answers.
    async fn run(&mut self) -> End {
        let mut told = self.beat().await;
        loop {
            match told {
                Ok(()) => told = self.step().await,
                Err(end) => return end,
            }
        }
    }

    async fn step(&mut self) -> Flow {
        let event = tokio::select! {
            _ = self.stopping.wait_for(|is_stopping| *is_stopping) => Event::Stop,
            news = self.news.next() => Event::News(news),
            _ = self.beat.tick() => Event::Beat,
            received = self.socket.outgoing.socket.next() => Event::Received(received),
        };
        match event {
            Event::Stop => Err(self.socket.outgoing.close(CloseCode::Away, "the server stops")),
            Event::News(Ok(Some(news))) => self.socket.tell(news, self.news.told()).await,
            Event::News(Ok(None)) => {
                let code = CloseCode::from(BEGIN_ANEW);
                Err(self.socket.outgoing.close(code, "begin a new session"))
            }
            Event::News(Err(error)) => Err(self.socket.refuse(error).await),
            Event::Beat => self.beat().await,
            Event::Received(received) => {
                let Some(text) = self.socket.take(received).await? else { return Ok(()) };
                let said = wire::widget::read_said(text.as_bytes());
                let heard = match said {
                    Ok(said) => self.news.hear(said).map_err(ApiError::from),
                    Err(invalid_fields) => Err(invalid_fields.into()),
                };
                match heard {
                    Ok(()) => Ok(()),
                    Err(error) => self.socket.complain(error).await,
                }
            }
        }
    }

    /// Pings the page, checks the visitor's session, and sends whether an agent answers. Scripts
    /// cannot see pings, so this message also shows the page that the server is reachable.
    async fn beat(&mut self) -> Flow {
        if self.socket.unanswered >= PINGS_UNANSWERED_MAX {
            return Err(self.socket.outgoing.close(CloseCode::Policy, "pings were not answered"));
        }
        let online = match self.news.beat().await {
            Ok(online) => online,
            Err(error) => return Err(self.socket.refuse(error).await),
        };
        self.socket.unanswered += 1;
        self.socket.outgoing.feed(Message::Ping(Vec::new().into())).await?;
        self.socket.tell(online, self.news.told()).await
    }
}

impl Socket {
    /// Waits for the first message.
    async fn hello(&mut self) -> Flow<wire::widget::VisitorHello> {
        loop {
            let received = self.outgoing.socket.next().await;
            if let Some(text) = self.take(received).await? {
                return match wire::widget::read_hello(text.as_bytes()) {
                    Ok(hello) => Ok(hello),
                    Err(invalid_fields) => {
                        Err(self.fail(invalid_fields.into(), CloseCode::Policy).await)
                    }
                };
            }
        }
    }

    /// Admits the visitor, and begins to follow the visitor's chats.
    async fn begin(
        &mut self,
        visitors: &Arc<Visitors>,
        place: AddressPlace,
        hello: wire::widget::VisitorHello,
        account: &Account,
    ) -> Flow<OwnNews> {
        let visitor = match visitors.admit(Some(hello.token.reveal()), account.peer).await {
            Ok(visitor) => visitor,
            Err(denied) => {
                let code = match denied {
                    Denied::Unknown => CloseCode::from(UNKNOWN),
                    _ => CloseCode::Again,
                };
                return Err(self.fail(refusal(denied), code).await);
            }
        };
        let history = hello.history.map_or(Followed::Any, Followed::Text);
        match visitors.follow(visitor, place, (hello.after, history)).await {
            Ok(news) => Ok(news),
            Err(error) => Err(self.refuse(error).await),
        }
    }

    /// Sends news; `told` is the number of the last change that they include.
    async fn tell(&mut self, news: axum::body::Bytes, told: i64) -> Flow {
        self.outgoing.send_text(news).await?;
        self.outgoing.sent = told;
        self.outgoing.flush().await
    }

    /// Handles a received frame; gives its text, if it has one.
    async fn take(
        &mut self,
        received: Option<Result<Message, SocketError>>,
    ) -> Flow<Option<String>> {
        let message = match received {
            Some(Ok(message)) => message,
            Some(Err(SocketError::Capacity(_))) => {
                let why = format!("a message has at most {SOCKET_MESSAGE_BYTES_MAX} bytes");
                return Err(self.outgoing.close(CloseCode::Size, &why));
            }
            Some(Err(SocketError::Utf8(_))) => {
                return Err(self.outgoing.close(CloseCode::Invalid, "a text is UTF-8"));
            }
            Some(Err(SocketError::Protocol(_))) => {
                return Err(self.outgoing.close(CloseCode::Protocol, "this is not WebSocket"));
            }
            Some(Err(SocketError::Io(error))) if live::is_too_fast(&error) => {
                return Err(self.fail(ErrorCode::TooMany.into(), CloseCode::Policy).await);
            }
            None | Some(Err(_)) => return Err(End::Gone),
        };
        if self.rate.is_too_fast(1, self.clock.uptime()) {
            return Err(self.fail(ErrorCode::TooMany.into(), CloseCode::Policy).await);
        }
        match message {
            Message::Text(text) => return Ok(Some(text.as_str().to_owned())),
            Message::Binary(_) => self.complain(ErrorCode::NoText.into()).await?,
            Message::Pong(_) => self.unanswered = 0,
            // The library has already buffered the pong.
            Message::Ping(_) => self.outgoing.flush().await?,
            Message::Close(_) => return Err(End::Gone),
            Message::Frame(_) => {}
        }
        Ok(None)
    }

    /// Sends an error as JSON.
    async fn complain(&mut self, error: ApiError) -> Flow {
        error.log();
        self.outgoing.send_text(error.json()).await?;
        self.outgoing.flush().await
    }

    /// Sends an error as JSON; gives the end of the session.
    async fn fail(&mut self, error: ApiError, code: CloseCode) -> End {
        match self.complain(error).await {
            Ok(()) => self.outgoing.close(code, "the socket ends"),
            Err(end) => end,
        }
    }

    /// Sends the error of the application; gives the end of the session.
    async fn refuse(&mut self, error: AppError) -> End {
        let code = match &error {
            AppError::Rejected(Rejected::VisitorUnknown) => CloseCode::from(UNKNOWN),
            AppError::Rejected(Rejected::HistoryExpired(_) | Rejected::HistoryReplaced) => {
                CloseCode::from(BEGIN_ANEW)
            }
            AppError::Exceeded(..) => CloseCode::Again,
            _ => CloseCode::Error,
        };
        self.fail(error.into(), code).await
    }
}
