//! nginx with one worker that serves files: a lower bound for the cost of a page.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use deskbell_lab::{Result, While as _, say};
use tempfile::TempDir;

use crate::client::{Connection, get};
use crate::cores::Cores;
use crate::process::{Running, children, finished};

const INSTALL_MAX: Duration = Duration::from_secs(300);
/// The maximal number of attempts to get a first answer from nginx.
const LOOKS_MAX: u32 = 200_000;

/// A running nginx, which stops when the value is dropped.
#[derive(Debug)]
pub struct Nginx {
    _running: Running,
    _folder: TempDir,
    /// The address that nginx listens on.
    pub address: SocketAddr,
    /// The process id of the worker.
    pub worker: u32,
}

/// Returns the version of nginx. If nginx is missing, installs the distribution's package.
///
/// # Errors
/// When nginx is missing and cannot be installed.
pub fn version() -> Result<String> {
    if let Some(version) = installed() {
        return Ok(version);
    }
    say::talk("nginx is missing: installing it with apt-get");
    let mut install = Command::new("apt-get");
    install.args(["install", "-y", "nginx"]).env("DEBIAN_FRONTEND", "noninteractive");
    let tried = finished(&mut install, INSTALL_MAX).err();
    installed().ok_or_else(|| {
        format!(
            "nginx is missing: install the package `nginx` ({})",
            tried.unwrap_or_else(|| "apt-get did not bring it".into())
        )
    })
}

fn installed() -> Option<String> {
    // nginx prints its version on standard error.
    let told = Command::new("nginx").arg("-v").output().ok()?;
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    told.trim().rsplit_once("nginx/").map(|(_, version)| version.to_owned())
}

/// The settings of nginx that the report lists, without paths.
pub const SETTINGS: &str = "worker_processes 1, sendfile on, tcp_nopush on, access_log off";

impl Nginx {
    /// Starts nginx, which serves this body at `/v1/chats` on the server's core.
    ///
    /// # Errors
    /// When nginx does not start.
    pub fn start(body: &[u8], cores: &Cores) -> Result<Self> {
        Self::start_with(body, &[], cores)
    }

    /// Serves this body at `/v1/chats`, and the pages at `/v1/pages/N`, counted from 0.
    ///
    /// # Errors
    /// Fails like [`Nginx::start`].
    pub fn start_with(body: &[u8], pages: &[&[u8]], cores: &Cores) -> Result<Self> {
        let folder = TempDir::new().while_at("a temporary folder")?;
        let files = folder.path().join("files/v1");
        fs::create_dir_all(files.join("pages")).while_at("a temporary folder")?;
        fs::write(files.join("chats"), body).while_at("a temporary folder")?;
        for (number, page) in pages.iter().enumerate() {
            let file = files.join("pages").join(number.to_string());
            fs::write(file, page).while_at("a temporary folder")?;
        }
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|it| it.local_addr());
        let address = port.while_at("no port is free")?;
        let settings = folder.path().join("nginx.conf");
        fs::write(&settings, text(folder.path(), address)).while_at("a temporary folder")?;
        let mut command = cores.server("nginx");
        command.arg("-p").arg(folder.path()).arg("-c").arg(&settings);
        command.arg("-e").arg(folder.path().join("error.log"));
        let mut running = Running::start(&mut command)?;
        for _ in 0..LOOKS_MAX {
            if let Ok(mut connection) = Connection::open(address) {
                // An answer shows that the worker runs.
                connection.ask(&get("/v1/chats", None))?.ok().while_at("nginx")?;
                break;
            }
            if running.child().try_wait().is_ok_and(|status| status.is_some()) {
                let log = fs::read_to_string(folder.path().join("error.log")).unwrap_or_default();
                return Err(format!("nginx does not start: {log}"));
            }
            std::thread::yield_now();
        }
        let workers = children(running.id())?;
        let [worker] = workers.as_slice() else {
            return Err(format!("nginx has {} workers, not one", workers.len()));
        };
        Ok(Self { worker: *worker, _running: running, _folder: folder, address })
    }
}

fn text(folder: &Path, address: SocketAddr) -> String {
    let folder = folder.display();
    // Only this user can read the folder, so the worker must not run as another user.
    let is_root = fs::read_to_string("/proc/self/status")
        .is_ok_and(|text| text.lines().any(|line| line.starts_with("Uid:\t0\t")));
    let user = if is_root { "user root;" } else { "" };
    format!(
        "{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
events {{ worker_connections 256; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_timeout 600s;
    keepalive_requests 1000000000;
    default_type application/json;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen {address};
        root {folder}/files;
    }}
}}
"
    )
}
