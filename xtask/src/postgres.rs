//! The PostgreSQL server for tests: an existing server from the environment, or a throw-away
//! server.
//!
//! This module must not know the purpose of the server.

mod cluster;
mod install;

use std::env;
use std::path::PathBuf;

use cluster::Cluster;
use deskbell_lab::postgres::{URL, programs};
use deskbell_lab::say;

use crate::workspace::Environment;

/// The environment variable with the folder of a throw-away cluster, for programs that restart the
/// server.
const CLUSTER: &str = "DESKBELL_PG_CLUSTER";

/// The durability of a throw-away server.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Nothing is synced: data survives killed programs, and is lost at a power failure.
    Lost,
    /// Everything is synced, as in production.
    Kept,
}

/// A server that is stopped when dropped.
pub struct Postgres {
    programs: Option<PathBuf>,
    cluster: Option<Cluster>,
}

impl Postgres {
    /// Uses the server of `DESKBELL_TEST_POSTGRES`, or else starts a throw-away server. Installs
    /// missing server programs if possible. Fails when the throw-away server cannot be started.
    pub fn obtain(durability: Durability) -> Result<Self, String> {
        if env::var_os(URL).is_some() {
            say::talk(format!("PostgreSQL: the server of {URL}"));
            return Ok(Self { programs: programs::find()?, cluster: None });
        }
        Self::throw_away(durability)
    }

    /// Starts a throw-away server even if `DESKBELL_TEST_POSTGRES` is set, for a task that damages
    /// the server. Fails like [`Postgres::obtain`].
    pub fn throw_away(durability: Durability) -> Result<Self, String> {
        let programs = match programs::find()? {
            Some(programs) => programs,
            None => install::install()?,
        };
        let cluster = Cluster::start(&programs, durability)?;
        say::talk(format!("PostgreSQL: {} from {}", cluster.url(), programs.display()));
        Ok(Self { programs: Some(programs), cluster: Some(cluster) })
    }

    /// The URL of a throw-away server's database; `None` for the server of the environment.
    pub fn url(&self) -> Option<String> {
        self.cluster.as_ref().map(Cluster::url)
    }

    /// The environment variables by which a child process finds the server and the folder of
    /// PostgreSQL's programs.
    pub fn environment(&self) -> Environment {
        let cluster = self.cluster.iter();
        let cluster =
            cluster.flat_map(|it| [(URL, it.url().into()), (CLUSTER, it.folder().into())]);
        let programs =
            self.programs.as_ref().map(|folder| (programs::VARIABLE, folder.clone().into()));
        cluster.chain(programs).collect()
    }
}
