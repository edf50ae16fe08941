//! The server's CPU time for a refused request, compared with a served request. A flood of refused
//! requests must not cost more than a flood of served requests.

use std::net::SocketAddr;
use std::process::{Command, ExitCode};
use std::time::Duration;

use deskbell_benches::client::{Connection, get};
use deskbell_benches::cores::Cores;
use deskbell_benches::data::{Data, Engine, Plan};
use deskbell_benches::figures::{count, median, ratio, ratio_text, reached, time, whole};
use deskbell_benches::machine::{self, Build, Quiet};
use deskbell_benches::options;
use deskbell_benches::postgres::Postgres;
use deskbell_benches::process;
use deskbell_benches::process::finished;
use deskbell_benches::report::Section;
use deskbell_benches::server::Server;
use deskbell_benches::side::Kind;
use deskbell_lab::{Result, run, say};

const NAME: &str = "refusals";
const CHATS: u64 = 1_000;
const ROUNDS: usize = 7;
/// The time for which each kind of request is measured in a round, in seconds.
const SLICE: f64 = 0.5;
/// The number of connections, each with one request in flight.
const CONNECTIONS: usize = 8;
const COMMAND_MAX: Duration = Duration::from_secs(60);

fn main() -> ExitCode {
    run(measure)
}

fn measure() -> Result<()> {
    options::none(NAME)?;
    let build = Build::note()?;
    let cores = Cores::part()?;
    let postgres = Postgres::find()?;
    let mut quiet = Quiet::default();
    let mut body = Section::default();
    engine(Engine::Sqlite, &cores, &mut quiet, &mut body)?;
    match &postgres {
        Some(server) => engine(Engine::Postgres(server), &cores, &mut quiet, &mut body)?,
        None => body.paragraph("PostgreSQL: **left out**, DESKBELL_TEST_POSTGRES is not set."),
    }
    let mut section = Section::begin(NAME, "refused requests against served ones");
    let versions = postgres.map(|it| format!("PostgreSQL {}", it.version));
    section.circumstances(&build, versions.as_slice(), &cores.told(), &quiet)?;
    section.item(format!(
        "Method: {ROUNDS} rounds of {SLICE} s each kind in turns, {CONNECTIONS} connections with a \
         request under way on each; every answer compared with the first"
    ));
    section.item(
        "CPU is the server process's own; what PostgreSQL uses for it is not in it. The ratio is \
         to the cheapest request that is served with data, one chat by its id",
    );
    section.append(body);
    section.write()
}

/// Creates a key of an organization whose rate limit of one request per minute is used up.
fn exhausted(data: &Data, cores: &Cores) -> Result<String> {
    let deskbell = |arguments: &[&str]| {
        let mut command: Command = cores.free(machine::deskbell()?);
        command.args(arguments).args(["--database", &data.url()]);
        finished(&mut command, COMMAND_MAX).map(|(out, _)| out)
    };
    let org = ["--org", "throttled.example"];
    deskbell(&["org", "create", org[1]])?;
    deskbell(&["org", "set", "--requests-per-minute", "1", org[0], org[1]])?;
    deskbell(&["key", "create", org[0], org[1]])
}

fn engine(
    engine: Engine<'_>,
    cores: &Cores,
    quiet: &mut Quiet,
    section: &mut Section,
) -> Result<()> {
    let data = Data::seeded(engine, Plan::of_chats(CHATS), cores)?;
    let key = data.key(cores)?;
    let throttled = exhausted(&data, cores)?;
    let server = Server::start(&data, cores)?;
    let at = server.address;
    let with = |path: &str| get(path, Some(&key));
    let limited = get("/v1/chats/1", Some(&throttled));
    // A rate window lasts a minute. Two requests before each round open a new window, if the
    // previous window has ended, and use it up.
    let open_window = || -> Result<()> {
        for _ in 0..2 {
            Connection::open(at)?.ask(&limited)?;
        }
        Ok(())
    };
    open_window()?;
    wrong_keys(at)?;
    let kind =
        |name, request, status| Kind::new(&server, (CONNECTIONS, SLICE), (name, request, status));
    let mut sides = [
        kind("one chat, served", with("/v1/chats/1"), 200)?,
        kind("a page of 100 chats, served", with("/v1/chats"), 200)?,
        kind("a bad parameter, 400", with("/v1/chats?limit=0"), 400)?,
        kind("a chat that is not there, 404", with("/v1/chats/999999999"), 404)?,
        kind("an unknown path, 404", with("/v1/nothing"), 404)?,
        kind("beyond the rate limit, 429", limited.clone(), 429)?,
        kind("one wrong key too many, 429", get("/v1/chats/1", Some("wrong")), 429)?,
    ];
    let ticks = process::ticks_per_second()?;
    for round in 1..=ROUNDS {
        say::talk(format!("{}: round {round} of {ROUNDS}", engine.name()));
        quiet.round(|| {
            open_window()?;
            wrong_keys(at)?;
            sides.iter_mut().try_for_each(|side| side.round(ticks))
        })?;
    }
    section.paragraph(format!("### {}", engine.name()));
    report(section, &sides);
    Ok(())
}

/// Sends wrong keys until the server throttles them.
fn wrong_keys(at: SocketAddr) -> Result<()> {
    let mut connection = Connection::open(at)?;
    let request = get("/v1/chats/1", Some("wrong"));
    for _ in 0..100 {
        if connection.ask(&request)?.status == 429 {
            return Ok(());
        }
    }
    Err("wrong keys are not throttled".into())
}

fn report(section: &mut Section, sides: &[Kind]) {
    let [served, ..] = sides else { return };
    let row = |kind: &Kind| {
        let ratio = ratio(&kind.side.cpu, &served.side.cpu);
        let verdict = if kind.status == 200 { "" } else { reached(ratio < 1.0) };
        vec![
            kind.name.to_owned(),
            whole(median(&kind.side.per_second)),
            time(median(&kind.side.cpu)),
            ratio_text(ratio),
            verdict.to_owned(),
            count(kind.side.answered),
        ]
    };
    let rows: Vec<_> = sides.iter().map(row).collect();
    let head = ["request", "requests/s", "CPU each", "against one chat", "< 1", "answers compared"];
    section.table(&head, &rows);
}
