//! Goal 11: the time of a start with an empty database and with a million chats, whose index is
//! built from rows or was saved; the memory of an idle server; the size of the binary.
//!
//! No process is pinned to a core: a start is measured as users see it. Options: `--chats N`,
//! `--rounds N`, `--look`.

use std::process::ExitCode;
use std::time::Duration;

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
/// The goals with a saved index, for a million and for ten million chats.
const SAVED_GOALS: [(u64, f64); 2] = [(1_000_000, 0.3), (10_000_000, 3.0)];
/// The settings of a server that saves no index and begins without one.
const FROM_ROWS: &[(&str, &str)] = &[("DESKBELL_INDEX__IMAGES", "off")];
/// The goals for the memory of an idle server and the size of the binary, in bytes.
const MEMORY_GOAL: f64 = 12e6;
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
    started(&empty, 0, &cores, &[])?;
    // The index that this server saves is the one that the first measured start reads.
    started(&full, chats, &cores, &[])?;
    let (mut empty_seconds, mut full_seconds) = (Vec::new(), Vec::new());
    let mut saved_seconds = Vec::new();
    for round in 1..=options.rounds {
        say::talk(format!("round {round} of {}", options.rounds));
        quiet.round(|| {
            empty_seconds.push(started(&empty, 0, &cores, &[])?);
            full_seconds.push(started(&full, chats, &cores, FROM_ROWS)?);
            saved_seconds.push(started(&full, chats, &cores, &[])?);
            Ok(())
        })?;
    }
    let empty_memory = idle(&empty, &cores)?;
    let full_memory = idle(&full, &cores)?;
    let mut section = options.begin("start, idle memory, binary (goal 11)");
    section.circumstances(&build, &[], &cores.told(), &quiet)?;
    empty.tell(&mut section);
    full.tell(&mut section);
    section.item(format!(
        "Method: {} rounds of one start each in turns, from before the process is spawned \
         until the first 200 on /readyz; then the total is compared. Memory is VmRSS after {} s \
         at rest, and in brackets what of it is no file (RssAnon)",
        options.rounds,
        IDLE.as_secs()
    ));
    let saved_goal = SAVED_GOALS.iter().find(|(of, _)| *of == chats).map(|(_, goal)| *goal);
    let full_name = format!("{} chats", count(chats));
    let mut rows = vec![
        start_row("an empty database", &empty_seconds, Some(EMPTY_GOAL)),
        start_row(&full_name, &full_seconds, (chats == GOAL_CHATS).then_some(FULL_GOAL)),
        start_row(&format!("{full_name}, saved"), &saved_seconds, saved_goal),
        saved_row(saved_bytes(&full)?, chats),
        memory_row("an empty database", empty_memory, Some(MEMORY_GOAL)),
        memory_row(&full_name, full_memory, None),
    ];
    rows.push(binary_row()?);
    section.table(&["what", "of", "figure", "goal", "reached"], &rows);
    options.end(section)
}

/// Starts a server, checks its data, and stops it; gives the seconds until it was ready.
fn started(data: &Data, chats: u64, cores: &Cores, settings: &[(&str, &str)]) -> Result<f64> {
    let server = Server::start_with(data, cores, settings)?;
    check(&server, data, chats, cores)?;
    Ok(server.ready_after.as_secs_f64())
}

fn check(server: &Server, data: &Data, chats: u64, cores: &Cores) -> Result<()> {
    if chats == 0 {
        return Ok(());
    }
    let request = get("/v1/chats/total", Some(&data.key(cores)?));
    let mut conn = Connection::open(server.address)?;
    let body = conn.ask(&request)?.ok()?;
    if body != format!("{{\"total\":{chats}}}").as_bytes() {
        return Err(format!("not {chats} chats: {}", String::from_utf8_lossy(body)));
    }
    Ok(())
}

/// The memory of an idle server, in bytes: all resident memory, and the anonymous part.
fn idle(data: &Data, cores: &Cores) -> Result<[f64; 2]> {
    let server = Server::start_with(data, cores, FROM_ROWS)?;
    rest(IDLE);
    let bytes = |line| memory_kib(server.id(), line).map(|kib| float(kib) * 1024.0);
    Ok([bytes("VmRSS")?, bytes("RssAnon")?])
}

fn start_row(name: &str, seconds: &[f64], goal: Option<f64>) -> Vec<String> {
    let median = median(seconds);
    let slowest = seconds.iter().copied().fold(0.0, f64::max);
    let figure = format!("{} (slowest {})", time(median), time(slowest));
    let verdict = goal.map_or("", |goal| reached(median < goal)).to_owned();
    let goal = goal.map_or_else(String::new, |goal| format!("< {}", time(goal)));
    vec!["start".into(), name.into(), figure, goal, verdict]
}

/// The size of the indexes that a stopped server saved beside its SQLite file, in bytes.
fn saved_bytes(data: &Data) -> Result<u64> {
    let url = data.url();
    let folder = format!("{}.index", url.strip_prefix("sqlite:").unwrap_or(&url));
    let files = std::fs::read_dir(folder).while_at("saved indexes")?;
    let bytes = files.map(|file| file.and_then(|file| file.metadata()).map(|it| it.len()));
    bytes.sum::<std::io::Result<u64>>().while_at("saved indexes")
}

/// The size of the saved index, in all and for each chat.
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

fn memory_row(name: &str, [all, anonymous]: [f64; 2], goal: Option<f64>) -> Vec<String> {
    let figure = format!("{} ({})", megabytes(all), megabytes(anonymous));
    let verdict = goal.map_or("", |goal| reached(all <= goal)).to_owned();
    let goal = goal.map_or_else(String::new, |goal| format!("≤ {}", megabytes(goal)));
    vec!["idle memory".into(), name.into(), figure, goal, verdict]
}

fn binary_row() -> Result<Vec<String>> {
    let path = machine::deskbell()?;
    let bytes = float(std::fs::metadata(&path).while_at(path.display())?.len());
    let (goal, verdict) = (format!("≤ {}", megabytes(BINARY_GOAL)), reached(bytes <= BINARY_GOAL));
    Ok(vec!["binary".into(), String::new(), megabytes(bytes), goal, verdict.into()])
}

fn megabytes(bytes: f64) -> String {
    format!("{:.1} MB", bytes / 1e6)
}
