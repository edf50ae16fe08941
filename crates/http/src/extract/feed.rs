//! The parameters of the change feed in a query string (contract §8).

use std::time::Duration;

use deskbell_app::feed::{Followed, Interest, Kinds, Wanted};
use deskbell_model::limits::{
    FEED_BYTES_MAX, FEED_ROWS_DEFAULT, FEED_ROWS_MAX, FEED_WAIT_SECONDS_MAX, HISTORY_BYTES_MAX,
};
use deskbell_model::{Actor, Audience, ChatId, Kind};
use deskbell_query::Offset;

use super::errors::Errors;
use super::query::QueryString;
use crate::error::ErrorCode;

/// The maximal number of changes in an answer, from 1 to 1,000.
#[derive(Debug)]
struct Rows(u32);

impl Default for Rows {
    fn default() -> Self {
        Self(FEED_ROWS_DEFAULT)
    }
}

/// Parses a number that is written only in decimal digits and is at most `i64::MAX`.
fn number(text: &str) -> Option<i64> {
    Offset::parse(text).and_then(|number| i64::try_from(number.get()).ok())
}

/// Parses a number that is written only in decimal digits and is between `least` and `most`.
fn within(text: &str, least: u32, most: u32) -> Option<u32> {
    let number = u32::try_from(number(text)?).ok()?;
    (least..=most).contains(&number).then_some(number)
}

/// Parses the name of a public kind of change.
fn public_kind(name: &str) -> Option<Kind> {
    Kind::parse(name).filter(|kind| Audience::Public.hears(*kind))
}

impl QueryString {
    /// Parses the requested range of the feed and the time to wait for changes, from `after`,
    /// `history`, `limit`, `wait`, `kind` and `chat`.
    pub fn wanted(&self, errors: &mut Errors) -> (Wanted, Duration) {
        let rows = |text: &str| within(text, 1, FEED_ROWS_MAX).map(Rows);
        let limit = self.parsed("limit", rows, ErrorCode::Limit, errors).0;
        let after = self.after(errors).unwrap_or_default();
        let history = self.history(errors);
        let wait = self.wait(errors);
        let interest = self.interest(errors);
        (Wanted { after, history, limit, bytes: FEED_BYTES_MAX, interest }, wait)
    }

    /// Parses the time to wait for changes, from `wait`.
    pub fn wait(&self, errors: &mut Errors) -> Duration {
        let seconds = |text: &str| within(text, 0, FEED_WAIT_SECONDS_MAX);
        let wait = self.parsed("wait", seconds, ErrorCode::Wait, errors);
        Duration::from_secs(wait.into())
    }

    /// Parses the parameter `after`; `None` if absent or invalid.
    pub fn after(&self, errors: &mut Errors) -> Option<i64> {
        self.parsed("after", |text| number(text).map(Some), ErrorCode::After, errors)
    }

    /// Parses the parameters of the audit trail: `actor` (the author), `before` (all changes of the
    /// page have lower numbers), and `limit` (the length of the page).
    pub fn audited(&self, errors: &mut Errors) -> (Option<Actor>, i64, usize) {
        let actor = |text: &str| Actor::parse(text).map(Some);
        let actor = self.parsed("actor", actor, ErrorCode::Actor, errors);
        let before = |text: &str| number(text).filter(|it| *it > 0).map(Some);
        let before = self.parsed("before", before, ErrorCode::Before, errors);
        let rows = |text: &str| within(text, 1, FEED_ROWS_MAX).map(Rows);
        let limit = self.parsed("limit", rows, ErrorCode::Limit, errors).0;
        (actor, before.unwrap_or(i64::MAX), usize::try_from(limit).unwrap_or_default())
    }

    /// Parses the parameter `history`: any text of 1 to `HISTORY_BYTES_MAX` bytes.
    pub fn history(&self, errors: &mut Errors) -> Followed {
        let known = |text: &str| {
            let is_one = (1..=HISTORY_BYTES_MAX).contains(&text.len());
            is_one.then(|| Followed::Text(text.to_owned()))
        };
        self.parsed("history", known, ErrorCode::History, errors)
    }

    /// Parses the filter for changes, from `kind` (one kind, or several separated by commas) and
    /// `chat`.
    pub fn interest(&self, errors: &mut Errors) -> Interest {
        let kinds = |text: &str| text.split(',').map(public_kind).collect::<Option<Kinds>>();
        let kinds = self.parsed("kind", kinds, ErrorCode::Kind, errors);
        let chat = |text: &str| ChatId::parse(text).map(Some);
        let chat = self.parsed("chat", chat, ErrorCode::ChatId, errors);
        Interest { kinds, chat, audience: Audience::Public, ..Interest::default() }
    }
}
