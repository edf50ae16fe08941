//! The number of a chat's messages that its visitor has not read. The messages are counted once,
//! and each change updates the count. Therefore a message to a connected visitor needs no read of
//! the database.

use deskbell_model::Side;
use deskbell_model::limits::VISITOR_UNREAD_MAX;

use crate::feed::SeenMessage;

/// The count of the unread messages of one chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unread {
    /// The number of agents' messages that are not marked as read.
    count: u64,
    /// The number of the last change that is included in the count.
    at: i64,
    /// True if the visitor has written in the chat since the chat was last sent to the page.
    /// Writing counts as reading the chat, although no message is marked as read.
    has_said: bool,
}

impl Unread {
    /// Creates a count that includes all changes up to the change `at`.
    pub(super) const fn counted(count: u64, at: i64) -> Self {
        Self { count, at, has_said: false }
    }

    /// Updates the count for a message that the change `seq` added or marked as read.
    pub(super) fn hear(&mut self, seq: i64, message: &SeenMessage, is_new: bool) {
        if seq <= self.at {
            return;
        }
        match (message.from, is_new) {
            (Side::Customer, true) => self.has_said = true,
            (Side::Agent, true) if !message.is_read => self.count += 1,
            // The visitor has read this message, so the next read mark of the chat is not only an
            // effect of writing.
            (Side::Agent, false) if message.is_read => self.has_said = false,
            _ => {}
        }
    }

    /// Updates the count for a chat that the change `seq` marked as read or as unread.
    pub(super) fn hear_of_chat(&mut self, seq: i64, is_read: bool) {
        if seq > self.at && is_read && !std::mem::take(&mut self.has_said) {
            self.count = 0;
        }
    }

    /// Returns the number of unread messages that the visitor sees.
    pub(super) fn shown(self, is_read: bool) -> u64 {
        if is_read { 0 } else { self.count.min(u64::from(VISITOR_UNREAD_MAX)) }
    }
}
