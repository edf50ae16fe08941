//! Timing requests, each answer compared with the one it has to be.

use std::net::SocketAddr;
use std::time::Instant;

use crate::Result;
use crate::client::Connection;
use crate::figures::float;

/// Sends the same request that many times, one after the other; gives back seconds per request.
///
/// # Errors
/// When an answer is another than the first one was.
pub fn one_by_one(
    connection: &mut Connection,
    request: &[u8],
    body: &[u8],
    times: u64,
) -> Result<f64> {
    let began = Instant::now();
    for _ in 0..times {
        same(connection.ask(request)?.ok()?, body)?;
    }
    Ok(began.elapsed().as_secs_f64() / float(times))
}

/// How many requests of that many seconds fit into a slice of this many seconds; at least one.
#[must_use]
pub fn fitting(slice: f64, each: f64, most: u64) -> u64 {
    (1..=most).take_while(|times| float(*times) * each <= slice).last().unwrap_or(1)
}

/// Where load goes, and how much of it.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// The server.
    pub address: SocketAddr,
    /// Connections with a request under way on each, so that the server always has one to work on.
    pub connections: usize,
    /// For how many seconds.
    pub seconds: f64,
}

impl Load {
    /// Sends the same request again and again; gives back how many were answered and the seconds
    /// until the last answer.
    ///
    /// # Errors
    /// When an answer is another than it has to be.
    pub fn run(&self, request: &[u8], body: &[u8]) -> Result<(u64, f64)> {
        self.run_with(request, 200, body)
    }

    /// The same for answers with another status.
    ///
    /// # Errors
    /// As [`Load::run`].
    pub fn run_with(&self, request: &[u8], status: u16, body: &[u8]) -> Result<(u64, f64)> {
        let open = |_| Connection::open(self.address);
        let mut connections = (0..self.connections).map(open).collect::<Result<Vec<_>>>()?;
        let began = Instant::now();
        for connection in &mut connections {
            connection.send(request)?;
        }
        let mut answered = 0;
        let mut is_over = false;
        while !is_over {
            is_over = began.elapsed().as_secs_f64() >= self.seconds;
            for connection in &mut connections {
                let answer = connection.receive()?;
                if answer.status != status {
                    return Err(format!("status {} under load, not {status}", answer.status));
                }
                same(answer.body, body)?;
                answered += 1;
                if !is_over {
                    connection.send(request)?;
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
