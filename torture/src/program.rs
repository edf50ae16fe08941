//! The program under test, run as a command or as a server that is killed and restarted.
//!
//! This module must not know why a server is killed.

use std::fs::File;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use deskbell_lab::{Result, While as _, process};

/// The time limit for the start of a server, or for a command.
const TAKES_MOST: Duration = Duration::from_secs(120);
/// The time limit of a server's exit after SIGTERM.
const LEAVES_WITHIN: Duration = Duration::from_secs(30);

/// The settings of every process: no rate limits, webhook targets on this machine, only errors in
/// the log, any free port.
const SETTINGS: [(&str, &str); 12] = [
    ("DESKBELL_LIMITS__REQUESTS_PER_MINUTE", "0"),
    ("DESKBELL_WEBHOOKS__ALLOW", "127.0.0.0/8"),
    ("DESKBELL_LOG__LEVEL", "error"),
    ("DESKBELL_SERVER__LISTEN", "127.0.0.1:0"),
    ("DESKBELL_WIDGET__VISITS_PER_MINUTE", "0"),
    ("DESKBELL_WIDGET__NEW_VISITORS_PER_MINUTE", "0"),
    ("DESKBELL_WIDGET__NEW_VISITORS_OF_ALL_PER_MINUTE", "0"),
    ("DESKBELL_WIDGET__CHATS_PER_TEN_MINUTES", "0"),
    ("DESKBELL_WIDGET__MESSAGES_PER_MINUTE", "0"),
    ("DESKBELL_WIDGET__MESSAGES_PER_HOUR", "0"),
    ("DESKBELL_WIDGET__EVENTS_PER_MINUTE", "0"),
    ("DESKBELL_WIDGET__REQUESTS_PER_MINUTE", "0"),
];

/// The binary, and the folder of the servers' logs.
#[derive(Clone, Debug)]
pub struct Program {
    pub binary: PathBuf,
    pub logs: PathBuf,
}

impl Program {
    fn call(&self, url: &str, words: &[&str]) -> Command {
        let mut command = Command::from(process::deskbell(&self.binary, url, words));
        command.envs(SETTINGS).kill_on_drop(true);
        // SQLite's files are beside the database, on the disk that may be full.
        if !url.starts_with("sqlite:") {
            command.env("DESKBELL_FILES__FOLDER", self.logs.join("files"));
        }
        command
    }

    /// Runs a command to its end; returns its standard output.
    ///
    /// # Errors
    /// When the command fails; the error has the output.
    pub async fn data(&self, url: &str, words: &[&str]) -> Result<String> {
        let name = words.join(" ");
        let output = timeout(TAKES_MOST, self.call(url, words).output()).await;
        let output = output.while_at(&name)?.while_at(&name)?;
        let said = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
        if output.status.success() {
            return Ok(said);
        }
        let talk = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(format!("`deskbell {name}` failed ({}): {said} {talk}", output.status))
    }

    /// Starts a server on a free port without waiting until it listens.
    ///
    /// # Errors
    /// When the program cannot be started.
    pub fn spawn(&self, url: &str, name: &str, settings: &[(&str, &str)]) -> Result<Starting> {
        let log = self.logs.join(format!("{name}.log"));
        let log = File::options().create(true).append(true).open(&log).while_at(log.display())?;
        let mut command = self.call(url, &["serve", "--json"]);
        command.envs(settings.iter().copied()).stdout(Stdio::piped()).stderr(log);
        command.spawn().map(Starting).while_at(self.binary.display())
    }

    /// Starts a server and waits until it listens.
    ///
    /// # Errors
    /// When the server exits instead.
    pub async fn serve(&self, url: &str, name: &str, settings: &[(&str, &str)]) -> Result<Server> {
        self.spawn(url, name, settings)?.listens().await
    }
}

/// A server that may not listen yet, killed when dropped.
#[derive(Debug)]
pub struct Starting(Child);

impl Starting {
    /// Waits until the server listens.
    ///
    /// # Errors
    /// When the server exits instead.
    pub async fn listens(mut self) -> Result<Server> {
        let output = self.0.stdout.take().ok_or("a server without an output")?;
        let mut line = String::new();
        let mut output = BufReader::new(output);
        timeout(TAKES_MOST, output.read_line(&mut line))
            .await
            .while_at("a start")?
            .while_at("a start")?;
        let said: Value = serde_json::from_str(&line)
            .map_err(|_| format!("a server did not start: it said {line:?}; see its log"))?;
        let address = process::listens_at(said["address"].as_str())?;
        Ok(Server { child: self.0, address })
    }

    /// Kills the server at any point of its start.
    ///
    /// # Errors
    /// When killing fails.
    pub async fn kill(mut self) -> Result<()> {
        self.0.kill().await.while_at("kill -9")
    }
}

/// A server that listens, killed when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// The address that the server listens on.
    pub address: SocketAddr,
}

impl Server {
    /// Sends SIGKILL and waits for the process to exit.
    ///
    /// # Errors
    /// When killing fails.
    pub async fn kill(mut self) -> Result<()> {
        self.child.kill().await.while_at("kill -9")
    }

    /// Sends SIGTERM and waits for the process to exit with success.
    ///
    /// # Errors
    /// When the process does not exit with success in time.
    pub async fn leave(mut self) -> Result<()> {
        self.signal(Signal::TERM)?;
        let status = timeout(LEAVES_WITHIN, self.child.wait()).await.while_at("SIGTERM")?;
        let status = status.while_at("SIGTERM")?;
        if status.success() { Ok(()) } else { Err(format!("a server left with {status}")) }
    }

    /// Stops the process (SIGSTOP), like a machine that is out of memory or asleep.
    ///
    /// # Errors
    /// When the signal fails.
    pub fn stop(&self) -> Result<()> {
        self.signal(Signal::STOP)
    }

    /// Continues the process (SIGCONT).
    ///
    /// # Errors
    /// When the signal fails.
    pub fn go_on(&self) -> Result<()> {
        self.signal(Signal::CONT)
    }

    fn signal(&self, signal: Signal) -> Result<()> {
        let id = self.child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        kill_process(id.ok_or("a server that has ended")?, signal).while_at("a signal")
    }
}
