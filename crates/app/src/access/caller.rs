//! Callers. A caller consists of the organization, the author, the entry point and the rights of a
//! request.

use deskbell_model::{
    Actor, AgentId, CustomerId, ImportId, KeyId, OrgId, Origin, Right, Rights, Role, Scope,
    SessionId, Via,
};

use crate::error::Rejected;

/// A caller: the owner of a credential, or the operator or the server, which need no credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The organization that the caller acts in; no request can name another organization.
    pub org: OrgId,
    /// The author of the caller's changes.
    pub actor: Actor,
    /// The entry point through which the changes come.
    pub via: Via,
    /// The rights of the caller.
    pub rights: Rights,
    /// The session of an agent who signed in; `None` for every other caller.
    pub session: Option<SessionId>,
}

impl Caller {
    /// Returns the caller for a program with an API key.
    #[must_use]
    pub fn key(org: OrgId, key: KeyId, scope: Scope) -> Self {
        Self { org, actor: Actor::Key(key), via: Via::Api, rights: scope.rights(), session: None }
    }

    /// Returns the caller for an agent who signed in. The chats that the agent may see are limited
    /// separately, by a [`ChatScope`](deskbell_model::ChatScope).
    #[must_use]
    pub fn agent(org: OrgId, agent: AgentId, role: Role, session: SessionId) -> Self {
        let (actor, rights) = (Actor::Agent(agent), role.rights());
        Self { org, actor, via: Via::Inbox, rights, session: Some(session) }
    }

    /// Returns the caller for a visitor at the widget. The operations of the widget limit a visitor
    /// to the visitor's own chats and data.
    #[must_use]
    pub const fn visitor(org: OrgId, customer: CustomerId) -> Self {
        let rights = Rights::of(&[Right::Messages, Right::Chats, Right::Customers]);
        Self { org, actor: Actor::Customer(customer), via: Via::Widget, rights, session: None }
    }

    /// Returns the caller for a visitor about whom nothing is stored yet. The visitor becomes the
    /// author of the change that creates the customer.
    #[must_use]
    pub const fn new_visitor(org: OrgId) -> Self {
        let rights = Rights::of(&[Right::Messages, Right::Customers]);
        Self { org, actor: Actor::System, via: Via::Widget, rights, session: None }
    }

    /// Returns the caller for the operator at the command line.
    #[must_use]
    pub const fn command(org: OrgId) -> Self {
        Self { org, actor: Actor::System, via: Via::Command, rights: Rights::ALL, session: None }
    }

    /// Returns the caller for one run of an import.
    #[must_use]
    pub const fn import(org: OrgId, import: ImportId) -> Self {
        Self {
            org,
            actor: Actor::Import(import),
            via: Via::Import,
            rights: Rights::ALL,
            session: None,
        }
    }

    /// Returns the caller for the server's own work.
    #[must_use]
    pub const fn job(org: OrgId) -> Self {
        Self { org, actor: Actor::System, via: Via::Job, rights: Rights::ALL, session: None }
    }

    /// Returns the agent who signed in; `None` for every other caller.
    #[must_use]
    pub const fn agent_id(&self) -> Option<AgentId> {
        match self.actor {
            Actor::Agent(agent) => Some(agent),
            _ => None,
        }
    }

    /// Returns the origin of the caller's changes.
    #[must_use]
    pub const fn origin(&self) -> Origin {
        Origin::new(self.actor, self.via)
    }

    /// Checks that the caller has the right `right`.
    ///
    /// # Errors
    /// [`Rejected::Role`] for an agent, [`Rejected::Forbidden`] for any other caller.
    pub const fn check(&self, right: Right) -> Result<(), Rejected> {
        match (self.rights.allow(right), self.actor) {
            (true, _) => Ok(()),
            (false, Actor::Agent(_)) => Err(Rejected::Role),
            (false, _) => Err(Rejected::Forbidden),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_read_only_key_has_no_right_to_change_anything() {
        let (org, key) = (OrgId::new(1).unwrap(), KeyId::new(2).unwrap());
        for right in Right::ALL {
            let reader = Caller::key(org, key, Scope::Read).check(*right);
            assert_eq!(reader.is_ok(), right.is_read(), "{right:?}");
            assert_eq!(Caller::key(org, key, Scope::Full).check(*right), Ok(()));
        }
    }

    #[test]
    fn an_agent_has_the_rights_of_the_role() {
        let (org, agent) = (OrgId::new(1).unwrap(), AgentId::new(2).unwrap());
        let session = SessionId::new(3).unwrap();
        let caller = Caller::agent(org, agent, Role::Agent, session);
        assert_eq!(caller.origin(), Origin::new(Actor::Agent(agent), Via::Inbox));
        assert_eq!(caller.check(Right::Customers), Ok(()));
        assert_eq!(caller.check(Right::Staff), Err(Rejected::Role));
    }
}
