//! Admission of agents: the session's cookie identifies the agent, and the caller gets the rights
//! of the agent's role. The checks are made in this order: 403 for another site, 415, 401, 429, 403
//! for the role, 403 for a password to be confirmed, 413, and finally all other checks.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use deskbell_app::access::{Denied, SignedIn};
use deskbell_app::{Access, Caller};
use deskbell_http::error::{ApiError, ErrorCode};
use deskbell_http::extract::{Account, check_length};
use deskbell_model::{AgentId, ChatScope, Role, SessionId};

use crate::cookie;
use crate::origin::{self, Body};
use crate::rights::Needs;

/// Passes on a request that needs no session, if the request comes from a page of this server;
/// refuses any other request.
pub async fn open(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match origin::check(&parts, Body::Json) {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(code) => ApiError::from(code).into_response(),
    }
}

/// Admits the agent of a session before the operation runs, and stores the agent's organization in
/// the request's `Account`.
pub async fn admit(access: Arc<Access>, takes: Body, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match admitted(&access, takes, &mut parts).await {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(error) => error.into_response(),
    }
}

async fn admitted(access: &Access, takes: Body, parts: &mut Parts) -> Result<(), ApiError> {
    origin::check(parts, takes)?;
    let account = parts.extensions.get::<Account>().ok_or(ErrorCode::Internal)?.clone();
    match access.admit_agent(cookie::secret(&parts.headers), account.peer).await {
        Ok((signed_in, quota)) => {
            account.recognizes(&signed_in.caller, Some(quota));
            let is_confirmed = access.is_confirmed(&signed_in);
            parts.extensions.insert(Session { signed_in, is_confirmed });
            Ok(())
        }
        Err(Denied::Unknown | Denied::Ended(_)) => Err(ErrorCode::Session.into()),
        Err(Denied::Unavailable(error)) => Err(error.into()),
        Err(Denied::TooManyUnknown { reset_s }) => {
            Err(ApiError::retry(ErrorCode::TooMany, reset_s))
        }
        Err(Denied::TooMany(caller, quota)) => {
            account.recognizes(&caller, Some(quota));
            Err(ApiError::retry(ErrorCode::TooMany, quota.reset_s))
        }
    }
}

/// The recognized session that the request's cookie names.
#[derive(Clone, Debug)]
struct Session {
    signed_in: SignedIn,
    is_confirmed: bool,
}

/// A signed-in agent who meets the requirement `R`.
#[derive(Clone, Debug)]
pub struct ByAgent<R> {
    /// The agent as the author of changes, with the rights of the agent's role.
    pub caller: Caller,
    /// The id of the signed-in agent.
    pub agent: AgentId,
    /// The role of the agent.
    pub role: Role,
    /// The chats that the agent may know of.
    pub scope: ChatScope,
    /// The session that the request's cookie names.
    pub session: SessionId,
    /// The result of the admission, which also has the values of all other fields.
    pub signed_in: SignedIn,
    needs: PhantomData<fn() -> R>,
}

impl<S: Sync, R: Needs> FromRequestParts<S> for ByAgent<R> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let session = parts.extensions.get::<Session>().cloned();
        let Session { signed_in, is_confirmed } = session.ok_or(ErrorCode::Internal)?;
        if R::RIGHT.is_some_and(|right| !signed_in.caller.rights.allow(right)) {
            return Err(ErrorCode::Role.into());
        }
        if R::CONFIRMED && !is_confirmed {
            return Err(ErrorCode::StepUp.into());
        }
        if !R::TAKES_FILE {
            check_length(parts)?;
        }
        Ok(Self {
            caller: signed_in.caller,
            agent: signed_in.agent,
            role: signed_in.role,
            scope: signed_in.scope.clone(),
            session: signed_in.session,
            signed_in,
            needs: PhantomData,
        })
    }
}
