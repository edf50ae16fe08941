//! Finds the credentials of a request, and admits or refuses the caller (contract §1). The contract
//! sets the order of refusals: 401, 429, 403, 413, and then all other refusals.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use deskbell_app::access::{Credential, Denied};
use deskbell_app::{Access, Caller};
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, QueryString, bearer, check_length};
use deskbell_model::Rights;

/// The credentials that an operation takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// A key in the `Authorization` header.
    Key,
    /// A key, or a ticket in the query string. The key takes precedence.
    KeyOrTicket,
}

/// Admits the caller before the operation runs, and stores the caller's organization and quota in
/// the request's `Account`.
pub(crate) async fn admit(
    access: Arc<Access>,
    takes: Takes,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(account) = request.extensions().get::<Account>() else {
        return ApiError::from(ErrorCode::Internal).into_response();
    };
    let account = account.clone();
    let query = QueryString::new(request.uri().query().unwrap_or_default());
    let is_key_sent = request.headers().contains_key(AUTHORIZATION);
    let ticket = if takes == Takes::KeyOrTicket && !is_key_sent { query.ticket() } else { None };
    let credential = match &ticket {
        Some(ticket) => Some(Credential::Ticket(ticket)),
        None => bearer(request.headers()).map(Credential::Key),
    };
    let denied = match access.admit(credential, account.peer).await {
        Ok(admission) => {
            account.recognizes(&admission.caller, admission.quota);
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
        Denied::Ended(caller) => {
            account.recognizes(&caller, None);
            ErrorCode::Token.into()
        }
        Denied::TooMany(caller, quota) => {
            account.recognizes(&caller, Some(quota));
            ApiError::retry(ErrorCode::TooMany, quota.reset_s)
        }
    };
    error.into_response()
}

#[derive(Clone, Debug)]
struct Credentials {
    caller: Caller,
    /// The ticket; `None` if a key admitted the request.
    ticket: Option<String>,
}

/// An admitted caller with the right `R`: [`Reader`], [`Writer`], [`Uploader`] or
/// [`Follower`].
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

/// The right to upload a file, which may be larger than other bodies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Uploader;

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
        let caller = changing(parts)?;
        check_length(parts)?;
        Ok(Self { caller, right: Writer })
    }
}

impl<S: Sync> FromRequestParts<S> for Admitted<Uploader> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Ok(Self { caller: changing(parts)?, right: Uploader })
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

/// Returns the caller of an admitted request; refuses a caller who may only read.
fn changing(parts: &Parts) -> Result<Caller, ApiError> {
    let caller = caller(parts)?;
    if caller.rights == Rights::ALL { Ok(caller) } else { Err(ErrorCode::ReadOnly.into()) }
}

fn caller(parts: &Parts) -> Result<Caller, ApiError> {
    let credentials = parts.extensions.get::<Credentials>();
    Ok(credentials.ok_or(ErrorCode::Internal)?.caller)
}
