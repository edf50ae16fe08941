//! The contract's models (section 3) and envelopes (section 4) as shapes: keys in order, and
//! nullable values.

use crate::shape::Shape::{self, Bool, Clock, Int, List, Map, Nullable, Object, OneOf, Text};

const INT: Shape = Nullable(&Int);
const TEXT: Shape = Nullable(&Text);

/// The statuses of a chat in answers.
pub const STATUSES: &[&str] =
    &["new", "opened", "pending", "on hold", "closed", "no communication", "empty"];
const ROLES: &[&str] = &["agentChatOnly", "agent", "superviser", "admin"];
pub const RATINGS: &[&str] = &["perfect", "great", "average", "poor", "very poor"];

pub const AGENT: Shape =
    Object(&[("id", Int), ("name", TEXT), ("email", TEXT), ("role", OneOf(ROLES))]);
const NAMED: Shape = Object(&[("id", Int), ("name", TEXT)]);
/// The customer in the JSON of a chat.
pub const CHAT_CUSTOMER: Shape =
    Object(&[("id", Int), ("name", TEXT), ("email", TEXT), ("userId", TEXT)]);

pub const CHAT: Shape = Object(&[
    ("id", Int),
    ("closedBy", Nullable(&OneOf(&["customer", "agent"]))),
    ("lastCustomerMessageAt", INT),
    ("status", OneOf(STATUSES)),
    ("notes", TEXT),
    ("closedAt", INT),
    ("rating", Nullable(&OneOf(RATINGS))),
    ("createdAt", Int),
    ("lastMessageAt", INT),
    ("snoozedUntil", INT),
    ("lastMessageText", TEXT),
    ("lastMessageId", INT),
    ("lastCommunicatedAgentId", INT),
    ("agents", List(&AGENT)),
    ("customer", CHAT_CUSTOMER),
    ("assignee", Nullable(&AGENT)),
    ("department", Nullable(&NAMED)),
    ("applicationId", Int),
    ("createdWith", OneOf(&["public_api", "customer_message", "agent_message", "broadcast_reply"])),
    ("readByAgent", Bool),
    ("readByCustomer", Bool),
]);

pub const MESSAGE: Shape = Object(&[
    ("id", Int),
    ("agent", Nullable(&NAMED)),
    ("type", Text),
    ("text", TEXT),
    ("read", Bool),
    ("createdAt", Clock),
    ("updatedAt", Nullable(&Clock)),
    ("edited", Bool),
    (
        "broadcastType",
        Nullable(&OneOf(&["trigger", "auto chat", "auto email", "manual chat", "manual email"])),
    ),
    ("chat", Int),
    ("from", OneOf(&["customer", "agent"])),
]);

pub const CUSTOMER: Shape = Object(&[
    ("id", Int),
    ("name", TEXT),
    ("email", TEXT),
    ("userId", TEXT),
    ("company", TEXT),
    ("phone", TEXT),
    ("firstSeen", INT),
    ("lastSeen", INT),
    ("location", Object(&[("regionCode", TEXT), ("countryCode", TEXT), ("city", TEXT)])),
    (
        "device",
        Nullable(&Object(&[
            ("id", Nullable(&DEVICE_ID)),
            ("ip", TEXT),
            ("timezone", TEXT),
            ("platform", TEXT),
            ("userAgent", TEXT),
        ])),
    ),
    ("unsubscribed", Bool),
    ("blocked", Bool),
    ("source", TEXT),
    ("referer", TEXT),
    ("lastPage", TEXT),
    ("locale", TEXT),
    ("notes", TEXT),
    ("createdFrom", TEXT),
    ("integrationId", TEXT),
    ("tags", List(&Object(&[("name", Text), ("color", Text)]))),
    ("customData", Map),
]);
/// The id of a device. The contract does not specify its scalar type.
const DEVICE_ID: Shape = Shape::Scalar;

pub const DEPARTMENT: Shape = Object(&[("id", Int), ("name", TEXT), ("agents", List(&AGENT))]);

pub const APPLICATION: Shape =
    Object(&[("id", Int), ("name", TEXT), ("displayName", TEXT), ("type", Text), ("active", Bool)]);

/// The answer of GET /organization.
pub const ORGANIZATION: Shape = Object(&[(
    "data",
    Object(&[("id", Int), ("domain", TEXT), ("teamOnline", Bool), ("chatEnabled", Bool)]),
)]);

pub const EVENT: Shape = Object(&[
    ("id", Int),
    ("name", Text),
    ("data", Shape::Any),
    ("createdAt", Int),
    ("customer", Int),
]);

pub const WEBHOOK: Shape = Object(&[
    ("id", Int),
    ("url", Text),
    ("events", List(&Text)),
    ("enabled", Bool),
    ("createdAt", Int),
    ("headers", Map),
]);

/// A webhook with its secret, in the answers to the creation of a webhook and to the rotation of a
/// secret.
pub const NEW_WEBHOOK: Shape = Object(&[
    ("id", Int),
    ("url", Text),
    ("events", List(&Text)),
    ("enabled", Bool),
    ("createdAt", Int),
    ("headers", Map),
    ("secret", Text),
]);

/// The answer of GET /webhooks.
pub const WEBHOOKS: Shape = Object(&[("data", List(&WEBHOOK)), ("meta", META)]);

const DELIVERY: Shape = Object(&[
    ("id", Int),
    ("eventId", Text),
    ("event", Text),
    ("seq", Nullable(&Int)),
    ("state", OneOf(&["waiting", "delivered", "failed"])),
    ("attempts", Int),
    ("createdAt", Int),
    ("lastAttemptAt", Nullable(&Clock)),
    ("nextAttemptAt", Nullable(&Clock)),
    ("durationMs", Nullable(&Int)),
    ("error", Nullable(&Text)),
    ("request", Shape::Any),
    ("response", Nullable(&Object(&[("status", Int), ("body", Nullable(&Text))]))),
]);

/// The answer of GET /webhooks/{id}/deliveries.
pub const DELIVERIES: Shape = Object(&[("data", List(&DELIVERY)), ("meta", META)]);

/// The body of any error.
pub const ERRORS: Shape =
    Object(&[("errors", List(&Object(&[("code", Text), ("message", Text)])))]);

const META: Shape = Object(&[("total", Int)]);

/// The answer of GET /chats.
pub const CHATS: Shape = Object(&[("data", List(&CHAT)), ("meta", META)]);
/// The answer of GET /agents.
pub const AGENTS: Shape = Object(&[("data", List(&AGENT)), ("meta", META)]);
/// The answer of GET /departments.
pub const DEPARTMENTS: Shape = Object(&[("data", List(&DEPARTMENT)), ("meta", META)]);
/// The answer of GET /applications.
pub const APPLICATIONS: Shape = Object(&[("data", List(&APPLICATION)), ("meta", META)]);
/// The answer of POST /chats/search.
pub const FOUND_CHATS: Shape = Object(&[("data", List(&CHAT)), ("total", Int), ("meta", META)]);
/// The answer of GET /customers and POST /customers/search.
pub const CUSTOMERS: Shape = Object(&[("data", List(&CUSTOMER)), ("total", Int), ("meta", META)]);
/// The answer of GET /chats/{id}/messages.
pub const MESSAGES: Shape =
    Object(&[("messages", List(&MESSAGE)), ("total", Int), ("data", List(&MESSAGE))]);
/// The answer of GET /chats/total.
pub const TOTAL: Shape = META;
/// The answer of PUT /customers/batch.
pub const BATCH: Shape = Object(&[("data", List(&CUSTOMER))]);
