//! The build script. The script compiles the commit, the target and the features of the build into
//! the program, and packs the relocations of what is delivered. A debug build is not rebuilt for
//! each commit, and therefore does not know its commit, unless `DESKBELL_COMMIT` names the commit.

use std::error::Error;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
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
    if is_delivered()? {
        // It is smaller so, and needs the GNU C library 2.36 or newer, which docs/ ask for.
        writeln!(out, "cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs")?;
    }
    Ok(())
}

/// Returns whether the profile is `dist`, whose name is only in the path of the output, and the C
/// library is GNU's.
fn is_delivered() -> Result<bool, Box<dyn Error>> {
    let output = PathBuf::from(env::var("OUT_DIR")?);
    let is_gnu = env::var("CARGO_CFG_TARGET_ENV").is_ok_and(|it| it == "gnu");
    Ok(is_gnu && output.components().any(|part| part.as_os_str() == "dist"))
}

fn is_file(path: &str) -> bool {
    Path::new(path).is_file()
}

/// Returns the output of a git command; `None` if the source is no git repository.
fn git(args: &[&str]) -> Option<String> {
    let told = Command::new("git").args(args).output().ok().filter(|it| it.status.success())?;
    Some(str::from_utf8(&told.stdout).ok()?.trim().to_owned())
}
