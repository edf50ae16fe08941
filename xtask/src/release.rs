//! `cargo xtask release`: builds all files of a release, with checksums, in `target/release-files`.
//!
//! This file has the order of the steps and the names of the files. Texts, units and settings of
//! the packages are in `packaging/`.

mod check;
mod image;

pub use image::{buildah, make as image};

use std::fs;
use std::path::{Path, PathBuf};

use deskbell_lab::say;

use crate::cargo_tool::{self, CargoTool};
use crate::workspace::{Environment, Workspace};
use crate::{Failure, program};

/// The cargo command that stores the list of all dependencies in the binary, for `cargo audit` and
/// scanners.
const CARGO_AUDITABLE: CargoTool =
    CargoTool { name: "cargo-auditable", version: "0.7.7", options: &[] };
const CARGO_DEB: CargoTool = CargoTool { name: "cargo-deb", version: "3.8.0", options: &[] };
const CARGO_CYCLONEDX: CargoTool =
    CargoTool { name: "cargo-cyclonedx", version: "0.5.9", options: &[] };
const CARGO_ABOUT: CargoTool =
    CargoTool { name: "cargo-about", version: "0.9.3", options: &["--features", "cli"] };

const VERSION: &str = env!("CARGO_PKG_VERSION");
const SUMS: &str = "SHA256SUMS";
const SHELLS: [&str; 3] = ["bash", "zsh", "fish"];

/// The folder of the release's files.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join("target/release-files")
}

/// The program that was packed.
pub fn program(workspace: &Workspace) -> PathBuf {
    parts(workspace).join("deskbell")
}

/// The folder of the parts from which packages are made.
fn parts(workspace: &Workspace) -> PathBuf {
    workspace.root.join("target/package")
}

/// Builds the files; with `--binary PATH`, from an existing program. Fails at the first failed
/// step.
pub fn run(workspace: &Workspace, words: &[&str]) -> Result<(), Failure> {
    let (binary, is_built) = match words {
        [] => (built(workspace)?, true),
        ["--binary", path] => (workspace.root.join(path), false),
        _ => return Err(Failure::Usage("`release` takes `--binary PATH`, or nothing.".to_owned())),
    };
    let release = Release { workspace, parts: parts(workspace), binary };
    Ok(release.make(is_built)?)
}

/// Builds the program for the release; returns its path.
fn built(workspace: &Workspace) -> Result<PathBuf, String> {
    CARGO_AUDITABLE.obtain(workspace)?;
    let environment = vec![("PATH", cargo_tool::path(workspace)?)];
    let build = ["auditable", "build", "--locked", "--profile", "dist", "--bin", "deskbell"];
    workspace.cargo(&build, &environment)?;
    Ok(workspace.target().join("dist/deskbell"))
}

struct Release<'a> {
    workspace: &'a Workspace,
    parts: PathBuf,
    binary: PathBuf,
}

