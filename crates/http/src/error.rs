//! The one table of errors: every code, its message and its status (contract §2).

use std::borrow::Cow;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use deskbell_app::{Error, Refused};
use deskbell_wire::errors::Item;
use deskbell_wire::flaw::{Flaw, Found, Unfit};
use deskbell_wire::{self as wire};

macro_rules! faults {
    ($($(#[$doc:meta])* $Fault:ident = $STATUS:ident $code:literal $message:literal;)*) => {
        /// One item of an error's body.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Fault {
            $($(#[$doc])* $Fault,)*
            /// What a reader of bodies found that names a field or a place.
            Flaw(Flaw),
            /// Changes that are no longer kept; those from this number on are.
            HistoryExpired(i64),
        }

        impl Fault {
            /// Every row of the table.
            pub const ALL: &'static [Fault] = &[$(Fault::$Fault),*];

            /// The status, the code and the message.
            fn row(self) -> (StatusCode, Cow<'static, str>, Cow<'static, str>) {
                match self {
                    $(Fault::$Fault => (StatusCode::$STATUS, $code.into(), $message.into()),)*
                    Fault::Flaw(flaw) => named(flaw),
                    Fault::HistoryExpired(oldest) => (
                        StatusCode::GONE,
                        "history_expired".into(),
                        format!("Changes before {oldest} are no longer kept").into(),
                    ),
                }
            }
        }
    };
}

faults! {
    /// A bad `limit`.
    Limit = BAD_REQUEST "validation_error" "limit value is invalid";
    /// A bad `offset`.
    Offset = BAD_REQUEST "validation_error" "offset value is invalid";
    /// A bad `sort`.
    Sort = BAD_REQUEST "validation_error" "sort value is invalid";
    /// A bad `order`.
    Order = BAD_REQUEST "validation_error" "order value is invalid";
    /// A `cursor` that is none of this list's, one beside an offset, or one too old to go on with.
    Cursor = BAD_REQUEST "validation_error" "cursor value is invalid";
    /// A bad `after`, or a bad `Last-Event-ID`.
    After = BAD_REQUEST "validation_error" "after value is invalid";
    /// A bad `history`.
    History = BAD_REQUEST "validation_error" "history value is invalid";
    /// A bad `wait`.
    Wait = BAD_REQUEST "validation_error" "wait value is invalid";
    /// A bad `kind`.
    Kind = BAD_REQUEST "validation_error" "kind value is invalid";
    /// A chat id that is none.
    ChatId = BAD_REQUEST "invalid_chat_value" "Invalid chat ID";
    /// A body that broke off.
    Broken = BAD_REQUEST "invalid_request" "The body broke off before its end";
    /// A body that is JSON, and no object.
    NoObject = BAD_REQUEST "invalid_request" "The body must be a JSON object";
    /// A batch that is none.
    NoBatch = BAD_REQUEST "invalid_request" "The body must be an array of 1 to 10 customers";
    /// An item of a batch that is no object.
    NoObjectWithin = BAD_REQUEST "invalid_request" "Each item of the array must be a JSON object";
    /// A replay of nothing, or of two things.
    NoReplay = BAD_REQUEST "invalid_request" "Give either delivery or since";
    /// A message on a WebSocket that is no text.
    NoText = BAD_REQUEST "invalid_request" "Messages must be texts";
    /// An Idempotency-Key that says nothing.
    KeyEmpty = BAD_REQUEST "invalid_request" "Idempotency-Key must not be empty";
    /// An Idempotency-Key that is too long.
    KeyTooLong = BAD_REQUEST "invalid_request" "Idempotency-Key must not exceed 255 characters";
    /// More than one Idempotency-Key.
    KeyTwice = BAD_REQUEST "invalid_request" "Idempotency-Key must be sent once";
    /// An Idempotency-Key that is not UTF-8.
    KeyNoText = BAD_REQUEST "invalid_request" "Idempotency-Key must be UTF-8";
    /// A userId that another customer has.
    UserIdTaken = BAD_REQUEST "invalid_userId_value" "userId value is invalid";
    /// A rating where none may be given now.
    Rating = BAD_REQUEST "invalid_chat_value" "rating value is invalid";
    /// More tags than a customer may have.
    Tags = BAD_REQUEST "invalid_tags_value" "tags value is invalid";
    /// A filter that is none, or too long.
    Filter = BAD_REQUEST "validation_error" "filter value is invalid";
    /// A bad `comparison`.
    Comparison = BAD_REQUEST "validation_error" "comparison value is invalid";
    /// A key that is missing, malformed, unknown or revoked.
    Token = UNAUTHORIZED "invalid_token" "Invalid token";
    /// A read-only key on a change.
    ReadOnly = FORBIDDEN "forbidden" "This key may only read";
    /// `GET /v1/chats/{id}` of a chat that is not there.
    ChatNotFound = NOT_FOUND "chat_not_found" "Chat not found";
    /// Anything else about a chat that is not there.
    ChatMissing = NOT_FOUND "chat_not_found" "Chat is missing";
    /// A chat without messages.
    MessagesMissing = NOT_FOUND "messages_not_found" "Messages are missing";
    /// A customer that is not there.
    CustomerNotFound = NOT_FOUND "entity_not_found" "Customer not found";
    /// An agent that is not there.
    AgentNotFound = NOT_FOUND "entity_not_found" "Agent not found";
    /// A department that is not there.
    DepartmentNotFound = NOT_FOUND "entity_not_found" "Department not found";
    /// An application that is not there.
    ApplicationNotFound = NOT_FOUND "entity_not_found" "Application not found";
    /// A webhook that is not there.
    WebhookNotFound = NOT_FOUND "entity_not_found" "Webhook not found";
    /// A delivery that is not there.
    DeliveryNotFound = NOT_FOUND "entity_not_found" "Delivery not found";
    /// More webhooks than an organization may have.
    TooManyWebhooks = BAD_REQUEST "invalid_request" "An organization may have 50 webhooks";
    /// More deliveries to a webhook than may wait.
    TooManyDeliveries = BAD_REQUEST "invalid_request" "Too many deliveries to this webhook wait";
    /// A place in the feed that is none of the history there is.
    HistoryReplaced = GONE "history_replaced" "This history is not the one you followed";
    /// An unknown route.
    Route = NOT_FOUND "not_found" "There is nothing at this path";
    /// A known route, another method.
    Method = METHOD_NOT_ALLOWED "method_not_allowed" "This path does not take this method";
    /// A body that arrives too slowly.
    TooSlow = REQUEST_TIMEOUT "request_timeout" "The body took too long to arrive";
    /// A body above the limit.
    TooLarge = PAYLOAD_TOO_LARGE "payload_too_large" "The body must not exceed 1 MiB";
    /// A body in another coding than its own.
    MediaType = UNSUPPORTED_MEDIA_TYPE "unsupported_media_type"
        "The body must not have a Content-Encoding";
    /// What is no request of HTTP, or says twice whom it is for or how long it is.
    Malformed = BAD_REQUEST "invalid_request" "This is not a valid HTTP request";
    /// A WebSocket's key that is none.
    SocketKey = BAD_REQUEST "invalid_request" "Sec-WebSocket-Key must be 16 bytes in base64";
    /// A head that is too long, or has too many lines.
    HeadTooLarge = REQUEST_HEADER_FIELDS_TOO_LARGE "invalid_request" "The head is too long";
    /// A WebSocket that was not asked for as one.
    Upgrade = UPGRADE_REQUIRED "upgrade_required" "This path takes WebSocket connections";
    /// The object is not what `If-Match` says.
    Changed = PRECONDITION_FAILED "precondition_failed" "It was changed meanwhile";
    /// Custom data that has no room for more.
    CustomData = BAD_REQUEST "invalid_customData_value" "customData value is invalid";
    /// An Idempotency-Key that came with another request before.
    KeyReused = UNPROCESSABLE_ENTITY "idempotency_key_reused"
        "Idempotency-Key was used with another request";
    /// Too many requests, or too many wrong keys.
    TooMany = TOO_MANY_REQUESTS "too_many_requests" "You have exceeded your requests limit";
    /// More streams, sockets and long polls than an organization may have open.
    TooManyStreams = TOO_MANY_REQUESTS "too_many_requests" "Too many streams are open";
    /// A fault of ours.
    Internal = INTERNAL_SERVER_ERROR "internal_error" "Something went wrong on our side";
    /// Try again.
    Unavailable = SERVICE_UNAVAILABLE "service_unavailable" "Please try again shortly";
}

impl Fault {
    /// The contract's code and message.
    #[must_use]
    pub fn words(self) -> (Cow<'static, str>, Cow<'static, str>) {
        let (_, code, message) = self.row();
        (code, message)
    }

    /// The status it is answered with.
    #[must_use]
    pub fn status(self) -> u16 {
        self.row().0.as_u16()
    }
}

/// What names the field that is at fault, or its place.
fn named(flaw: Flaw) -> (StatusCode, Cow<'static, str>, Cow<'static, str>) {
    let (code, what) = match flaw {
        Flaw::Body(Unfit::NotJson { why, line, column }) => {
            let says = format!("The body is not JSON: {why}, line {line}, column {column}");
            return (StatusCode::BAD_REQUEST, "invalid_request".into(), says.into());
        }
        Flaw::Body(Unfit::NotUtf8(place)) => {
            let says = format!("The body is not UTF-8: byte {place}");
            return (StatusCode::BAD_REQUEST, "invalid_request".into(), says.into());
        }
        Flaw::ChatValue(field) => ("invalid_chat_value".into(), field.to_owned()),
        Flaw::Field(field) => (format!("invalid_{field}_value"), field.to_owned()),
        Flaw::Because(field, why) => {
            let (status, code, message) = named(Flaw::Field(field));
            return (status, code, format!("{message}: {why}").into());
        }
        Flaw::FilterPart(item, part) => {
            ("validation_error".into(), format!("filter[{item}].{part}"))
        }
        other => return Fault::from(other).row(),
    };
    (StatusCode::BAD_REQUEST, code.into(), format!("{what} value is invalid").into())
}

impl From<Flaw> for Fault {
    fn from(flaw: Flaw) -> Self {
        match flaw {
            Flaw::Body(Unfit::NoObject) => Self::NoObject,
            Flaw::Body(Unfit::NoObjectWithin) => Self::NoObjectWithin,
            Flaw::Body(Unfit::NoBatch) => Self::NoBatch,
            Flaw::Body(Unfit::NoReplay) => Self::NoReplay,
            Flaw::ChatId => Self::ChatId,
            Flaw::Limit => Self::Limit,
            Flaw::Offset => Self::Offset,
            Flaw::Sort => Self::Sort,
            Flaw::Order => Self::Order,
            Flaw::Cursor => Self::Cursor,
            Flaw::Filter => Self::Filter,
            Flaw::Comparison => Self::Comparison,
            Flaw::Body(Unfit::NotJson { .. } | Unfit::NotUtf8(_))
            | Flaw::ChatValue(_)
            | Flaw::Field(_)
            | Flaw::Because(..)
            | Flaw::FilterPart(..) => Self::Flaw(flaw),
        }
    }
}

impl From<Refused> for Fault {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::ChatNotFound => Self::ChatNotFound,
            Refused::ChatMissing => Self::ChatMissing,
            Refused::MessagesMissing => Self::MessagesMissing,
            Refused::CursorTooOld => Self::Cursor,
            Refused::CustomerNotFound => Self::CustomerNotFound,
            Refused::AgentNotFound => Self::AgentNotFound,
            Refused::DepartmentNotFound => Self::DepartmentNotFound,
            Refused::ApplicationNotFound => Self::ApplicationNotFound,
            Refused::WebhookNotFound => Self::WebhookNotFound,
            Refused::DeliveryNotFound => Self::DeliveryNotFound,
            Refused::TooManyWebhooks => Self::TooManyWebhooks,
            Refused::TooManyDeliveries => Self::TooManyDeliveries,
            Refused::UserIdTaken => Self::UserIdTaken,
            Refused::NotRatable => Self::Rating,
            Refused::TooManyTags => Self::Tags,
            Refused::Changed => Self::Changed,
            Refused::CustomDataTooLarge => Self::CustomData,
            Refused::KeyReused => Self::KeyReused,
            Refused::HistoryReplaced => Self::HistoryReplaced,
            Refused::HistoryExpired(oldest) => Self::HistoryExpired(oldest),
            // What only the command line asks for.
            Refused::DomainTaken
            | Refused::OrganizationNotFound
            | Refused::KeyNotFound
            | Refused::IdTaken => Self::Internal,
        }
    }
}

/// A fault, and where in the body it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) fault: Fault,
    pointer: Option<String>,
}

