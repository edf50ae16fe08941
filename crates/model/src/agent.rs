//! Agents: the people who answer customers.

use crate::{AgentId, Seconds, names};

names! {
    /// The role of an agent, in the contract's spelling (§3).
    Role {
        /// An agent with access to chats only.
        AgentChatOnly = "agentChatOnly",
        /// An agent.
        Agent = "agent",
        /// A supervisor; the misspelling is the contract's.
        Superviser = "superviser",
        /// An administrator.
        Admin = "admin",
    }
}

/// The parts of an agent that other objects, such as chats, show (contract §3, AgentRef). Several
/// agents can have the same e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentRef {
    /// The id of the agent.
    pub id: AgentId,
    /// The agent's name, which customers see.
    pub name: String,
    /// The agent's e-mail address, if known.
    pub email: Option<String>,
    /// The role of the agent.
    pub role: Role,
}

/// An agent as stored, with exactly the fields of `AgentRef`.
pub type Agent = AgentRef;

/// An agent and the state of the agent's sign-in, as shown to administrators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffMember {
    /// The agent without the state of the sign-in.
    pub agent: Agent,
    /// The agent's sign-in name; `None` for an agent who never signed in.
    pub login: Option<String>,
    /// True if the agent needs a code of a second factor to sign in.
    pub second_factor: bool,
    /// The time of deactivation, if the agent is deactivated.
    pub deactivated_at: Option<Seconds>,
}
