//! The part of an immutable file that a request wants: the whole file, a range, or no bytes (RFC
//! 9110, 13 and 14). No bytes are wanted if the client has a cached copy.

mod range;

use std::convert::Infallible;
use std::ops::Range;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use axum::response::IntoResponse as _;

use crate::error::{ApiError, ErrorCode};
use crate::pipeline::etag;
use range::{Asked, asked};

/// The request headers that select a part of a file.
#[derive(Debug)]
pub struct WantedBytes {
    headers: HeaderMap,
    is_head: bool,
}

impl<S: Sync> FromRequestParts<S> for WantedBytes {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let is_wanted = |name: &HeaderName| [RANGE, IF_RANGE, IF_NONE_MATCH].contains(name);
        let wanted = parts.headers.iter().filter(|(name, _)| is_wanted(name));
        let headers = wanted.map(|(name, value)| (name.clone(), value.clone())).collect();
        Ok(Self { headers, is_head: parts.method == Method::HEAD })
    }
}

impl WantedBytes {
    /// Answers with the requested part of a file of `bytes` bytes; `read` reads a range. `hash` is
    /// the hash of the whole file, which becomes its strong ETag.
    ///
    /// # Errors
    /// The error of `read`. A range that begins after the end of the file gives an `Ok` with the
    /// answer of [`ErrorCode::FileRange`].
    pub async fn respond<E>(
        &self,
        hash: &str,
        bytes: u64,
        read: impl AsyncFnOnce(Range<u64>) -> Result<Body, E>,
    ) -> Result<Response<Body>, E> {
        let tag = format!("\"{hash}\"");
        let mut response = if self.has(hash) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        } else {
            let range = match self.asked(&tag, bytes) {
                Asked::Whole => 0..bytes,
                Asked::Part(range) => range,
                Asked::Nothing => {
                    let mut response = ApiError::from(ErrorCode::FileRange).into_response();
                    set(&mut response, CONTENT_RANGE, &format!("bytes */{bytes}"));
                    return Ok(response);
                }
            };
            let body = if self.is_head { Body::empty() } else { read(range.clone()).await? };
            part(body, &range, bytes)
        };
        set(&mut response, ETAG, &tag);
        set(&mut response, ACCEPT_RANGES, "bytes");
        Ok(response)
    }

    fn asked(&self, tag: &str, bytes: u64) -> Asked {
        let is_same = self.headers.get(IF_RANGE).is_none_or(|wanted| wanted == tag);
        let range = self.headers.get(RANGE).filter(|_| is_same);
        range.map_or(Asked::Whole, |it| asked(it.to_str().unwrap_or_default(), bytes))
    }

    fn has(&self, hash: &str) -> bool {
        let known = |list: &[u8]| {
            etag::is_any(list) || etag::listed(list).any(|known| known == hash.as_bytes())
        };
        self.headers.get_all(IF_NONE_MATCH).iter().any(|list| known(list.as_bytes()))
    }
}

/// Makes the answer with a range of a file of `bytes` bytes.
fn part(body: Body, range: &Range<u64>, bytes: u64) -> Response<Body> {
    let mut response = Response::new(body);
    let length = range.end - range.start;
    if length < bytes {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let last = range.end.saturating_sub(1);
        set(&mut response, CONTENT_RANGE, &format!("bytes {}-{last}/{bytes}", range.start));
    }
    response.headers_mut().insert(CONTENT_LENGTH, length.into());
    response
}

fn set(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
