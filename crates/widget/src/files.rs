//! `/widget/v1/files`: uploads of a visitor, and the files in the visitor's chats.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Visitors;
use deskbell_app::files::UploadError;
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{IfNoneMatch, PathId, QueryString, StreamedBody};
use deskbell_http::pipeline::reply::created;
use deskbell_model::limits::VISITOR_FILE_MIB_MAX;

use crate::example;
use crate::visitor::{ByUploader, ByVisitor};

const TAG: &str = "Messages";

pub(crate) fn describe_post() -> Operation {
    Operation::visiting("createFile", TAG, "Upload a file")
        .says(
            "The body is the file itself. A message of the visitor's names it within 24 hours, \
             otherwise it is removed. The first upload makes a customer of a visitor, as the first \
             message does.",
        )
        .takes_file("Hello", VISITOR_FILE_MIB_MAX)
        .refuses(&[ErrorCode::Blocked, ErrorCode::TooManyFiles])
        .answers(201, "Attachment", example::attachment())
        .leads("/id", &["getFile"])
}

/// `POST /widget/v1/files`: a new file, whose bytes are the body.
pub(crate) async fn post(
    ByUploader(by): ByUploader,
    State(visitors): State<Arc<Visitors>>,
    query: QueryString,
    body: StreamedBody,
) -> Result<Response, ApiError> {
    let name = query.file_name()?;
    let length = body.length;
    let uploaded = visitors.upload(by.from(), &name, length, body.pieces()).await;
    let (id, json) = uploaded.map_err(|error| match error {
        UploadError::Own(error) => error.into(),
        UploadError::Body(error) => error,
    })?;
    Ok(created(Some(format!("/widget/v1/files/{id}")), json))
}

pub(crate) fn describe_get() -> Operation {
    Operation::visiting("getFile", TAG, "Get a file")
        .says(
            "With another link to its bytes. It is one of a message that the visitor sees, or an \
             own one that no message names yet.",
        )
        .with(&["fileId"])
        .refuses(&[ErrorCode::FileNotFound])
        .shows("Attachment", example::attachment())
}

/// `GET /widget/v1/files/{id}`: a file with a link to its bytes.
pub(crate) async fn get(
    by: ByVisitor,
    State(visitors): State<Arc<Visitors>>,
    path: PathId,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    Ok(if_none_match.respond(visitors.file(&by.visitor, path.file()?).await?))
}
