//! The project's own record of advisories, `xtask/advisories`, which is there without a network.
//!
//! The record has the facts of the advisories about the crates of `Cargo.lock`, in the files of
//! RustSec's database. This module must not know the rules for dependencies.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::workspace::Workspace;

/// The folder of the record.
const RECORD: &str = "xtask/advisories";

/// The file of the record that names the crates which were looked up, one in each line.
const LOOKED_UP: &str = "xtask/advisories/looked-up.txt";

/// The name by which cargo-deny finds RustSec's database in a folder of databases: the hash is of
/// its address.
const DATABASE: &str = "advisory-db-3157b0e258782691";

/// The record, as cargo-deny can read it.
pub struct Record {
    /// The folder of databases that has the record alone.
    pub folder: PathBuf,
    /// The day on which the crates were looked up.
    pub day: String,
}

/// Lays the record out in the target folder. Fails when the lock file has crates that were not
/// looked up.
pub fn open(workspace: &Workspace) -> Result<Record, String> {
    let read = |name: &str| {
        fs::read_to_string(workspace.root.join(name)).map_err(|error| format!("{name}: {error}"))
    };
    let (lock, list) = (read("Cargo.lock")?, read(LOOKED_UP)?);
    let unknown = not_looked_up(&lock, &list);
    if !unknown.is_empty() {
        let names = unknown.join(", ");
        return Err(format!(
            "nobody has looked up whether advisories exist about {names}: see \
             https://rustsec.org/packages/NAME.html for each, add them to {RECORD}/crates, and add \
             the name to {LOOKED_UP}, in the order of the alphabet"
        ));
    }
    let folder = workspace.target().join("advisories");
    lay_out(&workspace.root.join(RECORD), &folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(Record { folder, day: day(&list).to_owned() })
}

/// Makes a folder of databases, in which cargo-deny finds a record as if it had just fetched it.
fn lay_out(record: &Path, folder: &Path) -> std::io::Result<()> {
    let database = folder.join(DATABASE);
    if database.exists() {
        fs::remove_dir_all(&database)?;
    }
    fs::create_dir_all(database.join(".git"))?;
    // Of the repository cargo-deny asks this file alone, and only when it was written.
    fs::write(database.join(".git/FETCH_HEAD"), "")?;
    symlink(record.join("crates"), database.join("crates"))
}

/// The crates of crates.io in a lock file that a list lacks, each once.
fn not_looked_up<'a>(lock: &'a str, list: &str) -> Vec<&'a str> {
    let known: BTreeSet<&str> = list.lines().collect();
    let names: BTreeSet<&str> = fetched(lock).map(|(name, _)| name).collect();
    names.into_iter().filter(|name| !known.contains(name)).collect()
}

/// The names and versions of the crates in a lock file that come from elsewhere.
fn fetched(lock: &str) -> impl Iterator<Item = (&str, &str)> {
    lock.split("[[package]]").filter_map(|package| {
        let value = |key: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(key));
            line.and_then(|value| value.strip_prefix(" = \"")?.strip_suffix('"'))
        };
        value("source")?;
        Some((value("name")?, value("version")?))
    })
}

/// The day in the first line of a list, which is `# DAY: …`.
fn day(list: &str) -> &str {
    list.trim_start_matches("# ").split(':').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::process::Output;

    use super::*;
    use crate::deny::{RULES, check, checker};

    fn read(name: &str) -> String {
        fs::read_to_string(Workspace::here().root.join(name)).unwrap()
    }

    #[test]
    fn every_crate_of_the_lock_file_was_looked_up() {
        let (lock, list) = (read("Cargo.lock"), read(LOOKED_UP));
        assert_eq!(not_looked_up(&lock, &list), [""; 0], "see {RECORD}/README.md");
        let names: Vec<&str> = list.lines().skip(1).collect();
        assert!(names.is_sorted() && names.len() > 300, "{} names", names.len());
    }

    #[test]
    fn a_crate_that_nobody_looked_up_is_found_once() {
        let package = |name: &str, rest: &str| {
            format!("[[package]]\nname = \"{name}\"\nversion = \"1.0.0\"\n{rest}\n")
        };
        let source = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
        let lock = ["b", "a", "b"].map(|name| package(name, source)).concat();
        let own = package("own", "dependencies = [\n \"c\",\n]");
        let list = "# 2026-01-02: b is not in this list.\na\nc\n";
        assert_eq!(not_looked_up(&format!("version = 4\n\n{lock}{own}"), list), ["b"]);
        assert_eq!(day(list), "2026-01-02");
    }

    #[test]
    fn every_file_of_the_record_is_of_a_crate_that_was_looked_up() {
        let list = read(LOOKED_UP);
        let crates = Workspace::here().root.join(RECORD).join("crates");
        let mut count = 0;
        for folder in crates.read_dir().unwrap().map(|entry| entry.unwrap().path()) {
            let package = folder.file_name().unwrap().to_str().unwrap();
            assert!(list.lines().any(|name| name == package), "{package}");
            for file in folder.read_dir().unwrap().map(|entry| entry.unwrap().path()) {
                let id = file.file_stem().unwrap().to_str().unwrap();
                let text = fs::read_to_string(&file).unwrap();
                let begin =
                    format!("```toml\n[advisory]\nid = \"{id}\"\npackage = \"{package}\"\ndate = ");
                assert!(text.starts_with(&begin), "{}", file.display());
                assert!(text.contains("\n[versions]\npatched = ["), "{}", file.display());
                count += 1;
            }
        }
        assert!(count > 0);
    }

    /// Asks cargo-deny about this workspace's crates and the advisories of a record alone.
    fn ask(workspace: &Workspace, record: &Path, place: &Path) -> Output {
        lay_out(record, place).unwrap();
        let rules = place.join(RULES);
        let with = crate::deny::with_folder(&read(RULES), place);
        fs::write(&rules, with).unwrap();
        let mut command = check(workspace, checker(workspace).unwrap(), &rules);
        command.arg("advisories").output().unwrap()
    }

    #[test]
    fn a_vulnerable_version_is_refused() {
        let workspace = Workspace::here();
        let place = tempfile::tempdir().unwrap();
        let lock = read("Cargo.lock");
        let (_, version) = fetched(&lock).find(|(name, _)| *name == "tokio").unwrap();
        for (patched, is_fine) in [(version, true), ("9999.0.0", false)] {
            let record = tempfile::tempdir().unwrap();
            let folder = record.path().join("crates/tokio");
            fs::create_dir_all(&folder).unwrap();
            let text = format!(
                "```toml\n[advisory]\nid = \"RUSTSEC-2026-9999\"\npackage = \"tokio\"\n\
                 date = \"2026-01-01\"\n\n[versions]\npatched = [\">= {patched}\"]\n```\n\n\
                 # Made up\n"
            );
            fs::write(folder.join("RUSTSEC-2026-9999.md"), text).unwrap();
            let output = ask(&workspace, record.path(), place.path());
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.success(), is_fine, "{said}");
            assert_eq!(said.contains("RUSTSEC-2026-9999"), !is_fine, "{said}");
        }
    }
}
