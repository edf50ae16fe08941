//! The numbered servers on one database: their starts, kills and restarts, and their addresses.
//!
//! This module must not know why a server is killed.

use std::net::SocketAddr;

use deskbell_lab::postgres::outage::{Line, Outage};
use deskbell_lab::{Result, While as _};
use tokio::sync::watch;

use crate::program::{Program, Server};

/// A numbered server of the fleet; `server` is `None` while it is killed.
#[derive(Debug)]
struct Place {
    url: String,
    /// The proxy to PostgreSQL, which can be interrupted.
    line: Option<Outage>,
    server: Option<Server>,
}

/// All servers on one database.
#[derive(Debug)]
pub struct Fleet {
    program: Program,
    places: Vec<Place>,
    addresses: watch::Sender<Vec<SocketAddr>>,
}

impl Fleet {
    /// Starts `count` servers on a database; on PostgreSQL each connects through its own proxy.
    ///
    /// # Errors
    /// When a server does not start.
    pub async fn start(program: Program, url: &str, count: usize) -> Result<Self> {
        let mut places = Vec::new();
        let mut addresses = Vec::new();
        for number in 0..count {
            let is_remote = !url.starts_with("sqlite:");
            let line = if is_remote { Some(Outage::before(url).await) } else { None };
            let url = line.as_ref().map_or_else(|| url.to_owned(), |line| line.url.clone());
            let server = program.serve(&url, &name(number), &[]).await?;
            addresses.push(server.address);
            places.push(Place { url, line, server: Some(server) });
        }
        Ok(Self { program, places, addresses: watch::Sender::new(addresses) })
    }

    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// A receiver with the current or last address of each server, which is notified of every
    /// start.
    pub fn addresses(&self) -> watch::Receiver<Vec<SocketAddr>> {
        self.addresses.subscribe()
    }

    /// The running server with this number.
    ///
    /// # Errors
    /// When the server was killed.
    pub fn server(&self, place: usize) -> Result<&Server> {
        self.places[place].server.as_ref().ok_or_else(|| "a server that was killed".to_owned())
    }

    /// Kills the server with this number.
    ///
    /// # Errors
    /// When the signal fails.
    pub async fn kill(&mut self, place: usize) -> Result<()> {
        match self.places[place].server.take() {
            Some(server) => server.kill().await,
            None => Ok(()),
        }
    }

    /// Starts a server and kills it after `after`, possibly before it listens.
    ///
    /// # Errors
    /// When starting or killing fails.
    pub async fn start_in_vain(&self, place: usize, after: std::time::Duration) -> Result<()> {
        let starting = self.program.spawn(&self.places[place].url, &name(place), &[])?;
        crate::pause(after).await;
        starting.kill().await
    }

    /// Restarts a killed server, and announces its new address.
    ///
    /// # Errors
    /// When the server does not start.
    pub async fn revive(&mut self, place: usize) -> Result<()> {
        let url = &self.places[place].url;
        let server = self.program.serve(url, &name(place), &[]).await.while_at(name(place))?;
        let address = server.address;
        self.places[place].server = Some(server);
        self.addresses.send_modify(|addresses| addresses[place] = address);
        Ok(())
    }

    /// Interrupts or restores a server's connections to PostgreSQL.
    pub fn set(&self, place: usize, line: Line) {
        if let Some(outage) = &self.places[place].line {
            outage.set(line);
        }
    }

    /// Redirects all proxies to another PostgreSQL server, as if that server had taken over the
    /// address.
    pub fn lead_to(&mut self, url: &str) {
        for outage in self.places.iter_mut().filter_map(|place| place.line.as_mut()) {
            outage.lead_to(url, Line::Down);
        }
    }

    /// Shuts all servers down gracefully.
    ///
    /// # Errors
    /// When a server does not exit with success.
    pub async fn leave(self) -> Result<()> {
        for (number, place) in self.places.into_iter().enumerate() {
            if let Some(server) = place.server {
                server.leave().await.while_at(name(number))?;
            }
        }
        Ok(())
    }
}

fn name(place: usize) -> String {
    format!("node-{place}")
}
