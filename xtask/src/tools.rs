//! `cargo xtask tools`: installs curl, openssl and PgBouncer, which tests use, and Python packages
//! in a separate folder.
//!
//! The packages' versions are in `fuzz/api/requirements.txt`. This module must not know how tests
//! use the programs.

use std::fs;
use std::process::Command;

use deskbell_lab::{process, say};

use crate::program;
use crate::workspace::Workspace;

/// Installs missing programs, and the Python packages into `target/tools/api`. Fails when Python is
/// missing, or when a program or the packages cannot be installed.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    for name in ["curl", "openssl", "pgbouncer"] {
        if process::find(name).is_none() {
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
    let python = process::find("python3").ok_or(
        "python3 is not there, and tests of the REST API are programs in Python: install it, \
         with its module venv",
    )?;
    say::talk("installing what fuzz/api/requirements.txt lists into target/tools/api");
    let mut make = workspace.command(python);
    make.args(["-m", "venv"]).arg(&folder);
    if program::run(&make).is_err() {
        // Debian has the module in a separate package.
        distribution("python3-venv")?;
        program::run(&make)?;
    }
    let mut install = workspace.command(folder.join("bin/python"));
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]);
    install.arg(&wanted);
    program::run(&install)?;
    fs::write(&installed, listed).map_err(|error| format!("{}: {error}", installed.display()))
}

/// Installs a package with apt-get, if available.
fn distribution(package: &str) -> Result<(), String> {
    let manager = process::find("apt-get").ok_or("there is no apt-get here to ask for it")?;
    say::talk(format!("installing {package} with apt-get"));
    let mut failure = None;
    for call in [&["update"][..], &["install", "-y", package]] {
        let mut command = Command::new(&manager);
        command.args(call).env("DEBIAN_FRONTEND", "noninteractive");
        // Only the installation must succeed: old package lists may suffice if the update fails.
        failure = program::run(&command).err();
    }
    failure.map_or(Ok(()), Err)
}
