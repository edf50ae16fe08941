//! Goal 1: the first page of 100 chats over HTTP, with authorization, against nginx that serves
//! the same bytes from a file. Requests per second, and the server's CPU time per request.
//!
//! One core is the client's, so requests per second may be bound by it; CPU time is not.

use std::process::ExitCode;

use deskbell_benches::client::{Connection, get};
use deskbell_benches::cores::Cores;
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, median, ratio, ratio_text, reached, time, whole};
use deskbell_benches::list::{self, Wanted};
use deskbell_benches::machine::{Build, Quiet};
use deskbell_benches::nginx::{self, Nginx};
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_benches::side::Side;
use deskbell_benches::timing::{Exchange, Load};
use deskbell_benches::{Result, process, run, talk};

const NAME: &str = "first_page";
const CHATS: u64 = 24_000;
const ROUNDS: usize = 7;
/// How long each side is asked in a round, in seconds.
const SLICE: f64 = 2.0;
/// Connections with a request under way.
const CONNECTIONS: usize = 8;
const REQUESTS_GOAL: f64 = 0.85;
const CPU_GOAL: f64 = 1.25;

fn main() -> ExitCode {
    run(measure)
}

fn measure() -> Result<()> {
    let build = Build::note()?;
    let nginx_version = nginx::version()?;
    let cores = Cores::part()?;
    let data = Data::seeded(Engine::Sqlite, Plan::of_chats(CHATS), &cores)?;
    let key = data.key(&cores)?;
    let server = Server::start(&data, &cores)?;
    let request = get("/v1/chats", Some(&key));
    let body = Connection::open(server.address)?.ask(&request)?.ok()?.to_vec();
    list::check(Wanted { key: "createdAt", is_ascending: false, offset: 0 }, &body, CHATS)?;
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
    for side in &sides {
        side.warm(SLICE / 4.0, &request, &body)?;
    }
    let page = [Exchange::found(&request, &body)];
    let mut quiet = Quiet::default();
    for round in 1..=ROUNDS {
        talk(format!("round {round} of {ROUNDS}"));
        quiet.round(|| sides.iter_mut().try_for_each(|it| it.round(&page, ticks)))?;
    }
    let mut section =
        Section::begin(NAME, "the first page against nginx serving the same bytes (goal 1)");
    let nginx = format!("nginx {nginx_version}");
    section.circumstances(&build, &[nginx], &cores.told(), &quiet)?;
    section.item(format!("Data: {}", data.told));
    section.item(format!("Page: 100 chats, {} bytes", count(body.len() as u64)));
    section.item(format!(
        "Method: {ROUNDS} rounds of {SLICE} s each side in turns, {CONNECTIONS} connections with a \
         request under way on each; nginx: {}",
        nginx::SETTINGS
    ));
    report(&mut section, &sides);
    section.write()
}

fn report(section: &mut Section, [deskbell, nginx]: &[Side; 2]) {
    let row = |name: &str, side: &Side| {
        let (per_second, cpu) = (median(&side.per_second), median(&side.cpu));
        vec![name.into(), whole(per_second), time(cpu), count(side.answered)]
    };
    section.table(
        &["server", "requests/s", "CPU per request", "answers compared"],
        &[row("deskbell", deskbell), row("nginx", nginx)],
    );
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
