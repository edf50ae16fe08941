//! The package's units in a Debian that systemd has booted, with an upgrade under load.
//!
//! The script in this Debian and this module communicate over two pipes in the root folder. The
//! script writes an API key to `told` when the load may begin, and writes again after the upgrade.
//! This module writes to `go` when the script may continue.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use deskbell_lab::{process, say};

use super::load::Load;
use super::{SUITE, Task, delivered, inside};
use crate::workspace::Workspace;
use crate::{program, tools};

/// A script that installs, starts, upgrades, breaks, rolls back and removes the service.
const UNITS: &str = include_str!("units.sh");
/// A unit that runs the script when the system is up, and then ends the system with the script's
/// exit code.
const UNIT: &str = "\
[Unit]
After=basic.target
[Service]
Type=oneshot
TimeoutStartSec=infinity
StandardOutput=null
ExecStart=/bin/sh -c 'sh -eux /units.sh >/units.log 2>&1; systemctl exit $?'
[Install]
WantedBy=multi-user.target
";
/// The Debian packages that the script needs.
const NEEDED: [&str; 4] = ["systemd-sysv", "curl", "sqlite3", "ca-certificates"];
/// The address on which the socket unit listens.
const ADDRESS: ([u8; 4], u16) = ([127, 0, 0, 1], 8080);
/// The number of requests that are answered before and after the upgrade.
const EVERY: usize = 1000;
/// The time within which every client must get an answer during the upgrade.
const PAUSE_MAX: Duration = Duration::from_secs(1);

/// Runs the trial. Fails when systemd cannot be booted on this machine, when a step of the script
/// fails, or when a request is lost.
pub fn trial(task: &Task<'_>) -> Result<(), String> {
    let package = delivered(task.workspace, ".deb")?;
    let root = root(task.workspace)?;
    let failed = |error: std::io::Error| format!("{}: {error}", root.display());
    fs::copy(&package, root.join("deskbell.deb")).map_err(failed)?;
    fs::write(root.join("units.sh"), UNITS).map_err(failed)?;
    fs::write(root.join("etc/systemd/system/trial.service"), UNIT).map_err(failed)?;
    let older = root.join("older");
    let _ = fs::remove_file(&older);
    if let Some(from) = &task.from {
        fs::copy(from, &older).map_err(failed)?;
    }
    let [told, go] = ["told", "go"].map(|name| root.join(name));
    for pipe in [&told, &go] {
        let _ = fs::remove_file(pipe);
        program::run(task.workspace.command("mkfifo").arg(pipe))?;
    }
    if process::find("systemd-nspawn").is_none() {
        tools::distribution("systemd-container")?;
    }
    program::run(inside(task.workspace, &root).args(["systemctl", "enable", "trial.service"]))?;
    let booting = boot(task.workspace, &root);
    let outcome = std::thread::scope(|scope| {
        let running = scope.spawn(|| {
            let outcome = program::run(&booting);
            // A reader learns that nothing follows. Opened for both, a pipe waits for no reader.
            let _ = fs::OpenOptions::new().read(true).write(true).open(&told);
            outcome
        });
        let loaded = load(&told, &go);
        let ran = running.join().map_err(|_| "the system died".to_owned())?;
        ran.and(loaded)
    });
    outcome.map_err(|why| {
        let log = fs::read_to_string(root.join("units.log")).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        format!("{}\n{why}", lines[lines.len().saturating_sub(30)..].join("\n"))
    })
}

/// Puts the server under load before, during and after the upgrade. Fails when a request is lost or
/// a client waits for too long.
fn load(told: &Path, go: &Path) -> Result<(), String> {
    let hear = || fs::read_to_string(told).map_err(|error| error.to_string());
    let answer = || fs::write(go, "go\n").map_err(|error| error.to_string());
    let key = hear()?;
    if key.trim().is_empty() {
        return Err("the script ended before the upgrade".to_owned());
    }
    let load = Load::start(ADDRESS.into(), key.trim());
    let worked = load.wait(EVERY).and_then(|()| answer()).and_then(|()| {
        let upgraded = hear()?;
        if upgraded.trim().is_empty() {
            return Err("the script ended during the upgrade".to_owned());
        }
        load.wait(EVERY)
    });
    let tally = load.stop()?;
    worked?;
    say::talk(format!("one server under systemd: {}", tally.sentence()));
    answer()?;
    if tally.failed + tally.refused > 0 {
        return Err(format!("the upgrade was noticed: {}", tally.told.join("; ")));
    }
    if tally.longest >= PAUSE_MAX {
        return Err(format!("a client waited for {} ms", tally.longest.as_millis()));
    }
    Ok(())
}

/// Returns the root folder of a Debian with systemd, which is made once in `target/tools`.
fn root(workspace: &Workspace) -> Result<PathBuf, String> {
    let plain = super::root(workspace)?;
    let root = workspace.root.join("target/tools").join(format!("{SUITE}-systemd"));
    if root.join("usr/bin/sqlite3").is_file() {
        return Ok(root);
    }
    program::run(
        workspace.command("cp").args(["--archive", "--no-target-directory"]).arg(plain).arg(&root),
    )?;
    let mut install = inside(workspace, &root);
    install.env("DEBIAN_FRONTEND", "noninteractive");
    install.args(["apt-get", "install", "--yes", "--no-install-recommends"]);
    program::run(install.args(NEEDED))?;
    // With an id, the system does not ask what one asks at a first start.
    program::run(inside(workspace, &root).arg("systemd-machine-id-setup"))?;
    Ok(root)
}

/// A command that boots the system in a container with this machine's network.
fn boot(workspace: &Workspace, root: &Path) -> Command {
    let mut boot = workspace.command("systemd-nspawn");
    boot.args(["--quiet", "--boot", "--console=pipe", "--register=no", "--keep-unit"]);
    boot.arg("--directory").arg(root);
    boot
}
