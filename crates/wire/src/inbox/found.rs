//! The answer to an agent's search, assembled from rendered answers.

use serde_json::Value;

use crate::json::{null, raw};
use crate::schema::{Named, about, object, or_null, reference};

/// Writes `{"customers":…,"chats":…,"chat":…}`, with `null` for each part that was not searched.
pub fn write(out: &mut Vec<u8>, customers: Option<&[u8]>, chats: &[u8], chat: Option<&[u8]>) {
    let part = |out: &mut Vec<u8>, json: Option<&[u8]>| match json {
        Some(json) => out.extend_from_slice(json),
        None => null(out),
    };
    raw(out, r#"{"customers":"#);
    part(out, customers);
    raw(out, r#","chats":"#);
    part(out, Some(chats));
    raw(out, r#","chat":"#);
    part(out, chat);
    out.push(b'}');
}

pub(crate) fn schemas() -> Named {
    let by = |schema: Value, says: &str| about(schema, says);
    let answer = object(vec![
        ("customers", by(or_null(reference("CustomerPage")), "The first 20 customers.")),
        ("chats", by(reference("Window"), "The first 20 chats of the customers found.")),
        (
            "chat",
            by(
                or_null(reference("Window")),
                "The chat with this number, if the text is the number of a chat.",
            ),
        ),
    ]);
    vec![("SearchAnswer", answer)]
}
