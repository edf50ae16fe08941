//! A PostgreSQL server to test against: the one the caller names, or a throw-away one.
//!
//! It must not know what the server is used for.

mod cluster;
mod install;

use std::env;
use std::path::PathBuf;

use cluster::Cluster;
use deskbell_lab::postgres::{URL, programs};
use deskbell_lab::say;

use crate::workspace::Environment;

/// Names the folder of a throw-away cluster, for a program that restarts it.
const CLUSTER: &str = "DESKBELL_PG_CLUSTER";

/// What a throw-away server promises about a machine that loses power.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Nothing is synced. Enough where only our own program is killed.
    Lost,
    /// Everything is synced, as in production. What benches have to pay for.
    Kept,
}

/// A server that runs as long as this value lives.
pub struct Postgres {
    programs: Option<PathBuf>,
    cluster: Option<Cluster>,
}

impl Postgres {
    /// The server of `DESKBELL_TEST_POSTGRES`, or else a new throw-away one. The server programs
    /// are installed when they are missing and we may. Fails with a sentence when there is none
    /// to be had.
    pub fn obtain(durability: Durability) -> Result<Self, String> {
        if env::var_os(URL).is_some() {
            say::talk(&format!("PostgreSQL: the server of {URL}"));
            return Ok(Self { programs: programs::find()?, cluster: None });
        }
        Self::throw_away(durability)
    }

    /// A new throw-away server, whatever `DESKBELL_TEST_POSTGRES` names: one that may be harmed.
    /// Fails as [`Postgres::obtain`].
    pub fn throw_away(durability: Durability) -> Result<Self, String> {
        let programs = match programs::find()? {
            Some(programs) => programs,
            None => install::install()?,
        };
        let cluster = Cluster::start(&programs, durability)?;
        say::talk(&format!("PostgreSQL: {} from {}", cluster.url(), programs.display()));
        Ok(Self { programs: Some(programs), cluster: Some(cluster) })
    }

    /// What a program has to be told to find the server and its programs.
    pub fn environment(&self) -> Environment {
        let cluster = self.cluster.iter();
        let cluster =
            cluster.flat_map(|it| [(URL, it.url().into()), (CLUSTER, it.folder().into())]);
        let programs =
            self.programs.as_ref().map(|folder| (programs::VARIABLE, folder.clone().into()));
        cluster.chain(programs).collect()
    }
}
