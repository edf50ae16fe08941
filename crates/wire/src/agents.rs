//! Agents in JSON (contract §3, AgentRef).

use deskbell_model::AgentRef;
use deskbell_query::Meta;

use crate::json::{self, int, opt_string, raw, string};

/// Writes an agent: `id, name, email, role`.
pub fn write(out: &mut Vec<u8>, agent: &AgentRef) {
    raw(out, r#"{"id":"#);
    int(out, agent.id.get());
    raw(out, r#","name":"#);
    string(out, &agent.name);
    raw(out, r#","email":"#);
    opt_string(out, agent.email.as_deref());
    raw(out, r#","role":"#);
    string(out, agent.role.as_str());
    out.push(b'}');
}

/// Writes a page of agents: `{"data":[…],"meta":{"total":N}}`.
pub fn write_page(out: &mut Vec<u8>, agents: &[AgentRef], meta: &Meta) {
    json::page(out, agents, meta, write);
}
