//! The load of one server, measured in rounds: its requests per second, and the CPU time per
//! request of its process and of its database processes.

use deskbell_lab::Result;

use crate::client::Connection;
use crate::figures::{count, float, median, time, whole};
use crate::process;
use crate::report::Section;
use crate::server::Server;
use crate::timing::{Exchange, Load};

/// The measurements of one server in a comparison of servers.
#[derive(Debug)]
pub struct Side {
    load: Load,
    /// The id of the process whose CPU time is measured.
    process: u32,
    /// The ids of the database processes that work for the server.
    database: Vec<u32>,
    /// The number of answers in all rounds.
    pub answered: u64,
    /// The requests per second, by round.
    pub per_second: Vec<f64>,
    /// The CPU seconds per request by round, including the database processes.
    pub cpu: Vec<f64>,
    /// The CPU seconds of the database processes per request, by round.
    pub database_cpu: Vec<f64>,
}

impl Side {
    /// Creates the record of one server's measurements, which are still empty. `load` describes the
    /// requests to send, and `process` is the server's process id.
    #[must_use]
    pub const fn new(load: Load, process: u32) -> Self {
        Self {
            load,
            process,
            database: Vec::new(),
            answered: 0,
            per_second: Vec::new(),
            cpu: Vec::new(),
            database_cpu: Vec::new(),
        }
    }

    /// Includes the CPU time of these database processes from now on.
    pub fn count_database(&mut self, processes: Vec<u32>) {
        self.database = processes;
    }

    /// Sends requests for `seconds` without measuring.
    ///
    /// # Errors
    /// Fails like [`Load::run_through`].
    pub fn warm(&self, seconds: f64, exchanges: &[Exchange<'_>]) -> Result<()> {
        Load { seconds, ..self.load }.run_through(exchanges, 0).map(drop)
    }

    /// Runs a round: sends the requests in turn, beginning after the last request of the previous
    /// round.
    ///
    /// # Errors
    /// Fails like [`Load::run_through`], or when the process is gone.
    pub fn round(&mut self, exchanges: &[Exchange<'_>], ticks: f64) -> Result<()> {
        let before = self.used(ticks)?;
        let (answered, seconds) = self.load.run_through(exchanges, self.answered)?;
        let after = self.used(ticks)?;
        let [own, database] = [0, 1].map(|it| (after[it] - before[it]) / float(answered));
        self.answered += answered;
        self.per_second.push(float(answered) / seconds);
        self.cpu.push(own + database);
        self.database_cpu.push(database);
        Ok(())
    }

    /// Returns the CPU seconds so far of the process, and of the database processes.
    fn used(&self, ticks: f64) -> Result<[f64; 2]> {
        let database = self.database.iter().map(|id| process::cpu(*id, ticks));
        Ok([process::cpu(self.process, ticks)?, database.sum::<Result<f64>>()?])
    }
}

/// A kind of request that is sent repeatedly.
#[derive(Debug)]
pub struct Kind {
    /// The display name of this kind of request.
    pub name: &'static str,
    /// The expected status of every answer.
    pub status: u16,
    /// The expected body of every answer.
    pub body: Vec<u8>,
    /// The measurements of this kind of request so far.
    pub side: Side,
    request: Vec<u8>,
}

impl Kind {
    /// Sends the request once, to get the expected answer. A round lasts `seconds`, with one
    /// request in flight on each of `connections` connections.
    ///
    /// # Errors
    /// When the answer has another status.
    pub fn new(
        server: &Server,
        (connections, seconds): (usize, f64),
        (name, request, status): (&'static str, Vec<u8>, u16),
    ) -> Result<Self> {
        let mut connection = Connection::open(server.address)?;
        let answer = connection.ask(&request)?;
        if answer.status != status {
            return Err(format!("{name}: status {}, not {status}", answer.status));
        }
        let body = answer.body.to_vec();
        let side = Side::new(Load { address: server.address, connections, seconds }, server.id());
        Ok(Self { name, status, body, side, request })
    }

    /// Repeats the request for one round of the measurement.
    ///
    /// # Errors
    /// Fails like [`Side::round`].
    pub fn round(&mut self, ticks: f64) -> Result<()> {
        let Self { status, body, side, request, .. } = self;
        side.round(&[Exchange { request, status: *status, body }], ticks)
    }
}

/// Adds to a section a table with the name and the measurements of each compared server.
pub fn table(section: &mut Section, sides: &[(&str, &Side)]) {
    let mut head = vec!["server", "requests/s", "CPU per request"];
    let has_database = sides.iter().any(|(_, side)| !side.database.is_empty());
    if has_database {
        head.push("of it PostgreSQL");
    }
    head.push("answers compared");
    let row = |(name, side): &(&str, &Side)| {
        let mut row =
            vec![(*name).to_owned(), whole(median(&side.per_second)), time(median(&side.cpu))];
        if has_database {
            let of_database = || time(median(&side.database_cpu));
            row.push(if side.database.is_empty() { "-".into() } else { of_database() });
        }
        row.push(count(side.answered));
        row
    };
    section.table(&head, &sides.iter().map(row).collect::<Vec<_>>());
}
