//! A target of webhooks that tests steer: it keeps what it is sent, and answers as it is told to.

use std::collections::VecDeque;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use deskbell_courier::{Addresses, Resolve};
use futures_util::future::BoxFuture;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// A test that waits longer for a delivery waits in vain.
const PATIENCE: Duration = Duration::from_secs(60);

/// Time between two bytes that come one by one.
const DRIP: Duration = Duration::from_millis(20);

/// How a request is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// With this status and a few bytes.
    Status(u16),
    /// With this status, this header and this body.
    With(u16, (&'static str, String), Vec<u8>),
    /// Never; the connection stays open.
    Hang,
    /// By closing the connection.
    Close,
    /// With these bytes, and the end of the connection.
    Bytes(Vec<u8>),
    /// With the first bytes, and then with the others again and again without end.
    Flood(&'static [u8], Vec<u8>),
    /// With a byte of these now and then.
    Drip(&'static [u8]),
}

/// What was sent.
#[derive(Clone, Debug)]
pub struct Received {
    /// The path that was asked for.
    pub path: String,
    /// The method.
    pub method: String,
    headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    /// A header's value; it stands once or not at all.
    ///
    /// # Panics
    /// When it stands twice.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let first = values.next().map(|(_, value)| value.as_str());
        assert!(values.next().is_none(), "{name} stands twice");
        first
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// The event that it tells of.
    #[must_use]
    pub fn event(&self) -> String {
        self.json()["event"].as_str().expect("an event").to_owned()
    }
}

#[derive(Debug)]
struct Script {
    reaction: Reaction,
    next: VecDeque<Reaction>,
    connections: usize,
}

impl Script {
    fn next(&mut self) -> Reaction {
        self.next.pop_front().unwrap_or_else(|| self.reaction.clone())
    }
}

/// A target on the loopback. It ends with this value.
#[derive(Debug)]
pub struct Receiver {
    address: SocketAddr,
    script: Arc<Mutex<Script>>,
    received: mpsc::UnboundedReceiver<Received>,
    _tasks: JoinSet<()>,
}

impl Receiver {
    /// A target that answers 200.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (told, received) = mpsc::unbounded_channel();
        let (reaction, next) = (Reaction::Status(200), VecDeque::new());
        let script = Script { reaction, next, connections: 0 };
        let script = Arc::new(Mutex::new(script));
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, told, Arc::clone(&script)));
        Self { address, script, received, _tasks: tasks }
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/hook?of=test", self.address)
    }

    /// Its port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.address.port()
    }

    /// Lets it answer like this from now on.
    ///
    /// # Panics
    /// When a connection of it did.
    pub fn react(&self, reaction: Reaction) {
        self.script.lock().expect("a script").reaction = reaction;
    }

    /// Lets it answer the next requests like this, and then as before.
    ///
    /// # Panics
    /// When a connection of it did.
    pub fn react_next(&self, reactions: impl IntoIterator<Item = Reaction>) {
        self.script.lock().expect("a script").next.extend(reactions);
    }

    /// How many connections it has taken.
    ///
    /// # Panics
    /// When a connection of it did.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.script.lock().expect("a script").connections
    }

    /// The next request, once it is there.
    ///
    /// # Panics
    /// When none comes.
    pub async fn next(&mut self) -> Received {
        let next = tokio::time::timeout(PATIENCE, self.received.recv()).await;
        next.expect("a delivery in time").expect("a target that runs")
    }

    /// Every request that came and was not asked for yet.
    pub fn take(&mut self) -> Vec<Received> {
        std::iter::from_fn(|| self.received.try_recv().ok()).collect()
    }

    /// The events of every request that came and was not asked for yet.
    pub fn events(&mut self) -> Vec<String> {
        self.take().iter().map(Received::event).collect()
    }
}

async fn accept(
    listener: TcpListener,
    told: mpsc::UnboundedSender<Received>,
    script: Arc<Mutex<Script>>,
) {
    let mut connections = JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        while connections.try_join_next().is_some() {}
        script.lock().expect("a script").connections += 1;
        connections.spawn(serve(stream, told.clone(), Arc::clone(&script)));
    }
}

/// Reads requests, tells the test of each, and answers it, until one of both has enough.
async fn serve(
    mut stream: TcpStream,
    told: mpsc::UnboundedSender<Received>,
    script: Arc<Mutex<Script>>,
) {
    let mut bytes = Vec::new();
    loop {
        let received = loop {
            if let Some((received, end)) = parse(&bytes) {
                bytes.drain(..end);
                break received;
            }
            // Whoever went away before the end sent nothing.
            let Ok(1..) = stream.read_buf(&mut bytes).await else { return };
        };
        let reaction = script.lock().expect("a script").next();
        // A test may have ended.
        let _ = told.send(received);
        // Whoever asked may be gone.
        let Ok(true) = react(&mut stream, reaction).await else { return };
    }
}

/// Answers; whether there may be another request.
async fn react(stream: &mut TcpStream, reaction: Reaction) -> std::io::Result<bool> {
    let head = |status: u16, length: usize, more: &str| {
        format!("HTTP/1.1 {status} Told\r\ncontent-length: {length}\r\n{more}\r\n").into_bytes()
    };
    match reaction {
        // These have no body, whatever their head says.
        Reaction::Status(status @ (204 | 304)) => {
            let head = format!("HTTP/1.1 {status} Told\r\n\r\n");
            stream.write_all(head.as_bytes()).await?;
        }
        Reaction::Status(status) => {
            stream.write_all(&[head(status, 4, ""), b"told".to_vec()].concat()).await?;
        }
        Reaction::With(status, (name, value), body) => {
            let head = head(status, body.len(), &format!("{name}: {value}\r\n"));
            stream.write_all(&[head, body].concat()).await?;
        }
        Reaction::Hang => return std::future::pending().await,
        Reaction::Close => return Ok(false),
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
                stream.write_all(&[*byte]).await?;
            }
        }
    }
    Ok(true)
}

/// A request, once all of it is there, and where it ends.
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

/// Names that stand for what a test says, each look-up for the next of it, and the last one then
/// for good.
#[derive(Debug, Default)]
pub struct Names(Mutex<VecDeque<Vec<IpAddr>>>);

impl Names {
    /// Every name stands for these addresses, one look-up after the other.
    ///
    /// # Panics
    /// When one is none.
    #[must_use]
    pub fn of(lookups: &[&[&str]]) -> Self {
        let address = |text: &&str| text.parse().expect("an address");
        let lookups = lookups.iter().map(|found| found.iter().map(address).collect());
        Self(Mutex::new(lookups.collect()))
    }
}

impl Resolve for Names {
    fn resolve(&self, _: String) -> BoxFuture<'_, Addresses> {
        let mut lookups = self.0.lock().expect("names");
        let found = match lookups.len() {
            0 | 1 => lookups.front().cloned().unwrap_or_default(),
            _ => lookups.pop_front().unwrap_or_default(),
        };
        Box::pin(std::future::ready(Ok(found)))
    }
}
