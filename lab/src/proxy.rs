//! Reverse proxies in front of HTTP servers: nginx, HAProxy and Caddy, with a given configuration.
//!
//! This module must not know the data that passes through the proxies.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::process;

/// A shell script that starts a proxy in the background with the command `$1`. The command returns
/// when the proxy listens. When the script's input closes, even if the test was killed, `$2` ends
/// the proxy.
const KEEPER: &str = "sh -c \"$1\" >\"$3/said\" 2>&1 </dev/null || { cat \"$3/said\"; exit 1; }; \
    echo up; read -r _; sh -c \"$2\" >/dev/null 2>&1";

/// A kind of proxy, by the commands that start, reload and end the proxy. In the commands,
/// `PROGRAM` and `FOLDER` stand for the paths of the program and of the configuration's folder.
#[derive(Debug)]
pub struct Kind {
    /// The name of the program.
    pub program: &'static str,
    /// The name of the configuration file.
    pub file: &'static str,
    start: &'static str,
    /// Makes the proxy read its configuration again, as its unit of systemd does.
    reload: &'static str,
    end: &'static str,
}

/// nginx, whose configuration is inside `http { … }`.
pub const NGINX: Kind = Kind {
    program: "nginx",
    file: "nginx.conf",
    start: "PROGRAM -p FOLDER -c FOLDER/nginx.conf -e FOLDER/error.log",
    reload: "PROGRAM -p FOLDER -c FOLDER/nginx.conf -e FOLDER/error.log -s reload",
    end: "kill -QUIT $(cat FOLDER/proxy.pid)",
};
/// HAProxy, as a kind of proxy. It has a master process, as under systemd.
pub const HAPROXY: Kind = Kind {
    program: "haproxy",
    file: "haproxy.cfg",
    start: "PROGRAM -W -D -f FOLDER/haproxy.cfg -p FOLDER/proxy.pid",
    reload: "kill -USR2 $(cat FOLDER/proxy.pid)",
    end: "kill -TERM $(cat FOLDER/proxy.pid)",
};
/// Caddy, as a kind of proxy, whose configuration has `admin unix/FOLDER/admin.sock`.
pub const CADDY: Kind = Kind {
    program: "caddy",
    file: "Caddyfile",
    start: "HOME=FOLDER XDG_DATA_HOME=FOLDER XDG_CONFIG_HOME=FOLDER PROGRAM start \
        --config FOLDER/Caddyfile --adapter caddyfile --pidfile FOLDER/proxy.pid",
    reload: "HOME=FOLDER XDG_DATA_HOME=FOLDER XDG_CONFIG_HOME=FOLDER PROGRAM reload \
        --config FOLDER/Caddyfile --adapter caddyfile --address unix/FOLDER/admin.sock",
    end: "kill -TERM $(cat FOLDER/proxy.pid)",
};

/// A running proxy, which ends when the value is dropped.
#[derive(Debug)]
pub struct Proxy {
    keeper: Child,
    life: Option<ChildStdin>,
    file: PathBuf,
    reload: String,
}

impl Proxy {
    /// Starts a proxy with this configuration in an existing folder.
    ///
    /// # Panics
    /// When the program is missing or does not start.
    #[must_use]
    pub fn start(kind: &Kind, configuration: &str, folder: &Path) -> Self {
        let name = kind.program;
        let program = process::find(name);
        let program = program.unwrap_or_else(|| panic!("this test needs the program `{name}`"));
        let file = folder.join(kind.file);
        std::fs::write(&file, configuration).expect("a file");
        let place = folder.display().to_string();
        let filled = |command: &str| {
            command.replace("PROGRAM", &program.display().to_string()).replace("FOLDER", &place)
        };
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "keeper", &filled(kind.start), &filled(kind.end), &place]);
        keeper.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut keeper = keeper.spawn().expect("a keeper");
        let life = keeper.stdin.take();
        let mut said = String::new();
        let mut out = BufReader::new(keeper.stdout.take().expect("a pipe"));
        out.read_line(&mut said).expect("a line");
        if said != "up\n" {
            out.read_to_string(&mut said).expect("lines");
            panic!("{name} does not start: {said}");
        }
        Self { keeper, life, file, reload: filled(kind.reload) }
    }

    /// Replaces the configuration, and makes the proxy read it. The proxy may use it a moment
    /// later.
    ///
    /// # Panics
    /// When the proxy refuses.
    pub fn reload(&self, configuration: &str) {
        std::fs::write(&self.file, configuration).expect("a file");
        let output = Command::new("sh").args(["-c", &self.reload]).output().expect("a shell");
        assert!(output.status.success(), "{}: {output:?}", self.reload);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        drop(self.life.take());
        let _ = self.keeper.wait();
    }
}
