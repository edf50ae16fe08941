//! The folder of the workspace, and the way cargo is called in it.
//!
//! It must not know any task.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::program;

/// The workspace this program belongs to.
pub struct Workspace {
    /// The folder that holds the workspace's `Cargo.toml`.
    pub root: PathBuf,
}

/// Environment variables to add for a program that is started.
pub type Environment = Vec<(&'static str, OsString)>;

impl Workspace {
    /// The workspace in which cargo started us, or else the one we were compiled in.
    pub fn here() -> Self {
        let package = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        Self { root: package.parent().map_or_else(|| package.clone(), PathBuf::from) }
    }

    /// The folder that cargo builds into.
    pub fn target(&self) -> PathBuf {
        self.root.join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
    }

    /// Runs cargo at the workspace's root with its output where ours goes. Fails with a sentence
    /// when cargo cannot be started or ends with another code than 0.
    pub fn cargo(&self, arguments: &[&str], environment: &Environment) -> Result<(), String> {
        let mut command = self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).envs(environment.iter().map(|(name, value)| (name, value)));
        program::run(&command)
    }

    /// A command that starts at the workspace's root. Its environment lacks the variables of our
    /// own package: build scripts that watch them would run again.
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
