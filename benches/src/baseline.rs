//! An older binary as the baseline of a comparison. A copy of the measuring program creates and
//! serves data with the older binary, until the standard input of the copy ends.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use deskbell_lab::process::listens_at;
use deskbell_lab::{Result, While as _};
use serde_json::{Value, json};

use crate::cores::Cores;
use crate::data::Data;
use crate::process::Watch;
use crate::server::Server;

/// The time limit for making the data and starting the server.
const START_MAX: Duration = Duration::from_secs(600);
/// The time limit for the copy of the program to stop the server and remove the data. After this
/// time, the copy is killed.
const STOP_MAX: Duration = Duration::from_secs(30);

/// A ready server of the older binary, which stops when the value is dropped.
#[derive(Debug)]
pub struct Baseline {
    child: Child,
    /// The address that the server listens on.
    pub address: SocketAddr,
    /// An API key that is valid on the server.
    pub key: String,
}

impl Baseline {
    /// Starts a copy of this program with these arguments. The copy uses the older binary and must
    /// call [`serve`]. Returns when the server of the copy is ready.
    ///
    /// # Errors
    /// When the program or the server does not start.
    pub fn start(binary: &Path, arguments: &[&str], cores: &Cores) -> Result<Self> {
        let program = std::env::current_exe().while_at("this program")?;
        let binary = binary.canonicalize().while_at(binary.display())?;
        // The copy parts the cores as this program did: its server gets the same core.
        let mut command = cores.free(program);
        command.args(arguments).env("DESKBELL_BIN", binary);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.while_at("the baseline")?;
        let watch = Watch::over(child.id(), START_MAX);
        let stdout = child.stdout.take().ok_or("a baseline without an output")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).while_at("the baseline's first line")?;
        let told: Value = serde_json::from_str(&line).while_at("the baseline's first line")?;
        drop(watch);
        let address = listens_at(told["address"].as_str())?;
        let key = told["key"].as_str().ok_or("a baseline without a key")?.to_owned();
        Ok(Self { child, address, key })
    }
}

impl Drop for Baseline {
    fn drop(&mut self) {
        // The end of its input tells the copy to stop its server and remove its data.
        drop(self.child.stdin.take());
        let _watch = Watch::over(self.child.id(), STOP_MAX);
        let _ = self.child.wait();
    }
}

/// Serves the data until the standard input ends. The first line of output has the address and a
/// key.
///
/// # Errors
/// When the server does not start.
pub fn serve(data: &Data, cores: &Cores) -> Result<()> {
    let key = data.key(cores)?;
    let server = Server::start(data, cores)?;
    data.join(cores)?;
    let told = json!({ "address": format!("http://{}", server.address), "key": key });
    writeln!(std::io::stdout(), "{told}").while_at("standard output")?;
    let mut rest = Vec::new();
    std::io::stdin().read_to_end(&mut rest).while_at("standard input")?;
    Ok(())
}
