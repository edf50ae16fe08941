//! The interface on real sockets, and clients for streams and WebSockets.

use std::net::SocketAddr;

use deskbell_http::{Http, Limits, serve};
use deskbell_testkit::Test;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// Limits with long timeouts.
pub const LIMITS: Limits = Limits {
    connections: 40,
    per_address: 0,
    share_percent: 75,
    header_read_ms: 60_000,
    body_read_ms: 60_000,
    write_stall_ms: 60_000,
    heartbeat_ms: 60_000,
    last_requests_ms: 250,
    drain_ms: 60_000,
};

/// A server on a listening socket.
pub struct Served {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    /// The server, and tasks of clients.
    pub tasks: JoinSet<()>,
}

impl Served {
    pub async fn new(http: Http, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            serve(http, listener, limits, async { drop(stopped.await) }).await;
        });
        Self { address, stop: Some(stop), tasks }
    }

    /// The base URL of the server.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    /// Stops the server and waits until all connections have ended.
    pub async fn ended(mut self) {
        if self.stop.is_some() {
            self.stop();
        }
        self.tasks.join_all().await;
    }

    /// Opens a WebSocket; the error is the status and body of a refusal.
    pub async fn ask(&self, key: Option<&str>, query: &str) -> Result<Client, (u16, Value)> {
        let url = format!("ws://{}/v1/ws?{query}", self.address);
        let mut request = url.into_client_request().unwrap();
        if let Some(key) = key {
            let bearer = format!("Bearer {key}").parse().unwrap();
            request.headers_mut().insert("authorization", bearer);
        }
        let stream = TcpStream::connect(self.address).await.unwrap();
        match client_async(request, stream).await {
            Ok((socket, _)) => Ok(Client(socket)),
            Err(Error::Http(response)) => {
                let body = response.body().clone().unwrap_or_default();
                let body = serde_json::from_slice(&body).unwrap_or_default();
                Err((response.status().as_u16(), body))
            }
            Err(error) => panic!("{error}"),
        }
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Opens a WebSocket and gives the raw connection, for tests of single bytes.
    pub async fn open_raw(&self, key: &str) -> TcpStream {
        let mut socket = self.connect().await;
        let request = format!(
            "GET /v1/ws HTTP/1.1\r\nHost: x\r\n{}Connection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            bearer(key)
        );
        socket.write_all(request.as_bytes()).await.unwrap();
        let opened = Stream::begin(socket).await;
        assert!(opened.head.starts_with("HTTP/1.1 101 "), "{}", opened.head);
        opened.socket
    }

    /// Opens `/v1/stream` with additional header lines; reads the head of the answer.
    pub async fn stream(&self, query: &str, lines: &str) -> Stream {
        let mut socket = self.connect().await;
        let request = format!("GET /v1/stream?{query} HTTP/1.1\r\nHost: x\r\n{lines}\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        Stream::begin(socket).await
    }

    pub async fn open(&self, t: &Test, query: &str) -> Client {
        self.ask(Some(&t.key), query).await.unwrap()
    }
}

/// The `Authorization` header line of a key.
pub fn bearer(key: &str) -> String {
    format!("Authorization: Bearer {key}\r\n")
}

/// The client's side of a stream of server-sent events.
pub struct Stream {
    pub socket: TcpStream,
    pub head: String,
    text: Vec<u8>,
}

impl Stream {
    /// Reads the head of an answer.
    pub async fn begin(mut socket: TcpStream) -> Self {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(socket.read_u8().await.unwrap());
        }
        Self { socket, head: String::from_utf8(head).unwrap(), text: Vec::new() }
    }

    /// The next block of lines, up to an empty line; `None` at the end of the stream.
    pub async fn block(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.text.windows(2).position(|it| it == b"\n\n") {
                let block: Vec<_> = self.text.drain(..end + 2).collect();
                return Some(String::from_utf8(block[..end].to_vec()).unwrap());
            }
            if self.socket.read_buf(&mut self.text).await.unwrap() == 0 {
                assert!(self.text.is_empty(), "it ends with a block");
                return None;
            }
        }
    }

    /// The next event; skips heartbeats and the first bytes of the stream.
    pub async fn event(&mut self) -> Option<String> {
        loop {
            let block = self.block().await?;
            if block != ":" && block != "retry: 1000" {
                return Some(block);
            }
        }
    }

    /// The number of the next event.
    pub async fn seq(&mut self) -> i64 {
        let event = self.event().await.expect("the stream goes on");
        let id = event.lines().next().and_then(|line| line.strip_prefix("id: "));
        id.unwrap_or_else(|| panic!("{event}")).parse().unwrap()
    }
}

pub struct Client(pub WebSocketStream<TcpStream>);

impl Client {
    /// The next text message, as JSON.
    pub async fn hear(&mut self) -> Value {
        loop {
            match self.0.next().await.expect("the connection goes on").unwrap() {
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                Message::Ping(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    pub async fn say(&mut self, said: &Value) {
        self.0.send(Message::text(said.to_string())).await.unwrap();
    }

    /// Reads to the end; gives the close frame's code and reason, and the texts before it.
    pub async fn closed(&mut self) -> (u16, String, Vec<Value>) {
        let mut texts = Vec::new();
        loop {
            match self.0.next().await.expect("a close frame").unwrap() {
                Message::Text(text) => texts.push(serde_json::from_str(&text).unwrap()),
                Message::Close(Some(CloseFrame { code, reason })) => {
                    let reason = reason.as_str().to_owned();
                    assert!(self.0.next().await.is_none(), "nothing follows");
                    return (code.into(), reason, texts);
                }
                Message::Ping(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}
