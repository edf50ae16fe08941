//! What a client has already: entity tags, and whether an answer is one of those (RFC 9110, 8.8.3
//! and 13.1.2).
//!
//! A tag is the answer's digest, so it changes with its bytes and with nothing else, on every
//! process alike. It is weak: the same tag stands for the same bytes in any content coding.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use deskbell_app::{Answer, DIGEST_DIGITS};

/// The tags a request came with.
#[derive(Debug)]
pub(crate) struct Known(Vec<HeaderValue>);

impl<S: Sync> FromRequestParts<S> for Known {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

impl Known {
    fn of(headers: &HeaderMap) -> Self {
        Self(headers.get_all(IF_NONE_MATCH).iter().cloned().collect())
    }

    /// JSON with its tag, or that it is known.
    pub(crate) fn or(&self, json: impl Into<Answer>) -> Response<Body> {
        self.or_bytes("application/json", &json.into())
    }

    /// Anything with its tag, or that it is known.
    pub(crate) fn or_bytes(&self, media: &'static str, answer: &Answer) -> Response<Body> {
        let digest = answer.digest();
        let is_known = self.has(digest);
        let body = if is_known { Body::empty() } else { answer.bytes().clone().into() };
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        if let Ok(tag) = HeaderValue::from_bytes(&tag(digest)) {
            headers.insert(ETAG, tag);
        }
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
        }
        response
    }

    fn has(&self, digest: &[u8]) -> bool {
        self.0.iter().any(|value| listed(value.as_bytes(), digest))
    }
}

/// A weak tag: the digits in quotes, which every header takes.
fn tag(digest: &[u8; DIGEST_DIGITS]) -> [u8; DIGEST_DIGITS + 4] {
    let mut tag = [b'"'; DIGEST_DIGITS + 4];
    tag[..2].copy_from_slice(b"W/");
    tag[3..DIGEST_DIGITS + 3].copy_from_slice(digest);
    tag
}

/// Whether a list of tags, weak or not, has this one; `*` has every one. What is no list has none
/// from where it stops being one.
fn listed(list: &[u8], tag: &[u8]) -> bool {
    let mut rest = list.trim_ascii();
    if rest == b"*" {
        return true;
    }
    loop {
        rest = rest.trim_ascii_start();
        if let Some(next) = rest.strip_prefix(b",") {
            rest = next;
            continue;
        }
        let Some(opaque) = rest.strip_prefix(b"W/").unwrap_or(rest).strip_prefix(b"\"") else {
            return false;
        };
        let Some(end) = opaque.iter().position(|byte| *byte == b'"') else { return false };
        if &opaque[..end] == tag {
            return true;
        }
        // Between two tags there is a comma.
        rest = opaque[end + 1..].trim_ascii_start();
        if !rest.starts_with(b",") {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_tag_is_found_in_a_list_weak_or_strong_and_in_nothing_else() {
        for list in [
            "\"a\"",
            "W/\"a\"",
            " W/\"a\" ",
            "\"b\", W/\"a\"",
            "\"b\",\"a\"",
            ",,\"x,y\" ,\t\"a\",",
            "*",
            " * ",
            "\"\", \"a\"",
        ] {
            assert!(listed(list.as_bytes(), b"a"), "{list}");
        }
        for list in [
            "",
            "a",
            "w/\"a\"",
            "\"a",
            "W/a",
            "\"A\"",
            "\"ab\"",
            "**",
            "*, \"b\"",
            "\"b\" \"a\"",
            "\"b\"\"a\"",
            "b, \"a\"",
            "\"b\\\"a\"",
            "W/ \"a\"",
            "'a'",
            "\"a \"",
        ] {
            assert!(!listed(list.as_bytes(), b"a"), "{list}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_makes_it_panic(list: Vec<u8>, tag in "[0-9a-f]{0,4}") {
            listed(&list, tag.as_bytes());
        }

        #[test]
        fn the_tag_of_an_answer_makes_it_known_and_one_byte_more_makes_it_new(body: Vec<u8>) {
            let none = Known(Vec::new());
            let first = none.or(body.clone());
            prop_assert_eq!(first.status(), StatusCode::OK);
            let tag = first.headers()[ETAG].clone();
            let known = Known(vec![HeaderValue::from_static("\"x\""), tag.clone()]);
            let again = known.or(body.clone());
            prop_assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
            prop_assert_eq!(&again.headers()[ETAG], &tag);
            let more = [&body[..], b"x"].concat();
            prop_assert_eq!(known.or(more).status(), StatusCode::OK);
        }
    }
}
