//! The bytes of files, at links that contain a signature.
//!
//! Uploaded files must not run in a browser: four types of images are shown inline, in a sandbox,
//! and all other files are downloaded as `application/octet-stream`.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
};
use axum::http::{HeaderName, HeaderValue, Response};
use deskbell_app::Files;
use deskbell_app::files::{FileBody, FileLink};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, WantedBytes};
use deskbell_model::{File, MediaType};
use futures_util::stream::try_unfold;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The headers of every answer with a file's bytes: no script in the file runs, and no other site
/// can embed the file.
const HEADERS: [(HeaderName, &str); 2] = [
    (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-site"),
];

pub(crate) fn describe() -> Operation {
    Operation::open("loadFile", "Pages", "The bytes of a file")
}

/// `GET /files/{id}/{end}/{signature}/{name}`: a file's bytes, or a range of them.
pub(crate) async fn load(
    State(files): State<Arc<Files>>,
    account: Account,
    Path((id, end, signature, name)): Path<(String, String, String, String)>,
    wanted: WantedBytes,
) -> Result<Response<Body>, ApiError> {
    let link = FileLink::parse(&id, &end, &signature, &name).ok_or(ErrorCode::FileNotFound)?;
    let served = files.follow(&link).await?;
    account.belongs_to(link.org(), None);
    let file = &served.file;
    let read = async |range| files.read(link.org(), &served, range).await.map(streamed);
    let response = wanted.respond(&file.new.sha256, file.new.bytes, read).await?;
    if response.status().is_client_error() {
        return Ok(response);
    }
    let mut response = guarded(response, file);
    // The bytes of a link never change.
    let kept = format!("private, max-age={}, immutable", files.kept_s(&link));
    if let Ok(kept) = HeaderValue::try_from(kept) {
        response.headers_mut().insert(CACHE_CONTROL, kept);
    }
    Ok(response)
}

/// Returns the bytes as a body. The bytes are read only as fast as the connection sends them.
fn streamed(body: FileBody) -> Body {
    Body::from_stream(try_unfold(body, |mut body| async move {
        let next = body.next().await.inspect_err(|error| {
            tracing::warn!(%error, "a file could not be read to its end");
        })?;
        Ok::<_, deskbell_app::Error>(next.map(|bytes| (bytes, body)))
    }))
}

/// Adds to an answer the headers with the type of the file and with the restrictions for browsers.
fn guarded(mut response: Response<Body>, file: &File) -> Response<Body> {
    let is_shown = file.new.media.is_shown();
    let media = if is_shown { file.new.media } else { MediaType::Other };
    let how = if is_shown { "inline" } else { "attachment" };
    let name = utf8_percent_encode(&file.new.name, NON_ALPHANUMERIC);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media.as_str()));
    if let Ok(disposition) = HeaderValue::try_from(format!("{how}; filename*=UTF-8''{name}")) {
        headers.insert(CONTENT_DISPOSITION, disposition);
    }
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
