//! `cargo xtask web`: builds the pages of agents and visitors with Node, from `web/` to `web/dist`.
//!
//! The built files are committed, so that building a server needs only Rust. A check compares them
//! with a new build. This module must not know the content of the pages.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use deskbell_lab::{process, say};

use crate::program;
use crate::workspace::Workspace;

/// The oldest usable version of Node, as `web/package.json` has it: the major and the minor number.
const NODE_MIN: (u32, u32) = (20, 19);

/// Builds the pages, and the types of the operations that they call. Fails when a step fails or
/// Node is missing.
pub fn build(workspace: &Workspace) -> Result<(), String> {
    let web = Web::installed(workspace)?;
    web.node("web/api-types/generate.mjs", &web.root.join("web/core/api"))?;
    web.node("web/build.mjs", &web.root.join("web/dist"))
}

/// Checks the sources of the pages, runs their tests, and compares the committed files with a new
/// build. Fails at the first difference.
pub fn check(workspace: &Workspace) -> Result<(), String> {
    let web = Web::installed(workspace)?;
    let made = workspace.target().join("web");
    let types = made.join("api");
    fs::create_dir_all(&types).map_err(|error| format!("{}: {error}", types.display()))?;
    web.node("web/api-types/generate.mjs", &types)?;
    same(&web.root.join("web/core/api"), &types)?;
    web.npm("web", &["run", "--silent", "check"])?;
    web.npm("web", &["run", "--silent", "test"])?;
    let dist = made.join("dist");
    web.node("web/build.mjs", &dist)?;
    same(&web.root.join("web/dist"), &dist)
}

/// Installs the packages that the lock files list. Fails when Node is missing.
pub fn install(workspace: &Workspace) -> Result<(), String> {
    Web::installed(workspace).map(drop)
}

/// The folder `web` with its installed packages.
struct Web<'a> {
    workspace: &'a Workspace,
    root: PathBuf,
}

impl<'a> Web<'a> {
    /// Installs the packages that the lock files list, unless the packages are installed.
    fn installed(workspace: &'a Workspace) -> Result<Self, String> {
        let node = process::find("node").ok_or_else(needed)?;
        let mut ask = workspace.command(node);
        let version = String::from_utf8_lossy(&program::output(ask.arg("--version"))?).into_owned();
        let mut numbers = version.trim_start_matches('v').split('.').map(str::parse);
        let version_of = (numbers.next(), numbers.next());
        if !matches!(version_of, (Some(Ok(major)), Some(Ok(minor))) if (major, minor) >= NODE_MIN) {
            return Err(format!("{} This is {}", needed(), version.trim()));
        }
        let web = Self { workspace, root: workspace.root.clone() };
        for folder in ["web", "web/api-types"] {
            let lock = web.root.join(folder).join("package-lock.json");
            let listed = fs::read(&lock).map_err(|error| format!("{}: {error}", lock.display()))?;
            let mark = web.root.join(folder).join("node_modules/.installed");
            if fs::read(&mark).is_ok_and(|installed| installed == listed) {
                continue;
            }
            say::talk(format!("installing what {folder}/package-lock.json lists"));
            web.npm(folder, &["ci", "--silent", "--no-audit", "--no-fund"])?;
            fs::write(&mark, listed).map_err(|error| format!("{}: {error}", mark.display()))?;
        }
        Ok(web)
    }

    fn npm(&self, folder: &str, arguments: &[&str]) -> Result<(), String> {
        let mut command = self.workspace.command(process::find("npm").ok_or_else(needed)?);
        command.arg("--prefix").arg(self.root.join(folder)).args(arguments);
        command.current_dir(self.root.join(folder));
        program::run(&command)
    }

    fn node(&self, script: &str, argument: &Path) -> Result<(), String> {
        let mut command = self.workspace.command(process::find("node").ok_or_else(needed)?);
        command.arg(self.root.join(script)).arg(argument);
        program::run(&command)
    }
}

fn needed() -> String {
    let (major, minor) = NODE_MIN;
    format!("the pages are built with Node {major}.{minor} or newer and its npm: install them.")
}

/// The contents of files, by file name.
type Files = BTreeMap<String, Vec<u8>>;

/// Fails if two folders differ in the name or the bytes of a file.
fn same(committed: &Path, made: &Path) -> Result<(), String> {
    let read = |folder: &Path| -> Result<Files, String> {
        let mut files = Files::new();
        collect(folder, folder, &mut files)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(files)
    };
    let made = read(made)?;
    match different(&read(committed)?, &made) {
        Some(name) => {
            Err(format!("{} is not what its sources give", committed.join(name).display()))
        }
        None => {
            say::talk(format!("{}: {} files are as built", committed.display(), made.len()));
            Ok(())
        }
    }
}

/// Returns the name of a file that only one of the two sets has, or that differs between them.
fn different<'a>(one: &'a Files, two: &'a Files) -> Option<&'a str> {
    let mut names = one.keys().chain(two.keys());
    names.find(|name| one.get(*name) != two.get(*name)).map(String::as_str)
}

fn collect(root: &Path, folder: &Path, files: &mut Files) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            files.insert(name, fs::read(&path)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_missing_or_has_other_bytes_is_named() {
        let files = |list: &[(&str, &str)]| -> Files {
            list.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect()
        };
        let one = files(&[("a.js", "1"), ("b.js", "2")]);
        assert_eq!(different(&one, &one), None);
        for (two, name) in [
            (files(&[("a.js", "1")]), "b.js"),
            (files(&[("a.js", "1"), ("b.js", "3")]), "b.js"),
            (files(&[("a.js", "1"), ("b.js", "2"), ("c.js", "")]), "c.js"),
        ] {
            assert_eq!(different(&one, &two), Some(name));
            assert_eq!(different(&two, &one), Some(name));
        }
    }
}
