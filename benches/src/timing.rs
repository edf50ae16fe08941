//! Timing of requests. Each answer is compared with the expected answer.

use std::net::SocketAddr;
use std::time::Instant;

use deskbell_lab::Result;

use crate::client::Connection;
use crate::figures::float;

/// Sends the same request `times` times, one by one; returns the seconds per request.
///
/// # Errors
/// When an answer differs from the expected answer.
pub fn one_by_one(
    connection: &mut Connection,
    request: &[u8],
    body: &[u8],
    times: u64,
) -> Result<f64> {
    let mut seconds = 0.0;
    for _ in 0..times {
        connection.ask_others()?;
        let began = Instant::now();
        same(connection.ask(request)?.ok()?, body)?;
        seconds += began.elapsed().as_secs_f64();
    }
    Ok(seconds / float(times))
}

/// The number of requests of duration `each` that fit into `slice`, from 1 to `most`.
#[must_use]
pub fn fitting(slice: f64, each: f64, most: u64) -> u64 {
    (1..=most).take_while(|times| float(*times) * each <= slice).last().unwrap_or(1)
}

/// A request and its times. The request is repeated for a slice of each round, with one request in
/// flight.
#[derive(Debug)]
pub struct Timed {
    request: Vec<u8>,
    body: Vec<u8>,
    /// The number of requests in a round.
    times: u64,
    /// The seconds per request, by round.
    pub seconds: Vec<f64>,
}

impl Timed {
    /// Sends the request twice. The duration of the second request determines the number of
    /// requests per slice.
    ///
    /// # Errors
    /// When an answer differs from the expected answer.
    pub fn find(
        conn: &mut Connection,
        request: &[u8],
        body: &[u8],
        slice: f64,
        most: u64,
    ) -> Result<Self> {
        one_by_one(conn, request, body, 1)?;
        let times = fitting(slice, one_by_one(conn, request, body, 1)?, most);
        Ok(Self { request: request.into(), body: body.into(), times, seconds: Vec::new() })
    }

    /// Reconnects, and repeats the request for one round of the measurement.
    ///
    /// # Errors
    /// Fails like [`Timed::find`].
    pub fn round(&mut self, conn: &mut Connection) -> Result<()> {
        conn.renew()?;
        self.seconds.push(one_by_one(conn, &self.request, &self.body, self.times)?);
        Ok(())
    }
}

/// A request and its expected answer.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// The request's bytes.
    pub request: &'a [u8],
    /// The answer's status.
    pub status: u16,
    /// The answer's body.
    pub body: &'a [u8],
}

impl<'a> Exchange<'a> {
    /// An exchange with the expected status 200.
    #[must_use]
    pub const fn found(request: &'a [u8], body: &'a [u8]) -> Self {
        Self { request, status: 200, body }
    }
}

/// The parameters of a load test.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// The server's address.
    pub address: SocketAddr,
    /// The number of connections, each with one request in flight.
    pub connections: usize,
    /// The duration of the load test, in seconds.
    pub seconds: f64,
}

impl Load {
    /// Sends the same request repeatedly; returns the number of answers and the seconds until the
    /// last answer.
    ///
    /// # Errors
    /// When an answer differs from the expected answer.
    pub fn run(&self, request: &[u8], body: &[u8]) -> Result<(u64, f64)> {
        self.run_with(request, 200, body)
    }

    /// Sends the same request repeatedly, like [`Load::run`], and expects this status.
    ///
    /// # Errors
    /// Fails like [`Load::run`].
    pub fn run_with(&self, request: &[u8], status: u16, body: &[u8]) -> Result<(u64, f64)> {
        self.run_through(&[Exchange { request, status, body }], 0)
    }

    /// Sends the requests in turn, repeatedly, starting at the index `first`.
    ///
    /// # Errors
    /// Fails like [`Load::run`], or when there are no requests.
    pub fn run_through(&self, exchanges: &[Exchange<'_>], first: u64) -> Result<(u64, f64)> {
        let first = usize::try_from(first).unwrap_or(0) % exchanges.len().max(1);
        let mut turns = exchanges.iter().cycle().skip(first);
        let mut next = || turns.next().copied().ok_or_else(|| "nothing to ask for".to_owned());
        let mut under_way = Vec::new();
        for _ in 0..self.connections {
            under_way.push((Connection::open(self.address)?, next()?));
        }
        let began = Instant::now();
        for (connection, exchange) in &mut under_way {
            connection.send(exchange.request)?;
        }
        let mut answered = 0;
        let mut is_over = false;
        while !is_over {
            is_over = began.elapsed().as_secs_f64() >= self.seconds;
            for (connection, exchange) in &mut under_way {
                let (answer, status) = (connection.receive()?, exchange.status);
                if answer.status != status {
                    return Err(format!("status {} under load, not {status}", answer.status));
                }
                same(answer.body, exchange.body)?;
                answered += 1;
                if !is_over {
                    *exchange = next()?;
                    connection.send(exchange.request)?;
                }
            }
        }
        Ok((answered, began.elapsed().as_secs_f64()))
    }
}

fn same(body: &[u8], first: &[u8]) -> Result<()> {
    if body == first {
        return Ok(());
    }
    Err("an answer is another than the first one to the same request".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_holds_at_least_one_request() {
        assert_eq!(fitting(0.03, 0.01, 100), 3);
        assert_eq!(fitting(0.03, 1.0, 100), 1);
        assert_eq!(fitting(0.03, 0.000_001, 100), 100);
    }
}
