//! The sockets of a server: several addresses, Unix sockets, sockets that systemd passes, and the
//! server's notifications to systemd.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::process::{SERVE, Server, data, deskbell, first_line, migrated, run, text};

const HEALTHY: &str = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

/// Starts a server with these arguments; returns the server and the line that it printed.
fn serving(url: &str, args: &[&str]) -> (Server, Value) {
    let args = [&["serve", "--json"], args].concat();
    let mut command = deskbell(url, &args);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let said = first_line(&mut child).unwrap();
    (Server::adopt(child, &said), said)
}

/// Sends a request over a Unix socket; returns the status line.
fn asked(path: &Path) -> String {
    let mut stream = UnixStream::connect(path).unwrap();
    stream.write_all(HEALTHY.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_server_listens_on_ports_and_on_a_unix_socket_at_once() {
    let (folder, url) = migrated();
    let socket = folder.path().join("d.sock");
    let unix = format!("unix:{}", socket.display());
    let with_mode = format!("{unix}?mode=0640");
    let listen = ["--listen", "127.0.0.1:0", "--listen", "localhost:0", "--listen", &with_mode];
    let (server, said) = serving(&url, &listen);
    let addresses = said["addresses"].as_array().unwrap();
    assert_eq!(addresses.len(), 3, "{said}");
    assert_eq!((&said["address"], &addresses[2]), (&addresses[0], &unix.as_str().into()));
    // The lists are in memory a moment after the start.
    while server.ask("GET", None, "/readyz").0 != 200 {}
    for address in addresses {
        assert_eq!(data(&url, &["health", "--url", address.as_str().unwrap()]), "ready");
    }
    assert_eq!(std::fs::metadata(&socket).unwrap().mode() & 0o777, 0o640);
    std::thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| assert_eq!(asked(&socket), "HTTP/1.1 200 OK"));
        }
    });
    server.stops();
    assert!(!socket.exists(), "the socket's file goes with the server");
}

/// Counts the TCP sockets on which a process listens.
#[cfg(target_os = "linux")]
fn listening_sockets(process: u32) -> usize {
    const LISTEN: &str = "0A";
    let own: Vec<String> = std::fs::read_dir(format!("/proc/{process}/fd"))
        .unwrap()
        .filter_map(|it| std::fs::read_link(it.ok()?.path()).ok())
        .filter_map(|it| {
            let inode = it.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?;
            Some(inode.to_owned())
        })
        .collect();
    let tables = ["tcp", "tcp6"].map(|it| std::fs::read_to_string(format!("/proc/net/{it}")));
    let tables: String = tables.into_iter().flatten().collect();
    let is_own = |line: &&str| {
        let columns: Vec<_> = line.split_whitespace().collect();
        columns.get(3) == Some(&LISTEN)
            && columns.get(9).is_some_and(|inode| own.iter().any(|it| it == inode))
    };
    tables.lines().filter(is_own).count()
}

#[cfg(target_os = "linux")]
#[test]
fn metrics_are_served_only_when_the_settings_say_where() {
    let (_folder, url) = migrated();
    let (server, said) = serving(&url, &["--listen", "127.0.0.1:0"]);
    assert_eq!((&said["metrics"], listening_sockets(server.id())), (&Value::Null, 1));
    assert_eq!(server.exchange("GET", None, "/metrics", "").status, 404);
    server.stops();
    let mut command = deskbell(&url, SERVE);
    let child = command.env("DESKBELL_METRICS__LISTEN", "127.0.0.1:0").stdout(Stdio::piped());
    let mut child = child.stderr(Stdio::null()).spawn().unwrap();
    let said = first_line(&mut child).unwrap();
    let server = Server::adopt(child, &said);
    assert!(said["metrics"].as_str().is_some_and(|it| it.ends_with("/metrics")), "{said}");
    assert_eq!(listening_sockets(server.id()), 2);
    server.stops();
}

#[test]
fn an_address_that_cannot_be_had_is_told_and_nothing_stays_behind() {
    let (folder, url) = migrated();
    let holder = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = holder.local_addr().unwrap().to_string();
    let socket = folder.path().join("d.sock");
    let unix = format!("unix:{}", socket.display());
    let output = run(&url, &["serve", "--listen", &unix, "--listen", &taken]);
    drop(holder);
    let talk = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{talk}");
    assert!(talk.contains(&format!("{taken} cannot be listened on")), "{talk}");
    assert!(!socket.exists());
}

#[test]
fn sockets_of_systemd_are_used_in_place_of_the_settings() {
    let (_folder, url) = migrated();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    // Standard input is the socket: its number is 0.
    let mut command = deskbell(&url, &["serve", "--json", "--listen", "127.0.0.1:1"]);
    command.env("LISTEN_FDS", "1").env("LISTEN_FDS_FIRST_FD", "0");
    command.stdin(Stdio::from(OwnedFd::from(listener)));
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    drop(command);
    let said = first_line(&mut child).unwrap();
    assert_eq!(said["addresses"], serde_json::json!([address]));
    let server = Server::adopt(child, &said);
    assert_eq!(server.ask("GET", None, "/healthz").0, 200);
    server.stops();
}

#[test]
fn systemd_is_told_when_the_server_is_ready_lives_and_stops() {
    let (folder, url) = migrated();
    let path = folder.path().join("notify");
    let manager = UnixDatagram::bind(&path).unwrap();
    let mut command = deskbell(&url, SERVE);
    command.env("NOTIFY_SOCKET", &path).env("WATCHDOG_USEC", "40000");
    let server = Server::spawn(command);
    let next = || {
        let mut bytes = [0; 256];
        let count = manager.recv(&mut bytes).unwrap();
        String::from_utf8(bytes[..count].to_vec()).unwrap()
    };
    let mut told = vec![next(), next(), next()];
    assert!(told.contains(&"READY=1\n".to_owned()), "{told:?}");
    assert!(told.iter().filter(|it| *it == "WATCHDOG=1\n").count() >= 2, "{told:?}");
    assert_eq!(server.ask("GET", None, "/healthz").0, 200);
    server.stops();
    while told.last().is_none_or(|last| last != "STOPPING=1\n") {
        told.push(next());
    }
}

#[test]
fn the_first_line_of_the_log_tells_what_starts() {
    let (_folder, url) = migrated();
    let mut command = deskbell(&url, SERVE);
    command.env("DESKBELL_LOG__FORMAT", "json").env("DESKBELL_PORT", "1");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let said = first_line(&mut child).unwrap();
    let log = child.stderr.take().unwrap();
    Server::adopt(child, &said).stops();
    let log = std::io::read_to_string(log).unwrap();
    let first: Value = serde_json::from_str(log.lines().next().unwrap()).unwrap();
    assert_eq!(first["message"], "starting");
    assert_eq!(first["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&first["engine"], &first["database"]), (&"sqlite".into(), &url.as_str().into()));
    assert_eq!((&first["addresses"], &first["settings"]), (&said["address"], &"none".into()));
    assert!(log.contains("\"variable\":\"DESKBELL_PORT\""), "{log}");
}
