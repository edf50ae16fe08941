//! `/v1/organization`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::App;
use serde_json::json;

use crate::docs::Operation;
use crate::error::ApiError;
use crate::extract::{IfNoneMatch, Reader};

const TAG: &str = "Organization";

pub(crate) fn describe_get() -> Operation {
    let organization =
        json!({"id": 1, "domain": "example.com", "teamOnline": true, "chatEnabled": true});
    Operation::read("getOrganization", TAG, "Get the organization of the key")
        .shows("OrganizationData", json!({"data": organization}))
}

/// `GET /v1/organization`: the one whose key it is.
pub(crate) async fn get(
    reader: Reader,
    State(app): State<Arc<App>>,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    Ok(if_none_match.respond(app.own_organization(reader.org).await?))
}
