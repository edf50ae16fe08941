//! Many concurrent clients on one thread. Each client sends a request, waits for the answer, and
//! repeats.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use deskbell_lab::{Result, While as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::client::Head;

/// The time limit for an answer, after which the program fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs a future to its end on this thread.
///
/// # Errors
/// The errors of the future, or when no runtime can be built.
pub fn on_this_thread<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.while_at("a runtime")?.block_on(work)
}

/// A client with one persistent connection.
#[derive(Debug)]
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Client {
    /// Connects to an address.
    ///
    /// # Errors
    /// When connecting fails.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await.while_at("connecting")?;
        stream.set_nodelay(true).while_at("connecting")?;
        Ok(Self { stream, buffer: Vec::with_capacity(16 * 1024) })
    }

    /// Sends a request; returns the status and body of its answer.
    ///
    /// # Errors
    /// When the connection breaks, or no answer arrives within 60 seconds.
    pub async fn ask(&mut self, request: &[u8]) -> Result<(u16, &[u8])> {
        let asked = tokio::time::timeout(PATIENCE, self.exchange(request)).await;
        let (status, head, end) = asked.while_at("waiting for an answer")??;
        Ok((status, &self.buffer[head..end]))
    }

    async fn exchange(&mut self, request: &[u8]) -> Result<(u16, usize, usize)> {
        self.stream.write_all(request).await.while_at("sending a request")?;
        self.buffer.clear();
        let head = loop {
            self.fill().await?;
            if let Some(head) = Head::parse(&self.buffer)? {
                break head;
            }
        };
        let end = head.bytes + head.body_bytes;
        while self.buffer.len() < end {
            self.fill().await?;
        }
        Ok((head.status, head.bytes, end))
    }

    async fn fill(&mut self) -> Result<()> {
        let read = self.stream.read_buf(&mut self.buffer).await;
        match read.while_at("waiting for an answer")? {
            0 => Err("the server closed the connection".into()),
            _ => Ok(()),
        }
    }
}

/// The timing of many answers.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The time of each answer in seconds, sorted.
    pub waits: Vec<f64>,
    /// The seconds from the first request to the last answer.
    pub seconds: f64,
}

impl Outcome {
    /// The number of answers per second.
    #[must_use]
    pub fn per_second(&self) -> f64 {
        crate::figures::float(self.waits.len() as u64) / self.seconds
    }

    /// The quantile `share` (0 to 1) of the times, in seconds.
    #[must_use]
    pub fn quantile(&self, share: f64) -> f64 {
        crate::figures::quantile(&self.waits, share)
    }
}

/// Runs `clients` concurrent clients for `seconds`. `request` creates the bytes of each request
/// from the client's number and the request's number. Every answer must have the status `status`.
///
/// # Errors
/// At the first answer with another status.
pub async fn ask_for(
    address: SocketAddr,
    clients: usize,
    seconds: f64,
    status: u16,
    request: impl Fn(usize, u64) -> Vec<u8> + Clone + Send + 'static,
) -> Result<Outcome> {
    let mut opened = Vec::new();
    for _ in 0..clients {
        opened.push(Client::open(address).await?);
    }
    let began = Instant::now();
    let until = began + Duration::from_secs_f64(seconds);
    let mut tasks = JoinSet::new();
    for (number, mut client) in opened.into_iter().enumerate() {
        let request = request.clone();
        tasks.spawn(async move {
            let mut waits = Vec::new();
            for turn in 0.. {
                let asked = Instant::now();
                if asked >= until {
                    break;
                }
                let (found, body) = client.ask(&request(number, turn)).await?;
                waits.push(asked.elapsed().as_secs_f64());
                if found != status {
                    return Err(format!("status {found}: {}", String::from_utf8_lossy(body)));
                }
            }
            Ok(waits)
        });
    }
    let mut outcome = Outcome::default();
    while let Some(waits) = tasks.join_next().await {
        outcome.waits.extend(waits.while_at("a client")??);
    }
    outcome.seconds = began.elapsed().as_secs_f64();
    outcome.waits.sort_by(f64::total_cmp);
    Ok(outcome)
}
