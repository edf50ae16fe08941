//! The contract of the REST API as checks against any server that speaks it. They need a base URL
//! and a key, and know nothing of the server's inside.
//!
//! The checks are in `checks`, a module for each part of the contract. Their words are `expect`
//! (assertions on an answer), `shape` and `models` (JSON), `world` (objects that a check may make).
//! It must not import any crate of Deskbell's.

mod check;
mod checks;
mod client;
mod difference;
mod expect;
mod models;
mod outcome;
mod report;
mod shape;
mod world;

use std::time::Instant;

pub use crate::check::Check;
pub use crate::checks::WEBHOOK_EVENTS;
use crate::client::Client;
use crate::outcome::Stop;
pub use crate::report::Report;
use crate::world::World;

/// A server, and the keys for it.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its URL: `http://HOST:PORT`, without `/v1`.
    pub url: String,
    /// A key that may read and change.
    pub key: String,
    /// A key of the same organization that may only read.
    pub read_only_key: Option<String>,
}

/// The checks whose name, section (like §4) or sentence holds this text; all of them without one.
#[must_use]
pub fn checks(filter: Option<&str>) -> Vec<Check> {
    let wanted = |check: &Check| filter.is_none_or(|text| check.told().contains(text));
    checks::all().into_iter().filter(wanted).collect()
}

/// Runs checks against a server; `line` receives a line for each when it has ended, and notes for
/// the user.
///
/// # Errors
/// With a sentence, when the URL is invalid, the server does not answer, or the key is refused.
pub fn run(
    target: &Target,
    checks: &[Check],
    mut line: impl FnMut(&str),
) -> Result<Report, String> {
    let client = Client::new(&target.url, &target.key)?;
    let world = World::new(client, target.read_only_key.clone())?;
    if let Some(warning) = greet(&world)? {
        line(&warning);
    }
    let began = Instant::now();
    let mut report = Report::of(&target.url, world.run());
    for check in checks {
        line(&report.add(check, &(check.run)(&world)));
    }
    report.took(began.elapsed());
    Ok(report)
}

/// Checks that the server answers and takes the key; gives a note on a limit that slows the run.
fn greet(world: &World) -> Result<Option<String>, String> {
    let answer = match world.get("/v1/chats?limit=1") {
        Ok(answer) => answer,
        Err(Stop::Failed(it)) => return Err(it.came),
        Err(Stop::Skipped(why)) => return Err(why),
    };
    if answer.code() == 401 {
        return Err("the server does not take this key".into());
    }
    Ok(answer.header("ratelimit-policy").map(|policy| {
        format!(
            "the organization has a limit of requests ({policy}): this takes long; better is an \
             organization without one (deskbell org set --requests-per-minute 0)"
        )
    }))
}
