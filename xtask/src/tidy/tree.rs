//! The files of the workspace, which the rules check.
//!
//! This module must not know any rule.

use super::scan::{self, Literal};
use crate::program;
use crate::workspace::Workspace;

/// All files of the workspace that git tracks or would add.
#[derive(Default)]
pub struct Tree {
    /// All paths relative to the workspace's root, with `/`, sorted.
    pub paths: Vec<String>,
    /// The Rust source files.
    pub sources: Vec<Source>,
    /// The `Cargo.toml` files.
    pub manifests: Vec<Document>,
    /// The Markdown pages for users and contributors.
    pub pages: Vec<Document>,
}

pub struct Source {
    /// The path relative to the workspace's root.
    pub path: String,
    pub text: String,
    /// The text with comments and the contents of literals blanked; lines and columns are
    /// unchanged.
    pub code: String,
    pub literals: Vec<Literal>,
}

/// A file that is not Rust source.
pub struct Document {
    /// The path relative to the workspace's root.
    pub path: String,
    pub text: String,
}

/// A flaw in a file.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The path relative to the workspace's root.
    pub path: String,
    /// The number of the flawed line, from 1.
    pub line: usize,
    /// The flaw and the remedy.
    pub what: String,
}

impl Finding {
    /// A finding at a line, from 1.
    pub fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

impl Tree {
    /// Reads the workspace's files. Fails when git or a file cannot be read.
    pub fn read(workspace: &Workspace) -> Result<Self, String> {
        let mut git = workspace.command("git");
        git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let listed = program::output(&mut git)?;
        let listed = String::from_utf8_lossy(&listed);
        let mut files = Vec::new();
        for path in listed.split('\0').filter(|path| !path.is_empty()) {
            let full = workspace.root.join(path);
            // Git lists a deleted file until the deletion is committed.
            if !full.is_file() {
                continue;
            }
            let text = if is_source(path) || is_manifest(path) || is_page(path) {
                std::fs::read_to_string(&full)
                    .map_err(|error| format!("{path} cannot be read as text: {error}"))?
            } else {
                String::new()
            };
            files.push((path.to_owned(), text));
        }
        Ok(Self::new(files))
    }

    fn new(mut files: Vec<(String, String)>) -> Self {
        files.sort();
        files.dedup();
        let mut tree = Self::default();
        for (path, text) in files {
            tree.paths.push(path.clone());
            if is_source(&path) {
                let (code, literals) = scan::scan(&text);
                tree.sources.push(Source { path, text, code, literals });
            } else if is_manifest(&path) {
                tree.manifests.push(Document { path, text });
            } else if is_page(&path) {
                tree.pages.push(Document { path, text });
            }
        }
        tree
    }

    /// A tree of these paths and texts.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self::new(files.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect())
    }
}

fn is_source(path: &str) -> bool {
    path.ends_with(".rs")
}

fn is_manifest(path: &str) -> bool {
    path == "Cargo.toml" || path.ends_with("/Cargo.toml")
}

fn is_page(path: &str) -> bool {
    let is_there = path.starts_with("docs/")
        || matches!(path, "README.md" | "ARCHITECTURE.md" | "CONTRIBUTING.md");
    is_there && path.ends_with(".md")
}
