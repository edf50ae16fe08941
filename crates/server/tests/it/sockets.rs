//! The interface for programs on real sockets, and a client of its streams.

use std::ops::{Deref, DerefMut};

use deskbell_http::{Http, Limits};
use deskbell_testkit::Test;
use deskbell_testkit::socket_server::SocketServer;
pub use deskbell_testkit::socket_server::{LIMITS, SocketClient as Client};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A server with the interface for programs, including streams, on a listening socket.
pub struct Served(SocketServer);

impl Deref for Served {
    type Target = SocketServer;

    fn deref(&self) -> &SocketServer {
        &self.0
    }
}

impl DerefMut for Served {
    fn deref_mut(&mut self) -> &mut SocketServer {
        &mut self.0
    }
}

impl Served {
    pub async fn new(http: Http, limits: Limits) -> Self {
        Self(SocketServer::new(http, limits).await)
    }

    /// Stops the server and waits until all connections have ended.
    pub async fn ended(self) {
        self.0.ended().await;
    }

    /// Opens a WebSocket; the error is the status and body of a refusal.
    pub async fn ask(&self, key: Option<&str>, query: &str) -> Result<Client, (u16, Value)> {
        let bearer = key.map(|key| format!("Bearer {key}"));
        let headers: Vec<_> = bearer.iter().map(|it| ("authorization", it.as_str())).collect();
        self.0.open(&format!("/v1/ws?{query}"), &headers).await
    }

    /// Opens a WebSocket; returns the raw connection, for tests of single bytes.
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
    /// Reads the head of the server's answer; returns the stream of events that follows.
    pub async fn begin(mut socket: TcpStream) -> Self {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(socket.read_u8().await.unwrap());
        }
        Self { socket, head: String::from_utf8(head).unwrap(), text: Vec::new() }
    }

    /// Reads the next block of lines, up to an empty line; `None` at the end of the stream.
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

    /// Reads the next event; skips heartbeats and the first bytes of the stream.
    pub async fn event(&mut self) -> Option<String> {
        loop {
            let block = self.block().await?;
            if block != ":" && block != "retry: 1000" {
                return Some(block);
            }
        }
    }

    /// Reads the next event; returns its number.
    pub async fn seq(&mut self) -> i64 {
        let event = self.event().await.expect("the stream goes on");
        let id = event.lines().next().and_then(|line| line.strip_prefix("id: "));
        id.unwrap_or_else(|| panic!("{event}")).parse().unwrap()
    }
}
