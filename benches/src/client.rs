//! A minimal blocking HTTP/1.1 client over one persistent connection. The client sends prepared
//! bytes, and reads answers with a Content-Length.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use deskbell_lab::{Result, While as _};

/// The time limit for an answer, after which the program fails.
const PATIENCE: Duration = Duration::from_secs(60);
/// The maximal size of an answer, in bytes. A larger answer makes the program fail.
const ANSWER_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The bytes of a GET request, with an optional key.
#[must_use]
pub fn get(path: &str, key: Option<&str>) -> Vec<u8> {
    let key = key.map(|key| format!("Authorization: Bearer {key}\r\n")).unwrap_or_default();
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{key}\r\n").into_bytes()
}

/// The bytes of a POST request with a key and a JSON body.
#[must_use]
pub fn post(path: &str, key: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n\
         Content-Length: {length}\r\n\r\n"
    );
    (head + body).into_bytes()
}

/// Adds a header to a request.
///
/// # Errors
/// When the request has no end of headers.
pub fn with_header(request: &[u8], header: &str) -> Result<Vec<u8>> {
    let end = request.windows(4).position(|it| it == b"\r\n\r\n").ok_or("no end of headers")?;
    Ok([&request[..end], b"\r\n", header.as_bytes(), &request[end..]].concat())
}

/// An answer that borrows the connection's buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    /// The status code.
    pub status: u16,
    /// The body of the answer.
    pub body: &'a [u8],
}

impl<'a> Answer<'a> {
    /// Returns the body of an answer with status 200.
    ///
    /// # Errors
    /// Returns the status and the beginning of the body, for any other status.
    pub fn ok(self) -> Result<&'a [u8]> {
        if self.status == 200 {
            return Ok(self.body);
        }
        let beginning = String::from_utf8_lossy(&self.body[..self.body.len().min(200)]);
        Err(format!("status {}: {beginning}", self.status))
    }
}

/// A persistent connection with at most one request in flight.
#[derive(Debug)]
pub struct Connection {
    address: SocketAddr,
    stream: TcpStream,
    buffer: Vec<u8>,
    others: Vec<Vec<u8>>,
}

impl Connection {
    /// Connects to an address.
    ///
    /// # Errors
    /// When connecting fails.
    pub fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect_timeout(&address, PATIENCE).while_at("connecting")?;
        stream.set_nodelay(true).while_at("connecting")?;
        stream.set_read_timeout(Some(PATIENCE)).while_at("connecting")?;
        stream.set_write_timeout(Some(PATIENCE)).while_at("connecting")?;
        Ok(Self { address, stream, buffer: vec![0; 256 * 1024], others: Vec::new() })
    }

    /// Sets the pages to request before each measured request, so that the measured answer does not
    /// come from the server's cache.
    #[must_use]
    pub fn among(mut self, others: Vec<Vec<u8>>) -> Self {
        self.others = others;
        self
    }

    /// Requests the pages that [`Connection::among`] set, without measuring the requests.
    ///
    /// # Errors
    /// When the server refuses one of these pages.
    pub fn ask_others(&mut self) -> Result<()> {
        let others = std::mem::take(&mut self.others);
        let asked = others.iter().try_for_each(|other| self.ask(other)?.ok().map(drop));
        self.others = others;
        asked
    }

    /// Reconnects, since the server closes connections that are idle for some seconds. Sends a
    /// first request so that later requests do not include the cost of a new connection.
    ///
    /// # Errors
    /// Fails like [`Connection::open`], or when the server is not healthy.
    pub fn renew(&mut self) -> Result<()> {
        *self = Self::open(self.address)?.among(std::mem::take(&mut self.others));
        self.ask(&get("/healthz", None))?.ok().while_at("/healthz").map(drop)
    }

    /// Sends a request.
    ///
    /// # Errors
    /// When the connection breaks.
    pub fn send(&mut self, request: &[u8]) -> Result<()> {
        self.stream.write_all(request).while_at("sending a request")
    }

    /// Waits for the answer.
    ///
    /// # Errors
    /// When the connection breaks, or the answer has no status or Content-Length.
    pub fn receive(&mut self) -> Result<Answer<'_>> {
        let mut filled = 0;
        let head = loop {
            filled += self.fill(filled)?;
            if let Some(head) = Head::parse(&self.buffer[..filled])? {
                break head;
            }
        };
        let end = head.bytes + head.body_bytes;
        if end > ANSWER_BYTES_MAX {
            return Err(format!("an answer of {end} bytes"));
        }
        self.buffer.resize(self.buffer.len().max(end), 0);
        while filled < end {
            filled += self.fill(filled)?;
        }
        if filled > end {
            return Err("bytes behind the answer".into());
        }
        Ok(Answer { status: head.status, body: &self.buffer[head.bytes..end] })
    }

    /// Sends a request and waits for its answer.
    ///
    /// # Errors
    /// Fails like [`Connection::send`] and [`Connection::receive`].
    pub fn ask(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.send(request)?;
        self.receive()
    }

    fn fill(&mut self, from: usize) -> Result<usize> {
        let space = self.buffer.get_mut(from..).filter(|space| !space.is_empty());
        let space = space.ok_or("an answer without an end")?;
        match self.stream.read(space).while_at("waiting for an answer")? {
            0 => Err("the server closed the connection".into()),
            bytes => Ok(bytes),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) status: u16,
    /// The length of the head, including the empty line.
    pub(crate) bytes: usize,
    pub(crate) body_bytes: usize,
}

impl Head {
    /// Parses a head; `None` while the head is incomplete.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Option<Self>> {
        let Some((end, text, length)) = Self::read(bytes)? else { return Ok(None) };
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
        match (status, length) {
            (Some(304), None) => Ok(Some(Self { status: 304, bytes: end, body_bytes: 0 })),
            (Some(status), Some(body_bytes)) => Ok(Some(Self { status, bytes: end, body_bytes })),
            _ => Err(format!("an answer without a status or a Content-Length: {text}")),
        }
    }

    /// Parses a complete head; returns its length, its text, and its Content-Length.
    fn read(bytes: &[u8]) -> Result<Option<(usize, &str, Option<usize>)>> {
        let Some(end) = bytes.windows(4).position(|it| it == b"\r\n\r\n") else { return Ok(None) };
        let text = std::str::from_utf8(&bytes[..end]).while_at("reading a head")?;
        let length = text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
        });
        Ok(Some((end + 4, text, length)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_when_it_is_whole() {
        let text = b"HTTP/1.1 200 OK\r\nX: y\r\ncontent-Length: 12\r\n\r\nbody";
        let head = Head { status: 200, bytes: text.len() - 4, body_bytes: 12 };
        assert_eq!(Head::parse(text), Ok(Some(head)));
        assert_eq!(Head::parse(&text[..40]), Ok(None));
        assert!(Head::parse(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").is_err());
    }

    #[test]
    fn a_request_carries_its_key() {
        let text = "GET /v1/chats HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer k\r\n\r\n";
        assert_eq!(get("/v1/chats", Some("k")), text.as_bytes());
        assert_eq!(get("/readyz", None), b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    }

    #[test]
    fn only_200_is_fine() {
        assert_eq!(Answer { status: 200, body: b"x" }.ok(), Ok(&b"x"[..]));
        assert_eq!(Answer { status: 503, body: b"x" }.ok(), Err("status 503: x".into()));
    }
}
