//! Finds names of folders and modules that are too general.
//!
//! This module must not know the content of the files.

use std::collections::BTreeSet;

use super::tree::{Finding, Tree};

const BANNED: [&str; 6] = ["utils", "helpers", "common", "manager", "service", "misc"];

/// Finds folders and Rust files with a banned name.
pub fn banned(tree: &Tree) -> Vec<Finding> {
    let mut found = BTreeSet::new();
    for path in &tree.paths {
        let mut end = 0;
        for part in path.split('/') {
            end += part.len();
            let name = if end == path.len() { part.strip_suffix(".rs") } else { Some(part) };
            if name.is_some_and(|name| BANNED.contains(&name)) {
                found.insert(&path[..end]);
            }
            end += 1;
        }
    }
    let what = "a name into which everything fits: name it after the one thing it is about";
    found.into_iter().map(|path| Finding::new(path, 1, what)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_banned_name_is_found_once() {
        let paths =
            ["a/utils/b.rs", "a/utils/c.md", "a/src/misc.rs", "a/common", "a/utilities/b.rs"];
        let tree = Tree::of(&paths.map(|path| (path, "")));
        let found: Vec<_> = banned(&tree).into_iter().map(|finding| finding.path).collect();
        assert_eq!(found, ["a/src/misc.rs", "a/utils"]);
    }
}
