//! `/app/v1/departments`: departments and their agents.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::actions::departments::{Add, DepartmentChanges};
use deskbell_app::{Actions, Lists, Steady};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Errors, IfNoneMatch, PathId, Payload, QueryString};
use deskbell_http::pipeline::reply::done;
use deskbell_model::Department;
use deskbell_wire::inbox::people::{DepartmentEdit, read_department_edit, read_new_department};
use serde_json::json;

use crate::agent::ByAgent;
use crate::example;
use crate::reply::{created, written};
use crate::rights::{Any, Staff};
use crate::staff::TAG;

/// The key of the request's body that names agents, for the error about a missing agent.
const AGENTS: [(ErrorCode, &str); 1] = [(ErrorCode::AgentNotFound, "agents")];

pub(crate) fn describe_list() -> Operation {
    Operation::signed_in("listDepartmentsOfTeam", TAG, "List departments")
        .says("By id, with their agents.")
        .pages()
        .shows("DepartmentPage", example::page(&example::department()))
}

/// `GET /app/v1/departments`: a page of departments.
pub(crate) async fn list(
    by: ByAgent<Any>,
    State(lists): State<Arc<Lists>>,
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let page = query.page(Some((by.caller.org, "departments")), &mut errors);
    errors.check()?;
    Ok(if_none_match.respond(lists.page::<Department>(by.caller.org, page).await?))
}

pub(crate) fn describe_post() -> Operation {
    Operation::signed_in("addDepartment", TAG, "Add a department")
        .from_a_page()
        .for_some_roles()
        .takes("NewDepartment", json!({"name": "Support", "agents": [1]}))
        .refuses_fields(&["name", "agents"])
        .refuses(&[ErrorCode::AgentNotFound, ErrorCode::AsManyAsAllowed])
        .answers(201, "Department", example::department())
}

/// `POST /app/v1/departments`: adds a department.
pub(crate) async fn post(
    by: ByAgent<Staff>,
    State(actions): State<Actions>,
    State(clock): State<Arc<Steady>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let (name, agents) = read_new_department(&body)?;
    let add = Add { id: None, name, agents, at: clock.now().seconds() };
    let added = actions.add_department(by.caller, add).await;
    let department = added.map_err(|error| ApiError::in_body(error, &AGENTS))?;
    Ok(created("departments", department.id.get(), &department))
}

pub(crate) fn describe_patch() -> Operation {
    Operation::signed_in("updateDepartment", TAG, "Change a department")
        .says(
            "Fields that are left out stay as they are. Agents who leave a department no longer \
             see its chats.",
        )
        .from_a_page()
        .for_some_roles()
        .with(&["departmentId"])
        .takes("DepartmentEdit", json!({"agents": [1]}))
        .refuses_fields(&["name", "agents"])
        .refuses(&[ErrorCode::AgentNotFound, ErrorCode::DepartmentNotFound])
        .answers(200, "Department", example::department())
}

/// `PATCH /app/v1/departments/{id}`: changes a department.
pub(crate) async fn patch(
    by: ByAgent<Staff>,
    State(actions): State<Actions>,
    path: PathId,
    body: Payload,
) -> Result<Response, ApiError> {
    let DepartmentEdit { name, agents } = read_department_edit(&body)?;
    let (id, edit) = (path.department()?, DepartmentChanges { name, agents });
    let changed = actions.edit_department(by.caller, id, edit).await;
    let department = changed.map_err(|error| ApiError::in_body(error, &AGENTS))?;
    Ok(written(&department))
}

pub(crate) fn describe_delete() -> Operation {
    let says = "Its agents leave it, and no chat enters it any more. Its chats keep it, and \
                reports count them.";
    Operation::signed_in("deleteDepartment", TAG, "Delete a department")
        .says(says)
        .from_a_page()
        .for_some_roles()
        .with(&["departmentId"])
        .refuses(&[ErrorCode::DepartmentNotFound])
        .answers(200, "Done", json!("Ok"))
}

/// `DELETE /app/v1/departments/{id}`: deletes a department.
pub(crate) async fn delete(
    by: ByAgent<Staff>,
    State(actions): State<Actions>,
    path: PathId,
) -> Result<Response, ApiError> {
    actions.delete_department(by.caller, path.department()?).await?;
    Ok(done())
}
