//! The id in a request's path.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use deskbell_model::{
    AgentId, ApplicationId, ChatId, CustomerId, DepartmentId, FileId, KeyId, SessionId, SettingId,
    WebhookId,
};
use deskbell_wire::read::{self, Object};
use deskbell_wire::{self as wire};

use super::body::Payload;
use super::errors::Errors;
use crate::error::{ApiError, ErrorCode};

/// The unparsed `{id}` of a path; `None` for a path without an id.
#[derive(Debug)]
pub struct PathId(Option<String>);

impl PathId {
    /// Tells whether the path has an id.
    pub fn is_there(&self) -> bool {
        self.0.is_some()
    }

    /// Parses a chat's id.
    ///
    /// # Errors
    /// [`ErrorCode::ChatId`] when the id is invalid.
    pub fn chat(&self) -> Result<ChatId, ErrorCode> {
        self.0.as_deref().and_then(ChatId::parse).ok_or(ErrorCode::ChatId)
    }

    /// Parses a chat's id from the path, or from the body if the path has no id. Also parses the
    /// value to set, from the body. All errors are reported, errors of the path first.
    pub fn chat_with<T>(
        &self,
        body: &Payload,
        value: impl FnOnce(&mut Object) -> Option<T>,
    ) -> Result<(ChatId, T), ApiError> {
        let Some(id) = &self.0 else {
            let mut body = read::object(body)?;
            let chat = wire::chats::id(&mut body);
            let value = value(&mut body);
            return Ok(body.finish(chat.zip(value))?);
        };
        let mut errors = Errors::default();
        let chat = errors.keep(ChatId::parse(id).ok_or(ErrorCode::ChatId));
        let value = read::object(body).map_err(|invalid| vec![invalid]).and_then(|mut body| {
            let value = value(&mut body);
            body.finish(value)
        });
        let value = errors.keep_all(value);
        errors.finish(chat.zip(value))
    }

    /// Parses an agent's id. An invalid id gives the error of a missing agent.
    pub fn agent(&self) -> Result<AgentId, ErrorCode> {
        self.0.as_deref().and_then(AgentId::parse).ok_or(ErrorCode::AgentNotFound)
    }

    /// Parses a session's id. An invalid id gives the error of a missing session.
    pub fn session(&self) -> Result<SessionId, ErrorCode> {
        self.0.as_deref().and_then(SessionId::parse).ok_or(ErrorCode::SessionNotFound)
    }

    /// Parses a key's id. An invalid id gives the error of a missing key.
    pub fn key(&self) -> Result<KeyId, ErrorCode> {
        self.0.as_deref().and_then(KeyId::parse).ok_or(ErrorCode::KeyNotFound)
    }

    /// Parses a file's id. An invalid id gives the error of a missing file.
    pub fn file(&self) -> Result<FileId, ErrorCode> {
        self.0.as_deref().and_then(FileId::parse).ok_or(ErrorCode::FileNotFound)
    }

    /// Parses a webhook's id. An invalid id gives the error of a missing webhook. Handlers report
    /// this error after all other checks of the request.
    pub fn webhook(&self) -> Result<WebhookId, ErrorCode> {
        self.0.as_deref().and_then(WebhookId::parse).ok_or(ErrorCode::WebhookNotFound)
    }

    /// Parses a setting's id. An invalid id gives the error of a missing setting.
    pub fn setting(&self) -> Result<SettingId, ErrorCode> {
        self.0.as_deref().and_then(SettingId::parse).ok_or(ErrorCode::SettingNotFound)
    }

    /// Parses a department's id. An invalid id gives the error of a missing department.
    pub fn department(&self) -> Result<DepartmentId, ErrorCode> {
        self.0.as_deref().and_then(DepartmentId::parse).ok_or(ErrorCode::DepartmentNotFound)
    }

    /// Parses an application's id. An invalid id gives the error of a missing application.
    pub fn application(&self) -> Result<ApplicationId, ErrorCode> {
        self.0.as_deref().and_then(ApplicationId::parse).ok_or(ErrorCode::ApplicationNotFound)
    }

    /// Parses a customer's id. An invalid id gives the error of a missing customer. Handlers report
    /// this error after all other checks of the request.
    pub fn customer(&self) -> Result<CustomerId, ErrorCode> {
        self.0.as_deref().and_then(CustomerId::parse).ok_or(ErrorCode::CustomerNotFound)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        // A path that is not UTF-8 counts as a path with an empty id, which is invalid.
        let Ok(params) = RawPathParams::from_request_parts(parts, state).await else {
            return Ok(Self(Some(String::new())));
        };
        let id = params.iter().find(|(name, _)| *name == "id");
        Ok(Self(id.map(|(_, value)| value.to_owned())))
    }
}
