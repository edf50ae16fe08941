//! Goal 11 of `benches/README.md`: the time of a start with an empty database, and with a million
//! chats. The index is built from rows or loaded from a saved file. Also measures the memory of an
//! idle server after each start, and the size of the binary.
//!
//! No process is pinned to a core. Options: `--chats N`, `--rounds N`, `--look`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use deskbell_benches::client::{Connection, get};
use deskbell_benches::cores::Cores;
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, float, median, reached, time};
use deskbell_benches::machine::{self, Build, rest};
use deskbell_benches::options::Program;
use deskbell_benches::process::memory_kib;
use deskbell_benches::server::Server;
use deskbell_lab::{Result, While as _, run, say};

const PROGRAM: Program =
    Program { name: "start", chats: &[1_000_000], rounds: 15, knows_postgres: false };
/// The number of chats for which the goal is defined.
const GOAL_CHATS: u64 = 1_000_000;
/// The idle time before the server's memory is read.
const IDLE: Duration = Duration::from_secs(3);
const EMPTY_GOAL: f64 = 0.020;
const FULL_GOAL: f64 = 1.5;
/// The goals for the time of a start with a saved index: each has the number of chats, and the time
/// in seconds.
const SAVED_GOALS: [(u64, f64); 2] = [(1_000_000, 0.3), (10_000_000, 3.0)];
/// The goal for the memory of an idle server, in bytes.
const MEMORY_GOAL: f64 = 12e6;
/// The goal for the anonymous memory with the index of a million chats, in bytes.
const INDEXED_MEMORY_GOAL: f64 = 150e6;
const BINARY_GOAL: f64 = 14e6;

fn main() -> ExitCode {
    run(measure)
}

fn measure() -> Result<()> {
    let options = PROGRAM.read()?;
    let build = Build::note()?;
    let chats = options.chats();
    let cores = Cores::together();
    let empty = Data::empty(Engine::Sqlite, &cores)?;
    let full = Data::seeded(Engine::Sqlite, Plan::of_chats(chats), &cores)?;
    let mut quiet = options.quiet();
    // Unmeasured: the first starts read the files from disk and create the first key.
    drop(Server::start(&empty, &cores)?);
    drop(Server::start(&full, &cores)?);
    let (empty_key, full_key) = (empty.key(&cores)?, full.key(&cores)?);
    let empty_start = || started(&empty, &empty_key, 0, &cores);
    let full_start = || started(&full, &full_key, chats, &cores);
    let (mut empty_starts, mut full_starts, mut saved_starts) = (vec![], vec![], vec![]);
    for round in 1..=options.rounds {
        say::talk(format!("round {round} of {}", options.rounds));
        quiet.round(|| {
            empty_starts.push(empty_start()?);
            forget(&full)?;
            full_starts.push(full_start()?);
            saved_starts.push(full_start()?);
            Ok(())
        })?;
    }
    let empty_memory = idle(&empty, &cores)?;
    let saved_memory = idle(&full, &cores)?;
    let saved_bytes = saved_bytes(&full)?;
    forget(&full)?;
    let full_memory = idle(&full, &cores)?;
    let mut section = options.begin("start, idle memory, binary (goal 11)");
    section.circumstances(&build, &[], &cores.told(), &quiet)?;
    empty.tell(&mut section);
    full.tell(&mut section);
    section.item(format!(
        "Method: {} rounds of one start each in turns, from before the process is spawned \
         until the first 200 on /readyz, and until the first page of chats; then the total is \
         compared. Each start from rows saves the index at its stop for the start after it. Memory \
         is VmRSS after {} s at rest, and in brackets what of it is no file (RssAnon)",
        options.rounds,
        IDLE.as_secs()
    ));
    let saved_goal = SAVED_GOALS.iter().find(|(of, _)| *of == chats).map(|(_, goal)| *goal);
    let full_goal = (chats == GOAL_CHATS).then_some(FULL_GOAL);
    let indexed_goal = Some(INDEXED_MEMORY_GOAL * float(chats) / float(GOAL_CHATS));
    let full_name = format!("{} chats", count(chats));
    let saved_name = format!("{full_name}, saved");
    let mut rows = Vec::new();
    rows.extend(start_rows("an empty database", &empty_starts, Some(EMPTY_GOAL)));
    rows.extend(start_rows(&full_name, &full_starts, full_goal));
    rows.extend(start_rows(&saved_name, &saved_starts, saved_goal));
    rows.push(ratio_row(&full_starts, &saved_starts));
    rows.extend([
        saved_row(saved_bytes, chats),
        memory_row("an empty database", empty_memory, empty_memory[0], Some(MEMORY_GOAL)),
        memory_row(&full_name, full_memory, full_memory[1], indexed_goal),
        memory_row(&saved_name, saved_memory, saved_memory[1], indexed_goal),
    ]);
    rows.push(binary_row()?);
    section.table(&["what", "of", "figure", "goal", "reached"], &rows);
    options.end(section)
}

/// The times of a server start, in seconds from just before the process was spawned.
#[derive(Clone, Copy, Debug)]
struct Start {
    /// The seconds until the server was ready.
    ready: f64,
    /// The seconds until the first page of chats had arrived.
    page: f64,
}

