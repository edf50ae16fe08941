//! The command that runs the checks: parses the command line, prints the outcome of each check, and
//! exits with 0 if no check failed.

use std::process::ExitCode;

use clap::Parser as _;
use deskbell_conformance::{Check, Target, checks, run};
use deskbell_lab::say;
use serde_json::Value;

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

/// The command line.
#[derive(Debug, clap::Parser)]
#[command(name = "deskbell-conformance", version, about = ABOUT, after_help = DETAILS)]
struct Args {
    /// The server's URL: http://HOST:PORT, without /v1
    #[arg(long, required_unless_present = "list")]
    url: Option<String>,
    /// An API key that may read and change
    #[arg(long, required_unless_present = "list")]
    key: Option<String>,
    /// A key of the same organization that may only read; without it the checks that need such a
    /// key are skipped
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
    let checks = checks(args.filter.as_deref());
    if checks.is_empty() {
        say::talk("no check holds this text; --list shows all");
        return ExitCode::from(2);
    }
    if args.list {
        list(&checks, args.json);
        return ExitCode::SUCCESS;
    }
    let (url, key) = (args.url.unwrap_or_default(), args.key.unwrap_or_default());
    if !url.starts_with("http://") {
        say::talk("--url must be http://HOST:PORT: this command speaks no TLS");
        return ExitCode::from(2);
    }
    let target = Target { url, key, read_only_key: args.read_only_key };
    let is_json = args.json;
    let line = |line: &str| if is_json { say::talk(line) } else { say::data(line) };
    match run(&target, &checks, line) {
        Ok(report) => {
            say::data(&if is_json { report.document().to_string() } else { report.sum() });
            if report.is_fine() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(why) => {
            say::talk(&why);
            ExitCode::FAILURE
        }
    }
}

fn list(checks: &[Check], is_json: bool) {
    if is_json {
        say::data(Value::from_iter(checks.iter().map(Check::row)).to_string());
        return;
    }
    for check in checks {
        say::data(check.told());
    }
    say::talk(format!("{} checks", checks.len()));
}
