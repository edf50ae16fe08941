//! The compression of answers. Streams are not compressed. By default, answers to clients on the
//! same machine are not compressed either. Answers that fit into one packet or would not shrink are
//! compressed only for clients that accept no uncompressed answers.
//!
//! Compressed answers with an ETag are cached. The organization is part of the cache key, so an
//! organization that forges two answers with the same tag harms only itself.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody as _};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY,
};
use axum::http::{HeaderValue, Response};
use axum::response::IntoResponse as _;
use deskbell_app::MemoryBudget;
use deskbell_model::OrgId;
use http_body_util::BodyExt as _;
use parking_lot::Mutex;

use super::accept_encoding::{AcceptEncoding, Coding};
use super::budgeted_body::Budgeted;
use super::encoded_body::EncodedBody;
use super::encoder::encoded;
use crate::error::{ApiError, ErrorCode};
use crate::limits::{
    CODER_BYTES, COMPRESSED_BYTES_MIN, COMPRESSED_IN_PLACE_BYTES_MAX, COMPRESSED_KEPT_BYTES_MAX,
};

/// Marks an answer of unknown length that is compressed while it is sent.
#[derive(Clone, Copy, Debug)]
pub struct InPieces;

/// The policy that decides which clients get compressed answers. A client must also accept a
/// coding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compression {
    /// Answers are never compressed.
    Never,
    /// Answers to clients on other machines are compressed.
    #[default]
    Remote,
    /// Answers to all clients are compressed.
    Always,
}

impl Compression {
    /// Parses the name of a policy.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "never" => Some(Self::Never),
            "remote" => Some(Self::Remote),
            "always" => Some(Self::Always),
            _ => None,
        }
    }

    fn reaches(self, peer: IpAddr) -> bool {
        match self {
            Self::Never => false,
            Self::Remote => !peer.to_canonical().is_loopback(),
            Self::Always => true,
        }
    }
}

/// The cache key of an answer: organization, ETag and coding.
type Key = (Option<OrgId>, HeaderValue, Coding);

/// The compressor, with its cache of compressed answers.
#[derive(Debug, Default)]
pub struct Compressor {
    policy: Compression,
    kept: Mutex<HashMap<Key, Bytes>>,
}

/// The facts about a client on which compression depends.
#[derive(Clone, Copy, Debug)]
pub struct Client {
    pub peer: IpAddr,
    pub org: Option<OrgId>,
    pub accepts: AcceptEncoding,
    pub is_head: bool,
}

impl Compressor {
    pub fn new(policy: Compression) -> Self {
        Self { policy, kept: Mutex::default() }
    }

    /// Compresses an answer if the policy and the client allow compression.
    pub async fn apply(
        &self,
        mut response: Response<Body>,
        client: Client,
        room: &Arc<MemoryBudget>,
    ) -> Response<Body> {
        let reaches = self.policy.reaches(client.peer);
        let must = client.accepts.refuses_identity && self.policy != Compression::Never;
        let is_whole = response.body().size_hint().exact().is_some();
        let is_in_pieces = response.extensions().get::<InPieces>().is_some();
        if !(is_whole || is_in_pieces) || !(reaches || must) {
            return response;
        }
        let has_content = response.headers().contains_key(CONTENT_TYPE);
        if has_content || response.headers().contains_key(ETAG) {
            response.headers_mut().insert(VARY, HeaderValue::from(ACCEPT_ENCODING));
        }
        let Some(coding) = client.accepts.coding.filter(|_| has_content) else { return response };
        if client.is_head {
            // `GET` would compress this body; `HEAD` does not, so the length that `GET` would send
            // is unknown.
            response.headers_mut().remove(CONTENT_LENGTH);
            return response;
        }
        if is_in_pieces {
            return in_pieces(response, coding, client, room);
        }
        let length = response.body().size_hint().exact().unwrap_or(0);
        if length == 0 || (length < COMPRESSED_BYTES_MIN as u64 && !must) {
            return response;
        }
        if response.extensions().get::<Budgeted>().is_some() {
            return in_pieces(response, coding, client, room);
        }
        let (mut parts, body) = response.into_parts();
        let Ok(whole) = body.collect().await else {
            return Response::from_parts(parts, Body::empty());
        };
        let whole = whole.to_bytes();
        // A `no-store` answer is not cached here either, because the answer contains a secret that
        // the tag does not cover.
        let may_keep = parts.headers.get(CACHE_CONTROL).is_none_or(|it| it != "no-store");
        let key = parts.headers.get(ETAG).filter(|_| may_keep);
        let key = key.map(|tag| (client.org, tag.clone(), coding));
        let coded = self.coded(key, coding, &whole).await;
        let Some(coded) = coded.filter(|coded| coded.len() < whole.len() || must) else {
            return Response::from_parts(parts, whole.into());
        };
        parts.headers.remove(CONTENT_LENGTH);
        parts.headers.insert(CONTENT_ENCODING, coding.header());
        Response::from_parts(parts, coded.into())
    }

