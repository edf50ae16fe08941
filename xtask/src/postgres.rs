//! A PostgreSQL server to test against: the one the caller names, or a throw-away one.
//!
//! It must not know the use of the server.

mod cluster;
mod install;

use std::env;
use std::path::PathBuf;

use cluster::Cluster;
use deskbell_lab::postgres::{URL, programs};
use deskbell_lab::say;

use crate::workspace::Environment;

/// The environment variable for a throw-away cluster's folder, for a program that restarts it.
const CLUSTER: &str = "DESKBELL_PG_CLUSTER";

/// The durability of a throw-away server when its machine loses power.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Nothing is synced. Enough where only our own program is killed.
    Lost,
    /// Everything is synced, as in production. Benches have to pay for that.
    Kept,
}

/// A server that runs as long as this value lives.
pub struct Postgres {
    programs: Option<PathBuf>,
    cluster: Option<Cluster>,
}

impl Postgres {
    /// Takes the server of `DESKBELL_TEST_POSTGRES`, or starts a throw-away one. Missing server
    /// programs are installed if we may. Fails with a sentence when no server can be had.
    pub fn obtain(durability: Durability) -> Result<Self, String> {
        if env::var_os(URL).is_some() {
            say::talk(format!("PostgreSQL: the server of {URL}"));
            return Ok(Self { programs: programs::find()?, cluster: None });
        }
        Self::throw_away(durability)
    }

    /// Starts a throw-away server, whatever `DESKBELL_TEST_POSTGRES` names: it may be harmed. Fails
    /// as [`Postgres::obtain`].
    pub fn throw_away(durability: Durability) -> Result<Self, String> {
        let programs = match programs::find()? {
            Some(programs) => programs,
            None => install::install()?,
        };
        let cluster = Cluster::start(&programs, durability)?;
        say::talk(format!("PostgreSQL: {} from {}", cluster.url(), programs.display()));
        Ok(Self { programs: Some(programs), cluster: Some(cluster) })
    }

    /// The environment variables by which a program finds the server and its programs.
    pub fn environment(&self) -> Environment {
        let cluster = self.cluster.iter();
        let cluster =
            cluster.flat_map(|it| [(URL, it.url().into()), (CLUSTER, it.folder().into())]);
        let programs =
            self.programs.as_ref().map(|folder| (programs::VARIABLE, folder.clone().into()));
        cluster.chain(programs).collect()
    }
}
