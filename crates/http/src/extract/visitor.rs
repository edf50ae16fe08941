//! The query parameters that select a page of a visitor's messages.

use deskbell_model::limits::{VISITOR_MESSAGES, VISITOR_MESSAGES_MAX};
use deskbell_model::{ChatId, MessageId};

use super::errors::Errors;
use super::query::QueryString;
use crate::error::ErrorCode;

/// The number of messages on a page.
#[derive(Debug)]
struct PageLength(u32);

impl Default for PageLength {
    fn default() -> Self {
        Self(VISITOR_MESSAGES)
    }
}

impl QueryString {
    /// Parses the chat and the page of its messages, from `chat`, `before` and `limit`. A missing
    /// chat is an error.
    pub fn chat_page(&self, errors: &mut Errors) -> (Option<ChatId>, Option<MessageId>, u32) {
        let id = |text: &str| ChatId::parse(text).map(Some);
        let known = errors.len();
        let chat = self.parsed("chat", id, ErrorCode::ChatId, errors);
        if chat.is_none() && errors.len() == known {
            errors.push(ErrorCode::ChatId);
        }
        let id = |text: &str| MessageId::parse(text).map(Some);
        let before = self.parsed("before", id, ErrorCode::Before, errors);
        let length = |text: &str| {
            let length: u32 =
                text.bytes().all(|it| it.is_ascii_digit()).then(|| text.parse().ok())??;
            (1..=VISITOR_MESSAGES_MAX).contains(&length).then_some(PageLength(length))
        };
        let limit = self.parsed("limit", length, ErrorCode::Limit, errors).0;
        (chat, before, limit)
    }
}
