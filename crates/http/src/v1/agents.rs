//! `/v1/agents`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deskbell_app::{Actions, Lists};
use deskbell_model::Agent;
use serde_json::json;

use crate::docs::{Operation, example};
use crate::error::{ApiError, ErrorCode};
use crate::extract::{Admitted, Errors, IfNoneMatch, PathId, QueryString, Reader, Writer};
use crate::pipeline::reply::done;

const TAG: &str = "Team";

pub(crate) fn describe_list() -> Operation {
    Operation::read("listAgents", TAG, "List agents")
        .says("By id.")
        .pages()
        .shows("AgentPage", example::page(&example::agent()))
}

/// `GET /v1/agents`: a page of agents, by id.
pub(crate) async fn list(
    reader: Admitted<Reader>,
    State(lists): State<Arc<Lists>>,
    query: QueryString,
    if_none_match: IfNoneMatch,
) -> Result<Response, ApiError> {
    let mut errors = Errors::default();
    let page = query.page(Some((reader.caller.org, "agents")), &mut errors);
    errors.check()?;
    Ok(if_none_match.respond(lists.page::<Agent>(reader.caller.org, page).await?))
}

pub(crate) fn describe_unsubscribe() -> Operation {
    Operation::write("unsubscribeAgent", TAG, "Send an agent no newsletters")
        .says("A change, though it is a GET: a read-only key may not.")
        .with(&["agentId"])
        .refuses(&[ErrorCode::AgentNotFound])
        .answers(200, "Done", json!("Ok"))
}

/// `GET /v1/agents/{id}/unsubscribe`: a change, in spite of the method.
pub(crate) async fn unsubscribe(
    writer: Admitted<Writer>,
    State(actions): State<Actions>,
    path: PathId,
) -> Result<Response, ApiError> {
    actions.unsubscribe_agent(writer.caller, path.agent()?).await?;
    Ok(done())
}
