//! A webhook target on loopback; a function decides the reaction to each request.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// The time between two bytes that are sent one by one.
const DRIP: Duration = Duration::from_millis(20);

/// The reaction to a request.
#[derive(Clone, Debug)]
pub enum Reaction {
    /// Answers with this status and a short body.
    Status(u16),
    /// Answers with this status after a delay.
    Late(Duration, u16),
    /// Answers with this status, header and body.
    With(u16, (&'static str, String), Vec<u8>),
    /// Never answers; the connection stays open.
    Hang,
    /// Closes the connection.
    Close,
    /// Resets the connection.
    Reset,
    /// Sends these bytes, HTTP or not, and closes the connection.
    Bytes(Vec<u8>),
    /// Sends the first bytes once, then the second bytes again and again without end.
    Flood(&'static [u8], Vec<u8>),
    /// Sends these bytes one at a time.
    Drip(Vec<u8>),
    /// Sends these bytes once the test notifies.
    Held(Arc<Notify>, &'static [u8]),
}

/// A request received by the target.
#[derive(Clone, Debug)]
pub struct Received {
    /// The path and query of the request.
    pub path: String,
    /// The method.
    pub method: String,
    headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    /// A header's value, if any.
    ///
    /// # Panics
    /// When the request has the header twice.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let first = values.next().map(|(_, value)| value.as_str());
        assert!(values.next().is_none(), "{name} stands twice");
        first
    }

    /// Parses the body as JSON.
    ///
    /// # Panics
    /// When the body is not JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// The request as HTTP text.
    #[must_use]
    pub fn written(&self) -> String {
        let mut text = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        for (name, value) in &self.headers {
            text.extend([name, ": ", value, "\r\n"]);
        }
        text + "\r\n" + &String::from_utf8_lossy(&self.body)
    }

    /// The name of the delivered event.
    #[must_use]
    pub fn event(&self) -> String {
        self.json()["event"].as_str().expect("an event").to_owned()
    }
}

/// A webhook target on loopback, which stops when dropped.
#[derive(Debug)]
pub struct Target {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    _tasks: JoinSet<()>,
}

type Decide = dyn Fn(Received) -> Reaction + Send + Sync;

impl Target {
    /// Starts a target whose reaction to each request is the result of `decide`.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn start(decide: impl Fn(Received) -> Reaction + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let connections = Arc::default();
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, Arc::new(decide), Arc::clone(&connections)));
        Self { address, connections, _tasks: tasks }
    }

    /// The URL of the target.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/hook?of=test", self.address)
    }

    /// The address that the target listens on.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port of the target.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.address.port()
    }

    /// The number of accepted connections.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

async fn accept(listener: TcpListener, decide: Arc<Decide>, taken: Arc<AtomicUsize>) {
    let mut connections = JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        while connections.try_join_next().is_some() {}
        taken.fetch_add(1, Ordering::SeqCst);
        connections.spawn(serve(stream, Arc::clone(&decide)));
    }
}

/// Reads requests and reacts to each request, until either side closes the connection.
async fn serve(mut stream: TcpStream, decide: Arc<Decide>) {
    let mut bytes = Vec::new();
    loop {
        let received = loop {
            if let Some((received, end)) = parse(&bytes) {
                bytes.drain(..end);
                break received;
            }
            // If no more bytes come, the client has closed the connection, or the connection has
            // broken.
            let Ok(1..) = stream.read_buf(&mut bytes).await else { return };
        };
        // The client may have closed the connection.
        let Ok(true) = react(&mut stream, decide(received)).await else { return };
    }
}

/// Carries out a reaction; `true` if another request may follow on the connection.
async fn react(stream: &mut TcpStream, reaction: Reaction) -> std::io::Result<bool> {
    let head = |status: u16, length: usize, more: &str| {
        format!("HTTP/1.1 {status} Told\r\ncontent-length: {length}\r\n{more}\r\n").into_bytes()
    };
    if let Reaction::Late(after, _) = reaction {
        late(after).await;
    }
    match reaction {
        // These statuses have no body.
        Reaction::Status(status @ (204 | 304)) | Reaction::Late(_, status @ (204 | 304)) => {
            let head = format!("HTTP/1.1 {status} Told\r\n\r\n");
            stream.write_all(head.as_bytes()).await?;
        }
        Reaction::Status(status) | Reaction::Late(_, status) => {
            stream.write_all(&[head(status, 4, ""), b"told".to_vec()].concat()).await?;
        }
        Reaction::With(status, (name, value), body) => {
            let head = head(status, body.len(), &format!("{name}: {value}\r\n"));
            stream.write_all(&[head, body].concat()).await?;
        }
        Reaction::Hang => return std::future::pending().await,
        Reaction::Close => return Ok(false),
        Reaction::Reset => {
            stream.set_zero_linger()?;
            return Ok(false);
        }
        Reaction::Bytes(bytes) => {
            stream.write_all(&bytes).await?;
            return Ok(false);
        }
        Reaction::Flood(first, again) => {
            stream.write_all(first).await?;
            loop {
                stream.write_all(&again).await?;
            }
        }
        Reaction::Drip(bytes) => {
            let mut ticks = tokio::time::interval(DRIP);
            for byte in bytes {
                ticks.tick().await;
                stream.write_all(&[byte]).await?;
            }
        }
        Reaction::Held(until, bytes) => {
            until.notified().await;
            stream.write_all(bytes).await?;
        }
    }
    Ok(true)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a target that is late takes its time: no test waits"
)]
async fn late(after: Duration) {
    tokio::time::sleep(after).await;
}

/// Parses a request and its length; `None` while the request is incomplete.
fn parse(bytes: &[u8]) -> Option<(Received, usize)> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(head) = request.parse(bytes).expect("a request") else {
        return None;
    };
    let text = |value: &[u8]| String::from_utf8(value.to_vec()).expect("a readable header");
    let headers: Vec<_> =
        request.headers.iter().map(|it| (it.name.to_owned(), text(it.value))).collect();
    let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length: usize = length.map_or(0, |(_, value)| value.parse().expect("a length"));
    let body = bytes.get(head..head + length)?.to_vec();
    let (path, method) = (request.path?.to_owned(), request.method?.to_owned());
    Some((Received { path, method, headers, body }, head + length))
}
