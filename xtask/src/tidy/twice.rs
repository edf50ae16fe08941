//! Public type names, which must be unique in all server crates.
//!
//! This module must not know the purpose of the types.

use std::collections::{BTreeMap, BTreeSet};

use super::scan::{line_of, words};
use super::tree::{Finding, Tree};

/// Names that several crates may define with the same meaning.
const SAME: [&str; 2] = ["Error", "Result"];

/// Folders below `crates/` that do not belong to the server.
const TOOLS: [&str; 1] = ["testkit"];

/// Finds public types whose name is also the name of a public type of another crate.
pub fn names(tree: &Tree) -> Vec<Finding> {
    let mut homes: BTreeMap<&str, BTreeMap<&str, (&str, usize)>> = BTreeMap::new();
    for source in &tree.sources {
        let Some(home) = home(&source.path) else { continue };
        let code = source.code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        for (at, name) in types(code) {
            let place = (source.path.as_str(), line_of(code, at));
            homes.entry(name).or_default().entry(home).or_insert(place);
        }
    }
    let is_twice =
        |(name, homes): &(&&str, &BTreeMap<_, _>)| homes.len() > 1 && !SAME.contains(*name);
    homes.iter().filter(is_twice).map(|(name, homes)| finding(name, homes)).collect()
}

fn finding(name: &str, homes: &BTreeMap<&str, (&str, usize)>) -> Finding {
    let (path, line) = homes.values().next_back().copied().unwrap_or(("", 1));
    let homes: Vec<_> = homes.keys().copied().collect();
    let what = format!("`{name}` is a type of {}: give each thing its own name", homes.join(", "));
    Finding::new(path, line, what)
}

/// The crate of a source file; `None` for test files and tools.
fn home(path: &str) -> Option<&str> {
    let (home, file) = path.strip_prefix("crates/")?.split_once("/src/")?;
    let is_test = file.contains("tests/") || file.ends_with("tests.rs");
    (!is_test && !TOOLS.contains(&home)).then_some(home)
}

/// The public types of a source file, with byte offsets.
fn types(code: &str) -> BTreeSet<(usize, &str)> {
    let mut found = BTreeSet::new();
    let mut words = words(code).peekable();
    while let Some((at, word)) = words.next() {
        if word != "pub" {
            continue;
        }
        let is_within = code[at + word.len()..].starts_with('(');
        if is_within && words.next_if(|(_, word)| matches!(*word, "crate" | "super")).is_none() {
            continue;
        }
        let is_type = |word: &str| matches!(word, "struct" | "enum" | "trait" | "type" | "union");
        if words.next_if(|(_, word)| is_type(word)).is_some() {
            found.extend(words.next());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<(String, usize)> {
        names(&Tree::of(files)).into_iter().map(|it| (it.path, it.line)).collect()
    }

    #[test]
    fn a_name_for_two_things_is_found_in_the_last_of_its_crates() {
        let files = [
            ("crates/a/src/x.rs", "pub struct Thing;"),
            ("crates/b/src/y.rs", "\npub(crate) enum Thing {}\npub fn thing() {}"),
        ];
        assert_eq!(found(&files), [("crates/b/src/y.rs".to_owned(), 2)]);
    }

    #[test]
    fn a_name_may_stand_again_in_its_crate_in_private_in_tests_and_in_tools() {
        let files = [
            ("crates/a/src/x.rs", "pub struct Thing;"),
            ("crates/a/src/y.rs", "pub struct Thing;\npub enum Error {}"),
            ("crates/b/src/x.rs", "struct Thing;\npub use a::Thing;\npub enum Error {}"),
            ("crates/b/src/y.rs", "#[cfg(test)]\nmod tests {\n    pub struct Thing;\n}"),
            ("crates/b/src/x/tests.rs", "pub struct Thing;"),
            ("crates/testkit/src/x.rs", "pub struct Thing;"),
            ("torture/src/x.rs", "pub struct Thing;"),
        ];
        assert_eq!(found(&files), []);
    }
}
