//! `cargo xtask deny`: checks licences, sources and bans of the dependencies with cargo-deny.
//!
//! The rules are in `deny.toml`.

use crate::cargo_tool::CargoTool;
use crate::program;
use crate::workspace::Workspace;

const CARGO_DENY: CargoTool = CargoTool { name: "cargo-deny", version: "0.20.2", options: &[] };

/// Checks the dependencies. Fails when a rule of `deny.toml` is broken, or when cargo-deny is
/// missing and cannot be installed.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    let checker = CARGO_DENY.obtain(workspace)?;
    // The check is offline and includes the crates of all platforms, of which a build fetches only
    // this platform's.
    workspace.cargo(&["fetch", "--locked", "--quiet"], &Vec::new())?;
    let mut check = workspace.command(checker);
    check.args(["--offline", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"]);
    program::run(&check)
}
