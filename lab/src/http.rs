//! A minimal HTTP/1.1 client for raw bytes: one request per connection.
//!
//! A client library would correct or refuse many of the tested requests: odd schemes, bodies
//! without a type, repeated parameters, bytes that are not UTF-8. This file must not know the API.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// The time limit of a request with its answer; a longer exchange is an error.
const PATIENCE: Duration = Duration::from_secs(30);
/// The maximal length of an answer, in bytes; a longer answer is an error.
const ANSWER_BYTES_MAX: u64 = 64 * 1024 * 1024;
const HEADERS_MAX: usize = 100;

/// An HTTP answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The headers, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, with the transfer coding removed.
    pub body: Vec<u8>,
}

/// Sends a request; reads until the server closes the connection.
///
/// # Errors
/// A sentence: no server listens, the request took too long, or the answer is malformed.
pub fn exchange(addresses: &[SocketAddr], request: &[u8]) -> Result<Response, String> {
    let until = Instant::now() + PATIENCE;
    let mut stream = connect(addresses)?;
    let set = stream.set_write_timeout(Some(PATIENCE)).and_then(|()| stream.set_nodelay(true));
    set.map_err(|error| error.to_string())?;
    // A failed write is no error yet: a server may answer before it has read a long body.
    let sent = stream.write_all(request);
    let mut bytes = Vec::new();
    let read = read_until(&mut stream, &mut bytes, until);
    if bytes.is_empty() {
        sent.map_err(|error| format!("the request could not be sent: {error}"))?;
    }
    match read {
        Err(error) if bytes.is_empty() || error.kind() != ErrorKind::ConnectionReset => {
            Err(format!("no answer: {error}"))
        }
        _ => parse(&bytes, request.starts_with(b"HEAD ")),
    }
}

fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, String> {
    let mut last = "the host has no address".to_owned();
    for address in addresses {
        match TcpStream::connect_timeout(address, PATIENCE) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = format!("no connection to {address}: {error}"),
        }
    }
    Err(last)
}

fn read_until(stream: &mut TcpStream, into: &mut Vec<u8>, until: Instant) -> std::io::Result<()> {
    let mut space = vec![0; 64 * 1024];
    loop {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() || into.len() as u64 > ANSWER_BYTES_MAX {
            return Err(std::io::Error::other("it took too long, or it was too long"));
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut space) {
            Ok(0) => return Ok(()),
            Ok(bytes) => into.extend_from_slice(&space[..bytes]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Parses an answer from all bytes of its connection.
///
/// # Errors
/// A sentence, when the bytes are not HTTP or end early.
pub fn parse(bytes: &[u8], is_head: bool) -> Result<Response, String> {
    let mut space = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut head = httparse::Response::new(&mut space);
    let parsed = head.parse(bytes).map_err(|error| format!("this is no HTTP: {error}"))?;
    let httparse::Status::Complete(at) = parsed else {
        return Err(format!("an answer that breaks off after {} bytes", bytes.len()));
    };
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let headers: Vec<_> =
        head.headers.iter().map(|it| (it.name.to_lowercase(), text(it.value))).collect();
    let status = head.code.unwrap_or_default();
    let rest = &bytes[at..];
    let value = |name: &str| headers.iter().find(|it| it.0 == name).map(|it| it.1.as_str());
    let body = if value("transfer-encoding").is_some_and(|it| it.eq_ignore_ascii_case("chunked")) {
        unchunk(rest)?
    } else {
        let length = value("content-length").and_then(|it| it.trim().parse().ok());
        let has_none = is_head || status == 204 || status == 304;
        let length = if has_none { 0 } else { length.unwrap_or(rest.len()) };
        if rest.len() != length {
            return Err(format!("a body of {} bytes where {length} were said", rest.len()));
        }
        rest.to_vec()
    };
    Ok(Response { status, headers, body })
}

fn unchunk(mut rest: &[u8]) -> Result<Vec<u8>, String> {
    const BROKEN: &str = "a chunked body that breaks off";
    let mut body = Vec::new();
    while let Ok(httparse::Status::Complete((at, bytes))) = httparse::parse_chunk_size(rest) {
        let bytes = usize::try_from(bytes).map_err(|_| BROKEN)?;
        if bytes == 0 {
            return Ok(body);
        }
        let end = at.checked_add(bytes).ok_or(BROKEN)?;
        body.extend_from_slice(rest.get(at..end).ok_or(BROKEN)?);
        rest = rest.get(end + 2..).ok_or(BROKEN)?;
    }
    Err(BROKEN.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> Result<Vec<u8>, String> {
        parse(text.as_bytes(), false).map(|it| it.body)
    }

    #[test]
    fn an_answer_is_read_with_a_length_in_chunks_and_to_the_end() {
        assert_eq!(body("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"), Ok(b"hi".to_vec()));
        let chunks =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n1\r\n!\r\n0\r\n\r\n";
        assert_eq!(body(chunks), Ok(b"hi!".to_vec()));
        assert_eq!(body("HTTP/1.1 200 OK\r\n\r\nhi"), Ok(b"hi".to_vec()));
    }

    #[test]
    fn what_breaks_off_or_goes_on_too_long_is_no_answer() {
        for bytes in [
            "",
            "HTTP/1.1 200 OK\r\nConte",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nhi",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nh",
            "SSH-2.0-x\r\n\r\n",
        ] {
            assert!(body(bytes).is_err(), "{bytes}");
        }
    }

    #[test]
    fn an_answer_to_head_has_no_body() {
        let bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
        assert_eq!(parse(bytes, true).map(|it| it.status), Ok(200));
        assert!(parse(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", true).is_err());
    }
}
