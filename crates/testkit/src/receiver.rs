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

/// How a request is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// With this status and a few bytes.
    Status(u16),
    /// The same, after so long.
    Late(Duration, u16),
    /// With this status, this header and this body.
    With(u16, (&'static str, String), Vec<u8>),
    /// With these bytes, be they HTTP or not, and the connection's end.
    Raw(Vec<u8>),
    /// Never; the connection stays open.
    Hang,
    /// By closing the connection.
    Close,
    /// By resetting the connection.
    Reset,
    /// With 200, and then bytes without end.
    Endless,
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
}

/// A target on the loopback whose every request is decided upon. It ends with this value.
#[derive(Debug)]
pub struct Target {
    address: SocketAddr,
    _tasks: JoinSet<()>,
}

/// What becomes of a request.
type Decide = dyn Fn(Received) -> Reaction + Send + Sync;

impl Target {
    /// A target that answers each request as it is told to.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start(decide: impl Fn(Received) -> Reaction + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, Arc::new(decide)));
        Self { address, _tasks: tasks }
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/hook?of=test", self.address)
    }
}

/// A target that a test tells how to answer, and asks what it was sent. It ends with this value.
#[derive(Debug)]
pub struct Receiver {
    target: Target,
    script: Arc<Mutex<Script>>,
    received: mpsc::UnboundedReceiver<Received>,
}

impl Receiver {
    /// A target that answers 200.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start() -> Self {
        let (told, received) = mpsc::unbounded_channel();
        let script = Script { reaction: Reaction::Status(200), next: VecDeque::new() };
        let script = Arc::new(Mutex::new(script));
        let asked = Arc::clone(&script);
        let target = Target::start(move |received| {
            let mut script = asked.lock().expect("a script");
            // A test may have ended.
            let _ = told.send(received);
            script.next.pop_front().unwrap_or_else(|| script.reaction.clone())
        });
        Self { target: target.await, script, received }
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> String {
        self.target.url()
    }

    /// Its port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.target.address.port()
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

async fn accept(listener: TcpListener, decide: Arc<Decide>) {
    let mut connections = JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        while connections.try_join_next().is_some() {}
        connections.spawn(serve(stream, Arc::clone(&decide)));
    }
}

/// Reads one request, and answers.
async fn serve(mut stream: TcpStream, decide: Arc<Decide>) {
    let mut bytes = Vec::new();
    let received = loop {
        if let Some(received) = parse(&bytes) {
            break received;
        }
        // Whoever went away before the end sent nothing.
        let Ok(1..) = stream.read_buf(&mut bytes).await else { return };
    };
    let head = |status: u16, length: usize, more: &str| {
        format!("HTTP/1.1 {status} Told\r\ncontent-length: {length}\r\n{more}\r\n").into_bytes()
    };
    let answer = match decide(received) {
        Reaction::Status(status) => [head(status, 4, ""), b"told".to_vec()].concat(),
        Reaction::Late(after, status) => {
            late(after).await;
            [head(status, 4, ""), b"told".to_vec()].concat()
        }
        Reaction::With(status, (name, value), body) => {
            [head(status, body.len(), &format!("{name}: {value}\r\n")), body].concat()
        }
        Reaction::Raw(bytes) => bytes,
        Reaction::Hang => return std::future::pending().await,
        Reaction::Close => return,
        Reaction::Reset => {
            // Without it the connection is closed, which says the same more politely.
            let _ = stream.set_zero_linger();
            return;
        }
        Reaction::Endless => {
            let chunk = [b"400\r\n".to_vec(), vec![b'x'; 0x400], b"\r\n".to_vec()].concat();
            let head = b"HTTP/1.1 200 Told\r\ntransfer-encoding: chunked\r\n\r\n";
            let mut outcome = stream.write_all(head).await;
            while outcome.is_ok() {
                outcome = stream.write_all(&chunk).await;
            }
            return;
        }
    };
    // Whoever asked may be gone.
    let _ = stream.write_all(&answer).await;
}

#[expect(
    clippy::disallowed_methods,
    reason = "a target that is late takes its time: no test waits"
)]
async fn late(after: Duration) {
    tokio::time::sleep(after).await;
}

/// A request, once all of it is there.
fn parse(bytes: &[u8]) -> Option<Received> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(end) = request.parse(bytes).expect("a request") else {
        return None;
    };
    let text = |value: &[u8]| String::from_utf8(value.to_vec()).expect("a readable header");
    let headers: Vec<_> =
        request.headers.iter().map(|it| (it.name.to_owned(), text(it.value))).collect();
    let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length: usize = length.map_or(0, |(_, value)| value.parse().expect("a length"));
    let body = bytes[end..].to_vec();
    let (path, method) = (request.path?.to_owned(), request.method?.to_owned());
    (body.len() >= length).then_some(Received { path, method, headers, body })
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
