//! The expected answer to one call, from the table of rights: admitted or refused.

use axum::http::Method;
use deskbell_model::{Role, Scope};
use deskbell_testkit::described::{Audience, Operation};

use crate::rights::Who;

/// The stored data about a visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// A visitor about whom nothing is stored.
    Unwritten,
    /// A visitor who wrote a message.
    Wrote,
    /// A visitor whose identity the site proved.
    Verified,
    /// A visitor who wrote a message, and was blocked afterwards.
    Blocked,
}

/// The kind of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// No credential.
    Nothing,
    /// A credential that was never valid, or has expired.
    Dead,
    /// An API key with this scope.
    Key(Scope),
    /// A ticket, which a client sends in the URL of a stream.
    Ticket,
    /// The session of an agent with this role; true if the password was confirmed recently.
    Session(Role, bool),
    /// The session of an agent who has entered the password, and not yet the code of the second
    /// factor.
    HalfSession,
    /// The link of an invitation.
    Link,
    /// A token of a visitor.
    Visitor(Known),
}

/// The location of the credential in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the header `Authorization: Bearer`.
    Bearer,
    /// In the session cookie.
    Cookie,
    /// In the cookie that sessions have over plain HTTP, sent by a page that was loaded over plain
    /// HTTP.
    PlainCookie,
    /// In the cookie that sessions have over plain HTTP, sent by a page loaded over TLS, as if an
    /// attacker had set the cookie.
    PlantedCookie,
    /// In the query, under the usual names of credentials.
    Query,
}

impl Place {
    /// Every location of a credential.
    pub const ALL: [Self; 5] =
        [Self::Bearer, Self::Cookie, Self::PlainCookie, Self::PlantedCookie, Self::Query];
}

/// The expected answer to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Any answer except a refusal of the credential.
    Admitted,
    /// A refusal with this status and this error code.
    Refused(u16, &'static str),
}

/// The error codes that an admitted caller never gets.
pub const REFUSALS: [&str; 6] = [
    "invalid_token",
    "invalid_session",
    "forbidden",
    "step_up_required",
    "cross_site",
    "site_not_allowed",
];

const NO_TOKEN: Verdict = Verdict::Refused(401, "invalid_token");
const NO_SESSION: Verdict = Verdict::Refused(401, "invalid_session");
const FORBIDDEN: Verdict = Verdict::Refused(403, "forbidden");

/// The expected answer for this credential in this location, for an operation that `who` may call.
pub fn verdict(
    operation: &Operation,
    who: Who,
    (holds, place): (Holds, Place),
    is_of_a_page: bool,
) -> Verdict {
    let is_change = operation.method != Method::GET;
    if operation.audience == Audience::Agents && is_change && !is_of_a_page {
        return Verdict::Refused(403, "cross_site");
    }
    let in_a_cookie = [Place::Cookie, Place::PlainCookie].contains(&place);
    match (who, holds) {
        (Who::Anybody | Who::Page, _) => Verdict::Admitted,
        (Who::FullKey, Holds::Key(Scope::Read)) if place == Place::Bearer => FORBIDDEN,
        (Who::AnyKey | Who::FullKey | Who::KeyOrTicket, Holds::Key(_))
            if place == Place::Bearer =>
        {
            Verdict::Admitted
        }
        (Who::KeyOrTicket, Holds::Ticket) if place == Place::Query => Verdict::Admitted,
        (Who::Visitor, Holds::Visitor(_)) if place == Place::Bearer => Verdict::Admitted,
        (Who::AnyKey | Who::FullKey | Who::KeyOrTicket | Who::Visitor, _) => NO_TOKEN,
        (Who::Role(lowest, needs_password), Holds::Session(role, is_confirmed)) if in_a_cookie => {
            if role < lowest {
                FORBIDDEN
            } else if needs_password && !is_confirmed {
                Verdict::Refused(403, "step_up_required")
            } else {
                Verdict::Admitted
            }
        }
        (Who::HalfSession, Holds::HalfSession) if in_a_cookie => Verdict::Admitted,
        (Who::Role(..) | Who::HalfSession, _) => NO_SESSION,
    }
}
