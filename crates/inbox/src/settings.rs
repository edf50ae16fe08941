//! The handlers of settings, generic over the kind of setting. Settings with ids are listed,
//! created, changed and removed. The settings of an organization, a department or a widget are read
//! and changed.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::{Actions, Lists, digest};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{IfMatch, IfNoneMatch, PathId, Payload};
use deskbell_http::pipeline::etag::tagged;
use deskbell_http::pipeline::reply::{changed, created, done};
use deskbell_wire as wire;
use deskbell_wire::inbox::documents::{Document, read_edit, read_new, read_own_or_shared};

use crate::agent::ByAgent;
use crate::rights::Needs;

/// `GET` of the settings of a kind that the agent sees: all shared settings and the agent's own
/// settings.
pub(crate) async fn list<T: Document, R: Needs>(
    by: ByAgent<R>,
    State(lists): State<Arc<Lists>>,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let agent = Some(by.agent);
    Ok(if_none_match.respond(lists.setting_list::<T>(by.caller.org, agent).await?))
}

/// `POST` of a setting, which belongs to the agent unless `shared` is true.
pub(crate) async fn post_own<T: Document, R: Needs>(
    by: ByAgent<R>,
    State(actions): State<Actions>,
    body: Payload,
) -> Result<Response, ApiError> {
    let (is_shared, document) = read_own_or_shared::<T>(&body)?;
    Ok(made::<T>(actions.create_setting(by.caller, is_shared, document).await?.json))
}

/// `POST` of a shared setting.
pub(crate) async fn post<T: Document, R: Needs>(
    by: ByAgent<R>,
    State(actions): State<Actions>,
    body: Payload,
) -> Result<Response, ApiError> {
    let document = read_new::<T>(&body)?;
    Ok(made::<T>(actions.create_setting(by.caller, true, document).await?.json))
}

/// Returns the name of a kind's collection in paths, such as `views`.
fn collection<T: Document>() -> &'static str {
    match T::KIND.as_str() {
        "canned" => "canned",
        "view" => "views",
        _ => "rules",
    }
}

/// Makes the answer with a new setting, the setting's path and the ETag.
fn made<T: Document>(json: String) -> Response {
    let id = wire::json::id_of(json.as_bytes());
    let at = id.map(|id| format!("/app/v1/{}/{id}", collection::<T>()));
    let digest = digest(json.as_bytes());
    tagged(created(at, json), &digest)
}

pub(crate) async fn patch<T: Document, R: Needs>(
    by: ByAgent<R>,
    State(actions): State<Actions>,
    path: PathId,
    IfMatch(expected): IfMatch,
    body: Payload,
) -> Result<Response, ApiError> {
    let edit = read_edit(&body)?;
    let id = path.setting()?;
    Ok(changed(actions.change_setting::<T>(by.caller, id, edit, expected).await?.json))
}

pub(crate) async fn delete<T: Document, R: Needs>(
    by: ByAgent<R>,
    State(actions): State<Actions>,
    path: PathId,
    IfMatch(expected): IfMatch,
) -> Result<Response, ApiError> {
    actions.delete_setting::<T>(by.caller, path.setting()?, expected).await?;
    Ok(done())
}

/// Documents the errors of an operation on a setting whose id is in the path.
pub(crate) fn of_setting(operation: Operation) -> Operation {
    operation.with(&["settingId"]).refuses(&[ErrorCode::SettingNotFound])
}

/// Adds, to the description of an operation, the refusals of a change that requires a right.
pub(crate) fn change(operation: Operation) -> Operation {
    operation.from_a_page().for_some_roles()
}
