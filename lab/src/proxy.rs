//! Reverse proxies in front of HTTP servers: nginx, HAProxy and Caddy, with a given configuration.
//!
//! This module must not know the data that passes through the proxies.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::process;

/// A shell script that starts a proxy in the background with the command `$1`. The command returns
/// when the proxy listens. When the script's input closes, even if the test was killed, `$2` ends
/// the proxy.
const KEEPER: &str = "sh -c \"$1\" >\"$3/said\" 2>&1 </dev/null || { cat \"$3/said\"; exit 1; }; \
    echo up; read -r _; sh -c \"$2\" >/dev/null 2>&1";

/// A kind of proxy, by the commands that start and end the proxy. In the commands, `PROGRAM` and
/// `FOLDER` stand for the paths of the program and of the configuration's folder.
#[derive(Debug)]
pub struct Kind {
    /// The name of the program.
    pub program: &'static str,
    /// The name of the configuration file.
    pub file: &'static str,
    start: &'static str,
    end: &'static str,
}

/// nginx, whose configuration is inside `http { … }`.
pub const NGINX: Kind = Kind {
    program: "nginx",
    file: "nginx.conf",
    start: "PROGRAM -p FOLDER -c FOLDER/nginx.conf -e FOLDER/error.log",
    end: "kill -QUIT $(cat FOLDER/proxy.pid)",
};
/// HAProxy, as a kind of proxy.
pub const HAPROXY: Kind = Kind {
    program: "haproxy",
    file: "haproxy.cfg",
    start: "PROGRAM -D -f FOLDER/haproxy.cfg -p FOLDER/proxy.pid",
    end: "kill -TERM $(cat FOLDER/proxy.pid)",
};
/// Caddy, as a kind of proxy.
pub const CADDY: Kind = Kind {
    program: "caddy",
    file: "Caddyfile",
    start: "HOME=FOLDER XDG_DATA_HOME=FOLDER XDG_CONFIG_HOME=FOLDER PROGRAM start \
        --config FOLDER/Caddyfile --adapter caddyfile --pidfile FOLDER/proxy.pid",
    end: "kill -TERM $(cat FOLDER/proxy.pid)",
};

/// A running proxy, which ends when the value is dropped.
#[derive(Debug)]
pub struct Proxy {
    keeper: Child,
    life: Option<ChildStdin>,
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
        std::fs::write(folder.join(kind.file), configuration).expect("a file");
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
        Self { keeper, life }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        drop(self.life.take());
        let _ = self.keeper.wait();
    }
}
