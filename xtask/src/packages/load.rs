//! Clients that write and read continuously while a server is replaced, and the counts of their
//! answers and errors.
//!
//! Half of the clients keep one connection open, and the other clients open a connection for each
//! request. This module must not know how the server is replaced.

use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const CLIENTS: usize = 8;
/// The pause of a client between two requests. The pause leaves most of a small machine to the
/// servers.
const PAUSE: Duration = Duration::from_millis(5);
/// The time limit of an answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// The number of errors that are kept for the report of a client.
const TOLD_MAX: usize = 3;

/// The counts of the clients' requests, by outcome.
#[derive(Debug, Default)]
pub struct Tally {
    /// The number of requests that got the expected answer.
    pub answered: usize,
    /// The number of customers that the server has acknowledged.
    pub written: usize,
    /// The number of refused connections. A refused client tries again.
    pub refused: usize,
    /// The number of requests that were lost or answered with an error.
    pub failed: usize,
    /// The first errors, in words.
    pub told: Vec<String>,
    /// The longest time from a request's first attempt to its answer.
    pub longest: Duration,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.answered += other.answered;
        self.written += other.written;
        self.refused += other.refused;
        self.failed += other.failed;
        self.told.extend(other.told);
        self.longest = self.longest.max(other.longest);
    }

    /// The counts in one line.
    pub fn sentence(&self) -> String {
        format!(
            "{} requests answered, {} lost, {} connections refused, longest wait {} ms",
            self.answered,
            self.failed,
            self.refused,
            self.longest.as_millis()
        )
    }
}

pub struct Load {
    stops: Vec<Sender<()>>,
    answers: Receiver<()>,
    clients: Vec<JoinHandle<Tally>>,
}

impl Load {
    /// Starts clients of the server at this address, with an API key.
    pub fn start(address: SocketAddr, key: &str) -> Self {
        let (answered, answers) = channel();
        let (stops, clients) = (0..CLIENTS)
            .map(|number| {
                let (stop, stopping) = channel();
                let answered = answered.clone();
                let key = key.to_owned();
                let client = Client { number, address, key, stopping, answered, line: None };
                (stop, std::thread::spawn(move || client.work()))
            })
            .unzip();
        Self { stops, answers, clients }
    }

    /// Waits until this number of further requests have been answered.
    pub fn wait(&self, requests: usize) -> Result<(), String> {
        // Answers from before this call do not count.
        while self.answers.try_recv().is_ok() {}
        for _ in 0..requests {
            self.answers.recv_timeout(PATIENCE).map_err(|_| "no client gets an answer")?;
        }
        Ok(())
    }

    /// Stops the clients; returns the counts of all clients together. Fails when a client died.
    pub fn stop(self) -> Result<Tally, String> {
        drop(self.stops);
        let mut all = Tally::default();
        for client in self.clients {
            all.add(client.join().map_err(|_| "a client of the load died")?);
        }
        Ok(all)
    }
}

struct Client {
    number: usize,
    address: SocketAddr,
    key: String,
    stopping: Receiver<()>,
    answered: Sender<()>,
    line: Option<BufReader<TcpStream>>,
}

impl Client {
    /// Writes and reads customers, one after the other, until the load is stopped.
    fn work(mut self) -> Tally {
        let mut tally = Tally::default();
        while self.goes_on() {
            let name = format!("load {} {}", self.number, tally.written);
            let body = format!(r#"{{"name":"{name}"}}"#);
            let Some(written) = self.request("POST", "/v1/customers", &body, 201, &mut tally)
            else {
                continue;
            };
            tally.written += 1;
            let Some(id) = number_after(&written, "\"id\":") else { continue };
            let read = self.request("GET", &format!("/v1/customers/{id}"), "", 200, &mut tally);
            if read.is_some_and(|read| !read.contains(&name)) {
                tally.failed += 1;
                tally.told.push(format!("the customer {id} is not {name}"));
            }
        }
        tally
    }

    /// Pauses; returns false when the load is stopped.
    fn goes_on(&self) -> bool {
        self.stopping.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout)
    }

