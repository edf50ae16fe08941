//! Access: checks the credentials of requests and admits their callers, counts requests, creates
//! keys and tickets, and signs agents in.

mod agents;
mod caller;
mod json;
mod key_uses;
pub mod keys;
pub mod limits;
pub mod links;
mod own;
pub mod passwords;
pub mod second_factor;
pub mod secrets;
pub mod sessions;
pub mod sign_in;
pub mod tickets;
pub mod totp;
mod tries;
mod visitor;

use std::net::IpAddr;
use std::sync::Arc;

use deskbell_model::limits::KEYS_CACHED_MAX;
use deskbell_model::{AgentId, KeyId, OrgId, SessionId};
use deskbell_storage::cross_org::KeyOwner;

use crate::context::Context;
use crate::error::{Error, Result};

pub use caller::Caller;
use limits::{Quota, Verdict};
use passwords::Passwords;
use secrets::{Recent, Working};
pub use sessions::SignedIn;
use tries::Tries;
pub use visitor::Visitor;

/// A credential, as a request carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential<'a> {
    /// An API key.
    Key(&'a str),
    /// A ticket, which replaces a key where a key cannot be sent.
    Ticket(&'a str),
}

/// An admitted caller and the quota of its organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admission {
    /// The caller who owns the credential.
    pub caller: Caller,
    /// The quota that is left in the current window of the rate limit; `None` when the organization
    /// has no limit.
    pub quota: Option<Quota>,
}

/// The reason why a caller is not admitted.
#[derive(Debug)]
pub enum Denied {
    /// The credential is missing or unknown.
    Unknown,
    /// The credential is the key of this caller, and is revoked or has expired.
    Ended(Caller),
    /// The credential is missing or unknown, and the peer's address sent too many such requests.
    TooManyUnknown {
        /// The time until the address may try again, in whole seconds.
        reset_s: u64,
    },
    /// The caller's organization or session made too many requests in the current window of its
    /// rate limit.
    TooMany(Caller, Quota),
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
    keys: Recent<KeyOwner>,
    working_keys: Working<KeyId>,
    key_uses: key_uses::KeyUses,
    sessions: Recent<Arc<sessions::Recognized>>,
    working_sessions: Working<SessionId>,
    requests: limits::Requests,
    /// The rate limit windows that count the requests of each session.
    in_sessions: limits::Windows<(OrgId, SessionId)>,
    unknown: limits::WrongKeys,
    /// The service that hashes passwords.
    pub passwords: Passwords,
    /// The failed attempts for each sign-in name.
    tries_of: Tries<String>,
    /// The failed attempts from each address.
    tries_from: Tries<IpAddr>,
    /// The wrong second-factor codes of each agent.
    tries_of_codes: Tries<(OrgId, AgentId)>,
}

impl Access {
    pub(crate) fn new(context: Context) -> Self {
        Self {
            passwords: Passwords::new(context.settings.passwords),
            context,
            keys: Recent::default(),
            working_keys: Working::default(),
            key_uses: key_uses::KeyUses::default(),
            sessions: Recent::default(),
            working_sessions: Working::default(),
            requests: limits::Requests::default(),
            in_sessions: limits::Windows::new(KEYS_CACHED_MAX),
            unknown: limits::WrongKeys::default(),
            tries_of: Tries::default(),
            tries_from: Tries::default(),
            tries_of_codes: Tries::default(),
        }
    }

    /// Admits the owner of a credential. A request with a valid credential counts against the limit
    /// of the credential's organization. Any other request counts as a wrong key from the peer's
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
        let Some(owner) = owner else { return Err(self.unknown_from(peer)) };
        let KeyOwner { org, key, scope, requests_per_minute, .. } = owner;
        let caller = Caller::key(org, key, scope);
        if !owner.is_working(self.context.now()) {
            return Err(match self.unknown_from(peer) {
                Denied::Unknown => Denied::Ended(caller),
                denied => denied,
            });
        }
        let limit = requests_per_minute.unwrap_or(self.context.settings.requests_per_minute);
        let quota = match self.count_request(org, limit).await? {
            Verdict::Unlimited => None,
            Verdict::Within(quota) => Some(quota),
            Verdict::Exceeded(quota) => return Err(Denied::TooMany(caller, quota)),
        };
        Ok(Admission { caller, quota })
    }

    /// Counts an unknown credential from an address; returns the refusal.
    fn unknown_from(&self, peer: IpAddr) -> Denied {
        match self.unknown.count(peer, self.context.clock.uptime()) {
            Verdict::Exceeded(quota) => Denied::TooManyUnknown { reset_s: quota.reset_s },
            Verdict::Within(_) | Verdict::Unlimited => Denied::Unknown,
        }
    }
}
