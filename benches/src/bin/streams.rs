//! Goal 10 of `benches/README.md`: the server's cost of `/v1/stream` per delivery, compared with a
//! loop that writes the same bytes to as many sockets. Also measures the memory of an idle stream,
//! and the time from COMMIT until a reader has a change, on one node and across two nodes. Some
//! readers never read, to show their effect on other readers.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::time::Instant;

use deskbell_benches::client::{get, post};
use deskbell_benches::cores::Cores;
use deskbell_benches::crowd::{Client, on_this_thread};
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{
    count, float, median, quantile, ratio, ratio_text, reached, time, whole,
};
use deskbell_benches::followers::{Followers, HELLO, never_read};
use deskbell_benches::machine::{Build, Quiet};
use deskbell_benches::postgres::Postgres;
use deskbell_benches::process;
use deskbell_benches::process::Running;
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_lab::{Result, While as _, run, say};
use tokio::io::AsyncWriteExt as _;

const NAME: &str = "streams";
const CHATS: u64 = 100;
const CONNECTIONS: usize = 10_000;
/// The number of files that a process may open.
const FILES: usize = 20_000;
const FILES_BESIDE: usize = 200;
const ROUNDS: usize = 7;
/// The number of events that each connection receives in a round.
const EVENTS: u64 = 20;
/// The number of measured readers.
const READERS: usize = 100;
const TIMED_EVENTS: u64 = 200;
/// The number of readers that never read.
const SLOW: usize = 10;
const TEXT: &str = "Good morning! My order has not arrived yet, could you please have a look?";
const CPU_GOAL: f64 = 1.3;
const MEMORY_GOAL: f64 = 20_000.0;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse::<usize>().while_at("usage: streams [CONNECTIONS ROUNDS]");
    run(|| match arguments[..] {
        ["--raw", connections, bytes] => raw(number(connections)?, number(bytes)?),
        [connections, rounds] => measure(number(connections)?, number(rounds)?),
        [] => measure(CONNECTIONS, ROUNDS),
        _ => Err("usage: streams [CONNECTIONS ROUNDS]".into()),
    })
}

/// Runs a loop without a server: for each byte on the first connection, writes one event to all
/// other connections.
fn raw(connections: usize, bytes: usize) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").while_at("listening")?;
    let address = listener.local_addr().while_at("listening")?;
    writeln!(std::io::stdout(), "{address}").while_at("standard output")?;
    let (mut control, _) = listener.accept().while_at("the first connection")?;
    let mut streams = Vec::with_capacity(connections);
    for _ in 0..connections {
        let (mut stream, _) = listener.accept().while_at("a connection")?;
        stream.set_nodelay(true).while_at("a connection")?;
        stream.write_all(HELLO).while_at("a connection")?;
        streams.push(stream);
    }
    let mut event = b"data: ".to_vec();
    event.resize(bytes.max(event.len()), b'x');
    while control.read_exact(&mut [0]).is_ok() {
        for stream in &mut streams {
            stream.write_all(&event).while_at("a connection")?;
        }
    }
    Ok(())
}

/// The trigger of an event: a post to the server, or a byte to the loop that `raw` runs.
enum Cause {
    Post(Client, Vec<u8>),
    Raw(tokio::net::TcpStream),
}

impl Cause {
    async fn posting(server: &Server, key: &str, text: &str) -> Result<Self> {
        let body = format!(r#"{{"chat":1,"text":"{text}"}}"#);
        let request = post("/v1/messages", key, &body);
        Ok(Self::Post(Client::open(server.address).await?, request))
    }

    async fn happen(&mut self) -> Result<()> {
        match self {
            Self::Post(client, request) => match client.ask(request).await? {
                (201, _) => Ok(()),
                (status, body) => Err(format!("{status}: {}", String::from_utf8_lossy(body))),
            },
            Self::Raw(control) => control.write_all(b"x").await.while_at("the raw loop"),
        }
    }
}

fn following(key: &str) -> Vec<u8> {
    get("/v1/stream?kind=message.created", Some(key))
}

/// The measured costs of a process that sends events to many readers.
#[derive(Default)]
struct Costs {
    /// The CPU seconds per delivery, by round.
    cpu: Vec<f64>,
    /// The resident memory per idle connection, in bytes.
    memory: f64,
    bytes: u64,
}

/// A measured process, its readers, and the trigger of its events.
struct Side {
    id: u32,
    followers: Followers,
    cause: Cause,
    sent: u64,
    costs: Costs,
}

impl Side {
    async fn open(
        id: u32,
        address: SocketAddr,
        request: &[u8],
        cause: Cause,
        connections: usize,
    ) -> Result<Self> {
        let before = process::memory_kib(id, "VmRSS")?;
        let followers = Followers::open(address, request, connections).await?;
        let grown = process::memory_kib(id, "VmRSS")?.saturating_sub(before) * 1024;
        let memory = float(grown) / float(followers.number());
        let costs = Costs { memory, ..Costs::default() };
        Ok(Self { id, followers, cause, sent: 0, costs })
    }

