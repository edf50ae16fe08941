//! Goals 8 and 9 of `benches/README.md`: the rate of `POST /v1/messages` with 64 clients, compared
//! with a bare loop that writes the same rows. Every post is durable and has all its side effects.
//! Also measures the p99 of posts while lists are read.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use deskbell_benches::bare::{PER_COMMIT, messages_per_second, syncs_per_second};
use deskbell_benches::baseline::{self, Baseline};
use deskbell_benches::client::{Connection, get, post};
use deskbell_benches::cores::Cores;
use deskbell_benches::crowd::{Outcome, ask_for, on_this_thread};
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{median, ratio, ratio_text, reached, time, whole};
use deskbell_benches::machine::{Build, Quiet};
use deskbell_benches::postgres::Postgres;
use deskbell_benches::process;
use deskbell_benches::process::finished;
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_lab::{Result, While as _, run, say};
use serde_json::Value;

const NAME: &str = "posts";
const USAGE: &str = "usage: posts [--baseline=BINARY]";
const CHATS: i64 = 1_000;
const CLIENTS: usize = 64;
const READERS: usize = 1;
const ROUNDS: usize = 7;
/// The time for which the server, and then the loop without a server, write in a round, in seconds.
const SLICE: f64 = 2.0;
const TEXT: &str = "Good morning! My order has not arrived yet, could you please have a look?";
const BARE_GOAL: f64 = 0.65;
const TAIL_GOAL: f64 = 5.0;

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args().skip(1).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    run(|| match words[..] {
        ["--bare", database] => bare(database),
        ["--serve", engine] => serve(engine == Engine::Sqlite.name()),
        [] => measure(None),
        [option] => {
            let binary = option.strip_prefix("--baseline=").ok_or(USAGE)?;
            measure(Some(Path::new(binary)))
        }
        _ => Err(USAGE.into()),
    })
}

/// Runs the server of the baseline, in a separate process.
fn serve(is_sqlite: bool) -> Result<()> {
    let cores = Cores::part()?;
    let postgres = if is_sqlite { None } else { Postgres::find()? };
    let engine = Engine::of(postgres.as_ref());
    baseline::serve(&Data::seeded(engine, plan(), &cores)?, &cores)
}

fn plan() -> Plan {
    Plan::of_chats(CHATS.unsigned_abs())
}

/// Runs the loop that writes the rows of messages without a server, in a separate process that can
/// use the server's core.
fn bare(database: &str) -> Result<()> {
    let rate = messages_per_second(Path::new(database), CHATS, TEXT, SLICE)?;
    use std::io::Write as _;
    writeln!(std::io::stdout(), "{rate}").while_at("standard output")
}

/// The measurements of all rounds on one database engine.
#[derive(Default)]
struct Rounds {
    per_second: Vec<f64>,
    bare: Vec<f64>,
    baseline: Vec<f64>,
    /// The server's CPU seconds per message.
    cpu: Vec<f64>,
    p50: Vec<f64>,
    p99: Vec<f64>,
    p50_read: Vec<f64>,
    p99_read: Vec<f64>,
    per_second_read: Vec<f64>,
}

fn measure(older: Option<&Path>) -> Result<()> {
    let build = Build::note()?;
    let cores = Cores::part()?;
    let postgres = Postgres::find()?;
    let mut quiet = Quiet::default();
    let folder = tempfile::tempdir().while_at("a temporary folder")?;
    let syncs = syncs_per_second(folder.path(), 1.0)?;
    let sqlite = engine(Engine::Sqlite, older, &cores, &mut quiet)?;
    let server = match &postgres {
        Some(server) => Some(engine(Engine::Postgres(server), older, &cores, &mut quiet)?),
        None => None,
    };
    let mut section = Section::begin(NAME, "posting messages (goals 8 and 9)");
    let versions = postgres.as_ref().map(|it| format!("PostgreSQL {}", it.version));
    section.circumstances(&build, versions.as_slice(), &cores.told(), &quiet)?;
    section.item(format!(
        "Method: {CLIENTS} clients, each over one connection, one request under way each, \
         customers' messages of {} characters to {CHATS} chats in turns; {ROUNDS} rounds of \
         {SLICE} s each side: the server, the server with {READERS} client reading first pages of \
         100 chats all the time, {}the bare loop, {PER_COMMIT} messages a transaction, on the \
         server's core. Checked: every status, and in the end that the chats' totals grew by what \
         was answered",
        TEXT.len(),
        if older.is_some() { "the server of an older binary on data of its own, and " } else { "" }
    ));
    section.item(format!("This disk: {} fdatasync/s of 4 KiB each", whole(syncs)));
    report(&mut section, "SQLite", &sqlite);
    match &server {
        Some(rounds) => report(&mut section, "PostgreSQL", rounds),
        None => section.paragraph("PostgreSQL: **left out**, DESKBELL_TEST_POSTGRES is not set."),
    }
    section.write()
}

