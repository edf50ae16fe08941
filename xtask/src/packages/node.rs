//! A server process of a trial, on an address that stays the same when the process is replaced.

use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use deskbell_lab::process;

use crate::program;

/// A shell script that starts `"$@"` and passes the socket on standard input to the command, as
/// systemd passes sockets.
const ADOPT: &str = r#"exec 3<&0 </dev/null; export LISTEN_FDS=1 LISTEN_PID=$$; exec "$@""#;

/// The address or socket on which a server listens.
pub enum Place {
    /// An address on which the server opens a socket itself.
    Address(SocketAddr),
    /// A socket that stays open while the server is replaced.
    Socket(TcpListener),
}

/// A server, killed when dropped.
pub struct Node(Child);

impl Node {
    /// Starts a server; returns when it listens.
    pub fn start(binary: &Path, database: &str, place: &Place) -> Result<Self, String> {
        let address = match place {
            Place::Address(address) => address.to_string(),
            // The socket is used instead.
            Place::Socket(_) => "127.0.0.1:0".to_owned(),
        };
        let serve = ["serve", "--json", "--listen", &address];
        let server = process::deskbell(binary, database, &serve);
        let mut command = match place {
            Place::Address(_) => server,
            Place::Socket(socket) => adopting(&server, socket)?,
        };
        command.env("DESKBELL_LIMITS__REQUESTS_PER_MINUTE", "0");
        command.env("DESKBELL_LOG__LEVEL", "error").stdout(Stdio::piped());
        let started = command.spawn();
        let mut node = Self(started.map_err(|error| format!("{}: {error}", binary.display()))?);
        let mut line = String::new();
        let out = node.0.stdout.take().map(BufReader::new);
        let read = out.map(|mut out| out.read_line(&mut line));
        match read {
            Some(Ok(1..)) => Ok(node),
            _ => Err(format!("{} does not serve {database}", binary.display())),
        }
    }

    /// Stops the server with SIGTERM, and waits for its end. Fails when its exit code is not 0.
    pub fn stop(mut self) -> Result<(), String> {
        let id = self.0.id().to_string();
        program::output(Command::new("kill").args(["-TERM", &id]))?;
        let status = self.0.wait().map_err(|error| format!("waiting for a server: {error}"))?;
        if status.success() { Ok(()) } else { Err(format!("a stopped server said {status}")) }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Returns a command that starts `server` and passes the socket to the server.
fn adopting(server: &Command, socket: &TcpListener) -> Result<Command, String> {
    let mut shell = Command::new("sh");
    shell.args(["-c", ADOPT, "sh"]).arg(server.get_program()).args(server.get_args());
    for (name, value) in server.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    let passed = socket.try_clone().map_err(|error| format!("a socket: {error}"))?;
    shell.stdin(Stdio::from(OwnedFd::from(passed)));
    Ok(shell)
}
