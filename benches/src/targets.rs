//! Webhook targets on one thread. Each target answers posted requests with 200, keeps connections
//! open, and reports the time when it received a whole request.

use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use deskbell_lab::target::{Reaction, Received, Target};
use deskbell_lab::{Result, While as _};
use tokio::sync::mpsc;

/// The time limit for the next request to arrive, after which the program fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A request received by a target.
#[derive(Clone, Debug)]
pub struct Posted {
    /// The number of the target, from 0.
    pub target: usize,
    /// The time at which the whole request had arrived.
    pub at: Instant,
    /// The request that the target received.
    pub received: Received,
}

impl Posted {
    /// The id of the message in the request.
    ///
    /// # Errors
    /// When the request has no message id.
    pub fn message(&self) -> Result<i64> {
        let told = self.received.json();
        told["eventData"]["message"]["id"].as_i64().ok_or_else(|| format!("no message: {told}"))
    }
}

/// Running targets, which stop when the value is dropped.
#[derive(Debug)]
pub struct Targets {
    targets: Vec<Target>,
    posted: mpsc::UnboundedReceiver<Posted>,
}

impl Targets {
    /// Starts `number` targets.
    pub async fn start(number: usize) -> Self {
        let (tell, posted) = mpsc::unbounded_channel();
        let mut targets = Vec::new();
        for target in 0..number {
            let tell = tell.clone();
            let answers = move |received| {
                // The channel may be closed.
                let _ = tell.send(Posted { target, at: Instant::now(), received });
                Reaction::Status(200)
            };
            targets.push(Target::start(answers).await);
        }
        Self { targets, posted }
    }

    /// The address of each target.
    #[must_use]
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.targets.iter().map(Target::address).collect()
    }

    /// The number of connections accepted so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.targets.iter().map(Target::connections).sum()
    }

    /// Waits for the next request.
    ///
    /// # Errors
    /// When no request arrives in time.
    pub async fn next(&mut self) -> Result<Posted> {
        let next = tokio::time::timeout(PATIENCE, self.posted.recv()).await;
        next.while_at("waiting for a delivery")?.ok_or_else(|| "the targets have ended".into())
    }

    /// Checks that no further request has arrived.
    ///
    /// # Errors
    /// Returns the unexpected request.
    pub fn nothing_more(&mut self) -> Result<()> {
        match self.posted.try_recv() {
            Ok(more) => Err(format!("a delivery nobody expected: {more:?}")),
            Err(_) => Ok(()),
        }
    }
}

/// Posts requests to several targets over one connection per target, with one request in flight on
/// each connection.
///
/// # Errors
/// When a target does not answer 200.
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
