//! A proxy for PostgreSQL that cuts a connection at a message that the test chooses.
//!
//! It splits the client's bytes into messages without interpreting them.

use std::sync::Arc;

use parking_lot::Mutex;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::Location;

/// The time at which a connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// Before the message reaches the server.
    Before,
    /// After the server has answered, before the answer reaches the client.
    After,
}

#[derive(Debug, Default)]
struct Plan {
    cut: Option<(Cut, &'static [u8])>,
    commits: usize,
    executed: usize,
}

/// A running proxy; dropping it stops the proxy.
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

    /// Cuts the connection at the next client message that contains these bytes.
    pub(super) fn cut(&self, when: Cut, message: &'static [u8]) {
        self.plan.lock().cut = Some((when, message));
    }

    /// The number of COMMITs that clients have sent.
    pub(super) fn commits(&self) -> usize {
        self.plan.lock().commits
    }

    /// The number of statements that clients have run, without those of simple queries.
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

/// Forwards bytes in both directions until one side closes or the plan cuts the connection.
async fn pass_on(mut client: TcpStream, mut server: TcpStream, plan: Arc<Mutex<Plan>>) {
    let (mut asked, mut answered) = (Vec::new(), Vec::new());
    // Only the first message does not start with a byte for its type.
    let mut kind_bytes = 0;
    let mut is_last_answer = false;
    loop {
        tokio::select! {
            Ok(1..) = client.read_buf(&mut asked) => {
                while let Some(length) = message(&asked, kind_bytes) {
                    kind_bytes = 1;
                    let message: Vec<u8> = asked.drain(..length).collect();
                    let cut = plan.lock().meets(&message);
                    if cut == Some(Cut::Before) || server.write_all(&message).await.is_err() {
                        return;
                    }
                    is_last_answer |= cut == Some(Cut::After);
                }
            }
            Ok(1..) = server.read_buf(&mut answered) => {
                if is_last_answer || client.write_all(&answered).await.is_err() {
                    return;
                }
                answered.clear();
            }
            else => return,
        }
    }
}

/// Gives the length of the first message, once it is complete.
fn message(bytes: &[u8], kind_bytes: usize) -> Option<usize> {
    let length = bytes.get(kind_bytes..kind_bytes + 4)?;
    let length = u32::from_be_bytes(length.try_into().expect("four bytes"));
    let length = kind_bytes + usize::try_from(length).expect("a length");
    (bytes.len() >= length).then_some(length)
}

impl Plan {
    /// Tells whether to cut the connection at this message, and when.
    fn meets(&mut self, message: &[u8]) -> Option<Cut> {
        self.commits += usize::from(message.ends_with(b"COMMIT\0"));
        self.executed += usize::from(message.starts_with(b"E"));
        let holds = |bytes: &[u8]| message.windows(bytes.len()).any(|window| window == bytes);
        self.cut.take_if(|(_, bytes)| holds(bytes)).map(|(when, _)| when)
    }
}
