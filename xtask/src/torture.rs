//! `cargo xtask torture`: builds the server and the torture program, and provides private mounts or
//! a PostgreSQL cluster that syncs its writes.
//!
//! This module must not know the faults of the servers.

use std::process::{Command, Stdio};

use crate::postgres::{Durability, Postgres};
use crate::program;
use crate::workspace::Workspace;

/// The commands that start a program with private mounts, for root and for other users. The mounts
/// are removed when the program ends.
const PRIVATE: [&[&str]; 2] = [&["unshare", "--mount"], &["unshare", "--mount", "--map-root-user"]];
/// The environment variable that is set if the program has private mounts.
const MOUNTS: &str = "DESKBELL_TORTURE_MOUNTS";

/// Short runs on each engine, with seeds that cause most kinds of faults.
const BRIEF: [&[&str]; 2] = [
    &["--cycles", "20", "--seed", "1"],
    &["--engine", "postgres", "--cycles", "10", "--seed", "278"],
];

/// Does a short run on each engine. Fails like [`run`].
pub fn briefly(workspace: &Workspace) -> Result<(), String> {
    BRIEF.iter().try_for_each(|words| run(workspace, words))
}

/// Runs torture on the server named in the arguments, or else on the workspace's server. Fails when
/// a check fails.
pub fn run(workspace: &Workspace, words: &[&str]) -> Result<(), String> {
    let bins = ["build", "--workspace", "--bin", "deskbell", "--bin", "torture"];
    workspace.cargo(&bins, &Vec::new())?;
    let debug = workspace.target().join("debug");
    let postgres = match words.iter().any(|word| word.ends_with("postgres")) {
        true => Some(Postgres::throw_away(Durability::Kept)?),
        false => None,
    };
    // Private mounts serve as full disks, which only SQLite servers are given. With such mounts,
    // the programs of a PostgreSQL cluster could not run as their own account.
    let private = PRIVATE.iter().find(|private| postgres.is_none() && is_granted(private));
    let mut command = match private {
        Some(private) => {
            let mut command = workspace.command(private[0]);
            command.args(&private[1..]).arg(debug.join("torture")).env(MOUNTS, "1");
            command
        }
        None => workspace.command(debug.join("torture")),
    };
    if !words.iter().any(|word| word.starts_with("--server")) {
        command.arg("--server").arg(debug.join("deskbell"));
    }
    command.args(words).envs(postgres.iter().flat_map(Postgres::environment));
    program::run(&command)
}

/// Returns whether this system permits the command `private`.
fn is_granted(private: &[&str]) -> bool {
    let mut command = Command::new(private[0]);
    command.args(&private[1..]).arg("true");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
