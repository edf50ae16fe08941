//! Goal 1 of `benches/README.md`: the first page of 100 chats over HTTP with authorization. The
//! requests per second and the CPU time per request are compared with nginx, which serves the same
//! bytes from a file. Also measures the server while its metrics are read.
//!
//! The client's single core may limit the requests per second, and does not affect the CPU time.
//! Options: `--chats N`, `--rounds N`, `--postgres`, `--look`.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use deskbell_benches::client::{Connection, get};
use deskbell_benches::cores::Cores;
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, ratio, ratio_text, reached};
use deskbell_benches::list::{self, Wanted};
use deskbell_benches::machine::Build;
use deskbell_benches::nginx::{self, Nginx};
use deskbell_benches::options::Program;
use deskbell_benches::process;
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_benches::side::{self, Side};
use deskbell_benches::timing::{Exchange, Load};
use deskbell_lab::{Result, run, say};

const PROGRAM: Program =
    Program { name: "first_page", chats: &[24_000], rounds: 7, knows_postgres: true };
/// The time for which each server is measured in a round, in seconds.
const SLICE: f64 = 2.0;
/// The number of connections, each with one request in flight.
const CONNECTIONS: usize = 8;
/// The goals relative to nginx: the lowest ratio of requests per second, and the highest ratio of
/// CPU time per request.
const SQLITE_GOALS: [f64; 2] = [0.95, 1.25];
const POSTGRES_GOALS: [f64; 2] = [0.65, 1.6];
/// The pause between two readings of metrics, far shorter than Prometheus's default of fifteen
/// seconds.
const METRICS_READ_EVERY: Duration = Duration::from_secs(1);
/// The goal for the requests per second while metrics are read, relative to the requests per second
/// without these reads.
const READ_REQUESTS_GOAL: f64 = 0.99;
const READ_CPU_GOAL: f64 = 1.01;

fn main() -> ExitCode {
    run(measure)
}

fn measure() -> Result<()> {
    let options = PROGRAM.read()?;
    let build = Build::note()?;
    let nginx_version = nginx::version()?;
    let postgres = options.postgres()?;
    let engine = Engine::of(postgres.as_ref());
    let cores = Cores::part()?;
    let data = Data::seeded(engine, Plan::of_chats(options.chats()), &cores)?;
    let key = data.key(&cores)?;
    let settings = [("DESKBELL_METRICS__LISTEN", "127.0.0.1:0")];
    let server = Server::start_with(&data, &cores, &settings)?;
    let metrics = server.metrics.ok_or("a server without metrics")?;
    let request = get("/v1/chats", Some(&key));
    let body = Connection::open(server.address)?.ask(&request)?.ok()?.to_vec();
    let wanted = Wanted { key: "createdAt", is_ascending: false, offset: 0 };
    list::check(wanted, &body, options.chats())?;
    let nginx = Nginx::start(&body, &cores)?;
    if Connection::open(nginx.address)?.ask(&request)?.ok()? != body {
        return Err("nginx serves other bytes".into());
    }
    let load = |address| Load { address, connections: CONNECTIONS, seconds: SLICE };
    let mut sides = [
        Side::new(load(server.address), server.id()),
        Side::new(load(nginx.address), nginx.worker),
        Side::new(load(server.address), server.id()),
    ];
    let ticks = process::ticks_per_second()?;
    let page = [Exchange::found(&request, &body)];
    for side in &sides {
        side.warm(SLICE / 4.0, &page)?;
    }
    // By now the server has opened all its database connections.
    let joined = data.join(&cores)?;
    for of_server in [0, 2] {
        sides[of_server].count_database(data.backends()?);
    }
    let mut quiet = options.quiet();
    for round in 1..=options.rounds {
        say::talk(format!("round {round} of {}", options.rounds));
        let [deskbell, nginx, read] = &mut sides;
        quiet.round(|| {
            deskbell.round(&page, ticks)?;
            nginx.round(&page, ticks)?;
            while_read(metrics, || read.round(&page, ticks))
        })?;
    }
    let mut section = options.begin("the first page against nginx serving the same bytes (goal 1)");
    let mut versions = vec![format!("nginx {nginx_version}")];
    versions.extend(engine.version());
    section.circumstances(&build, &versions, &cores.told(), &quiet)?;
    data.tell(&mut section);
    section.items(joined);
    section.item(format!("Page: 100 chats, {} bytes", count(body.len() as u64)));
    section.item(format!(
        "Method: {} rounds of {SLICE} s each side in turns, {CONNECTIONS} connections with a \
         request under way on each; nginx: {}; metrics are counted on all sides of deskbell, and \
         read every {} s on one",
        options.rounds,
        nginx::SETTINGS,
        METRICS_READ_EVERY.as_secs()
    ));
    let goals = if postgres.is_some() { POSTGRES_GOALS } else { SQLITE_GOALS };
    report(&mut section, goals, &sides);
    options.end(section)
}

/// Runs a function while the metrics at this address are read again and again.
fn while_read(metrics: SocketAddr, body: impl FnOnce() -> Result<()>) -> Result<()> {
    let (stop, stopped) = mpsc::channel();
    thread::scope(|scope| {
        let reading = scope.spawn(move || read_metrics(metrics, &stopped));
        let outcome = body();
        drop(stop);
        let read = reading.join().map_err(|_| "the reader of metrics panicked".to_owned())?;
        outcome.and(read)
    })
}

/// Reads the metrics at this address at once, and again after each pause.
fn read_metrics(metrics: SocketAddr, stopped: &Receiver<()>) -> Result<()> {
    let mut connection = Connection::open(metrics)?;
    let request = get("/metrics", None);
    loop {
        connection.ask(&request)?.ok()?;
        if stopped.recv_timeout(METRICS_READ_EVERY) != Err(RecvTimeoutError::Timeout) {
            return Ok(());
        }
    }
}

fn report(
    section: &mut Section,
    [requests_goal, cpu_goal]: [f64; 2],
    [deskbell, nginx, read]: &[Side; 3],
) {
    let rows = [("deskbell", deskbell), ("nginx", nginx), ("deskbell, metrics read", read)];
    side::table(section, &rows);
    let requests = ratio(&deskbell.per_second, &nginx.per_second);
    let cpu = ratio(&deskbell.cpu, &nginx.cpu);
    let row = |name: &str, value: f64, goal: String, is_reached: bool| {
        vec![name.into(), ratio_text(value), goal, reached(is_reached).into()]
    };
    section.table(
        &["deskbell / nginx", "ratio", "goal", "reached"],
        &[
            row("requests/s", requests, format!("≥ {requests_goal}"), requests >= requests_goal),
            row("CPU per request", cpu, format!("≤ {cpu_goal}"), cpu <= cpu_goal),
        ],
    );
    let requests = ratio(&read.per_second, &deskbell.per_second);
    let cpu = ratio(&read.cpu, &deskbell.cpu);
    // To a thousandth, since the goals are a hundredth.
    let row = |name: &str, value: f64, goal: String, is_reached: bool| {
        vec![name.into(), format!("{value:.3}"), goal, reached(is_reached).into()]
    };
    section.table(
        &["metrics read / not read", "ratio", "goal", "reached"],
        &[
            row(
                "requests/s",
                requests,
                format!("≥ {READ_REQUESTS_GOAL}"),
                requests >= READ_REQUESTS_GOAL,
            ),
            row("CPU per request", cpu, format!("≤ {READ_CPU_GOAL}"), cpu <= READ_CPU_GOAL),
        ],
    );
}
