//! Ten thousand visitors' WebSockets on one server: the server's CPU time for a message to a
//! connected visitor, and for a message to a visitor who is not connected. The CPU times are
//! compared with a server without connections. Also measures the CPU time without messages, and the
//! memory of a socket. Options: `--chats N` for the number of sockets, `--rounds N`, `--postgres`,
//! `--look`.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use deskbell_benches::client::post;
use deskbell_benches::cores::Cores;
use deskbell_benches::crowd::{Client, on_this_thread};
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, float, median, ratio, ratio_text, reached, time, whole};
use deskbell_benches::machine::Build;
use deskbell_benches::options::{Options, Program};
use deskbell_benches::process;
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_benches::visitors::{Sockets, settle};
use deskbell_lab::{Result, run, say};
use futures_util::future::try_join_all;

const PROGRAM: Program =
    Program { name: "visitors", chats: &[10_000], rounds: 7, knows_postgres: true };
/// The number of chats of each visitor.
const CHATS_OF_EACH: u64 = 3;
/// The number of files that a process may open.
const FILES: usize = 20_000;
/// The number of clients that post at the same time. A client posts again only when all clients
/// have their answers, so that both measured servers commit equally large groups.
const CLIENTS: usize = 16;
/// The number of posts that each client sends to each measured server in a round.
const TURNS: u64 = 400;
/// The time over which the CPU time without messages is measured: two heartbeats of each socket.
const IDLE: Duration = Duration::from_secs(30);
const TEXT: &str = "Good morning! I have looked into it: the parcel left our house last night.";
/// The goal for the CPU time of a message that is sent to no socket, relative to a server without
/// connections. Messages to connected visitors have no goal, since each message takes an additional
/// write to a socket.
const CPU_GOAL: f64 = 1.2;
const MEMORY_GOAL: f64 = 30_000.0;
/// The settings that raise the limits of streams per organization and per address.
const SETTINGS: [(&str, &str); 2] =
    [("DESKBELL_STREAMS__SHARE_PERCENT", "75"), ("DESKBELL_WIDGET__STREAMS_PER_ADDRESS", "0")];

fn main() -> ExitCode {
    run(measure)
}

fn measure() -> Result<()> {
    let options = PROGRAM.read()?;
    process::raise_files(FILES)?;
    let build = Build::note()?;
    let postgres = options.postgres()?;
    let engine = Engine::of(postgres.as_ref());
    let cores = Cores::part()?;
    let mut quiet = options.quiet();
    let sockets = options.chats();
    // As many visitors are away.
    let visitors = 2 * sockets;
    let plan = Plan { chats: visitors * CHATS_OF_EACH, messages_per_chat: 4, seed: 1 };
    let data = Data::seeded(engine, plan, &cores)?;
    settle(&data, visitors)?;
    let other = data.copied()?;
    let (key, other_key) = (data.key(&cores)?, other.key(&cores)?);
    let crowded = Server::start_with(&data, &cores, &SETTINGS)?;
    let empty = Server::start_with(&other, &cores, &SETTINGS)?;
    let joined = [data.join(&cores)?, other.join(&cores)?];
    let bench = Bench { options: &options, sockets, ticks: process::ticks_per_second()? };
    let costs = quiet.round(|| {
        on_this_thread(async {
            let side = |server, key| Side { server, key, posted: 0, arrived: 0 };
            bench.measure(side(&crowded, &key), side(&empty, &other_key)).await
        })
    })?;
    let mut section = options.begin("visitors' sockets");
    let versions: Vec<_> = engine.version().into_iter().collect();
    section.circumstances(&build, &versions, &cores.told(), &quiet)?;
    data.tell(&mut section);
    section.items(joined[0]);
    bench.report(&mut section, &costs);
    options.end(section)
}

struct Bench<'a> {
    options: &'a Options,
    sockets: u64,
    ticks: f64,
}

/// A server under measurement.
#[derive(Clone, Copy)]
struct Side<'a> {
    server: &'a Server,
    key: &'a str,
    posted: u64,
    /// The number of messages that arrived at sockets.
    arrived: u64,
}

/// The measured costs of a server, by round of the measurement.
#[derive(Default)]
struct Costs {
    alone: Vec<f64>,
    /// The CPU seconds for a message to a visitor who is not connected.
    away: Vec<f64>,
    /// The CPU seconds for a message to a connected visitor.
    connected: Vec<f64>,
    /// The share of a core that the server uses while no messages are posted.
    idle: f64,
    /// The memory of a socket, in bytes.
    memory: f64,
    arrived: u64,
}