    async fn send(&mut self, events: u64) -> Result<()> {
        for _ in 0..events {
            self.cause.happen().await?;
            self.sent += 1;
            self.followers.wait(self.sent).await?;
        }
        self.costs.bytes = self.followers.bytes_per_delivery();
        Ok(())
    }

    async fn round(&mut self, ticks: f64) -> Result<()> {
        let cpu = process::cpu(self.id, ticks)?;
        self.send(EVENTS).await?;
        let cpu = process::cpu(self.id, ticks)? - cpu;
        self.costs.cpu.push(cpu / float(EVENTS * self.followers.number()));
        Ok(())
    }
}

/// The number of connections to the loop that `raw` runs: as many as to the server, limited by
/// [`FILES`].
fn raw_sockets(connections: usize) -> usize {
    connections.min(FILES.saturating_sub(connections + FILES_BESIDE)).max(1)
}

/// Measures the CPU time per delivery and the memory per connection, for the server and for the
/// loop that only writes the same bytes.
async fn costs(
    server: &Server,
    key: &str,
    cores: &Cores,
    connections: usize,
    rounds: usize,
) -> Result<(Costs, Costs)> {
    let ticks = process::ticks_per_second()?;
    let cause = Cause::posting(server, key, TEXT).await?;
    let request = following(key);
    let mut side = Side::open(server.id(), server.address, &request, cause, connections).await?;
    side.send(1).await?;
    let program = std::env::current_exe().while_at("this program")?;
    let mut command = cores.server(program);
    let sockets = raw_sockets(connections);
    let numbers = [sockets.to_string(), side.costs.bytes.to_string()];
    let mut process = Running::start(command.arg("--raw").args(numbers))?;
    let stdout = process.child().stdout.take().ok_or("the raw loop has no output")?;
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line).while_at("the raw loop")?;
    let address = line.trim().parse().while_at("the raw loop")?;
    let control = TcpStream::connect(address).while_at("the raw loop")?;
    control.set_nonblocking(true).while_at("the raw loop")?;
    let cause = Cause::Raw(tokio::net::TcpStream::from_std(control).while_at("the raw loop")?);
    let mut raw = Side::open(process.id(), address, &[], cause, sockets).await?;
    for round in 1..=rounds {
        say::talk(format!("CPU for each delivery: round {round} of {rounds}"));
        side.round(ticks).await?;
        raw.round(ticks).await?;
    }
    Ok((side.costs, raw.costs))
}

/// The results of [`waits`] by round: the p50 and p99 of the readers' times, and the median time
/// from a post to its answer.
#[derive(Default)]
struct Waits {
    answers: Vec<f64>,
    p50: Vec<f64>,
    p99: Vec<f64>,
}

/// Posts on `writing`, and measures the time from a post's answer, which is sent after COMMIT,
/// until each reader on `reading` has the event. A time is negative if the event arrives before the
/// answer.
async fn waits(
    writing: &Server,
    reading: &Server,
    key: &str,
    text: &str,
    into: &mut Waits,
) -> Result<()> {
    let mut followers = Followers::open(reading.address, &following(key), READERS).await?;
    let mut cause = Cause::posting(writing, key, text).await?;
    let (mut answers, mut all) = (Vec::new(), Vec::new());
    for event in 1..=TIMED_EVENTS {
        let asked = Instant::now();
        cause.happen().await?;
        let answered = Instant::now();
        answers.push((answered - asked).as_secs_f64());
        for arrived in followers.wait(event).await? {
            let early = answered.saturating_duration_since(arrived).as_secs_f64();
            all.push(arrived.saturating_duration_since(answered).as_secs_f64() - early);
        }
    }
    all.sort_by(f64::total_cmp);
    into.answers.push(median(&answers));
    into.p50.push(quantile(&all, 0.5));
    into.p99.push(quantile(&all, 0.99));
    Ok(())
}

/// The times on one engine. One node is measured with short messages, with long messages, and with
/// long messages and readers that never read; two nodes are measured with short messages.
#[derive(Default)]
struct Timed {
    one: Waits,
    alone: Waits,
    beside: Waits,
    two: Option<Waits>,
}

