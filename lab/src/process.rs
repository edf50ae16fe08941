//! The `deskbell` program as a child process, and the folders of `PATH`.
//!
//! This module must not know why a server is started.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The arguments that start a server on a free port. The server reports the port in a line of JSON.
pub const SERVE: [&str; 4] = ["serve", "--listen", "127.0.0.1:0", "--json"];

/// A command that runs Deskbell on a database, without this process's `DESKBELL_*` variables and
/// without a file of settings.
#[must_use]
pub fn deskbell(binary: &Path, database: &str, words: &[&str]) -> Command {
    let mut command = Command::new(binary);
    for (name, _) in std::env::vars_os() {
        if name.as_encoded_bytes().starts_with(b"DESKBELL_") {
            command.env_remove(name);
        }
    }
    command.env("DESKBELL_CONFIG", "");
    command.args(["--database", database]).args(words).stdin(Stdio::null());
    command
}

/// Parses the `address` in a server's first line as a socket address.
///
/// # Errors
/// When the address is not `http://ADDRESS:PORT`.
pub fn listens_at(address: Option<&str>) -> crate::Result<SocketAddr> {
    let address = address.and_then(|address| address.strip_prefix("http://")?.parse().ok());
    address.ok_or_else(|| "a server without an address".to_owned())
}

/// The path of a program in a folder of `PATH` or in `/usr/sbin`.
#[must_use]
pub fn find(name: &str) -> Option<PathBuf> {
    let folders = folders().chain([PathBuf::from("/usr/sbin")]);
    folders.map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// The folders of `PATH`, in order.
pub fn folders() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).collect::<Vec<_>>().into_iter()
}
