//! Ten thousand visitors' WebSockets on one server: the server's CPU for a message posted to the
//! chat of one of them, and to a chat of somebody else, each compared with a server to which nobody
//! is connected; the CPU at rest; and the memory of a socket. Options: `--chats N` for the number of
//! sockets, `--rounds N`, `--postgres`, `--look`.

use std::process::ExitCode;
use std::time::Instant;

use deskbell_benches::client::post;
use deskbell_benches::cores::Cores;
use deskbell_benches::crowd::{ask_for, on_this_thread};
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, float, median, ratio, ratio_text, reached, time, whole};
use deskbell_benches::machine::Build;
use deskbell_benches::options::{Options, Program};
use deskbell_benches::process;
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_benches::visitors::{Sockets, settle};
use deskbell_lab::{Result, run, say};

const PROGRAM: Program =
    Program { name: "visitors", chats: &[10_000], rounds: 7, knows_postgres: true };
/// The chats of each visitor.
const CHATS_OF_EACH: u64 = 3;
/// The number of files that a process may open.
const FILES: usize = 30_000;
/// The clients that post, each with one request under way.
const CLIENTS: usize = 16;
/// The time of each side in a round, in seconds.
const SLICE: f64 = 2.0;
/// The time over which the work at rest is measured: two heartbeats of each socket.
const IDLE: std::time::Duration = std::time::Duration::from_secs(30);
const TEXT: &str = "Good morning! I have looked into it: the parcel left our house last night.";
const CPU_GOAL: f64 = 1.2;
const MEMORY_GOAL: f64 = 30_000.0;
/// Enough streams for one organization, any number of one address, and the default heartbeat.
const SETTINGS: [(&str, &str); 2] =
    [("DESKBELL_STREAMS__SHARE_PERCENT", "75"), ("DESKBELL_WIDGET__STREAMS_PER_ADDRESS", "0")];

fn main() -> ExitCode {
    run(|| {
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
        let empty = data.copied()?;
        let bench = Bench { options: &options, key: data.key(&cores)?, sockets };
        let empty_key = empty.key(&cores)?;
        let crowded = Server::start_with(&data, &cores, &SETTINGS)?;
        let empty = Server::start_with(&empty, &cores, &SETTINGS)?;
        let costs =
            quiet.round(|| on_this_thread(bench.measure(&crowded, (&empty, &empty_key))))?;
        let mut section = options.begin("visitors' sockets");
        let versions: Vec<_> = engine.version().into_iter().collect();
        section.circumstances(&build, &versions, &cores.told(), &quiet)?;
        data.tell(&mut section);
        bench.report(&mut section, &costs);
        options.end(section)
    })
}

struct Bench<'a> {
    options: &'a Options,
    key: String,
    sockets: u64,
}

/// The CPU seconds of a server for a message, by round.
#[derive(Default)]
struct Costs {
    alone: Vec<f64>,
    /// Posted to visitors who are away.
    away: Vec<f64>,
    /// Posted to connected visitors.
    connected: Vec<f64>,
    /// The share of a core at rest.
    idle: f64,
    /// The bytes of memory of a socket.
    memory: f64,
    arrived: u64,
}

impl Bench<'_> {
    /// Posts for a slice to the chats of `sockets` visitors from the first on; gives the CPU
    /// seconds of the server for a message, and the number of messages.
    async fn post(&self, server: &Server, key: &str, first: u64, ticks: f64) -> Result<(f64, u64)> {
        let (key, sockets) = (key.to_owned(), self.sockets);
        let request = move |client: usize, turn: u64| {
            let chat = first + (turn * CLIENTS as u64 + client as u64) % sockets;
            post("/v1/messages", &key, &format!(r#"{{"chat":{chat},"text":"{TEXT}","agent":1}}"#))
        };
        let before = process::cpu(server.id(), ticks)?;
        let posted = ask_for(server.address, CLIENTS, SLICE, 201, request).await?.waits.len();
        let cpu = process::cpu(server.id(), ticks)? - before;
        Ok((cpu / float(posted as u64), posted as u64))
    }

    async fn measure(&self, server: &Server, (empty, empty_key): (&Server, &str)) -> Result<Costs> {
        let ticks = process::ticks_per_second()?;
        let (mut costs, sockets) = (Costs::default(), self.sockets);
        for first in [1, sockets + 1] {
            self.post(server, &self.key, first, ticks).await?;
            self.post(empty, empty_key, first, ticks).await?;
        }
        let before = process::memory_kib(server.id(), "VmRSS")?;
        say::talk(format!("opening {} sockets", count(sockets)));
        let mut crowd = Sockets::open(server.address, sockets).await?;
        let grown = process::memory_kib(server.id(), "VmRSS")?.saturating_sub(before);
        costs.memory = float(grown * 1024) / float(sockets);
        say::talk(format!("measuring the work at rest for {} s", IDLE.as_secs()));
        let (cpu, began) = (process::cpu(server.id(), ticks)?, Instant::now());
        let _ = tokio::time::timeout(IDLE, crowd.wait(u64::MAX)).await;
        costs.idle = (process::cpu(server.id(), ticks)? - cpu) / began.elapsed().as_secs_f64();
        for round in 1..=self.options.rounds {
            say::talk(format!("round {round} of {}", self.options.rounds));
            let (cpu, _) = self.post(empty, empty_key, 1, ticks).await?;
            costs.alone.push(cpu);
            let (cpu, _) = self.post(server, &self.key, sockets + 1, ticks).await?;
            costs.away.push(cpu);
            let (cpu, posted) = self.post(server, &self.key, 1, ticks).await?;
            costs.connected.push(cpu);
            costs.arrived += posted;
            crowd.wait(costs.arrived).await?;
        }
        Ok(costs)
    }

    fn report(&self, section: &mut Section, costs: &Costs) {
        section.item(format!(
            "Method: {} visitors with {CHATS_OF_EACH} open chats each, every one with a WebSocket \
             and the default heartbeat, and as many who are away; {CLIENTS} clients post an agent's \
             messages of {} characters, {} rounds of {SLICE} s each side in turns: to a server \
             without sockets, to visitors who are away, to connected ones. The CPU of the heartbeats \
             is in the figures. Checked: every status, and that each of {} messages arrived once",
            count(self.sockets),
            TEXT.len(),
            self.options.rounds,
            count(costs.arrived)
        ));
        let cpu = [
            ("no socket", &costs.alone),
            ("sockets, to a visitor who is away", &costs.away),
            ("sockets, to a connected visitor", &costs.connected),
        ];
        let rows = cpu.map(|(name, cpu)| {
            let ratio = ratio(cpu, &costs.alone);
            let verdict = format!("{} ({})", ratio_text(ratio), reached(ratio <= CPU_GOAL));
            vec![name.to_owned(), time(median(cpu)), verdict]
        });
        section.table(&["what", "CPU for a message", "ratio, ≤ 1.2"], &rows);
        let idle = format!("{:.1} % of a core", costs.idle * 100.0);
        let is_small = costs.memory <= MEMORY_GOAL;
        let memory = format!("{} bytes (≤ 30,000: {})", whole(costs.memory), reached(is_small));
        section.table(
            &["what", "figure"],
            &[vec!["all sockets at rest".into(), idle], vec!["memory of a socket".into(), memory]],
        );
    }
}
