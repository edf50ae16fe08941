//! Many organizations on a server. Measures, with 100,000 empty organizations, the time of a start,
//! the load of an idle server, and writes to random organizations. With `--postgres`, also measures
//! the memory of two nodes on a database of 10,000 organizations with 100 chats each. The nodes
//! serve different numbers of organizations.
//!
//! No process is pinned to a core. Options: `--chats N` for the chats per organization in the
//! measurement of memory, `--rounds N` for the number of starts, `--postgres`, `--look`.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use deskbell_benches::client::{Connection, get, post};
use deskbell_benches::clones::{clone_first, key_of};
use deskbell_benches::cores::Cores;
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, float, median, quantile, reached, time};
use deskbell_benches::machine::{Build, Quiet, rest};
use deskbell_benches::options::{Options, Program};
use deskbell_benches::postgres::Postgres;
use deskbell_benches::process::{cpu, memory_kib, ticks_per_second};
use deskbell_benches::server::Server;
use deskbell_lab::random::Random;
use deskbell_lab::{Result, run, say};

const PROGRAM: Program =
    Program { name: "organizations", chats: &[100], rounds: 5, knows_postgres: true };
/// The number of empty organizations.
const EMPTY: u64 = 100_000;
/// The number of writes to random organizations.
const WRITES: usize = 10_000;
/// The time over which the load of an idle server is measured: longer than a minute, since the
/// slowest background job runs each minute.
const IDLE: Duration = Duration::from_secs(75);
/// The time from the server's start until the measurement of the idle load begins.
const SETTLE: Duration = Duration::from_secs(3);
/// The number of organizations with chats.
const FULL: u64 = 10_000;
const ASKED: [u64; 2] = [500, 2_500];
const READY_GOAL: f64 = 2.0;
/// The goal for the load of an idle server, as a share of a core.
const IDLE_GOAL: f64 = 0.01;
/// The time limit for building the indexes of all organizations whose lists were requested, in
/// seconds.
const SECONDS_TO_BUILD: u32 = 120;

fn main() -> ExitCode {
    run(measure)
}

fn measure() -> Result<()> {
    let options = PROGRAM.read()?;
    let build = Build::note()?;
    let cores = Cores::together();
    let postgres = options.postgres()?;
    let engine = Engine::of(postgres.as_ref());
    let mut quiet = options.quiet();
    let data = Data::empty(engine, &cores)?;
    // The first start creates the first organization.
    drop(Server::start(&data, &cores)?);
    say::talk(format!("making {} organizations", count(EMPTY)));
    clone_first(&data, EMPTY)?;
    let mut rows = empty_rows(&options, &data, &cores, &mut quiet)?;
    drop(data);
    if let Some(postgres) = &postgres {
        rows.extend(memory_rows(&options, postgres, &cores)?);
    }
    let mut section = options.begin("many organizations");
    let versions: Vec<_> = engine.version().into_iter().collect();
    section.circumstances(&build, &versions, &cores.told(), &quiet)?;
    section.item(format!(
        "Method: copies of one organization, made in the database. {} starts until the first 200 \
         of /readyz; the share of one core over {} s from {} s after a start; then {} times \
         `POST /v1/customers` over one connection, each to a random organization",
        options.rounds,
        IDLE.as_secs(),
        SETTLE.as_secs(),
        count(WRITES as u64)
    ));
    section.table(&["what", "of", "figure", "goal", "reached"], &rows);
    options.end(section)
}

