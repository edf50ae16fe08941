//! `/widget/v1/ws`: live events over WebSocket. The first message has the token, since browsers
//! cannot set headers of a WebSocket, and URLs are often logged.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::Response;
use deskbell_app::access::Denied;
use deskbell_app::feed::Followed;
use deskbell_app::visitors::{AddressPlace, OwnNews};
use deskbell_app::{Error as AppError, Rejected, Steady, Visitors};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::Account;
use deskbell_http::live::{self, CloseCode, End, Flow, LiveSocket, MaybeHandshake, Received};
use deskbell_http::transport::stream_quotas::StreamPermit;
use deskbell_model::OrgId;
use deskbell_model::limits::VISITOR_HELLO_MS;
use deskbell_wire as wire;
use tokio::sync::watch;
use tokio::time::{Interval, timeout};

use super::TAG;
use crate::visitor::refusal;

/// The maximal number of events that are sent with one write before the session handles other work.
const AT_ONCE: usize = 16;
/// The close code for an unknown visitor.
const UNKNOWN: u16 = 4401;
/// The close code for a page that must begin a new session.
const BEGIN_ANEW: u16 = 4410;

pub(crate) fn describe_open() -> Operation {
    let says = "A WebSocket (RFC 6455). Each text is one of the news (`VisitorNews`), or an error \
                just before the end.";
    Operation::open("openSocket", TAG, "Receive news over WebSocket")
        .says(
            "Within five seconds the page sends `{\"token\",\"after\",\"history\"}`, of which only \
             the token is required; then it receives the news of its visitor's chats. It may send \
             `{\"kind\":\"typing\",\"chatId\"}`, `{\"kind\":\"look\",\"chatId\"}` (as after the \
             first message, so that a new chat is followed at once) and `{\"kind\":\"ping\"}`. \
             Close code 4401 means that the token is unknown, 4410 that a new session must begin. \
             Needs HTTP/1.1.",
        )
        .refuses(&[ErrorCode::SocketKey, ErrorCode::Upgrade])
        .refuses(&[ErrorCode::TooManyStreams, ErrorCode::Internal])
        .answers_with(101, says, None)
}

/// `GET /widget/v1/ws`: sends live events to a visitor's page, whose first message has the
/// visitor's token.
pub(crate) async fn open(
    State(visitors): State<Arc<Visitors>>,
    State(clock): State<Arc<Steady>>,
    account: Account,
    MaybeHandshake(handshake): MaybeHandshake,
) -> Result<Response<Body>, ApiError> {
    let Some(handshake) = handshake else { return Ok(live::refused()) };
    let place = visitors.enter(account.peer)?;
    let permits = handshake.stream_permits();
    Ok(handshake.accept(clock, 0, move |socket, beat| {
        greet((socket, beat), (visitors, place), permits, account)
    }))
}

/// Waits for the token, and then sends live events until the session ends.
async fn greet(
    (mut socket, beat): (LiveSocket, Interval),
    (visitors, place): (Arc<Visitors>, AddressPlace),
    permits: impl Fn(OrgId) -> Result<StreamPermit, ApiError> + Send + Sync,
    account: Account,
) {
    let end = match begin(&mut socket, (visitors, place), &permits, &account).await {
        Ok((news, _permit)) => {
            let mut session = Session { socket, news, beat };
            let end = session.run(account.stopping).await;
            // Dropping the news tells the agents at once that the visitor has left.
            socket = session.socket;
            end
        }
        Err(end) => end,
    };
    socket.end(end).await;
}

/// Waits for the token, admits the visitor, and begins to follow the visitor's chats.
async fn begin(
    socket: &mut LiveSocket,
    (visitors, place): (Arc<Visitors>, AddressPlace),
    permits: &(impl Fn(OrgId) -> Result<StreamPermit, ApiError> + Sync),
    account: &Account,
) -> Flow<(OwnNews, StreamPermit)> {
    let first = Duration::from_millis(VISITOR_HELLO_MS);
    let hello = match timeout(first, hello(socket)).await {
        Ok(hello) => hello?,
        Err(_) => return Err(socket.close(CloseCode::Policy, "no token was said")),
    };
    let visitor = match visitors.admit(Some(hello.token.reveal()), account.peer).await {
        Ok(visitor) => visitor,
        Err(denied) => {
            let code = match denied {
                Denied::Unknown | Denied::Ended(_) => CloseCode::from(UNKNOWN),
                _ => CloseCode::Again,
            };
            return Err(fail(socket, refusal(denied), code).await);
        }
    };
    let history = hello.history.map_or(Followed::Any, Followed::Text);
    let news = match visitors.follow(visitor, place, (hello.after, history)).await {
        Ok(news) => news,
        Err(error) => return Err(refuse(socket, error).await),
    };
    match permits(news.org()) {
        Ok(permit) => Ok((news, permit)),
        Err(error) => Err(fail(socket, error, CloseCode::Again).await),
    }
}

