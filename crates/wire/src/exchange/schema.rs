//! The keys of the exchange format, declared once for each kind of line, and the JSON Schema that
//! is generated from the keys.

use deskbell_model::limits::{
    ADDRESS_CHARS_MAX, ATTACHMENTS_OF_A_LINE_MAX, IMPORT_TURNS_MAX, MESSAGE_TEXT_CHARS_MAX,
    NOTES_CHARS_MAX, TEXT_CHARS_MAX,
};
use deskbell_model::{Role, Side, Status};
use serde_json::{Value, json};

use super::fields::{LineKey, object};
use crate::chats::{rating_in, status_in};
use crate::schema::{about, array, flag, text_in, word};

macro_rules! keys {
    ($(
        $(#[$required:ident])?
        $name:literal $(or $null:ident)?: $schema:expr $(=> $about:literal)?;
    )*) => {
        &[$(LineKey {
            name: $name,
            is_required: is!($($required)?),
            is_nullable: is!($($null)?),
            schema: || $schema,
            about: concat!($($about)?),
        }),*]
    };
}

macro_rules! is {
    () => {
        false
    };
    ($word:ident) => {
        true
    };
}

pub(super) const AGENT: &[LineKey] = keys! {
    #[required] "externalId": id();
    #[required] "name": name();
    "email" or null: short();
    "role" or null: word(Role::ALL.iter().map(|it| it.as_str()))
        => "Set for a new agent alone; without it, `agent`.";
};

pub(super) const DEPARTMENT: &[LineKey] = keys! {
    #[required] "externalId": id();
    #[required] "name": name();
    "agents" or null: array(id()) => "The ids of its agents.";
};

pub(super) const CUSTOMER: &[LineKey] = keys! {
    #[required] "externalId": id();
    "name" or null: short();
    "email" or null: short();
    "userId" or null: short() => "The customer's id in your own system; nobody else may have it.";
    "phone" or null: short();
    "company" or null: short();
    "notes" or null: text_in(0, NOTES_CHARS_MAX);
    "locale" or null: short();
    "location" or null: json!({"type": "object", "properties": {
        "countryCode": {"type": ["string", "null"], "maxLength": TEXT_CHARS_MAX},
        "regionCode": {"type": ["string", "null"], "maxLength": TEXT_CHARS_MAX},
        "city": {"type": ["string", "null"], "maxLength": TEXT_CHARS_MAX},
    }});
    "source" or null: address();
    "referer" or null: address();
    "lastPage" or null: address();
    "createdFrom" or null: short() => "The channel through which the customer came.";
    "integrationId" or null: short() => "The customer's id in that channel.";
    "createdAt" or null: at() => "Set for a new customer alone.";
    "firstSeen" or null: at();
    "lastSeen" or null: at();
    "unsubscribed" or null: flag();
    "blocked" or null: flag();
    "tags" or null: tags() => "Names, in order.";
    "customData" or null: json!({"type": "object", "additionalProperties": {
        "type": ["string", "number", "boolean", "null"],
    }});
};

pub(super) const CHAT: &[LineKey] = keys! {
    #[required] "externalId": id();
    #[required] "customer": json!({"anyOf": [id(), object(CUSTOMER)]})
        => "The id of the customer, or the whole customer.";
    "assignee" or null: id() => "The id of the agent who is responsible for it.";
    "department" or null: id();
    "status" or null: status_in(Status::ALL.len()) => "Without it, what the messages lead to.";
    "createdAt" or null: at() => "Set for a new chat alone; without it, that of its first message.";
    "closedAt" or null: at();
    "closedBy" or null: word(Side::ALL.iter().map(|it| it.as_str()));
    "snoozedUntil" or null: at();
    "rating" or null: rating_in();
    "messages" or null: {
        let mut messages = array(object(MESSAGE));
        messages["maxItems"] = json!(IMPORT_TURNS_MAX);
        messages
    };
};

/// The keys of a message: the keys passed to the macro, which identify the message, and then all
/// other keys.
macro_rules! message_keys {
    ($($own:tt)*) => {
        keys! {
            $($own)*
            #[required] "from": word(["customer", "agent", "system"]);
            "agent" or null: id() => "The id of the agent who wrote it.";
            "text" or null: long();
            "html" or null: json!({"type": "string"}) => "In place of `text`.";
            "attachments" or null: attachments() => "Each becomes a link in the text.";
            #[required] "createdAt": at();
            "type" or null: json!({"type": "string", "minLength": 1, "maxLength": TEXT_CHARS_MAX})
                => "`message`, `private` (a note among agents), `email` or `knowledgeBase`.";
        }
    };
}

pub(super) const MESSAGE: &[LineKey] = message_keys! {
    "externalId" or null: id();
};

pub(super) const LINE: &[LineKey] = message_keys! {
    #[required] "chat": id() => "The id of the chat.";
    #[required] "externalId": id();
};

/// Returns the JSON Schema (2020-12) of a line of the exchange format.
#[must_use]
pub fn schema() -> Value {
    let kinds = [
        ("agent", AGENT),
        ("department", DEPARTMENT),
        ("customer", CUSTOMER),
        ("chat", CHAT),
        ("message", LINE),
    ];
    let kind = |(name, keys): (&str, &[LineKey])| {
        let mut line = object(keys);
        line["title"] = name.into();
        line["properties"]["kind"] = json!({"const": name});
        if let Some(required) = line["required"].as_array_mut() {
            required.insert(0, "kind".into());
        }
        line
    };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of Deskbell's exchange format",
        "description": "An object of another system. Keys that the format does not have are \
                        ignored. docs/format.md says what the lines mean.",
        "oneOf": kinds.map(kind),
    })
}

fn id() -> Value {
    about(text_in(1, TEXT_CHARS_MAX), "An id in the source, unique for its kind.")
}

fn name() -> Value {
    text_in(1, TEXT_CHARS_MAX)
}

fn short() -> Value {
    text_in(0, TEXT_CHARS_MAX)
}

fn address() -> Value {
    text_in(0, ADDRESS_CHARS_MAX)
}

fn long() -> Value {
    text_in(0, MESSAGE_TEXT_CHARS_MAX)
}

fn tags() -> Value {
    let tag = json!({"type": "object", "properties": {
        "name": {"type": "string", "minLength": 1},
        "color": {"type": ["string", "null"]},
    }, "required": ["name"]});
    array(json!({"anyOf": [{"type": "string", "minLength": 1}, tag]}))
}

fn attachments() -> Value {
    let mut all = array(json!({
        "type": "object",
        "required": ["url"],
        "properties": {
            "url": {"type": "string", "pattern": "^https?://", "maxLength": ADDRESS_CHARS_MAX},
            "name": {"type": ["string", "null"], "maxLength": TEXT_CHARS_MAX},
            "bytes": {"type": ["integer", "null"], "minimum": 0},
        },
    }));
    all["maxItems"] = json!(ATTACHMENTS_OF_A_LINE_MAX);
    all
}

fn at() -> Value {
    let text = "Unix seconds or milliseconds, or RFC 3339 with a zone.";
    about(json!({"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}]}), text)
}
