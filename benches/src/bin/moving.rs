//! Measures how fast a whole account moves from one database to another: as an export, and as lines
//! of the exchange format. Compares the rows per second with a plain loop over the same rows, and
//! with `deskbell seed`. Also measures the peak memory of each command.
//!
//! Options: `--chats N`, `--rounds N`, `--look`.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use deskbell_benches::cores::Cores;
use deskbell_benches::figures::{count, ratio_text, reached};
use deskbell_benches::machine::{self, Build};
use deskbell_benches::options::Program;
use deskbell_benches::process;
use deskbell_lab::{Result, While as _, run, say};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use tempfile::TempDir;

const PROGRAM: Program =
    Program { name: "moving", chats: &[1_000_000], rounds: 1, knows_postgres: false };
const MESSAGES_PER_CHAT: &str = "4";
const EXPORT_GOAL: f64 = 0.8;
const IMPORT_GOAL: f64 = 0.5;
/// The pause between two measurements of a command's memory.
const LOOK: Duration = Duration::from_millis(20);

/// The result of a command: its duration, peak memory and JSON output.
struct Ran {
    seconds: f64,
    /// The peak memory of the command, in MiB.
    memory_mib: u64,
    data: Value,
}

fn main() -> ExitCode {
    run(measure)
}

/// Runs a command of the `deskbell` binary on a database.
fn command(cores: &Cores, database: &Path, arguments: &[&str]) -> Result<Ran> {
    let name = arguments.join(" ");
    let mut command: Command = cores.free(machine::deskbell()?);
    command.arg("--json").arg("--database").arg(format!("sqlite:{}", database.display()));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let began = Instant::now();
    let child = command.spawn().while_at(&name)?;
    let id = child.id();
    let (ended, ending) = channel::<()>();
    let looking = std::thread::spawn(move || {
        let mut most = 0;
        while ending.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
            most = process::memory_kib(id, "VmHWM").unwrap_or(0).max(most);
        }
        most
    });
    let output = child.wait_with_output().while_at(&name)?;
    let seconds = began.elapsed().as_secs_f64();
    drop(ended);
    let most = looking.join().map_err(|_| "the thread that looks panicked".to_owned())?;
    if !output.status.success() {
        return Err(format!("`deskbell {name}` failed: {}", output.status));
    }
    let data = serde_json::from_slice(&output.stdout).while_at(&name)?;
    say::talk(format!("{name}: {seconds:.1} s"));
    Ok(Ran { seconds, memory_mib: most.div_ceil(1024), data })
}

/// Reads every value of every row once; returns the number of rows and the seconds.
fn plain_loop(database: &Path) -> Result<(u64, f64)> {
    let conn = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let conn = conn.while_at("the database")?;
    let began = Instant::now();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table'";
    let mut tables = conn.prepare(sql).while_at(sql)?;
    let tables = tables.query_map([], |row| row.get::<_, String>(0)).while_at(sql)?;
    let (mut rows, mut bytes) = (0, 0);
    for table in tables {
        let sql = format!("SELECT * FROM {}", table.while_at("a table")?);
        let mut all = conn.prepare(&sql).while_at(&sql)?;
        let columns = all.column_count();
        let mut all = all.query([]).while_at(&sql)?;
        while let Some(row) = all.next().while_at(&sql)? {
            rows += 1;
            for column in 0..columns {
                bytes += match row.get_ref(column).while_at(&sql)? {
                    ValueRef::Text(text) => text.len(),
                    _ => 8,
                };
            }
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    say::talk(format!("a plain loop over {rows} rows, {bytes} bytes: {seconds:.1} s"));
    Ok((rows, seconds))
}

fn measure() -> Result<()> {
    let options = PROGRAM.read()?;
    let build = Build::note()?;
    let cores = Cores::part()?;
    // Temporary folders may be in memory.
    let place = TempDir::new_in(machine::target()).while_at("a folder")?;
    let at = |name: &str| place.path().join(name);
    let chats = options.chats().to_string();
    let seeding = ["seed", "--chats", &chats, "--messages-per-chat", MESSAGES_PER_CHAT];
    let seed = command(&cores, &at("a.db"), &seeding)?;
    let mut quiet = options.quiet();
    let (mut looped, mut exported) = ((0, 0.0), None);
    quiet.round(|| {
        looped = plain_loop(&at("a.db"))?;
        let out = at("out");
        exported = Some(command(&cores, &at("a.db"), &["export", &out.to_string_lossy()])?);
        Ok(())
    })?;
    let exported = exported.ok_or("nothing was exported")?;
    let rows = exported.data["rows"].as_u64().unwrap_or_default();
    let (out, lines) = (at("out"), at("lines"));
    let (out, lines) = (out.to_string_lossy(), lines.to_string_lossy());
    let imported = command(&cores, &at("b.db"), &["import", &out])?;
    let written = command(&cores, &at("a.db"), &["export", "--lines", &lines])?;
    let read = command(&cores, &at("c.db"), &["import", &lines])?;

    let mut section = options.begin("an account, and lines of the exchange format, out and in");
    section.circumstances(&build, &[], &cores.told(), &quiet)?;
    section
        .item(format!("Data: {chats} chats of {MESSAGES_PER_CHAT} messages, {} rows", count(rows)));
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = |rows: u64, seconds: f64| rows as f64 / seconds;
    let by_chat = |ran: &Ran| rate(options.chats(), ran.seconds);
    let plain = rate(looped.0, looped.1);
    let row = |name: &str, ran: &Ran, rows: u64| {
        vec![
            name.into(),
            format!("{:.1} s", ran.seconds),
            format!("{:.0}", rate(rows, ran.seconds)),
            format!("{:.0}", by_chat(ran)),
            format!("{} MiB", ran.memory_mib),
        ]
    };
    let mut table = vec![vec![
        "a plain loop".into(),
        format!("{:.1} s", looped.1),
        format!("{plain:.0}"),
        String::new(),
        String::new(),
    ]];
    table.push(row("`seed`", &seed, rows));
    table.push(row("`export`", &exported, rows));
    table.push(row("`import`", &imported, rows));
    table.push(row("`export --lines`", &written, written.data["lines"].as_u64().unwrap_or(0)));
    table.push(row("`import` of lines", &read, read.data["new"].as_u64().unwrap_or(0)));
    section.table(&["", "time", "rows or lines/s", "chats/s", "memory"], &table);
    let goal = |name: &str, value: f64, goal: f64| {
        vec![name.into(), ratio_text(value), format!("≥ {goal}"), reached(value >= goal).into()]
    };
    section.table(
        &["rates", "ratio", "goal", "reached"],
        &[
            goal("export / plain loop", rate(rows, exported.seconds) / plain, EXPORT_GOAL),
            goal("import / seed", seed.seconds / imported.seconds, IMPORT_GOAL),
            goal("import of lines / seed", seed.seconds / read.seconds, IMPORT_GOAL),
        ],
    );
    options.end(section)
}