fn timed(engine: Engine<'_>, cores: &Cores, quiet: &mut Quiet, rounds: usize) -> Result<Timed> {
    let data = Data::seeded(engine, Plan::of_chats(CHATS), cores)?;
    let key = data.key(cores)?;
    let server = Server::start(&data, cores)?;
    let other = match engine {
        Engine::Sqlite => None,
        Engine::Postgres(_) => Some(Server::start(&data, cores)?),
    };
    data.join(cores)?;
    // A text long enough to fill the socket buffers of readers that never read.
    let long = TEXT.repeat(100);
    let mut timed = Timed { two: other.as_ref().map(|_| Waits::default()), ..Timed::default() };
    for round in 1..=rounds {
        say::talk(format!("{}: waits, round {round} of {rounds}", engine.name()));
        quiet.round(|| {
            on_this_thread(async {
                waits(&server, &server, &key, TEXT, &mut timed.one).await?;
                if let (Some(other), Some(two)) = (&other, &mut timed.two) {
                    waits(&server, other, &key, TEXT, two).await?;
                }
                waits(&server, &server, &key, &long, &mut timed.alone).await?;
                let mut slow = Vec::new();
                for _ in 0..SLOW {
                    slow.push(never_read(server.address, &following(&key)).await?);
                }
                waits(&server, &server, &key, &long, &mut timed.beside).await
            })
        })?;
    }
    Ok(timed)
}

fn measure(connections: usize, rounds: usize) -> Result<()> {
    process::raise_files(FILES)?;
    let build = Build::note()?;
    let cores = Cores::part()?;
    let postgres = Postgres::find()?;
    let mut quiet = Quiet::default();
    let data = Data::seeded(Engine::Sqlite, Plan::of_chats(CHATS), &cores)?;
    let key = data.key(&cores)?;
    let server = Server::start(&data, &cores)?;
    let cost = quiet.round(|| on_this_thread(costs(&server, &key, &cores, connections, rounds)))?;
    drop(server);
    let sqlite = timed(Engine::Sqlite, &cores, &mut quiet, rounds)?;
    let other = match &postgres {
        Some(server) => Some(timed(Engine::Postgres(server), &cores, &mut quiet, rounds)?),
        None => None,
    };
    let mut section = Section::begin(NAME, "server-sent events (goal 10)");
    let versions = postgres.as_ref().map(|it| format!("PostgreSQL {}", it.version));
    section.circumstances(&build, versions.as_slice(), &cores.told(), &quiet)?;
    section.item(format!(
        "Method: {} streams of one organization, idle at first; then {EVENTS} messages a round, \
         each posted when every stream has the one before, in turns with a blocking loop that \
         writes as many bytes to {} sockets on the server's core; {rounds} rounds. Waits: \
         {READERS} streams, {TIMED_EVENTS} messages a round; beside {SLOW} streams that nobody \
         reads, messages have {} characters",
        count(connections as u64),
        count(raw_sockets(connections) as u64),
        TEXT.len() * 100
    ));
    report_costs(&mut section, &cost);
    report_waits(&mut section, "SQLite", &sqlite);
    match &other {
        Some(timed) => report_waits(&mut section, "PostgreSQL", timed),
        None => section.paragraph("PostgreSQL: **left out**, DESKBELL_TEST_POSTGRES is not set."),
    }
    section.write()
}

fn report_costs(section: &mut Section, (server, raw): &(Costs, Costs)) {
    let row = |name: &str, costs: &Costs| {
        vec![
            name.to_owned(),
            time(median(&costs.cpu)),
            whole(costs.memory),
            costs.bytes.to_string(),
        ]
    };
    let head = ["", "CPU for each delivery", "bytes of memory for each idle stream", "bytes sent"];
    section.table(&head, &[row("server", server), row("raw loop", raw)]);
    let cpu = ratio(&server.cpu, &raw.cpu);
    let cpu_row = ["CPU, server / raw loop", &ratio_text(cpu), "≤ 1.3", reached(cpu <= CPU_GOAL)];
    let (memory, is_reached) = (whole(server.memory), server.memory <= MEMORY_GOAL);
    let memory_row = ["memory of an idle stream", &memory, "≤ 20,000", reached(is_reached)];
    let rows = [cpu_row, memory_row].map(|row| row.map(str::to_owned).to_vec());
    section.table(&["what", "", "goal", "reached"], &rows);
}

fn report_waits(section: &mut Section, name: &str, timed: &Timed) {
    section.paragraph(format!("### {name}: from the answer to a post until a stream has it"));
    let row = |name: &str, waits: &Waits| {
        let signed = |values: &[f64]| match median(values) {
            value if value < 0.0 => format!("−{}", time(-value)),
            value => time(value),
        };
        vec![name.to_owned(), time(median(&waits.answers)), signed(&waits.p50), signed(&waits.p99)]
    };
    let mut rows = vec![row("one node", &timed.one)];
    rows.extend(timed.two.as_ref().map(|two| row("posted on another node", two)));
    rows.push(row("one node, long messages", &timed.alone));
    rows.push(row("beside streams that nobody reads", &timed.beside));
    section.table(&["", "p50 of the answer itself", "p50", "p99"], &rows);
}
