//! The account of a request: the state that its pipeline and its extractors share. The audiences'
//! own crates recognize credentials, and record the organization in the account.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use axum::http::header::CONTENT_LENGTH;
use axum::http::request::Parts;
use deskbell_app::Caller;
use deskbell_app::access::limits::Quota;
use deskbell_model::limits::BODY_BYTES_MAX;
use deskbell_model::{Actor, OrgId};
use tokio::sync::watch;

use crate::error::{ApiError, ErrorCode};
use crate::meters::RouteNumber;
use crate::pipeline::body_budget::{BodyBudget, BodyPermit};

const BODY_BYTES_TOO_MANY: usize = BODY_BYTES_MAX + 1;

/// The context of a request, which its pipeline and its extractors share.
#[derive(Clone, Debug)]
pub struct Account {
    /// The address of the client.
    pub peer: IpAddr,
    budget: Arc<BodyBudget>,
    /// The server's stop signal, which ends live streams and long polls.
    pub stopping: watch::Receiver<bool>,
    noted: Arc<Noted>,
}

/// The facts about a request that its extractors note for the pipeline. Noting the facts as
/// extensions of the answer would cost three allocations.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    /// The organization of the request, which is set when the credential is recognized, even if a
    /// rate limit refuses the request.
    pub(crate) answered_to: OnceLock<AnsweredTo>,
    /// The recognized caller, even if the request is refused later. Not set for a visitor of whom
    /// nothing is stored, who has no number yet.
    pub(crate) actor: OnceLock<Actor>,
    /// The number of the operation, which is set when the request arrives at the operation.
    pub(crate) route: OnceLock<RouteNumber>,
}

/// The organization of an answer, for the memory permit, and the rest of its rate limit, for the
/// headers.
#[derive(Clone, Copy, Debug)]
pub struct AnsweredTo {
    /// The organization to which the answer goes.
    pub org: OrgId,
    /// The quota that is left to the organization; `None` if the organization has no limit.
    pub quota: Option<Quota>,
}

impl Account {
    /// Creates the state that the pipeline and the extractors of a new request share.
    pub(crate) const fn new(
        peer: IpAddr,
        budget: Arc<BodyBudget>,
        stopping: watch::Receiver<bool>,
        noted: Arc<Noted>,
    ) -> Self {
        Self { peer, budget, stopping, noted }
    }

    /// Records the organization of the request, after its credential was recognized.
    pub fn belongs_to(&self, org: OrgId, quota: Option<Quota>) {
        self.noted.answered_to.get_or_init(|| AnsweredTo { org, quota });
    }

    /// Records the recognized caller of the request and the caller's organization. A visitor of
    /// whom nothing is stored has no number yet, and is not recorded.
    pub fn recognizes(&self, caller: &Caller, quota: Option<Quota>) {
        self.belongs_to(caller.org, quota);
        if caller.actor != Actor::System {
            self.noted.actor.get_or_init(|| caller.actor);
        }
    }

    /// Records the operation of the request.
    pub(crate) fn arrived_at(&self, route: RouteNumber) {
        self.noted.route.get_or_init(|| route);
    }

    /// Acquires a permit for `kib` more KiB of a body. Returns `None` if the budget of the
    /// organization, or the budget of all bodies, has too little left. Requests without an
    /// organization share one budget.
    pub(crate) fn body_permit(&self, kib: u32) -> Option<BodyPermit> {
        self.budget.body(self.noted.answered_to.get().map(|it| it.org), kib)
    }
}

impl<S: Sync> FromRequestParts<S> for Account {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Ok(parts.extensions.get::<Self>().cloned().ok_or(ErrorCode::Internal)?)
    }
}

/// Refuses a request whose `Content-Length` exceeds the limit of bodies.
///
/// # Errors
/// [`ErrorCode::TooLarge`].
pub fn check_length(parts: &Parts) -> Result<(), ApiError> {
    let length = parts.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    match length.and_then(|length| length.parse::<usize>().ok()) {
        Some(BODY_BYTES_TOO_MANY..) => Err(ErrorCode::TooLarge.into()),
        _ => Ok(()),
    }
}
