//! `cargo xtask tools`: the programs that tests start beside the server: curl, openssl, and
//! programs in Python, these in a folder of their own.
//!
//! Their versions are in `fuzz/api/requirements.txt`. It must not know their use in the tests.

use std::fs;
use std::process::Command;

use deskbell_lab::say;

use crate::program;
use crate::workspace::Workspace;

/// Installs missing programs into `target/tools/api`. Fails with a sentence when Python is missing,
/// or when the packages cannot be had.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    for name in ["curl", "openssl"] {
        if program::find(name).is_none() {
            distribution(name).map_err(|why| format!("{name} is not there: install it ({why})"))?;
        }
    }
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
    say::talk("installing what fuzz/api/requirements.txt lists into target/tools/api");
    let mut make = workspace.command(python);
    make.args(["-m", "venv"]).arg(&folder);
    if program::run(&make).is_err() {
        // Debian keeps the module in a package of its own.
        distribution("python3-venv")?;
        program::run(&make)?;
    }
    let mut install = workspace.command(folder.join("bin/python"));
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]);
    install.arg(&wanted);
    program::run(&install)?;
    fs::write(&installed, listed).map_err(|error| format!("{}: {error}", installed.display()))
}

/// Installs a package by apt-get, where that is present.
fn distribution(package: &str) -> Result<(), String> {
    let manager = program::find("apt-get").ok_or("there is no apt-get here to ask for it")?;
    say::talk(format!("installing {package} with apt-get"));
    let mut failure = None;
    for call in [&["update"][..], &["install", "-y", package]] {
        let mut command = Command::new(&manager);
        command.args(call).env("DEBIAN_FRONTEND", "noninteractive");
        // Old package lists may do.
        failure = program::run(&command).err();
    }
    failure.map_or(Ok(()), Err)
}
