//! A throw-away PostgreSQL cluster: a folder, a server, and a shell that later stops the server and
//! removes the folder.
//!
//! The shell (`keeper.sh`) removes the cluster when a pipe from this process closes. The pipe
//! closes when [`Cluster`] is dropped, and also when this process is killed. This module must not
//! know the programs that connect.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs};

use deskbell_lab::postgres::account::{self, Account};
use deskbell_lab::postgres::{free_port, new_folder};

use super::Durability;

const KEEPER: &str = include_str!("keeper.sh");

/// The maximal number of start attempts. An attempt fails if another program has taken the port.
const ATTEMPTS: u32 = 3;

/// A server on 127.0.0.1, which is stopped when dropped.
pub struct Cluster {
    keeper: Child,
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    /// Creates a cluster and starts its server; returns when the server accepts connections. Fails,
    /// with the end of the server's log, when the server does not start.
    pub fn start(programs: &Path, durability: Durability) -> Result<Self, String> {
        let account = account::for_server()?;
        let mut attempt = 1;
        loop {
            let mut cluster = Self::attempt(programs, durability, account)?;
            if cluster.is_ready() {
                return Ok(cluster);
            }
            let log = fs::read_to_string(cluster.folder.join("log")).unwrap_or_default();
            if attempt == ATTEMPTS || !log.contains("could not bind") {
                return Err(format!("PostgreSQL does not start. Its log ends so:\n{}", tail(&log)));
            }
            attempt += 1;
        }
    }

    /// The URL of the database `postgres`.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The folder of the cluster. The subfolder `data` has the data.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn attempt(
        programs: &Path,
        durability: Durability,
        account: Option<Account>,
    ) -> Result<Self, String> {
        let port = free_port().map_err(|error| format!("no port is free: {error}"))?;
        let folder = new_folder("deskbell-postgres", account)
            .map_err(|error| format!("no folder can be made for a PostgreSQL cluster: {error}"))?;
        let mut command = Command::new("sh");
        command.args(["-c", KEEPER, "keeper"]).arg(&folder).arg(programs);
        command.arg(options(&folder, port, durability)).current_dir(&folder).process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        for (name, _) in
            env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"PG"))
        {
            command.env_remove(name);
        }
        command.env("LC_ALL", "C");
        if let Some(Account { uid, gid }) = account {
            command.uid(uid).gid(gid);
        }
        match command.spawn() {
            Ok(keeper) => Ok(Self { keeper, folder, port }),
            Err(error) => {
                let _ = fs::remove_dir_all(&folder);
                Err(format!(
                    "`sh` does not start in {}: {error}; TMPDIR has to be a folder that the \
                     account of PostgreSQL may enter",
                    folder.display()
                ))
            }
        }
    }

    /// Waits until the shell `keeper.sh` prints `ready`; returns `false` if the shell ends first.
    fn is_ready(&mut self) -> bool {
        let mut word = String::new();
        let answer = self.keeper.stdout.take().map(BufReader::new);
        answer.is_some_and(|mut answer| answer.read_line(&mut word).is_ok())
            && word.trim_end() == "ready"
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
        // A keeper whose account cannot write to the parent folder only empties the folder.
        let _ = fs::remove_dir(&self.folder);
    }
}

/// Returns the server's settings as shell arguments.
fn options(folder: &Path, port: u16, durability: Durability) -> String {
    let synced = if durability == Durability::Kept { "on" } else { "off" };
    let folder = folder.display().to_string().replace('\'', r"'\''");
    [
        "listen_addresses=127.0.0.1".to_owned(),
        format!("port={port}"),
        format!("unix_socket_directories='{folder}'"),
        format!("fsync={synced}"),
        format!("full_page_writes={synced}"),
        "synchronous_commit=on".to_owned(),
        "max_connections=300".to_owned(),
        "shared_buffers=128MB".to_owned(),
        "max_prepared_transactions=0".to_owned(),
        // By this name, benches know that the databases they keep are deleted with the cluster.
        "cluster_name=deskbell-throw-away".to_owned(),
    ]
    .map(|setting| format!("-c {setting}"))
    .join(" ")
}

fn tail(log: &str) -> String {
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_benches_pay_for_syncing() {
        let settings = |durability| options(Path::new("/tmp/it's"), 5555, durability);
        assert!(settings(Durability::Kept).contains("-c fsync=on -c full_page_writes=on"));
        assert!(settings(Durability::Lost).contains("-c fsync=off -c full_page_writes=off"));
        assert!(settings(Durability::Lost).contains(r"unix_socket_directories='/tmp/it'\''s'"));
    }

    #[test]
    fn the_end_of_a_log_is_its_last_twenty_lines() {
        let log: Vec<String> = (1..=30).map(|line| line.to_string()).collect();
        assert!(tail(&log.join("\n")).starts_with("11\n"));
        assert_eq!(tail("one"), "one");
    }
}
