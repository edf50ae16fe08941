//! The installation of PostgreSQL's server programs with the package manager, as root.
//!
//! The module `programs` finds the folder of the programs.

use std::path::PathBuf;
use std::process::Command;

use deskbell_lab::postgres::{account, programs};
use deskbell_lab::{process, say};

use crate::program;

/// The package managers and their commands. The first available manager is used.
const MANAGERS: [(&str, &[&[&str]]); 5] = [
    ("apt-get", &[&["update"], &["install", "-y", "postgresql"]]),
    ("dnf", &[&["install", "-y", "postgresql-server"]]),
    ("apk", &[&["add", "postgresql"]]),
    ("pacman", &[&["-Sy", "--noconfirm", "postgresql"]]),
    ("zypper", &[&["--non-interactive", "install", "postgresql-server"]]),
];

/// Installs the server programs; returns their folder. Fails when this user is not root, when there
/// is no known package manager, or when the programs are still missing.
pub fn install() -> Result<PathBuf, String> {
    if !account::are_we_root()? {
        return Err(missing("and only root can install them"));
    }
    let Some((manager, calls)) = MANAGERS.iter().find(|(name, _)| process::find(name).is_some())
    else {
        return Err(missing("and no known package manager is here to install them"));
    };
    say::talk(format!("PostgreSQL is missing: installing it with {manager}"));
    let mut failure = None;
    for call in *calls {
        // A failed call is tolerated, since old package lists may suffice.
        let mut command = Command::new(manager);
        command.args(*call).env("DEBIAN_FRONTEND", "noninteractive");
        failure = failure.or(program::run(&command).err());
    }
    programs::find()?.ok_or_else(|| {
        let why = failure.unwrap_or_else(|| format!("{manager} did not bring them"));
        missing(&format!("and installing them failed: {why}"))
    })
}

fn missing(why: &str) -> String {
    format!(
        "PostgreSQL's server programs (initdb, postgres, pg_ctl) are not here, {why}; install \
         PostgreSQL's server package, or set {} to the folder that holds them, or set {} to the \
         URL of a server",
        programs::VARIABLE,
        super::URL
    )
}
