//! `/app/v1/me`: the signed-in agent.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::{Access, Actions, Lists};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, IfNoneMatch, Payload};
use deskbell_http::pipeline::reply::done;
use deskbell_wire::inbox::own::read_new_password;
use deskbell_wire::inbox::people::read_own_edit;
use serde_json::json;

use crate::agent::ByAgent;
use crate::example;
use crate::reply::written;
use crate::rights::Any;

pub(crate) const TAG: &str = "Me";

pub(crate) fn describe_get() -> Operation {
    let me = json!({
        "agent": example::team_agent(),
        "organization": {"id": 1, "domain": "company.com"},
        "login": example::LOGIN,
        "secondFactor": false,
        "session": 7,
        "rights": ["messages", "chats", "customers"],
        "departments": [1],
        "seesAllChats": true,
        "team": {
            "agents": [example::team_agent()],
            "departments": [example::department()],
            "applications": [{
                "id": 1, "name": "company.com", "displayName": null, "type": "web", "active": true,
            }],
            "tags": [{"name": "trial", "color": "#c377e0"}],
        },
        "canned": [{
            "id": 1, "agent": null, "changedAt": 1_593_151_172, "shortcut": "thanks",
            "text": "Thank you!",
        }],
        "views": [],
        "settings": {"zone": "Europe/Berlin", "replyTargetSeconds": 600, "hours": null,
                     "agentsSeeAll": false},
        "replyTargets": [{"department": 1, "seconds": 300}],
        "seq": 4711,
    });
    Operation::signed_in("getMe", TAG, "Get the agent who asks")
        .says("With all that a page needs before it shows a chat.")
        .shows("Me", me)
}

/// `GET /app/v1/me`: the signed-in agent.
pub(crate) async fn get(
    by: ByAgent<Any>,
    State(lists): State<Arc<Lists>>,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    Ok(if_none_match.respond(lists.me(&by.signed_in).await?))
}

pub(crate) fn describe_patch() -> Operation {
    Operation::signed_in("updateMe", TAG, "Change your own name")
        .from_a_page()
        .takes("OwnEdit", json!({"name": "Lisa Rodes"}))
        .refuses_fields(&["name"])
        .answers(200, "StaffMember", example::staff_member())
}

/// `PATCH /app/v1/me`: changes the signed-in agent's name.
pub(crate) async fn patch(
    by: ByAgent<Any>,
    State(actions): State<Actions>,
    body: Payload,
) -> Result<Response, ApiError> {
    let name = read_own_edit(&body)?;
    let member = actions.rename_self(by.caller, name).await?;
    Ok(written(&member))
}

pub(crate) fn describe_password() -> Operation {
    Operation::signed_in("changePassword", TAG, "Change your own password")
        .says(
            "It needs 12 characters or more and must not be a common password. Your other sessions \
             end.",
        )
        .from_a_page()
        .takes(
            "PasswordChange",
            json!({"current": example::PASSWORD, "password": "eight blue bicycles"}),
        )
        .refuses_fields(&["current", "password"])
        .refuses(&[ErrorCode::WrongPassword, ErrorCode::TooManyTries])
        .answers(200, "Done", json!("Ok"))
}

/// `PUT /app/v1/me/password`: changes the signed-in agent's password.
pub(crate) async fn password(
    by: ByAgent<Any>,
    account: Account,
    State(access): State<Arc<Access>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let (current, new) = read_new_password(&body)?;
    access.change_password(by.caller, &current, &new, account.peer).await?;
    Ok(done())
}
