//! The answer to the request that begins a visitor's session.

use deskbell_model::{ChatId, History, Identity, IdentityDoubt, Seconds};

use super::chat::VisitorChat;
use super::message::VisitorMessage;
use crate::json::{int, raw, string};
use crate::object::{object, values};
use crate::schema::{about, array, count, reference, text, word};

/// All data that a page needs to show the widget.
#[derive(Clone, Debug)]
pub struct VisitShown<'a> {
    /// The new token; `None` when the token of the request stays valid.
    pub token: Option<&'a str>,
    /// The degree to which the visitor's identity is known.
    pub identity: Identity,
    /// The reason why the claim was rejected, or did not count as proven.
    pub doubt: Option<IdentityDoubt>,
    /// The number of the last change that the answer reflects.
    pub seq: i64,
    /// The history (sequence of changes) to which `seq` belongs; a failover begins another history.
    pub history: History,
    /// True while an agent is online.
    pub is_online: bool,
    /// The time at which agents answer again, if the time is known.
    pub next_open: Option<Seconds>,
    /// The usual time of a first reply, in seconds, if known.
    pub usual_reply_s: Option<u32>,
    /// The widget's appearance, as a JSON object.
    pub look: &'a str,
    /// The size limit for a file of a visitor, in bytes; 0 if no storage for files is configured.
    pub file_bytes_max: u64,
    /// The names of the customer fields that are already known.
    pub known: Vec<&'static str>,
    /// The visitor's chats, newest first.
    pub chats: Vec<VisitorChat<'a>>,
    /// The chat of the messages in `messages`.
    pub chat: Option<ChatId>,
    /// The newest messages of `chat`, newest first.
    pub messages: Vec<VisitorMessage<'a>>,
    /// True when `chat` has older messages.
    pub has_more: bool,
    /// The visitor's unread messages and chats.
    pub unread: UnreadCounts,
    /// The proactive rules, as a JSON array.
    pub rules: &'a str,
}

/// A change's number in the feed; 0 before the first change.
struct Number(i64);

/// A stored JSON object, which was checked before storage.
struct Stored<'a>(&'a str);

/// A stored JSON array, which was checked before storage.
struct StoredList<'a>(&'a str);

values! { |value, out|
    Number => int(out, value.0), count();
    Stored<'_> => raw(out, value.0), reference("WidgetLook");
    StoredList<'_> => raw(out, value.0), array(reference("VisitorRule"));
    History => string(out, &value.to_string()), text();
    Identity => string(out, value.as_str()), word(Identity::ALL.iter().map(|it| it.as_str()));
    IdentityDoubt => string(out, value.as_str()), about(
        word(IdentityDoubt::ALL.iter().map(|it| it.as_str())),
        "Why the claim was not believed, or not proved.",
    );
}

object! {
    "VisitorSession" for VisitShown<'_> as visit {
        "token": Option<&str> = visit.token
            => "The token to send from now on; null if the token that was sent stays valid.";
        "identity": Identity = visit.identity;
        "doubt": Option<IdentityDoubt> = visit.doubt;
        "seq": Number = Number(visit.seq)
            => "The number to send as `after` to receive news from now on.";
        "history": History = visit.history => "The history to which the number `seq` belongs.";
        "online": bool = visit.is_online => "Whether somebody is there to answer.";
        "nextOpen": Option<Seconds> = visit.next_open
            => "The next time when somebody is there to answer.";
        "usualReplySeconds": Option<u32> = visit.usual_reply_s
            => "The usual time to the first reply within the hours; null if unknown.";
        "look": Stored<'_> = Stored(visit.look);
        "maxFileBytes": u64 = visit.file_bytes_max
            => "The largest file that can be uploaded; 0 if none can.";
        "known": Vec<&str> = visit.known
            => "Which of `userId`, `name`, `email`, `phone` and `company` are known.";
        "chats": Vec<VisitorChat<'_>> = visit.chats => "The newest first, 20 at the most.";
        "chat": Option<ChatId> = visit.chat => "The chat that was used last.";
        "messages": Vec<VisitorMessage<'_>> = visit.messages => "The newest first.";
        "more": bool = visit.has_more => "Whether that chat has older messages.";
        "unread": UnreadCounts = visit.unread;
        "rules": StoredList<'_> = StoredList(visit.rules)
            => "The messages that the widget shows by itself, and their conditions.";
    }
}

/// The numbers of a visitor's unread messages and chats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnreadCounts {
    /// The number of unread messages.
    pub messages: u64,
    /// The number of chats with unread messages.
    pub chats: u64,
}

object! {
    "UnreadCounts" for UnreadCounts as unread {
        "messages": u64 = unread.messages;
        "chats": u64 = unread.chats;
    }
}
