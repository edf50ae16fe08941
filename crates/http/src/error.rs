//! The one table of errors: every code, its message and its status (contract §2).

mod api_error;

use std::borrow::Cow;

use axum::http::StatusCode;
use deskbell_app::Refused;
use deskbell_wire::invalid::{InvalidField, Unfit};

pub(crate) use api_error::{ApiError, ErrorItem};

macro_rules! error_codes {
    ($($(#[$doc:meta])* $Name:ident = $STATUS:ident $code:literal $message:literal;)*) => {
        /// A code of the API's errors, with its message and its status: a row of the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $($(#[$doc])* $Name,)*
            /// An invalid field of a body, or of a query, that names a field or a place.
            InvalidField(InvalidField),
            /// Changes that are no longer kept; those from this number on are.
            HistoryExpired(i64),
        }

        impl ErrorCode {
            /// Every row of the table.
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$Name),*];

            /// The status, the code and the message.
            fn row(self) -> (StatusCode, Cow<'static, str>, Cow<'static, str>) {
                match self {
                    $(ErrorCode::$Name => (StatusCode::$STATUS, $code.into(), $message.into()),)*
                    ErrorCode::InvalidField(invalid) => named(invalid),
                    ErrorCode::HistoryExpired(oldest) => (
                        StatusCode::GONE,
                        "history_expired".into(),
                        format!("Changes before {oldest} are no longer kept").into(),
                    ),
                }
            }
        }
    };
}

error_codes! {
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
    /// A bad chat id.
    ChatId = BAD_REQUEST "invalid_chat_value" "Invalid chat ID";
    /// A body that broke off.
    Broken = BAD_REQUEST "invalid_request" "The body broke off before its end";
    /// A body that is JSON, and no object.
    NoObject = BAD_REQUEST "invalid_request" "The body must be a JSON object";
    /// A body that is no array of customers, or one of too many or none.
    NoBatch = BAD_REQUEST "invalid_request" "The body must be an array of 1 to 10 customers";
    /// An item of a batch that is no object.
    NoObjectWithin = BAD_REQUEST "invalid_request" "Each item of the array must be a JSON object";
    /// A replay of nothing, or of two things.
    NoReplay = BAD_REQUEST "invalid_request" "Give either delivery or since";
    /// A message on a WebSocket that is no text.
    NoText = BAD_REQUEST "invalid_request" "Messages must be texts";
    /// An empty Idempotency-Key.
    KeyEmpty = BAD_REQUEST "invalid_request" "Idempotency-Key must not be empty";
    /// An Idempotency-Key that is too long.
    KeyTooLong = BAD_REQUEST "invalid_request" "Idempotency-Key must not exceed 255 characters";
    /// More than one Idempotency-Key.
    KeyTwice = BAD_REQUEST "invalid_request" "Idempotency-Key must be sent once";
    /// An Idempotency-Key that is not UTF-8.
    KeyNoText = BAD_REQUEST "invalid_request" "Idempotency-Key must be UTF-8";
    /// A userId that another customer has.
    UserIdTaken = BAD_REQUEST "invalid_userId_value" "userId value is invalid";
    /// A rating that may not be given now.
    Rating = BAD_REQUEST "invalid_chat_value" "rating value is invalid";
    /// More tags than a customer may have.
    Tags = BAD_REQUEST "invalid_tags_value" "tags value is invalid";
    /// A bad filter, or one that is too long.
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
    /// A place in the feed of another history.
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
    /// A malformed request: none of HTTP, or one with two hosts or two lengths.
    Malformed = BAD_REQUEST "invalid_request" "This is not a valid HTTP request";
    /// A bad key of a WebSocket.
    SocketKey = BAD_REQUEST "invalid_request" "Sec-WebSocket-Key must be 16 bytes in base64";
    /// A head that is too long, or has too many lines.
    HeadTooLarge = REQUEST_HEADER_FIELDS_TOO_LARGE "invalid_request" "The head is too long";
    /// A request for the WebSocket's path that asks for none.
    Upgrade = UPGRADE_REQUIRED "upgrade_required" "This path takes WebSocket connections";
    /// An object that is not what `If-Match` says.
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
    /// A passing state in which nothing can be done: the client tries again.
    Unavailable = SERVICE_UNAVAILABLE "service_unavailable" "Please try again shortly";
}

impl ErrorCode {
    /// The contract's code and message.
    #[must_use]
    pub fn words(self) -> (Cow<'static, str>, Cow<'static, str>) {
        let (_, code, message) = self.row();
        (code, message)
    }

    /// The status of an answer with this code.
    #[must_use]
    pub fn status(self) -> u16 {
        self.status_code().as_u16()
    }

    fn status_code(self) -> StatusCode {
        self.row().0
    }
}

/// The row of an invalid field that names a field or a place.
fn named(invalid: InvalidField) -> (StatusCode, Cow<'static, str>, Cow<'static, str>) {
    let (code, what) = match invalid {
        InvalidField::Body(Unfit::NotJson { why, line, column }) => {
            let says = format!("The body is not JSON: {why}, line {line}, column {column}");
            return (StatusCode::BAD_REQUEST, "invalid_request".into(), says.into());
        }
        InvalidField::Body(Unfit::NotUtf8(place)) => {
            let says = format!("The body is not UTF-8: byte {place}");
            return (StatusCode::BAD_REQUEST, "invalid_request".into(), says.into());
        }
        InvalidField::ChatValue(field) => ("invalid_chat_value".into(), field.to_owned()),
        InvalidField::Field(field) => (format!("invalid_{field}_value"), field.to_owned()),
        InvalidField::Because(field, why) => {
            let (status, code, message) = named(InvalidField::Field(field));
            return (status, code, format!("{message}: {why}").into());
        }
        InvalidField::FilterPart(item, part) => {
            ("validation_error".into(), format!("filter[{item}].{part}"))
        }
        other => return ErrorCode::from(other).row(),
    };
    (StatusCode::BAD_REQUEST, code.into(), format!("{what} value is invalid").into())
}

impl From<InvalidField> for ErrorCode {
    fn from(invalid: InvalidField) -> Self {
        match invalid {
            InvalidField::Body(Unfit::NoObject) => Self::NoObject,
            InvalidField::Body(Unfit::NoObjectWithin) => Self::NoObjectWithin,
            InvalidField::Body(Unfit::NoBatch) => Self::NoBatch,
            InvalidField::Body(Unfit::NoReplay) => Self::NoReplay,
            InvalidField::ChatId => Self::ChatId,
            InvalidField::Limit => Self::Limit,
            InvalidField::Offset => Self::Offset,
            InvalidField::Sort => Self::Sort,
            InvalidField::Order => Self::Order,
            InvalidField::Cursor => Self::Cursor,
            InvalidField::Filter => Self::Filter,
            InvalidField::Comparison => Self::Comparison,
            InvalidField::Body(Unfit::NotJson { .. } | Unfit::NotUtf8(_))
            | InvalidField::ChatValue(_)
            | InvalidField::Field(_)
            | InvalidField::Because(..)
            | InvalidField::FilterPart(..) => Self::InvalidField(invalid),
        }
    }
}

impl From<Refused> for ErrorCode {
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
            Refused::Forbidden => Self::ReadOnly,
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
