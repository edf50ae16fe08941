//! The cores of the servers and of the client: `taskset` pins the servers to one core and the
//! client to another core. Without `taskset`, or with one core, no process is pinned, and the
//! report says so.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

use deskbell_lab::Result;

use crate::process;

/// The assignment of servers and client to cores.
#[derive(Debug)]
pub struct Cores {
    /// The server's core, the client's core, and the list of all allowed cores.
    pinned: Option<(usize, usize, String)>,
}

impl Cores {
    /// Pins this process to the second allowed core, and later servers to the first core.
    ///
    /// # Errors
    /// When `/proc` cannot be read.
    pub fn part() -> Result<Self> {
        let allowed = process::status(std::process::id(), "Cpus_allowed_list")?;
        let [server, client] = match numbers(&allowed).as_slice() {
            [server, client, ..] => [*server, *client],
            _ => return Ok(Self::together()),
        };
        let is_pinned = pin(std::process::id(), client);
        Ok(Self { pinned: is_pinned.then_some((server, client, allowed)) })
    }

    /// Moves another process, such as a database process, to the server's core; returns true if the
    /// move succeeded.
    #[must_use]
    pub fn join_server(&self, id: u32) -> bool {
        self.pinned.as_ref().is_some_and(|(server, _, _)| pin(id, *server))
    }

    /// An assignment that pins no process.
    #[must_use]
    pub fn together() -> Self {
        Self { pinned: None }
    }

    /// The command of a server, pinned to the server's core.
    pub fn server(&self, program: impl AsRef<OsStr>) -> Command {
        match &self.pinned {
            Some((server, _, _)) => taskset(&server.to_string(), program),
            None => Command::new(program),
        }
    }

    /// The command of a program that may use all cores.
    pub fn free(&self, program: impl AsRef<OsStr>) -> Command {
        match &self.pinned {
            Some((_, _, all)) => taskset(all, program),
            None => Command::new(program),
        }
    }

    /// A sentence about the pinning, for the report.
    #[must_use]
    pub fn told(&self) -> String {
        match &self.pinned {
            Some((server, client, _)) => {
                format!("servers on core {server}, client on core {client} (taskset)")
            }
            None => "nothing is pinned to a core".into(),
        }
    }
}

fn pin(id: u32, core: usize) -> bool {
    let mut taskset = Command::new("taskset");
    taskset.args(["-a", "-c", "-p", &core.to_string(), &id.to_string()]);
    taskset.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|it| it.success())
}

fn taskset(cores: &str, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("taskset");
    command.args(["-c", cores]).arg(program);
    command
}

/// Parses a list of numbers such as `0-2,5`.
fn numbers(list: &str) -> Vec<usize> {
    let ranges = list.split(',').filter_map(|part| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some(first.trim().parse().ok()?..=last.trim().parse().ok()?)
    });
    ranges.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_cores_are_read() {
        assert_eq!(numbers("0-2,5"), [0, 1, 2, 5]);
        assert_eq!(numbers("3"), [3]);
        assert_eq!(numbers(""), [0; 0]);
    }
}
