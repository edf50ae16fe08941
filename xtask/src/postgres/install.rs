//! The installation of PostgreSQL's server programs by the distribution, when we are root.
//!
//! It must not know the folder of the programs: that is `programs`.

use std::path::PathBuf;
use std::process::Command;

use deskbell_lab::postgres::{account, programs};
use deskbell_lab::say;

use crate::program;

/// Package managers and their commands. The first one present is used.
const MANAGERS: [(&str, &[&[&str]]); 5] = [
    ("apt-get", &[&["update"], &["install", "-y", "postgresql"]]),
    ("dnf", &[&["install", "-y", "postgresql-server"]]),
    ("apk", &[&["add", "postgresql"]]),
    ("pacman", &[&["-Sy", "--noconfirm", "postgresql"]]),
    ("zypper", &[&["--non-interactive", "install", "postgresql-server"]]),
];

/// Installs the server programs and gives their folder. Fails with a sentence when we are not root,
/// when no package manager is known, or when the programs are still missing afterwards.
pub fn install() -> Result<PathBuf, String> {
    if !account::are_we_root()? {
        return Err(missing("and only root can install them"));
    }
    let Some((manager, calls)) = MANAGERS.iter().find(|(name, _)| program::find(name).is_some())
    else {
        return Err(missing("and no known package manager is here to install them"));
    };
    say::talk(format!("PostgreSQL is missing: installing it with {manager}"));
    let mut failure = None;
    for call in *calls {
        // One failing call need not be the end: old package lists may do.
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
