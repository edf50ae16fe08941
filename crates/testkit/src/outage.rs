//! A line to a PostgreSQL server that tests take down and put up again.

use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How the line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Everything passes.
    Up,
    /// Connections are cut, and new ones too.
    Down,
    /// Connections stay, and nothing passes: the far end is gone without a word.
    Silent,
}

/// A proxy before a server; it ends with this value.
#[derive(Debug)]
pub struct Outage {
    /// The database's address through the line.
    pub url: String,
    line: Arc<watch::Sender<Line>>,
    _tasks: JoinSet<()>,
}

impl Outage {
    /// A line to the database with this address, up.
    ///
    /// # Panics
    /// When the address is none, or no port is free.
    pub async fn before(url: &str) -> Self {
        let (scheme, rest) = url.split_once("://").expect("an address");
        let (authority, database) = rest.split_once('/').expect("a database");
        let (user, server) = authority.rsplit_once('@').expect("a user");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (line, _) = watch::channel(Line::Up);
        let line = Arc::new(line);
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, server.to_owned(), Arc::clone(&line)));
        let url = format!("{scheme}://{user}@127.0.0.1:{port}/{database}");
        Self { url, line, _tasks: tasks }
    }

    /// Takes the line down, or puts it up.
    pub fn set(&self, line: Line) {
        self.line.send_replace(line);
    }
}

async fn accept(listener: TcpListener, server: String, line: Arc<watch::Sender<Line>>) {
    let mut connections = JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        if *line.borrow() == Line::Down {
            continue;
        }
        let Ok(server) = TcpStream::connect(&server).await else { continue };
        connections.spawn(pass(client, server, line.subscribe()));
    }
}

async fn pass(client: TcpStream, server: TcpStream, line: watch::Receiver<Line>) {
    let (client_reads, client_writes) = client.into_split();
    let (server_reads, server_writes) = server.into_split();
    tokio::select! {
        () = one_way(client_reads, server_writes, line.clone()) => {}
        () = one_way(server_reads, client_writes, line.clone()) => {}
    }
}

/// Copies until either end is gone or the line is cut.
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
        let Ok(read @ 1..) = read else { return };
        // What arrives while the line is silent waits.
        let state = line.wait_for(|line| *line != Line::Silent).await.map(|line| *line);
        if !matches!(state, Ok(Line::Up)) {
            return;
        }
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