/// Waits for the page's first message, which has the visitor's token.
async fn hello(socket: &mut LiveSocket) -> Flow<wire::widget::VisitorHello> {
    loop {
        let received = socket.receive().await;
        if let Some(text) = socket.take(received).await? {
            return match wire::widget::read_hello(text.as_bytes()) {
                Ok(hello) => Ok(hello),
                Err(invalid_fields) => {
                    Err(fail(socket, invalid_fields.into(), CloseCode::Policy).await)
                }
            };
        }
    }
}

/// Sends an error as JSON; returns the code and the reason with which the server closes the
/// connection.
async fn fail(socket: &mut LiveSocket, error: ApiError, code: CloseCode) -> End {
    socket.fail(error, code, "the socket ends").await
}

/// Sends the application's error as JSON; returns the code and the reason with which the server
/// closes the connection.
async fn refuse(socket: &mut LiveSocket, error: AppError) -> End {
    let code = match &error {
        AppError::Rejected(Rejected::VisitorUnknown) => CloseCode::from(UNKNOWN),
        AppError::Rejected(Rejected::HistoryExpired(_) | Rejected::HistoryReplaced) => {
            CloseCode::from(BEGIN_ANEW)
        }
        AppError::Exceeded(..) => CloseCode::Again,
        _ => CloseCode::Error,
    };
    fail(socket, error.into(), code).await
}

/// A socket with an admitted visitor.
struct Session {
    socket: LiveSocket,
    news: OwnNews,
    beat: Interval,
}

enum Event {
    Stop,
    News(Result<Option<Bytes>, AppError>),
    Beat,
    Received(Received),
}

impl Session {
    /// Sends the events of the visitor's chats until the session ends. The first message says
    /// whether an agent answers.
    async fn run(&mut self, mut stopping: watch::Receiver<bool>) -> End {
        // One wait for all steps: a wait of its own for each would enter and leave the list of all
        // sockets with each piece of news.
        let mut stop = pin!(async { drop(stopping.wait_for(|is_stopping| *is_stopping).await) });
        let mut told = self.beat().await;
        loop {
            match told {
                Ok(()) => told = self.step(stop.as_mut()).await,
                Err(end) => return end,
            }
        }
    }

    async fn step(&mut self, stop: Pin<&mut (impl Future<Output = ()> + Send)>) -> Flow {
        let event = tokio::select! {
            () = stop => Event::Stop,
            news = self.news.next() => Event::News(news),
            _ = self.beat.tick() => Event::Beat,
            received = self.socket.receive() => Event::Received(received),
        };
        self.handle(event).await
    }

    async fn handle(&mut self, event: Event) -> Flow {
        match event {
            Event::Stop => Err(self.socket.close(CloseCode::Away, "the server stops")),
            Event::News(Ok(Some(news))) => self.tell_all(news).await,
            Event::News(Ok(None)) => {
                let code = CloseCode::from(BEGIN_ANEW);
                Err(self.socket.close(code, "begin a new session"))
            }
            Event::News(Err(error)) => Err(refuse(&mut self.socket, error).await),
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
                    Err(error) => self.socket.refuse(error).await,
                }
            }
        }
    }

    /// Pings the page, checks the visitor's session, and sends whether an agent answers. Scripts of
    /// the page cannot see pings, and learn from this message that the server is reachable.
    async fn beat(&mut self) -> Flow {
        self.socket.check_pongs()?;
        let online = match self.news.beat().await {
            Ok(online) => online,
            Err(error) => return Err(refuse(&mut self.socket, error).await),
        };
        self.socket.ping().await?;
        self.tell(online).await?;
        self.socket.flush().await
    }

    /// Sends an event, together with further events that are already available.
    async fn tell_all(&mut self, first: Bytes) -> Flow {
        self.tell(first).await?;
        for _ in 1..AT_ONCE {
            match self.news.next_known().await {
                Ok(Some(news)) => self.tell(news).await?,
                Ok(None) => break,
                Err(error) => return Err(refuse(&mut self.socket, error).await),
            }
        }
        self.socket.flush().await
    }

    /// Writes an event to the socket's buffer.
    async fn tell(&mut self, news: Bytes) -> Flow {
        self.socket.send_text(news).await?;
        self.socket.sent = self.news.told();
        Ok(())
    }
}
