//! `/app/v1/applications`: the sites and apps in which the widget runs, and their widgets.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::actions::applications::{Add, ApplicationChanges};
use deskbell_app::{Actions, Lists, Steady, Visitors};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Errors, IfNoneMatch, PathId, Payload, QueryString};
use deskbell_http::pipeline::reply::{json as answer, uncached};
use deskbell_model::Application;
use deskbell_wire as wire;
use deskbell_wire::inbox::applications::{
    ApplicationEdit, NewApplication, read_application_edit, read_new_application,
};
use deskbell_wire::inbox::widgets::{IdentitySecret, read_widget};
use serde_json::{Value, json};

use crate::agent::ByAgent;
use crate::reply::{created, written};
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

/// `GET /app/v1/applications`: a page of applications.
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

pub(crate) fn describe_post() -> Operation {
    Operation::signed_in("addApplication", TAG, "Add an application")
        .says("Each site or app that shows a widget may have one of its own.")
        .also(change)
        .takes("NewApplication", json!({"name": "shop.company.com"}))
        .refuses_fields(&["name", "displayName", "type"])
        .refuses(&[ErrorCode::AsManyAsAllowed])
        .answers(201, "Application", application())
}

/// `POST /app/v1/applications`: adds an application.
pub(crate) async fn post(
    by: ByAgent<Staff>,
    State(actions): State<Actions>,
    State(clock): State<Arc<Steady>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let NewApplication { name, display_name, kind } = read_new_application(&body)?;
    let add = Add { id: None, name, display_name, kind, at: clock.now().seconds() };
    let application = actions.add_application(by.caller, add).await?;
    Ok(created("applications", application.id.get(), &application))
}

pub(crate) fn describe_patch() -> Operation {
    let says = "What is left out stays. `active` false switches its widget off: no visitor begins \
                there any more, and its chats stay.";
    Operation::signed_in("updateApplication", TAG, "Change an application")
        .says(says)
        .also(change)
        .also(of_application)
        .takes("ApplicationEdit", json!({"displayName": "Company"}))
        .refuses_fields(&["name", "displayName", "active"])
        .answers(200, "Application", application())
}

/// `PATCH /app/v1/applications/{id}`: changes an application.
pub(crate) async fn patch(
    by: ByAgent<Staff>,
    State(actions): State<Actions>,
    path: PathId,
    body: Payload,
) -> Result<Response, ApiError> {
    let ApplicationEdit { name, display_name, active } = read_application_edit(&body)?;
    let edit = ApplicationChanges { name, display_name, active };
    let changed = actions.edit_application(by.caller, path.application()?, edit).await?;
    Ok(written(&changed))
}

pub(crate) fn describe_arrival() -> Operation {
    let arrival = json!({"at": 1_594_139_170, "page": "https://company.com/pricing"});
    Operation::signed_in("getLastArrival", TAG, "Get the last arrival at an application's widget")
        .says("Shows whether a site has the widget. Forgotten when the server starts.")
        .for_some_roles()
        .also(of_application)
        .answers(200, "LastArrival", arrival)
}

/// `GET /app/v1/applications/{id}/arrival`: the last page that loaded the widget.
pub(crate) async fn arrival(
    by: ByAgent<Staff>,
    State(visitors): State<Arc<Visitors>>,
    path: PathId,
) -> Result<Response, ApiError> {
    Ok(answer(visitors.last_arrival(by.caller.org, path.application()?).await?))
}

pub(crate) fn describe_get_widget() -> Operation {
    Operation::signed_in("getWidget", TAG, "Get an application's widget")
        .says("Without its secret. The widget is made at the first request.")
        .for_some_roles()
        .also(of_application)
        .answers(200, "WidgetSettings", widget())
}

/// `GET /app/v1/applications/{id}/widget`: the settings of a widget.
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
        .says(
            "Fields that are left out stay as they are. `appId` may be one that pages use already.",
        )
        .also(change)
        .confirmed()
        .also(of_application)
        .may_take("WidgetEdit", edit)
        .refuses_fields(&["appId", "sites", "enforcesIdentity"])
        .refuses(&[ErrorCode::NameTaken])
        .answers(200, "WidgetSettings", widget())
}

/// `PATCH /app/v1/applications/{id}/widget`: changes the settings of a widget.
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
        .says("Proofs made with the old secret are refused from now on.")
        .also(change)
        .confirmed()
        .also(of_application)
        .answers(200, "IdentitySecret", json!({"secret": "a secret of 256 bits"}))
}

/// `POST /app/v1/applications/{id}/secret`: replaces the secret of a widget.
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
