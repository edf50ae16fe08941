//! The table of all errors: every code, its message and its status (contract §2).

mod api_error;
mod rejected;

use std::borrow::Cow;

use axum::http::StatusCode;
use deskbell_app::Exceeded;
use deskbell_model::{AgentId, Seconds};
use deskbell_wire::invalid::{InvalidField, Unfit};

pub use api_error::{ApiError, ErrorItem};

macro_rules! error_codes {
    ($($(#[$doc:meta])* $Name:ident = $STATUS:ident $code:literal $message:literal;)*) => {
        /// An error code of the API. The table gives its status and message.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $($(#[$doc])* $Name,)*
            /// An invalid field of a body or a search.
            InvalidField(InvalidField),
            /// A position in the feed whose next changes are no longer stored. The value is the
            /// number of the oldest stored change.
            HistoryExpired(i64),
            /// A reply whose author has not seen a newer reply of another agent in the chat. The
            /// values are the other agent and the time of the newer reply.
            NewerReply(AgentId, Seconds),
            /// A file above the size limit. The value is the limit, in MiB.
            FileTooLarge(u32),
        }

        impl ErrorCode {
            /// Every code without a value.
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$Name),*];

            /// The names of codes with a value. `InvalidField` is left out, since its names contain
            /// a field's name.
            pub(crate) const WITH_VALUES: [&'static str; 3] =
                ["history_expired", "newer_reply", "payload_too_large"];

            fn row(self) -> (StatusCode, Cow<'static, str>, Cow<'static, str>) {
                match self {
                    $(ErrorCode::$Name => (StatusCode::$STATUS, $code.into(), $message.into()),)*
                    ErrorCode::InvalidField(invalid) => named(invalid),
                    ErrorCode::NewerReply(by, at) => (
                        StatusCode::CONFLICT,
                        "newer_reply".into(),
                        format!("Agent {by} has replied at {}", at.get()).into(),
                    ),
                    ErrorCode::HistoryExpired(oldest) => (
                        StatusCode::GONE,
                        "history_expired".into(),
                        format!("Changes before {oldest} are no longer kept").into(),
                    ),
                    ErrorCode::FileTooLarge(mib) => (
                        StatusCode::PAYLOAD_TOO_LARGE,
                        "payload_too_large".into(),
                        format!("The file must not exceed {mib} MiB").into(),
                    ),
                }
            }
        }
    };
}

