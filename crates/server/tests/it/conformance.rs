//! The conformance checks against the real binary, on both engines.

use deskbell_conformance::{Target, checks, run};
use deskbell_testkit::databases::Database;
use deskbell_testkit::{Engine, block_on};

use crate::process::{Server, data};

/// The number of conformance checks that are skipped because they need a rate limit.
const SKIPPED: usize = 2;

fn conforms(engine: Engine) {
    let database = block_on(Database::migrated(engine));
    conforms_at(&database.url, &database.url, &[]);
    block_on(database.remove());
}

/// Runs the conformance checks against a server with `settings` on the database at `url`. Commands
/// reach this database at the address `direct`.
pub fn conforms_at(direct: &str, url: &str, settings: &[(&str, &str)]) {
    let (url, served) = (direct, url);
    data(url, &["agent", "add", "--name", "Ada", "--role", "admin"]);
    data(url, &["agent", "add", "--name", "Bo"]);
    data(url, &["department", "add", "--name", "Sales", "--agent", "1", "--agent", "2"]);
    data(url, &["org", "set", "--requests-per-minute", "0"]);
    data(url, &["seed", "--chats", "200"]);
    let key = data(url, &["key", "create"]);
    let read_only_key = Some(data(url, &["key", "create", "--read-only"]));
    let server = Server::start(served, settings);
    let target = Target { url: server.address.clone(), key, read_only_key };
    let mut lines = Vec::new();
    let report = run(&target, &checks(None), |line| lines.push(line.to_owned()));
    let report = report.unwrap_or_else(|why| panic!("{why}"));
    lines.retain(|line| !line.starts_with("passed"));
    assert!(report.is_fine(), "{}\n{}", report.sum(), lines.join("\n"));
    let (passed, _, skipped) = report.counts();
    assert!(passed > 250 && skipped == SKIPPED, "{}\n{}", report.sum(), lines.join("\n"));
    server.stops();
}

#[test]
fn the_server_keeps_the_contract_on_sqlite() {
    conforms(Engine::Sqlite);
}

#[test]
fn the_server_keeps_the_contract_on_postgres() {
    conforms(Engine::Postgres);
}
