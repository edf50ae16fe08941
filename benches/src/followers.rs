//! Many readers of event streams on one thread. All readers share one count of events. A bench can
//! wait for a number of events per reader.

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

/// The time limit for events, after which the program fails.
const PATIENCE: Duration = Duration::from_secs(60);
/// Bytes that occur exactly once in each event, and nowhere else in a stream.
const MARK: &[u8] = b"data: ";
/// The first bytes of every stream.
pub const HELLO: &[u8] = b"retry: 1000\n\n";

#[derive(Debug, Default)]
struct Seen {
    deliveries: AtomicU64,
    bytes: AtomicU64,
    /// The number of deliveries at which the waiting task is notified.
    awaited: AtomicU64,
    arrivals: Mutex<Vec<Instant>>,
    reached: Notify,
}

/// Readers of a stream, which stop when the value is dropped.
#[derive(Debug)]
pub struct Followers {
    seen: Arc<Seen>,
    tasks: JoinSet<Result<()>>,
}

impl Followers {
    /// Opens `number` streams with this request, one by one.
    ///
    /// # Errors
    /// When a stream does not begin.
    pub async fn open(address: SocketAddr, request: &[u8], number: usize) -> Result<Self> {
        let mut followers = Self { seen: Arc::default(), tasks: JoinSet::new() };
        for _ in 0..number {
            let stream = TcpStream::connect(address).await.while_at("a follower")?;
            let stream = begun(stream, request).await?;
            followers.tasks.spawn(read(stream, Arc::clone(&followers.seen)));
        }
        Ok(followers)
    }

    /// The number of readers.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.tasks.len() as u64
    }

    /// The average number of bytes per delivery so far.
    #[must_use]
    pub fn bytes_per_delivery(&self) -> u64 {
        let deliveries = self.seen.deliveries.load(Ordering::Relaxed).max(1);
        self.seen.bytes.load(Ordering::Relaxed) / deliveries
    }

    /// Waits until the readers have received `events` events per reader on average since the start;
    /// returns the arrival times since the last call.
    ///
    /// # Errors
    /// When a stream ends, or the wait is too long.
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

/// Opens a stream that is never read, with the smallest possible receive buffer.
///
/// # Errors
/// When the stream does not begin.
pub async fn never_read(address: SocketAddr, request: &[u8]) -> Result<TcpStream> {
    let socket = TcpSocket::new_v4().while_at("a follower")?;
    socket.set_recv_buffer_size(4096).while_at("a follower")?;
    begun(socket.connect(address).await.while_at("a follower")?, request).await
}

/// Sends the request; reads up to the end of [`HELLO`].
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

/// Counts the occurrences of `MARK` that end in these bytes. `matched` is the number of bytes of an
/// incomplete `MARK` at the end of the preceding bytes.
fn marks(matched: &mut usize, bytes: &[u8]) -> u64 {
    let mut found = 0;
    for byte in bytes {
        // The mark's first byte occurs only once in the mark, so no other partial match is
        // possible.
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
