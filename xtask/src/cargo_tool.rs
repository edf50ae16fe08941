//! Programs of crates.io, built once into `target/tools`.
//!
//! This module must not know the purpose of the programs.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use deskbell_lab::{process, say};

use crate::workspace::{Environment, Workspace};

/// A program that is built from a crate of crates.io.
pub struct CargoTool {
    /// The name of the crate and of its program.
    pub name: &'static str,
    /// The version to install if the program is missing.
    pub version: &'static str,
    /// The additional arguments of `cargo install`.
    pub options: &'static [&'static str],
}

impl CargoTool {
    /// Returns the path of the program. Builds the program if it is neither in `PATH` nor in
    /// `target/tools`; fails when the build fails.
    pub fn obtain(&self, workspace: &Workspace) -> Result<PathBuf, String> {
        let tools = workspace.root.join("target/tools");
        let cached = tools.join("bin").join(self.name);
        if let Some(path) =
            process::find(self.name).or_else(|| cached.is_file().then(|| cached.clone()))
        {
            return Ok(path);
        }
        let name = self.name;
        say::talk(format!("{name} is not installed: building it once into target/tools"));
        let root = tools.to_string_lossy();
        let install = ["install", name, "--locked", "--quiet", "--version", self.version];
        let all = [&install[..], self.options, &["--root", &root]].concat();
        workspace.cargo(&all, &Environment::new())?;
        Ok(cached)
    }
}

/// The variable `PATH` with the folder of built programs, so that cargo finds these programs as
/// subcommands.
pub fn path(workspace: &Workspace) -> Result<OsString, String> {
    let folders = [workspace.root.join("target/tools/bin")].into_iter().chain(process::folders());
    env::join_paths(folders).map_err(|error| format!("PATH: {error}"))
}
