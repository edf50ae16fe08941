//! Access: turns the credential of a request into an admission, counts requests, and makes keys and
//! tickets.

mod caller;
pub mod keys;
pub mod limits;
pub mod secrets;
pub mod tickets;

use std::net::IpAddr;

use deskbell_model::OrgId;
use deskbell_storage::cross_org::KeyOwner;

use crate::context::Context;
use crate::error::{Error, Result};

pub use caller::Caller;
use limits::{Quota, Verdict};

/// A credential, as a request carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential<'a> {
    /// An API key.
    Key(&'a str),
    /// A ticket, which replaces a key where a key cannot be sent.
    Ticket(&'a str),
}

/// An admitted caller, and its quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admission {
    /// The owner of the credential.
    pub caller: Caller,
    /// The quota that is left in the current window; `None` when the organization has no limit.
    pub quota: Option<Quota>,
}

/// The reason why a caller is not admitted.
#[derive(Debug)]
pub enum Denied {
    /// The credential is missing or unknown.
    Unknown,
    /// The credential is missing or unknown, and the peer's address sent too many such requests.
    TooManyUnknown {
        /// The time until the address may try again, in whole seconds.
        reset_s: u64,
    },
    /// The organization made too many requests in the current window.
    TooMany(OrgId, Quota),
    /// The database failed to look the credential up or to count the request.
    Unavailable(Error),
}

impl From<Error> for Denied {
    fn from(error: Error) -> Self {
        Self::Unavailable(error)
    }
}

/// The service that admits callers.
#[derive(Debug)]
pub struct Access {
    context: Context,
    recent: secrets::RecentKeys,
    working: secrets::WorkingKeys,
    requests: limits::Requests,
    unknown: limits::WrongKeys,
}

impl Access {
    pub(crate) fn new(context: Context) -> Self {
        let (recent, working) = Default::default();
        let (requests, unknown) = Default::default();
        Self { context, recent, working, requests, unknown }
    }

    /// Admits the owner of a credential. A request with a valid credential counts against the limit
    /// of the credential's organization; any other request counts as a wrong key of the peer's
    /// address.
    ///
    /// # Errors
    /// The reason why the caller is not admitted.
    pub async fn admit(
        &self,
        credential: Option<Credential<'_>>,
        peer: IpAddr,
    ) -> Result<Admission, Denied> {
        let owner = match credential {
            Some(Credential::Key(key)) => self.key_owner(key).await?,
            Some(Credential::Ticket(ticket)) => self.ticket_owner(ticket).await?,
            None => None,
        };
        let Some(KeyOwner { org, key, scope, requests_per_minute }) = owner else {
            return Err(match self.unknown.count(peer, self.context.clock.uptime()) {
                Verdict::Exceeded(quota) => Denied::TooManyUnknown { reset_s: quota.reset_s },
                Verdict::Within(_) | Verdict::Unlimited => Denied::Unknown,
            });
        };
        let limit = requests_per_minute.unwrap_or(self.context.settings.requests_per_minute);
        let quota = match self.count_request(org, limit).await? {
            Verdict::Unlimited => None,
            Verdict::Within(quota) => Some(quota),
            Verdict::Exceeded(quota) => return Err(Denied::TooMany(org, quota)),
        };
        Ok(Admission { caller: Caller::key(org, key, scope), quota })
    }
}