    async fn coded(&self, key: Option<Key>, coding: Coding, whole: &Bytes) -> Option<Bytes> {
        if let Some(kept) = key.as_ref().and_then(|key| self.lock().get(key).cloned()) {
            return Some(kept);
        }
        let coded = if whole.len() <= COMPRESSED_IN_PLACE_BYTES_MAX {
            encoded(coding, whole)
        } else {
            let whole = whole.clone();
            let work = tokio::task::spawn_blocking(move || encoded(coding, &whole));
            work.await.unwrap_or_else(|error| Err(io::Error::other(error)))
        };
        let coded: Bytes = match coded {
            Ok(coded) => coded.into(),
            Err(error) => {
                tracing::error!(%error, "an answer could not be compressed");
                return None;
            }
        };
        if let Some(key) = key {
            self.keep(key, coded.clone());
        }
        Some(coded)
    }

    fn lock(&self) -> parking_lot::MutexGuard<'_, HashMap<Key, Bytes>> {
        self.kept.lock()
    }

    fn keep(&self, key: Key, coded: Bytes) {
        let mut kept = self.lock();
        let held: usize = kept.values().map(Bytes::len).sum();
        if held + coded.len() > COMPRESSED_KEPT_BYTES_MAX {
            kept.clear();
        }
        if coded.len() <= COMPRESSED_KEPT_BYTES_MAX / 8 {
            kept.insert(key, coded);
        }
    }
}

/// Makes a large answer that is compressed while it is sent. Without memory for the compressor, the
/// answer is not compressed, or is refused if the client accepts only compressed answers.
fn in_pieces(
    response: Response<Body>,
    coding: Coding,
    client: Client,
    room: &Arc<MemoryBudget>,
) -> Response<Body> {
    let Some(held) = client.org.and_then(|org| room.try_take(org, CODER_BYTES)) else {
        let must = client.accepts.refuses_identity;
        return if must {
            ApiError::retry(ErrorCode::Unavailable, 1).into_response()
        } else {
            response
        };
    };
    let (mut parts, body) = response.into_parts();
    let coded = match EncodedBody::new(body, coding, (Arc::clone(room), held)) {
        Ok(coded) => coded,
        Err(error) => {
            tracing::error!(%error, "an answer could not be compressed");
            return ApiError::from(ErrorCode::Internal).into_response();
        }
    };
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.insert(CONTENT_ENCODING, coding.header());
    Response::from_parts(parts, Body::new(coded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_bounded() {
        let compressor = Compressor::default();
        let part = COMPRESSED_KEPT_BYTES_MAX / 8;
        for number in 0..100_usize {
            let tag = HeaderValue::try_from(number.to_string()).unwrap();
            compressor.keep((None, tag, Coding::Gzip), Bytes::from(vec![0; part - number]));
            let held: usize = compressor.lock().values().map(Bytes::len).sum();
            assert!(held > 0 && held <= COMPRESSED_KEPT_BYTES_MAX);
        }
    }

    #[test]
    fn a_client_on_the_same_machine_is_one_by_any_address() {
        for (address, is_local) in [
            ("127.0.0.1", true),
            ("127.9.9.9", true),
            ("::1", true),
            ("::ffff:127.0.0.1", true),
            ("10.0.0.1", false),
            ("2001:db8::1", false),
            ("::ffff:10.0.0.1", false),
        ] {
            let peer = address.parse().unwrap();
            assert_eq!(Compression::Remote.reaches(peer), !is_local, "{address}");
            assert!(Compression::Always.reaches(peer) && !Compression::Never.reaches(peer));
        }
    }
}
