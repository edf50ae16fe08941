//! Goal 18 of `benches/README.md`: the effect of one organization on another within the default
//! limits. Measures a polite organization's p99 during each attack relative to its p99 without
//! attacks, and the growth of the server's memory and disk. Attacks are bounded, use only loopback,
//! and end with each round.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use deskbell_benches::client::{get, post};
use deskbell_benches::cores::Cores;
use deskbell_benches::crowd::{Client, Outcome, ask_for, on_this_thread};
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, median, ratio, ratio_text, reached, time};
use deskbell_benches::machine::Build;
use deskbell_benches::options::{Options, Program};
use deskbell_benches::process;
use deskbell_benches::server::Server;
use deskbell_lab::target::{Reaction, Target};
use deskbell_lab::{Result, While as _, run, say};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Duration, MissedTickBehavior, interval};

const PROGRAM: Program =
    Program { name: "fairness", chats: &[1_000], rounds: 5, knows_postgres: false };
/// The number of files that this process may open.
const FILES: usize = 12_000;
const GOAL: f64 = 3.0;
const MEMORY_GOAL_MIB: u64 = 512;
/// The time for which the polite organization reads and writes without an attack, in seconds.
const ALONE: f64 = 10.0;
/// The longest message text, in characters. Each character is escaped as six bytes of JSON.
const LARGE: usize = 65_536;
/// The number of the attacker's webhooks, which is the limit of an organization.
const WEBHOOKS: usize = 50;
/// The time after which the webhooks' target answers a delivery, shorter than the delivery timeout.
const TARGET_ANSWERS_AFTER: Duration = Duration::from_secs(9);
/// The number of messages that the attacker posts for its webhooks.
const TOLD: usize = 150;
const TOLD_EVERY: Duration = Duration::from_millis(500);

/// A kind of attack by one organization on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Attack {
    /// Messages with the longest text, delivered to the maximal number of webhooks.
    Webhooks,
    /// Parallel requests for the largest page, fewer than the rate limit allows per minute.
    Pages,
    /// Requests for the largest page. The answers are never read.
    Unread,
    /// 2,000 streams that are never read.
    Streams,
}

impl Attack {
    const ALL: [Self; 4] = [Self::Webhooks, Self::Pages, Self::Unread, Self::Streams];

    const fn told(self) -> &'static str {
        match self {
            Self::Webhooks => {
                "150 messages of 65,536 × U+0001 to 50 webhooks, a target that answers after 9 s"
            }
            Self::Pages => "98 pages of 78.7 MB at once",
            Self::Unread => "60 pages of 78.7 MB that nobody reads",
            Self::Streams => "2,000 streams",
        }
    }

    /// The time for which the polite organization reads and writes during the attack, in seconds.
    const fn seconds(self) -> f64 {
        match self {
            Self::Webhooks => 90.0,
            Self::Pages | Self::Unread | Self::Streams => 20.0,
        }
    }
}

/// The server's address and the keys of both organizations.
#[derive(Clone, Debug)]
struct Sides {
    address: SocketAddr,
    polite: String,
    attacker: String,
}

/// The polite organization's request times and the server's memory in one part of a round.
struct Seen {
    reads: Outcome,
    writes: Outcome,
    memory_kib: u64,
}

/// The measurements of all rounds. A pair of sizes holds the maximum before an attack and the
/// maximum during the attack.
#[derive(Default)]
struct Rounds {
    reads_alone: Vec<f64>,
    reads_beside: Vec<f64>,
    writes_alone: Vec<f64>,
    writes_beside: Vec<f64>,
    /// The longest times during the attack, of reads and of writes.
    longest: (f64, f64),
    memory_kib: (u64, u64),
    disk_bytes: (u64, u64),
}

fn main() -> ExitCode {
    run(|| measure(&PROGRAM.read()?))
}

