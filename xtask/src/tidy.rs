//! `cargo xtask tidy`: rules of style and layering that the compiler does not check.
//!
//! This file reads the tree and prints the findings. Each file in `tidy/`, except `scan` and
//! `tree`, has rules of one kind, with tests in which each rule fails.

mod circle;
mod layer;
mod log;
mod names;
mod orphan;
mod place;
mod prose;
mod scan;
mod shape;
mod tree;
mod twice;

use deskbell_lab::say;

use crate::workspace::Workspace;
use tree::{Finding, Tree};

const RULES: &[fn(&Tree) -> Vec<Finding>] = &[
    shape::header,
    shape::file_length,
    shape::line_length,
    shape::function_length,
    shape::placeholders,
    names::banned,
    orphan::orphans,
    layer::imports,
    circle::circles,
    twice::names,
    prose::sentences,
    prose::cells,
    place::status_codes,
    place::sql,
    place::visitors,
    log::events,
];

/// Checks every file that git tracks or would add. Prints each finding as `path:line: flaw,
/// remedy`; fails if anything was found.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    let tree = Tree::read(workspace)?;
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    findings.sort();
    for Finding { path, line, what } in &findings {
        say::data(format!("{path}:{line}: {what}"));
    }
    match findings.len() {
        0 => {
            say::talk(format!("tidy: {} files are fine", tree.paths.len()));
            Ok(())
        }
        1 => Err("tidy found 1 thing".to_owned()),
        many => Err(format!("tidy found {many} things")),
    }
}
