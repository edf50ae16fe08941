//! `/app/v1/invitations`: the links with which agents choose their first password or a new
//! password.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Access;
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, Payload};
use deskbell_http::pipeline::reply::done;
use deskbell_wire::inbox::session::{Acceptance, InvitedView, read_acceptance, read_link};
use serde_json::json;

use crate::example;
use crate::reply::written;
use crate::session::TAG;

pub(crate) fn describe_look() -> Operation {
    let invited = json!({
        "name": "Lisa Rodes", "role": "admin", "login": null, "email": "lisa.rodes@company.com",
    });
    Operation::open("lookAtInvitation", TAG, "Look at an invitation")
        .says("The agent that a link is for. The token is the part of the link after `#`.")
        .also(example::open)
        .takes("LinkIn", json!({"token": example::LINK}))
        .refuses_fields(&["token"])
        .refuses(&[ErrorCode::LinkExpired, ErrorCode::TooManyTries])
        .answers(200, "Invited", invited)
}

/// `POST /app/v1/invitations/look`: the agent for whom a link was made. The token is in the body,
/// so that it is not logged.
pub(crate) async fn look(
    account: Account,
    State(access): State<Arc<Access>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let token = read_link(&body)?;
    let invited = access.invited(token.reveal(), account.peer).await?;
    let view = InvitedView {
        name: &invited.agent.name,
        role: invited.agent.role,
        login: invited.login.as_deref(),
        email: invited.agent.email.as_deref(),
    };
    Ok(written(&view))
}

pub(crate) fn describe_post() -> Operation {
    let says = "The agent of the link gets this sign-in name and password, and all sessions of the \
        agent end. An agent who has a sign-in name may leave it out. A link works once.";
    let body = json!({
        "token": example::LINK, "login": example::LOGIN, "password": example::PASSWORD,
    });
    Operation::open("acceptInvitation", TAG, "Accept an invitation")
        .says(says)
        .also(example::open)
        .takes("Acceptance", body)
        .refuses_fields(&["token", "login", "password"])
        .refuses(&[ErrorCode::LinkExpired, ErrorCode::LoginTaken, ErrorCode::TooManyTries])
        .answers(200, "Done", json!("Ok"))
}

/// `POST /app/v1/invitations`: uses up a link, and sets the agent's password.
pub(crate) async fn post(
    account: Account,
    State(access): State<Arc<Access>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let Acceptance { token, login, password } = read_acceptance(&body)?;
    access.accept(token.reveal(), login.as_deref(), &password, account.peer).await?;
    Ok(done())
}
