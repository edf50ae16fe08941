//! The build script. The script compiles the commit, the target and the features of the build into
//! the program. A debug build is not rebuilt for each commit, and therefore does not know its
//! commit, unless `DESKBELL_COMMIT` names the commit.

use std::error::Error;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::Command;
use std::{env, str};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout();
    writeln!(out, "cargo::rerun-if-changed=build.rs\ncargo::rerun-if-env-changed=DESKBELL_COMMIT")?;
    let mut commit = env::var("DESKBELL_COMMIT").ok().filter(|it| !it.is_empty());
    if commit.is_none() && env::var("PROFILE")? != "debug" {
        // The log of HEAD grows with every commit and checkout.
        if let Some(log) = git(&["rev-parse", "--git-path", "logs/HEAD"]).filter(|it| is_file(it)) {
            writeln!(out, "cargo::rerun-if-changed={log}")?;
        }
        commit = git(&["rev-parse", "--short=12", "HEAD"]);
    }
    let commit = commit.unwrap_or_else(|| "unknown".to_owned());
    let features = env::var("CARGO_CFG_FEATURE").unwrap_or_default();
    let features: Vec<_> =
        features.split(',').filter(|it| !it.is_empty() && *it != "default").collect();
    let features = if features.is_empty() { "none".to_owned() } else { features.join(" ") };
    writeln!(out, "cargo::rustc-env=BUILT_COMMIT={commit}")?;
    writeln!(out, "cargo::rustc-env=BUILT_TARGET={}", env::var("TARGET")?)?;
    writeln!(out, "cargo::rustc-env=BUILT_FEATURES={features}")?;
    Ok(())
}

fn is_file(path: &str) -> bool {
    Path::new(path).is_file()
}

/// Returns the output of a git command; `None` if the source is no git repository.
fn git(args: &[&str]) -> Option<String> {
    let told = Command::new("git").args(args).output().ok().filter(|it| it.status.success())?;
    Some(str::from_utf8(&told.stdout).ok()?.trim().to_owned())
}