/// Starts a server, checks its data, and stops it.
fn started(data: &Data, key: &str, chats: u64, cores: &Cores) -> Result<Start> {
    let server = Server::start(data, cores)?;
    let ready = server.ready_after.as_secs_f64();
    let begun = Instant::now();
    let mut conn = Connection::open(server.address)?;
    conn.ask(&get("/v1/chats?limit=100", Some(key)))?.ok()?;
    let page = ready + begun.elapsed().as_secs_f64();
    let body = conn.ask(&get("/v1/chats/total", Some(key)))?.ok()?;
    if body != format!("{{\"total\":{chats}}}").as_bytes() {
        return Err(format!("not {chats} chats: {}", String::from_utf8_lossy(body)));
    }
    Ok(Start { ready, page })
}

/// Returns the memory of an idle server, in bytes: all resident memory, and its anonymous part.
fn idle(data: &Data, cores: &Cores) -> Result<[f64; 2]> {
    let server = Server::start(data, cores)?;
    rest(IDLE);
    let bytes = |line| memory_kib(server.id(), line).map(|kib| float(kib) * 1024.0);
    Ok([bytes("VmRSS")?, bytes("RssAnon")?])
}

fn start_rows(name: &str, starts: &[Start], goal: Option<f64>) -> [Vec<String>; 2] {
    let ready: Vec<_> = starts.iter().map(|start| start.ready).collect();
    let page: Vec<_> = starts.iter().map(|start| start.page).collect();
    [
        start_row("start, until ready", name, &ready, goal),
        start_row("start, until the first page", name, &page, None),
    ]
}

fn start_row(what: &str, name: &str, seconds: &[f64], goal: Option<f64>) -> Vec<String> {
    let median = median(seconds);
    let slowest = seconds.iter().copied().fold(0.0, f64::max);
    let figure = format!("{} (slowest {})", time(median), time(slowest));
    let verdict = goal.map_or("", |goal| reached(median < goal)).to_owned();
    let goal = goal.map_or_else(String::new, |goal| format!("< {}", time(goal)));
    vec![what.into(), name.into(), figure, goal, verdict]
}

/// A row of the results table: the time of a start that loads the saved index, divided by the time
/// of a start that builds the index from rows.
fn ratio_row(full: &[Start], saved: &[Start]) -> Vec<String> {
    let ratios = saved.iter().zip(full).map(|(saved, full)| saved.ready / full.ready);
    let ratio = format!("{:.2}", median(&ratios.collect::<Vec<_>>()));
    vec![
        "start, until ready".into(),
        "saved / from rows".into(),
        ratio,
        String::new(),
        String::new(),
    ]
}

/// The folder in which a stopped server saved the indexes of its SQLite file.
fn folder(data: &Data) -> PathBuf {
    let url = data.url();
    format!("{}.index", url.strip_prefix("sqlite:").unwrap_or(&url)).into()
}

/// Removes the saved indexes, so that the next server builds them from rows.
fn forget(data: &Data) -> Result<()> {
    std::fs::remove_dir_all(folder(data)).while_at("saved indexes")
}

fn saved_bytes(data: &Data) -> Result<u64> {
    let files = std::fs::read_dir(folder(data)).while_at("saved indexes")?;
    let bytes = files.map(|file| file.and_then(|file| file.metadata()).map(|it| it.len()));
    bytes.sum::<std::io::Result<u64>>().while_at("saved indexes")
}

/// The row of the results table for the size of the saved index, in total and per chat.
fn saved_row(bytes: u64, chats: u64) -> Vec<String> {
    let each = float(bytes) / float(chats.max(1));
    let figure = format!("{} ({each:.0} bytes a chat)", megabytes(float(bytes)));
    vec![
        "saved index".into(),
        format!("{} chats", count(chats)),
        figure,
        String::new(),
        String::new(),
    ]
}

/// The row of the results table for the memory of a server; `judged` is the value that is compared
/// with the goal.
fn memory_row(name: &str, memory: [f64; 2], judged: f64, goal: Option<f64>) -> Vec<String> {
    let [all, anonymous] = memory.map(megabytes);
    let verdict = goal.map_or("", |goal| reached(judged <= goal)).to_owned();
    let goal = goal.map_or_else(String::new, |goal| format!("≤ {}", megabytes(goal)));
    vec!["idle memory".into(), name.into(), format!("{all} ({anonymous})"), goal, verdict]
}

fn binary_row() -> Result<Vec<String>> {
    let path = machine::deskbell()?;
    let bytes = float(std::fs::metadata(&path).while_at(path.display())?.len());
    // The goal is one of the binary that is delivered.
    if !path.parent().is_some_and(|folder| folder.ends_with("dist")) {
        let what = "not of the profile dist".to_owned();
        return Ok(vec!["binary".into(), what, megabytes(bytes), String::new(), String::new()]);
    }
    let (goal, verdict) = (format!("≤ {}", megabytes(BINARY_GOAL)), reached(bytes <= BINARY_GOAL));
    Ok(vec!["binary".into(), String::new(), megabytes(bytes), goal, verdict.into()])
}

fn megabytes(bytes: f64) -> String {
    format!("{:.1} MB", bytes / 1e6)
}
