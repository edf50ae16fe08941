//! `cargo xtask bench`: builds the server and the benches in release and runs the named ones.
//!
//! It must not know what a bench measures: a bench is a program of the package `deskbell-benches`
//! that gets `DESKBELL_BIN` and `DESKBELL_TEST_POSTGRES`.

use std::path::Path;

use crate::postgres::{Durability, Postgres};
use crate::workspace::Workspace;
use crate::{Failure, program, say};

/// Runs the named benches one after the other; without a name, lists them. Fails at the first
/// that fails, and before building anything when a name is unknown.
pub fn run(workspace: &Workspace, names: &[&str]) -> Result<(), Failure> {
    let known = programs(&workspace.root.join("benches/src/bin"));
    if names.is_empty() {
        say::talk(if known.is_empty() { "there are no benches yet" } else { "benches:" });
        known.iter().for_each(|name| say::data(name));
        return Ok(());
    }
    if let Some(name) = names.iter().find(|name| !known.iter().any(|known| known == *name)) {
        return Err(Failure::Usage(format!(
            "There is no bench `{name}`; `cargo xtask bench` lists them."
        )));
    }
    workspace.cargo(&["build", "--release", "--bin", "deskbell"], &Vec::new())?;
    workspace.cargo(&["build", "--release", "-p", "deskbell-benches"], &Vec::new())?;
    let release = workspace.target().join("release");
    let postgres = Postgres::obtain(Durability::Kept)?;
    for name in names {
        say::talk(&format!("==> {name}"));
        let mut bench = workspace.command(release.join(name));
        bench.envs(postgres.environment()).env("DESKBELL_BIN", release.join("deskbell"));
        program::run(&bench)?;
    }
    Ok(())
}

/// The programs in a folder as cargo finds them: `name.rs` and `name/main.rs`, sorted.
fn programs(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension().is_some_and(|e| e == "rs") || path.join("main.rs").is_file()
        })
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    names
}
