//! Measures how long the writes of 64 clients wait while `deskbell backup` runs, and while another
//! program reads the SQLite file in one long transaction.
//!
//! Options: `--chats N`, `--rounds N`, `--look`.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use deskbell_benches::client::post;
use deskbell_benches::cores::Cores;
use deskbell_benches::crowd::{Outcome, ask_for, on_this_thread};
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, median, reached, time, whole};
use deskbell_benches::machine::{self, Build};
use deskbell_benches::options::{Options, Program};
use deskbell_benches::process::finished;
use deskbell_benches::server::Server;
use deskbell_lab::{Result, While as _, run, say};

const PROGRAM: Program =
    Program { name: "backup", chats: &[100_000], rounds: 3, knows_postgres: false };
const CLIENTS: usize = 64;
/// The time for which the clients post without a backup, and again during a backup, in seconds.
const SLICE: f64 = 10.0;
/// The time for which the clients post during the long read, in seconds: long enough that the WAL
/// exceeds the size at which the server restarts the WAL.
const READER_SLICE: f64 = 30.0;
/// The time from the start of the clients' posts to the start of the backup or of the long read.
const BEGINS_AFTER: Duration = Duration::from_secs(2);
const BACKUP_MAX: Duration = Duration::from_secs(600);
/// The goal for the longest wait of a write during a backup, in seconds.
const BACKUP_GOAL: f64 = 0.25;
/// The goal for the longest wait of a write during the other program's long read, in seconds.
const READER_GOAL: f64 = 0.2;
const TEXT: &str = "Good morning! My order has not arrived yet, could you please have a look?";

/// The measurements of all rounds: the waits of the writes, and the durations of the backups.
#[derive(Default)]
struct Rounds {
    alone: Vec<Outcome>,
    backed_up: Vec<Outcome>,
    read: Vec<Outcome>,
    /// The duration of each backup, in seconds.
    took: Vec<f64>,
    /// The size of the last backup, in bytes.
    bytes: u64,
}

fn main() -> ExitCode {
    run(|| measure(&PROGRAM.read()?))
}

fn measure(options: &Options) -> Result<()> {
    let build = Build::note()?;
    let cores = Cores::part()?;
    let mut quiet = options.quiet();
    let original = Data::seeded(Engine::Sqlite, Plan::of_chats(options.chats()), &cores)?;
    let data = original.copied()?;
    let key = data.key(&cores)?;
    let server = Server::start(&data, &cores)?;
    let posting = |seconds| posting(server.address, &key, options.chats(), seconds);
    let url = data.url();
    let mut rounds = Rounds::default();
    for round in 1..=options.rounds {
        say::talk(format!("round {round} of {}", options.rounds));
        quiet.round(|| {
            rounds.alone.push(on_this_thread(posting(SLICE))?);
            let (backed_up, (took, bytes)) = beside(posting(SLICE), || backup(&url, &cores))?;
            rounds.backed_up.push(backed_up);
            rounds.took.push(took);
            rounds.bytes = bytes;
            let (read, ()) = beside(posting(READER_SLICE), || reading(&url))?;
            rounds.read.push(read);
            Ok(())
        })?;
    }
    let mut section = options.begin("writers beside a backup, and beside a reader of the file");
    section.circumstances(&build, &[], &cores.told(), &quiet)?;
    data.tell(&mut section);
    section.item(format!(
        "Method: {CLIENTS} clients post messages for {SLICE} s alone, {SLICE} s beside `deskbell \
         backup`, which begins after {} s, and {READER_SLICE} s beside a program that reads a \
         table of the file all that time in one transaction; {} rounds on one server. Longest: of \
         all rounds",
        BEGINS_AFTER.as_secs(),
        options.rounds
    ));
    section.item(format!(
        "A backup of {} MiB took {}",
        count(rounds.bytes / 1024 / 1024),
        time(median(&rounds.took))
    ));
    let row = |name: &str, of: &[Outcome], goal: Option<f64>| {
        let rates: Vec<_> = of.iter().map(Outcome::per_second).collect();
        let p99s: Vec<_> = of.iter().map(|it| it.quantile(0.99)).collect();
        let longest = of.iter().map(|it| it.quantile(1.0)).fold(0.0, f64::max);
        let goal = goal.map_or_else(String::new, |goal| {
            format!("≤ {}: {}", time(goal), reached(longest <= goal))
        });
        let (rate, p99) = (whole(median(&rates)), time(median(&p99s)));
        vec![name.to_owned(), rate, p99, time(longest), goal]
    };
    section.table(
        &["beside", "messages/s", "p99", "longest", "goal"],
        &[
            row("nothing", &rounds.alone, None),
            row("a backup", &rounds.backed_up, Some(BACKUP_GOAL)),
            row("a reader", &rounds.read, Some(READER_GOAL)),
        ],
    );
    options.end(section)
}

/// Runs `posting` on this thread while `work` runs on another thread; returns both results.
fn beside<T: Send>(
    posting: impl Future<Output = Result<Outcome>>,
    work: impl FnOnce() -> Result<T> + Send,
) -> Result<(Outcome, T)> {
    std::thread::scope(|scope| {
        let working = scope.spawn(work);
        let posted = on_this_thread(posting);
        let done = working.join().map_err(|_| "a thread panicked".to_owned())??;
        Ok((posted?, done))
    })
}

#[expect(clippy::disallowed_methods, reason = "the writers are to write for a while before")]
fn begin_later() {
    std::thread::sleep(BEGINS_AFTER);
}

/// Makes a backup; returns its duration in seconds and its size in bytes.
fn backup(url: &str, cores: &Cores) -> Result<(f64, u64)> {
    begin_later();
    let folder = tempfile::tempdir_in(machine::target()).while_at("a folder")?;
    let path = folder.path().join("backup.db");
    let mut command: Command = cores.free(machine::deskbell()?);
    command.args(["backup", "--database", url]).arg(&path);
    let (_, took) = finished(&mut command, BACKUP_MAX)?;
    let bytes = std::fs::metadata(&path).while_at("the backup")?.len();
    Ok((took.as_secs_f64(), bytes))
}

/// Reads a table in one transaction until [`READER_SLICE`] is over.
fn reading(url: &str) -> Result<()> {
    begin_later();
    let until = Instant::now() + Duration::from_secs_f64(READER_SLICE) - BEGINS_AFTER;
    let path = url.strip_prefix("sqlite:").ok_or("the reader reads a file")?;
    let reader = rusqlite::Connection::open(Path::new(path)).while_at("the reader")?;
    reader.execute_batch("BEGIN").while_at("the reader")?;
    while Instant::now() < until {
        let sum = "SELECT sum(length(text)) FROM messages";
        reader.query_row(sum, [], |row| row.get::<_, i64>(0)).while_at("the reader")?;
    }
    reader.execute_batch("COMMIT").while_at("the reader")
}

async fn posting(address: SocketAddr, key: &str, chats: u64, seconds: f64) -> Result<Outcome> {
    let key = key.to_owned();
    let request = move |client: usize, turn: u64| {
        let chat = (turn * CLIENTS as u64 + client as u64) % chats + 1;
        post("/v1/messages", &key, &format!(r#"{{"chat":{chat},"text":"{TEXT}"}}"#))
    };
    let outcome = ask_for(address, CLIENTS, seconds, 201, request).await?;
    if outcome.waits.len() < CLIENTS {
        return Err("hardly a message was answered".into());
    }
    Ok(outcome)
}
