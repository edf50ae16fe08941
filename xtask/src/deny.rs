//! `cargo xtask deny`: checks licences, sources, bans and known vulnerabilities of the dependencies
//! with cargo-deny.
//!
//! The rules are in `deny.toml`. The check does not use the network: the advisories come from
//! a folder, or from the project's own record.

mod record;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use std::{env, fs};

use deskbell_lab::say;

use crate::cargo_tool::CargoTool;
use crate::program;
use crate::workspace::Workspace;

/// The greatest age of a usable database. From an age of 90 days, cargo-deny refuses a database.
const FRESH: Duration = Duration::from_secs(89 * 24 * 3_600);
/// The program that checks. It is built without optimizations: then a check takes a second longer,
/// and the build takes over a minute of processor time less.
const CARGO_DENY: CargoTool = CargoTool {
    name: "cargo-deny",
    version: "0.20.2",
    options: &[
        "--config=profile.release.opt-level=0",
        "--config=profile.release.codegen-units=16",
        "--config=profile.release.lto=false",
    ],
};

/// The variable that names the folder of the databases of advisories, instead of cargo-deny's
/// default folder.
const FOLDER: &str = "DESKBELL_ADVISORIES";
const RULES: &str = "deny.toml";

/// Checks the dependencies. Fails when a rule of `deny.toml` is broken, or when cargo-deny is
/// missing and cannot be installed.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    let checker = checker(workspace)?;
    let rules = rules_with(workspace, &advisories(workspace)?)?;
    program::run(check(workspace, checker, &rules).args([
        "advisories",
        "bans",
        "licenses",
        "sources",
    ]))
}

/// Returns the path of cargo-deny, which can check this workspace without a network from now on.
fn checker(workspace: &Workspace) -> Result<PathBuf, String> {
    let checker = CARGO_DENY.obtain(workspace)?;
    // The check includes the crates of all platforms, of which a build fetches only this
    // platform's.
    workspace.cargo(&["fetch", "--locked", "--quiet"], &Vec::new())?;
    Ok(checker)
}

/// Creates a command that checks the workspace by these rules.
fn check(workspace: &Workspace, checker: PathBuf, rules: &Path) -> Command {
    let mut check = workspace.command(checker);
    check.args(["--offline", "--config"]).arg(rules).args(["check", "--hide-inclusion-graph"]);
    check
}

/// Returns the folder of the databases to check with, and says which it is: that of the variable,
/// or what cargo-deny has fetched within 89 days, or the project's own record.
fn advisories(workspace: &Workspace) -> Result<PathBuf, String> {
    let named = env::var_os(FOLDER).map(|folder| workspace.root.join(folder));
    if let Some(folder) = &named
        && !has_one(folder)
    {
        return Err(format!(
            "{} ({FOLDER}) has no database of advisories, or one that is older than 89 days: it \
             must be like ~/.cargo/advisory-dbs after `cargo deny fetch db`",
            folder.display()
        ));
    }
    let usual = || databases(env::var_os("CARGO_HOME"), env::var_os("HOME"));
    if let Some(folder) = named.or_else(|| usual().filter(|it| has_one(it))) {
        say::talk(format!("known vulnerabilities: of {}", folder.display()));
        return Ok(folder);
    }
    let record = record::open(workspace)?;
    say::talk(format!(
        "known vulnerabilities: of the project's own record of {}. For newer ones, `cargo deny \
         fetch db` brings RustSec's database, or {FOLDER} names a folder that has it",
        record.day
    ));
    Ok(record.folder)
}

/// Writes the rules with this folder of databases; returns the path of the written file.
fn rules_with(workspace: &Workspace, folder: &Path) -> Result<PathBuf, String> {
    let failed = |error: std::io::Error| format!("{RULES}: {error}");
    let rules = fs::read_to_string(workspace.root.join(RULES)).map_err(failed)?;
    let path = workspace.target().join(RULES);
    fs::write(&path, with_folder(&rules, folder)).map_err(failed)?;
    Ok(path)
}

/// Adds the folder of databases to the section of the rules about advisories.
fn with_folder(rules: &str, folder: &Path) -> String {
    const SECTION: &str = "[advisories]\n";
    // The path as a literal string of TOML, which has no escapes.
    rules.replace(SECTION, &format!("{SECTION}db-path = '{}'\n", folder.display()))
}

/// Returns the folder where cargo-deny keeps the databases of advisories that it has fetched.
fn databases(
    cargo_home: Option<impl Into<PathBuf>>,
    home: Option<impl Into<PathBuf>>,
) -> Option<PathBuf> {
    let own = cargo_home.map(Into::into);
    let cargo = own.or_else(|| home.map(|home| home.into().join(".cargo")));
    cargo.map(|cargo| cargo.join("advisory-dbs"))
}

/// Returns whether a folder has a database that cargo-deny accepts.
fn has_one(folder: &Path) -> bool {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).any(|path| {
        let fetched = ["FETCH_HEAD", "HEAD"].map(|name| path.join(".git").join(name));
        let at = fetched.iter().find_map(|file| file.metadata().ok()?.modified().ok());
        at.is_some_and(|at| at.elapsed().is_ok_and(|age| age < FRESH))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_folder_is_added_to_the_rules() {
        let rules = fs::read_to_string(Workspace::here().root.join(RULES)).unwrap();
        let with = with_folder(&rules, Path::new("/b c"));
        assert!(with.contains("\n[advisories]\ndb-path = '/b c'\n"), "{with}");
        assert_eq!(with.len(), rules.len() + "db-path = '/b c'\n".len());
    }

    #[test]
    fn a_database_is_found_in_the_folder_of_cargo() {
        assert_eq!(databases(Some("/c"), Some("/h")), Some("/c/advisory-dbs".into()));
        assert_eq!(databases(None::<&str>, Some("/h")), Some("/h/.cargo/advisory-dbs".into()));
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_one(folder.path()) && !has_one(&folder.path().join("none")));
        let git = folder.path().join("advisory-db-1/.git");
        fs::create_dir_all(&git).unwrap();
        assert!(!has_one(folder.path()));
        fs::write(git.join("HEAD"), "").unwrap();
        assert!(has_one(folder.path()));
        let fetched = fs::File::create(git.join("FETCH_HEAD")).unwrap();
        fetched.set_modified(std::time::UNIX_EPOCH).unwrap();
        assert!(!has_one(folder.path()), "it is too old");
    }
}
