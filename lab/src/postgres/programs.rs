//! The folder of PostgreSQL's server programs, which distributions keep out of PATH.
//!
//! This module must not know how the programs are installed or run.

use std::env;
use std::path::{Path, PathBuf};

use crate::process;

/// The environment variable with the folder of the programs, which takes precedence over `PATH`.
pub const VARIABLE: &str = "DESKBELL_PG_BIN";

const NEEDED: [&str; 3] = ["initdb", "postgres", "pg_ctl"];

/// Folders with one entry per version: the folder, the prefix of the entries, and the subfolder
/// with the programs.
const VERSIONED: [(&str, &str, &str); 4] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/usr/libexec", "postgresql", ""),
    ("/opt/homebrew/opt", "postgresql", "bin"),
];

/// Finds the folder of the programs: the folder in `DESKBELL_PG_BIN` if set. Otherwise searches
/// `PATH`, and then the usual places from the highest version down, for a complete folder.
///
/// # Errors
/// When the folder in `DESKBELL_PG_BIN` lacks a program.
pub fn find() -> Result<Option<PathBuf>, String> {
    if let Some(folder) = env::var_os(VARIABLE).map(PathBuf::from) {
        if is_complete(&folder) {
            return Ok(Some(folder));
        }
        let [first, second, third] = NEEDED;
        return Err(format!(
            "{VARIABLE} is {}, but {first}, {second} and {third} are not all there: correct it, \
             or unset it to have them searched",
            folder.display()
        ));
    }
    let mut places: Vec<PathBuf> = process::folders().collect();
    for (folder, prefix, inside) in VERSIONED {
        let versions = versions(Path::new(folder), prefix);
        places.extend(versions.into_iter().map(|version| version.join(inside)));
    }
    places.push(PathBuf::from("/usr/local/pgsql/bin"));
    Ok(places.into_iter().find(|folder| is_complete(folder)).map(real))
}

fn is_complete(folder: &Path) -> bool {
    NEEDED.iter().all(|program| folder.join(program).is_file())
}

/// Follows the links of a folder to the programs' own folder, which also has the client programs.
fn real(folder: PathBuf) -> PathBuf {
    let server = folder.join("postgres").canonicalize().ok();
    let parent = server.and_then(|path| path.parent().map(Path::to_path_buf));
    parent.filter(|parent| is_complete(parent)).unwrap_or(folder)
}

/// The entries of `folder` with this prefix, sorted from the highest version down.
fn versions(folder: &Path, prefix: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<(Vec<u32>, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            Some((version(name.strip_prefix(prefix)?), entry.path()))
        })
        .collect();
    found.sort();
    found.into_iter().rev().map(|(_, path)| path).collect()
}

/// The numbers in a folder's name, for the comparison of versions: `9.6` is lower than `@14`, and
/// `@14` is lower than `15`.
fn version(name: &str) -> Vec<u32> {
    name.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(version("9.6") < version("@14"));
        assert!(version("@14") < version("15"));
        assert!(version("") < version("9.6"));
    }

    #[test]
    fn the_highest_version_comes_first() {
        let folder = env::temp_dir().join(format!("deskbell-versions-{}", std::process::id()));
        for name in ["pg-9", "pg-16", "pg-15", "other-17"] {
            std::fs::create_dir_all(folder.join(name)).expect("a folder can be made");
        }
        let found = versions(&folder, "pg-");
        std::fs::remove_dir_all(&folder).expect("it can be removed");
        assert_eq!(found, ["pg-16", "pg-15", "pg-9"].map(|name| folder.join(name)));
    }

    #[test]
    fn a_folder_without_the_programs_is_not_taken() {
        assert!(!is_complete(Path::new("/proc")));
    }
}
