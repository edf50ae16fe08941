//! Agents in JSON (contract §3, AgentRef).

use deskbell_model::{AgentId, AgentRef, Role};

use crate::object::{named, object};
use crate::schema::{Named, page};

object! {
    "Agent" for AgentRef as agent {
        "id": AgentId = agent.id;
        "name": String = agent.name;
        "email": Option<String> = agent.email;
        "role": Role = agent.role;
    }
}

pub(crate) fn schemas() -> Named {
    vec![named::<AgentRef>(), ("AgentPage", page("Agent"))]
}