    /// Sends a request until a server accepts the connection; returns the body of an answer with
    /// this status, and `None` for any other outcome.
    fn request(
        &mut self,
        method: &str,
        target: &str,
        body: &str,
        status: u16,
        tally: &mut Tally,
    ) -> Option<String> {
        let since = Instant::now();
        let outcome = loop {
            match self.attempt(method, target, body) {
                Err(error)
                    if error.kind() == ErrorKind::ConnectionRefused
                        && since.elapsed() < PATIENCE =>
                {
                    tally.refused += 1;
                    if !self.goes_on() {
                        return None;
                    }
                }
                outcome => break outcome,
            }
        };
        tally.longest = tally.longest.max(since.elapsed());
        let why = match outcome {
            Ok((answered, body)) if answered == status => {
                tally.answered += 1;
                // Nobody may wait for it any more.
                let _ = self.answered.send(());
                return Some(body);
            }
            Ok((answered, body)) => format!("{method} {target}: {answered} {body}"),
            Err(error) => format!("{method} {target}: {error}"),
        };
        self.line = None;
        tally.failed += 1;
        if tally.told.len() < TOLD_MAX {
            tally.told.push(why);
        }
        None
    }

    fn attempt(
        &mut self,
        method: &str,
        target: &str,
        body: &str,
    ) -> std::io::Result<(u16, String)> {
        let mut line = match self.line.take() {
            Some(line) => line,
            None => connect(self.address)?,
        };
        let stays = self.number.is_multiple_of(2);
        let last = if stays { "" } else { "Connection: close\r\n" };
        let request = format!(
            "{method} {target} HTTP/1.1\r\nHost: desk.example.com\r\nAuthorization: Bearer {}\r\n\
             {last}Content-Length: {}\r\n\r\n{body}",
            self.key,
            body.len()
        );
        line.get_mut().write_all(request.as_bytes())?;
        let answer = answer(&mut line)?;
        if stays && !answer.closes {
            self.line = Some(line);
        }
        Ok((answer.status, answer.body))
    }
}

fn connect(address: SocketAddr) -> std::io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(BufReader::new(stream))
}

struct Answer {
    status: u16,
    closes: bool,
    body: String,
}

/// Reads an answer whose head has a Content-Length.
fn answer(line: &mut BufReader<TcpStream>) -> std::io::Result<Answer> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if line.read_line(&mut head)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
    let head = head.to_lowercase();
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or_default();
    let length = head.lines().find_map(|it| it.strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.ok_or(ErrorKind::InvalidData)?];
    line.read_exact(&mut body)?;
    let body = String::from_utf8_lossy(&body).into_owned();
    Ok(Answer { status, closes: head.contains("\r\nconnection: close\r\n"), body })
}

/// Returns the digits that follow `mark`.
fn number_after(text: &str, mark: &str) -> Option<u64> {
    let (_, rest) = text.split_once(mark)?;
    let end = rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

/// Returns the number of customers of the server at this address.
pub fn customers(address: SocketAddr, key: &str) -> Result<usize, String> {
    let (_, stopping) = channel();
    let (answered, _) = channel();
    let key = key.to_owned();
    let mut client = Client { number: 1, address, key, stopping, answered, line: None };
    let asked = client.attempt("GET", "/v1/customers?limit=1", "");
    let (_, body) = asked.map_err(|error| format!("the customers of {address}: {error}"))?;
    let total = number_after(&body, "\"total\":").and_then(|it| usize::try_from(it).ok());
    total.ok_or_else(|| format!("the customers of {address}: {body}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_up_to_the_first_other_character() {
        assert_eq!(number_after(r#"{"id":17,"name":"2"}"#, "\"id\":"), Some(17));
        assert_eq!(number_after("total:4", "total:"), Some(4));
        assert_eq!(number_after("total:x", "total:"), None);
    }

    #[test]
    fn tallies_add_up_and_keep_the_longest_wait() {
        let longest = Duration::from_millis(20);
        let mut all = Tally { answered: 2, written: 1, longest, ..Tally::default() };
        all.add(Tally { answered: 3, refused: 1, failed: 1, ..Tally::default() });
        assert_eq!(
            all.sentence(),
            "5 requests answered, 1 lost, 1 connections refused, longest wait 20 ms"
        );
        assert_eq!(all.written, 1);
    }
}
