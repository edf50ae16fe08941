//! `/v1/files`: files for messages.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Files;
use deskbell_app::files::UploadError;
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{IfNoneMatch, PathId, QueryString, StreamedBody};
use deskbell_http::pipeline::reply::created;
use deskbell_model::limits::FILE_MIB_MAX;
use deskbell_wire as wire;

use crate::auth::{Admitted, Reader, Uploader};
use crate::example;

const TAG: &str = "Messages";

pub(crate) fn describe_post() -> Operation {
    Operation::write("createFile", TAG, "Upload a file")
        .says(
            "The body is the file itself, whatever `Content-Type` says; its type is found from its \
             first bytes. A file that no message names within 24 hours is removed.",
        )
        .takes_file("Hello", FILE_MIB_MAX)
        .answers(201, "File", example::file())
        .leads("/id", &["getFile"])
}

/// `POST /v1/files`: a new file, whose bytes are the body.
pub(crate) async fn post(
    uploader: Admitted<Uploader>,
    State(files): State<Arc<Files>>,
    query: QueryString,
    body: StreamedBody,
) -> Result<Response, ApiError> {
    let name = query.file_name()?;
    let length = body.length;
    let file = files.upload(uploader.caller, &name, length, body.pieces()).await;
    let file = file.map_err(|error| match error {
        UploadError::Own(error) => error.into(),
        UploadError::Body(error) => error,
    })?;
    let mut json = Vec::new();
    wire::write(&mut json, &file);
    Ok(created(Some(format!("/v1/files/{}", file.file.id)), json))
}

pub(crate) fn describe_get() -> Operation {
    Operation::read("getFile", TAG, "Get a file")
        .says("Includes a link to the bytes, which works for anybody until it expires.")
        .with(&["fileId"])
        .refuses(&[ErrorCode::FileNotFound])
        .shows("File", example::file())
}

/// `GET /v1/files/{id}`: a file with a link to its bytes.
pub(crate) async fn get(
    reader: Admitted<Reader>,
    State(files): State<Arc<Files>>,
    path: PathId,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    Ok(if_none_match.respond(files.json(reader.caller.org, path.file()?).await?))
}
