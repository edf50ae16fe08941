//! Readers of `/v1/stream` that drop off at random places while many write and servers are killed
//! (SIGKILL): what each read, piece after piece, is exactly the feed: no gap, no double, in order.

use std::time::Duration;

use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, Test, block_on};
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::killed::{import, storm};
use crate::process::{Server, data};
use proptest::prelude::Rng as _;

const READERS: u8 = 24;
/// A reader drops off after so many bytes at the most, wherever that is.
const BYTES_MAX: u32 = 20_000;
/// How often a reader comes back at the most.
const VISITS_MAX: usize = 1_000;
/// All of it.
const TAKES_MOST: Duration = Duration::from_secs(240);

/// The bytes of a stream that were not looked at yet.
#[derive(Default)]
struct Rest(Vec<u8>);

impl Rest {
    /// The next block of lines, once its end is there.
    fn block(&mut self) -> Option<String> {
        let end = self.0.windows(2).position(|it| it == b"\n\n")?;
        let block: Vec<u8> = self.0.drain(..end + 2).collect();
        Some(String::from_utf8(block[..end].to_vec()).unwrap())
    }
}

/// Somebody who reads the feed.
struct Reader {
    key: String,
    rng: TestRng,
    /// Where each server is now.
    addresses: watch::Receiver<Vec<String>>,
    /// The last change there will be, once all are written.
    head: watch::Receiver<Option<i64>>,
    last: i64,
    read: Vec<Value>,
}

impl Reader {
    /// Comes back again and again until it has read everything; what it read, and how often it
    /// came.
    async fn read_all(mut self) -> (Vec<Value>, usize) {
        for visit in 1..=VISITS_MAX {
            let now = self.addresses.borrow().clone();
            let server = self.rng.next_u32() as usize % now.len();
            let bytes = self.rng.next_u32() % BYTES_MAX;
            let is_broken_off = self.visit(&now[server], bytes as usize).await.is_none();
            if *self.head.borrow() == Some(self.last) {
                return (self.read, visit);
            }
            if is_broken_off {
                // Only a killed server breaks off, and another takes its place.
                let moved = |all: &Vec<String>| all[server] != now[server];
                self.addresses.wait_for(moved).await.unwrap();
            }
        }
        panic!("it came {VISITS_MAX} times and read up to {} only", self.last);
    }

    /// Reads on from where it was, over a socket of its own, until so many bytes came or there is
    /// no more to come. `None` when the server broke off.
    async fn visit(&mut self, address: &str, bytes: usize) -> Option<()> {
        let host = address.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(host).await.ok()?;
        let request = format!(
            "GET /v1/stream?after=0 HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {}\r\n\
             Last-Event-ID: {}\r\n\r\n",
            self.key, self.last
        );
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.ok()?);
        }
        let head = String::from_utf8(head).unwrap();
        assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
        let (mut rest, mut left) = (Rest::default(), bytes);
        while left > 0 && *self.head.borrow() != Some(self.last) {
            let mut buffer = [0; 4096];
            let room = buffer.len().min(left);
            let count = tokio::select! {
                read = stream.read(&mut buffer[..room]) => read.ok().filter(|count| *count > 0)?,
                changed = self.head.changed() => { changed.unwrap(); continue }
            };
            left -= count;
            rest.0.extend_from_slice(&buffer[..count]);
            while let Some(block) = rest.block() {
                self.keep(&block);
            }
        }
        Some(())
    }

    fn keep(&mut self, block: &str) {
        if block == "retry: 1000" || block == ":" {
            return;
        }
        let lines: Vec<_> = block.lines().collect();
        let [id, kind, data] = lines[..] else { panic!("{block}") };
        let data: Value = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
        assert_eq!(data["kind"], kind.strip_prefix("event: ").unwrap());
        self.last = id.strip_prefix("id: ").unwrap().parse().unwrap();
        assert_eq!(data["seq"], self.last);
        self.read.push(data);
    }
}

/// The feed from its beginning, page by page.
fn feed(server: &Server, key: &str) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let (status, page) = server.get(key, &format!("/v1/changes?after={after}&limit=1000"));
        assert_eq!(status, 200, "{page}");
        let data = page["data"].as_array().unwrap();
        if data.is_empty() {
            return all;
        }
        all.extend(data.iter().cloned());
        after = page["meta"]["next"].as_i64().unwrap();
    }
}

async fn tortured(engine: Engine, servers: usize) {
    let database = Database::migrated(engine).await;
    let url = database.url.clone();
    import(&url);
    let key = data(&url, &["key", "create"]);
    let (known, head) = watch::channel(None);
    let mut readers = JoinSet::new();
    let (answers, running) = storm(&url, &key, servers, |addresses| {
        for number in 0..READERS {
            let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[number; 32]);
            let (key, addresses, head) = (key.clone(), addresses.clone(), head.clone());
            let reader = Reader { key, rng, addresses, head, last: 0, read: Vec::new() };
            readers.spawn(reader.read_all());
        }
    })
    .await;
    let feed = feed(&running[0], &key);
    let mut seqs = feed.iter().map(|change| change["seq"].as_i64().unwrap());
    assert!(seqs.clone().eq(1..=i64::try_from(feed.len()).unwrap()), "the feed has a gap");
    assert!(feed.len() > answers.len());
    known.send_replace(seqs.next_back());
    let mut visits = 0;
    while let Some(reader) = readers.join_next().await {
        let (read, came) = reader.unwrap();
        visits += came;
        let differs = read.iter().zip(&feed).position(|(one, other)| one != other);
        assert_eq!((differs, read.len()), (None, feed.len()));
    }
    let few = usize::from(READERS) * 10;
    assert!(visits > few, "{visits} visits: nobody dropped off");
    drop(running);
    // What the killed left is put in order, and checked.
    Test::over(database).await.finish().await;
}

fn bounded(engine: Engine, servers: usize) {
    block_on(async {
        timeout(TAKES_MOST, tortured(engine, servers)).await.expect("an end");
    });
}

#[test]
fn every_reader_reads_exactly_the_feed_of_a_killed_server_on_sqlite() {
    bounded(Engine::Sqlite, 1);
}

#[test]
fn every_reader_reads_exactly_the_feed_of_a_killed_server_on_postgres() {
    bounded(Engine::Postgres, 1);
}

#[test]
fn every_reader_reads_exactly_the_feed_of_three_killed_servers_on_one_database() {
    bounded(Engine::Postgres, 3);
}
