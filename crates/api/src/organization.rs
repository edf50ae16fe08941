//! `/v1/organization`: the organization of the key.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Lists;
use deskbell_http::docs::Operation;
use deskbell_http::error::ApiError;
use deskbell_http::extract::IfNoneMatch;
use serde_json::json;

use crate::auth::{Admitted, Reader};

const TAG: &str = "Organization";

pub(crate) fn describe_get() -> Operation {
    let organization =
        json!({"id": 1, "domain": "example.com", "teamOnline": true, "chatEnabled": true});
    Operation::read("getOrganization", TAG, "Get the organization of the key")
        .shows("OrganizationData", json!({"data": organization}))
}

/// `GET /v1/organization`: the organization of the key.
pub(crate) async fn get(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    Ok(if_none_match.respond(lists.own_organization(reader.caller.org).await?))
}
