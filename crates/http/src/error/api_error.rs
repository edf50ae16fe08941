//! The error of one request: the answer to the client and the log line. The statuses and messages
//! of codes are in `error.rs`.

use std::panic::Location;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Response};
use axum::response::IntoResponse;
use deskbell_app::files::BlobsError as Blobs;
use deskbell_app::{Error, Rejected};
use deskbell_model::limits::UNANSWERED_RETRY_S;
use deskbell_wire::errors::Item;
use deskbell_wire::invalid::Found;
use deskbell_wire::{self as wire};

use super::ErrorCode;

/// One item of an error body: a code, and a JSON pointer to the invalid part of the request's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorItem {
    /// The error code.
    pub code: ErrorCode,
    pointer: Option<String>,
}

impl From<ErrorCode> for ErrorItem {
    fn from(code: ErrorCode) -> Self {
        Self { code, pointer: None }
    }
}

impl From<Found> for ErrorItem {
    fn from(found: Found) -> Self {
        Self { code: found.invalid.into(), pointer: found.pointer }
    }
}

/// The error answer of a request.
///
/// `place` is the source line that created the error. Only the log shows `place`.
#[derive(Debug)]
pub struct ApiError {
    items: Vec<ErrorItem>,
    retry_after_s: Option<u64>,
    source: Option<Error>,
    place: &'static Location<'static>,
}

impl ApiError {
    /// Creates an error of several items. The first item determines the status.
    #[track_caller]
    pub fn many<T: Into<ErrorItem>>(items: Vec<T>) -> Self {
        let items = items.into_iter().map(Into::into).collect();
        Self { items, retry_after_s: None, source: None, place: Location::caller() }
    }

    /// Creates an error that tells the client to retry after `after_s` seconds.
    #[track_caller]
    pub fn retry(code: ErrorCode, after_s: u64) -> Self {
        Self { retry_after_s: Some(after_s), ..Self::from(code) }
    }

    /// Creates the error of a request whose body contains ids of other objects. `keys` maps each
    /// not-found code to the key of the body that has the id. The pointer of the error's item names
    /// this key.
    #[track_caller]
    pub fn in_body(error: Error, keys: &[(ErrorCode, &'static str)]) -> Self {
        let mut refused = Self::from(error);
        for item in &mut refused.items {
            let key = keys.iter().find(|(code, _)| *code == item.code);
            item.pointer = key.map(|(_, key)| format!("/{key}")).or(item.pointer.take());
        }
        refused
    }
}

impl From<ErrorCode> for ApiError {
    #[track_caller]
    fn from(code: ErrorCode) -> Self {
        Self::many(vec![code])
    }
}

impl From<Vec<Found>> for ApiError {
    #[track_caller]
    fn from(found: Vec<Found>) -> Self {
        Self::many(found)
    }
}

impl From<Found> for ApiError {
    #[track_caller]
    fn from(found: Found) -> Self {
        Self::many(vec![found])
    }
}

impl From<Error> for ApiError {
    #[track_caller]
    fn from(source: Error) -> Self {
        let source = match source {
            Error::Invalid(found) => return found.into(),
            other => other,
        };
        let (code, pointer) = match &source {
            Error::Rejected(refused) => (ErrorCode::from(*refused), own_key(*refused)),
            Error::Item(number, refused) => {
                let key = own_key(*refused).unwrap_or_else(|| "/customer".to_owned());
                (ErrorCode::from(*refused), Some(format!("/{number}{key}")))
            }
            Error::Exceeded(what, _) => (ErrorCode::from(*what), None),
            Error::Storage(error) if error.is_passing() => (ErrorCode::Unavailable, None),
            Error::Files(Blobs::Nowhere) => (ErrorCode::FilesOff, None),
            Error::Files(Blobs::Full(_) | Blobs::Failed(_)) => (ErrorCode::Unavailable, None),
            Error::Storage(_)
            | Error::Rendering
            | Error::Invalid(_)
            | Error::Files(Blobs::Missing(_)) => (ErrorCode::Internal, None),
            Error::NoRoom | Error::Entropy(_) => (ErrorCode::Unavailable, None),
        };
        let retry_after_s = match (&source, code) {
            (Error::Exceeded(_, reset_s), _) => Some(*reset_s),
            (
                Error::Rejected(Rejected::TooManyTries(seconds) | Rejected::TooManyFiles(seconds)),
                _,
            ) => Some(*seconds),
            (_, ErrorCode::Unavailable) => Some(1),
            (_, ErrorCode::WaitsForAnswer) => Some(UNANSWERED_RETRY_S),
            _ => None,
        };
        let items = vec![ErrorItem { code, pointer }];
        Self { items, retry_after_s, source: Some(source), place: Location::caller() }
    }
}

/// Returns the JSON pointer to the rejected value, if the rejection always concerns the same key of
/// the body.
fn own_key(refused: Rejected) -> Option<String> {
    let key = match refused {
        Rejected::UserIdTaken => "/userId",
        Rejected::BadLogin(_) | Rejected::LoginTaken => "/login",
        Rejected::BadPassword(_) => "/password",
        Rejected::TooManyTags => "/tags",
        Rejected::NotRatable => "/rating",
        // This rejection comes only from `PATCH …/customData`, whose whole body is the custom data.
        Rejected::CustomDataTooLarge => "",
        _ => return None,
    };
    Some(key.to_owned())
}

impl ApiError {
    /// Returns the JSON body: `{"errors":[…]}`.
    pub fn json(&self) -> Vec<u8> {
        let mut json = Vec::new();
        wire::errors::write(&mut json, &self.items, |out, item| {
            let (code, message) = item.code.words();
            let pointer = item.pointer.as_deref();
            wire::errors::write_item(out, Item { code: &code, message: &message, pointer });
        });
        json
    }

    /// Returns the code of the first item, which determines the status.
    fn code(&self) -> ErrorCode {
        self.items.first().map_or(ErrorCode::Internal, |item| item.code)
    }

    /// Logs faults of the server, and temporary failures caused by another error.
    pub fn log(&self) {
        let code = self.code();
        let status = code.status();
        let is_ours = code == ErrorCode::Internal;
        if !is_ours && (self.source.is_none() || !code.status_code().is_server_error()) {
            return;
        }
        let place = format_args!("{}:{}", self.place.file(), self.place.line());
        match &self.source {
            Some(error) => tracing::error!(%error, status, %place, "a request failed"),
            None => tracing::error!(status, %place, "a request failed"),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response<Body> {
        self.log();
        let mut response = Response::new(Body::from(self.json()));
        *response.status_mut() = self.code().status_code();
        // The pipeline counts refusals by their codes.
        response.extensions_mut().insert(self.code());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}

#[cfg(test)]
mod tests;
