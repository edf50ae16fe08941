//! All stored data of one customer, as one JSON document. The document is written part by part.
//! Without the last part the document is not valid JSON, so that an incomplete document cannot be
//! mistaken for a complete document.

use deskbell_model::{
    ApplicationId, ChatView, CustomerView, Event, Rating, Seconds, VisitorSession,
};
use serde_json::Value;

use crate::files::FileView;
use crate::inbox::audit::AuditView;
use crate::json::raw;
use crate::object::{HasSchema as _, ToJson, named, object, write};
use crate::schema::{Named, about, array, object as keys, or_null, reference, seconds};

object! {
    "CustomerSession" for VisitorSession as session {
        "applicationId": ApplicationId = session.application;
        "verified": bool = session.is_verified => "Whether the site proved who the visitor is.";
        "createdAt": Seconds = session.created_at;
        "usedAt": Seconds = session.used_at => "The last use; noted once in a while.";
    }
}

/// A rating of a chat.
#[derive(Clone, Copy, Debug)]
pub struct ExportedRating<'a> {
    /// The time at which the rated chat was closed.
    pub closed_at: Seconds,
    /// The customer's rating of the chat.
    pub rating: Rating,
    /// The comment of the customer.
    pub comment: Option<&'a str>,
}

object! {
    "ChatRating" for ExportedRating<'_> as it {
        "closedAt": Seconds = it.closed_at => "The closing that was rated.";
        "rating": Rating = it.rating;
        "comment": Option<&str> = it.comment;
    }
}

/// The data in the first part of the document.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    /// The time of the export.
    pub at: Seconds,
    /// The customer whose data is exported.
    pub view: &'a CustomerView,
    /// The customer's sessions in widgets.
    pub sessions: &'a [VisitorSession],
    /// The customer's uploads that are in no message yet.
    pub uploads: &'a [FileView],
}

/// Writes the first part of the document, up to the list of events. The caller then writes the
/// events, separated by commas.
pub fn open(out: &mut Vec<u8>, opening: &Opening<'_>) {
    let customer = &opening.view.customer;
    raw(out, r#"{"exportedAt":"#);
    write(out, &opening.at);
    raw(out, r#","customer":"#);
    write(out, opening.view);
    raw(out, r#","createdAt":"#);
    write(out, &customer.created_at);
    raw(out, r#","verifiedAt":"#);
    write(out, &customer.verified_at);
    raw(out, r#","sessions":"#);
    write(out, opening.sessions);
    raw(out, r#","uploads":"#);
    write(out, opening.uploads);
    raw(out, r#","events":["#);
}

/// The text between the events and the history of the customer's changes.
pub const HISTORY: &str = r#"],"history":["#;
/// The text between the history of the customer's changes and the chats.
pub const CHATS: &str = r#"],"chats":["#;
/// The text between the ratings and the messages of a chat.
pub const MESSAGES: &str = r#"],"messages":["#;
/// The text after the last message of a chat.
pub const CHAT_END: &str = "]}";
/// The text after the last chat.
pub const END: &str = "]}\n";

/// Writes the beginning of a chat, up to the list of its ratings. The caller then writes the
/// ratings, separated by commas.
pub fn open_chat(out: &mut Vec<u8>, chat: &ChatView) {
    raw(out, r#"{"chat":"#);
    write(out, chat);
    raw(out, r#","ratings":["#);
}

/// Writes items of a list, separated by commas. `is_first` means that the list is still empty;
/// returns true if the list remains empty.
pub fn items<T: ToJson>(
    out: &mut Vec<u8>,
    is_first: bool,
    items: impl IntoIterator<Item = T>,
) -> bool {
    let mut is_first = is_first;
    for item in items {
        if !is_first {
            out.push(b',');
        }
        is_first = false;
        item.write(out);
    }
    is_first
}

fn document() -> Value {
    let chat = keys(vec![
        ("chat", reference("Chat")),
        (
            "ratings",
            about(array(reference("ChatRating")), "One for each closing, the oldest first."),
        ),
        (
            "messages",
            about(
                array(reference("ChatMessage")),
                "All of them, the oldest first, also the notes that only agents see (`private`).",
            ),
        ),
    ]);
    let uploads = "Files of the customer that are in no message yet.";
    keys(vec![
        ("exportedAt", seconds()),
        ("customer", reference("Customer")),
        ("createdAt", seconds()),
        ("verifiedAt", about(or_null(seconds()), "When a site last proved who the customer is.")),
        (
            "sessions",
            about(array(reference("CustomerSession")), "Visits at widgets, without tokens."),
        ),
        ("uploads", about(array(FileView::schema()), uploads)),
        ("events", about(array(Event::schema()), "The oldest first.")),
        (
            "history",
            about(
                array(AuditView::schema()),
                "Changes of the customer and who made them, as long as changes are kept.",
            ),
        ),
        ("chats", about(array(chat), "The oldest first.")),
    ])
}

pub(super) fn schemas() -> Named {
    vec![named::<VisitorSession>(), named::<ExportedRating<'_>>(), ("CustomerExport", document())]
}
