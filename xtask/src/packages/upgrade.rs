//! Upgrades under load: two servers on PostgreSQL and HAProxy, and one server on SQLite, with and
//! without a socket that stays open during the upgrade.
//!
//! The program before the upgrade can be another binary, named by a path.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use deskbell_lab::postgres::{free_port, new_folder};
use deskbell_lab::{process, say};

use super::load::{self, Load, Tally};
use super::node::{Node, Place};
use crate::postgres::{Durability, Postgres};
use crate::workspace::Workspace;
use crate::{program, tools};

/// The number of requests that are answered before, between and after the steps of an upgrade.
pub const EVERY: usize = 1000;
const CHATS: &str = "5000";
/// The time within which every client must get an answer while the only server is replaced.
pub const PAUSE_MAX: Duration = Duration::from_secs(1);

/// A shell script that starts HAProxy with the configuration `$1`, and ends HAProxy when the input
/// of the script closes. HAProxy writes its process id to the file `$2`.
const KEEPER: &str = r#"
haproxy -D -f "$1" -p "$2" </dev/null || exit 1
echo up
read -r _
kill -TERM "$(cat "$2")"
"#;

/// An upgrade from one program to another.
pub struct Upgrade<'a> {
    /// The root of the workspace, which has the proxy's configuration.
    pub workspace: &'a Workspace,
    /// The program before the upgrade.
    pub old: PathBuf,
    /// The program after the upgrade.
    pub new: PathBuf,
}

impl Upgrade<'_> {
    /// Tries the upgrades. Fails when a request is lost, when a client waits for too long, or when
    /// the return to the old program is not as documented.
    pub fn trial(&self) -> Result<(), String> {
        for (name, path) in [("from", &self.old), ("to", &self.new)] {
            let version = program::output(Command::new(path).arg("--version"))?;
            let version = String::from_utf8_lossy(&version).replace('\n', ", ");
            say::talk(format!("{name}: {version}"));
        }
        let folder = new_folder("deskbell-upgrade", None);
        let folder = folder.map_err(|error| format!("a folder for the trial: {error}"))?;
        let outcome = self.two_servers(&folder).and_then(|()| {
            self.one_server(&folder, true)?;
            self.one_server(&folder, false)
        });
        let _ = fs::remove_dir_all(&folder);
        outcome
    }

    /// Replaces two servers on PostgreSQL one after the other, as the page about upgrades says.
    fn two_servers(&self, folder: &Path) -> Result<(), String> {
        let postgres = Postgres::throw_away(Durability::Kept)?;
        let database = postgres.url().ok_or("the PostgreSQL server has no URL")?;
        let key = prepared(&self.old, &database)?;
        let places = [address()?, address()?];
        let [one, two] =
            places.map(|place| Node::start(&self.old, &database, &Place::Address(place)));
        let (one, two) = (one?, two?);
        let proxy = Proxy::start(self.workspace, folder, places)?;
        let before = load::customers(proxy.address, &key)?;
        let load = Load::start(proxy.address, &key);
        load.wait(EVERY)?;
        command(&self.new, &database, &["migrate"])?;
        load.wait(EVERY)?;
        one.stop()?;
        let one = Node::start(&self.new, &database, &Place::Address(places[0]))?;
        proxy.wait_for("one", &load)?;
        load.wait(EVERY)?;
        two.stop()?;
        let two = Node::start(&self.new, &database, &Place::Address(places[1]))?;
        proxy.wait_for("two", &load)?;
        load.wait(EVERY)?;
        let tally = load.stop()?;
        let after = load::customers(proxy.address, &key)?;
        say::talk(format!("two servers behind a proxy: {}", tally.sentence()));
        without_loss(&tally, before, after)?;
        if tally.refused > 0 {
            return Err("the proxy refused connections".to_owned());
        }
        drop((one, two));
        self.way_back(&database)
    }

    /// Replaces the only server, on SQLite.
    fn one_server(&self, folder: &Path, has_socket: bool) -> Result<(), String> {
        let path = folder.join(format!("desk-{has_socket}.db"));
        let database = format!("sqlite:{}", path.display());
        let key = prepared(&self.old, &database)?;
        let address = address()?;
        let place = match has_socket {
            true => Place::Socket(
                TcpListener::bind(address).map_err(|error| format!("{address}: {error}"))?,
            ),
            false => Place::Address(address),
        };
        let server = Node::start(&self.old, &database, &place)?;
        let before = load::customers(address, &key)?;
        let load = Load::start(address, &key);
        load.wait(EVERY)?;
        server.stop()?;
        let server = Node::start(&self.new, &database, &place)?;
        load.wait(EVERY)?;
        let tally = load.stop()?;
        let after = load::customers(address, &key)?;
        let how = if has_socket { "with its socket kept open" } else { "without a socket" };
        say::talk(format!("one server {how}: {}", tally.sentence()));
        without_loss(&tally, before, after)?;
        if has_socket && tally.refused > 0 {
            return Err("connections were refused although the socket stayed open".to_owned());
        }
        if tally.longest >= PAUSE_MAX {
            return Err(format!("a client waited for {} ms", tally.longest.as_millis()));
        }
        server.stop()?;
        self.way_back(&database)
    }

    /// Runs the old program on the new program's database. The old program must work, or report
    /// that it does not know a migration.
    fn way_back(&self, database: &str) -> Result<(), String> {
        let mut old = process::deskbell(&self.old, database, &["migrate"]);
        let output = old.output().map_err(|error| format!("{}: {error}", self.old.display()))?;
        let said = String::from_utf8_lossy(&output.stderr);
        if output.status.success() {
            say::talk("back: the older program opens the database");
            return Ok(());
        }
        if output.status.code() == Some(1) && said.contains("this program knows up to") {
            say::talk(format!("back: refused, as documented: {}", said.trim_end()));
            return Ok(());
        }
        Err(format!("the older program neither works nor says why: {said}"))
    }
}

