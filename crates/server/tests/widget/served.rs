//! The widget on real sockets: WebSockets and streams of visitors.

use std::net::SocketAddr;
use std::time::Duration;

use deskbell_http::{Http, Limits, serve};
use deskbell_testkit::Test;
use deskbell_testkit::visitor::Visitor;
use futures_util::stream::SplitSink;
use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// The time limit for every expected event.
const SOON: Duration = Duration::from_secs(10);

/// The period of heartbeats, in milliseconds.
const OFTEN_MS: u64 = 300;
/// A heartbeat period for tests that do not read continuously, in milliseconds.
pub const SELDOM_MS: u64 = 20_000;

/// The limits of a server in tests, with long timeouts.
const LIMITS: Limits = Limits {
    connections: 100,
    per_address: 0,
    share_percent: 75,
    header_read_ms: 60_000,
    body_read_ms: 60_000,
    write_stall_ms: 60_000,
    heartbeat_ms: OFTEN_MS,
    last_requests_ms: 250,
    drain_ms: 60_000,
};

/// A server on a listening socket.
pub struct Served {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    tasks: JoinSet<()>,
}

impl Served {
    pub async fn new(http: Http, heartbeat_ms: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let limits = Limits { heartbeat_ms, ..LIMITS };
            serve(http, vec![listener.into()], limits, async { drop(stopped.await) }).await;
        });
        Self { address, stop, tasks }
    }

    pub async fn of(t: &Test) -> Self {
        Self::new(t.http.clone(), OFTEN_MS).await
    }

    /// Stops the server and waits until all connections have ended.
    pub async fn ended(self) {
        self.stop.send(()).unwrap();
        self.tasks.join_all().await;
    }

    /// Opens a WebSocket; the error is the status of a refusal.
    pub async fn try_socket(&self) -> Result<Socket, u16> {
        let request = format!("ws://{}/widget/v1/ws", self.address).into_client_request().unwrap();
        let stream = TcpStream::connect(self.address).await.unwrap();
        match client_async(request, stream).await {
            Ok((socket, _)) => Ok(Socket::new(socket)),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Opens a visitor's WebSocket, which receives the changes after `after`, or only new changes.
    pub async fn socket(&self, visitor: &Visitor, after: Option<i64>) -> Socket {
        let mut socket = self.try_socket().await.unwrap();
        socket.say(&json!({"token": visitor.token(), "after": after})).await;
        let first = socket.any().await;
        assert_eq!(first["kind"], "online", "{first}");
        socket
    }

    /// Opens a visitor's stream of server-sent events.
    pub async fn stream(&self, visitor: &Visitor, after: i64) -> Events {
        let mut socket = TcpStream::connect(self.address).await.unwrap();
        let request = format!(
            "GET /widget/v1/stream?after={after} HTTP/1.1\r\nHost: x\r\n\
             Authorization: Bearer {}\r\n\r\n",
            visitor.token().unwrap(),
        );
        socket.write_all(request.as_bytes()).await.unwrap();
        Events { socket, bytes: Vec::new(), read: 0 }
    }
}

/// A visitor's side of a WebSocket. Pings are answered at once in the background, as in a browser.
pub struct Socket {
    sending: SplitSink<WebSocketStream<TcpStream>, Message>,
    received: mpsc::UnboundedReceiver<Result<Message, Error>>,
    /// All received bytes that the test has read.
    pub bytes: Vec<u8>,
    /// The task that receives messages, and ends when this socket is dropped.
    _receiving: JoinSet<()>,
}

impl Socket {
    fn new(socket: WebSocketStream<TcpStream>) -> Self {
        let (sending, mut incoming) = socket.split();
        let (sender, received) = mpsc::unbounded_channel();
        let mut receiving = JoinSet::new();
        receiving.spawn(async move {
            while let Some(message) = incoming.next().await {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self { sending, received, bytes: Vec::new(), _receiving: receiving }
    }

    pub async fn say(&mut self, text: &Value) {
        self.sending.send(Message::text(text.to_string())).await.unwrap();
    }

    /// Reads the next message; `None` at the end of the connection.
    async fn next(&mut self) -> Option<Result<Message, Error>> {
        timeout(SOON, self.received.recv()).await.expect("something is said soon")
    }

    /// Reads the next text message.
    pub async fn any(&mut self) -> Value {
        loop {
            match self.next().await.expect("the connection goes on").unwrap() {
                Message::Text(text) => {
                    self.bytes.extend_from_slice(text.as_bytes());
                    return serde_json::from_str(&text).unwrap();
                }
                Message::Close(frame) => panic!("{frame:?}"),
                _ => {}
            }
        }
    }

    /// Reads the next text message that is not about agents' presence.
    pub async fn hear(&mut self) -> Value {
        loop {
            let next = self.any().await;
            if next["kind"] != "online" {
                return next;
            }
        }
    }

    /// Reads text messages up to a message of this kind.
    pub async fn hear_of(&mut self, kind: &str) -> Value {
        loop {
            let next = self.any().await;
            if next["kind"] == kind {
                return next;
            }
        }
    }

    /// Reads text messages up to a message that contains `wanted`; without `wanted`, reads all
    /// messages that have arrived. Returns whether the connection is still open.
    pub async fn read_to(&mut self, wanted: Option<&str>) -> bool {
        loop {
            let next = if wanted.is_some() {
                self.next().await
            } else {
                let Some(next) = self.received.recv().now_or_never() else { return true };
                next
            };
            match next {
                Some(Ok(Message::Text(text))) => {
                    self.bytes.extend_from_slice(text.as_bytes());
                    if wanted.is_some_and(|wanted| text.contains(wanted)) {
                        return true;
                    }
                }
                Some(Ok(Message::Close(frame))) => {
                    self.bytes.extend(frame.iter().flat_map(|frame| frame.reason.bytes()));
                    return false;
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return false,
            }
        }
    }

    /// Skips all text messages up to the second heartbeat from now.
    pub async fn rest(&mut self) {
        for _ in 0..2 {
            self.hear_of("online").await;
        }
    }

    /// Waits for the server's close; returns the close code.
    pub async fn closed(&mut self) -> u16 {
        loop {
            match self.next().await {
                Some(Ok(Message::Close(Some(frame)))) => return frame.code.into(),
                Some(Ok(_)) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

/// A visitor's side of a stream of server-sent events.
pub struct Events {
    socket: TcpStream,
    pub bytes: Vec<u8>,
    read: usize,
}

impl Events {
    /// Reads up to the text `wanted`; without `wanted`, reads all bytes that have arrived. Returns
    /// whether the stream is still open.
    pub async fn read_to(&mut self, wanted: Option<&str>) -> bool {
        let has = |bytes: &[u8]| {
            wanted.is_some_and(|it| bytes.windows(it.len()).any(|part| part == it.as_bytes()))
        };
        while !has(&self.bytes) {
            let read = self.socket.read_buf(&mut self.bytes);
            let read = if wanted.is_some() {
                timeout(SOON, read).await.expect("something is said soon")
            } else {
                let Some(read) = read.now_or_never() else { return true };
                read
            };
            if read.unwrap_or(0) == 0 {
                return false;
            }
        }
        true
    }

    /// Removes the completely received events from `bytes` and returns them. The bytes of an
    /// incomplete event stay in `bytes`.
    pub fn take(&mut self) -> Vec<u8> {
        self.read = 0;
        let end = self.bytes.windows(2).rposition(|pair| pair == b"\n\n").map_or(0, |at| at + 2);
        let rest = self.bytes.split_off(end);
        std::mem::replace(&mut self.bytes, rest)
    }

    /// Reads the next event that is not about agents' presence.
    pub async fn hear(&mut self) -> Value {
        loop {
            let next = self.any().await;
            if next["kind"] != "online" {
                return next;
            }
        }
    }

    /// Reads the next event.
    pub async fn any(&mut self) -> Value {
        loop {
            let rest = &self.bytes[self.read..];
            if let Some(end) = rest.windows(2).position(|it| it == b"\n\n") {
                let event = String::from_utf8(rest[..end].to_vec()).unwrap();
                self.read += end + 2;
                let data = event.lines().find_map(|line| line.strip_prefix("data: ")).unwrap();
                return serde_json::from_str(data).unwrap();
            }
            let read = self.socket.read_buf(&mut self.bytes);
            let read = timeout(SOON, read).await.expect("something is said soon").unwrap();
            assert!(read > 0, "{}", String::from_utf8_lossy(&self.bytes));
        }
    }
}
