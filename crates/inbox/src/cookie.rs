//! The session cookie: how the cookie is read from requests, and set in answers.
//!
//! The cookie's name is `__Host-deskbell`. Browsers send a cookie whose name begins with `__Host-`
//! only to this host, and only over TLS or to the same machine. A page that was loaded over plain
//! HTTP from another machine gets the cookie `deskbell` instead. An attacker who can answer for the
//! host over plain HTTP can set the cookie `deskbell`. Therefore the server accepts this cookie
//! only in requests over plain HTTP.

use axum::http::header::{COOKIE, ORIGIN, SET_COOKIE};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response};
use deskbell_model::Secret;
use deskbell_model::limits::SESSION_S_MAX;

const SECURE: &str = "__Host-deskbell";
const PLAIN: &str = "deskbell";
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Returns the secret in the session cookie; `None` unless there is exactly one cookie with the
/// expected name.
pub(crate) fn secret(headers: &HeaderMap) -> Option<&str> {
    let plain = || of(headers, PLAIN).filter(|_| !is_secure(headers));
    of(headers, SECURE).or_else(plain)
}

/// Returns whether a request was sent over TLS or to the same machine. Browsers send
/// `Sec-Fetch-Site` only in such requests, and proxies may report TLS.
fn is_secure(headers: &HeaderMap) -> bool {
    let says = |name, end: &str| {
        let text = headers.get(name).and_then(|it: &HeaderValue| it.to_str().ok());
        // Of several proxies the first one says how the browser sent the request.
        let scheme = text.and_then(|text| text.split(end).next());
        scheme.is_some_and(|it| it.trim().eq_ignore_ascii_case("https"))
    };
    headers.contains_key(SEC_FETCH_SITE) || says(ORIGIN, "://") || says(X_FORWARDED_PROTO, ",")
}

fn of<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let texts = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let pairs = texts.flat_map(|text| text.split(';')).filter_map(|it| it.trim().split_once('='));
    let mut values = pairs.filter(|(found, _)| *found == name).map(|(_, value)| value);
    match (values.next(), values.next()) {
        (Some(value), None) if !value.is_empty() => Some(value),
        _ => None,
    }
}

/// Returns whether the request's `Origin` states that the page was loaded over plain HTTP from
/// another machine.
pub(crate) fn is_plain(headers: &HeaderMap) -> bool {
    if is_secure(headers) {
        return false;
    }
    let origin = headers.get(ORIGIN).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let Some(authority) = origin.strip_prefix("http://") else { return false };
    let Ok(authority) = authority.parse::<Authority>() else { return false };
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    let is_own = host.parse::<std::net::IpAddr>().is_ok_and(|it| it.is_loopback());
    !(is_own || host.eq_ignore_ascii_case("localhost") || host.ends_with(".localhost"))
}

/// Sets the cookie of a new session.
pub(crate) fn set<B>(response: &mut Response<B>, secret: &Secret, is_plain: bool) {
    let secret = secret.reveal();
    let value = if is_plain {
        format!("{PLAIN}={secret}; Path=/; Max-Age={SESSION_S_MAX}; HttpOnly; SameSite=Strict")
    } else {
        let life = format!("Path=/; Max-Age={SESSION_S_MAX}");
        format!("{SECURE}={secret}; {life}; Secure; HttpOnly; SameSite=Strict")
    };
    if let Ok(mut value) = HeaderValue::try_from(value) {
        value.set_sensitive(true);
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// Removes the cookies of a session that ended.
pub(crate) fn remove<B>(response: &mut Response<B>) {
    for value in [
        "__Host-deskbell=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict",
        "deskbell=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict",
    ] {
        response.headers_mut().append(SET_COOKIE, HeaderValue::from_static(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cookies(values: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(COOKIE, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn the_cookie_is_found_among_others_and_two_of_a_name_are_none() {
        for values in [
            &["__Host-deskbell=x"][..],
            &["a=b; __Host-deskbell=x; c=d"],
            &["a=b", "__Host-deskbell=x"],
            &["deskbell=x"],
            &["deskbell=planted; __Host-deskbell=x"],
        ] {
            assert_eq!(secret(&cookies(values)), Some("x"), "{values:?}");
        }
        for values in [
            &[][..],
            &["__Host-deskbell="],
            &["__Host-deskbell"],
            &["__host-deskbell=x"],
            &["x__Host-deskbell=x"],
            &["__Host-deskbell=x; __Host-deskbell=y"],
            &["__Host-deskbell=x", "__Host-deskbell=x"],
        ] {
            assert_eq!(secret(&cookies(values)), None, "{values:?}");
        }
    }

    #[test]
    fn a_cookie_of_plain_http_counts_nowhere_else() {
        for (name, value) in [
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "none"),
            ("origin", "https://desk.example.com"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-proto", "HTTPS"),
            ("x-forwarded-proto", " Https , http"),
        ] {
            let mut headers = cookies(&["deskbell=planted"]);
            headers.insert(name, HeaderValue::from_static(value));
            assert_eq!(secret(&headers), None, "{name}: {value}");
            headers.append(COOKIE, HeaderValue::from_static("__Host-deskbell=x"));
            assert_eq!(secret(&headers), Some("x"), "{name}: {value}");
        }
        let mut headers = cookies(&["deskbell=x"]);
        headers.insert(ORIGIN, HeaderValue::from_static("http://desk.example.com"));
        for plain in ["http", "http, https", "httpsx"] {
            headers.insert(X_FORWARDED_PROTO, HeaderValue::from_static(plain));
            assert_eq!(secret(&headers), Some("x"), "{plain}");
        }
    }

    #[test]
    fn only_a_page_over_plain_http_from_another_machine_is_plain() {
        let plain = |origin: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ORIGIN, HeaderValue::from_static(origin));
            is_plain(&headers)
        };
        assert!(plain("http://192.168.1.5:8080") && plain("http://desk.example.com"));
        for origin in [
            "https://desk.example.com",
            "http://localhost:8080",
            "http://desk.localhost",
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
            "null",
            "",
        ] {
            assert!(!plain(origin), "{origin}");
        }
        assert!(!is_plain(&HeaderMap::new()));
    }
}
