//! The answer of the table of rights to one call: whether the caller is admitted, or refused how.

use axum::http::Method;
use deskbell_model::{Role, Scope};
use deskbell_testkit::described::{Audience, Operation};

use crate::rights::Who;

/// The knowledge about a visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Nothing is stored.
    Unwritten,
    /// The visitor wrote.
    Wrote,
    /// The site proved who it is.
    Verified,
    /// The visitor wrote, and was blocked.
    Blocked,
}

/// The kind of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// There is none.
    Nothing,
    /// Something that was never valid, or is no longer.
    Dead,
    /// A key.
    Key(Scope),
    /// A ticket.
    Ticket,
    /// A session of an agent with this role; true if the password was given lately.
    Session(Role, bool),
    /// The link of an invitation.
    Link,
    /// A token of a visitor.
    Visitor(Known),
}

/// The place of the secret in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In `Authorization: Bearer`.
    Bearer,
    /// In the cookie of sessions.
    Cookie,
    /// In the cookie of sessions over plain HTTP.
    PlainCookie,
    /// In the query, under the names that such things have.
    Query,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 4] = [Self::Bearer, Self::Cookie, Self::PlainCookie, Self::Query];
}

/// The expected answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Anything but a refusal of the credential.
    Admitted,
    /// This status and this code.
    Refused(u16, &'static str),
}

/// The codes with which nobody is answered who is admitted.
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

/// The verdict about this secret in this place, for an operation that these may call.
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
        (Who::Role(..) | Who::HalfSession, _) => NO_SESSION,
    }
}
