//! The trial of the image: a script starts, uses and restarts a container. Then a container of a
//! newer image replaces the container under load, on the same data.
//!
//! This module must not know what is in the image.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use deskbell_lab::postgres::free_port;
use deskbell_lab::say;

use super::load::{self, Load};
use super::upgrade::{EVERY, PAUSE_MAX, without_loss};
use super::{Task, delivered};
use crate::workspace::Workspace;
use crate::{program, release};

/// A script that starts the image and sends requests to it.
const SCRIPT: &str = include_str!("image.sh");
const PROGRAM: &str = "/usr/bin/deskbell";
const USER: &str = "65532:65532";
/// The settings of the containers: the rate limit would refuse the load, and the log would have a
/// line for each of its requests.
const SETTINGS: [&str; 2] = ["DESKBELL_LIMITS__REQUESTS_PER_MINUTE=0", "DESKBELL_LOG__LEVEL=error"];
/// The time that a server may take to stop, as in `docs/operate/install.md`.
const STOP_MAX: Duration = Duration::from_secs(30);

/// Loads the image from its archive, uses it in a container, and replaces it under load.
pub fn trial(task: &Task<'_>) -> Result<(), String> {
    let workspace = task.workspace;
    let archive = delivered(workspace, "image.tar")?;
    let folder = workspace.root.join("target/package/trial");
    // Without the images of earlier trials. With chroot isolation no mounts remain there.
    let _ = fs::remove_dir_all(&folder);
    let buildah = release::buildah(workspace, &folder)?;
    let options: Vec<_> = buildah.get_args().map(|it| it.to_string_lossy().into_owned()).collect();
    let mut script = workspace.command("sh");
    script.args(["-eux", "-c", SCRIPT, "image"]).arg(options.join(" "));
    script.arg(format!("docker-archive:{}", archive.display()));
    script.envs(buildah.get_envs().filter_map(|(name, value)| Some((name, value?))));
    program::run(&script)?;
    let older = older(task, &folder)?;
    // The script's storage has one image.
    replaced(workspace, &folder.join("replaced"), [&older, &archive])
}

/// Builds the image from which the upgrade begins, with the program that `--from` names or else
/// with the delivered program; returns the image's archive.
fn older(task: &Task<'_>, folder: &Path) -> Result<PathBuf, String> {
    let parts = folder.join("older");
    let binary = task.from.clone().unwrap_or_else(|| release::program(task.workspace));
    let failed = |error: std::io::Error| format!("{}: {error}", binary.display());
    let archive = parts.join("image.tar");
    fs::create_dir_all(&parts).map_err(failed)?;
    fs::copy(&binary, parts.join("deskbell")).map_err(failed)?;
    release::image(task.workspace, &parts, &archive)?;
    Ok(archive)
}

/// Replaces a container of the first image by a container of the second image, on the same data and
/// under load.
fn replaced(workspace: &Workspace, folder: &Path, archives: [&Path; 2]) -> Result<(), String> {
    let data = folder.join("data");
    fs::create_dir_all(&data).map_err(|error| format!("{}: {error}", data.display()))?;
    program::run(workspace.command("chown").arg(USER).arg(&data))?;
    let container = |archive| Container::make(workspace, folder, archive, &data);
    let [old, new] = archives.map(container);
    let (old, new) = (old?, new?);
    old.print(&["seed", "--chats", "5000"])?;
    let key = old.print(&["key", "create", "--name", "load"])?;
    let port = free_port().map_err(|error| format!("no port is free: {error}"))?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let server = old.serve(address)?;
    let before = load::customers(address, &key)?;
    let load = Load::start(address, &key);
    load.wait(EVERY)?;
    server.stop()?;
    let server = new.serve(address)?;
    load.wait(EVERY)?;
    let tally = load.stop()?;
    let after = load::customers(address, &key)?;
    say::talk(format!("a container replaced by one of a newer image: {}", tally.sentence()));
    without_loss(&tally, before, after)?;
    if tally.longest >= PAUSE_MAX {
        return Err(format!("a client waited for {} ms", tally.longest.as_millis()));
    }
    server.stop()?;
    new.print(&["doctor", "--deep"]).map(drop)
}

