//! `/app/v1/me/picture` and `/app/v1/agents/{id}/picture`: the pictures of agents.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::files::UploadError;
use deskbell_app::{Caller, Files};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{PathId, StreamedBody};
use deskbell_http::pipeline::reply::done;
use deskbell_model::AgentId;
use deskbell_model::limits::PICTURE_MIB_MAX;
use serde_json::json;

use crate::agent::ByAgent;
use crate::example;
use crate::reply::written;
use crate::rights::{Any, Staff, WithFile};
use crate::{me, staff};

/// The header of a WebP image, from which a server can read the image's size.
const EXAMPLE: &str = "RIFF\u{16}\0\0\0WEBPVP8X\u{a}\0\0\0\0\0\0\0\u{3f}\0\0\u{3f}\0\0";

fn says_what_it_takes(operation: Operation) -> Operation {
    operation
        .says(
            "The body is the image itself: PNG, JPEG or WebP, at most 1024 by 1024 pixels and \
             1 MiB, with a `Content-Type` that no HTML form sends. It replaces an earlier picture. \
             Visitors see it beside the agent's name, unless the site hides its agents.",
        )
        .from_a_page()
        .takes_bytes(EXAMPLE, PICTURE_MIB_MAX)
        .refuses(&[ErrorCode::NotAPicture])
        .answers(200, "Picture", json!({"picture": example::PICTURE}))
}

pub(crate) fn describe_put_own() -> Operation {
    says_what_it_takes(Operation::signed_in("setOwnPicture", me::TAG, "Set your own picture"))
}

/// `PUT /app/v1/me/picture`: the picture of the signed-in agent.
pub(crate) async fn put_own(
    by: ByAgent<WithFile<Any>>,
    State(files): State<Arc<Files>>,
    body: StreamedBody,
) -> Result<Response, ApiError> {
    set(&files, (by.caller, by.agent), body).await
}

pub(crate) fn describe_delete_own() -> Operation {
    Operation::signed_in("removeOwnPicture", me::TAG, "Remove your own picture")
        .from_a_page()
        .answers(200, "Done", json!("Ok"))
}

/// `DELETE /app/v1/me/picture`: removes the picture of the signed-in agent.
pub(crate) async fn delete_own(
    by: ByAgent<Any>,
    State(files): State<Arc<Files>>,
) -> Result<Response, ApiError> {
    files.remove_picture(by.caller, by.agent).await?;
    Ok(done())
}

pub(crate) fn describe_put() -> Operation {
    let operation = Operation::signed_in("setPicture", staff::TAG, "Set an agent's picture");
    says_what_it_takes(operation)
        .for_some_roles()
        .with(&["agentId"])
        .refuses(&[ErrorCode::AgentNotFound])
}

/// `PUT /app/v1/agents/{id}/picture`: the picture of an agent.
pub(crate) async fn put(
    by: ByAgent<WithFile<Staff>>,
    State(files): State<Arc<Files>>,
    path: PathId,
    body: StreamedBody,
) -> Result<Response, ApiError> {
    set(&files, (by.caller, path.agent()?), body).await
}

pub(crate) fn describe_delete() -> Operation {
    Operation::signed_in("removePicture", staff::TAG, "Remove an agent's picture")
        .from_a_page()
        .for_some_roles()
        .with(&["agentId"])
        .refuses(&[ErrorCode::AgentNotFound])
        .answers(200, "Done", json!("Ok"))
}

/// `DELETE /app/v1/agents/{id}/picture`: removes the picture of an agent.
pub(crate) async fn delete(
    by: ByAgent<Staff>,
    State(files): State<Arc<Files>>,
    path: PathId,
) -> Result<Response, ApiError> {
    files.remove_picture(by.caller, path.agent()?).await?;
    Ok(done())
}

async fn set(
    files: &Files,
    (caller, agent): (Caller, AgentId),
    body: StreamedBody,
) -> Result<Response, ApiError> {
    let length = body.length;
    let set = files.set_picture(caller, agent, length, body.pieces()).await;
    let link = set.map_err(|error| match error {
        UploadError::Own(error) => error.into(),
        UploadError::Body(error) => error,
    })?;
    Ok(written(&link))
}