impl Release<'_> {
    /// Makes and checks the files. Unless `is_built`, the program may lack the list of its crates.
    fn make(&self, is_built: bool) -> Result<(), String> {
        if is_built {
            check::size(&self.binary)?;
        }
        let files = folder(self.workspace);
        for folder in [&files, &self.parts] {
            empty(folder)?;
        }
        self.parts()?;
        self.licences()?;
        self.debian(&files)?;
        self.archive(&files)?;
        self.bill(&files)?;
        image::make(self.workspace, &self.parts, &files.join(named("image.tar")))?;
        sums(self.workspace, &files)?;
        check::sums(self.workspace, &files)?;
        check::bill(&files.join(named(BILL_END)))?;
        let auditable = check::auditable(&self.binary);
        if is_built {
            auditable.and_then(|()| check::version(self.workspace, &self.binary))?;
        } else if let Err(why) = auditable {
            say::talk(format!("{why}: `cargo audit bin` cannot read it"));
        }
        say::talk(format!("{}: everything that is delivered", files.display()));
        tell_sizes(&self.binary, &files)
    }

    /// Writes the binary, and the completions and manual pages that it prints.
    fn parts(&self) -> Result<(), String> {
        let binary = self.parts.join("deskbell");
        copy(&self.binary, &binary)?;
        for shell in SHELLS {
            let mut print = self.workspace.command(&binary);
            let printed = program::output(print.args(["completions", shell]))?;
            write(&self.parts.join("completions").join(shell), &printed)?;
        }
        let manual = self.parts.join("man");
        make_folder(&manual)?;
        let mut print = self.workspace.command(&binary);
        print.arg("man").arg(&manual);
        program::run(&print)
    }

    /// Writes the licences of all crates in the binary, with their texts.
    fn licences(&self) -> Result<(), String> {
        let mut about = self.workspace.command(CARGO_ABOUT.obtain(self.workspace)?);
        about.args(["generate", "--config", "packaging/about.toml", "--locked", "--offline"]);
        about.args(["--manifest-path", "crates/server/Cargo.toml"]);
        about.arg("--output-file").arg(self.parts.join("THIRD-PARTY.md"));
        program::run(about.arg("packaging/about.hbs"))
    }

    fn debian(&self, files: &Path) -> Result<(), String> {
        let mut deb = self.workspace.command(CARGO_DEB.obtain(self.workspace)?);
        // Started without cargo, the program takes its own first argument for its name.
        deb.args(["deb", "--package", "deskbell-server", "--no-build", "--no-strip", "--locked"]);
        program::run(deb.arg("--output").arg(files))
    }

    /// Writes an archive with the program and its texts, for other distributions.
    fn archive(&self, files: &Path) -> Result<(), String> {
        let name = named("linux.tar.gz");
        let mut tar = self.workspace.command("tar");
        tar.args(["--create", "--gzip", "--owner=0", "--group=0", "--numeric-owner"]);
        tar.arg(format!("--transform=s,^,deskbell-{VERSION}/,")).arg("--file");
        tar.arg(files.join(name)).arg("-C").arg(&self.parts);
        tar.args(["deskbell", "completions", "man", "THIRD-PARTY.md", "-C"]);
        tar.arg(&self.workspace.root).args(["LICENSE-APACHE", "LICENSE-MIT", "README.md"]);
        tar.args(["CHANGELOG.md", "examples/operate", "packaging/systemd"]);
        program::run(tar.args(["packaging/compose.yaml", "packaging/haproxy.cfg"]))
    }

    /// Writes the SBOM, a list of all crates in the binary, in the CycloneDX format.
    fn bill(&self, files: &Path) -> Result<(), String> {
        CARGO_CYCLONEDX.obtain(self.workspace)?;
        let environment: Environment = vec![("PATH", cargo_tool::path(self.workspace)?)];
        let list = ["cyclonedx", "--manifest-path", "crates/server/Cargo.toml"];
        let form = ["--format", "json", "--spec-version", "1.5", "--override-filename", BILL];
        self.workspace.cargo(&[&list[..], &form].concat(), &environment)?;
        // The program writes one beside the manifest of each crate of the workspace.
        let made = self.workspace.root.join(format!("crates/server/{BILL}.json"));
        copy(&made, &files.join(named(BILL_END)))?;
        remove_bills(self.workspace)
    }
}

/// The ending of the SBOM's name.
const BILL_END: &str = "sbom.cdx.json";
/// The name of the SBOM files that are written next to manifests.
const BILL: &str = "deskbell-sbom";

fn remove_bills(workspace: &Workspace) -> Result<(), String> {
    let mut find = workspace.command("git");
    find.args(["ls-files", "-z", "--others", "--exclude-standard", "--", &format!("*{BILL}.json")]);
    let found = program::output(&mut find)?;
    for path in String::from_utf8_lossy(&found).split('\0').filter(|path| !path.is_empty()) {
        fs::remove_file(workspace.root.join(path)).map_err(|error| format!("{path}: {error}"))?;
    }
    Ok(())
}

/// The name of a release's file with this ending.
fn named(end: &str) -> String {
    format!("deskbell-{VERSION}-{}-{end}", std::env::consts::ARCH)
}

/// Writes the checksums of all files of a folder into the folder.
fn sums(workspace: &Workspace, folder: &Path) -> Result<(), String> {
    let failed = |error| format!("{}: {error}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        names.push(entry.map_err(failed)?.file_name());
    }
    names.sort();
    let mut sum = workspace.command("sha256sum");
    let printed = program::output(sum.current_dir(folder).args(names))?;
    write(&folder.join(SUMS), &printed)
}

/// Reports the sizes of the program and of the files in a folder.
fn tell_sizes(program: &Path, folder: &Path) -> Result<(), String> {
    let failed = |error| format!("{}: {error}", folder.display());
    let entries = fs::read_dir(folder).map_err(failed)?;
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in [program.to_owned()].iter().chain(&paths) {
        let bytes = check::bytes(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        say::talk(format!("{:>7}.{} MB  {name}", bytes / 1_000_000, bytes / 100_000 % 10));
    }
    Ok(())
}

fn empty(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(format!("{}: {error}", folder.display()));
        }
        _ => {}
    }
    make_folder(folder)
}

fn make_folder(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// Writes a file; creates its folder if missing.
fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    make_folder(path.parent().unwrap_or(Path::new("/")))?;
    fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}

/// Copies a file with its mode; creates the copy's folder if missing.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    make_folder(to.parent().unwrap_or(Path::new("/")))?;
    let copied = fs::copy(from, to);
    copied.map(drop).map_err(|error| format!("{} → {}: {error}", from.display(), to.display()))
}
