//! The number of a chat's messages that its visitor has not read: counted once, then updated with
//! each change, so that a message to a connected visitor needs no read of the database.

use deskbell_model::Side;
use deskbell_model::limits::VISITOR_UNREAD_MAX;

use crate::feed::SeenMessage;

/// The count of one chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unread {
    /// The agents' messages that are not marked as read.
    count: u64,
    /// The last change that the count includes.
    at: i64,
    /// True if the visitor wrote and the chat was not told since. Who writes counts as one who has
    /// read the chat, but marks no message.
    has_said: bool,
}

impl Unread {
    /// A count as of a change.
    pub(super) const fn counted(count: u64, at: i64) -> Self {
        Self { count, at, has_said: false }
    }

    /// Takes in a message that was written, or marked as read, by change `seq`.
    pub(super) fn hear(&mut self, seq: i64, message: &SeenMessage, is_new: bool) {
        if seq <= self.at {
            return;
        }
        match (message.from, is_new) {
            (Side::Customer, true) => self.has_said = true,
            (Side::Agent, true) if !message.is_read => self.count += 1,
            // Marks of the visitor, of whose reading the chat's next change tells.
            (Side::Agent, false) if message.is_read => self.has_said = false,
            _ => {}
        }
    }

    /// Takes in the chat's state by change `seq`.
    pub(super) fn hear_of_chat(&mut self, seq: i64, is_read: bool) {
        if seq > self.at && is_read && !std::mem::take(&mut self.has_said) {
            self.count = 0;
        }
    }

    /// The number that the visitor is shown.
    pub(super) fn shown(self, is_read: bool) -> u64 {
        if is_read { 0 } else { self.count.min(u64::from(VISITOR_UNREAD_MAX)) }
    }
}
