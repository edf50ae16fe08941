//! The conditions of a request: `If-None-Match` on reads (RFC 9110, 13.1.2) and `If-Match` on
//! changes (RFC 9110, 13.1.1).

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::header::{CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use deskbell_app::{Answer, DIGEST_DIGITS, Expected};

use crate::pipeline::{budgeted_body, etag};

/// The values of `If-None-Match`: tags of answers that the client has cached.
#[derive(Debug)]
pub struct IfNoneMatch(Vec<HeaderValue>);

impl<S: Sync> FromRequestParts<S> for IfNoneMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

impl IfNoneMatch {
    fn of(headers: &HeaderMap) -> Self {
        Self(headers.get_all(IF_NONE_MATCH).iter().cloned().collect())
    }

    /// Returns a JSON answer with its tag, or 304 without a body if the client has this tag.
    pub fn respond(&self, json: impl Into<Answer>) -> Response<Body> {
        self.respond_bytes("application/json", &json.into())
    }

    /// Returns an answer of any media type with its tag, or 304 without a body if the client has
    /// this tag.
    pub fn respond_bytes(&self, media: &'static str, answer: &Answer) -> Response<Body> {
        let digest = answer.digest();
        let is_known = self.has(digest);
        let response =
            if is_known { Response::new(Body::empty()) } else { budgeted_body::response(answer) };
        let mut response = etag::tagged(response, digest);
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
        }
        response
    }

    fn has(&self, digest: &[u8]) -> bool {
        let has = |list: &[u8]| etag::is_any(list) || etag::listed(list).any(|tag| tag == digest);
        self.0.iter().any(|value| has(value.as_bytes()))
    }
}

/// The condition that an object's tag is one of the tags in `If-Match`. Weak tags match, too,
/// because each tag of the server identifies exact bytes.
#[derive(Debug)]
pub struct IfMatch(pub Expected);

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(expected(&parts.headers)))
    }
}

fn expected(headers: &HeaderMap) -> Expected {
    let lists = || headers.get_all(IF_MATCH).iter().map(HeaderValue::as_bytes);
    if !headers.contains_key(IF_MATCH) || lists().any(etag::is_any) {
        return Expected::Anything;
    }
    // The limit of the request head bounds the number of tags.
    let tags = lists().flat_map(etag::listed);
    Expected::OneOf(tags.filter_map(|tag| <[u8; DIGEST_DIGITS]>::try_from(tag).ok()).collect())
}

#[cfg(test)]
mod tests {
    use axum::http::header::ETAG;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_expected_is_every_tag_of_every_header_and_without_one_anything() {
        let of = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(IF_MATCH, HeaderValue::from_str(value).unwrap());
            }
            expected(&headers)
        };
        let (one, two) = ([b'1'; DIGEST_DIGITS], [b'2'; DIGEST_DIGITS]);
        let text =
            |tag: [u8; DIGEST_DIGITS]| format!("W/\"{}\"", std::str::from_utf8(&tag).unwrap());
        assert_eq!(of(&[]), Expected::Anything);
        for any in ["*", " * "] {
            assert_eq!(of(&[any]), Expected::Anything);
            assert_eq!(of(&[&text(one), any]), Expected::Anything);
        }
        let both = format!("\"x\", {}, {}", text(one), text(two).trim_start_matches("W/"));
        assert_eq!(of(&[&both]), Expected::OneOf(vec![one, two]));
        assert_eq!(of(&[&text(two), &text(one)]), Expected::OneOf(vec![two, one]));
        for none in ["", "x", "\"x\"", "**", text(one).trim_matches(['W', '/', '"'])] {
            assert_eq!(of(&[none]), Expected::OneOf(Vec::new()), "{none}");
        }
    }

    proptest! {
        #[test]
        fn the_tag_of_an_answer_makes_it_known_and_one_byte_more_makes_it_new(body: Vec<u8>) {
            let none = IfNoneMatch(Vec::new());
            let first = none.respond(body.clone());
            prop_assert_eq!(first.status(), StatusCode::OK);
            let tag = first.headers()[ETAG].clone();
            let known = IfNoneMatch(vec![HeaderValue::from_static("\"x\""), tag.clone()]);
            let again = known.respond(body.clone());
            prop_assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
            prop_assert_eq!(&again.headers()[ETAG], &tag);
            let more = [&body[..], b"x"].concat();
            prop_assert_eq!(known.respond(more).status(), StatusCode::OK);
        }
    }
}
