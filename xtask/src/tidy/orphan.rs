//! Finds source files without a `mod` declaration, which cargo silently does not compile.
//!
//! This module must not know the purpose of the modules.

use super::scan::words;
use super::tree::{Finding, Tree};

/// Folders whose direct source files are crate roots.
const ROOT_FOLDERS: [&str; 4] = ["bin", "tests", "benches", "examples"];

/// Finds source files below `src/` or in a subfolder of `tests/` that no parent declares with
/// `mod`.
pub fn orphans(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for source in &tree.sources {
        let Some((name, parents)) = place(&source.path) else { continue };
        let mut parents_there = tree.sources.iter().filter(|other| parents.contains(&other.path));
        if !parents_there.any(|parent| has_module(&parent.code, name)) {
            let what = format!(
                "no module names this file, so it is never compiled: write `mod {name};` in {}, \
                 or delete it",
                parents.join(" or ")
            );
            findings.push(Finding::new(&source.path, 1, what));
        }
    }
    findings
}

/// The module name of a source file, and the files that may declare it. `None` for a crate root, or
/// a file outside of `src/` and `tests/`.
fn place(path: &str) -> Option<(&str, Vec<String>)> {
    let (folder, file) = path.rsplit_once('/')?;
    let is_inside = folder.split('/').any(|part| part == "src" || part == "tests");
    let folder_name = folder.rsplit('/').next().unwrap_or(folder);
    let is_root = file == "main.rs" || file == "lib.rs" || ROOT_FOLDERS.contains(&folder_name);
    if !is_inside || is_root {
        return None;
    }
    let stem = file.strip_suffix(".rs")?;
    let (name, folder) =
        if stem == "mod" { (folder_name, folder.rsplit_once('/')?.0) } else { (stem, folder) };
    let mut parents: Vec<String> =
        ["main.rs", "lib.rs", "mod.rs"].iter().map(|file| format!("{folder}/{file}")).collect();
    parents.push(format!("{folder}.rs"));
    Some((name, parents))
}

fn has_module(code: &str, name: &str) -> bool {
    let mut previous = "";
    words(code).any(|(at, word)| {
        let is_named = std::mem::replace(&mut previous, word) == "mod" && word == name;
        is_named && code[at + word.len()..].trim_start().starts_with(';')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        orphans(&Tree::of(files)).into_iter().map(|finding| finding.path).collect()
    }

    #[test]
    fn files_that_a_module_names_are_fine() {
        let files = [
            ("a/src/lib.rs", "mod b; pub mod c;"),
            ("a/src/b.rs", "pub(crate) mod d;"),
            ("a/src/b/d.rs", ""),
            ("a/src/c/mod.rs", "mod e;"),
            ("a/src/c/e.rs", ""),
            ("a/src/bin/f.rs", ""),
            ("a/src/bin/g/main.rs", "mod h;"),
            ("a/src/bin/g/h.rs", ""),
            ("a/tests/i.rs", ""),
            ("a/tests/it/main.rs", "mod j;"),
            ("a/tests/it/j.rs", ""),
            ("a/build.rs", ""),
        ];
        assert_eq!(found(&files), [""; 0]);
    }

    #[test]
    fn files_that_no_module_names_are_found() {
        let files = [
            ("a/src/lib.rs", "// mod b;\nmod c { } mod d;"),
            ("a/src/b.rs", ""),
            ("a/src/c.rs", ""),
            ("a/src/d/e.rs", ""),
            ("a/src/f/mod.rs", ""),
            ("a/tests/it/main.rs", ""),
            ("a/tests/it/g.rs", ""),
        ];
        let all = ["a/src/b.rs", "a/src/c.rs", "a/src/d/e.rs", "a/src/f/mod.rs", "a/tests/it/g.rs"];
        assert_eq!(found(&files), all);
    }
}
