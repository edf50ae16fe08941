//! `/app/v1/agents`: agents, with the fields that administrators see and change.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::access::links::{Link, Reset};
use deskbell_app::actions::agents::{Add, AgentChanges};
use deskbell_app::{Access, Actions, Lists, Steady};
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Errors, IfNoneMatch, PathId, Payload, QueryString};
use deskbell_model::StaffMember;
use deskbell_wire::inbox::people::{
    AgentEdit, LinkView, NewAgent, StaffView, read_agent_edit, read_new_agent, read_reset,
};
use serde_json::{Value, json};

use crate::agent::ByAgent;
use crate::example;
use crate::reply::{created, written};
use crate::rights::{Staff, SteppedUp};

pub(crate) const TAG: &str = "Team";

fn link() -> Value {
    json!({"path": "/inbox/welcome#dbl_1f6c1a3e", "expiresAt": 1_593_237_632})
}

fn shown(link: &Link) -> Response {
    let path = link.path();
    written(&LinkView { path: &path, expires_at: link.expires_at })
}

pub(crate) fn describe_list() -> Operation {
    Operation::signed_in("listStaff", TAG, "List agents with their sign-in names")
        .says("By id, deactivated ones, too.")
        .for_some_roles()
        .pages()
        .shows("StaffMemberPage", example::page(&example::staff_member()))
}

/// `GET /app/v1/agents`: a page of agents.
pub(crate) async fn list(
    by: ByAgent<Staff>,
    State(lists): State<Arc<Lists>>,
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let page = query.page(Some((by.caller.org, "staff")), &mut errors);
    errors.check()?;
    Ok(if_none_match.respond(lists.staff(by.caller.org, page).await?))
}

pub(crate) fn describe_post() -> Operation {
    let body = json!({"name": "Kurt Maslow", "email": "kurt@company.com", "role": "agent"});
    Operation::signed_in("addAgent", TAG, "Add an agent")
        .says("The agent can sign in after an invitation.")
        .from_a_page()
        .for_some_roles()
        .confirmed()
        .takes("NewAgent", body)
        .refuses_fields(&["name", "email", "role"])
        .refuses(&[ErrorCode::AsManyAsAllowed])
        .answers(201, "StaffMember", example::staff_member())
}

/// `POST /app/v1/agents`: adds an agent.
pub(crate) async fn post(
    by: ByAgent<SteppedUp<Staff>>,
    State(actions): State<Actions>,
    State(clock): State<Arc<Steady>>,
    body: Payload,
) -> Result<Response, ApiError> {
    let NewAgent { name, email, role } = read_new_agent(&body)?;
    let add = Add { id: None, name, email, role, at: clock.now().seconds() };
    let agent = actions.add_agent(by.caller, add).await?;
    let id = agent.id.get();
    let member = StaffMember { agent, login: None, second_factor: false, deactivated_at: None };
    Ok(created("agents", id, &StaffView { member, picture: None }))
}

pub(crate) fn describe_patch() -> Operation {
    let says = "What is left out stays. `active` false deactivates an agent: every session ends, \
                and none begins. A new role ends the agent's sessions. Both end a link that the \
                agent was given.";
    Operation::signed_in("updateAgent", TAG, "Change an agent")
        .says(says)
        .from_a_page()
        .for_some_roles()
        .confirmed()
        .with(&["agentId"])
        .takes("AgentEdit", json!({"email": "lisa@company.com"}))
        .refuses_fields(&["name", "email", "role", "active"])
        .refuses(&[ErrorCode::AgentNotFound, ErrorCode::LastAdmin])
        .answers(200, "StaffMember", example::staff_member())
}

/// `PATCH /app/v1/agents/{id}`: changes an agent.
pub(crate) async fn patch(
    by: ByAgent<SteppedUp<Staff>>,
    State(access): State<Arc<Access>>,
    path: PathId,
    body: Payload,
) -> Result<Response, ApiError> {
    let AgentEdit { name, email, role, active } = read_agent_edit(&body)?;
    let (agent, edit) = (path.agent()?, AgentChanges { name, email, role, active });
    Ok(written(&access.edit_agent(by.caller, agent, edit).await?))
}

pub(crate) fn describe_invite() -> Operation {
    let says = "Makes a link with which the agent chooses a sign-in name and a password. It works \
        once, within a day, and replaces any earlier link.";
    Operation::signed_in("inviteAgent", TAG, "Invite an agent")
        .says(says)
        .from_a_page()
        .for_some_roles()
        .confirmed()
        .with(&["agentId"])
        .refuses(&[ErrorCode::AgentNotFound])
        .answers(200, "Link", link())
}

/// `POST /app/v1/agents/{id}/invite`: makes a link for an agent.
pub(crate) async fn invite(
    by: ByAgent<SteppedUp<Staff>>,
    State(access): State<Arc<Access>>,
    path: PathId,
) -> Result<Response, ApiError> {
    Ok(shown(&access.invite(by.caller, path.agent()?).await?))
}

pub(crate) fn describe_reset() -> Operation {
    let says = "Ends all sessions of the agent and makes a link with which the agent chooses a new \
        password. The old password works until then, unless the agent is deactivated.";
    Operation::signed_in("resetAgent", TAG, "Reset an agent's password or second factor")
        .says(says)
        .from_a_page()
        .for_some_roles()
        .confirmed()
        .with(&["agentId"])
        .may_take("PasswordReset", json!({"secondFactor": true}))
        .refuses_fields(&["secondFactor"])
        .refuses(&[ErrorCode::AgentNotFound])
        .answers(200, "Link", link())
}

/// `POST /app/v1/agents/{id}/reset`: ends an agent's sessions and makes a link.
pub(crate) async fn reset(
    by: ByAgent<SteppedUp<Staff>>,
    State(access): State<Arc<Access>>,
    path: PathId,
    body: Payload,
) -> Result<Response, ApiError> {
    let reset = if read_reset(&body)? { Reset::SecondFactor } else { Reset::Sessions };
    Ok(shown(&access.reset(by.caller, path.agent()?, reset).await?))
}
