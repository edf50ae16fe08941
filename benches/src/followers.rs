//! Many readers of one event stream, on one thread: each counts what it was sent, and all can wait
//! until everybody has it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use deskbell_lab::{Result, While as _};

/// What takes longer ends the program.
const PATIENCE: Duration = Duration::from_secs(60);
/// Each event has this once, and nothing else in a stream does.
const MARK: &[u8] = b"data: ";
/// What a stream says first.
pub const HELLO: &[u8] = b"retry: 1000\n\n";

#[derive(Debug, Default)]
struct Seen {
    deliveries: AtomicU64,
    bytes: AtomicU64,
    /// At how many deliveries somebody is to be woken.
    awaited: AtomicU64,
    arrivals: Mutex<Vec<Instant>>,
    reached: Notify,
}

/// Readers of a stream. They are gone when this value is.
#[derive(Debug)]
pub struct Followers {
    seen: Arc<Seen>,
    tasks: JoinSet<Result<()>>,
}

impl Followers {
    /// Opens that many streams with this request, one after the other.
    ///
    /// # Errors
    /// When one does not begin.
    pub async fn open(address: SocketAddr, request: &[u8], number: usize) -> Result<Self> {
        let mut followers = Self { seen: Arc::default(), tasks: JoinSet::new() };
        for _ in 0..number {
            let stream = TcpStream::connect(address).await.while_at("a follower")?;
            let stream = begun(stream, request).await?;
            followers.tasks.spawn(read(stream, Arc::clone(&followers.seen)));
        }
        Ok(followers)
    }

    /// How many there are.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.tasks.len() as u64
    }

    /// Bytes a delivery has taken so far, with everything around it.
    #[must_use]
    pub fn bytes_per_delivery(&self) -> u64 {
        let deliveries = self.seen.deliveries.load(Ordering::Relaxed).max(1);
        self.seen.bytes.load(Ordering::Relaxed) / deliveries
    }

    /// Waits until each was sent so many events since the beginning; when each event arrived since
    /// this was last asked.
    ///
    /// # Errors
    /// When a stream ends, or it takes too long.
    pub async fn wait(&mut self, events: u64) -> Result<Vec<Instant>> {
        let target = events * self.number();
        self.seen.awaited.store(target, Ordering::Relaxed);
        while self.seen.deliveries.load(Ordering::Relaxed) < target {
            tokio::select! {
                ended = self.tasks.join_next() => {
                    ended.ok_or("nobody follows")?.while_at("a follower")??;
                    return Err("a stream ended".into());
                }
                () = self.seen.reached.notified() => {}
                () = patience() => return Err("an event did not arrive".into()),
            }
        }
        let mut arrivals = self.seen.arrivals.lock();
        Ok(std::mem::take(&mut *arrivals))
    }
}

async fn patience() {
    let _ = tokio::time::timeout(PATIENCE, std::future::pending::<()>()).await;
}

/// A stream that begins and is never read: its socket takes as little as it can.
///
/// # Errors
/// When it does not begin.
pub async fn never_read(address: SocketAddr, request: &[u8]) -> Result<TcpStream> {
    let socket = TcpSocket::new_v4().while_at("a follower")?;
    socket.set_recv_buffer_size(4096).while_at("a follower")?;
    begun(socket.connect(address).await.while_at("a follower")?, request).await
}

/// Sends the request and reads to the end of what a stream says first.
async fn begun(mut stream: TcpStream, request: &[u8]) -> Result<TcpStream> {
    stream.write_all(request).await.while_at("a follower")?;
    let begin = async {
        let mut said = Vec::new();
        while !said.windows(HELLO.len()).any(|it| it == HELLO) {
            let count = stream.read_buf(&mut said).await.while_at("a follower")?;
            if count == 0 {
                return Err(format!("no stream: {}", String::from_utf8_lossy(&said)));
            }
        }
        Ok(())
    };
    tokio::time::timeout(PATIENCE, begin).await.while_at("a stream's beginning")??;
    Ok(stream)
}

async fn read(mut stream: TcpStream, seen: Arc<Seen>) -> Result<()> {
    let (mut buffer, mut matched) = (vec![0; 4096], 0);
    loop {
        let count = stream.read(&mut buffer).await.while_at("a follower")?;
        if count == 0 {
            return Ok(());
        }
        let events = marks(&mut matched, &buffer[..count]);
        seen.bytes.fetch_add(count as u64, Ordering::Relaxed);
        if events > 0 {
            let mut arrivals = seen.arrivals.lock();
            let now = Instant::now();
            arrivals.extend((0..events).map(|_| now));
            drop(arrivals);
            let all = seen.deliveries.fetch_add(events, Ordering::Relaxed) + events;
            if all >= seen.awaited.load(Ordering::Relaxed) {
                seen.reached.notify_one();
            }
        }
    }
}

/// How many marks end in these bytes; `matched` is how much of one the bytes before ended with.
fn marks(matched: &mut usize, bytes: &[u8]) -> u64 {
    let mut found = 0;
    for byte in bytes {
        // A mark's first byte is none of its others' but by another match, so this is enough.
        *matched =
            if *byte == MARK[*matched] { *matched + 1 } else { usize::from(*byte == MARK[0]) };
        if *matched == MARK.len() {
            (found, *matched) = (found + 1, 0);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found_wherever_the_bytes_are_cut() {
        let text = b"id: 1\ndata: {\"a\":\"ddata\"}\n\nddata: x";
        for cut in 0..text.len() {
            let mut matched = 0;
            let found = marks(&mut matched, &text[..cut]) + marks(&mut matched, &text[cut..]);
            assert_eq!(found, 2, "cut at {cut}");
        }
    }
}