fn engine(
    engine: Engine<'_>,
    older: Option<&Path>,
    cores: &Cores,
    quiet: &mut Quiet,
) -> Result<Rounds> {
    let data = Data::seeded(engine, plan(), cores)?;
    let key = data.key(cores)?;
    let beside = matches!(engine, Engine::Sqlite)
        .then(|| Data::seeded(engine, plan(), cores))
        .transpose()?;
    let older = older.map(|binary| Baseline::start(binary, &["--serve", engine.name()], cores));
    let older = older.transpose()?;
    let server = Server::start(&data, cores)?;
    data.join(cores)?;
    let ticks = process::ticks_per_second()?;
    let before = messages(&server, &key)?;
    let mut posted = on_this_thread(posting(server.address, &key))?.waits.len();
    if let Some(Baseline { address, key, .. }) = &older {
        on_this_thread(posting(*address, key))?;
    }
    let mut rounds = Rounds::default();
    for round in 1..=ROUNDS {
        say::talk(format!("{}: round {round} of {ROUNDS}", engine.name()));
        quiet.round(|| {
            if let Some(Baseline { address, key, .. }) = &older {
                let posted = on_this_thread(posting(*address, key))?;
                rounds.baseline.push(posted.per_second());
            }
            let cpu = process::cpu(server.id(), ticks)?;
            let alone = on_this_thread(posting(server.address, &key))?;
            let cpu = process::cpu(server.id(), ticks)? - cpu;
            let read = on_this_thread(posting_while_read(&server, &key))?;
            posted += alone.waits.len() + read.waits.len();
            rounds.note(&alone, &read, cpu);
            if let Some(beside) = &beside {
                rounds.bare.push(bare_round(beside, cores)?);
            }
            Ok(())
        })?;
    }
    let grown = messages(&server, &key)? - before;
    if grown != posted as u64 {
        return Err(format!("{posted} messages were answered, {grown} are there"));
    }
    Ok(rounds)
}

impl Rounds {
    fn note(&mut self, alone: &Outcome, read: &Outcome, cpu: f64) {
        self.per_second.push(alone.per_second());
        self.cpu.push(cpu / deskbell_benches::figures::float(alone.waits.len() as u64));
        self.p50.push(alone.quantile(0.5));
        self.p99.push(alone.quantile(0.99));
        self.per_second_read.push(read.per_second());
        self.p50_read.push(read.quantile(0.5));
        self.p99_read.push(read.quantile(0.99));
    }
}

fn bare_round(data: &Data, cores: &Cores) -> Result<f64> {
    let url = data.url();
    let path = url.strip_prefix("sqlite:").ok_or("the bare loop writes to SQLite")?;
    let program = std::env::current_exe().while_at("this program")?;
    let mut command = cores.server(program);
    let (told, _) = finished(command.args(["--bare", path]), Duration::from_secs(60))?;
    told.parse().while_at("the bare loop")
}

async fn posting(address: SocketAddr, key: &str) -> Result<Outcome> {
    let key = key.to_owned();
    let request = move |client: usize, turn: u64| {
        let chats = CHATS.unsigned_abs();
        let chat = (turn * CLIENTS as u64 + client as u64) % chats + 1;
        post("/v1/messages", &key, &format!(r#"{{"chat":{chat},"text":"{TEXT}"}}"#))
    };
    ask_for(address, CLIENTS, SLICE, 201, request).await
}

async fn posting_while_read(server: &Server, key: &str) -> Result<Outcome> {
    let page = get("/v1/chats", Some(key));
    let reading = ask_for(server.address, READERS, SLICE, 200, move |_, _| page.clone());
    let (posted, read) = tokio::join!(posting(server.address, key), reading);
    read?;
    posted
}

/// The total number of messages of all chats.
fn messages(server: &Server, key: &str) -> Result<u64> {
    let mut connection = Connection::open(server.address)?;
    let mut total = 0;
    for chat in 1..=CHATS {
        let request = get(&format!("/v1/chats/{chat}/messages?limit=1"), Some(key));
        let answer = connection.ask(&request)?;
        // 404 is the answer for a chat without messages.
        let page: Value = serde_json::from_slice(answer.body).while_at("no JSON")?;
        total += page["total"].as_u64().unwrap_or(0);
    }
    Ok(total)
}

fn report(section: &mut Section, name: &str, rounds: &Rounds) {
    section.paragraph(format!("### {name}"));
    let row = |name: &str, value: String| vec![name.to_owned(), value];
    let mut rows = vec![
        row("messages/s", whole(median(&rounds.per_second))),
        row("CPU of the server per message", time(median(&rounds.cpu))),
        row("p50 / p99", format!("{} / {}", time(median(&rounds.p50)), time(median(&rounds.p99)))),
        row("messages/s while lists are read", whole(median(&rounds.per_second_read))),
    ];
    if !rounds.bare.is_empty() {
        rows.push(row("messages/s of the bare loop", whole(median(&rounds.bare))));
    }
    if !rounds.baseline.is_empty() {
        rows.push(row("messages/s of the older binary", whole(median(&rounds.baseline))));
    }
    let (p50, p99) = (time(median(&rounds.p50_read)), time(median(&rounds.p99_read)));
    rows.push(row("p50 / p99 while lists are read", format!("{p50} / {p99}")));
    section.table(&["what", "figure"], &rows);
    let mut rows = Vec::new();
    let verdict = |name: &str, value: f64, goal: String, is_reached: bool| {
        vec![name.to_owned(), ratio_text(value), goal, reached(is_reached).into()]
    };
    if !rounds.bare.is_empty() {
        let value = ratio(&rounds.per_second, &rounds.bare);
        let goal = format!("≥ {BARE_GOAL}");
        rows.push(verdict("server / bare loop", value, goal, value >= BARE_GOAL));
    }
    if !rounds.baseline.is_empty() {
        let value = ratio(&rounds.per_second, &rounds.baseline);
        let goal = if name == Engine::Sqlite.name() { 0.95 } else { 2.0 };
        let is_reached = value >= goal;
        rows.push(verdict("server / older binary", value, format!("≥ {goal}"), is_reached));
    }
    let tail = ratio(&rounds.p99_read, &rounds.p50_read);
    rows.push(verdict("p99 / p50 while read", tail, "≤ 5".into(), tail <= TAIL_GOAL));
    section.table(&["ratio", "", "goal", "reached"], &rows);
}
