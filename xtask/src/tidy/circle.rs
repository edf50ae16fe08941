//! Finds circular imports between files of one crate, which make the files hard to read, move and
//! test separately.
//!
//! Imports are paths that begin with `crate`, `super`, `self` or a child's name. Each import is
//! followed through re-exports to the file that defines the imported name. A child may import from
//! its parent modules, even if a parent imports from the child. This module must not know the
//! meaning of the names.

use std::collections::{BTreeMap, BTreeSet};

use super::scan::{is_word, line_of, words};
use super::tree::{Finding, Source, Tree};

/// The maximal number of re-exports followed for one name.
const HOPS_MAX: usize = 8;

/// Finds files that import each other, directly or indirectly.
pub fn circles(tree: &Tree) -> Vec<Finding> {
    let mut crates: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
    for source in tree.sources.iter().filter(|source| !is_test(&source.path)) {
        if let Some((root, _)) = source.path.split_once("/src/") {
            crates.entry(root).or_default().push(source);
        }
    }
    crates.iter().flat_map(|(root, sources)| Crate::read(root, sources).circles()).collect()
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.contains("/src/bin/")
}

/// A module path such as `serve::connection`; empty for the crate's root.
type Module = Vec<String>;

/// The files of a crate with their imports.
#[derive(Default)]
struct Crate {
    files: BTreeMap<Module, File>,
}

struct File {
    path: String,
    /// The names bound by `use`, with their full paths.
    bound: BTreeMap<String, Module>,
    /// The paths that the file mentions, with the line of the first mention.
    named: BTreeMap<Module, usize>,
}

/// The names that a file imports, by module, with the line of the first import.
type Ties = BTreeMap<Module, (usize, BTreeSet<String>)>;

impl Crate {
    fn read(root: &str, sources: &[&Source]) -> Self {
        let mut all = Self::default();
        for source in sources {
            let module = module(&source.path[root.len() + "/src/".len()..]);
            let code = without_tests(&source.code);
            let paths = paths(&code, &module);
            let mut file =
                File { path: source.path.clone(), bound: BTreeMap::new(), named: BTreeMap::new() };
            for Path { segments, name, at, is_use } in paths {
                if is_use && let Some(name) = name {
                    file.bound.insert(name, segments.clone());
                }
                file.named.entry(segments).or_insert_with(|| line_of(&code, at));
            }
            all.files.insert(module, file);
        }
        all
    }

    /// The module that defines the name at the end of a path, and the name.
    fn definition(&self, path: &[String], hops: usize) -> Option<(Module, String)> {
        let longest = (0..=path.len()).rev().find(|end| self.files.contains_key(&path[..*end]))?;
        let (module, rest) = path.split_at(longest);
        let Some(name) = rest.first() else {
            return Some((module.to_vec(), module.last().cloned().unwrap_or_default()));
        };
        let leads_on = self.files[module].bound.get(name).filter(|_| hops < HOPS_MAX);
        match leads_on {
            Some(further) if further.as_slice() != path => self.definition(further, hops + 1),
            _ => Some((module.to_vec(), name.clone())),
        }
    }

    fn ties(&self, module: &Module) -> Ties {
        let mut ties = Ties::new();
        for (path, line) in &self.files[module].named {
            let Some((other, name)) = self.definition(path, 0) else { continue };
            if other != *module && !module.starts_with(&other) {
                let tie = ties.entry(other).or_insert((*line, BTreeSet::new()));
                tie.0 = tie.0.min(*line);
                tie.1.insert(name);
            }
        }
        ties
    }

    fn circles(&self) -> Vec<Finding> {
        let ties: BTreeMap<&Module, Ties> =
            self.files.keys().map(|module| (module, self.ties(module))).collect();
        let reach: BTreeMap<&Module, BTreeSet<&Module>> =
            ties.keys().map(|module| (*module, reached(&ties, module))).collect();
        let mut found = Vec::new();
        let mut done = BTreeSet::new();
        for module in ties.keys() {
            if !reach[module].contains(module) || done.contains(module) {
                continue;
            }
            let ring: BTreeSet<&Module> = reach[module]
                .iter()
                .copied()
                .filter(|other| reach[other].contains(module))
                .collect();
            done.extend(ring.iter().copied());
            found.push(self.told(&ring, &ties));
        }
        found
    }

