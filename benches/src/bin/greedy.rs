//! The effect of many greedy clients on one polite client: the polite client's p99 during each
//! crowd relative to its p99 without a crowd. Also measures the server's memory. Crowds are
//! bounded, use only loopback, and end with each round.

use std::process::ExitCode;

use deskbell_benches::client::{Connection, get};
use deskbell_benches::cores::Cores;
use deskbell_benches::crowd::{Client, Outcome, ask_for, on_this_thread};
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, median, ratio, ratio_text, reached, time};
use deskbell_benches::machine::{Build, Quiet};
use deskbell_benches::options;
use deskbell_benches::process;
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_lab::{Result, While as _, run, say};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::{Duration, interval};

const NAME: &str = "greedy";
const CHATS: u64 = 1_000;
const ROUNDS: usize = 7;
/// The time for which the polite client sends requests in each half of a round, in seconds. The
/// crowd is present only in the second half.
const SLICE: f64 = 3.0;
/// The number of files that this process may open, enough for the largest crowd.
const FILES: usize = 12_000;
const GOAL: f64 = 2.0;

/// A kind of greedy clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Crowd {
    /// Connections that were never used.
    Idle,
    /// Requests whose head arrives slowly, byte by byte.
    SlowHeads,
    /// Requests whose body arrives slowly, byte by byte.
    SlowBodies,
    /// Bodies of 50 MB, sent in pieces of 64 KiB.
    LargeBodies,
    /// Requests for full pages. The answers are never read.
    NeverRead,
}

impl Crowd {
    const ALL: [Self; 5] =
        [Self::Idle, Self::SlowHeads, Self::SlowBodies, Self::LargeBodies, Self::NeverRead];

    const fn told(self) -> (&'static str, usize) {
        match self {
            Self::Idle => ("idle connections", 10_000),
            Self::SlowHeads => ("heads of a byte each 100 ms", 1_000),
            Self::SlowBodies => ("bodies of a byte each 100 ms", 1_000),
            Self::LargeBodies => ("bodies of 50 MB, 64 KiB each 100 ms", 64),
            Self::NeverRead => ("pages asked for and never read", 256),
        }
    }

    /// The first bytes that each client sends, and the bytes that it sends every 100 ms.
    fn sends(self, key: &str) -> (Vec<u8>, Vec<u8>) {
        let post = |length: &str| {
            format!(
                "POST /v1/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n{length}\
                 \r\n\r\n"
            )
        };
        match self {
            Self::Idle => (vec![], vec![]),
            Self::SlowHeads => (b"GET /v1/chats HTTP/1.1\r\nX: ".to_vec(), b"x".to_vec()),
            Self::SlowBodies => (post("Content-Length: 100000").into_bytes(), b"x".to_vec()),
            Self::LargeBodies => {
                let mut piece = b"10000\r\n".to_vec();
                piece.resize(piece.len() + 0x10000, b'x');
                piece.extend(b"\r\n");
                (post("Transfer-Encoding: chunked").into_bytes(), piece)
            }
            Self::NeverRead => (get("/v1/chats", Some(key)).repeat(16), vec![]),
        }
    }
}

/// The polite client's request times and the server's memory in one half of a round.
struct Side {
    outcome: Outcome,
    memory_kib: u64,
}

fn main() -> ExitCode {
    run(measure)
}

fn measure() -> Result<()> {
    options::none(NAME)?;
    process::raise_files(FILES)?;
    let build = Build::note()?;
    let cores = Cores::part()?;
    let data = Data::seeded(Engine::Sqlite, Plan::of_chats(CHATS), &cores)?;
    let key = data.key(&cores)?;
    let server = Server::start(&data, &cores)?;
    let mut quiet = Quiet::default();
    let mut rows = Vec::new();
    for crowd in Crowd::ALL {
        let (name, members) = crowd.told();
        let mut alone = (Vec::new(), Vec::new());
        let mut beside = (Vec::new(), Vec::new());
        let mut memory = (0, 0);
        for round in 1..=ROUNDS {
            say::talk(format!("{} {name}: round {round} of {ROUNDS}", count(members as u64)));
            quiet.round(|| {
                let first = on_this_thread(polite(&server, &key))?;
                let second = on_this_thread(among(crowd, &server, &key))?;
                for (side, into) in [(&first, &mut alone), (&second, &mut beside)] {
                    into.0.push(side.outcome.quantile(0.5));
                    into.1.push(side.outcome.quantile(0.99));
                }
                memory = (memory.0.max(first.memory_kib), memory.1.max(second.memory_kib));
                // The server must be ready again when the crowd is gone.
                Connection::open(server.address)?.renew()
            })?;
        }
        let p99 = ratio(&beside.1, &alone.1);
        rows.push(vec![
            format!("{} {name}", count(members as u64)),
            time(median(&alone.1)),
            time(median(&beside.1)),
            ratio_text(p99),
            reached(p99 <= GOAL).into(),
            format!("{} MiB", memory.0 / 1024),
            format!("{} MiB", memory.1 / 1024),
        ]);
    }
    let mut section = Section::begin(NAME, "a polite client among greedy ones");
    section.circumstances(&build, &[], &cores.told(), &quiet)?;
    data.tell(&mut section);
    section.item(format!(
        "Method: one client asks for pages of 10 chats over one connection, one after the other, \
         for {SLICE} s alone and for as long beside the crowd, {ROUNDS} rounds in turns; the crowd \
         shares the client's core. Memory is the server's resident size, the largest of all rounds"
    ));
    let head = ["crowd", "p99 alone", "p99 beside it", "ratio", "≤ 2", "memory alone", "beside it"];
    section.table(&head, &rows);
    section.write()
}

async fn polite(server: &Server, key: &str) -> Result<Side> {
    let request = get("/v1/chats?limit=10", Some(key));
    let asked = ask_for(server.address, 1, SLICE, 200, move |_, _| request.clone());
    let outcome = asked.await?;
    Ok(Side { outcome, memory_kib: process::memory_kib(server.id(), "VmRSS")? })
}

async fn among(crowd: Crowd, server: &Server, key: &str) -> Result<Side> {
    let (first, then) = crowd.sends(key);
    // The polite client connects before the crowd.
    let mut probe = Client::open(server.address).await?;
    let mut members = Vec::new();
    for _ in 0..crowd.told().1 {
        let mut stream = TcpStream::connect(server.address).await.while_at("a crowd")?;
        stream.write_all(&first).await.while_at("a crowd")?;
        members.push(stream);
    }
    let (status, _) = probe.ask(&get("/healthz", None)).await?;
    if status != 200 {
        return Err(format!("status {status} with a crowd"));
    }
    let pestering = async {
        let mut every = interval(Duration::from_millis(100));
        loop {
            every.tick().await;
            for stream in &members {
                // The socket may be full, or the server may have closed the connection.
                let _ = stream.try_write(&then);
            }
        }
    };
    tokio::select! {
        side = polite(server, key) => side,
        () = pestering => Err("the crowd went on for ever".into()),
    }
}
