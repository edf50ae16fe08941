//! The JSON of the widget: the requests of visitors, and everything that a visitor sees. This
//! module reads objects of `/v1`, but a visitor never receives such objects. A visitor receives no
//! data of an agent except the name and the picture.

mod chat;
mod claims;
mod live;
mod message;
mod read;
mod rule;
mod said_of;
mod session;

pub use chat::{RecordedChat, VisitorChat};
pub use claims::{Claims, is_signed_with_hmac, read_claims};
pub use live::{
    MessageNews, VisitorHello, VisitorSaid, customer_of, read_hello, read_said, write_chat_news,
    write_online_news, write_reset_news, write_typing_news, write_visitor_changes,
};
pub use message::{VisitorMessage, VisitorMessages};
pub use read::{
    NewVisit, VisitorEvents, VisitorProfile, VisitorRating, VisitorRead, VisitorText, read_events,
    read_profile, read_rating, read_read, read_text, read_visit,
};
pub use rule::rules_text;
pub use said_of::{read_said_of, write_said_of};
pub use session::{UnreadCounts, VisitShown};

use crate::object::{Object, named};
use crate::schema::Named;

pub(crate) fn schemas() -> Named {
    let answers = vec![
        named_of::<chat::VisitorAgent<'static>>(),
        named_of::<VisitorChat<'static>>(),
        named_of::<VisitorMessage<'static>>(),
        named_of::<VisitorMessages<'static>>(),
        named_of::<VisitShown<'static>>(),
        named_of::<UnreadCounts>(),
        named_of::<rule::VisitorRule<'static>>(),
    ];
    answers.into_iter().chain(read::schemas()).chain(live::schemas()).collect()
}

fn named_of<T: Object>() -> (&'static str, serde_json::Value) {
    named::<T>()
}
