//! `cargo xtask bench`: builds the server for release and the benches, and runs the named benches.
//!
//! A bench is a program of the package `deskbell-benches`, which gets the variables `DESKBELL_BIN`
//! and `DESKBELL_TEST_POSTGRES` and the options after its name. This module must not know what a
//! bench measures.

use std::path::Path;

use crate::postgres::{Durability, Postgres};
use crate::workspace::Workspace;
use crate::{Failure, program, say};

/// Runs the named benches in order, each with its options; without names, lists all benches. Fails
/// before the build if a name is unknown, and at the first bench that fails.
pub fn run(workspace: &Workspace, words: &[&str]) -> Result<(), Failure> {
    let known = programs(&workspace.root.join("benches/src/bin"));
    if words.is_empty() {
        say::talk(if known.is_empty() { "there are no benches yet" } else { "benches:" });
        known.iter().for_each(say::data);
        return Ok(());
    }
    let runs = runs(words);
    let is_unknown = |name: &&str| !known.iter().any(|known| known == name);
    if let Some(name) = runs.iter().map(|run| run[0]).find(is_unknown) {
        return Err(Failure::Usage(format!(
            "There is no bench `{name}`; `cargo xtask bench` lists them."
        )));
    }
    workspace.cargo(&["build", "--profile", "dist", "--bin", "deskbell"], &Vec::new())?;
    workspace.cargo(&["build", "--release", "-p", "deskbell-benches"], &Vec::new())?;
    let deskbell = workspace.target().join("dist/deskbell");
    let postgres = Postgres::obtain(Durability::Kept)?;
    for run in runs {
        say::talk(format!("==> {}", run.join(" ")));
        let mut bench = workspace.command(workspace.target().join("release").join(run[0]));
        bench.args(&run[1..]);
        bench.envs(postgres.environment()).env("DESKBELL_BIN", &deskbell);
        program::run(&bench)?;
    }
    Ok(())
}

/// Splits the words by bench: each name with its options, which are numbers or begin with a dash.
fn runs<'a>(words: &'a [&'a str]) -> Vec<&'a [&'a str]> {
    let is_option = |word: &str| word.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    words.chunk_by(|_, word| is_option(word)).collect()
}

/// The names of the programs in a folder (`name.rs` or `name/main.rs`), sorted.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_belong_to_the_name_before_them() {
        let words = ["pages", "--chats", "24", "--postgres", "posts", "pages", "--look"];
        let expected: [&[&str]; 3] =
            [&["pages", "--chats", "24", "--postgres"], &["posts"], &["pages", "--look"]];
        assert_eq!(runs(&words), expected);
        assert_eq!(runs(&["--look", "posts"]), [["--look"], ["posts"]]);
    }
}
