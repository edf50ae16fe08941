//! A running `deskbell serve`. The server's first line of output has its address.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use deskbell_lab::process::{SERVE, listens_at};
use deskbell_lab::{Result, While as _};
use serde_json::Value;

use crate::client::{Connection, get};
use crate::cores::Cores;
use crate::data::Data;
use crate::machine;
use crate::process::{Running, Watch};

const START_MAX: Duration = Duration::from_secs(300);
/// The pause between two requests for `/readyz`.
const ASK_EVERY: Duration = Duration::from_millis(2);

/// A ready server, which stops when the value is dropped.
#[derive(Debug)]
pub struct Server {
    running: Running,
    /// The address that the server listens on.
    pub address: SocketAddr,
    /// The address where metrics are read; `None` if the settings have no such address.
    pub metrics: Option<SocketAddr>,
    /// The time from just before the spawn to the first 200 of `/readyz`.
    pub ready_after: Duration,
}

impl Server {
    /// Serves the data on the server's core, without a rate limit.
    ///
    /// # Errors
    /// When the server does not start or become ready.
    pub fn start(data: &Data, cores: &Cores) -> Result<Self> {
        Self::start_with(data, cores, &[])
    }

    /// Serves the data without the index, so that the database answers all lists and searches.
    ///
    /// # Errors
    /// Fails like [`Server::start`].
    pub fn start_without_index(data: &Data, cores: &Cores) -> Result<Self> {
        Self::start_with(data, cores, &[("DESKBELL_INDEX__ENABLED", "false")])
    }

    /// Serves the data with additional settings as environment variables.
    ///
    /// # Errors
    /// Fails like [`Server::start`].
    pub fn start_with(data: &Data, cores: &Cores, settings: &[(&str, &str)]) -> Result<Self> {
        let mut command = cores.server(machine::deskbell()?);
        command
            .args(SERVE)
            .args(["--database", &data.url()])
            .env("DESKBELL_LIMITS__REQUESTS_PER_MINUTE", "0")
            .env("DESKBELL_LOG__LEVEL", "error")
            .env("DESKBELL_SERVER__DRAIN_TIMEOUT_MS", "2000")
            .envs(data.settings())
            .envs(settings.iter().copied());
        let began = Instant::now();
        let mut running = Running::start(&mut command)?;
        let watch = Watch::over(running.id(), START_MAX);
        let stdout = running.child().stdout.take().ok_or("a server without an output")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).while_at("a server's first line")?;
        let told: Value = serde_json::from_str(&line).while_at("a server's first line")?;
        let address = listens_at(told["address"].as_str())?;
        let metrics = told["metrics"].as_str().map(|url| listens_at(url.strip_suffix("/metrics")));
        let metrics = metrics.transpose()?;
        // The watchdog kills a server that takes too long.
        ready(&mut Connection::open(address)?)?;
        let ready_after = began.elapsed();
        drop(watch);
        Ok(Self { running, address, metrics, ready_after })
    }

    /// The process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.running.id()
    }
}

/// Waits until the server is ready and its index is loaded.
#[expect(clippy::disallowed_methods, reason = "asking without a pause would slow the server down")]
fn ready(conn: &mut Connection) -> Result<()> {
    while conn.ask(&get("/readyz", None))?.status == 503 {
        std::thread::sleep(ASK_EVERY);
    }
    Ok(())
}