fn measure(options: &Options) -> Result<()> {
    process::raise_files(FILES)?;
    let build = Build::note()?;
    let cores = Cores::part()?;
    let mut quiet = options.quiet();
    let mut rows = Vec::new();
    let mut told = None;
    for attack in Attack::ALL {
        let mut rounds = Rounds::default();
        for round in 1..=options.rounds {
            say::talk(format!("{}: round {round} of {}", attack.told(), options.rounds));
            // Each round has a new database, so that one attack's data does not affect the next
            // attack.
            let data = Data::seeded(Engine::Sqlite, Plan::of_chats(options.chats()), &cores)?;
            let one = Plan { chats: 1, messages_per_chat: 1, seed: 1 };
            let polite = data.key(&cores)?;
            let attacker = data.another("attacker.example", one, &cores)?;
            let server =
                Server::start_with(&data, &cores, &[("DESKBELL_WEBHOOKS__ALLOW", "127.0.0.0/8")])?;
            let sides = Sides { address: server.address, polite, attacker };
            quiet.round(|| rounds.add(attack, &sides, &server, &data))?;
            told = Some(data);
        }
        rows.push(rounds.row(attack));
    }
    let mut section = options.begin("what one organization can do to another (goal 18)");
    section.circumstances(&build, &[], &cores.told(), &quiet)?;
    if let Some(data) = told {
        data.tell(&mut section);
    }
    section.item(format!(
        "Method: one client of the polite organization asks for pages of 10 chats and another \
         posts messages, each over one connection, one after the other, for {ALONE} s alone and \
         then beside the attack (20 s, of webhooks 90 s); {} rounds, each with a server and a \
         database of its own; limits are the default ones, but the rate limit is kept by the \
         attacker itself. \
         The attacker shares the client's core. Memory is the server's resident size, and the disk \
         the database's files, each the largest of all rounds",
        options.rounds
    ));
    let head = [
        "attack",
        "GET p99 alone",
        "beside it",
        "ratio",
        "longest",
        "POST p99 alone",
        "beside it",
        "ratio",
        "longest",
        "≤ 3",
        "memory alone",
        "beside it",
        "≤ 512 MiB more",
        "disk before",
        "after",
    ];
    section.table(&head, &rows);
    options.end(section)
}

impl Rounds {
    fn add(&mut self, attack: Attack, sides: &Sides, server: &Server, data: &Data) -> Result<()> {
        let disk = disk_bytes(data);
        let id = server.id();
        let alone = on_this_thread(polite(sides.clone(), id, ALONE))?;
        let beside = on_this_thread(beside(attack, sides.clone(), id))?;
        self.reads_alone.push(alone.reads.quantile(0.99));
        self.writes_alone.push(alone.writes.quantile(0.99));
        self.reads_beside.push(beside.reads.quantile(0.99));
        self.writes_beside.push(beside.writes.quantile(0.99));
        let (read, write) = self.longest;
        self.longest =
            (read.max(beside.reads.quantile(1.0)), write.max(beside.writes.quantile(1.0)));
        let (before, after) = self.memory_kib;
        self.memory_kib = (before.max(alone.memory_kib), after.max(beside.memory_kib));
        let (before, after) = self.disk_bytes;
        self.disk_bytes = (before.max(disk), after.max(disk_bytes(data)));
        Ok(())
    }

    fn row(&self, attack: Attack) -> Vec<String> {
        let reads = ratio(&self.reads_beside, &self.reads_alone);
        let writes = ratio(&self.writes_beside, &self.writes_alone);
        let more = self.memory_kib.1.saturating_sub(self.memory_kib.0) / 1024;
        let mib = |bytes: u64| format!("{} MiB", count(bytes / 1024 / 1024));
        vec![
            attack.told().to_owned(),
            time(median(&self.reads_alone)),
            time(median(&self.reads_beside)),
            ratio_text(reads),
            time(self.longest.0),
            time(median(&self.writes_alone)),
            time(median(&self.writes_beside)),
            ratio_text(writes),
            time(self.longest.1),
            reached(reads <= GOAL && writes <= GOAL).into(),
            mib(self.memory_kib.0 * 1024),
            mib(self.memory_kib.1 * 1024),
            reached(more <= MEMORY_GOAL_MIB).into(),
            mib(self.disk_bytes.0),
            mib(self.disk_bytes.1),
        ]
    }
}

/// The size of the database's files, in bytes.
fn disk_bytes(data: &Data) -> u64 {
    let url = data.url();
    let file = PathBuf::from(url.strip_prefix("sqlite:").unwrap_or(&url));
    ["", "-wal"]
        .iter()
        .filter_map(|suffix| std::fs::metadata(format!("{}{suffix}", file.display())).ok())
        .map(|about| about.len())
        .sum()
}

