//! PgBouncer between a test and a PostgreSQL server, without TLS and passwords.
//!
//! This module must not know the data that passes through the pooler.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, ChildStdin, Command, Stdio};

use super::account::{self, Account};
use super::{free_port, new_folder};
use crate::process;

/// A shell script that starts the pooler. When the script's input closes, even if the test was
/// killed, the script ends the pooler and removes its folder.
const KEEPER: &str = "\"$1\" \"$2/settings.ini\" & pooler=$!; read -r _; kill -INT $pooler; \
    wait $pooler; rm -rf \"$2\"";

/// A running pooler, which ends when the value is dropped.
#[derive(Debug)]
pub struct Pooler {
    port: u16,
    keeper: Child,
    life: Option<ChildStdin>,
}

impl Pooler {
    /// Starts a pooler in front of the server of `url` (`postgres://USER@HOST:PORT/NAME`), with
    /// `mode` as the pooler's `pool_mode`, and at most `sessions` server sessions per database.
    ///
    /// # Panics
    /// When `pgbouncer` is missing or does not start.
    #[must_use]
    pub fn start(url: &str, mode: &str, sessions: usize) -> Self {
        let program = process::find("pgbouncer").expect("this test needs the program `pgbouncer`");
        let account = account::for_server().expect("an account");
        let folder = new_folder("deskbell-pooler", account).expect("a folder");
        let (user, place) = parts(url);
        let (host, port) = place.rsplit_once(':').expect("a port");
        let own = free_port().expect("a port");
        let accounts = folder.join("accounts");
        let settings = format!(
            "[databases]\n* = host={host} port={port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {own}\nunix_socket_dir =\nauth_type = trust\nauth_file = {}\n\
             pool_mode = {mode}\ndefault_pool_size = {sessions}\nmax_client_conn = 500\n",
            accounts.display()
        );
        for (name, text) in [("accounts", format!("\"{user}\" \"\"\n")), ("settings.ini", settings)]
        {
            fs::write(folder.join(name), text).expect("a file");
        }
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "keeper"]).arg(program).arg(&folder).current_dir("/");
        keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        keeper.process_group(0);
        if let Some(Account { uid, gid }) = account {
            keeper.uid(uid).gid(gid);
        }
        let mut keeper = keeper.spawn().expect("a keeper");
        let life = keeper.stdin.take();
        let lines = BufReader::new(keeper.stderr.take().expect("a pipe")).lines();
        let pooler = Self { port: own, keeper, life };
        let mut said = Vec::new();
        for line in lines.map_while(Result::ok) {
            if line.contains("process up") {
                return pooler;
            }
            said.push(line);
        }
        panic!("the pooler does not start: {said:?}");
    }

    /// Returns `url` with the pooler's address instead of the server's address.
    #[must_use]
    pub fn url(&self, url: &str) -> String {
        let (user, _) = parts(url);
        let (_, database) = url.rsplit_once('/').expect("a database");
        format!("postgres://{user}@127.0.0.1:{}/{database}", self.port)
    }
}

impl Drop for Pooler {
    fn drop(&mut self) {
        drop(self.life.take());
        let _ = self.keeper.wait();
    }
}

/// The account of a URL, and the URL's host with the port.
fn parts(url: &str) -> (&str, &str) {
    let rest = url.split_once("://").expect("a URL").1;
    let (user, rest) = rest.split_once('@').expect("an account");
    (user, rest.split_once('/').expect("a database").0)
}
