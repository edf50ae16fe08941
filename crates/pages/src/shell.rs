//! The pages of agents: one HTML shell for every path below `/inbox`, and the files that the shell
//! loads.
//!
//! The shell is the same for every user, with or without a session. This module must not know what
//! the pages show.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::http::{HeaderName, HeaderValue, Response};
use axum::response::IntoResponse as _;
use deskbell_app::Files;
use deskbell_http::ErrorCode;
use deskbell_http::docs::Operation;
use deskbell_http::error::ApiError;
use deskbell_http::extract::IfNoneMatch;

use crate::dist;

/// The content security policy of the inbox, without the rule for images: only resources and
/// requests of the inbox's own origin, and no inline scripts.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    media-src 'self'; connect-src 'self'; font-src 'self'; \
    manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The browser features that are disabled, since the inbox does not use them.
const PERMISSIONS: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), \
    payment=(), usb=()";

/// The security headers of the shell.
const HEADERS: [(HeaderName, &str); 3] = [
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
];

/// The value of `Cache-Control` for built files: their names change with their bytes, so browsers
/// need never request a file again.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

pub(crate) fn describe_inbox() -> Operation {
    Operation::open("getInbox", "Pages", "The pages of agents")
}

/// `GET /inbox` and every path below it: the shell.
pub(crate) async fn inbox(
    State(files): State<Arc<Files>>,
    if_none_match: IfNoneMatch,
) -> Result<Response<Body>, ApiError> {
    let mut response = built(&if_none_match, "inbox.html");
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    let policy = format!("{POLICY}; {}", images(&files));
    let policy = HeaderValue::try_from(policy).map_err(|_| ErrorCode::Internal)?;
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// Returns the content security policy's rule for images. A page may show images from its own
/// origin, images that its scripts made, and images from the origin that serves files.
pub(crate) fn images(files: &Files) -> String {
    let origin = files.origin().map(|origin| format!(" {origin}"));
    format!("img-src 'self' blob:{}", origin.unwrap_or_default())
}

pub(crate) fn describe_asset() -> Operation {
    Operation::open("getAsset", "Pages", "A file that pages load")
}

/// `GET /assets/{name}`: a built file.
pub(crate) async fn asset(Path(name): Path<String>, if_none_match: IfNoneMatch) -> Response<Body> {
    let mut response = built(&if_none_match, &format!("assets/{name}"));
    if !response.status().is_client_error() {
        response.headers_mut().insert(CACHE_CONTROL, FOR_EVER);
    }
    response
}

/// Makes the answer with a built file, or 404 if there is no such file.
pub(crate) fn built(if_none_match: &IfNoneMatch, name: &str) -> Response<Body> {
    match dist::file(name) {
        Some((media, answer)) => if_none_match.respond_bytes(media, answer),
        None => ApiError::from(ErrorCode::Route).into_response(),
    }
}
