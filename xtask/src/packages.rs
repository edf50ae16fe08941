//! `cargo xtask packages`: tries the package for Debian and the image of `target/release-files` as
//! a new user would.
//!
//! It is no step of the test command, since it takes minutes. This module must not know how the
//! files are made.

use std::fs;
use std::path::PathBuf;

use deskbell_lab::{process, say};

use crate::workspace::Workspace;
use crate::{Failure, program, release, tools};

/// The names of the trials, in order.
const TRIALS: [(&str, Trial); 2] = [("deb", debian), ("image", image)];

type Trial = fn(&Workspace) -> Result<(), String>;

/// The Debian in which the package is tried.
const SUITE: &str = "bookworm";
/// A script that installs, updates and purges the package, and uses it meanwhile.
const DEBIAN: &str = include_str!("packages/debian.sh");
/// A script that starts the image and asks it.
const IMAGE: &str = include_str!("packages/image.sh");

/// Runs the named trials, or both. Fails at the first one that fails.
pub fn run(workspace: &Workspace, words: &[&str]) -> Result<(), Failure> {
    let is_unknown = |word: &&&str| !TRIALS.iter().any(|(name, _)| name == *word);
    if let Some(unknown) = words.iter().find(is_unknown) {
        return Err(Failure::Usage(format!("There is no package `{unknown}`: deb or image.")));
    }
    for (name, trial) in TRIALS {
        if words.is_empty() || words.contains(&name) {
            say::talk(format!("==> {name}"));
            trial(workspace)?;
        }
    }
    Ok(())
}

/// The delivered file whose name has this end.
fn delivered(workspace: &Workspace, end: &str) -> Result<PathBuf, String> {
    let folder = release::folder(workspace);
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
    let found =
        entries.map(|entry| entry.path()).find(|path| path.to_string_lossy().ends_with(end));
    found.ok_or_else(|| {
        format!("{} has no {end}: run `cargo xtask release` first", folder.display())
    })
}

/// Installs the package in a new Debian, updates it, removes it and purges it.
fn debian(workspace: &Workspace) -> Result<(), String> {
    let package = delivered(workspace, ".deb")?;
    let root = root(workspace)?;
    let failed = |error: std::io::Error| format!("{}: {error}", root.display());
    fs::copy(&package, root.join("deskbell.deb")).map_err(failed)?;
    fs::write(root.join("try.sh"), DEBIAN).map_err(failed)?;
    let mut chroot = workspace.command("chroot");
    chroot.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env("LC_ALL", "C.UTF-8");
    program::run(chroot.arg(&root).args(["sh", "-eux", "/try.sh"]))
}

/// A Debian with nothing in it, made once in `target/tools`.
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

/// Loads the image from its archive, starts it, and asks it whether it is ready.
fn image(workspace: &Workspace) -> Result<(), String> {
    let archive = delivered(workspace, "image.tar")?;
    let folder = workspace.root.join("target/package/trial");
    let buildah = release::buildah(workspace, &folder)?;
    let options: Vec<_> = buildah.get_args().map(|it| it.to_string_lossy().into_owned()).collect();
    let mut trial = workspace.command("sh");
    trial.args(["-eux", "-c", IMAGE, "image"]).arg(options.join(" "));
    trial.arg(format!("docker-archive:{}", archive.display()));
    trial.envs(buildah.get_envs().filter_map(|(name, value)| Some((name, value?))));
    program::run(&trial)
}
