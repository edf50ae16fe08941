//! `cargo xtask deny`: checks licences, sources and bans of the dependencies with cargo-deny.
//!
//! The rules are in `deny.toml`; this module only knows how to get cargo-deny.

use std::path::PathBuf;

use deskbell_lab::{process, say};

use crate::program;
use crate::workspace::Workspace;

/// The version of cargo-deny to install if it is missing. Any installed version is used.
const VERSION: &str = "0.20.2";

/// Checks the dependencies. Fails when a rule of `deny.toml` is broken, or when cargo-deny is
/// missing and cannot be installed.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    let checker = checker(workspace)?;
    // The check is offline and includes the crates of all platforms, of which a build fetches only
    // this platform's.
    workspace.cargo(&["fetch", "--locked", "--quiet"], &Vec::new())?;
    let mut check = workspace.command(checker);
    check.args(["--offline", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"]);
    program::run(&check)
}

fn checker(workspace: &Workspace) -> Result<PathBuf, String> {
    let tools = workspace.root.join("target/tools");
    let cached = tools.join("bin/cargo-deny");
    if let Some(path) =
        process::find("cargo-deny").or_else(|| cached.is_file().then(|| cached.clone()))
    {
        return Ok(path);
    }
    say::talk("cargo-deny is not installed: building it once into target/tools takes minutes");
    let root = tools.to_string_lossy();
    let install = ["install", "cargo-deny", "--locked", "--quiet", "--version", VERSION];
    workspace.cargo(&[&install[..], &["--root", &root]].concat(), &Vec::new())?;
    Ok(cached)
}
