//! `/v1/agents`, `/v1/departments`, `/v1/applications`, `/v1/organization` and `/v1/events`.

use serde_json::json;

use crate::docs::{Operation, example};
use crate::error::Fault;

const TEAM: &str = "Team";
const ORGANIZATION: &str = "Organization";

pub(crate) fn list_agents() -> Operation {
    Operation::read("listAgents", TEAM, "List agents")
        .says("By id.")
        .pages()
        .shows("AgentPage", example::page(&example::agent()))
}

pub(crate) fn unsubscribe_agent() -> Operation {
    Operation::write("unsubscribeAgent", TEAM, "Send an agent no newsletters")
        .says("A change, though it is a GET: a read-only key may not.")
        .with(&["agentId"])
        .refuses(&[Fault::AgentNotFound])
        .answers(200, "Done", json!("Ok"))
}

pub(crate) fn list_departments() -> Operation {
    Operation::read("listDepartments", TEAM, "List departments")
        .says("By id.")
        .pages()
        .shows("DepartmentPage", example::page(&example::department()))
}

pub(crate) fn list_applications() -> Operation {
    Operation::read("listApplications", ORGANIZATION, "List applications")
        .says("The sites and apps that the widget runs in, by id.")
        .pages()
        .shows("ApplicationPage", example::page(&example::application()))
}

pub(crate) fn get_organization() -> Operation {
    let organization =
        json!({"id": 1, "domain": "example.com", "teamOnline": true, "chatEnabled": true});
    Operation::read("getOrganization", ORGANIZATION, "Get the organization of the key")
        .shows("OrganizationData", json!({"data": organization}))
}

pub(crate) fn create_event() -> Operation {
    let body = json!({"customer": 1, "name": "order placed", "data": {"order": 1_042}});
    Operation::write("createEvent", "Events", "Tell what happened to a customer")
        .takes("NewEvent", body)
        .once()
        .refuses_fields(&["name", "data", "customer"])
        .refuses(&[Fault::CustomerNotFound])
        .answers(200, "Event", example::event())
}
