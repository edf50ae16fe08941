//! `cargo xtask openapi`: updates the checked-in description of the REST API.
//!
//! This module must not know the description: the server's binary prints it.

use crate::program;
use crate::workspace::Workspace;

/// Writes `openapi.json`. Fails when the server cannot be built or the file cannot be written.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    let mut print = workspace.command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    print.args(["run", "--quiet", "--bin", "deskbell", "--", "openapi"]);
    let printed = program::output(&mut print)?;
    let path = workspace.root.join("openapi.json");
    std::fs::write(&path, printed).map_err(|error| format!("{}: {error}", path.display()))
}
