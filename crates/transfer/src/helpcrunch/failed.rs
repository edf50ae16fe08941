//! The reasons why an import ends early.

use deskbell_app::Error;

/// The reason why an import ended early. What it took stays; another run goes on.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The source does not accept the key.
    #[error("the source refuses the key: it answers {0}")]
    KeyRefused(u16),
    /// The source's limit was reached all the time.
    #[error("the source has no requests left for the import: others use its whole limit")]
    Limited,
    /// A request failed too often.
    #[error("the source does not answer {path} after {tries} tries: {why}")]
    Broken {
        /// The path of the request.
        path: String,
        /// The number of tries.
        tries: u32,
        /// The reason of the last failure.
        why: String,
    },
    /// The source refuses a request that every HelpCrunch API answers.
    #[error("the source answers {status} to GET /{path}: is this the URL of its API?")]
    Refused {
        /// The path of the request.
        path: String,
        /// The status.
        status: u16,
    },
    /// The source answers something else than a list.
    #[error("the source's answer to GET /{0} is no list: is this the URL of its API?")]
    NoList(String),
    /// The source sends the import elsewhere.
    #[error("the source sends requests on to {0:?}: give that URL")]
    Moved(String),
    /// The organization is filled from another source.
    #[error("this organization's data comes from {0}: import into another organization")]
    OtherSource(String),
    /// The organization has data of its own.
    #[error(
        "this organization has chats or customers already, whose ids may be those of others in \
             the source: import into an empty one (`deskbell org create DOMAIN`)"
    )]
    NotEmpty,
    /// Other agents have the ids of the source's agents.
    #[error(
        "agents here have the ids of others in the source: {0}; import into an organization \
             without agents (`deskbell org create DOMAIN`), and give logins afterwards"
    )]
    AgentsTaken(String),
    /// The import was told to stop.
    #[error("stopped")]
    Stopped,
    /// The data cannot be stored.
    #[error(transparent)]
    App(#[from] Error),
}
