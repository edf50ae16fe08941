//! Targets of webhooks, on one thread: each takes what is posted, answers 200, keeps its
//! connections, and tells when it had all of a request.

use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::client::Head;
use crate::{Result, While as _};

/// What takes longer ends the program.
const PATIENCE: Duration = Duration::from_secs(60);
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

/// A request that a target was sent.
#[derive(Clone, Debug)]
pub struct Posted {
    /// Which target, from 0.
    pub target: usize,
    /// When it had all of it.
    pub at: Instant,
    /// Its bytes.
    pub request: Vec<u8>,
    body_from: usize,
}

impl Posted {
    /// The id of the message it tells of.
    ///
    /// # Errors
    /// When it tells of none.
    pub fn message(&self) -> Result<i64> {
        let told: Value = serde_json::from_slice(&self.request[self.body_from..])
            .while_at("the body of a delivery")?;
        told["eventData"]["message"]["id"].as_i64().ok_or_else(|| format!("no message: {told}"))
    }
}

/// Targets. They are gone when this value is.
#[derive(Debug)]
pub struct Targets {
    /// Where each listens.
    pub addresses: Vec<SocketAddr>,
    connections: Arc<AtomicU64>,
    posted: mpsc::UnboundedReceiver<Posted>,
    _tasks: JoinSet<Result<()>>,
}

impl Targets {
    /// That many.
    ///
    /// # Errors
    /// When there are no free ports.
    pub async fn start(number: usize) -> Result<Self> {
        let (tell, posted) = mpsc::unbounded_channel();
        let (mut addresses, mut tasks) = (Vec::new(), JoinSet::new());
        let connections = Arc::new(AtomicU64::new(0));
        for target in 0..number {
            let listener = TcpListener::bind("127.0.0.1:0").await.while_at("a target")?;
            addresses.push(listener.local_addr().while_at("a target")?);
            tasks.spawn(accept(target, listener, tell.clone(), Arc::clone(&connections)));
        }
        Ok(Self { addresses, connections, posted, _tasks: tasks })
    }

    /// Connections that were taken so far.
    #[must_use]
    pub fn connections(&self) -> u64 {
        self.connections.load(Ordering::Relaxed)
    }

    /// The next request, once it is there.
    ///
    /// # Errors
    /// When none comes.
    pub async fn next(&mut self) -> Result<Posted> {
        let next = tokio::time::timeout(PATIENCE, self.posted.recv()).await;
        next.while_at("waiting for a delivery")?.ok_or_else(|| "the targets have ended".into())
    }

    /// Fails when there was more than was waited for.
    ///
    /// # Errors
    /// With what it was.
    pub fn nothing_more(&mut self) -> Result<()> {
        match self.posted.try_recv() {
            Ok(more) => Err(format!("a delivery nobody expected: {more:?}")),
            Err(_) => Ok(()),
        }
    }
}

async fn accept(
    target: usize,
    listener: TcpListener,
    tell: mpsc::UnboundedSender<Posted>,
    connections: Arc<AtomicU64>,
) -> Result<()> {
    let mut serving = JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.while_at("a target")?;
        while serving.try_join_next().is_some() {}
        connections.fetch_add(1, Ordering::Relaxed);
        serving.spawn(serve(target, stream, tell.clone()));
    }
}

/// Takes requests until the connection ends.
async fn serve(
    target: usize,
    mut stream: TcpStream,
    tell: mpsc::UnboundedSender<Posted>,
) -> Result<()> {
    let mut buffer = Vec::with_capacity(4_096);
    loop {
        let (body_from, end) = loop {
            if let Some(Head { bytes, body_bytes, .. }) = Head::of_request(&buffer)?
                && buffer.len() >= bytes + body_bytes
            {
                break (bytes, bytes + body_bytes);
            }
            if stream.read_buf(&mut buffer).await.while_at("a target")? == 0 {
                return Ok(());
            }
        };
        let at = Instant::now();
        stream.write_all(ANSWER).await.while_at("a target")?;
        let request = buffer.drain(..end).collect();
        // Whoever measures may have enough.
        let _ = tell.send(Posted { target, at, request, body_from });
    }
}

/// A target that answers 200 so long after it had all of a request, and keeps nothing of it. It
/// ends with the tasks.
///
/// # Errors
/// When there is no free port.
pub async fn slow(after: Duration, tasks: &mut JoinSet<Result<()>>) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await.while_at("a target")?;
    let address = listener.local_addr().while_at("a target")?;
    tasks.spawn(async move {
        let mut serving = JoinSet::new();
        loop {
            let (stream, _) = listener.accept().await.while_at("a target")?;
            while serving.try_join_next().is_some() {}
            serving.spawn(answer_late(stream, after));
        }
    });
    Ok(address)
}

#[expect(clippy::disallowed_methods, reason = "to be slow is what it is for")]
async fn answer_late(mut stream: TcpStream, after: Duration) -> Result<()> {
    let mut buffer = Vec::with_capacity(64 * 1024);
    loop {
        let head = loop {
            if let Some(head) = Head::of_request(&buffer)? {
                break head;
            }
            if stream.read_buf(&mut buffer).await.while_at("a target")? == 0 {
                return Ok(());
            }
        };
        let mut missing = (head.bytes + head.body_bytes).saturating_sub(buffer.len());
        while missing > 0 {
            buffer.clear();
            match stream.read_buf(&mut buffer).await.while_at("a target")? {
                0 => return Ok(()),
                bytes => missing = missing.saturating_sub(bytes),
            }
        }
        buffer.clear();
        tokio::time::sleep(after).await;
        stream.write_all(ANSWER).await.while_at("a target")?;
    }
}

/// Posts to some targets: to each over one connection the requests that stand beside it, one under
/// way on each.
///
/// # Errors
/// When one does not answer 200.
pub fn post_in_turn(some: &[(SocketAddr, Vec<String>)]) -> Result<()> {
    let mut streams = Vec::new();
    for (address, _) in some {
        let stream = std::net::TcpStream::connect(address).while_at("a target")?;
        stream.set_nodelay(true).while_at("a target")?;
        streams.push(stream);
    }
    for turn in 0..some.iter().map(|(_, requests)| requests.len()).max().unwrap_or(0) {
        let going = || {
            streams
                .iter()
                .zip(some)
                .filter_map(|(stream, (_, requests))| Some((stream, requests.get(turn)?)))
        };
        for (mut stream, request) in going() {
            stream.write_all(request.as_bytes()).while_at("a target")?;
        }
        let mut answer = [0; 256];
        for (mut stream, _) in going() {
            let read = stream.read(&mut answer).while_at("a target")?;
            if !answer[..read].starts_with(b"HTTP/1.1 200 ") {
                return Err("a target that does not answer 200".into());
            }
        }
    }
    Ok(())
}
