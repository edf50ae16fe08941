//! Goal 1: the first page of 100 chats over HTTP, with authorization, against nginx that serves
//! the same bytes from a file. Requests per second, and the server's CPU time per request.
//!
//! One core is the client's, so requests per second may be bound by it; CPU time is not.

use std::net::SocketAddr;
use std::process::ExitCode;

use deskbell_benches::client::{Connection, get};
use deskbell_benches::cores::Cores;
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, float, median, ratio, ratio_text, reached, time, whole};
use deskbell_benches::list::{self, Wanted};
use deskbell_benches::machine::{Build, Quiet};
use deskbell_benches::nginx::{self, Nginx};
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_benches::timing::Load;
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

/// What one side has done so far.
struct Side {
    load: Load,
    process: u32,
    answered: u64,
    per_second: Vec<f64>,
    /// Seconds of CPU time per request.
    cpu: Vec<f64>,
}

impl Side {
    fn new(address: SocketAddr, process: u32) -> Self {
        let load = Load { address, connections: CONNECTIONS, seconds: SLICE };
        Self { load, process, answered: 0, per_second: Vec::new(), cpu: Vec::new() }
    }

    fn round(&mut self, request: &[u8], body: &[u8], ticks: f64) -> Result<()> {
        let before = process::cpu(self.process, ticks)?;
        let (answered, seconds) = self.load.run(request, body)?;
        let used = process::cpu(self.process, ticks)? - before;
        self.answered += answered;
        self.per_second.push(float(answered) / seconds);
        self.cpu.push(used / float(answered));
        Ok(())
    }
}

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
    let mut sides =
        [Side::new(server.address, server.id()), Side::new(nginx.address, nginx.worker)];
    let ticks = process::ticks_per_second()?;
    for side in &sides {
        Load { seconds: SLICE / 4.0, ..side.load }.run(&request, &body)?;
    }
    let mut quiet = Quiet::default();
    for round in 1..=ROUNDS {
        talk(format!("round {round} of {ROUNDS}"));
        quiet.round(|| sides.iter_mut().try_for_each(|it| it.round(&request, &body, ticks)))?;
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
