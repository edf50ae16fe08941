//! The restart of the PostgreSQL server.

use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::process::Stdio;

use deskbell_lab::postgres::programs::VARIABLE;
use tokio::process::Command;

use deskbell_lab::{Result, While as _};

/// The environment variable with the folder of a throw-away cluster. The subfolder `data` has the
/// data.
const FOLDER: &str = "DESKBELL_PG_CLUSTER";

/// A throw-away cluster that may be restarted.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    control: PathBuf,
}

impl Cluster {
    /// The cluster that the environment variables name.
    ///
    /// # Errors
    /// When a variable is not set.
    pub fn ours() -> Result<Self> {
        let named = |name| std::env::var_os(name).ok_or_else(|| format!("{name} is not set"));
        let (folder, programs) = (PathBuf::from(named(FOLDER)?), PathBuf::from(named(VARIABLE)?));
        Ok(Self { folder, control: programs.join("pg_ctl") })
    }

    /// Restarts the PostgreSQL server without a clean shutdown, so that it recovers from its WAL.
    ///
    /// # Errors
    /// When the server does not start.
    pub async fn restart(&self) -> Result<()> {
        let owner = std::fs::metadata(&self.folder).while_at(self.folder.display())?;
        let mut command = Command::new(&self.control);
        command.args(["restart", "--pgdata=data", "--log=log", "--mode=immediate", "--wait"]);
        command.current_dir(&self.folder).env("LC_ALL", "C");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if rustix::process::geteuid().is_root() {
            command.uid(owner.uid()).gid(owner.gid());
        }
        let status = command.status().await.while_at("pg_ctl restart")?;
        if status.success() { Ok(()) } else { Err(format!("pg_ctl restart: {status}")) }
    }
}
