//! `deskbell doctor`: checks the settings, the database and the machine, with a hint for each
//! problem.

mod checks;
mod clock;
mod deep;
mod due;
mod files;
mod index;

use serde_json::json;

use super::{Failure, Global, print};
use crate::config::{Config, Flags, layers};
use checks::Checks;

/// Checks the settings, the database and the machine; changes nothing.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Compare every index with its table, every count with its rows, and lists from memory with
    /// lists from the database: reads the whole database
    #[arg(long)]
    deep: bool,
}

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Ok,
    Warning,
    Problem,
}

impl Level {
    const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Problem => "problem",
        }
    }
}

/// The result of one check, with a hint for the operator.
#[derive(Debug)]
struct Finding {
    check: &'static str,
    level: Level,
    found: String,
    hint: Option<String>,
}

impl Finding {
    fn ok(check: &'static str, found: impl Into<String>) -> Self {
        Self { check, level: Level::Ok, found: found.into(), hint: None }
    }

    fn warning(check: &'static str, found: impl Into<String>, hint: impl Into<String>) -> Self {
        let (found, hint) = (found.into(), Some(hint.into()));
        Self { check, level: Level::Warning, found, hint }
    }

    fn problem(check: &'static str, found: impl Into<String>, hint: impl Into<String>) -> Self {
        let (found, hint) = (found.into(), Some(hint.into()));
        Self { check, level: Level::Problem, found, hint }
    }
}

pub(crate) async fn run(global: &Global, args: Args) -> Result<(), Failure> {
    let flags = Flags { database: global.database.clone(), listen: None };
    let config = layers(global.config.as_deref(), &flags).and_then(|it| Config::new(&it));
    let findings = match config {
        Ok(config) => Checks { config, deep: args.deep }.all().await,
        Err(why) => {
            let hint = "mend it; `deskbell config show` lists every setting";
            vec![Finding::problem("settings", why, hint)]
        }
    };
    show(global.json, &findings);
    match findings.iter().filter(|finding| finding.level == Level::Problem).count() {
        0 => Ok(()),
        1 => Err(Failure::Failed("one thing has to be mended".into())),
        n => Err(Failure::Failed(format!("{n} things have to be mended"))),
    }
}

fn show(json: bool, findings: &[Finding]) {
    if json {
        let keys = ["check", "level", "found", "hint"];
        let row = |it: &Finding| {
            vec![json!(it.check), json!(it.level.word()), json!(it.found), json!(it.hint)]
        };
        let rows: Vec<_> = findings.iter().map(row).collect();
        return print::rows(true, &keys, &rows);
    }
    for Finding { check, level, found, hint } in findings {
        print::data(&format!("{:8} {check}: {found}", level.word()));
        if let Some(hint) = hint {
            print::data(&format!("         → {hint}"));
        }
    }
}
