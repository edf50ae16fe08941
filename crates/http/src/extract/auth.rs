//! The credentials of a request, and the admission of the caller (contract §1). The contract sets
//! the order of refusals: 401, 429, 403, 413, then all others.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use axum::extract::{FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use deskbell_app::access::limits::Quota;
use deskbell_app::access::{Credential, Denied};
use deskbell_app::{Access, Caller};
use deskbell_model::limits::BODY_BYTES_MAX;
use deskbell_model::{OrgId, Rights};
use tokio::sync::watch;

use super::query::QueryString;
use crate::error::{ApiError, ErrorCode};
use crate::pipeline::body_budget::{BodyBudget, BodyPermit};

const BODY_BYTES_TOO_MANY: usize = BODY_BYTES_MAX + 1;

/// The context of a request, which its pipeline and its extractors share.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) peer: IpAddr,
    budget: Arc<BodyBudget>,
    /// The server's stop signal, which ends live streams and long polls.
    pub(crate) stopping: watch::Receiver<bool>,
    /// Set once the organization is known, even if the rate limit then refuses the request. The
    /// pipeline reads this cell; an extension of the answer would cost three allocations.
    answered_to: Arc<OnceLock<AnsweredTo>>,
}

impl Account {
    pub(crate) const fn new(
        peer: IpAddr,
        budget: Arc<BodyBudget>,
        stopping: watch::Receiver<bool>,
        answered_to: Arc<OnceLock<AnsweredTo>>,
    ) -> Self {
        Self { peer, budget, stopping, answered_to }
    }

    /// A permit for `kib` more KiB of a body, charged to the organization; `None` if the
    /// organization's share or the whole budget has less left.
    pub(crate) fn body_permit(&self, org: OrgId, kib: u32) -> Option<BodyPermit> {
        self.budget.body(org, kib)
    }
}

impl<S: Sync> FromRequestParts<S> for Account {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Ok(parts.extensions.get::<Self>().cloned().ok_or(ErrorCode::Internal)?)
    }
}

/// The organization of an answer and the remaining quota of its rate window, for the answer's
/// headers and its memory permit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AnsweredTo {
    pub(crate) org: OrgId,
    pub(crate) quota: Option<Quota>,
}

/// The credentials that an operation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// A key in the `Authorization` header.
    Key,
    /// A key, or a ticket in the query string. The key takes precedence.
    KeyOrTicket,
}

/// Admits the caller before the operation runs, and notes the organization in the request's
/// account.
pub(crate) async fn admit(
    access: Arc<Access>,
    takes: Takes,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(account) = request.extensions().get::<Account>() else {
        return ApiError::from(ErrorCode::Internal).into_response();
    };
    let (peer, answered_to) = (account.peer, Arc::clone(&account.answered_to));
    let query = QueryString::new(request.uri().query().unwrap_or_default());
    let is_key_sent = request.headers().contains_key(AUTHORIZATION);
    let ticket = if takes == Takes::KeyOrTicket && !is_key_sent { query.ticket() } else { None };
    let credential = match &ticket {
        Some(ticket) => Some(Credential::Ticket(ticket)),
        None => bearer(request.headers()).map(Credential::Key),
    };
    let denied = match access.admit(credential, peer).await {
        Ok(admission) => {
            let (org, quota) = (admission.caller.org, admission.quota);
            answered_to.get_or_init(|| AnsweredTo { org, quota });
            let ticket = ticket.map(Into::into);
            request.extensions_mut().insert(Credentials { caller: admission.caller, ticket });
            return next.run(request).await;
        }
        Err(denied) => denied,
    };
    let error: ApiError = match denied {
        Denied::Unknown => ErrorCode::Token.into(),
        Denied::Unavailable(error) => error.into(),
        Denied::TooManyUnknown { reset_s } => ApiError::retry(ErrorCode::TooMany, reset_s),
        Denied::TooMany(org, quota) => {
            answered_to.get_or_init(|| AnsweredTo { org, quota: Some(quota) });
            ApiError::retry(ErrorCode::TooMany, quota.reset_s)
        }
    };
    error.into_response()
}

/// The recognized credentials of a request.
#[derive(Clone, Debug)]
struct Credentials {
    caller: Caller,
    /// The ticket; `None` if a key admitted the request.
    ticket: Option<String>,
}

/// An admitted caller with the right `R`: [`Reader`], [`Writer`] or [`Follower`].
#[derive(Clone, Debug)]
pub(crate) struct Admitted<R> {
    pub(crate) caller: Caller,
    right: R,
}

/// The right to read, which any key has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader;

/// The right to change data, which a read-only key lacks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writer;

/// The right to follow changes live, by a key or a ticket.
#[derive(Clone, Debug)]
pub(crate) struct Follower {
    ticket: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Admitted<Reader> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let caller = caller(parts)?;
        check_length(parts)?;
        Ok(Self { caller, right: Reader })
    }
}

