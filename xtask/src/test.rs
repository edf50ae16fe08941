//! `cargo xtask test`: the test command, as an ordered table of steps.
//!
//! This module has only the order, the names and the remedies of the steps. The first failed step
//! ends the run.

use std::env;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::postgres::{Durability, Postgres};
use crate::workspace::{Environment, Workspace};
use crate::{book, deny, pages, say, tidy, tools, torture, web};

/// The choice of the steps to run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All steps of the test command.
    Full,
    /// Only the quick steps of the test command.
    Quick,
}

struct Step {
    name: &'static str,
    in_quick_run: bool,
    work: fn(&mut Run<'_>) -> Result<(), String>,
    advice: &'static str,
}

const STEPS: &[Step] = &[
    Step {
        name: "format",
        in_quick_run: true,
        work: |run| run.cargo(&["fmt", "--all", "--check"]),
        advice: "Run `cargo fmt --all`.",
    },
    Step {
        name: "tidy",
        in_quick_run: true,
        work: |run| tidy::run(run.workspace),
        advice: "Each line above says what to do.",
    },
    Step {
        name: "postgres",
        in_quick_run: true,
        work: |run| run.start_postgres(),
        advice: "The tests need a PostgreSQL server, and a run without one would prove little.",
    },
    Step {
        name: "tools",
        in_quick_run: true,
        work: |run| tools::run(run.workspace),
        advice: "Tests need the programs that the line above names, and Python 3 with venv and \
                 packages from its registry.",
    },
    Step {
        name: "web",
        in_quick_run: true,
        work: |run| web::check(run.workspace),
        advice: "Of what is in web/, only the sources are written by hand: after a change \
                 of them or of an interface, run `cargo xtask web` and commit what it built.",
    },
    Step {
        name: "book",
        in_quick_run: true,
        work: |run| book::run(run.workspace),
        advice: "Mend the page or the link that is named above; docs/SUMMARY.md lists the pages.",
    },
    Step {
        name: "clippy",
        in_quick_run: false,
        work: |run| {
            let lints = ["--quiet", "--", "-D", "warnings"];
            run.cargo(&[&["clippy", "--workspace", "--all-targets"], &lints[..]].concat())?;
            // The server alone has features by default, and `it` alone has tests of them. The whole
            // workspace is named so that all other crates are built once, with the same features.
            let bare = ["clippy", "--workspace", "--no-default-features"];
            let targets = ["--bin", "deskbell", "--test", "it"];
            run.cargo(&[&bare[..], &targets[..], &lints[..]].concat())
        },
        advice: "Do what the first lint above says, or expect it with a reason.",
    },
    Step {
        name: "docs",
        in_quick_run: false,
        work: |run| run.document(),
        advice: "Let each link that is named above lead to a public item, or write it without [].",
    },
    Step {
        name: "deny",
        in_quick_run: false,
        work: |run| deny::run(run.workspace),
        advice: "Take another crate, or argue for this one in deny.toml.",
    },
    Step {
        name: "tests",
        in_quick_run: true,
        work: |run| {
            run.find_transcripts();
            run.cargo(&["test", "--workspace", "--no-fail-fast"])
        },
        advice: "The failing test is named above. To run it alone on PostgreSQL as well, set \
                 DESKBELL_TEST_POSTGRES to a server's URL and use `cargo test`.",
    },
    Step {
        name: "pages",
        in_quick_run: true,
        work: |run| pages::test(run.workspace, &run.environment, &[]),
        advice: "The failing test is named above; pictures of its pages and the servers' logs are \
                 in target/pages. `cargo xtask pages WORD` runs the files that are named so.",
    },
    Step {
        name: "torture",
        in_quick_run: true,
        work: |run| torture::briefly(run.workspace),
        advice: "What does not hold, the seed and the servers' logs are named above; `cargo xtask \
                 torture --seed S` makes a similar run, and --cycles a longer one.",
    },
];

/// The shared state of the steps.
struct Run<'a> {
    workspace: &'a Workspace,
    /// The PostgreSQL server, which stops when the run is dropped.
    postgres: Option<Postgres>,
    environment: Environment,
}

/// Runs the selected steps. Fails at the first failed step, with its remedy.
pub fn run(workspace: &Workspace, extent: Extent) -> Result<(), String> {
    let mut run = Run { workspace, postgres: None, environment: Vec::new() };
    let mut times: Vec<(&str, Duration)> = Vec::new();
    let mut outcome = Ok(());
    for step in STEPS.iter().filter(|step| extent == Extent::Full || step.in_quick_run) {
        say::talk(format!("==> {}", step.name));
        let start = Instant::now();
        outcome = (step.work)(&mut run)
            .map_err(|cause| format!("step `{}`: {cause}. {}", step.name, step.advice));
        times.push((step.name, start.elapsed()));
        if outcome.is_err() {
            break;
        }
    }
    drop(run);
    report(&times);
    outcome
}

fn report(times: &[(&str, Duration)]) {
    let total: Duration = times.iter().map(|(_, time)| *time).sum();
    say::talk("==> time");
    for (name, time) in times.iter().chain([&("total", total)]) {
        say::talk(format!("{name:>10} {:8.1} s", time.as_secs_f64()));
    }
}

impl Run<'_> {
    fn cargo(&self, arguments: &[&str]) -> Result<(), String> {
        self.workspace.cargo(arguments, &self.environment)
    }

    /// Renders the documentation of all crates; a broken link is an error.
    fn document(&self) -> Result<(), String> {
        let flags = vec![("RUSTDOCFLAGS", "-D warnings".into())];
        self.workspace.cargo(&["doc", "--workspace", "--no-deps", "--quiet"], &flags)
    }

    fn start_postgres(&mut self) -> Result<(), String> {
        let postgres = Postgres::obtain(Durability::Lost)?;
        self.environment.extend(postgres.environment());
        self.postgres = Some(postgres);
        Ok(())
    }

    /// Sets `DESKBELL_TRANSCRIPTS` to the file of dialogs next to the workspace, if the file exists
    /// and the variable is not set.
    fn find_transcripts(&mut self) {
        const NAME: &str = "DESKBELL_TRANSCRIPTS";
        if let Some(path) = env::var_os(NAME) {
            say::talk(format!("dialogs: {} ({NAME})", Path::new(&path).display()));
            return;
        }
        let path = self.workspace.root.join("../shared/data/transcripts.ndjson.gz");
        match path.canonicalize() {
            Ok(path) => {
                say::talk(format!("dialogs: {}", path.display()));
                self.environment.push((NAME, path.into_os_string()));
            }
            Err(_) => say::talk(format!("dialogs: generated ones ({NAME} is not set)")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quick_run_still_tests() {
        let quick: Vec<_> =
            STEPS.iter().filter(|step| step.in_quick_run).map(|step| step.name).collect();
        assert_eq!(
            quick,
            ["format", "tidy", "postgres", "tools", "web", "book", "tests", "pages", "torture"]
        );
    }
}
