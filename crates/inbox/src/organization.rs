//! The settings of the organization, of a department and of an application's widget: opening hours,
//! reply targets, appearances.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::actions::settings::OF_ORGANIZATION;
use deskbell_app::{Access, Actions, Lists, Steady};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Errors, IfMatch, IfNoneMatch, PathId, Payload, QueryString};
use deskbell_http::pipeline::reply::{changed, json as answer};
use deskbell_model::DepartmentId;
use deskbell_model::setting::{DepartmentSettings, Look, OrganizationSettings};
use deskbell_wire as wire;
use deskbell_wire::inbox::documents::read_edit;
use serde_json::{Value, json};

use crate::agent::ByAgent;
use crate::rights::{Any, Organization, Staff};
use crate::settings::change;

const TAG: &str = "Organization";

fn hours() -> Value {
    let day = json!([{"from": "09:00", "to": "12:30"}, {"from": "13:00", "to": "17:00"}]);
    json!({
        "zone": "Europe/Berlin",
        "week": {
            "monday": day, "tuesday": day, "wednesday": day, "thursday": day, "friday": day,
            "saturday": [], "sunday": [],
        },
        "holidays": [{"date": "2026-12-25", "name": "Christmas", "open": []}],
    })
}

fn settings() -> Value {
    let zone = "Europe/Berlin";
    json!({"zone": zone, "replyTargetSeconds": 600, "hours": hours(), "agentsSeeAll": false})
}

fn of_department() -> Value {
    json!({"replyTargetSeconds": 300, "hours": null})
}

fn look() -> Value {
    let email = json!([{"name": "email", "required": true}]);
    json!({
        "color": "#0f6a53", "position": "right", "offsetX": 24, "offsetY": 24,
        "title": "Company", "greeting": "How can we help?", "showsAgents": true,
        "asksRating": true, "preChat": {"enabled": false, "text": "", "fields": []},
        "offline": {"enabled": true, "text": "We write to you.", "fields": email},
    })
}

const LOOK_FIELDS: [&str; 10] = [
    "color",
    "position",
    "offsetX",
    "offsetY",
    "title",
    "greeting",
    "showsAgents",
    "asksRating",
    "preChat",
    "offline",
];

fn json_of<T: wire::ToJson>(value: &T) -> Vec<u8> {
    let mut json = Vec::new();
    wire::write(&mut json, value);
    json
}

pub(crate) fn describe_get() -> Operation {
    Operation::signed_in("getSettings", TAG, "Get the settings of the organization")
        .shows("OrganizationSettings", settings())
}

/// `GET /app/v1/settings`: the organization's settings.
pub(crate) async fn get(
    by: ByAgent<Any>,
    State(lists): State<Arc<Lists>>,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let settings: OrganizationSettings = lists.set(by.caller.org, OF_ORGANIZATION).await?;
    Ok(if_none_match.respond(json_of(&settings)))
}

pub(crate) fn describe_patch() -> Operation {
    Operation::signed_in("updateSettings", TAG, "Change the settings of the organization")
        .says(
            "Fields that are left out stay as they are. A new zone or new hours make all reports \
             be counted again. A new value of `agentsSeeAll` counts at once: the sockets of agents \
             who now see more or fewer chats close with 1013, and the pages open new ones.",
        )
        .also(change)
        .may_take("OrganizationSettingsEdit", settings())
        .refuses_fields(&["zone", "replyTargetSeconds", "hours", "agentsSeeAll"])
        .conditional()
        .answers_object(200, "OrganizationSettings", settings())
}

/// `PATCH /app/v1/settings`: changes the organization's settings.
pub(crate) async fn patch(
    by: ByAgent<Organization>,
    State(access): State<Arc<Access>>,
    IfMatch(expected): IfMatch,
    body: Payload,
) -> Result<Response, ApiError> {
    let edit = read_edit(&body)?;
    Ok(changed(access.set_organization(by.caller, edit, expected).await?.json))
}

pub(crate) fn describe_get_department() -> Operation {
    Operation::signed_in("getDepartmentSettings", TAG, "Get the settings of a department")
        .with(&["departmentId"])
        .refuses(&[ErrorCode::DepartmentNotFound])
        .shows("DepartmentSettings", of_department())
}

