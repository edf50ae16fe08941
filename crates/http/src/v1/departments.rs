//! `/v1/departments`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Lists;
use deskbell_model::Department;

use crate::docs::{Operation, example};
use crate::error::ApiError;
use crate::extract::{Admitted, Errors, IfNoneMatch, QueryString, Reader};

const TAG: &str = "Team";

pub(crate) fn describe_list() -> Operation {
    Operation::read("listDepartments", TAG, "List departments")
        .says("By id.")
        .pages()
        .shows("DepartmentPage", example::page(&example::department()))
}

/// `GET /v1/departments`: a page of departments, by id.
pub(crate) async fn list(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let page = query.page(Some((reader.caller.org, "departments")), &mut errors);
    errors.check()?;
    Ok(if_none_match.respond(lists.page::<Department>(reader.caller.org, page).await?))
}
