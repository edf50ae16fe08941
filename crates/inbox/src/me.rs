//! `/app/v1/me`: the agent who asks.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Lists;
use deskbell_http::docs::Operation;
use deskbell_http::error::ApiError;
use deskbell_http::extract::IfNoneMatch;
use serde_json::json;

use crate::agent::ByAgent;
use crate::example;
use crate::rights::Any;

const TAG: &str = "Me";

pub(crate) fn describe_get() -> Operation {
    let me = json!({
        "agent": example::agent(),
        "organization": {"id": 1, "domain": "company.com"},
        "login": example::LOGIN,
        "secondFactor": false,
        "session": 7,
        "rights": ["messages", "chats", "customers"],
        "departments": [1],
        "seesAllChats": true,
        "seq": 4711,
    });
    Operation::signed_in("getMe", TAG, "Get the agent who asks").shows("Me", me)
}

/// `GET /app/v1/me`: the agent who asks.
pub(crate) async fn get(
    by: ByAgent<Any>,
    State(lists): State<Arc<Lists>>,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    Ok(if_none_match.respond(lists.me(&by.signed_in).await?))
}
