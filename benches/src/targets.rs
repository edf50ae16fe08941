//! Targets of webhooks, on one thread: each takes posted requests, answers 200, keeps its
//! connections, and reports the moment it had all of a request.

use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use deskbell_lab::target::{Reaction, Received, Target};
use deskbell_lab::{Result, While as _};
use tokio::sync::mpsc;

/// The longest wait before the program ends.
const PATIENCE: Duration = Duration::from_secs(60);

/// A request that a target received.
#[derive(Clone, Debug)]
pub struct Posted {
    /// The target's number, from 0.
    pub target: usize,
    /// The moment at which the target had all of it.
    pub at: Instant,
    /// The request.
    pub received: Received,
}

impl Posted {
    /// The id of the message in it.
    ///
    /// # Errors
    /// When it has none.
    pub fn message(&self) -> Result<i64> {
        let told = self.received.json();
        told["eventData"]["message"]["id"].as_i64().ok_or_else(|| format!("no message: {told}"))
    }
}

/// Targets. They end with this value.
#[derive(Debug)]
pub struct Targets {
    targets: Vec<Target>,
    posted: mpsc::UnboundedReceiver<Posted>,
}

impl Targets {
    /// Starts that many targets.
    pub async fn start(number: usize) -> Self {
        let (tell, posted) = mpsc::unbounded_channel();
        let mut targets = Vec::new();
        for target in 0..number {
            let tell = tell.clone();
            let answers = move |received| {
                // The receiver may be gone.
                let _ = tell.send(Posted { target, at: Instant::now(), received });
                Reaction::Status(200)
            };
            targets.push(Target::start(answers).await);
        }
        Self { targets, posted }
    }

    /// The address of each.
    #[must_use]
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.targets.iter().map(Target::address).collect()
    }

    /// The number of connections taken so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.targets.iter().map(Target::connections).sum()
    }

    /// Waits for the next request.
    ///
    /// # Errors
    /// When none comes.
    pub async fn next(&mut self) -> Result<Posted> {
        let next = tokio::time::timeout(PATIENCE, self.posted.recv()).await;
        next.while_at("waiting for a delivery")?.ok_or_else(|| "the targets have ended".into())
    }

    /// Fails when a request is left over.
    ///
    /// # Errors
    /// With that request.
    pub fn nothing_more(&mut self) -> Result<()> {
        match self.posted.try_recv() {
            Ok(more) => Err(format!("a delivery nobody expected: {more:?}")),
            Err(_) => Ok(()),
        }
    }
}

/// Posts to some targets: to each its own requests over one connection, one under way on each.
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
