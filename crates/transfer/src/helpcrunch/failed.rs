//! The reasons why an import ends early.

use deskbell_app::Error;

/// The reason why an import ended early. The imported objects stay, and another run continues the
/// import.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The source does not accept the key.
    #[error("the source refuses the key: it answers {0}")]
    KeyRefused(u16),
    /// The source's rate limit refused a request too often.
    #[error("the source has no requests left for the import: others use its whole limit")]
    Limited,
    /// A request failed on every attempt.
    #[error("the source does not answer {path} after {tries} tries: {why}")]
    Broken {
        /// The path of the request.
        path: String,
        /// The number of attempts.
        tries: u32,
        /// The reason why the last attempt failed.
        why: String,
    },
    /// The source refused a request that every HelpCrunch API answers.
    #[error("the source answers {status} to {path}: is this the URL of its API?")]
    Refused {
        /// The path of the request.
        path: String,
        /// The HTTP status of the answer.
        status: u16,
    },
    /// The source answered with something other than a list.
    #[error("the source's answer to GET /{0} is no list: is this the URL of its API?")]
    NoList(String),
    /// The source answered with a redirect, to this URL.
    #[error("the source sends requests on to {0:?}: give that URL")]
    Moved(String),
    /// The organization has data of another source, with this name.
    #[error("this organization's data comes from {0}: import into another organization")]
    OtherSource(String),
    /// The organization has chats or customers that were not imported.
    #[error(
        "this organization has chats or customers already, whose ids may be those of others in \
             the source: import into an empty one (`deskbell org create DOMAIN`)"
    )]
    NotEmpty,
    /// The organization has other agents with the ids of the source's agents.
    #[error(
        "agents here have the ids of others in the source: {0}; import into an organization \
             without agents (`deskbell org create DOMAIN`), and give logins afterwards"
    )]
    AgentsTaken(String),
    /// The user stopped the import.
    #[error("stopped")]
    Stopped,
    /// The data could not be stored.
    #[error(transparent)]
    App(#[from] Error),
}
