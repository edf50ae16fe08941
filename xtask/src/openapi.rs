//! `cargo xtask openapi`: updates the checked-in descriptions of the interfaces.
//!
//! The server's binary prints the descriptions.

use crate::program;
use crate::workspace::Workspace;

/// The files, each with the audience whose interface it describes.
const FILES: [(&str, &str); 3] = [
    ("openapi.json", "programs"),
    ("openapi-app.json", "agents"),
    ("openapi-widget.json", "visitors"),
];

/// Writes the files. Fails when the server cannot be built or a file cannot be written.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    for (file, audience) in FILES {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut print = workspace.command(cargo);
        print.args(["run", "--quiet", "--bin", "deskbell", "--", "openapi", audience]);
        let printed = program::output(&mut print)?;
        let path = workspace.root.join(file);
        let failed = |error| format!("{}: {error}", path.display());
        std::fs::write(&path, printed).map_err(failed)?;
    }
    Ok(())
}
