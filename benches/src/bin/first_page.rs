//! Goal 1: the first page of 100 chats over HTTP with authorization, compared with nginx serving
//! the same bytes from a file: requests per second, and CPU time per request.
//!
//! The client's single core may limit the requests per second, and does not affect the CPU time.
//! Options: `--chats N`, `--rounds N`, `--postgres`, `--look`.

use std::process::ExitCode;

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
const REQUESTS_GOAL: f64 = 0.85;
const CPU_GOAL: f64 = 1.25;

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
    let server = Server::start(&data, &cores)?;
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
    ];
    let ticks = process::ticks_per_second()?;
    let page = [Exchange::found(&request, &body)];
    for side in &sides {
        side.warm(SLICE / 4.0, &page)?;
    }
    // By now the server has opened all its database connections.
    let joined = data.join(&cores)?;
    sides[0].count_database(data.backends()?);
    let mut quiet = options.quiet();
    for round in 1..=options.rounds {
        say::talk(format!("round {round} of {}", options.rounds));
        quiet.round(|| sides.iter_mut().try_for_each(|it| it.round(&page, ticks)))?;
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
         request under way on each; nginx: {}",
        options.rounds,
        nginx::SETTINGS
    ));
    report(&mut section, &sides);
    options.end(section)
}

fn report(section: &mut Section, [deskbell, nginx]: &[Side; 2]) {
    side::table(section, &[("deskbell", deskbell), ("nginx", nginx)]);
    let requests = ratio(&deskbell.per_second, &nginx.per_second);
    let cpu = ratio(&deskbell.cpu, &nginx.cpu);
    let row = |name: &str, value: f64, goal: String, is_reached: bool| {
        vec![name.into(), ratio_text(value), goal, reached(is_reached).into()]
    };
    section.table(
        &["deskbell / nginx", "ratio", "goal", "reached"],
        &[
            row("requests/s", requests, format!("≥ {REQUESTS_GOAL}"), requests >= REQUESTS_GOAL),
            row("CPU per request", cpu, format!("≤ {CPU_GOAL}"), cpu <= CPU_GOAL),
        ],
    );
}
