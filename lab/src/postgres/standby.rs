//! Temporary PostgreSQL servers: a primary, and standbys with asynchronous replication. A standby
//! can be cut off and promoted. The promoted standby lacks the primary's later commits.
//!
//! This module must not know the stored data.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::{Child, ChildStdin, Command};

use super::account::{self, Account};
use super::database::execute;
use super::{free_port, new_folder, programs};
use crate::certificates::Issued;

/// Settings for many small servers at once; commits do not survive a crash of the machine.
const SETTINGS: &str = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
    -c shared_buffers=16MB -c max_connections=120 -c max_wal_senders=3 -c wal_keep_size=256MB \
    -c autovacuum=off -c wal_sender_timeout=0";
/// A shell script that stops all servers and removes the folder when its input closes, even if the
/// test was killed.
const KEEPER: &str = "trap '' INT TERM; read -r _; for data in \"$1\"/data*; do \
    \"$2/pg_ctl\" --pgdata=\"$data\" --mode=immediate --wait stop; done; rm -rf \"$1\"";

/// A primary and its standbys. All servers stop when the value is dropped.
#[derive(Debug)]
pub struct Servers {
    folder: PathBuf,
    programs: PathBuf,
    account: Option<Account>,
    primary: Server,
    made: u16,
    keeper: Child,
    life: Option<ChildStdin>,
}

/// A temporary PostgreSQL server: a primary or a standby.
#[derive(Clone, Debug)]
pub struct Server {
    data: PathBuf,
    port: u16,
}

impl Server {
    /// The URL of a database on the server.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Runs SQL as the administrator.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn execute(&self, sql: &str) {
        execute(&self.url("postgres"), sql).await;
    }
}

impl Servers {
    /// Starts an empty primary.
    ///
    /// # Panics
    /// When PostgreSQL's programs are missing or fail.
    pub async fn start() -> Self {
        let programs = programs::find().expect("readable folders").expect("PostgreSQL's programs");
        let account = account::for_server().expect("an account");
        let folder = new_folder("deskbell-servers", account).expect("a folder");
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "keeper"]).arg(&folder).arg(&programs).current_dir("/");
        keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        keeper.process_group(0);
        if let Some(Account { uid, gid }) = account {
            keeper.uid(uid).gid(gid);
        }
        let mut keeper = keeper.spawn().expect("a keeper");
        let life = keeper.stdin.take();
        let primary = Server { data: folder.join("data0"), port: free_port().expect("a port") };
        let servers = Self { folder, programs, account, primary, made: 0, keeper, life };
        let data = &servers.primary.data;
        let words = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"];
        servers.run("initdb", data, &[&words[..], &["--no-sync"]].concat()).await;
        servers.begin(&servers.primary, "").await;
        servers
    }

    /// The current primary.
    #[must_use]
    pub fn primary(&self) -> &Server {
        &self.primary
    }

    /// Creates a database on the primary; returns the database's name.
    ///
    /// # Panics
    /// When the primary reports an error.
    pub async fn create_database(&self) -> String {
        self.primary.execute("CREATE DATABASE desk").await;
        "desk".to_owned()
    }

    /// Starts a standby: a copy of the primary that also gets the primary's further commits.
    ///
    /// # Panics
    /// When the standby does not start.
    pub async fn follow(&mut self) -> Server {
        self.made += 1;
        let data = self.folder.join(format!("data{}", self.made));
        let standby = Server { data, port: free_port().expect("a port") };
        let url = self.primary.url("postgres");
        let words = ["--checkpoint=fast", "--wal-method=stream", "--write-recovery-conf"];
        let words = [&words[..], &["--no-sync", "--dbname", &url]].concat();
        self.run("pg_basebackup", &standby.data, &words).await;
        self.begin(&standby, "").await;
        standby
    }

    /// Waits until a standby has all current commits of the primary, and stops the standby, so that
    /// the standby misses later commits.
    ///
    /// # Panics
    /// When the standby does not stop.
    pub async fn cut_off(&self, standby: &Server) {
        self.primary.execute(include_str!("standby_has_everything.sql")).await;
        self.end(standby).await;
    }

    /// Promotes a standby that was cut off; returns the former primary, which continues to run
    /// until [`Servers::end`].
    ///
    /// # Panics
    /// When the promotion fails.
    pub async fn promote(&mut self, standby: Server) -> Server {
        self.begin(&standby, "-c primary_conninfo=").await;
        self.run("pg_ctl", &standby.data, &["--wait", "promote"]).await;
        std::mem::replace(&mut self.primary, standby)
    }

    /// Stops a server immediately, without a clean shutdown.
    ///
    /// # Panics
    /// When the server does not stop.
    pub async fn end(&self, server: &Server) {
        self.run("pg_ctl", &server.data, &["--mode=immediate", "--wait", "stop"]).await;
    }

    /// Restarts the primary with this certificate, and with `authority` for the certificates of
    /// clients. `accounts` becomes the `pg_hba.conf` (lines like `hostssl all desk 127.0.0.1/32
    /// scram-sha-256`). All connections to the primary end.
    ///
    /// # Panics
    /// When the primary does not restart.
    pub async fn secure(&self, shown: &Issued, authority: &Path, accounts: &str) {
        let data = &self.primary.data;
        let place = |name: &str, from: &Path| {
            let to = data.join(name);
            fs::copy(from, &to).expect("a copy");
            fs::set_permissions(&to, Permissions::from_mode(0o600)).expect("a file of ours");
            if let Some(Account { uid, gid }) = self.account {
                chown(&to, Some(uid), Some(gid)).expect("a file of theirs");
            }
        };
        place("server.crt", &shown.certificate);
        place("server.key", &shown.key);
        place("root.crt", authority);
        let settings = "ssl = on\nssl_ca_file = 'root.crt'\n";
        fs::write(data.join("postgresql.auto.conf"), settings).expect("a file");
        self.only(accounts).await;
    }

    /// Restarts the primary with `accounts` as its `pg_hba.conf` (lines like `host all desk
    /// 127.0.0.1/32 scram-sha-256`).
    ///
    /// # Panics
    /// When the primary does not restart.
    pub async fn only(&self, accounts: &str) {
        let data = &self.primary.data;
        fs::write(data.join("pg_hba.conf"), accounts).expect("a file");
        self.run("pg_ctl", data, &["--wait", "--mode=fast", "stop"]).await;
        self.begin(&self.primary, "").await;
    }

    async fn begin(&self, server: &Server, settings: &str) {
        let options = format!("{SETTINGS} -c port={} {settings}", server.port);
        let log = server.data.with_extension("log");
        let log = format!("--log={}", log.display());
        let words = ["--options", &options, &log, "--wait", "start"];
        self.run("pg_ctl", &server.data, &words).await;
    }

    async fn run(&self, program: &str, data: &Path, words: &[&str]) {
        let mut command = Command::new(self.programs.join(program));
        command.arg("--pgdata").arg(data).args(words).current_dir(&self.folder).env("LC_ALL", "C");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(Account { uid, gid }) = self.account {
            command.uid(uid).gid(gid);
        }
        let status = command.status().await.expect("a program of PostgreSQL's");
        let log = || fs::read_to_string(data.with_extension("log")).unwrap_or_default();
        assert!(status.success(), "{program} {words:?}: {status}\n{}", log());
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        drop(self.life.take());
        // The keeper outlives this process, so its end is not awaited.
        let _ = self.keeper.try_wait();
    }
}
