//! A server under load, round by round: how many requests it answers in a second, and the CPU time
//! of its process for each of them.

use crate::figures::float;
use crate::timing::{Exchange, Load};
use crate::{Result, process};

/// What one side has done so far.
#[derive(Debug)]
pub struct Side {
    load: Load,
    /// The id of the process whose CPU time is counted.
    process: u32,
    /// Answers that were compared.
    pub answered: u64,
    /// Requests per second, by round.
    pub per_second: Vec<f64>,
    /// Seconds of CPU time per request, by round.
    pub cpu: Vec<f64>,
}

impl Side {
    /// Nothing yet.
    #[must_use]
    pub const fn new(load: Load, process: u32) -> Self {
        Self { load, process, answered: 0, per_second: Vec::new(), cpu: Vec::new() }
    }

    /// Asks for that many seconds without counting.
    ///
    /// # Errors
    /// As [`Load::run`].
    pub fn warm(&self, seconds: f64, request: &[u8], body: &[u8]) -> Result<()> {
        Load { seconds, ..self.load }.run(request, body).map(drop)
    }

    /// A round: asks the requests in turns, going on where the round before ended.
    ///
    /// # Errors
    /// As [`Load::run_through`], or when the process is gone.
    pub fn round(&mut self, exchanges: &[Exchange<'_>], ticks: f64) -> Result<()> {
        let before = process::cpu(self.process, ticks)?;
        let (answered, seconds) = self.load.run_through(exchanges, self.answered)?;
        let used = process::cpu(self.process, ticks)? - before;
        self.answered += answered;
        self.per_second.push(float(answered) / seconds);
        self.cpu.push(used / float(answered));
        Ok(())
    }
}