/// `GET /app/v1/departments/{id}/settings`: a department's settings.
pub(crate) async fn get_department(
    by: ByAgent<Any>,
    State(lists): State<Arc<Lists>>,
    path: PathId,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let settings: DepartmentSettings =
        lists.owned_set(by.caller.org, path.department()?.get()).await?;
    Ok(if_none_match.respond(json_of(&settings)))
}

pub(crate) fn describe_patch_department() -> Operation {
    Operation::signed_in("updateDepartmentSettings", TAG, "Change the settings of a department")
        .says("Fields that are left out stay as they are; null means \"as in the organization\".")
        .also(change)
        .with(&["departmentId"])
        .may_take("DepartmentSettingsEdit", of_department())
        .refuses_fields(&["replyTargetSeconds", "hours"])
        .refuses(&[ErrorCode::DepartmentNotFound])
        .conditional()
        .answers_object(200, "DepartmentSettings", of_department())
}

/// `PATCH /app/v1/departments/{id}/settings`: changes a department's settings.
pub(crate) async fn patch_department(
    by: ByAgent<Organization>,
    State(actions): State<Actions>,
    path: PathId,
    IfMatch(expected): IfMatch,
    body: Payload,
) -> Result<Response, ApiError> {
    let edit = read_edit(&body)?;
    let id = path.department()?.get();
    Ok(changed(actions.set::<DepartmentSettings>(by.caller, id, edit, expected).await?.json))
}

pub(crate) fn describe_get_look() -> Operation {
    Operation::signed_in("getWidgetLook", TAG, "Get the look of a widget")
        .with(&["applicationId"])
        .for_some_roles()
        .refuses(&[ErrorCode::ApplicationNotFound])
        .shows("WidgetLook", look())
}

/// `GET /app/v1/applications/{id}/look`: the appearance of a widget.
pub(crate) async fn get_look(
    by: ByAgent<Staff>,
    State(lists): State<Arc<Lists>>,
    path: PathId,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let look: Look = lists.owned_set(by.caller.org, path.application()?.get()).await?;
    Ok(if_none_match.respond(json_of(&look)))
}

pub(crate) fn describe_patch_look() -> Operation {
    Operation::signed_in("updateWidgetLook", TAG, "Change the look of a widget")
        .says("Fields that are left out stay as they are; a form is replaced as a whole.")
        .also(change)
        .with(&["applicationId"])
        .may_take("WidgetLookEdit", look())
        .refuses_fields(&LOOK_FIELDS)
        .refuses(&[ErrorCode::ApplicationNotFound])
        .conditional()
        .answers_object(200, "WidgetLook", look())
}

/// `PATCH /app/v1/applications/{id}/look`: changes the appearance of a widget.
pub(crate) async fn patch_look(
    by: ByAgent<Staff>,
    State(actions): State<Actions>,
    path: PathId,
    IfMatch(expected): IfMatch,
    body: Payload,
) -> Result<Response, ApiError> {
    let edit = read_edit(&body)?;
    let id = path.application()?.get();
    Ok(changed(actions.set::<Look>(by.caller, id, edit, expected).await?.json))
}

pub(crate) fn describe_opening() -> Operation {
    Operation::signed_in("getOpening", TAG, "Get whether it is open now")
        .says("According to the hours of the organization or of a department.")
        .with(&["department"])
        .refuses(&[ErrorCode::Department, ErrorCode::DepartmentNotFound])
        .answers(200, "Opening", json!({"open": false, "next": 1_800_001_000}))
}

/// `GET /app/v1/opening`: whether the organization or a department is open now.
pub(crate) async fn opening(
    by: ByAgent<Any>,
    State(lists): State<Arc<Lists>>,
    State(clock): State<Arc<Steady>>,
    query: QueryString,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let department = |text: &str| DepartmentId::parse(text).map(Some);
    let department = query.parsed("department", department, ErrorCode::Department, &mut errors);
    errors.check()?;
    let now = clock.now().seconds();
    Ok(answer(json_of(&lists.opening(by.caller.org, department, now).await?)))
}
