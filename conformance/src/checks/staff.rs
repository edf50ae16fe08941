//! Checks of the contract's section 5: agents, departments, applications and the organization.

use serde_json::json;

use crate::check::{Check, check};
use crate::outcome::Done;
use crate::world::World;

pub fn checks() -> Vec<Check> {
    vec![
        check!("5", organization, "GET /organization is the organization, the same each time"),
        check!("3", first_application, "The first application of an organization has id 1"),
        check!("3", department_agents, "A department's agents are agents as their list shows them"),
        check!("5", unsubscribe, "GET /agents/{id}/unsubscribe: 200 \"Ok\", and again"),
    ]
}

fn organization(w: &World) -> Done {
    let one = w.get("/v1/organization")?;
    one.ok()?.at("/data/id").is_between(1, i64::MAX)?;
    w.get("/v1/organization")?.ok()?.is(one.json())?;
    Ok(())
}

fn first_application(w: &World) -> Done {
    w.get("/v1/applications?limit=1")?.ok()?.at("/data/0/id").is(1)?;
    Ok(())
}

fn department_agents(w: &World) -> Done {
    w.department()?;
    let departments = w.get("/v1/departments")?;
    let agents = w.get("/v1/agents")?;
    let shown = agents.ok()?.at("/data").list()?;
    for department in departments.ok()?.at("/data").list()? {
        for agent in department["agents"].as_array().into_iter().flatten() {
            // Agents that are not on the first page cannot be compared.
            let Some(other) = shown.iter().find(|it| it["id"] == agent["id"]) else { continue };
            departments.holds(other == agent, &format!("the agent {other}"))?;
        }
    }
    Ok(())
}

fn unsubscribe(w: &World) -> Done {
    let agent = w.agent()?;
    for _ in 0..2 {
        let answer = w.get(&format!("/v1/agents/{}/unsubscribe", agent.id))?;
        answer.ok()?.is(&json!("Ok"))?;
    }
    Ok(())
}
