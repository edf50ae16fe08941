//! The check of a release's files, as a recipient checks them: the checksums, the SBOM, the version
//! and the size of the program, and its list of crates.
//!
//! This file must not know how the files are made.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{SUMS, VERSION};
use crate::program;
use crate::workspace::Workspace;

/// The package that the SBOM describes.
const DESCRIBED: &str = "deskbell-server";
/// Crates that are in every build of the program.
const KNOWN: [&str; 3] = ["hyper", "rusqlite", "tokio"];
/// The size in bytes above which a program is not released. `benches/README.md` has the goal, which
/// is lower; this limit finds a dependency that came in by accident.
const PROGRAM_BYTES_MAX: u64 = 34_000_000;
/// The name of the program's section with the list of all crates.
const LIST: &[u8] = b".dep-v0\0";

/// Checks the files in the folder of a release against their checksums. Fails when a file is
/// changed or missing, or has no checksum.
pub fn sums(workspace: &Workspace, folder: &Path) -> Result<(), String> {
    let mut check = workspace.command("sha256sum");
    check.current_dir(folder).args(["--check", "--strict", "--quiet", SUMS]);
    program::run(&check)?;
    let listed = read(&folder.join(SUMS))?;
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for name in entries.flatten().map(|entry| entry.file_name()) {
        let name = name.to_string_lossy().into_owned();
        if name != SUMS && !listed.lines().any(|line| line.ends_with(&format!("  {name}"))) {
            return Err(format!("{name} has no checksum in {SUMS}"));
        }
    }
    Ok(())
}

/// Checks that an SBOM is of this version of the program, and lists its crates.
pub fn bill(path: &Path) -> Result<(), String> {
    fitting(&read(path)?).map_err(|why| format!("{}: {why}", path.display()))
}

/// Checks an SBOM's text; returns the first flaw as the error.
fn fitting(text: &str) -> Result<(), String> {
    let bill: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if bill["bomFormat"] != "CycloneDX" {
        return Err("it is no SBOM in the format CycloneDX".to_owned());
    }
    let of = &bill["metadata"]["component"];
    if of["name"] != DESCRIBED || of["version"] != VERSION {
        return Err(format!("it is not about {DESCRIBED} {VERSION}"));
    }
    let components = bill["components"].as_array().map(Vec::as_slice).unwrap_or_default();
    for name in KNOWN {
        let found = components.iter().find(|it| it["name"] == name);
        let purl = found.and_then(|it| it["purl"].as_str()).unwrap_or_default();
        if !purl.starts_with(&format!("pkg:cargo/{name}@")) {
            return Err(format!("it does not list the crate {name}"));
        }
    }
    Ok(())
}

/// Checks that a program's `--version` prints the workspace's commit, and the features of a
/// delivered program.
pub fn version(workspace: &Workspace, program: &Path) -> Result<(), String> {
    let head = program::output(workspace.command("git").args(["rev-parse", "--short=12", "HEAD"]))?;
    let said = program::output(workspace.command(program).arg("--version"))?;
    let (head, said) = (String::from_utf8_lossy(&head), String::from_utf8_lossy(&said));
    for line in [format!("commit: {}", head.trim()), "features: otlp".to_owned()] {
        if !said.lines().any(|it| it == line) {
            return Err(format!("{} does not say `{line}`, but:\n{said}", program.display()));
        }
    }
    Ok(())
}

/// Checks that a program is not too large.
pub fn size(program: &Path) -> Result<(), String> {
    let bytes = bytes(program)?;
    if bytes <= PROGRAM_BYTES_MAX {
        return Ok(());
    }
    Err(format!("{} has {bytes} bytes, more than {PROGRAM_BYTES_MAX}", program.display()))
}

/// Returns the size of a file, in bytes.
pub fn bytes(path: &Path) -> Result<u64, String> {
    let read = fs::metadata(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(read.len())
}

/// Checks that a program contains the list of its crates, which `cargo audit bin` reads.
pub fn auditable(program: &Path) -> Result<(), String> {
    let bytes = fs::read(program).map_err(|error| format!("{}: {error}", program.display()))?;
    if bytes.windows(LIST.len()).any(|it| it == LIST) {
        return Ok(());
    }
    Err(format!("{} has no list of its crates (the section .dep-v0)", program.display()))
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_file_must_be_as_its_checksum_says() {
        let (workspace, folder) = (Workspace::here(), tempfile::tempdir().unwrap());
        let file = folder.path().join("deskbell.deb");
        fs::write(&file, "one").unwrap();
        super::super::sums(&workspace, folder.path()).unwrap();
        assert_eq!(sums(&workspace, folder.path()), Ok(()));
        fs::write(folder.path().join("more"), "").unwrap();
        assert!(sums(&workspace, folder.path()).unwrap_err().contains("more has no checksum"));
        fs::remove_file(folder.path().join("more")).unwrap();
        fs::write(&file, "two").unwrap();
        assert!(sums(&workspace, folder.path()).is_err());
        fs::remove_file(&file).unwrap();
        assert!(sums(&workspace, folder.path()).is_err());
    }

    #[test]
    fn an_sbom_names_the_version_and_the_crates() {
        let component = |name: &&str| json!({"name": name, "purl": format!("pkg:cargo/{name}@1")});
        let of = |version: &str, crates: &[&str]| {
            let crates: Vec<_> = crates.iter().map(component).collect();
            let about = json!({"component": {"name": DESCRIBED, "version": version}});
            json!({"bomFormat": "CycloneDX", "metadata": about, "components": crates}).to_string()
        };
        assert_eq!(fitting(&of(VERSION, &KNOWN)), Ok(()));
        let missing = fitting(&of(VERSION, &["hyper", "rusqlite"]));
        assert_eq!(missing, Err("it does not list the crate tokio".to_owned()));
        assert!(fitting(&of("0.0.0", &KNOWN)).unwrap_err().contains("is not about"));
        assert!(fitting("{}").unwrap_err().contains("no SBOM"));
        assert!(fitting("nothing").is_err());
    }

    #[test]
    fn a_program_that_grew_too_large_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("deskbell");
        let file = fs::File::create(&program).unwrap();
        file.set_len(PROGRAM_BYTES_MAX).unwrap();
        assert_eq!(size(&program), Ok(()));
        file.set_len(PROGRAM_BYTES_MAX + 1).unwrap();
        assert!(size(&program).unwrap_err().contains("more than 34000000"));
    }

    #[test]
    fn a_program_without_a_list_of_its_crates_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("deskbell");
        fs::write(&program, b"\x7fELF .text\0.data\0").unwrap();
        assert!(auditable(&program).unwrap_err().contains(".dep-v0"));
        fs::write(&program, b"\x7fELF .text\0.dep-v0\0.data\0").unwrap();
        assert_eq!(auditable(&program), Ok(()));
    }
}
