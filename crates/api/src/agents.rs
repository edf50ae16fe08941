//! `/v1/agents`: the agents of the organization.

use axum::extract::State;
use axum::response::Response;
use deskbell_app::Actions;
use deskbell_http::docs::Operation;
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::PathId;
use deskbell_http::pipeline::reply::done;
use serde_json::json;

use crate::auth::{Admitted, Writer};
use crate::example;

const TAG: &str = "Team";

pub(crate) fn describe_list() -> Operation {
    Operation::read("listAgents", TAG, "List agents")
        .says("By id.")
        .pages()
        .shows("AgentPage", example::page(&example::agent()))
}

pub(crate) fn describe_unsubscribe() -> Operation {
    Operation::write("unsubscribeAgent", TAG, "Unsubscribe an agent from newsletters")
        .says("This changes something although it is a GET, so a read-only key may not do it.")
        .with(&["agentId"])
        .refuses(&[ErrorCode::AgentNotFound])
        .answers(200, "Done", json!("Ok"))
}

/// `GET /v1/agents/{id}/unsubscribe`: unsubscribes an agent from newsletters. The contract
/// prescribes `GET`, although the operation changes data.
pub(crate) async fn unsubscribe(
    writer: Admitted<Writer>,
    State(actions): State<Actions>,
    path: PathId,
) -> Result<Response, ApiError> {
    actions.unsubscribe_agent(writer.caller, path.agent()?).await?;
    Ok(done())
}