/// The rows of the results table for the organizations without chats.
fn empty_rows(
    options: &Options,
    data: &Data,
    cores: &Cores,
    quiet: &mut Quiet,
) -> Result<Vec<Vec<String>>> {
    let of = format!("{} empty", count(EMPTY));
    let mut seconds = Vec::new();
    for _ in 0..options.rounds {
        quiet.round(|| {
            seconds.push(Server::start(data, cores)?.ready_after.as_secs_f64());
            Ok(())
        })?;
    }
    let ready = median(&seconds);
    let server = Server::start(data, cores)?;
    let ticks = ticks_per_second()?;
    rest(SETTLE);
    say::talk(format!("measuring the work at rest for {} s", IDLE.as_secs()));
    let (before, began) = (cpu(server.id(), ticks)?, Instant::now());
    rest(IDLE);
    let idle = (cpu(server.id(), ticks)? - before) / began.elapsed().as_secs_f64();
    let memory = memory_kib(server.id(), "VmRSS")?;
    let (refused, waits) = writes(&server)?;
    let row = |what: &str, figure: String, goal: String, verdict: &str| {
        vec![what.to_owned(), of.clone(), figure, goal, verdict.to_owned()]
    };
    let idle_text = |share: f64| format!("{:.2} % of a core", share * 100.0);
    Ok(vec![
        row("ready", time(ready), format!("< {}", time(READY_GOAL)), reached(ready < READY_GOAL)),
        row(
            "at rest",
            idle_text(idle),
            format!("< {}", idle_text(IDLE_GOAL)),
            reached(idle < IDLE_GOAL),
        ),
        row("memory at rest", mib(memory), String::new(), ""),
        row(
            "writes refused",
            format!("{} of {}", count(refused), count(WRITES as u64)),
            "0".into(),
            reached(refused == 0),
        ),
        row("writes, p50", time(quantile(&waits, 0.5)), String::new(), ""),
        row("writes, p99", time(quantile(&waits, 0.99)), String::new(), ""),
        row("memory after the writes", mib(memory_kib(server.id(), "VmRSS")?), String::new(), ""),
    ])
}

/// Sends writes to random organizations; returns the number of refused writes, and the times of all
/// writes, sorted.
fn writes(server: &Server) -> Result<(u64, Vec<f64>)> {
    let mut conn = Connection::open(server.address)?;
    let mut random = Random::of(1, 1);
    let (mut refused, mut waits) = (0, Vec::new());
    for _ in 0..WRITES {
        // Organization 1 has no key of this bench.
        let key = key_of(2 + random.below(EMPTY - 1));
        let request = post("/v1/customers", &key, r#"{"name":"Somebody"}"#);
        let asked = Instant::now();
        let status = conn.ask(&request)?.status;
        waits.push(asked.elapsed().as_secs_f64());
        refused += u64::from(status != 201);
    }
    waits.sort_by(f64::total_cmp);
    Ok((refused, waits))
}

/// The rows of the results table for two nodes that serve different numbers of organizations.
fn memory_rows(options: &Options, postgres: &Postgres, cores: &Cores) -> Result<Vec<Vec<String>>> {
    let chats = options.chats();
    let plan = Plan { chats, messages_per_chat: 1, seed: 1 };
    let data = Data::seeded(Engine::Postgres(postgres), plan, cores)?;
    say::talk(format!("making {} organizations of {chats} chats", count(FULL)));
    clone_first(&data, FULL)?;
    let of = format!("{} of {} chats", count(FULL), count(chats));
    let mut rows = Vec::new();
    let nodes = [Server::start(&data, cores)?, Server::start(&data, cores)?];
    rest(SETTLE);
    let mut first = 2;
    for (number, (node, asked)) in nodes.iter().zip(ASKED).enumerate() {
        let before = memory_kib(node.id(), "VmRSS")?;
        ask_for_lists(node, first, asked, chats)?;
        first += asked;
        let grown = memory_kib(node.id(), "VmRSS")?.saturating_sub(before);
        let each = float(grown) / float(asked);
        let figure = format!("{} more than {}, {each:.0} KiB each", mib(grown), mib(before));
        let what = format!("memory of node {}, asked for {}", number + 1, count(asked));
        rows.push(vec![what, of.clone(), figure, String::new(), String::new()]);
    }
    Ok(rows)
}

/// Requests a chat list from each of `asked` organizations, beginning with `first`, and waits until
/// all indexes are built.
fn ask_for_lists(node: &Server, first: u64, asked: u64, chats: u64) -> Result<()> {
    let mut conn = Connection::open(node.address)?;
    let expected = format!("\"total\":{chats}");
    for org in first..first + asked {
        let request = get("/v1/chats?limit=10", Some(&key_of(org)));
        let body = conn.ask(&request)?.ok()?;
        if !String::from_utf8_lossy(body).contains(&expected) {
            return Err(format!("organization {org} does not have {chats} chats"));
        }
    }
    // The answers so far came from the database. The indexes are built in the background, and are
    // complete when the memory no longer grows.
    let mut last = memory_kib(node.id(), "VmRSS")?;
    for _ in 0..SECONDS_TO_BUILD {
        rest(Duration::from_secs(1));
        let now = memory_kib(node.id(), "VmRSS")?;
        if now <= last {
            return Ok(());
        }
        last = now;
    }
    Err("the memory of a node does not stop growing".into())
}

fn mib(kib: u64) -> String {
    format!("{:.1} MiB", float(kib) / 1024.0)
}