/// A container of an image, removed when dropped. The server's data is in a folder outside of the
/// container.
struct Container<'a> {
    workspace: &'a Workspace,
    /// The folder of buildah's storage.
    folder: &'a Path,
    name: String,
    volume: String,
}

impl<'a> Container<'a> {
    fn make(
        workspace: &'a Workspace,
        folder: &'a Path,
        archive: &Path,
        data: &Path,
    ) -> Result<Self, String> {
        let mut from = release::buildah(workspace, folder)?;
        from.arg("from").arg(format!("docker-archive:{}", archive.display()));
        let name = String::from_utf8_lossy(&program::output(&mut from)?).trim().to_owned();
        let volume = format!("{}:/data", data.display());
        let container = Self { workspace, folder, name, volume };
        let mut set = release::buildah(workspace, folder)?;
        // buildah would give each container a volume of its own at the place of a declared one.
        set.args(["config", "--volume", "/data-"]);
        set.args(SETTINGS.iter().flat_map(|it| ["--env", it])).arg(&container.name);
        program::output(&mut set)?;
        Ok(container)
    }

    /// A command that runs the program inside of the container.
    fn run(&self) -> Result<Command, String> {
        let mut run = release::buildah(self.workspace, self.folder)?;
        run.args(["run", "--volume", &self.volume, &self.name, "--", PROGRAM]);
        Ok(run)
    }

    /// Runs a command of the program; returns the command's output.
    fn print(&self, words: &[&str]) -> Result<String, String> {
        let printed = program::output(self.run()?.args(words))?;
        Ok(String::from_utf8_lossy(&printed).trim().to_owned())
    }

    /// Starts a server; returns when it listens.
    fn serve(&self, address: SocketAddr) -> Result<Served, String> {
        let mut serve = self.run()?;
        serve.args(["serve", "--json", "--listen", &address.to_string()]);
        let failed = |error: std::io::Error| format!("buildah: {error}");
        let started = program::leashed(&serve).stdout(Stdio::piped()).spawn();
        let mut child = started.map_err(failed)?;
        let leash = child.stdin.take();
        let mut served = Served { child, _leash: leash };
        let mut line = String::new();
        if let Some(out) = served.child.stdout.take() {
            BufReader::new(out).read_line(&mut line).map_err(failed)?;
        }
        if line.is_empty() { Err("the container does not serve".to_owned()) } else { Ok(served) }
    }
}

impl Drop for Container<'_> {
    fn drop(&mut self) {
        if let Ok(mut remove) = release::buildah(self.workspace, self.folder) {
            let _ = program::output(remove.arg("rm").arg(&self.name));
        }
    }
}

/// A server in a container, killed when dropped, and stopped when this process ends. The server's
/// processes form a separate process group, which has the child's id.
struct Served {
    child: Child,
    _leash: Option<ChildStdin>,
}

impl Served {
    /// Sends SIGTERM to the server, because buildah does not pass signals on; waits for the
    /// server's exit, and kills the server after [`STOP_MAX`]. Fails when the exit code is not 0.
    fn stop(mut self) -> Result<(), String> {
        let group = self.child.id();
        signal(group, &["--signal", "TERM", "--exact", "deskbell"])?;
        let (ended, end) = channel::<()>();
        let patience = std::thread::spawn(move || {
            if end.recv_timeout(STOP_MAX) == Err(RecvTimeoutError::Timeout) {
                let _ = signal(group, &["--signal", "KILL"]);
            }
        });
        let waited = self.child.wait();
        drop(ended);
        let _ = patience.join();
        let status = waited.map_err(|error| format!("waiting for a container: {error}"))?;
        if status.success() { Ok(()) } else { Err(format!("a stopped container said {status}")) }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = signal(self.child.id(), &["--signal", "KILL"]);
            let _ = self.child.wait();
        }
    }
}

/// Sends a signal to the processes of a group that the words select.
fn signal(group: u32, words: &[&str]) -> Result<(), String> {
    program::output(Command::new("pkill").args(["--pgroup", &group.to_string()]).args(words))
        .map(drop)
}
