//! `cargo xtask tools`: installs the programs that tests start, such as PgBouncer and proxies, and
//! puts Prometheus and Python packages into separate folders.
//!
//! The packages' versions are in `fuzz/api/requirements.txt`. One of these packages contains
//! mdBook. This module must not know the tests.

use std::fs;
use std::process::Command;

use deskbell_lab::postgres::account;
use deskbell_lab::{process, say};

use crate::program;
use crate::workspace::Workspace;

/// The programs, each with its Debian package.
const PROGRAMS: [(&str, &str); 7] = [
    ("caddy", "caddy"),
    ("curl", "curl"),
    ("haproxy", "haproxy"),
    ("nginx", "nginx-light"),
    ("openssl", "openssl"),
    ("pgbouncer", "pgbouncer"),
    ("systemd-analyze", "systemd"),
];

/// Installs missing programs, and the Python packages into `target/tools/api`. Fails when Python is
/// missing, or when a program or the packages cannot be installed.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    for (name, package) in PROGRAMS {
        if process::find(name).is_none() {
            distribution(package)
                .map_err(|why| format!("{name} is not there: install it ({why})"))?;
        }
    }
    prometheus(workspace)?;
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

/// Unpacks Debian's package of Prometheus into `target/tools/prometheus`, unless its programs are
/// installed. Installing the package would also start a server.
fn prometheus(workspace: &Workspace) -> Result<(), String> {
    let folder = workspace.root.join("target/tools/prometheus");
    let are_there = process::find("prometheus").and(process::find("promtool")).is_some();
    if are_there || folder.join("usr/bin/promtool").is_file() {
        return Ok(());
    }
    let missing =
        |why: &str| format!("prometheus and promtool are not there: install them ({why})");
    let manager = process::find("apt-get");
    let manager = manager.ok_or_else(|| missing("there is no apt-get here to ask for them"))?;
    say::talk("unpacking Debian's package of Prometheus into target/tools/prometheus");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let download = || {
        let mut command = Command::new(&manager);
        command.args(["download", "prometheus"]).current_dir(&folder);
        program::run(&command)
    };
    if download().is_err() {
        // The package lists may be missing or old.
        program::run(Command::new(&manager).arg("update")).map_err(|why| missing(&why))?;
        download().map_err(|why| missing(&why))?;
    }
    let entries = fs::read_dir(&folder).map_err(|error| error.to_string())?;
    let package = entries.flatten().map(|entry| entry.path());
    let mut package = package.filter(|path| path.extension().is_some_and(|it| it == "deb"));
    let package = package.next().ok_or_else(|| missing("apt-get brought no package"))?;
    let mut unpack = Command::new("dpkg-deb");
    program::run(unpack.arg("--extract").arg(&package).arg(&folder))?;
    fs::remove_file(&package).map_err(|error| error.to_string())
}

/// Installs a package with `apt-get`, if available.
pub fn distribution(package: &str) -> Result<(), String> {
    let manager = process::find("apt-get").ok_or("there is no apt-get here to ask for it")?;
    if !account::are_we_root()? {
        return Err("only root can install it".to_owned());
    }
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
