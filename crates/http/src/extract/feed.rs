//! The part of the change feed that a query string asks for (contract §8).

use std::time::Duration;

use deskbell_app::feed::{Followed, Interest, Kinds, Wanted};
use deskbell_model::limits::{
    FEED_BYTES_MAX, FEED_ROWS_DEFAULT, FEED_ROWS_MAX, FEED_WAIT_SECONDS_MAX, HISTORY_CHARS_MAX,
};
use deskbell_model::{Audience, ChatId, Kind};
use deskbell_query::Offset;

use super::errors::Errors;
use super::query::QueryString;
use crate::error::ErrorCode;

/// A number of changes, 1 to 1,000.
#[derive(Debug)]
struct Rows(u32);

impl Default for Rows {
    fn default() -> Self {
        Self(FEED_ROWS_DEFAULT)
    }
}

/// Reads a number of digits alone, up to the largest that a database holds.
fn number(text: &str) -> Option<i64> {
    Offset::parse(text).and_then(|number| i64::try_from(number.get()).ok())
}

/// Reads a number of digits alone within these bounds.
fn within(text: &str, least: u32, most: u32) -> Option<u32> {
    let number = u32::try_from(number(text)?).ok()?;
    (least..=most).contains(&number).then_some(number)
}

impl QueryString {
    /// A range of the feed, and the time to wait for it: `after`, `history`, `limit`, `wait`,
    /// `kind` and `chat`.
    pub(crate) fn wanted(&self, errors: &mut Errors) -> (Wanted, Duration) {
        let rows = |text: &str| within(text, 1, FEED_ROWS_MAX).map(Rows);
        let limit = self.parsed("limit", rows, ErrorCode::Limit, errors).0;
        let after = self.after(errors).unwrap_or_default();
        let history = self.history(errors);
        let seconds = |text: &str| within(text, 0, FEED_WAIT_SECONDS_MAX);
        let wait = self.parsed("wait", seconds, ErrorCode::Wait, errors);
        let interest = self.interest(errors);
        (
            Wanted { after, history, limit, bytes: FEED_BYTES_MAX, interest },
            Duration::from_secs(wait.into()),
        )
    }

    /// `after`, if it was given.
    pub(crate) fn after(&self, errors: &mut Errors) -> Option<i64> {
        self.parsed("after", |text| number(text).map(Some), ErrorCode::After, errors)
    }

    /// `history`, of any text.
    pub(crate) fn history(&self, errors: &mut Errors) -> Followed {
        let known = |text: &str| {
            let is_one = (1..=HISTORY_CHARS_MAX).contains(&text.len());
            is_one.then(|| Followed::Text(text.to_owned()))
        };
        self.parsed("history", known, ErrorCode::History, errors)
    }

    /// `kind`, one or several separated by commas, and `chat`.
    pub(crate) fn interest(&self, errors: &mut Errors) -> Interest {
        let kinds = |text: &str| text.split(',').map(Kind::parse).collect::<Option<Kinds>>();
        let kinds = self.parsed("kind", kinds, ErrorCode::Kind, errors);
        let chat = |text: &str| ChatId::parse(text).map(Some);
        let chat = self.parsed("chat", chat, ErrorCode::ChatId, errors);
        Interest { kinds, chat, audience: Audience::Public }
    }
}
