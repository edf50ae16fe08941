//! `/app/v1/applications`: the sites and apps in which the widget runs, and their widgets.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::{Actions, Lists};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Errors, IfNoneMatch, PathId, Payload, QueryString};
use deskbell_http::pipeline::reply::{json as answer, uncached};
use deskbell_model::Application;
use deskbell_wire as wire;
use deskbell_wire::inbox::widgets::{IdentitySecret, read_widget};
use serde_json::{Value, json};

use crate::agent::ByAgent;
use crate::rights::{Any, Staff, SteppedUp};
use crate::settings::change;

const TAG: &str = "Applications";

fn application() -> Value {
    json!({"id": 1, "name": "company.com", "displayName": null, "type": "web", "active": true})
}

fn widget() -> Value {
    json!({
        "application": 1, "appId": "0b5c7c1e-6f0a-4a36-9d0b-6c6f2f0b8d11",
        "sites": ["company.com", "*.company.com"], "enforcesIdentity": false, "hasSecret": true,
    })
}

fn of_application(operation: Operation) -> Operation {
    operation.with(&["applicationId"]).refuses(&[ErrorCode::ApplicationNotFound])
}

pub(crate) fn describe_list() -> Operation {
    Operation::signed_in("listApplications", TAG, "List applications")
        .says("By id.")
        .pages()
        .shows("ApplicationPage", json!({"data": [application()], "meta": {"total": 1}}))
}

/// `GET /app/v1/applications`.
pub(crate) async fn list(
    by: ByAgent<Any>,
    State(lists): State<Arc<Lists>>,
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let page = query.page(Some((by.caller.org, "applications")), &mut errors);
    errors.check()?;
    Ok(if_none_match.respond(lists.page::<Application>(by.caller.org, page).await?))
}

pub(crate) fn describe_get_widget() -> Operation {
    Operation::signed_in("getWidget", TAG, "Get an application's widget")
        .says("Without its secret. It is made when it is first asked for.")
        .for_some_roles()
        .also(of_application)
        .answers(200, "WidgetSettings", widget())
}

/// `GET /app/v1/applications/{id}/widget`.
pub(crate) async fn get_widget(
    by: ByAgent<Staff>,
    State(actions): State<Actions>,
    path: PathId,
) -> Result<Response, ApiError> {
    let settings = actions.widget_settings(by.caller.org, path.application()?).await?;
    let mut json = Vec::new();
    wire::write(&mut json, &settings);
    Ok(answer(json))
}

pub(crate) fn describe_patch_widget() -> Operation {
    let edit = json!({"sites": ["company.com", "*.company.com"], "enforcesIdentity": false});
    Operation::signed_in("updateWidget", TAG, "Change an application's widget")
        .says("What is left out stays. `appId` may be the one that pages have already.")
        .also(change)
        .confirmed()
        .also(of_application)
        .may_take("WidgetEdit", edit)
        .refuses_fields(&["appId", "sites", "enforcesIdentity"])
        .refuses(&[ErrorCode::NameTaken])
        .answers(200, "WidgetSettings", widget())
}

/// `PATCH /app/v1/applications/{id}/widget`.
pub(crate) async fn patch_widget(
    by: ByAgent<SteppedUp<Staff>>,
    State(actions): State<Actions>,
    path: PathId,
    body: Payload,
) -> Result<Response, ApiError> {
    let edit = read_widget(&body)?;
    let settings = actions.change_widget(by.caller, path.application()?, edit).await?;
    let mut json = Vec::new();
    wire::write(&mut json, &settings);
    Ok(answer(json))
}

pub(crate) fn describe_rotate() -> Operation {
    Operation::signed_in("rotateIdentitySecret", TAG, "Give a widget another identity secret")
        .says("Proofs that were made with the old one are refused from now on.")
        .also(change)
        .confirmed()
        .also(of_application)
        .answers(200, "IdentitySecret", json!({"secret": "a secret of 256 bits"}))
}

/// `POST /app/v1/applications/{id}/secret`.
pub(crate) async fn rotate(
    by: ByAgent<SteppedUp<Staff>>,
    State(actions): State<Actions>,
    path: PathId,
) -> Result<Response, ApiError> {
    let secret = actions.rotate_identity_secret(by.caller, path.application()?).await?;
    let mut json = Vec::new();
    wire::write(&mut json, &IdentitySecret(&secret));
    Ok(uncached(answer(json)))
}
