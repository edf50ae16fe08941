//! The extractor of a whole body, within limits of size, time and memory (contract §1).

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_ENCODING;
use axum::http::{HeaderMap, HeaderValue};
use deskbell_app::actions::idempotency::{Creation, Once};
use deskbell_model::limits::{BODY_BYTES_MAX, IDEMPOTENCY_KEY_CHARS_MAX};
use deskbell_wire::read::object;
use http_body_util::BodyExt as _;

use super::account::Account;
use crate::error::{ApiError, ErrorCode};
use crate::limits::{BODY_FREE_KIB, BODY_KIB_AT_ONCE};
use crate::pipeline::body_budget::BodyPermit;
use crate::transport::read_timeout;

const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// A body, with the Idempotency-Key headers of its request.
#[derive(Debug)]
pub struct Payload {
    bytes: Bytes,
    keys: Vec<HeaderValue>,
    /// The permit for the memory of `bytes`.
    _permit: BodyPermit,
}

impl std::ops::Deref for Payload {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Payload {
    /// Returns the Idempotency-Key of a request that creates an object; `None` if the request has
    /// no Idempotency-Key.
    pub fn once(&self, creates: Creation) -> Result<Option<Once>, ErrorCode> {
        let key = match self.keys.as_slice() {
            [] => return Ok(None),
            [first] => first,
            [_, _, ..] => return Err(ErrorCode::KeyTwice),
        };
        let key = std::str::from_utf8(key.as_bytes()).map_err(|_| ErrorCode::KeyNoText)?;
        match key.chars().count() {
            0 => Err(ErrorCode::KeyEmpty),
            1..=IDEMPOTENCY_KEY_CHARS_MAX => Ok(Some(Once::new(creates, key, &self.bytes))),
            _ => Err(ErrorCode::KeyTooLong),
        }
    }
}

impl<S: Sync> FromRequest<S> for Payload {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let account = parts.extensions.get::<Account>().ok_or(ErrorCode::Internal)?;
        if is_coded(&parts.headers) && !body.is_end_stream() {
            return Err(ErrorCode::MediaType.into());
        }
        let (bytes, permit) = read(body, account).await?;
        Ok(Self { bytes, keys: keys(&parts.headers), _permit: permit })
    }
}

/// A body whose content is ignored. A body that is not a JSON object is still refused.
#[derive(Debug)]
pub struct IgnoredBody;

impl<S: Sync> FromRequest<S> for IgnoredBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let body = Payload::from_request(request, state).await?;
        object(&body)?;
        Ok(Self)
    }
}

/// Tells whether a body has a Content-Encoding other than `identity`. The server decodes no bodies.
pub(super) fn is_coded(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(CONTENT_ENCODING).iter();
    codings.any(|it| !it.as_bytes().trim_ascii().eq_ignore_ascii_case(b"identity"))
}

fn keys(headers: &HeaderMap) -> Vec<HeaderValue> {
    headers.get_all(IDEMPOTENCY_KEY).iter().take(2).cloned().collect()
}

/// Reads a whole body. Memory is reserved in steps, so a client that only announces a large body
/// takes little memory.
async fn read(mut body: Body, account: &Account) -> Result<(Bytes, BodyPermit), ApiError> {
    let mut bytes = Vec::new();
    let mut permit = BodyPermit::default();
    let mut room_bytes = BODY_FREE_KIB * 1024;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(refused)?.into_data() else { continue };
        let needed = bytes.len().saturating_add(data.len());
        if needed > BODY_BYTES_MAX {
            return Err(ErrorCode::TooLarge.into());
        }
        while room_bytes < needed {
            let more = account.body_permit(BODY_KIB_AT_ONCE);
            permit.extend(more.ok_or_else(|| ApiError::retry(ErrorCode::Unavailable, 1))?);
            room_bytes += BODY_KIB_AT_ONCE as usize * 1024;
        }
        bytes.extend_from_slice(&data);
    }
    Ok((bytes.into(), permit))
}

/// Returns the error of a body that ended early, because the client was too slow or closed the
/// connection.
pub(super) fn refused(error: axum::Error) -> ApiError {
    if read_timeout::is_timeout(&error) {
        ErrorCode::TooSlow.into()
    } else {
        ErrorCode::Broken.into()
    }
}
