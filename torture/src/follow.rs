//! Followers of `/v1/stream`, which disconnect at random points and resume after the last change
//! that they read.
//!
//! The changes are compared with the feed at the end, outside of this module.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use deskbell_lab::random::Random;
use deskbell_lab::{Result, While as _};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::clients::Clients;

/// The maximal number of bytes after which a follower disconnects, even within a change.
const BYTES_MAX: u64 = 200_000;
/// The pause after a connection broke, which ends early when a server has a new address.
const PAUSE: Duration = Duration::from_millis(50);
/// The maximal wait for a byte. Only a stopped server is silent for so long, since other servers
/// send heartbeats.
const SILENCE_MAX: Duration = Duration::from_secs(20);
/// The time limit for reading the remaining changes after the end of the writes.
const REST_MAX: Duration = Duration::from_secs(300);

/// The hash of a change in compact JSON.
pub fn mark(change: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    change.to_string().hash(&mut hasher);
    hasher.finish()
}

/// The changes that a follower read.
#[derive(Debug, Default)]
pub struct Read {
    /// The hash of each change, in the order of the feed.
    pub marks: Vec<u64>,
    /// The number of connections that the follower opened.
    pub visits: u64,
}

#[derive(Debug)]
pub struct Follower {
    /// The shared state of the clients, with the servers' addresses.
    pub clients: Arc<Clients>,
    /// The random numbers that choose a server, and the point at which to disconnect.
    pub random: Random,
    /// The number of the last change of the feed; `None` while clients write.
    pub head: watch::Receiver<Option<usize>>,
}

impl Follower {
    /// Connects to servers again and again until all changes are read.
    ///
    /// # Errors
    /// When a change is missing, duplicate or unreadable.
    pub async fn read_all(mut self) -> Result<Read> {
        let mut read = Read::default();
        let mut addresses = self.clients.addresses.clone();
        let mut known = None;
        loop {
            let head = *self.head.borrow_and_update();
            if head == Some(read.marks.len()) {
                return Ok(read);
            }
            if head.is_some() && known.get_or_insert_with(Instant::now).elapsed() > REST_MAX {
                return Err(format!("a follower read {} changes of {head:?}", read.marks.len()));
            }
            read.visits += 1;
            let address = *self.random.one(&addresses.borrow_and_update());
            let bytes = usize::try_from(self.random.below(BYTES_MAX)).unwrap_or(usize::MAX);
            let Ok(stream) = TcpStream::connect(address).await else {
                let _ = timeout(PAUSE, addresses.changed()).await;
                continue;
            };
            if !self.visit(stream, bytes, &mut read.marks).await? {
                let _ = timeout(PAUSE, addresses.changed()).await;
            }
        }
    }

    /// Reads a stream until `bytes` bytes or the feed's last change were read. Returns `false` if
    /// the server refused the stream, or the stream broke, ended or was silent.
    async fn visit(
        &mut self,
        mut stream: TcpStream,
        bytes: usize,
        marks: &mut Vec<u64>,
    ) -> Result<bool> {
        let request = format!(
            "GET /v1/stream?after=0 HTTP/1.1\r\nHost: torture\r\nAuthorization: Bearer {}\r\n\
             Last-Event-ID: {}\r\n\r\n",
            self.clients.key,
            marks.len()
        );
        if stream.write_all(request.as_bytes()).await.is_err() {
            return Ok(false);
        }
        let Some(head) = head(&mut stream).await else { return Ok(false) };
        if head.starts_with("HTTP/1.1 503 ") {
            return Ok(false);
        }
        if !head.starts_with("HTTP/1.1 200 ") {
            return Err(format!("a stream began with {head}"));
        }
        let (mut rest, mut left) = (Vec::new(), bytes);
        while left > 0 && *self.head.borrow() != Some(marks.len()) {
            let mut buffer = [0; 16 * 1024];
            let room = buffer.len().min(left);
            let read = tokio::select! {
                read = timeout(SILENCE_MAX, stream.read(&mut buffer[..room])) => read,
                _ = self.head.changed() => continue,
            };
            let Ok(Ok(count @ 1..)) = read else { return Ok(false) };
            left -= count;
            rest.extend_from_slice(&buffer[..count]);
            while let Some(end) = rest.windows(2).position(|it| it == b"\n\n") {
                let block: Vec<u8> = rest.drain(..end + 2).collect();
                if !keep(&String::from_utf8_lossy(&block), marks)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

/// Reads the head of an answer.
async fn head(stream: &mut TcpStream) -> Option<String> {
    let reading = async {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.ok()?);
        }
        String::from_utf8(head).ok()
    };
    timeout(SILENCE_MAX, reading).await.ok().flatten()
}

/// Adds the hash of an event's change; returns `false` if the event ends the stream.
fn keep(block: &str, marks: &mut Vec<u64>) -> Result<bool> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name));
    let (kind, data) = (field("event: "), field("data: "));
    let Some(id) = field("id: ") else { return Ok(kind != Some("error")) };
    let data: Value = serde_json::from_str(data.unwrap_or_default()).while_at(block)?;
    let (next, id) = (marks.len() + 1, id.parse::<usize>());
    if id != Ok(next) || data["seq"] != next || data["kind"].as_str() != kind {
        return Err(format!("where change {next} comes next a stream says {block}"));
    }
    marks.push(mark(&data));
    Ok(true)
}
