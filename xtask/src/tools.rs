//! `cargo xtask tools`: the programs in Python that the tests start, in a folder of their own.
//!
//! Their versions are in `fuzz/api/requirements.txt`. It must not know what the tests do with them.

use std::fs;

use crate::workspace::Workspace;
use crate::{program, say};

/// Installs what is missing into `target/tools/api`. Fails with a sentence when there is no Python,
/// or when the packages cannot be had.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    let wanted = workspace.root.join("fuzz/api/requirements.txt");
    let listed =
        fs::read_to_string(&wanted).map_err(|error| format!("{}: {error}", wanted.display()))?;
    let folder = workspace.root.join("target/tools/api");
    let installed = folder.join("installed.txt");
    if fs::read_to_string(&installed).is_ok_and(|text| text == listed) {
        return Ok(());
    }
    let python = program::find("python3").ok_or(
        "python3 is not there, and tests of the REST API are programs in Python: install it, \
         with its module venv",
    )?;
    say::talk("installing Schemathesis and a client generator into target/tools/api");
    let mut make = workspace.command(python);
    make.args(["-m", "venv"]).arg(&folder);
    program::run(&make)?;
    let mut install = workspace.command(folder.join("bin/python"));
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]);
    install.arg(&wanted);
    program::run(&install)?;
    fs::write(&installed, listed).map_err(|error| format!("{}: {error}", installed.display()))
}
