//! The contract of the REST API as checks that run against any server. The checks need only a base
//! URL and a key.
//!
//! The sections of the contract: 1 paths, credentials and bodies; 2 errors; 3 objects; 4 lists; 5
//! operations; 6 searches; 7 webhooks; 8 additions of Deskbell, such as the feed, cursors, ETags
//! and `Idempotency-Key`.
//!
//! The checks are in `checks`, one module for each part of the contract. They use `expect`
//! (assertions on answers), `shape` and `models` (JSON shapes), and `world` (objects that checks
//! create). The crate must not import any crate of Deskbell's server.

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

/// The server under test, and the keys to use.
#[derive(Clone, Debug)]
pub struct Target {
    /// The base URL: `http://HOST:PORT`, without `/v1`.
    pub url: String,
    /// A key that may read and change data.
    pub key: String,
    /// A read-only key of the same organization; `None` skips the checks that need such a key.
    pub read_only_key: Option<String>,
}

/// The checks whose name, section (like §4) or sentence contains this text; all checks for `None`.
#[must_use]
pub fn checks(filter: Option<&str>) -> Vec<Check> {
    let wanted = |check: &Check| filter.is_none_or(|text| check.told().contains(text));
    checks::all().into_iter().filter(wanted).collect()
}

/// Runs checks against a server. `line` is called with one line for each finished check, and with
/// notes for the user.
///
/// # Errors
/// When the URL is invalid, the server does not answer, or the key is refused.
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

/// Checks that the server answers and accepts the key; returns a note if the rate limit slows the
/// run down.
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
