//! The token of a visitor's request, and the check that admits or refuses the visitor.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use deskbell_app::Visitors;
use deskbell_app::access::{Denied, Visitor};
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, bearer, check_length};

/// Admits the visitor before the operation runs, and records the organization in the request's
/// [`Account`].
pub(crate) async fn admit(visitors: Arc<Visitors>, mut request: Request, next: Next) -> Response {
    let Some(account) = request.extensions().get::<Account>() else {
        return ApiError::from(ErrorCode::Internal).into_response();
    };
    let account = account.clone();
    let denied = match visitors.admit(bearer(request.headers()), account.peer).await {
        Ok(visitor) => {
            account.recognizes(&visitor.caller(), None);
            request.extensions_mut().insert(ByVisitor { visitor, peer: account.peer });
            return next.run(request).await;
        }
        Err(denied) => denied,
    };
    refusal(denied).into_response()
}

/// The error for a visitor who is not admitted.
pub(crate) fn refusal(denied: Denied) -> ApiError {
    match denied {
        Denied::Unknown | Denied::Ended(_) => ErrorCode::Visitor.into(),
        Denied::Unavailable(error) => error.into(),
        Denied::TooManyUnknown { reset_s } => ApiError::retry(ErrorCode::TooMany, reset_s),
        Denied::TooMany(_, quota) => ApiError::retry(ErrorCode::TooMany, quota.reset_s),
    }
}

/// An admitted visitor, with the client's address. Nothing may be stored about the visitor yet.
#[derive(Clone, Debug)]
pub(crate) struct ByVisitor {
    pub(crate) visitor: Visitor,
    pub(crate) peer: IpAddr,
}

impl ByVisitor {
    /// Returns the visitor with the client's address, for limits that count by visitor and by
    /// address.
    pub(crate) const fn from(&self) -> (&Visitor, IpAddr) {
        (&self.visitor, self.peer)
    }
}

/// A visitor whose request's body is a file, which may be larger than other bodies.
#[derive(Clone, Debug)]
pub(crate) struct ByUploader(pub(crate) ByVisitor);

impl<S: Sync> FromRequestParts<S> for ByUploader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let by = parts.extensions.get::<ByVisitor>().cloned();
        Ok(Self(by.ok_or(ErrorCode::Internal)?))
    }
}

impl<S: Sync> FromRequestParts<S> for ByVisitor {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let by = parts.extensions.get::<Self>().cloned().ok_or(ErrorCode::Internal)?;
        check_length(parts)?;
        Ok(by)
    }
}