impl Bench<'_> {
    /// Posts to the chats of `sockets` visitors in turn, beginning with visitor `first`; returns
    /// the server's CPU seconds per message.
    async fn post(
        &self,
        side: &mut Side<'_>,
        first: u64,
        crowd: Option<&mut Sockets>,
    ) -> Result<f64> {
        let clients = (0..CLIENTS).map(|_| Client::open(side.server.address));
        let (mut clients, mut crowd) = (try_join_all(clients).await?, crowd);
        let before = process::cpu(side.server.id(), self.ticks)?;
        for _ in 0..TURNS {
            let (key, posted, sockets) = (side.key, side.posted, self.sockets);
            let posts = clients.iter_mut().zip(0_u64..).map(async |(client, number)| {
                let chat = first + (posted + number) % sockets;
                let body = format!(r#"{{"chat":{chat},"text":"{TEXT}","agent":1}}"#);
                match client.ask(&post("/v1/messages", key, &body)).await? {
                    (201, _) => Ok(()),
                    (status, body) => Err(format!("{status}: {}", String::from_utf8_lossy(body))),
                }
            });
            try_join_all(posts).await?;
            side.posted += CLIENTS as u64;
            if let Some(crowd) = &mut crowd {
                side.arrived += CLIENTS as u64;
                crowd.wait(side.arrived).await?;
            }
        }
        let cpu = process::cpu(side.server.id(), self.ticks)? - before;
        Ok(cpu / float(TURNS * CLIENTS as u64))
    }

    async fn measure(&self, mut crowded: Side<'_>, mut empty: Side<'_>) -> Result<Costs> {
        let (mut costs, sockets) = (Costs::default(), self.sockets);
        // The first message of an agent in a chat costs more.
        for _ in 0..sockets.div_ceil(TURNS * CLIENTS as u64) {
            self.post(&mut crowded, 1, None).await?;
            self.post(&mut crowded, sockets + 1, None).await?;
            self.post(&mut empty, 1, None).await?;
        }
        let server = crowded.server;
        let before = process::memory_kib(server.id(), "VmRSS")?;
        say::talk(format!("opening {} sockets", count(sockets)));
        let mut crowd = Sockets::open(server.address, sockets).await?;
        let grown = process::memory_kib(server.id(), "VmRSS")?.saturating_sub(before);
        costs.memory = float(grown * 1024) / float(sockets);
        say::talk(format!("measuring the work at rest for {} s", IDLE.as_secs()));
        let (cpu, began) = (process::cpu(server.id(), self.ticks)?, Instant::now());
        let _ = tokio::time::timeout(IDLE, crowd.wait(u64::MAX)).await;
        let cpu = process::cpu(server.id(), self.ticks)? - cpu;
        costs.idle = cpu / began.elapsed().as_secs_f64();
        for round in 1..=self.options.rounds {
            say::talk(format!("round {round} of {}", self.options.rounds));
            costs.alone.push(self.post(&mut empty, 1, None).await?);
            costs.away.push(self.post(&mut crowded, sockets + 1, None).await?);
            costs.connected.push(self.post(&mut crowded, 1, Some(&mut crowd)).await?);
        }
        costs.arrived = crowded.arrived;
        Ok(costs)
    }

    fn report(&self, section: &mut Section, costs: &Costs) {
        section.item(format!(
            "Method: {} visitors with {CHATS_OF_EACH} open chats each, every one with a WebSocket \
             and the default heartbeat, and as many who are away; {CLIENTS} clients post an \
             agent's messages of {} characters at the same time and wait for each other, and for \
             the sockets; {} rounds of {} messages each side in turns: to a server without \
             sockets, to visitors who are away, to connected ones. The CPU of the heartbeats is in \
             the figures. Checked: every status, and that each of {} messages arrived once",
            count(self.sockets),
            TEXT.len(),
            self.options.rounds,
            count(TURNS * CLIENTS as u64),
            count(costs.arrived)
        ));
        let cpu = [
            ("no socket", &costs.alone),
            ("sockets of other visitors", &costs.away),
            ("sockets, and one of them gets the message", &costs.connected),
        ];
        let rows = cpu.map(|(name, cpu)| {
            vec![name.to_owned(), time(median(cpu)), ratio_text(ratio(cpu, &costs.alone))]
        });
        section.table(&["what", "CPU for a message", "ratio"], &rows);
        let is_low = ratio(&costs.away, &costs.alone) <= CPU_GOAL;
        section.paragraph(format!(
            "Goal: with the sockets of other visitors ≤ {CPU_GOAL} (reached: {}).",
            reached(is_low)
        ));
        let idle = format!("{:.1} % of a core", costs.idle * 100.0);
        let is_small = costs.memory <= MEMORY_GOAL;
        let memory = format!("{} bytes (≤ 30,000: {})", whole(costs.memory), reached(is_small));
        section.table(
            &["what", "figure"],
            &[vec!["all sockets at rest".into(), idle], vec!["memory of a socket".into(), memory]],
        );
    }
}
