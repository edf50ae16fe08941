//! `cargo xtask pages`: the end-to-end tests of the pages, with browsers and the built binary.
//!
//! The tests are in `web/e2e`. This module installs their dependencies.

mod browsers;

use deskbell_lab::{process, say};

use crate::postgres::{Durability, Postgres};
use crate::workspace::{Environment, Workspace};
use crate::{program, web};

/// Builds the server, obtains PostgreSQL, and runs the tests in files whose names contain one of
/// the words, or all tests. Fails at the first failed step.
pub fn run(workspace: &Workspace, words: &[&str]) -> Result<(), String> {
    workspace.cargo(&["build", "--bin", "deskbell"], &Environment::new())?;
    let postgres = Postgres::obtain(Durability::Lost)?;
    test(workspace, &postgres.environment(), words)
}

/// Runs the tests on the built server, with the PostgreSQL of the environment.
/// Fails when a browser is missing and cannot be installed, or a test fails.
pub fn test(
    workspace: &Workspace,
    environment: &Environment,
    words: &[&str],
) -> Result<(), String> {
    web::install(workspace)?;
    let browsers = browsers::obtain()?;
    for (variable, path) in &browsers {
        say::talk(format!("{variable}: {}", path.display()));
    }
    let node = process::find("node").ok_or("node is not there")?;
    let folder = workspace.root.join("web");
    let mut command = workspace.command(node);
    command.current_dir(&folder).arg(folder.join("node_modules/vitest/vitest.mjs"));
    command.args(["run", "--config", "e2e/vitest.config.ts"]).args(words);
    command.envs(environment.iter().map(|(name, value)| (name, value))).envs(browsers);
    command.env("DESKBELL_BIN", workspace.target().join("debug/deskbell"));
    program::run(&command)
}
