//! The command line of `cargo xtask torture`.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::path::PathBuf;

use clap::{Parser, ValueEnum};

const ABOUT: &str =
    "Tortures servers while many write, and checks that nothing was lost or doubled";
const DETAILS: &str = "\
`cargo xtask torture` builds the server, makes a PostgreSQL cluster or a small disk and starts this
program. The seed decides what is done to whom and what the clients send; when it happens is decided
by the machine, so the same seed makes a similar run and not the same one.

Exit codes: 0 everything held; 1 something did not, or the run could not be made; 2 wrong usage.";

/// The number of cycles per measured takeover of deliveries by another server. A run with fewer
/// cycles measures no takeover.
const CYCLES_A_TAKEOVER: u32 = 100;

/// The number of cycles per additional failover. A short run has three failovers.
const CYCLES_A_FAILOVER: u32 = 30;

/// The command line.
#[derive(Clone, Debug, Parser)]
#[command(name = "cargo xtask torture", about = ABOUT, after_help = DETAILS)]
pub struct Options {
    /// The database
    #[arg(long, value_enum, default_value = "sqlite")]
    pub engine: Engine,
    /// The number of times a server is killed
    #[arg(long, value_name = "N", default_value_t = 25)]
    pub cycles: u32,
    /// Servers on one PostgreSQL database; SQLite has one
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=9))]
    nodes: Option<u8>,
    /// The seed of all choices; a random one without this
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Clients that write at the same time
    #[arg(long, value_name = "N", default_value_t = 24)]
    pub clients: u16,
    /// The program to torture
    #[arg(long, value_name = "PATH")]
    pub server: PathBuf,
}

/// The engine of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// SQLite, in a file.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

impl Options {
    /// The number of measured takeovers of deliveries by another server.
    pub fn takeovers(&self) -> u32 {
        if self.nodes() > 1 { self.cycles / CYCLES_A_TAKEOVER } else { 0 }
    }

    /// The number of failovers of PostgreSQL; 0 on SQLite.
    pub fn failovers(&self) -> u32 {
        match self.engine {
            Engine::Sqlite => 0,
            Engine::Postgres => 3 + self.cycles / CYCLES_A_FAILOVER,
        }
    }

    pub fn nodes(&self) -> usize {
        match self.engine {
            Engine::Sqlite => 1,
            Engine::Postgres => usize::from(self.nodes.unwrap_or(3)),
        }
    }

    /// The seed from the command line, or a short random seed.
    pub fn seed(&self) -> u64 {
        // The standard library seeds its hash maps from the operating system's randomness.
        self.seed.unwrap_or_else(|| RandomState::new().build_hasher().finish() % 1_000_000)
    }
}