    fn told(&self, ring: &BTreeSet<&Module>, ties: &BTreeMap<&Module, Ties>) -> Finding {
        let mut sentences = Vec::new();
        let mut first = None;
        for module in ring {
            for (other, (line, names)) in ties[module].iter().filter(|(it, _)| ring.contains(it)) {
                first.get_or_insert((&self.files[*module].path, *line));
                let names: Vec<_> = names.iter().map(String::as_str).collect();
                let (from, to) = (shown(module), shown(other));
                sentences.push(format!("{from} takes {} from {to}", names.join(", ")));
            }
        }
        let (path, line) = first.map_or(("", 1), |(path, line)| (path.as_str(), line));
        let what = format!(
            "these files import each other: {}: move what ties them into a file below both",
            sentences.join("; ")
        );
        Finding::new(path, line, what)
    }
}

fn shown(module: &Module) -> String {
    if module.is_empty() { "the root".to_owned() } else { module.join("::") }
}

fn reached<'a>(ties: &'a BTreeMap<&Module, Ties>, from: &Module) -> BTreeSet<&'a Module> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&Module> = ties[from].keys().collect();
    while let Some(module) = next.pop() {
        if reached.insert(module) {
            next.extend(ties[module].keys());
        }
    }
    reached
}

/// The module of a file, from its path below `src/`.
fn module(file: &str) -> Module {
    let stem = file.strip_suffix(".rs").unwrap_or(file);
    let mut module: Module = stem.split('/').map(str::to_owned).collect();
    if matches!(module.last().map(String::as_str), Some("lib" | "main" | "mod")) {
        module.pop();
    }
    module
}

fn without_tests(code: &str) -> String {
    let mut kept = code.to_owned();
    while let Some(at) = kept.find("#[cfg(test)]\nmod ") {
        let end = kept[at..].find("\n}").map_or(kept.len(), |length| at + length + 2);
        let end = match kept[at..].find([';', '{']) {
            Some(length) if kept[at + length..].starts_with(';') => at + length + 1,
            _ => end,
        };
        let blank: String =
            kept[at..end].chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
        kept.replace_range(at..end, &blank);
    }
    kept
}

/// A path that the code mentions.
struct Path {
    segments: Module,
    /// The name that the path binds; `None` for a glob.
    name: Option<String>,
    at: usize,
    is_use: bool,
}

/// All paths in the code that refer to the crate of this code.
fn paths(code: &str, module: &Module) -> Vec<Path> {
    let children = children(code);
    let mut found = Vec::new();
    let mut previous = "";
    for (at, word) in words(code) {
        let before = std::mem::replace(&mut previous, word);
        let is_inside = code[..at].trim_end().ends_with("::") || code[..at].ends_with('$');
        if is_inside || !code[at + word.len()..].trim_start().starts_with("::") {
            continue;
        }
        let start = match word {
            "crate" => Vec::new(),
            "self" => module.clone(),
            "super" => module[..module.len().saturating_sub(1)].to_vec(),
            child if children.contains(child) => [module.as_slice(), &[child.to_owned()]].concat(),
            _ => continue,
        };
        let is_use = before == "use";
        let rest = at + word.len();
        tree(code, rest, &start, &mut |segments, name| {
            found.push(Path { segments, name, at, is_use });
        });
    }
    found
}

fn children(code: &str) -> BTreeSet<&str> {
    let mut previous = "";
    let named = words(code).filter(|(at, word)| {
        let is_named = std::mem::replace(&mut previous, word) == "mod";
        is_named && code[at + word.len()..].trim_start().starts_with(';')
    });
    named.map(|(_, word)| word).collect()
}

fn word_at(code: &str, at: usize) -> &str {
    let end = code[at..].find(|c: char| !is_word(c)).map_or(code.len(), |length| at + length);
    &code[at..end]
}