impl From<Fault> for Placed {
    fn from(fault: Fault) -> Self {
        Self { fault, pointer: None }
    }
}

impl From<Found> for Placed {
    fn from(found: Found) -> Self {
        Self { fault: found.flaw.into(), pointer: found.pointer }
    }
}

/// Why a request was not answered: what the client is told, and what the log is told besides.
#[derive(Debug)]
pub(crate) struct ApiError {
    faults: Vec<Placed>,
    retry_after_s: Option<u64>,
    source: Option<Error>,
}

impl ApiError {
    /// Several faults of one request, the first of which gives the status.
    pub(crate) fn many<T: Into<Placed>>(faults: Vec<T>) -> Self {
        let faults = faults.into_iter().map(Into::into).collect();
        Self { faults, retry_after_s: None, source: None }
    }

    /// Try again after so many seconds.
    pub(crate) fn retry(fault: Fault, after_s: u64) -> Self {
        Self { retry_after_s: Some(after_s), ..Self::from(fault) }
    }

    /// Why something was not done that a body asked for, which names what is missing under these
    /// keys.
    pub(crate) fn in_body(error: Error, keys: &[(Fault, &'static str)]) -> Self {
        let mut refused = Self::from(error);
        for placed in &mut refused.faults {
            let key = keys.iter().find(|(fault, _)| *fault == placed.fault);
            placed.pointer = key.map(|(_, key)| format!("/{key}")).or(placed.pointer.take());
        }
        refused
    }
}

impl From<Fault> for ApiError {
    fn from(fault: Fault) -> Self {
        Self::many(vec![fault])
    }
}

impl From<Vec<Found>> for ApiError {
    fn from(found: Vec<Found>) -> Self {
        Self::many(found)
    }
}

impl From<Found> for ApiError {
    fn from(found: Found) -> Self {
        Self::many(vec![found])
    }
}

impl From<Error> for ApiError {
    fn from(source: Error) -> Self {
        let (fault, pointer) = match &source {
            Error::Refused(refused) => (Fault::from(*refused), own_key(*refused)),
            Error::Item(number, refused) => {
                let key = own_key(*refused).unwrap_or_else(|| "/customer".to_owned());
                (Fault::from(*refused), Some(format!("/{number}{key}")))
            }
            Error::Storage(error) if error.is_passing() => (Fault::Unavailable, None),
            Error::Storage(_) | Error::Rendering => (Fault::Internal, None),
            Error::NoRoom | Error::Entropy(_) => (Fault::Unavailable, None),
        };
        let retry_after_s = (fault == Fault::Unavailable).then_some(1);
        Self { faults: vec![Placed { fault, pointer }], retry_after_s, source: Some(source) }
    }
}

/// Where in any body that lies what the rules forbid.
fn own_key(refused: Refused) -> Option<String> {
    let key = match refused {
        Refused::UserIdTaken => "/userId",
        Refused::TooManyTags => "/tags",
        Refused::NotRatable => "/rating",
        // Only what one change alone sets is merged with what there was.
        Refused::CustomDataTooLarge => "",
        _ => return None,
    };
    Some(key.to_owned())
}

impl ApiError {
    /// The body: `{"errors":[…]}`.
    pub(crate) fn json(&self) -> Vec<u8> {
        let mut json = Vec::new();
        wire::errors::write(&mut json, &self.faults, |out, placed| {
            let (code, message) = placed.fault.words();
            let pointer = placed.pointer.as_deref();
            wire::errors::write_item(out, Item { code: &code, message: &message, pointer });
        });
        json
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response<Body> {
        let status = self.faults.first().map(|it| it.fault.row().0);
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let json = self.json();
        if let Some(source) = self.source.filter(|_| status.is_server_error()) {
            tracing::error!(error = %source, status = status.as_u16(), "a request failed");
        }
        let mut response = Response::new(Body::from(json));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_answers_with_its_status_and_the_contracts_form() {
        for fault in Fault::ALL {
            let response = ApiError::from(*fault).into_response();
            assert_eq!(response.status().as_u16(), fault.status());
            assert!(fault.status() >= 400);
        }
    }
}