impl<S: Sync> FromRequestParts<S> for Admitted<Writer> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let caller = caller(parts)?;
        if caller.rights != Rights::ALL {
            return Err(ErrorCode::ReadOnly.into());
        }
        check_length(parts)?;
        Ok(Self { caller, right: Writer })
    }
}

impl<S: Sync> FromRequestParts<S> for Admitted<Follower> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let caller = caller(parts)?;
        check_length(parts)?;
        let ticket = parts.extensions.get::<Credentials>().and_then(|it| it.ticket.clone());
        Ok(Self { caller, right: Follower { ticket } })
    }
}

impl Admitted<Follower> {
    /// Uses up the ticket, if any, just before the stream opens. Of several concurrent uses of a
    /// ticket, only one succeeds.
    pub(crate) async fn enter(&mut self, access: &Access) -> Result<(), ApiError> {
        match self.right.ticket.take() {
            Some(ticket) if !access.use_ticket(self.caller.org, &ticket).await? => {
                Err(ErrorCode::Token.into())
            }
            _ => Ok(()),
        }
    }
}

/// The caller of an admitted request.
pub(super) fn caller(parts: &Parts) -> Result<Caller, ApiError> {
    let credentials = parts.extensions.get::<Credentials>();
    Ok(credentials.ok_or(ErrorCode::Internal)?.caller)
}

/// The key of an `Authorization: Bearer` header; `None` unless the request has exactly one
/// `Authorization` header. The scheme is case-insensitive, and one pair of angle brackets around
/// the key is removed.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, key) = value.to_str().ok()?.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let key = key.trim();
    let bare = key.strip_prefix('<').and_then(|key| key.strip_suffix('>'));
    Some(bare.unwrap_or(key)).filter(|key| !key.is_empty())
}

/// Refuses a request whose `Content-Length` exceeds the limit.
fn check_length(parts: &Parts) -> Result<(), ApiError> {
    let length = parts.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    match length.and_then(|length| length.parse::<usize>().ok()) {
        Some(BODY_BYTES_TOO_MANY..) => Err(ErrorCode::TooLarge.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn key(value: &'static str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, value.parse().unwrap());
        bearer(&headers).map(str::to_owned)
    }

    #[test]
    fn the_scheme_is_read_in_any_case_and_one_pair_of_brackets_comes_off() {
        for value in ["Bearer a+/=", "bearer a+/=", "BEARER  a+/= ", "Bearer <a+/=>"] {
            assert_eq!(key(value).as_deref(), Some("a+/="), "{value}");
        }
        assert_eq!(key("Bearer <<a>>").as_deref(), Some("<a>"));
        assert_eq!(key("Bearer <a").as_deref(), Some("<a"));
        for value in ["", "Bearer", "Bearer ", "Bearer <>", "Basic a", "a", "Bearera"] {
            assert_eq!(key(value), None, "{value}");
        }
    }

    #[test]
    fn two_authorization_headers_are_none() {
        let mut headers = HeaderMap::new();
        headers.append(AUTHORIZATION, "Bearer a".parse().unwrap());
        headers.append(AUTHORIZATION, "Bearer a".parse().unwrap());
        assert_eq!(bearer(&headers), None);
    }

    fn read(value: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, value.parse().unwrap());
        bearer(&headers).map(str::to_owned)
    }

    proptest! {
        #[test]
        fn a_key_of_any_letters_is_read_bare_or_in_brackets(
            scheme in "[bB][eE][aA][rR][eE][rR]",
            before in " {1,3}",
            key in "[!-~]{1,60}",
            after in " {0,3}",
        ) {
            let bracketed = format!("{scheme}{before}<{key}>{after}");
            prop_assert_eq!(read(&bracketed), Some(key.clone()));
            prop_assume!(!(key.starts_with('<') && key.ends_with('>') && key.len() > 1));
            prop_assert_eq!(read(&format!("{scheme}{before}{key}{after}")), Some(key));
        }

        #[test]
        fn another_scheme_carries_no_key(scheme in "[!-~]{0,8}", key in "[!-~]{1,20}") {
            prop_assume!(!scheme.eq_ignore_ascii_case("bearer"));
            prop_assert_eq!(read(&format!("{scheme} {key}")), None);
            prop_assert_eq!(read(&format!("{scheme}{key}")), None);
        }

        #[test]
        fn whatever_a_header_holds_a_key_is_a_part_of_it_and_never_empty(
            start in prop_oneof![Just("Bearer "), Just("bearer <"), Just("")],
            rest in "[\\t -~]{0,12}[\\t -~é]{0,12}| {0,2}<{0,2}>{0,2} {0,2}",
        ) {
            let value = format!("{start}{rest}");
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, HeaderValue::from_bytes(value.as_bytes()).unwrap());
            if let Some(key) = bearer(&headers) {
                prop_assert!(!key.is_empty() && value.contains(key), "{:?}", key);
                headers.append(AUTHORIZATION, HeaderValue::from_static("Bearer a"));
                prop_assert_eq!(bearer(&headers), None);
            }
        }
    }
}
