//! The origin of a change: the author (actor), the entry point, and the earlier change that caused
//! this change (contract §8). The feed stores each change's origin as the audit trail.

use crate::{AgentId, CustomerId, ImportId, KeyId, Seq, Side, names};

/// The author of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// A program with an API key.
    Key(KeyId),
    /// An agent who signed in.
    Agent(AgentId),
    /// A customer.
    Customer(CustomerId),
    /// One run of an import.
    Import(ImportId),
    /// The server, or the operator at the server's command line.
    System,
}

names! {
    /// The kinds of [`Actor`], by their names in the feed.
    ActorKind {
        /// A program with an API key.
        Key = "key",
        /// An agent who signed in.
        Agent = "agent",
        /// A customer.
        Customer = "customer",
        /// One run of an import.
        Import = "import",
        /// The server or its operator.
        System = "system",
    }
}

impl Actor {
    /// Returns the kind of the actor.
    #[must_use]
    pub const fn kind(self) -> ActorKind {
        match self {
            Self::Key(_) => ActorKind::Key,
            Self::Agent(_) => ActorKind::Agent,
            Self::Customer(_) => ActorKind::Customer,
            Self::Import(_) => ActorKind::Import,
            Self::System => ActorKind::System,
        }
    }

    /// Returns the actor's number, which is unique among actors of the same kind; `None` for the
    /// system.
    #[must_use]
    pub const fn id(self) -> Option<i64> {
        match self {
            Self::Key(id) => Some(id.get()),
            Self::Agent(id) => Some(id.get()),
            Self::Customer(id) => Some(id.get()),
            Self::Import(id) => Some(id.get()),
            Self::System => None,
        }
    }

    /// Returns the actor with a kind and a number. The system has no number, and every other actor
    /// has a positive number. Returns `None` for any other combination.
    #[must_use]
    pub fn of(kind: ActorKind, id: Option<i64>) -> Option<Self> {
        match kind {
            ActorKind::Key => KeyId::new(id?).map(Self::Key),
            ActorKind::Agent => AgentId::new(id?).map(Self::Agent),
            ActorKind::Customer => CustomerId::new(id?).map(Self::Customer),
            ActorKind::Import => ImportId::new(id?).map(Self::Import),
            ActorKind::System => id.is_none().then_some(Self::System),
        }
    }

    /// Reads `system`, or a kind and a number as in `key:3`; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, id) = match text.split_once(':') {
            Some((kind, id)) => (kind, Some(KeyId::parse(id)?.get())),
            None => (text, None),
        };
        Self::of(ActorKind::parse(kind)?, id)
    }

    /// Returns the actor's side of a conversation: the customer's side for a customer, and the
    /// agents' side for every other actor.
    #[must_use]
    pub const fn side(self) -> Side {
        match self {
            Self::Customer(_) => Side::Customer,
            Self::Key(_) | Self::Agent(_) | Self::Import(_) | Self::System => Side::Agent,
        }
    }
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind().as_str())?;
        self.id().map_or(Ok(()), |id| write!(f, ":{id}"))
    }
}

names! {
    /// The entry point that a change came through.
    Via {
        /// A request to the API.
        Api = "api",
        /// A command of the operator.
        Command = "command",
        /// An agent at the inbox.
        Inbox = "inbox",
        /// A visitor at the widget.
        Widget = "widget",
        /// An import.
        Import = "import",
        /// The server's own work.
        Job = "job",
    }
}

/// The cause of a change: the earlier change that led to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The sequence number of the change that caused this change.
    pub seq: Seq,
    /// The number of changes in the chain of causes from the first cause to the change `seq`; 1 if
    /// the change `seq` has no cause.
    pub depth: u32,
}

/// The origin of a change: the actor, the entry point, and the cause if an earlier change caused
/// this change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The author of the change.
    pub actor: Actor,
    /// The entry point through which the change came.
    pub via: Via,
    /// The cause: the earlier change that led to this change.
    pub cause: Option<Cause>,
}

impl Origin {
    /// The origin of changes that the server makes as its own work.
    pub const JOB: Self = Self::new(Actor::System, Via::Job);
    /// The origin of changes that a command of the operator makes.
    pub const COMMAND: Self = Self::new(Actor::System, Via::Command);

    /// Creates an origin without a cause.
    #[must_use]
    pub const fn new(actor: Actor, via: Via) -> Self {
        Self { actor, via, cause: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_reads_back_from_its_own_text() {
        for text in ["key:3", "agent:1", "customer:9223372036854775807", "import:2", "system"] {
            assert_eq!(Actor::parse(text).unwrap().to_string(), text);
        }
        for bad in ["", "key", "key:", "key:0", "key:x", "system:1", "robot:1", "Key:1", "key:1:2"]
        {
            assert_eq!(Actor::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn everybody_but_a_customer_is_on_the_agents_side() {
        assert_eq!(Actor::parse("customer:1").unwrap().side(), Side::Customer);
        for text in ["key:3", "agent:1", "import:2", "system"] {
            assert_eq!(Actor::parse(text).unwrap().side(), Side::Agent, "{text}");
        }
    }
}
