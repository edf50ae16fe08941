//! What a handler takes from a request: who asks, which object, which page.

mod auth;
mod page;

pub(crate) use auth::{Account, Reader, bearer};
pub(crate) use page::QueryString;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use deskbell_model::ChatId;

use crate::error::{ApiError, Fault};

/// The faults of one request, all reported at once, in the order they were found.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Notes a fault, or keeps the value.
    pub(crate) fn keep<T>(&mut self, value: Result<T, Fault>) -> Option<T> {
        value.map_err(|fault| self.push(fault)).ok()
    }

    /// Fails when there were any.
    pub(crate) fn none(self) -> Result<(), ApiError> {
        if self.0.is_empty() { Ok(()) } else { Err(ApiError::many(self.0)) }
    }

    /// All of them.
    pub(crate) fn all(self) -> Vec<Fault> {
        self.0
    }

    /// The value, unless it or anything else was at fault.
    pub(crate) fn unless<T>(self, value: Option<T>) -> Result<T, ApiError> {
        match value {
            Some(value) => self.none().map(|()| value),
            None => Err(ApiError::many(self.0)),
        }
    }
}

/// The `{id}` of a path, as it was sent.
#[derive(Debug)]
pub(crate) struct PathId(Option<String>);

impl PathId {
    /// A chat's id.
    pub(crate) fn chat(&self) -> Result<ChatId, Fault> {
        self.0.as_deref().and_then(ChatId::parse).ok_or(Fault::ChatId)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        // What is not UTF-8 is no id.
        let params = RawPathParams::from_request_parts(parts, state).await.ok();
        let id = params.iter().flatten().find(|(name, _)| *name == "id");
        Ok(Self(id.map(|(_, value)| value.to_owned())))
    }
}
