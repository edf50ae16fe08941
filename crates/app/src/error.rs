//! Errors: a refusal of the domain, or a failure of the database.

use std::convert::Infallible;

use deskbell_model::{AgentId, Seconds};
use deskbell_storage::Stop;
use deskbell_wire::invalid::Found;

/// The result of an operation of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The reason why an operation failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules of the domain refuse the operation.
    #[error(transparent)]
    Rejected(#[from] Rejected),
    /// The rules of the domain refuse the item of a list; the number is the item's index, counted
    /// from 0.
    #[error("item {0}: {1}")]
    Item(usize, Rejected),
    /// The new values do not fit the object that they would change.
    #[error("the change has values that do not fit")]
    Invalid(Vec<Found>),
    /// The database failed.
    #[error(transparent)]
    Storage(deskbell_storage::Error),
    /// The storage for files failed.
    #[error(transparent)]
    Files(#[from] deskbell_files::Error),
    /// The memory budget has no room for the answer now.
    #[error("there is no room for a large answer")]
    NoRoom,
    /// An answer could not be rendered.
    #[error("an answer could not be rendered")]
    Rendering,
    /// A limit was reached. The number is the time until the next attempt may succeed, in whole
    /// seconds.
    #[error("{0:?}: again in {1} s")]
    Exceeded(Exceeded, u64),
    /// The operating system gives no randomness.
    #[error("the operating system gives no random numbers: {0}")]
    Entropy(#[from] std::io::Error),
}

impl From<deskbell_storage::Error> for Error {
    fn from(error: deskbell_storage::Error) -> Self {
        match error {
            deskbell_storage::Error::Forgotten => Self::Rejected(Rejected::CursorTooOld),
            other => Self::Storage(other),
        }
    }
}

impl From<Stop<Rejected>> for Error {
    fn from(stop: Stop<Rejected>) -> Self {
        match stop {
            Stop::Storage(error) => error.into(),
            Stop::Refused(refused) => refused.into(),
        }
    }
}

/// The refusal of a change that is checked against the object's present values.
#[derive(Debug)]
pub(crate) enum Refused {
    /// The rules of the domain refuse the change.
    Rejected(Rejected),
    /// The new values do not fit the object.
    Invalid(Vec<Found>),
}

impl From<Rejected> for Refused {
    fn from(rejected: Rejected) -> Self {
        Self::Rejected(rejected)
    }
}

impl From<Stop<Refused>> for Error {
    fn from(stop: Stop<Refused>) -> Self {
        match stop {
            Stop::Storage(error) => error.into(),
            Stop::Refused(Refused::Rejected(rejected)) => rejected.into(),
            Stop::Refused(Refused::Invalid(found)) => Self::Invalid(found),
        }
    }
}

impl From<Stop<(usize, Rejected)>> for Error {
    fn from(stop: Stop<(usize, Rejected)>) -> Self {
        match stop {
            Stop::Storage(error) => error.into(),
            Stop::Refused((number, refused)) => Self::Item(number, refused),
        }
    }
}

impl From<Stop<Infallible>> for Error {
    fn from(stop: Stop<Infallible>) -> Self {
        match stop {
            Stop::Storage(error) => error.into(),
            Stop::Refused(never) => match never {},
        }
    }
}

/// A limit of visitors that was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exceeded {
    /// The limit of requests of any kind.
    Requests,
    /// The limit of messages.
    Messages,
    /// The limit of new chats.
    Chats,
    /// The limit of files.
    Files,
    /// The limit of concurrent streams.
    Streams,
}

/// A refusal of the domain. The error messages here are for users of the command line; the messages
/// for HTTP clients are in the contract's table of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// The requested chat does not exist.
    #[error("there is no such chat")]
    ChatNotFound,
    /// The chat that a request refers to does not exist.
    #[error("there is no such chat")]
    ChatMissing,
    /// The chat has no message.
    #[error("the chat has no messages")]
    MessagesMissing,
    /// The cursor is older than the oldest stored change. The rows that moved within the list after
    /// the cursor was made cannot be found.
    #[error("the walk through this list began too long ago")]
    CursorTooOld,
    /// Another organization has the domain.
    #[error("an organization with this domain exists already")]
    DomainTaken,
    /// No organization has this domain.
    #[error("no organization has this domain; `deskbell org list` shows those there are")]
    OrganizationNotFound,
    /// The key does not exist, or is revoked already.
    #[error("no working key has this id; `deskbell key list` shows those there are")]
    KeyNotFound,
    /// Another object has the id.
    #[error("this id is taken")]
    IdTaken,
    /// The customer does not exist.
    #[error("no customer has this id")]
    CustomerNotFound,
    /// The department does not exist.
    #[error("no department has this id; `deskbell department list` shows those there are")]
    DepartmentNotFound,
    /// The application does not exist.
    #[error("no application has this id; `deskbell application list` shows those there are")]
    ApplicationNotFound,
    /// Another customer has this userId.
    #[error("another customer has this userId")]
    UserIdTaken,
    /// The customer would have more tags than allowed.
    #[error("a customer has at most 100 tags")]
    TooManyTags,
    /// The chat is not closed, was rated before, or no agent wrote in it.
    #[error("this chat cannot be rated")]
    NotRatable,
    /// The Idempotency-Key was used for a different request.
    #[error("the Idempotency-Key was used with another request")]
    KeyReused,
    /// The object is not in the expected state.
    #[error("it was changed meanwhile")]
    Changed,
    /// The customer's custom data would be larger than allowed.
    #[error("a customer's custom data has at most 16 KiB")]
    CustomDataTooLarge,
    /// The requested changes are no longer stored. The value is the number of the oldest stored
    /// change.
    #[error("changes before {0} are no longer kept")]
    HistoryExpired(i64),
    /// The change after which the caller wants to continue does not exist yet, or belongs to a
    /// history of changes that has ended, as after a failover.
    #[error("this history is not the one that was followed")]
    HistoryReplaced,
    /// The webhook does not exist.
    #[error("no webhook has this id; `deskbell webhook list` shows those there are")]
    WebhookNotFound,
    /// The delivery does not exist: it was forgotten or erased, or never existed.
    #[error("the webhook has no such delivery; `deskbell webhook deliveries` shows the last ones")]
    DeliveryNotFound,
    /// The organization already has as many webhooks as allowed.
    #[error("an organization has at most 50 webhooks")]
    TooManyWebhooks,
    /// Too many deliveries to the webhook are waiting.
    #[error("too many deliveries to this webhook wait")]
    TooManyDeliveries,
    /// Another agent has replied since the last message that the author of a reply saw.
    #[error("agent {by} has replied meanwhile")]
    NewerReply {
        /// The agent who wrote the newer reply.
        by: AgentId,
        /// The time of the newer reply.
        at: Seconds,
    },
    /// A note mentions an agent who may not see the chat.
    #[error("a mentioned agent may not see this chat")]
    MentionUnseen,
    /// A customer with a userId would be merged into another customer.
    #[error("a customer with a userId is not merged into another")]
    Identified,
    /// The setting does not exist, or is a personal setting of another agent.
    #[error("there is no such setting")]
    SettingNotFound,
    /// The days of a report are out of order, or too many.
    #[error("a report has 1 to 400 days")]
    Days,
    /// Another setting of the kind has the name.
    #[error("this name is taken")]
    NameTaken,
    /// The organization already has the largest allowed number of agents, departments,
    /// applications, or settings of a kind.
    #[error("there are too many of them already")]
    AsManyAsAllowed,
    /// The caller has no right to the change.
    #[error("this needs a right that the caller does not have")]
    Forbidden,
    /// The agent's role does not have the right to the change.
    #[error("the agent's role does not allow this")]
    Role,
    /// The sign-in name is unknown, the password is wrong, or the agent is deactivated.
    #[error("the sign-in name or the password is wrong")]
    WrongCredentials,
    /// There were too many failed attempts. The value is the time until the next allowed attempt,
    /// in seconds.
    #[error("the next try is due in {0} seconds")]
    TooManyTries(u64),
    /// The link is unknown, was used, or has expired.
    #[error("this link was used, or is too old")]
    LinkExpired,
    /// Another agent, perhaps of another organization, has the sign-in name.
    #[error("somebody else has this sign-in name")]
    LoginTaken,
    /// The sign-in name is invalid, for this reason.
    #[error("the sign-in name: {0}")]
    BadLogin(&'static str),
    /// The new password is not allowed, for this reason.
    #[error("the password: {0}")]
    BadPassword(&'static str),
    /// The password that confirms a change is wrong.
    #[error("the password is wrong")]
    WrongPassword,
    /// The code of the second factor is wrong, or was used.
    #[error("the code is wrong, or was used already")]
    WrongCode,
    /// The agent has no second factor, or did not begin to set up a second factor.
    #[error("there is no second factor")]
    NoFactor,
    /// The session has ended, or does not wait for a code.
    #[error("the session has ended")]
    SessionEnded,
    /// The organization would have no active administrator.
    #[error("an organization needs an active administrator")]
    LastAdmin,
    /// The agent does not have the session.
    #[error("there is no such session")]
    SessionNotFound,
    /// The file does not exist, its link has expired, or the caller may not attach it.
    #[error("no file has this id")]
    FileNotFound,
    /// The file cannot be the picture of an agent.
    #[error("a picture is a PNG, JPEG or WebP image of at most 1024 by 1024 pixels")]
    NotAPicture,
    /// The file is larger than the limit. The value is the limit, in MiB.
    #[error("a file has at most {0} MiB")]
    FileTooLarge(u32),
    /// The file has no bytes.
    #[error("the file is empty")]
    FileEmpty,
    /// The organization's quota for files is used up.
    #[error("the organization's room for files is used up")]
    FilesFull,
    /// The visitor has uploaded too much recently. The value is the time to wait, in seconds.
    #[error("this visitor uploaded too many files")]
    TooManyFiles(u64),
    /// The visitor's session has ended, or never existed.
    #[error("this visitor is not known")]
    VisitorUnknown,
    /// The site may not show the application's widget.
    #[error("the application's allowed sites do not have this site")]
    SiteNotAllowed,
    /// The claim about a visitor needs a proof.
    #[error("this user was proved before, and is not believed without a proof")]
    IdentityUnproved,
    /// The customer is blocked.
    #[error("this customer is blocked")]
    Blocked,
    /// Too many messages of the customer are unanswered.
    #[error("too many messages of this customer wait for an answer")]
    WaitsForAnswer,
    /// The agent does not exist.
    #[error("no agent has this id; `deskbell agent list` shows those there are")]
    AgentNotFound,
    /// The agent who is to get the chats of a removed agent is that agent, is not active, or does
    /// not exist.
    #[error("the open chats go to another agent who is active; `deskbell agent list` shows them")]
    HeirNotFound,
}
