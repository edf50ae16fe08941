//! Protection against cross-site requests. Browsers send the session's cookie with requests of any
//! page. Therefore changes and sockets are accepted only from pages of this server:
//! `Sec-Fetch-Site` must confirm the page's origin, or `Origin` must equal the request's host.

use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN, UPGRADE};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method};
use deskbell_http::ErrorCode;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const SAME_ORIGIN: HeaderValue = HeaderValue::from_static("same-origin");

/// The kind of body that a change takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// JSON. The content type is required even without a body, since HTML forms cannot send this
    /// type.
    Json,
    /// Bytes of any type that HTML forms cannot send.
    Bytes,
}

/// The content types that HTML forms can send. No page of this server uses these types.
const FORMS: [&str; 3] = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/// Refuses a change or a socket that does not come from a page of this server.
pub fn check(parts: &Parts, body: Body) -> Result<(), ErrorCode> {
    let is_read = [Method::GET, Method::HEAD].contains(&parts.method);
    if is_read && !parts.headers.contains_key(UPGRADE) {
        return Ok(());
    }
    if !is_same_origin(parts) {
        return Err(ErrorCode::CrossSite);
    }
    if is_read || has_type(parts, body) { Ok(()) } else { Err(ErrorCode::JsonType) }
}

fn is_same_origin(parts: &Parts) -> bool {
    let mut sites = parts.headers.get_all(SEC_FETCH_SITE).iter();
    match (sites.next(), sites.next()) {
        (Some(site), None) => return site == SAME_ORIGIN,
        (Some(_), Some(_)) => return false,
        (None, _) => {}
    }
    let mut origins = parts.headers.get_all(ORIGIN).iter();
    let (Some(origin), None) = (origins.next(), origins.next()) else { return false };
    let Ok(origin) = origin.to_str() else { return false };
    let Some((_, authority)) = origin.split_once("://") else { return false };
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = parts.uri.authority().map(axum::http::uri::Authority::as_str).or(host);
    host.is_some_and(|host| !host.is_empty() && host.eq_ignore_ascii_case(authority))
}

fn has_type(parts: &Parts, body: Body) -> bool {
    let mut types = parts.headers.get_all(CONTENT_TYPE).iter();
    let (Some(media), None) = (types.next(), types.next()) else { return false };
    let Ok(media) = media.to_str() else { return false };
    let media = media.split(';').next().unwrap_or_default().trim();
    match body {
        Body::Json => media.eq_ignore_ascii_case("application/json"),
        Body::Bytes => {
            media.contains('/') && !FORMS.iter().any(|it| media.eq_ignore_ascii_case(it))
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn checked(method: Method, headers: &[(&str, &str)]) -> Result<(), ErrorCode> {
        let mut request = Request::builder().method(method).uri("/app/v1/session");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        check(&request.body(()).unwrap().into_parts().0, Body::Json)
    }

    const JSON: (&str, &str) = ("content-type", "application/json");

    #[test]
    fn a_change_is_for_pages_of_the_same_origin_alone() {
        for headers in [
            &[("sec-fetch-site", "same-origin"), JSON][..],
            &[("origin", "https://desk.example"), ("host", "desk.example"), JSON],
            &[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080"), JSON],
        ] {
            assert_eq!(checked(Method::POST, headers), Ok(()), "{headers:?}");
        }
        for headers in [
            &[JSON][..],
            &[("sec-fetch-site", "same-site"), JSON],
            &[("sec-fetch-site", "cross-site"), JSON],
            &[("sec-fetch-site", "none"), JSON],
            &[("sec-fetch-site", "same-origin"), ("sec-fetch-site", "same-origin"), JSON],
            &[("origin", "null"), ("host", "desk.example"), JSON],
            &[("origin", "https://evil.example"), ("host", "desk.example"), JSON],
            &[("origin", "https://desk.example:8443"), ("host", "desk.example"), JSON],
            &[("origin", "https://"), ("host", ""), JSON],
            &[("origin", "https://desk.example"), JSON],
            // The browser's word counts, whatever the origin says.
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://desk.example"),
                ("host", "desk.example"),
                JSON,
            ],
        ] {
            assert_eq!(checked(Method::POST, headers), Err(ErrorCode::CrossSite), "{headers:?}");
        }
    }

    #[test]
    fn a_change_is_json_and_a_read_is_anything() {
        let same = ("sec-fetch-site", "same-origin");
        for media in ["application/json", "Application/JSON; charset=utf-8"] {
            assert_eq!(checked(Method::DELETE, &[same, ("content-type", media)]), Ok(()));
        }
        for media in ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""] {
            let found = checked(Method::POST, &[same, ("content-type", media)]);
            assert_eq!(found, Err(ErrorCode::JsonType), "{media}");
        }
        assert_eq!(checked(Method::POST, &[same]), Err(ErrorCode::JsonType));
        assert_eq!(checked(Method::GET, &[]), Ok(()));
    }

    #[test]
    fn a_socket_is_for_pages_of_the_same_origin_and_needs_no_type() {
        let upgrade = ("upgrade", "websocket");
        let get = |headers: &[(&str, &str)]| checked(Method::GET, headers);
        assert_eq!(get(&[upgrade, ("sec-fetch-site", "same-origin")]), Ok(()));
        let own = [upgrade, ("origin", "https://desk.example"), ("host", "desk.example")];
        assert_eq!(get(&own), Ok(()));
        for bad in [&[upgrade][..], &[upgrade, ("sec-fetch-site", "cross-site")]] {
            assert_eq!(get(bad), Err(ErrorCode::CrossSite));
        }
    }
}
