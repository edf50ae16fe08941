//! A proxy to a PostgreSQL database, which tests can interrupt, restore, and redirect to another
//! database.
//!
//! The proxy parses only the first message of a connection, which names the database.

use std::io;
use std::sync::Arc;

use parking_lot::Mutex;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// The state of a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// All bytes pass through the proxy.
    Up,
    /// Connections are closed, including new connections.
    Down,
    /// Connections stay open, but no bytes pass, as if the server had vanished.
    Silent,
}

/// A proxy to a server. The proxy stops when the value is dropped.
#[derive(Debug)]
pub struct Outage {
    /// The URL of the database through the proxy.
    pub url: String,
    far: Arc<Mutex<Far>>,
    /// The states of connections to previous targets.
    former: Vec<watch::Sender<Line>>,
    _tasks: JoinSet<()>,
}

/// The target of new connections.
#[derive(Debug)]
struct Far {
    server: String,
    database: String,
    line: watch::Sender<Line>,
}

/// Splits a URL into its beginning, the server, and the database.
fn parts(url: &str) -> (&str, &str, &str) {
    let (rest, database) = url.rsplit_once('/').expect("a database");
    let (user, server) = rest.rsplit_once('@').expect("a user");
    (user, server, database)
}

impl Far {
    fn new(url: &str) -> Self {
        let (_, server, database) = parts(url);
        let (line, _) = watch::channel(Line::Up);
        Self { server: server.to_owned(), database: database.to_owned(), line }
    }
}

/// The message with which a client requests TLS (`SSLRequest`), without its length.
const ASKS_FOR_TLS: [u8; 4] = 80_877_103_u32.to_be_bytes();

impl Outage {
    /// Starts a proxy to the database with this URL, in the state [`Line::Up`].
    ///
    /// # Panics
    /// When the URL is malformed, or no port is free.
    pub async fn before(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let far = Arc::new(Mutex::new(Far::new(url)));
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, Arc::clone(&far)));
        let (user, _, database) = parts(url);
        let url = format!("{user}@127.0.0.1:{port}/{database}");
        Self { url, far, former: Vec::new(), _tasks: tasks }
    }

    /// Sets the state of the proxy.
    pub fn set(&self, line: Line) {
        self.far.lock().line.send_replace(line);
    }

    /// Redirects the proxy to another database, as if another server had taken over the address.
    /// New connections pass; connections to the previous target get the state `former`.
    pub fn lead_to(&mut self, url: &str, former: Line) {
        let mut far = self.far.lock();
        let left = std::mem::replace(&mut *far, Far::new(url));
        left.line.send_replace(former);
        self.former.push(left.line);
    }
}

async fn accept(listener: TcpListener, far: Arc<Mutex<Far>>) {
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        let far = far.lock();
        if *far.line.borrow() != Line::Down {
            let (server, database) = (far.server.clone(), far.database.clone());
            connections.spawn(connect(client, server, database, far.line.subscribe()));
        }
    }
}

async fn connect(
    mut client: TcpStream,
    server: String,
    database: String,
    mut line: watch::Receiver<Line>,
) {
    let Ok(first) = first_message(&mut client, &database).await else { return };
    if !is_up(&mut line).await {
        return;
    }
    let Ok(mut server) = TcpStream::connect(server).await else { return };
    // As on PostgreSQL's own sockets: no packet waits until the packet before is acknowledged,
    // which a client delays by 40 ms.
    if client.set_nodelay(true).and_then(|()| server.set_nodelay(true)).is_err() {
        return;
    }
    if server.write_all(&first).await.is_err() {
        return;
    }
    let (client_reads, client_writes) = client.into_split();
    let (server_reads, server_writes) = server.into_split();
    tokio::select! {
        () = one_way(client_reads, server_writes, line.clone()) => {}
        () = one_way(server_reads, client_writes, line) => {}
    }
}

/// Refuses TLS, reads a client's first message and replaces the database name. The message is a
/// length, the protocol version, then zero-terminated names and values, and one more zero.
async fn first_message(client: &mut TcpStream, database: &str) -> io::Result<Vec<u8>> {
    let mut asked = message(client).await?;
    if asked == ASKS_FOR_TLS {
        client.write_all(b"N").await?;
        asked = message(client).await?;
    }
    let mut message = asked[..4].to_vec();
    let mut texts = asked[4..].split(|byte| *byte == 0);
    while let (Some(name @ [_, ..]), Some(value)) = (texts.next(), texts.next()) {
        let value = if name == b"database" { database.as_bytes() } else { value };
        message.extend([name, b"\0", value, b"\0"].concat());
    }
    message.push(0);
    let length = u32::try_from(message.len() + 4).expect("a short message");
    Ok([length.to_be_bytes().to_vec(), message].concat())
}

/// Reads a message without its length.
async fn message(client: &mut TcpStream) -> io::Result<Vec<u8>> {
    let length = client.read_u32().await? as usize;
    let mut message = vec![0; length.saturating_sub(4)];
    client.read_exact(&mut message).await?;
    Ok(message)
}

/// Waits while the state is silent, then returns whether the state is up.
async fn is_up(line: &mut watch::Receiver<Line>) -> bool {
    line.wait_for(|line| *line != Line::Silent).await.is_ok_and(|line| *line == Line::Up)
}

/// Copies bytes until either side closes or the state is down. While the state is silent, bytes and
/// the end of `from` wait until the silence ends.
async fn one_way(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut line: watch::Receiver<Line>) {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let read = tokio::select! {
            read = from.read(&mut buffer) => read,
            cut = line.wait_for(|line| *line == Line::Down) => {
                drop(cut);
                return;
            }
        };
        if !is_up(&mut line).await {
            return;
        }
        let Ok(read @ 1..) = read else { return };
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
