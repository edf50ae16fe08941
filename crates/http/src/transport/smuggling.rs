//! The request checks that hyper omits: the host, and the framing of the body (RFC 9112, 3.2 and
//! 6.1; RFC 9113, 8.3.1). If two servers disagree on host or framing, a request can be smuggled
//! inside another request.

use axum::http::header::{HOST, TRANSFER_ENCODING};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Request, Version};

use crate::error::ErrorCode;

/// Returns the error code of a request whose host or framing is invalid; `None` for a valid
/// request.
pub fn check<B>(request: &Request<B>) -> Option<ErrorCode> {
    let is_right = is_addressed(request) && is_framed(request.headers());
    (!is_right).then_some(ErrorCode::Malformed)
}

/// Tells whether the request names exactly one valid host. HTTP/1.0 may omit the host.
fn is_addressed<B>(request: &Request<B>) -> bool {
    let mut hosts = request.headers().get_all(HOST).iter();
    let (host, more) = (hosts.next(), hosts.next());
    let authority = request.uri().authority();
    if more.is_some() || authority.is_some_and(|it| !is_host(it.as_str())) {
        return false;
    }
    let Some(host) = host else {
        return match request.version() {
            Version::HTTP_11 => false,
            Version::HTTP_2 => authority.is_some(),
            _ => true,
        };
    };
    let Ok(host) = host.to_str() else { return false };
    let is_same = |it: &Authority| it.as_str().eq_ignore_ascii_case(host);
    // In HTTP/1, a full URL takes precedence over the header.
    let is_one = request.version() != Version::HTTP_2 || authority.is_none_or(is_same);
    (host.is_empty() || is_host(host)) && is_one
}

/// Tells whether a text is a host without a user, with or without a port.
fn is_host(text: &str) -> bool {
    let Ok(authority) = Authority::try_from(text) else { return false };
    let port =
        text.strip_prefix(authority.host()).map(|rest| rest.strip_prefix(':').unwrap_or(rest));
    !authority.host().is_empty() && port.is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()))
}

/// Tells whether `Transfer-Encoding` is absent, or occurs once with the value `chunked`.
fn is_framed(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(TRANSFER_ENCODING).iter();
    match (codings.next(), codings.next()) {
        (None, _) => true,
        (Some(coding), None) => coding.as_bytes().trim_ascii().eq_ignore_ascii_case(b"chunked"),
        (Some(_), Some(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(version: Version, target: &str, headers: &[(&'static str, &'static str)]) -> bool {
        let mut request = Request::builder().version(version).uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        check(&request.body(()).unwrap()).is_none()
    }

    #[test]
    fn a_request_says_once_whom_it_is_for() {
        for host in ["x", "", "a.example:8080", "[::1]:80", "127.0.0.1", "x:", "A_b-c.d"] {
            assert!(asked(Version::HTTP_11, "/", &[("host", host)]), "{host}");
        }
        for host in ["a b", "u@x", "x/y", "x:y", "x:80:80", "[::1", ":80", "x, y", "http://x"] {
            assert!(!asked(Version::HTTP_11, "/", &[("host", host)]), "{host}");
        }
        assert!(!asked(Version::HTTP_11, "/", &[]));
        assert!(asked(Version::HTTP_10, "/", &[]));
        assert!(!asked(Version::HTTP_11, "/", &[("host", "x"), ("host", "x")]));
        assert!(!asked(Version::HTTP_10, "/", &[("host", "x"), ("host", "y")]));
        assert!(asked(Version::HTTP_11, "http://y/", &[("host", "x")]));
        assert!(!asked(Version::HTTP_11, "http://u@y/", &[("host", "x")]));
    }

    #[test]
    fn of_http_2_both_names_are_one() {
        assert!(asked(Version::HTTP_2, "http://x/", &[]));
        assert!(asked(Version::HTTP_2, "http://x/", &[("host", "X")]));
        assert!(asked(Version::HTTP_2, "/", &[("host", "x")]));
        assert!(!asked(Version::HTTP_2, "http://x/", &[("host", "y")]));
        assert!(!asked(Version::HTTP_2, "/", &[]));
    }

    #[test]
    fn a_body_comes_in_chunks_alone() {
        let coded = |coding| asked(Version::HTTP_10, "/", &[("transfer-encoding", coding)]);
        assert!(coded("chunked") && coded("Chunked"));
        for coding in ["gzip, chunked", "chunked, chunked", "chunked,", "identity", ""] {
            assert!(!coded(coding), "{coding}");
        }
        let twice = [("transfer-encoding", "chunked"), ("transfer-encoding", "chunked")];
        assert!(!asked(Version::HTTP_10, "/", &twice));
    }
}
