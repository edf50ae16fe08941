//! `/app/v1/files`: files for messages.

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
use serde_json::{Value, json};

use crate::agent::ByAgent;
use crate::rights::{Any, Messages, WithFile};

const TAG: &str = "Files";

fn example() -> Value {
    json!({
        "id": 1, "name": "photo.png", "type": "image/png", "bytes": 48_231,
        "sha256": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        "width": 1_280, "height": 720, "chat": 1, "createdAt": 1_593_108_596,
        "url": "/files/1-1/1593112500/5u5h0jXAOW29KixuzHRzUqh9mI3JATUOQ0ZtE0BKLSk/photo.png",
        "urlExpiresAt": 1_593_112_500,
    })
}

pub(crate) fn describe_post() -> Operation {
    Operation::signed_in("createFile", TAG, "Upload a file")
        .from_a_page()
        .says(
            "The body is the file itself, with a `Content-Type` that no HTML form sends, such as \
             `application/octet-stream`. A file that no message of yours names within 24 hours is \
             removed.",
        )
        .takes_file("Hello", FILE_MIB_MAX)
        .answers(201, "File", example())
        .leads("/id", &["getFile"])
}

/// `POST /app/v1/files`: a new file, whose bytes are the body.
pub(crate) async fn post(
    by: ByAgent<WithFile<Messages>>,
    State(files): State<Arc<Files>>,
    query: QueryString,
    body: StreamedBody,
) -> Result<Response, ApiError> {
    let name = query.file_name()?;
    let length = body.length;
    let file = files.upload(by.caller, &name, length, body.pieces()).await;
    let file = file.map_err(|error| match error {
        UploadError::Own(error) => error.into(),
        UploadError::Body(error) => error,
    })?;
    let mut json = Vec::new();
    wire::write(&mut json, &file);
    Ok(created(Some(format!("/app/v1/files/{}", file.file.id)), json))
}

pub(crate) fn describe_get() -> Operation {
    Operation::signed_in("getFile", TAG, "Get a file")
        .says(
            "Includes a link to the bytes. The file must be your own, or in a chat that you may \
             see.",
        )
        .with(&["fileId"])
        .refuses(&[ErrorCode::FileNotFound])
        .shows("File", example())
}

/// `GET /app/v1/files/{id}`: a file with a link to its bytes.
pub(crate) async fn get(
    by: ByAgent<Any>,
    State(files): State<Arc<Files>>,
    path: PathId,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let file = files.json_within(by.caller, &by.scope, path.file()?).await?;
    Ok(if_none_match.respond(file))
}