error_codes! {
    /// An invalid `limit`.
    Limit = BAD_REQUEST "validation_error" "limit value is invalid";
    /// An invalid `offset`.
    Offset = BAD_REQUEST "validation_error" "offset value is invalid";
    /// An invalid `sort`.
    Sort = BAD_REQUEST "validation_error" "sort value is invalid";
    /// An invalid `order`.
    Order = BAD_REQUEST "validation_error" "order value is invalid";
    /// A `cursor` that is malformed, of another list, combined with an offset, or too old to
    /// continue.
    Cursor = BAD_REQUEST "validation_error" "cursor value is invalid";
    /// An invalid `after`, or an invalid `Last-Event-ID`.
    After = BAD_REQUEST "validation_error" "after value is invalid";
    /// An invalid `history`.
    History = BAD_REQUEST "validation_error" "history value is invalid";
    /// An invalid `wait`.
    Wait = BAD_REQUEST "validation_error" "wait value is invalid";
    /// An invalid `actor`.
    Actor = BAD_REQUEST "validation_error" "actor value is invalid";
    /// An invalid `kind`.
    Kind = BAD_REQUEST "validation_error" "kind value is invalid";
    /// Days of a report that are invalid, out of order or too many.
    Days = BAD_REQUEST "validation_error" "from and to must be days, at most 400 of them";
    /// An invalid `by` of a report.
    By = BAD_REQUEST "validation_error" "by value is invalid";
    /// An invalid `agent`.
    Agent = BAD_REQUEST "validation_error" "agent value is invalid";
    /// An invalid `department`.
    Department = BAD_REQUEST "validation_error" "department value is invalid";
    /// An invalid `q`.
    SearchText = BAD_REQUEST "validation_error" "q value is invalid";
    /// An invalid chat id.
    ChatId = BAD_REQUEST "invalid_chat_value" "Invalid chat ID";
    /// A body that ended early.
    Broken = BAD_REQUEST "invalid_request" "The body broke off before its end";
    /// A body that is JSON, but not an object.
    NoObject = BAD_REQUEST "invalid_request" "The body must be a JSON object";
    /// A body that is not an array of 1 to 10 customers.
    NoBatch = BAD_REQUEST "invalid_request" "The body must be an array of 1 to 10 customers";
    /// An item of a batch that is not an object.
    NoObjectWithin = BAD_REQUEST "invalid_request" "Each item of the array must be a JSON object";
    /// A replay with neither or both of `delivery` and `since`.
    NoReplay = BAD_REQUEST "invalid_request" "Give either delivery or since";
    /// A message on a WebSocket that is not text.
    NoText = BAD_REQUEST "invalid_request" "Messages must be texts";
    /// An invalid `before`.
    Before = BAD_REQUEST "validation_error" "before value is invalid";
    /// A missing Idempotency-Key in a request that requires the key.
    KeyMissing = BAD_REQUEST "invalid_request" "Idempotency-Key is required";
    /// An empty Idempotency-Key.
    KeyEmpty = BAD_REQUEST "invalid_request" "Idempotency-Key must not be empty";
    /// An Idempotency-Key that is too long.
    KeyTooLong = BAD_REQUEST "invalid_request" "Idempotency-Key must not exceed 255 characters";
    /// More than one Idempotency-Key.
    KeyTwice = BAD_REQUEST "invalid_request" "Idempotency-Key must be sent once";
    /// An Idempotency-Key that is not UTF-8.
    KeyNoText = BAD_REQUEST "invalid_request" "Idempotency-Key must be UTF-8";
    /// A userId of another customer.
    UserIdTaken = BAD_REQUEST "invalid_userId_value" "userId value is invalid";
    /// A rating of a chat that cannot be rated.
    Rating = BAD_REQUEST "invalid_chat_value" "rating value is invalid";
    /// More tags than a customer may have.
    Tags = BAD_REQUEST "invalid_tags_value" "tags value is invalid";
    /// An invalid or too long filter.
    Filter = BAD_REQUEST "validation_error" "filter value is invalid";
    /// An invalid `comparison`.
    Comparison = BAD_REQUEST "validation_error" "comparison value is invalid";
    /// A key that is missing, malformed, unknown or revoked.
    Token = UNAUTHORIZED "invalid_token" "Invalid token";
    /// A session of an agent that is missing, unknown, expired or revoked.
    Session = UNAUTHORIZED "invalid_session" "Sign in";
    /// A wrong sign-in name or a wrong password.
    SignIn = UNAUTHORIZED "invalid_credentials" "The sign-in name or the password is wrong";
    /// A token of a visitor that is missing, unknown or expired.
    Visitor = UNAUTHORIZED "invalid_token" "This visitor is not known: begin a new session";
    /// A page of a site that may not show the application's widget.
    SiteNotAllowed = FORBIDDEN "site_not_allowed"
        "This site is not among the application's allowed sites";
    /// A message of a blocked customer.
    Blocked = FORBIDDEN "blocked" "Your messages are no longer taken here";
    /// A change that was requested with a read-only key.
    ReadOnly = FORBIDDEN "forbidden" "This key may only read";
    /// A change for which the agent's role has no right.
    Role = FORBIDDEN "forbidden" "Your role does not allow this";
    /// A change that was not sent by a page of this server.
    CrossSite = FORBIDDEN "cross_site" "Only a page of this server may do this";
    /// A wrong password in a confirmation of a change.
    WrongPassword = FORBIDDEN "wrong_password" "The password is wrong";
    /// A wrong or used code of a second factor.
    WrongCode = FORBIDDEN "wrong_code" "The code is wrong, or was used already";
    /// A change that requires a recently entered password.
    StepUp = FORBIDDEN "step_up_required" "Confirm your password";
    /// `GET /v1/chats/{id}` of a missing chat.
    ChatNotFound = NOT_FOUND "chat_not_found" "Chat not found";
    /// A missing chat, in all operations except `GET /v1/chats/{id}`.
    ChatMissing = NOT_FOUND "chat_not_found" "Chat is missing";
    /// A chat without messages.
    MessagesMissing = NOT_FOUND "messages_not_found" "Messages are missing";
    /// A missing chat, or a chat of another visitor.
    OwnChatMissing = NOT_FOUND "chat_not_found" "You have no such chat";
    /// A missing customer.
    CustomerNotFound = NOT_FOUND "entity_not_found" "Customer not found";
    /// A missing agent.
    AgentNotFound = NOT_FOUND "entity_not_found" "Agent not found";
    /// A missing session.
    SessionNotFound = NOT_FOUND "entity_not_found" "Session not found";
    /// A missing key.
    KeyNotFound = NOT_FOUND "entity_not_found" "Key not found";
    /// A missing department.
    DepartmentNotFound = NOT_FOUND "entity_not_found" "Department not found";
    /// A missing application.
    ApplicationNotFound = NOT_FOUND "entity_not_found" "Application not found";
    /// A missing file, or an expired link to a file.
    FileNotFound = NOT_FOUND "entity_not_found" "File not found";
    /// A missing webhook.
    WebhookNotFound = NOT_FOUND "entity_not_found" "Webhook not found";
    /// A missing delivery of a webhook.
    DeliveryNotFound = NOT_FOUND "entity_not_found" "Delivery not found";
    /// A new webhook of an organization that already has the maximal number of webhooks.
    TooManyWebhooks = BAD_REQUEST "invalid_request" "An organization may have 50 webhooks";
    /// A missing setting, or a personal setting of another agent.
    SettingNotFound = NOT_FOUND "entity_not_found" "There is nothing with this id";
    /// A setting's name that another setting of the same kind has.
    NameTaken = CONFLICT "name_taken" "There is one of this name already: choose another";
    /// A mention of an agent who has no access to the chat.
    MentionUnseen = CONFLICT "mention_unseen"
        "A mentioned agent may not see this chat: assign it, or leave the mention out";
    /// A merge of a customer who has a userId into another customer.
    Identified = CONFLICT "identified"
        "Your site knows this customer by a userId: merge the other one into this one";
    /// A new setting, agent, department or application beyond the maximal number.
    AsManyAsAllowed = BAD_REQUEST "invalid_request" "There are as many of these as there may be";
    /// A delivery to a webhook that already has the maximal number of waiting deliveries.
    TooManyDeliveries = BAD_REQUEST "invalid_request" "Too many deliveries to this webhook wait";
    /// A file without bytes.
    FileEmpty = BAD_REQUEST "invalid_request" "The file is empty";
    /// A file that cannot be the picture of an agent.
    NotAPicture = BAD_REQUEST "invalid_request"
        "The picture must be a PNG, JPEG or WebP image of at most 1024 by 1024 pixels";
    /// An invalid `name` of a file.
    FileName = BAD_REQUEST "validation_error" "name value is invalid";
    /// A range that begins after the end of a file.
    FileRange = RANGE_NOT_SATISFIABLE "range_not_satisfiable" "The file has fewer bytes";
    /// A file beyond the organization's quota.
    FilesFull = INSUFFICIENT_STORAGE "files_full"
        "The room for files is used up: delete some, or ask the operator for more";
    /// An upload to a server without storage for files.
    FilesOff = NOT_IMPLEMENTED "files_off"
        "This server keeps no files: the operator sets files.folder";
    /// A file beyond the number that a visitor may upload.
    TooManyFiles = TOO_MANY_REQUESTS "too_many_requests"
        "Too many files for now: try again later";
    /// A position in a history of changes that another history has replaced, as after a failover.
    HistoryReplaced = GONE "history_replaced" "This history is not the one you followed";
    /// An unknown route.
    Route = NOT_FOUND "not_found" "There is nothing at this path";
    /// A method that the path does not support.
    Method = METHOD_NOT_ALLOWED "method_not_allowed" "This path does not take this method";
    /// A body that arrives too slowly.
    TooSlow = REQUEST_TIMEOUT "request_timeout" "The body took too long to arrive";
    /// A body above the limit.
    TooLarge = PAYLOAD_TOO_LARGE "payload_too_large" "The body must not exceed 1 MiB";
    /// A body with a Content-Encoding.
    MediaType = UNSUPPORTED_MEDIA_TYPE "unsupported_media_type"
        "The body must not have a Content-Encoding";
    /// A body of a page that is not declared as JSON.
    JsonType = UNSUPPORTED_MEDIA_TYPE "unsupported_media_type"
        "The Content-Type must be application/json, or for a file application/octet-stream";
    /// A sign-in name of another agent.
    LoginTaken = CONFLICT "login_taken" "Somebody else has this sign-in name";
    /// A change of a second factor that does not exist.
    NoFactor = CONFLICT "no_second_factor" "Begin with a second factor first";
    /// A change that would leave the organization without an active administrator.
    LastAdmin = CONFLICT "last_admin" "An organization needs an active administrator";
    /// A link that is unknown, used or expired.
    LinkExpired = GONE "link_expired" "This link was used, or is too old: ask for a new one";
    /// A malformed request, for example not HTTP, or with two hosts or two lengths.
    Malformed = BAD_REQUEST "invalid_request" "This is not a valid HTTP request";
    /// An invalid `Sec-WebSocket-Key`.
    SocketKey = BAD_REQUEST "invalid_request" "Sec-WebSocket-Key must be 16 bytes in base64";
    /// A request head that is too long or has too many lines.
    HeadTooLarge = REQUEST_HEADER_FIELDS_TOO_LARGE "invalid_request" "The head is too long";
    /// A request to the WebSocket path without an upgrade.
    Upgrade = UPGRADE_REQUIRED "upgrade_required" "This path takes WebSocket connections";
    /// A change of an object whose tag is not in `If-Match`.
    Changed = PRECONDITION_FAILED "precondition_failed" "It was changed meanwhile";
    /// Custom data above its limit.
    CustomData = BAD_REQUEST "invalid_customData_value" "customData value is invalid";
    /// An Idempotency-Key already used with another request.
    KeyReused = UNPROCESSABLE_ENTITY "idempotency_key_reused"
        "Idempotency-Key was used with another request";
    /// Too many requests, or too many wrong keys.
    TooMany = TOO_MANY_REQUESTS "too_many_requests" "You have exceeded your requests limit";
    /// An attempt to sign in during the delay after failed attempts.
    TooManyTries = TOO_MANY_REQUESTS "too_many_tries" "Too many tries failed: wait a little";
    /// More messages than a visitor may write in one minute or hour.
    TooManyMessages = TOO_MANY_REQUESTS "too_many_messages"
        "You write faster than we can read: try again in a while";
    /// More chats than may be begun from one address in ten minutes.
    TooManyChats = TOO_MANY_REQUESTS "too_many_chats"
        "Too many chats were begun here: try again in a while";
    /// A message of a customer with too many unanswered messages.
    WaitsForAnswer = TOO_MANY_REQUESTS "waiting_for_answer"
        "We have your messages: please wait for an answer";
    /// A new stream, socket or long poll of an organization that has used up its share of streams.
    TooManyStreams = TOO_MANY_REQUESTS "too_many_requests" "Too many streams are open";
    /// A fault of the server.
    Internal = INTERNAL_SERVER_ERROR "internal_error" "Something went wrong on our side";
    /// A temporary failure, after which the client should retry.
    Unavailable = SERVICE_UNAVAILABLE "service_unavailable" "Please try again shortly";
}

impl ErrorCode {
    /// Returns the contract's code and message for the error.
    #[must_use]
    pub fn words(self) -> (Cow<'static, str>, Cow<'static, str>) {
        let (_, code, message) = self.row();
        (code, message)
    }

    /// Returns the status of an answer with this code.
    #[must_use]
    pub fn status(self) -> u16 {
        self.status_code().as_u16()
    }

    fn status_code(self) -> StatusCode {
        self.row().0
    }
}

/// Returns the status, code and message of the error about an invalid field.
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

impl From<Exceeded> for ErrorCode {
    fn from(exceeded: Exceeded) -> Self {
        match exceeded {
            Exceeded::Requests => Self::TooMany,
            Exceeded::Messages => Self::TooManyMessages,
            Exceeded::Streams => Self::TooManyStreams,
            Exceeded::Chats => Self::TooManyChats,
            Exceeded::Files => Self::TooManyFiles,
        }
    }
}
