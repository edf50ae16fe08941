//! `/v1/applications`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Lists;
use deskbell_model::Application;

use crate::docs::{Operation, example};
use crate::error::ApiError;
use crate::extract::{Admitted, Errors, IfNoneMatch, QueryString, Reader};

const TAG: &str = "Organization";

pub(crate) fn describe_list() -> Operation {
    Operation::read("listApplications", TAG, "List applications")
        .says("The sites and apps that the widget runs in, by id.")
        .pages()
        .shows("ApplicationPage", example::page(&example::application()))
}

/// `GET /v1/applications`: a page of applications, by id.
pub(crate) async fn list(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let page = query.page(Some((reader.caller.org, "applications")), &mut errors);
    errors.check()?;
    Ok(if_none_match.respond(lists.page::<Application>(reader.caller.org, page).await?))
}
