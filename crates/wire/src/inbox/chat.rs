//! A chat that an agent opens, with the newest messages, the customer, the customer's other chats,
//! and drafts.

use deskbell_model::{AgentId, ChatId, ChatView, CustomerView, Event, Mention, Rating, ReplyDraft};

use super::message::ChatMessage;
use super::row::WindowRow;
use crate::object::{ToJson, named, object};
use crate::schema::{Named, array, object as answer, reference};

/// The answer when an agent opens a chat: the chat, its newest messages, and its customer.
#[derive(Clone, Debug)]
pub struct Opened<'a> {
    /// The number of the last change that the answer reflects.
    pub seq: u64,
    /// The opened chat.
    pub chat: &'a ChatView,
    /// The comment of the customer on the chat's rating.
    pub rating_comment: Option<&'a str>,
    /// The customer of the chat.
    pub customer: &'a CustomerView,
    /// The number of messages in the chat.
    pub total: u64,
    /// The newest messages, newest first.
    pub messages: Vec<ChatMessage>,
    /// The cursor of the next page with older messages; `None` without older messages.
    pub next: Option<String>,
    /// The customer's other chats that the agent may see, newest first.
    pub others: Vec<WindowRow<'a>>,
    /// The signed-in agent's draft in the chat.
    pub draft: Option<&'a ReplyDraft>,
    /// The other agents with a draft in the chat.
    pub drafts: Vec<AgentId>,
    /// The mention of the signed-in agent in the chat, if any.
    pub mention: Option<&'a Mention>,
}

object! {
    "OpenedChat" for Opened<'_> as it {
        "seq": u64 = it.seq => "The number of the last change that this answer includes.";
        "chat": &ChatView = it.chat;
        "ratingComment": Option<&str> = it.rating_comment
            => "What the customer said with the chat's rating.";
        "customer": &CustomerView = it.customer;
        "total": u64 = it.total => "How many messages it has.";
        "messages": Vec<ChatMessage> = it.messages => "The newest messages, the newest first.";
        "next": Option<String> = it.next
            => "The `cursor` for listChatMessages that continues with older messages.";
        "others": Vec<WindowRow<'_>> = it.others => "The customer's other chats, the newest first.";
        "draft": Option<&ReplyDraft> = it.draft => "What you have begun to write.";
        "drafts": Vec<AgentId> = it.drafts => "Who else has begun an answer.";
        "mention": Option<&Mention> = it.mention => "The note that mentions you, until you answer.";
    }
}

struct CommentedRating<'a> {
    chat: ChatId,
    rating: Rating,
    comment: &'a str,
}

object! {
    "CommentedRating" for CommentedRating<'_> as rated {
        "chat": ChatId = rated.chat;
        "rating": Rating = rated.rating;
        "comment": &str = rated.comment;
    }
}

/// Writes the rating of a chat with the customer's comment.
pub fn write_comment(out: &mut Vec<u8>, chat: ChatId, rating: Rating, comment: &str) {
    CommentedRating { chat, rating, comment }.write(out);
}

/// Writes the events of a customer, newest first: `{"data":[…]}`.
pub fn write_events(out: &mut Vec<u8>, events: &[Event]) {
    out.extend_from_slice(b"{\"data\":");
    events.write(out);
    out.push(b'}');
}

pub(crate) fn schemas() -> Named {
    let events = answer(vec![("data", array(reference("Event")))]);
    vec![named::<Opened<'_>>(), named::<CommentedRating<'_>>(), ("CustomerEvents", events)]
}
