//! The servers on one database, each in its place: killed, started again, and announced.
//!
//! It must not know the reasons.

use std::net::SocketAddr;

use deskbell_lab::postgres::outage::{Line, Outage};
use deskbell_lab::{Result, While as _};
use tokio::sync::watch;

use crate::program::{Program, Server};

/// A place of one server.
#[derive(Debug)]
struct Place {
    url: String,
    /// The connection to PostgreSQL, which can be taken down.
    line: Option<Outage>,
    server: Option<Server>,
}

/// The servers.
#[derive(Debug)]
pub struct Fleet {
    program: Program,
    places: Vec<Place>,
    addresses: watch::Sender<Vec<SocketAddr>>,
}

impl Fleet {
    /// Starts that many servers on a database; on PostgreSQL each has its own connection to it.
    ///
    /// # Errors
    /// When one does not start.
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

    /// The number of servers.
    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// The address of each server, or its last one; changes at every start.
    pub fn addresses(&self) -> watch::Receiver<Vec<SocketAddr>> {
        self.addresses.subscribe()
    }

    /// The server in a place.
    ///
    /// # Errors
    /// When it was killed.
    pub fn server(&self, place: usize) -> Result<&Server> {
        self.places[place].server.as_ref().ok_or_else(|| "a server that was killed".to_owned())
    }

    /// Kills the server in a place.
    ///
    /// # Errors
    /// When the system refuses.
    pub async fn kill(&mut self, place: usize) -> Result<()> {
        match self.places[place].server.take() {
            Some(server) => server.kill().await,
            None => Ok(()),
        }
    }

    /// Starts a server in a place and kills it so soon that it may not listen yet.
    ///
    /// # Errors
    /// When the system refuses.
    pub async fn start_in_vain(&self, place: usize, after: std::time::Duration) -> Result<()> {
        let starting = self.program.spawn(&self.places[place].url, &name(place), &[])?;
        crate::pause(after).await;
        starting.kill().await
    }

    /// Starts a server in a place again, and announces its address.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn revive(&mut self, place: usize) -> Result<()> {
        let url = &self.places[place].url;
        let server = self.program.serve(url, &name(place), &[]).await.while_at(name(place))?;
        let address = server.address;
        self.places[place].server = Some(server);
        self.addresses.send_modify(|addresses| addresses[place] = address);
        Ok(())
    }

    /// Takes a place's connection to the database down, or up again.
    pub fn set(&self, place: usize, line: Line) {
        if let Some(outage) = &self.places[place].line {
            outage.set(line);
        }
    }

    /// Leads all connections to another PostgreSQL server, as when it takes over the address.
    pub fn lead_to(&mut self, url: &str) {
        for outage in self.places.iter_mut().filter_map(|place| place.line.as_mut()) {
            outage.lead_to(url, Line::Down);
        }
    }

    /// Ends all servers in order.
    ///
    /// # Errors
    /// When one does not exit with success.
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
