//! The CORS headers (Fetch standard): web pages of any origin may send requests and read answers,
//! with a key but without cookies. The headers do not depend on the caller.

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS, ALLOW,
    VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};

use crate::limits::{CORS_ECHO_BYTES_MAX, CORS_NAMES_MAX};

/// The response headers that a web page may read, in addition to the headers that the standard
/// allows.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "Allow, Deskbell-Ignored, ETag, Location, RateLimit, RateLimit-Policy, Retry-After, \
     WWW-Authenticate, X-History, X-Request-Id",
);
/// The request headers that a web page may send. `*` allows all headers except `Authorization`, and
/// older browsers do not know `*`, so the usual headers are listed, too.
const SENT: [&str; 12] = [
    "Authorization",
    "*",
    "Accept",
    "Cache-Control",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "Last-Event-ID",
    "Traceparent",
    "Tracestate",
    "X-Request-Id",
];
/// The time that browsers may cache a preflight's answer, in seconds.
const MAX_AGE: HeaderValue = HeaderValue::from_static("86400");

/// Returns the value of the header in which a preflight names the wanted request headers.
pub fn asked(headers: &HeaderMap) -> Option<HeaderValue> {
    headers.get(ACCESS_CONTROL_REQUEST_HEADERS).cloned()
}

/// Adds the CORS headers to an answer. `preflight` is set for answers to `OPTIONS`, with the
/// requested headers, if any.
pub fn open(headers: &mut HeaderMap, preflight: Option<Option<HeaderValue>>) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    if let Some(asked) = preflight
        && let Some(methods) = headers.get(ALLOW).cloned()
    {
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
        if let Ok(sent) = HeaderValue::try_from(sent(asked.as_ref())) {
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, sent);
        }
        headers.append(VARY, HeaderValue::from_static("Access-Control-Request-Headers"));
        headers.insert(ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    }
}

/// Returns the value of `Access-Control-Allow-Headers`: `SENT`, and the requested headers that are
/// valid names and fit into the limit.
fn sent(asked: Option<&HeaderValue>) -> String {
    let mut sent = SENT.join(", ");
    let end = sent.len() + CORS_ECHO_BYTES_MAX;
    let asked = asked.and_then(|asked| asked.to_str().ok()).unwrap_or_default();
    let names = asked.split(',').take(CORS_NAMES_MAX);
    let names = names.filter_map(|name| HeaderName::try_from(name.trim()).ok());
    for name in names {
        let is_named = sent.split(", ").any(|known| known.eq_ignore_ascii_case(name.as_str()));
        if is_named {
            continue;
        }
        if sent.len() + 2 + name.as_str().len() > end {
            break;
        }
        sent.push_str(", ");
        sent.push_str(name.as_str());
    }
    sent
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sent_to(asked: &str) -> Vec<String> {
        let sent = sent(HeaderValue::from_str(asked).ok().as_ref());
        sent.split(", ").map(str::to_owned).collect()
    }

    #[test]
    fn what_is_asked_for_is_allowed_once_and_what_is_no_name_is_not() {
        assert_eq!(sent_to(""), SENT);
        assert_eq!(sent_to("last-event-id,authorization, X-REQUEST-ID,traceparent"), SENT);
        let more = sent_to("baggage, a b, x-datadog-trace-id,,sentry-trace, Baggage, \"x\"");
        assert_eq!(more[SENT.len()..], ["baggage", "x-datadog-trace-id", "sentry-trace"]);
        let many: Vec<_> = (0..1_000).map(|number| format!("x-{number}")).collect();
        let some = sent_to(&many.join(","));
        assert!(some.len() > 100 && some.len() < 250, "{}", some.len());
    }

    proptest! {
        #[test]
        fn whatever_is_asked_for_the_answer_is_a_header_of_bounded_length(asked: Vec<u8>) {
            let asked = HeaderValue::from_bytes(&asked).ok();
            let sent = sent(asked.as_ref());
            prop_assert!(sent.len() <= SENT.join(", ").len() + CORS_ECHO_BYTES_MAX);
            prop_assert!(HeaderValue::try_from(sent).is_ok());
        }
    }
}