/// Parses the rest of a path: `::name`, `::{…}` or `::*`; returns the offset of its end.
fn tree(
    code: &str,
    at: usize,
    path: &[String],
    found: &mut impl FnMut(Module, Option<String>),
) -> usize {
    let ahead = |at: usize| at + code[at..].len() - code[at..].trim_start().len();
    let next = ahead(at);
    let Some(rest) = code[next..].strip_prefix("::") else {
        let alias = code[next..].strip_prefix("as ").map(|_| word_at(code, ahead(next + 3)));
        let name = alias.map(str::to_owned).or_else(|| path.last().cloned());
        found(path.to_vec(), name);
        return next;
    };
    let next = ahead(code.len() - rest.len());
    if code[next..].starts_with('{') {
        let mut at = next + 1;
        loop {
            at = ahead(at);
            let word = word_at(code, at);
            if word.is_empty() {
                if !code[at..].starts_with([',', '*']) {
                    return at + 1;
                }
                if code[at..].starts_with('*') {
                    found(path.to_vec(), None);
                }
                at += 1;
                continue;
            }
            at = member(code, at, word, path, found);
        }
    }
    match word_at(code, next) {
        "" => {
            found(path.to_vec(), None);
            next
        }
        word => member(code, next, word, path, found),
    }
}

fn member(
    code: &str,
    at: usize,
    word: &str,
    path: &[String],
    found: &mut impl FnMut(Module, Option<String>),
) -> usize {
    let mut longer = path.to_vec();
    match word {
        "self" => {}
        "super" => {
            longer.pop();
        }
        _ => longer.push(word.to_owned()),
    }
    let end = tree(code, at + word.len(), &longer, found);
    // If an alias follows, as in `a::B as C`, the end is after the alias.
    let rest = code[end..].trim_start();
    match rest.strip_prefix("as ") {
        Some(alias) => {
            let alias = alias.trim_start();
            code.len() - alias.len() + word_at(alias, 0).len()
        }
        None => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        circles(&Tree::of(files)).into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn two_files_that_import_each_other_are_found_with_the_names_that_tie_them() {
        let files = [
            ("x/src/lib.rs", "mod a;\nmod b;"),
            ("x/src/a.rs", "use crate::b::{self, B as Other,\n C};"),
            ("x/src/b.rs", "fn f() { super::a::g(); }"),
        ];
        let what = "these files import each other: a takes B, C, b from b; b takes g from a: move \
                    what ties them into a file below both";
        assert_eq!(found(&files), [what]);
    }

    #[test]
    fn a_ring_of_three_is_one_circle_and_a_chain_is_none() {
        let ring = |last| {
            [
                ("x/src/a.rs", "use crate::b::B;"),
                ("x/src/b.rs", "use crate::c::C;"),
                ("x/src/c.rs", last),
            ]
        };
        assert_eq!(found(&ring("use crate::a::A;")).len(), 1);
        assert_eq!(found(&ring("use crate::{d::D, e::E};")), [""; 0]);
    }

    #[test]
    fn a_name_is_looked_for_where_it_is_defined() {
        let files = |root| {
            [
                ("x/src/lib.rs", root),
                ("x/src/a.rs", "mod inner;\npub(crate) use inner::A;\nuse crate::B;"),
                ("x/src/a/inner.rs", ""),
                ("x/src/b.rs", "use crate::a::A;"),
            ]
        };
        // `A` is defined in the inner file, which imports nothing from `b`.
        assert_eq!(found(&files("mod a;\nmod b;\npub use b::B;")), [""; 0]);
        let direct = [("x/src/a.rs", "use crate::b::B;"), ("x/src/b.rs", "use crate::a::A;")];
        assert_eq!(found(&direct).len(), 1);
    }

    #[test]
    fn a_module_and_its_children_are_one_room() {
        let files = [
            ("x/src/lib.rs", "mod a;"),
            ("x/src/a.rs", "mod inner;\nuse inner::I;"),
            ("x/src/a/inner.rs", "use super::A;"),
        ];
        assert_eq!(found(&files), [""; 0]);
    }

    #[test]
    fn tests_and_comments_tie_nothing() {
        let files = [
            ("x/src/a.rs", "use crate::b::B;"),
            ("x/src/b.rs", "// crate::a::A\n#[cfg(test)]\nmod tests {\n    use crate::a::A;\n}\n"),
            ("x/src/b/tests.rs", "use crate::a::A;"),
            ("x/tests/it/b.rs", "use crate::a::A;"),
        ];
        assert_eq!(found(&files), [""; 0]);
    }
}
