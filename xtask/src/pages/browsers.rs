//! Chromium and Firefox, and their installation with the package manager, as root.
//!
//! This module must not know the tests.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use deskbell_lab::postgres::account;
use deskbell_lab::{process, say};

use crate::program;

/// A browser: the environment variable with its program's path, and the program's names in
/// distributions.
struct Browser {
    name: &'static str,
    variable: &'static str,
    programs: &'static [&'static str],
}

const BROWSERS: [Browser; 2] = [
    Browser {
        name: "Chromium",
        variable: "DESKBELL_CHROMIUM",
        programs: &["chromium", "chromium-browser", "google-chrome"],
    },
    Browser {
        name: "Firefox",
        variable: "DESKBELL_FIREFOX",
        programs: &["firefox-esr", "firefox"],
    },
];

/// The package managers and their commands, including fonts for the languages of the pages. The
/// first available manager is used.
const MANAGERS: [(&str, &[&[&str]]); 5] = [
    (
        "apt-get",
        &[
            &["update"],
            &[
                "install",
                "-y",
                "chromium",
                "firefox-esr",
                "fonts-noto-core",
                "fonts-noto-color-emoji",
            ],
        ],
    ),
    ("dnf", &[&["install", "-y", "chromium", "firefox", "google-noto-sans-fonts"]]),
    ("apk", &[&["add", "chromium", "firefox-esr", "font-noto", "font-noto-arabic"]]),
    ("pacman", &[&["-Sy", "--noconfirm", "chromium", "firefox", "noto-fonts"]]),
    ("zypper", &[&["--non-interactive", "install", "chromium", "MozillaFirefox"]]),
];

/// Returns the browsers' programs, each with its environment variable; installs missing browsers.
/// Fails when a browser is missing and cannot be installed.
pub fn obtain() -> Result<Vec<(&'static str, PathBuf)>, String> {
    if let Ok(all) = found() {
        return Ok(all);
    }
    install()?;
    found().map_err(|name| missing(name, "and installing it did not bring it"))
}

/// Finds the browsers' programs; returns the name of the first missing browser as the error.
fn found() -> Result<Vec<(&'static str, PathBuf)>, &'static str> {
    let one = |browser: &Browser| {
        let named = env::var_os(browser.variable).map(PathBuf::from);
        let path = named.or_else(|| browser.programs.iter().find_map(|name| process::find(name)));
        path.map(|path| (browser.variable, path)).ok_or(browser.name)
    };
    BROWSERS.iter().map(one).collect()
}

fn install() -> Result<(), String> {
    let name = found().err().unwrap_or_default();
    if !account::are_we_root()? {
        return Err(missing(name, "and only root can install it"));
    }
    let Some((manager, calls)) = MANAGERS.iter().find(|(name, _)| process::find(name).is_some())
    else {
        return Err(missing(name, "and no known package manager is here to install it"));
    };
    say::talk(format!("{name} is missing: installing browsers and fonts with {manager}"));
    for call in *calls {
        let mut command = Command::new(manager);
        command.args(*call).env("DEBIAN_FRONTEND", "noninteractive");
        // A failed call is tolerated, since old package lists may suffice.
        if let Err(why) = program::run(&command) {
            say::talk(why);
        }
    }
    Ok(())
}

fn missing(name: &str, why: &str) -> String {
    let variables: Vec<_> = BROWSERS.iter().map(|browser| browser.variable).collect();
    format!(
        "{name} is not here, {why}; install Chromium and Firefox, or set {} to their programs",
        variables.join(" and ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_lacks_a_browser_hears_its_name_and_the_remedy() {
        let sentence = missing("Firefox", "and only root can install it");
        assert!(sentence.starts_with("Firefox is not here"), "{sentence}");
        assert!(sentence.contains("DESKBELL_CHROMIUM and DESKBELL_FIREFOX"), "{sentence}");
    }
}
