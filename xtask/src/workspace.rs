//! The folder of the workspace, and cargo commands in it.
//!
//! This module must not know any task.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::program;

pub struct Workspace {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
}

/// Additional environment variables of a child process.
pub type Environment = Vec<(&'static str, OsString)>;

impl Workspace {
    /// The workspace in which cargo started this program, or else the workspace in which the
    /// program was compiled.
    pub fn here() -> Self {
        let package = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        Self { root: package.parent().map_or_else(|| package.clone(), PathBuf::from) }
    }

    /// Cargo's target folder.
    pub fn target(&self) -> PathBuf {
        self.root.join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
    }

    /// Runs cargo in the workspace's root with inherited output. Fails when cargo cannot be started
    /// or exits with another code than 0.
    pub fn cargo(&self, arguments: &[&str], environment: &Environment) -> Result<(), String> {
        let mut command = self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).envs(environment.iter().map(|(name, value)| (name, value)));
        program::run(&command)
    }

    /// Creates a command in the workspace's root, without the environment variables of this
    /// package, which would make cargo run build scripts again.
    pub fn command(&self, program: impl Into<OsString>) -> Command {
        let mut command = Command::new(program.into());
        command.current_dir(&self.root);
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        command
    }
}
