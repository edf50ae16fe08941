//! The contract of the REST API as checks against any server that speaks it: a command that knows a
//! base URL and a key, and nothing of how a server is made.
//!
//! The checks are in `checks`, a module for each part of the contract. The words they are written
//! in are `expect` (what can be said of an answer), `shape` and `models` (JSON), `world` (what a
//! check may make). It must not import any crate of Deskbell's.

mod check;
mod checks;
mod client;
mod difference;
mod expect;
mod http;
mod models;
mod print;
mod report;
mod shape;
mod world;

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser as _;

use crate::check::{Check, Done};
use crate::client::Client;
use crate::report::Report;
use crate::world::World;

const ABOUT: &str = "Checks whether a server keeps the contract of the REST API";
const DETAILS: &str = "\
The server may hold other data and other users: everything needed is made through the API under
names of its own (customers, chats, messages, tags, events), and is left there. Agents and
departments cannot be made through the API: those there are are used, and a check that needs more of
them is skipped. For a complete run the server has two agents, a department, and an organization
without a limit of requests; with one, this program waits as Retry-After says (some thousands of
requests are sent). At the end, up to 121 requests with wrong keys are sent.

Exit codes: 0 every check passed or was skipped; 1 a check failed, or nobody answered; 2 wrong
usage.";

/// What the command line says.
#[derive(Debug, clap::Parser)]
#[command(name = "deskbell-conformance", version, about = ABOUT, after_help = DETAILS)]
struct Args {
    /// Where the server is: http://HOST:PORT, without /v1
    #[arg(long, required_unless_present = "list")]
    url: Option<String>,
    /// An API key that may read and change
    #[arg(long, required_unless_present = "list")]
    key: Option<String>,
    /// A key of the same organization that may only read; without it those checks are skipped
    #[arg(long, value_name = "KEY")]
    read_only_key: Option<String>,
    /// Only the checks whose name, section (like §4) or sentence holds this text
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// List the checks and do nothing
    #[arg(long)]
    list: bool,
    /// Print one JSON document at the end
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let checks: Vec<_> = checks::all().into_iter().filter(|it| args.wants(it)).collect();
    if checks.is_empty() {
        print::talk("no check holds this text; --list shows all");
        return ExitCode::from(2);
    }
    if args.list {
        list(&checks, args.json);
        return ExitCode::SUCCESS;
    }
    let (url, key) = (args.url.unwrap_or_default(), args.key.unwrap_or_default());
    let client = match Client::new(&url, &key) {
        Ok(client) => client,
        Err(why) => {
            print::talk(&why);
            return ExitCode::from(2);
        }
    };
    let ran = World::new(client, args.read_only_key).and_then(|world| {
        greet(&world)?;
        let (began, mut report) = (Instant::now(), Report::new(args.json));
        for check in &checks {
            report.add(check, &run(check, &world));
        }
        Ok(report.end(&url, world.run(), began.elapsed()))
    });
    match ran {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            print::talk(&why);
            ExitCode::FAILURE
        }
    }
}

impl Args {
    fn wants(&self, check: &Check) -> bool {
        let Some(text) = &self.filter else { return true };
        let Check { section, name, says, .. } = check;
        format!("§{section} {name}: {says}").contains(text)
    }
}

fn run(check: &Check, world: &World) -> Done {
    (check.run)(world)
}

/// Whether somebody answers, lets us in, and has a limit.
fn greet(world: &World) -> Result<(), String> {
    let answer = match world.get("/v1/chats?limit=1") {
        Ok(answer) => answer,
        Err(check::Stop::Failed(it)) => return Err(it.came),
        Err(check::Stop::Skipped(why)) => return Err(why),
    };
    if answer.code() == 401 {
        return Err("the server does not take this key".into());
    }
    if let Some(policy) = answer.header("ratelimit-policy") {
        print::talk(&format!(
            "the organization has a limit of requests ({policy}): this takes long; better is an \
             organization without one (deskbell org set --requests-per-minute 0)"
        ));
    }
    Ok(())
}

fn list(checks: &[Check], is_json: bool) {
    if is_json {
        let rows = checks.iter().map(report::row);
        print::data(&serde_json::Value::from_iter(rows).to_string());
        return;
    }
    for Check { section, name, says, .. } in checks {
        print::data(&format!("§{section} {name}: {says}"));
    }
    print::talk(&format!("{} checks", checks.len()));
}
