//! Callers: each with the organization, the author, the interface and the scope of its changes.

use deskbell_model::{Actor, ImportId, KeyId, OrgId, Origin, Right, Scope, Via};

use crate::error::Rejected;

/// A caller: the owner of a credential, or the operator or the server, which need no credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The organization that the caller acts in; no request can name another.
    pub org: OrgId,
    /// The author of the caller's changes.
    pub actor: Actor,
    /// The interface through which the changes come.
    pub via: Via,
    /// The scope, which limits the caller's rights.
    pub scope: Scope,
}

impl Caller {
    /// A program with an API key.
    #[must_use]
    pub const fn key(org: OrgId, key: KeyId, scope: Scope) -> Self {
        Self { org, actor: Actor::Key(key), via: Via::Api, scope }
    }

    /// The operator at the command line.
    #[must_use]
    pub const fn command(org: OrgId) -> Self {
        Self { org, actor: Actor::System, via: Via::Command, scope: Scope::Full }
    }

    /// One run of an import.
    #[must_use]
    pub const fn import(org: OrgId, import: ImportId) -> Self {
        Self { org, actor: Actor::Import(import), via: Via::Import, scope: Scope::Full }
    }

    /// The server's own work.
    #[must_use]
    pub const fn job(org: OrgId) -> Self {
        Self { org, actor: Actor::System, via: Via::Job, scope: Scope::Full }
    }

    /// The origin of the caller's changes.
    #[must_use]
    pub const fn origin(&self) -> Origin {
        Origin::new(self.actor, self.via)
    }

    /// Refuses a right that is not in the caller's scope.
    ///
    /// # Errors
    /// [`Rejected::Forbidden`].
    pub const fn check(&self, right: Right) -> Result<(), Rejected> {
        if self.scope.allows(right) { Ok(()) } else { Err(Rejected::Forbidden) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_read_only_key_has_no_right_to_change_anything() {
        let (org, key) = (OrgId::new(1).unwrap(), KeyId::new(2).unwrap());
        for right in Right::ALL {
            let reader = Caller::key(org, key, Scope::Read);
            assert_eq!(reader.check(*right), Err(Rejected::Forbidden), "{right:?}");
            assert_eq!(Caller::key(org, key, Scope::Full).check(*right), Ok(()));
        }
    }
}