/// Reads and writes as the polite organization for `seconds`; fails if any request is refused.
async fn polite(sides: Sides, server: u32, seconds: f64) -> Result<Seen> {
    let Sides { address, polite: key, .. } = sides;
    let most = Arc::new(AtomicU64::new(0));
    let watching = {
        let most = Arc::clone(&most);
        async move {
            let mut every = interval(Duration::from_millis(20));
            loop {
                every.tick().await;
                most.fetch_max(process::memory_kib(server, "VmRSS")?, Ordering::Relaxed);
            }
        }
    };
    let read = get("/v1/chats?limit=10", Some(&key));
    let write = post("/v1/messages", &key, r#"{"chat":1,"text":"Is my order on its way?"}"#);
    let reads = ask_for(address, 1, seconds, 200, move |_, _| read.clone());
    let writes = ask_for(address, 1, seconds, 201, move |_, _| write.clone());
    let (reads, writes) = tokio::select! {
        done = async { tokio::join!(reads, writes) } => done,
        ended = watching => return ended,
    };
    Ok(Seen { reads: reads?, writes: writes?, memory_kib: most.load(Ordering::Relaxed) })
}

async fn beside(attack: Attack, sides: Sides, server: u32) -> Result<Seen> {
    let mut tasks = JoinSet::new();
    let _target = prepare(attack, &sides).await?;
    let attacking = sides.clone();
    tasks.spawn(async move { go(attack, attacking).await });
    let seen = polite(sides.clone(), server, attack.seconds()).await?;
    let mut probe = Client::open(sides.address).await?;
    let (status, _) = probe.ask(&get("/healthz", None)).await?;
    while let Some(ended) = tasks.try_join_next() {
        ended.while_at("the attack")??;
    }
    if status == 200 { Ok(seen) } else { Err(format!("/healthz: {status} beside an attack")) }
}

/// Prepares an attack; returns the webhook target, if the attack has one.
async fn prepare(attack: Attack, sides: &Sides) -> Result<Option<Target>> {
    let key = &sides.attacker;
    let mut client = Client::open(sides.address).await?;
    let mut target = None;
    let (times, path, body) = match attack {
        Attack::Webhooks => {
            let late = |_| Reaction::Late(TARGET_ANSWERS_AFTER, 200);
            let url = target.insert(Target::start(late).await).url();
            let body = format!(r#"{{"url":"{url}","events":["message.chat.customer"]}}"#);
            (WEBHOOKS, "/v1/webhooks", body)
        }
        Attack::Pages | Attack::Unread => (100, "/v1/messages", large_message()),
        Attack::Streams => return Ok(None),
    };
    for _ in 0..times {
        let (status, answer) = client.ask(&post(path, key, &body)).await?;
        if status != 201 {
            return Err(format!("{path}: {status}: {}", String::from_utf8_lossy(answer)));
        }
    }
    Ok(target)
}

fn large_message() -> String {
    format!(r#"{{"chat":1,"text":"{}"}}"#, "\\u0001".repeat(LARGE))
}

async fn go(attack: Attack, sides: Sides) -> Result<()> {
    let Sides { address, attacker: key, .. } = sides;
    match attack {
        Attack::Webhooks => {
            let request = post("/v1/messages", &key, &large_message());
            let mut every = interval(TOLD_EVERY);
            every.set_missed_tick_behavior(MissedTickBehavior::Delay);
            for _ in 0..TOLD {
                every.tick().await;
                // A new connection each time, since the server may have closed the previous
                // connection.
                Client::open(address).await?.ask(&request).await?;
            }
            Ok(())
        }
        Attack::Pages => at_once(address, 98, get("/v1/chats/1/messages", Some(&key)), true).await,
        Attack::Unread => {
            at_once(address, 60, get("/v1/chats/1/messages", Some(&key)), false).await
        }
        Attack::Streams => at_once(address, 2_000, get("/v1/stream", Some(&key)), false).await,
    }
}

/// Sends the request once over each of several connections at the same time; reads all answers if
/// `is_read` is true.
async fn at_once(
    address: SocketAddr,
    connections: usize,
    request: Vec<u8>,
    is_read: bool,
) -> Result<()> {
    let mut reading = JoinSet::new();
    for _ in 0..connections {
        let Ok(mut stream) = TcpStream::connect(address).await else { continue };
        let request = request.clone();
        reading.spawn(async move {
            let mut buffer = vec![0; 64 * 1024];
            // The server may refuse the request or close the connection.
            if stream.write_all(&request).await.is_err() {
                return;
            }
            if !is_read {
                std::future::pending::<()>().await;
            }
            while stream.read(&mut buffer).await.is_ok_and(|bytes| bytes > 0) {}
        });
    }
    while reading.join_next().await.is_some() {}
    Ok(())
}
