//! `cargo xtask deny`: checks licences, sources and bans of the dependencies with cargo-deny, and
//! known vulnerabilities where their database is.
//!
//! The rules are in `deny.toml`.

use std::env;
use std::path::{Path, PathBuf};

use deskbell_lab::say;

use crate::cargo_tool::CargoTool;
use crate::program;
use crate::workspace::Workspace;

const CARGO_DENY: CargoTool = CargoTool { name: "cargo-deny", version: "0.20.2", options: &[] };

/// Checks the dependencies. Fails when a rule of `deny.toml` is broken, or when cargo-deny is
/// missing and cannot be installed.
pub fn run(workspace: &Workspace) -> Result<(), String> {
    let checker = CARGO_DENY.obtain(workspace)?;
    // The check is offline and includes the crates of all platforms, of which a build fetches only
    // this platform's.
    workspace.cargo(&["fetch", "--locked", "--quiet"], &Vec::new())?;
    let mut check = workspace.command(checker);
    check.args(["--offline", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"]);
    let databases = databases(env::var_os("CARGO_HOME"), env::var_os("HOME"));
    if databases.as_deref().is_some_and(has_one) {
        check.arg("advisories");
    } else {
        say::talk(
            "known vulnerabilities are NOT checked, for their database is not here: `cargo deny \
             fetch db` brings it, and from then on they are",
        );
    }
    program::run(&check)
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

/// Tells whether a folder has a database.
fn has_one(folder: &Path) -> bool {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).any(|path| path.join(".git").exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_found_in_the_folder_of_cargo() {
        assert_eq!(databases(Some("/c"), Some("/h")), Some("/c/advisory-dbs".into()));
        assert_eq!(databases(None::<&str>, Some("/h")), Some("/h/.cargo/advisory-dbs".into()));
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_one(folder.path()) && !has_one(&folder.path().join("none")));
        std::fs::create_dir_all(folder.path().join("advisory-db-1/.git")).unwrap();
        assert!(has_one(folder.path()));
    }
}