/// Fails when a request was lost, or when the number of new customers differs from the number of
/// acknowledged customers.
pub fn without_loss(tally: &Tally, before: usize, after: usize) -> Result<(), String> {
    if tally.failed > 0 {
        return Err(format!("{} requests were lost: {}", tally.failed, tally.told.join("; ")));
    }
    if after - before != tally.written {
        return Err(format!(
            "{} customers were acknowledged, and {} are there",
            tally.written,
            after - before
        ));
    }
    Ok(())
}

/// Fills a new database; returns an API key.
fn prepared(binary: &Path, database: &str) -> Result<String, String> {
    command(binary, database, &["seed", "--chats", CHATS])?;
    command(binary, database, &["key", "create", "--name", "load"])
}

fn command(binary: &Path, database: &str, words: &[&str]) -> Result<String, String> {
    let mut command = process::deskbell(binary, database, words);
    let printed = program::output(&mut command)?;
    Ok(String::from_utf8_lossy(&printed).trim_end().to_owned())
}

fn address() -> Result<SocketAddr, String> {
    let port = free_port().map_err(|error| format!("no port is free: {error}"))?;
    Ok((Ipv4Addr::LOCALHOST, port).into())
}

/// HAProxy with the delivered configuration, without TLS. The process is ended when the value is
/// dropped.
struct Proxy {
    keeper: Child,
    address: SocketAddr,
    /// The path of the socket on which HAProxy accepts commands.
    commands: PathBuf,
}

impl Proxy {
    fn start(
        workspace: &Workspace,
        folder: &Path,
        servers: [SocketAddr; 2],
    ) -> Result<Self, String> {
        if process::find("haproxy").is_none() {
            tools::distribution("haproxy")?;
        }
        let failed = |error: std::io::Error| format!("HAProxy: {error}");
        let delivered = workspace.root.join("packaging/haproxy.cfg");
        let delivered = fs::read_to_string(delivered).map_err(failed)?;
        let address = address()?;
        let commands = folder.join("haproxy.sock");
        let configuration = adapted(&delivered, address, servers, &commands)?;
        let file = folder.join("haproxy.cfg");
        fs::write(&file, configuration).map_err(failed)?;
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "keeper"]).arg(&file).arg(folder.join("haproxy.pid"));
        keeper.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut keeper = keeper.spawn().map_err(failed)?;
        let mut said = String::new();
        if let Some(out) = keeper.stdout.take() {
            BufReader::new(out).read_line(&mut said).map_err(failed)?;
        }
        let proxy = Self { keeper, address, commands };
        if said == "up\n" { Ok(proxy) } else { Err("HAProxy does not start".to_owned()) }
    }

    /// Waits, while the clients continue, until the proxy sends requests to a server.
    fn wait_for(&self, server: &str, load: &Load) -> Result<(), String> {
        while !self.uses(server)? {
            load.wait(1)?;
        }
        Ok(())
    }

    fn uses(&self, server: &str) -> Result<bool, String> {
        let failed = |error: std::io::Error| format!("HAProxy: {error}");
        let mut line = UnixStream::connect(&self.commands).map_err(failed)?;
        line.write_all(b"show servers state deskbell\n").map_err(failed)?;
        let mut table = String::new();
        line.read_to_string(&mut table).map_err(failed)?;
        Ok(is_up(&table, server))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Returns whether a server is in use, by HAProxy's table of servers: the fourth column is the
/// name, and the sixth is 2 for a server in use.
fn is_up(table: &str, server: &str) -> bool {
    let mut rows = table.lines().map(|row| row.split(' ').collect::<Vec<_>>());
    rows.any(|row| row.get(3) == Some(&server) && row.get(5) == Some(&"2"))
}

/// Changes the delivered configuration for servers on this machine and for HTTP without TLS.
fn adapted(
    delivered: &str,
    address: SocketAddr,
    servers: [SocketAddr; 2],
    commands: &Path,
) -> Result<String, String> {
    let replacements = [
        // Not every machine lets a program have so many files open.
        ("maxconn 20000".to_owned(), "maxconn 1000".to_owned()),
        ("bind :80\n".to_owned(), format!("bind {address}\n")),
        (
            "    bind :443 ssl crt /etc/haproxy/desk.pem alpn h2,http/1.1\n".to_owned(),
            String::new(),
        ),
        ("    http-request redirect scheme https unless { ssl_fc }\n".to_owned(), String::new()),
        ("/tmp/haproxy.sock".to_owned(), commands.display().to_string()),
        ("server one one:8080".to_owned(), format!("server one {}", servers[0])),
        ("server two two:8080".to_owned(), format!("server two {}", servers[1])),
    ];
    let mut adapted = delivered.to_owned();
    for (from, to) in replacements {
        if !adapted.contains(&from) {
            return Err(format!("packaging/haproxy.cfg has no `{}` any more", from.trim()));
        }
        adapted = adapted.replace(&from, &to);
    }
    Ok(adapted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_in_use_is_found_in_what_haproxy_prints() {
        let table = "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state\n\
                     3 deskbell 1 one 127.0.0.1 0 0\n3 deskbell 2 two 127.0.0.1 2 0\n";
        assert!(!is_up(table, "one"));
        assert!(is_up(table, "two"));
    }

    #[test]
    fn the_delivered_configuration_can_be_adapted() {
        let delivered = include_str!("../../../packaging/haproxy.cfg");
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
        let adapted = adapted(delivered, address, [address; 2], Path::new("/x/sock")).unwrap();
        assert!(!adapted.contains(":443") && adapted.contains("server two 127.0.0.1:1"));
    }
}
