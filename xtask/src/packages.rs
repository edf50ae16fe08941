//! `cargo xtask packages`: tests the Debian package and the image of `target/release-files` as a
//! new user would. Also tests the units under a running systemd, and upgrades under load.
//!
//! The task takes minutes, and is no part of `cargo xtask test`. This module must not know how the
//! files are built.

mod image;
mod load;
mod node;
mod units;
mod upgrade;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use deskbell_lab::{process, say};
use upgrade::Upgrade;

use crate::workspace::Workspace;
use crate::{Failure, program, release, tools};

/// The trials of packages, by name, in the order of a run.
const TRIALS: [(&str, Trial); 4] =
    [("deb", debian), ("image", image::trial), ("units", units::trial), ("upgrade", upgrade)];

type Trial = fn(&Task<'_>) -> Result<(), String>;

/// The name of the Debian release in which the package is tested.
const SUITE: &str = "bookworm";
/// A script that installs, uses, updates and purges the package.
const DEBIAN: &str = include_str!("packages/debian.sh");

/// The workspace and the options of the trials.
struct Task<'a> {
    workspace: &'a Workspace,
    /// The program from which an upgrade begins; `None` for the delivered program.
    from: Option<PathBuf>,
}

/// Runs the named trials, or all trials without names; `--from PATH` names the program from which
/// upgrades begin. Fails at the first trial that fails.
pub fn run(workspace: &Workspace, words: &[&str]) -> Result<(), Failure> {
    let mut task = Task { workspace, from: None };
    let mut named = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if *word == "--from" {
            let path = words.next().ok_or_else(|| {
                Failure::Usage("`--from` needs the path of a program.".to_owned())
            })?;
            task.from = Some(workspace.root.join(path));
        } else if TRIALS.iter().any(|(name, _)| name == word) {
            named.push(*word);
        } else {
            let names = TRIALS.map(|(name, _)| name).join(", ");
            return Err(Failure::Usage(format!("There is no trial `{word}`, only {names}.")));
        }
    }
    for (name, trial) in TRIALS {
        if named.is_empty() || named.contains(&name) {
            say::talk(format!("==> {name}"));
            trial(&task)?;
        }
    }
    Ok(())
}

/// Runs the trial of upgrades under load.
fn upgrade(task: &Task<'_>) -> Result<(), String> {
    let new = release::program(task.workspace);
    if !new.is_file() {
        return Err(format!("{} is not there: run `cargo xtask release` first", new.display()));
    }
    let old = task.from.clone().unwrap_or_else(|| new.clone());
    Upgrade { workspace: task.workspace, old, new }.trial()
}

/// Finds the file of the release whose name ends with `end`.
fn delivered(workspace: &Workspace, end: &str) -> Result<PathBuf, String> {
    let folder = release::folder(workspace);
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
    let found =
        entries.map(|entry| entry.path()).find(|path| path.to_string_lossy().ends_with(end));
    found.ok_or_else(|| {
        format!("{} has no {end}: run `cargo xtask release` first", folder.display())
    })
}

/// Runs the trial of the package in a new Debian system.
fn debian(task: &Task<'_>) -> Result<(), String> {
    let package = delivered(task.workspace, ".deb")?;
    let root = root(task.workspace)?;
    let failed = |error: std::io::Error| format!("{}: {error}", root.display());
    fs::copy(&package, root.join("deskbell.deb")).map_err(failed)?;
    fs::write(root.join("try.sh"), DEBIAN).map_err(failed)?;
    program::run(inside(task.workspace, &root).args(["sh", "-eux", "/try.sh"]))
}

/// Returns a command that runs its further arguments as a command inside a root folder.
fn inside(workspace: &Workspace, root: &Path) -> Command {
    let mut chroot = workspace.command("chroot");
    chroot.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env("LC_ALL", "C.UTF-8");
    chroot.arg(root);
    chroot
}

/// Returns the root folder of a minimal Debian system, which is created once in `target/tools`.
fn root(workspace: &Workspace) -> Result<PathBuf, String> {
    let root = workspace.root.join("target/tools").join(SUITE);
    if root.join("usr/bin/dpkg").is_file() {
        return Ok(root);
    }
    let made = root.with_extension("partial");
    if process::find("debootstrap").is_none() {
        tools::distribution("debootstrap")?;
    }
    // What an interrupted run left; its mounts stay untouched.
    let mut remove = workspace.command("rm");
    program::run(remove.args(["-rf", "--one-file-system"]).arg(&made))?;
    let mut make = workspace.command("debootstrap");
    make.args(["--variant=minbase", SUITE]).arg(&made);
    program::run(&make)?;
    fs::rename(&made, &root).map_err(|error| format!("{}: {error}", root.display()))?;
    Ok(root)
}
