//! The real binary as a child process.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use deskbell_lab::http::{Response, exchange};
use serde_json::Value;
use tempfile::TempDir;

/// The binary built with these tests.
pub const BINARY: &str = env!("CARGO_BIN_EXE_deskbell");
/// The arguments that start a server on a free port.
pub const SERVE: &[&str] = &deskbell_lab::process::SERVE;

/// The setting that turns the rate limit off.
pub const UNLIMITED: [(&str, &str); 1] = [("DESKBELL_LIMITS__REQUESTS_PER_MINUTE", "0")];

/// A command of the binary on this database, without settings in its environment.
pub fn deskbell(url: &str, args: &[&str]) -> Command {
    deskbell_lab::process::deskbell(Path::new(BINARY), url, args)
}

/// The URL of an SQLite database in this file.
pub fn file_url(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

/// Creates an empty folder; returns the folder and the URL of a database `a.db` in this folder.
pub fn place() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let url = file_url(&folder.path().join("a.db"));
    (folder, url)
}

/// Creates a folder with a database `a.db` of the current schema; returns the folder and the
/// database's URL.
pub fn migrated() -> (TempDir, String) {
    let (folder, url) = place();
    data(&url, &["migrate"]);
    (folder, url)
}

pub fn run(url: &str, args: &[&str]) -> Output {
    deskbell(url, args).output().unwrap()
}

/// Runs a command that must succeed; returns its standard output.
pub fn data(url: &str, args: &[&str]) -> String {
    let output = run(url, args);
    let (out, talk) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{args:?}: {out}{talk}");
    out.trim_end().to_owned()
}

/// Runs a command that must fail with this exit code; returns its standard error.
pub fn fails(url: &str, code: i32, args: &[&str]) -> String {
    refused(deskbell(url, args), code)
}

/// Runs a prepared command that must fail with this exit code; returns its standard error.
pub fn refused(mut command: Command, code: i32) -> String {
    let output = command.output().unwrap();
    let (out, talk) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{command:?}: {out}{talk}");
    assert_eq!(out, "", "{command:?}");
    talk
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Reads the first line of a server's output as JSON; returns a line that is not JSON as the error.
pub fn first_line(child: &mut Child) -> Result<Value, String> {
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    serde_json::from_str(&line).map_err(|_| line)
}

pub fn signal(id: u32, name: &str) {
    assert!(Command::new("kill").args([name, &id.to_string()]).status().unwrap().success());
}

/// A server process, killed when dropped.
pub struct Server {
    child: Child,
    /// The base URL of the server, `http://…`.
    pub address: String,
    /// The API key that the server printed, if any.
    pub key: Option<String>,
    /// The link for the first administrator that the server printed, if any.
    pub welcome: Option<String>,
}

impl Server {
    /// Starts a server on a free port, and waits until it listens.
    pub fn start(url: &str, environment: &[(&str, &str)]) -> Self {
        let mut command = deskbell(url, SERVE);
        command.envs(environment.iter().copied());
        Self::spawn(command)
    }

    /// Starts a server with this command, and waits until it listens.
    pub fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let said = first_line(&mut child).unwrap();
        Self::adopt(child, &said)
    }

    /// Wraps a server process that was already started; `said` is the line it printed.
    pub fn adopt(child: Child, said: &Value) -> Self {
        let address = said["address"].as_str().unwrap().to_owned();
        let [key, welcome] = ["key", "welcome"].map(|it| said[it].as_str().map(str::to_owned));
        Self { child, address, key, welcome }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn signal(&self, name: &str) {
        signal(self.id(), name);
    }

    /// Stops the process with SIGTERM; it must exit with success.
    pub fn stops(self) {
        self.signal("-TERM");
        assert_eq!(self.wait(), Some(0));
    }

    /// Waits for the process to exit; returns the exit code.
    pub fn wait(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    /// Sends a GET on a new connection; returns the status and body.
    pub fn get(&self, key: &str, target: &str) -> (u16, Value) {
        self.ask("GET", Some(key), target)
    }

    /// Tries to create a customer; returns true on success.
    pub fn makes_a_customer(&self, key: &str) -> bool {
        let body = "{\"name\":\"Una\"}";
        self.exchange("POST", Some(key), "/v1/customers", body).status == 201
    }

    /// Sends a request without a body on a new connection; returns the status and body.
    pub fn ask(&self, method: &str, key: Option<&str>, target: &str) -> (u16, Value) {
        let answer = self.exchange(method, key, target, "");
        (answer.status, serde_json::from_slice(&answer.body).unwrap())
    }

    /// Sends a request on a new connection; returns the answer.
    pub fn exchange(&self, method: &str, key: Option<&str>, target: &str, body: &str) -> Response {
        let key = key.map(|key| format!("Authorization: Bearer {key}\r\n")).unwrap_or_default();
        self.exchange_with(method, target, &key, body)
    }

    /// Sends a request as a page of the server does, with the session's cookie; returns the answer.
    pub fn page(&self, method: &str, target: &str, cookie: &str, body: &Value) -> Response {
        let own = "Sec-Fetch-Site: same-origin\r\nCookie: ";
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.exchange_with(method, target, &format!("{own}{cookie}\r\n"), &body)
    }

    /// Sends a request with these header lines; returns the answer.
    pub fn exchange_with(&self, method: &str, target: &str, lines: &str, body: &str) -> Response {
        let host = self.address.strip_prefix("http://").unwrap();
        let kind = match body.len() {
            0 => String::new(),
            length => format!("Content-Type: application/json\r\nContent-Length: {length}\r\n"),
        };
        let request = format!(
            "{method} {target} HTTP/1.1\r\nHost: {host}\r\n{lines}{kind}Connection: close\r\n\r\n\
             {body}"
        );
        exchange(&[host.parse().unwrap()], request.as_bytes()).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server may have exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
