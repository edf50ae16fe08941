//! A proxy for PostgreSQL that cuts a connection at a message chosen by the test.

use std::sync::Arc;

use parking_lot::Mutex;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::Location;

/// The moment at which a connection is cut, relative to a chosen message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// The connection is cut before the message reaches the server.
    Before,
    /// The connection is cut after the server has answered, before the answer reaches the client.
    After,
}

/// The message at which a connection is cut.
#[derive(Clone, Copy, Debug)]
enum At {
    /// The next message that contains these bytes.
    Bytes(&'static [u8]),
    /// The message at this position of a transaction that writes; BEGIN has position 0.
    Position(usize),
}

/// The type byte of a simple query. `QUERY` and `SYNC` end a request, `READY_FOR_QUERY` ends the
/// answer.
const QUERY: u8 = b'Q';
const SYNC: u8 = b'S';
const READY_FOR_QUERY: u8 = b'Z';

/// The message that begins a transaction that writes.
const BEGIN: &[u8] = b"BEGIN ISOLATION LEVEL READ COMMITTED\0";

#[derive(Debug, Default)]
struct Plan {
    cut: Option<(Cut, At)>,
    commits: usize,
    executed: usize,
}

/// A running proxy, which stops when the value is dropped.
#[derive(Debug)]
pub(super) struct Proxy {
    /// The database's location through the proxy.
    pub(super) location: Location,
    plan: Arc<Mutex<Plan>>,
    _connections: JoinSet<()>,
}

impl Proxy {
    pub(super) async fn start(location: &Location) -> Self {
        let Location::Postgres(url) = location else { panic!("only servers have proxies") };
        let (scheme, rest) = url.split_once("://").expect("an address");
        let (authority, database) = rest.split_once('/').expect("an address with a database");
        let (user, server) = authority.rsplit_once('@').expect("an address with a user");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let url = format!("{scheme}://{user}@127.0.0.1:{port}/{database}?sslmode=disable");
        let plan = Arc::<Mutex<Plan>>::default();
        let mut connections = JoinSet::new();
        connections.spawn(accept(listener, server.to_owned(), Arc::clone(&plan)));
        Self { location: Location::Postgres(url), plan, _connections: connections }
    }

    /// Cuts the connection at the client's next message that contains these bytes.
    pub(super) fn cut(&self, when: Cut, message: &'static [u8]) {
        self.plan.lock().cut = Some((when, At::Bytes(message)));
    }

    /// Cuts the connection of the next transaction that writes, at the client's message at this
    /// position.
    pub(super) fn cut_at(&self, when: Cut, position: usize) {
        self.plan.lock().cut = Some((when, At::Position(position)));
    }

    /// Removes the planned cut; returns `false` if the connection was already cut.
    pub(super) fn forget_cut(&self) -> bool {
        self.plan.lock().cut.take().is_some()
    }

    pub(super) fn commits(&self) -> usize {
        self.plan.lock().commits
    }

    /// Returns the number of statements that clients have run, except simple queries.
    pub(super) fn executed(&self) -> usize {
        self.plan.lock().executed
    }
}

async fn accept(listener: TcpListener, server: String, plan: Arc<Mutex<Plan>>) {
    let mut connections = JoinSet::new();
    loop {
        let (client, _) = listener.accept().await.expect("a client");
        let server = TcpStream::connect(&server).await.expect("the server");
        connections.spawn(pass_on(client, server, Arc::clone(&plan)));
    }
}

/// Forwards bytes in both directions, until one side closes the connection or the plan cuts the
/// connection.
async fn pass_on(mut client: TcpStream, mut server: TcpStream, plan: Arc<Mutex<Plan>>) {
    let (mut asked, mut answered) = (Vec::new(), Vec::new());
    // Every message but the first starts with a byte for its type.
    let mut kind_bytes = 0;
    let mut position = None;
    // The numbers of requests that were passed on and of answers; a server answers each request
    // once.
    let (mut requests, mut answers) = (0, 0);
    let mut last_answer = None;
    loop {
        tokio::select! {
            Ok(1..) = client.read_buf(&mut asked) => {
                while let Some(length) = message(&asked, kind_bytes) {
                    let message: Vec<u8> = asked.drain(..length).collect();
                    position = match contains(&message, BEGIN) {
                        true => Some(0),
                        false => position.map(|position| position + 1),
                    };
                    let cut = plan.lock().meets(&message, position);
                    if cut == Some(Cut::Before) || server.write_all(&message).await.is_err() {
                        return;
                    }
                    let is_end = kind_bytes == 0 || matches!(message[0], QUERY | SYNC);
                    kind_bytes = 1;
                    if cut == Some(Cut::After) {
                        last_answer = Some(requests + 1);
                    }
                    requests += usize::from(is_end);
                }
            }
            Ok(1..) = server.read_buf(&mut answered) => {
                while let Some(length) = message(&answered, 1) {
                    let message: Vec<u8> = answered.drain(..length).collect();
                    answers += usize::from(message[0] == READY_FOR_QUERY);
                    if last_answer.is_some_and(|last| answers >= last)
                        || client.write_all(&message).await.is_err()
                    {
                        return;
                    }
                }
            }
            else => return,
        }
    }
}

/// Returns the length of the first message; `None` while the message is incomplete.
fn message(bytes: &[u8], kind_bytes: usize) -> Option<usize> {
    let length = bytes.get(kind_bytes..kind_bytes + 4)?;
    let length = u32::from_be_bytes(length.try_into().expect("four bytes"));
    let length = kind_bytes + usize::try_from(length).expect("a length");
    (bytes.len() >= length).then_some(length)
}

fn contains(message: &[u8], bytes: &[u8]) -> bool {
    message.windows(bytes.len()).any(|window| window == bytes)
}

impl Plan {
    /// Returns the planned cut of a connection, if the cut is planned for this message.
    fn meets(&mut self, message: &[u8], position: Option<usize>) -> Option<Cut> {
        self.commits += usize::from(message.ends_with(b"COMMIT\0"));
        self.executed += usize::from(message.starts_with(b"E"));
        let is_here = |at: At| match at {
            At::Bytes(bytes) => contains(message, bytes),
            At::Position(at) => position == Some(at),
        };
        self.cut.take_if(|(_, at)| is_here(*at)).map(|(when, _)| when)
    }
}
