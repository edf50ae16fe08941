//! The parameters of a query string. Errors are collected in the contract's order (§2, §4, §8).

use std::borrow::Cow;
use std::convert::Infallible;
use std::hash::Hash;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use deskbell_model::{AppName, AppUuid, ApplicationId, OrgId};
use deskbell_query::{Binding, Cursor, Limit, Offset, Order, Page, Sorted, Start, is_cursor};

use super::errors::Errors;
use crate::error::ErrorCode;

/// A query string. Unknown parameters are ignored.
#[derive(Debug)]
pub struct QueryString(String);

impl<S: Sync> FromRequestParts<S> for QueryString {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::new(parts.uri.query().unwrap_or_default()))
    }
}

impl QueryString {
    /// Creates a query string from its text without the question mark.
    pub fn new(query: &str) -> Self {
        Self(query.to_owned())
    }

    /// Returns the value of a parameter: `None` when absent, an error when repeated or empty.
    fn value(&self, key: &str) -> Result<Option<Cow<'_, str>>, ()> {
        let pairs = form_urlencoded::parse(self.0.as_bytes());
        let mut values = pairs.filter(|(name, _)| name == key).map(|(_, value)| value);
        match (values.next(), values.next()) {
            (None, _) => Ok(None),
            (Some(value), None) if !value.is_empty() => Ok(Some(value)),
            _ => Err(()),
        }
    }

    /// Returns the ticket that replaces a key, if any.
    pub fn ticket(&self) -> Option<Cow<'_, str>> {
        self.value("ticket").ok().flatten()
    }

    pub(crate) fn has_ticket(&self) -> bool {
        self.ticket().is_some()
    }

    /// Returns the parsed value of a parameter, or the default. An invalid value adds `code` to
    /// `errors`.
    pub fn parsed<T: Default>(
        &self,
        key: &str,
        parse: impl FnOnce(&str) -> Option<T>,
        code: ErrorCode,
        errors: &mut Errors,
    ) -> T {
        let parsed = match self.value(key) {
            Ok(None) => Some(T::default()),
            Ok(Some(value)) => parse(&value),
            Err(()) => None,
        };
        parsed.unwrap_or_else(|| {
            errors.push(code);
            T::default()
        })
    }

    /// Returns the parameters of a widget's frame: the application, and the domain of its
    /// organization. Each of the two `Option`s is `None` if its parameter is absent or invalid.
    pub fn widget(&self) -> Option<(AppName, Option<Cow<'_, str>>)> {
        let app = self.value("app").ok().flatten()?;
        let number = || ApplicationId::new(app.parse().ok()?).map(AppName::Number);
        let app = AppUuid::parse(&app).map(AppName::Uuid).or_else(number)?;
        Some((app, self.value("organization").ok().flatten()))
    }

    /// Returns the name of a file; empty when the parameter is absent.
    ///
    /// # Errors
    /// [`ErrorCode::FileName`] when the parameter is repeated or empty.
    pub fn file_name(&self) -> Result<Cow<'_, str>, ErrorCode> {
        self.value("name").map(Option::unwrap_or_default).map_err(|()| ErrorCode::FileName)
    }

    /// Parses a page from `limit`, `offset` and `cursor`. `list` is the list to which the cursor is
    /// bound; `None` if an earlier error leaves the list unknown.
    pub fn page(&self, list: Option<(OrgId, impl Hash)>, errors: &mut Errors) -> Page {
        let limit = self.parsed("limit", Limit::parse, ErrorCode::Limit, errors);
        let offset = self.parsed("offset", Offset::parse, ErrorCode::Offset, errors);
        let start = self.start(offset, list, errors);
        Page { limit, start }
    }

    /// Parses a sorted page from `limit`, `offset`, `sort`, `order` and `cursor`; `parse` parses
    /// `sort`.
    pub fn sorted<S: Default + Hash>(
        &self,
        (org, name): (OrgId, &str),
        parse: impl FnOnce(&str) -> Option<S>,
        errors: &mut Errors,
    ) -> Sorted<S> {
        let limit = self.parsed("limit", Limit::parse, ErrorCode::Limit, errors);
        let offset = self.parsed("offset", Offset::parse, ErrorCode::Offset, errors);
        let known = errors.len();
        let sort = self.parsed("sort", parse, ErrorCode::Sort, errors);
        let order = self.parsed("order", Order::parse, ErrorCode::Order, errors);
        let list = (errors.len() == known).then_some((org, (name, &sort, order)));
        let start = self.start(offset, list, errors);
        Sorted { page: Page { limit, start }, sort, order }
    }

    /// Parses the start of a page from `offset` or `cursor`. A cursor with a nonzero `offset` is an
    /// error. The cursor is decoded only if `list` is known.
    fn start(
        &self,
        offset: Offset,
        list: Option<(OrgId, impl Hash)>,
        errors: &mut Errors,
    ) -> Start {
        let pairs = form_urlencoded::parse(self.0.as_bytes());
        let mut cursors = pairs.filter(|(name, _)| name == "cursor").map(|(_, value)| value);
        let Some(cursor) = cursors.next() else { return Start::Offset(offset) };
        // A cursor may be combined with an offset of 0.
        let is_first = self.value("offset").is_ok_and(|given| given.is_none_or(|it| is_zero(&it)));
        let is_alone = cursors.next().is_none() && is_first;
        let walk = match list {
            _ if !is_alone => None,
            Some((org, list)) => Cursor::parse(&cursor, Binding::of(org, &list)),
            None if is_cursor(&cursor) => return Start::Offset(offset),
            None => None,
        };
        walk.map_or_else(
            || {
                errors.push(ErrorCode::Cursor);
                Start::Offset(offset)
            },
            Start::Cursor,
        )
    }
}

fn is_zero(offset: &str) -> bool {
    Offset::parse(offset) == Some(Offset::default())
}

#[cfg(test)]
mod tests {
    use deskbell_query::{ChatSort, Position};
    use proptest::prelude::*;

    use super::*;

    type Pairs = Vec<(String, String)>;

    /// Generates parameters in any order and number, valid or invalid.
    fn any_pairs() -> impl Strategy<Value = Pairs> {
        let name = prop_oneof![
            8 => "limit|offset|sort|order|cursor",
            1 => "Limit|limit |lim|cursors|",
            1 => any::<String>(),
        ];
        let value = prop_oneof![
            "[0-9]{1,3}",
            "asc|DESC|chats\\.closedAt|chats\\.lastMessageAt",
            "|-1|1\\.0|id|92233720368547758(07|08)",
            any::<String>(),
        ];
        prop::collection::vec((name, value), 0..6)
    }

    fn encoded(pairs: &[(String, String)]) -> QueryString {
        QueryString(form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
    }

    fn read(query: &QueryString) -> (Sorted<ChatSort>, Vec<ErrorCode>) {
        let mut errors = Errors::default();
        let page = query.sorted(chats(), ChatSort::parse, &mut errors);
        (page, errors.all())
    }

    fn chats() -> (OrgId, &'static str) {
        (OrgId::new(1).unwrap(), "chats")
    }

    /// Tells whether the parameter `cursor` is invalid. A non-empty cursor is always invalid,
    /// because no generated text is a valid cursor.
    fn is_cursor_bad(pairs: &[(String, String)]) -> bool {
        let of = |name: &str| pairs.iter().filter(|(key, _)| key == name).collect::<Vec<_>>();
        match of("cursor")[..] {
            [] => false,
            [(_, text)]
                if of("offset").iter().all(|it| is_zero(&it.1)) && of("offset").len() < 2 =>
            {
                !text.is_empty()
            }
            _ => true,
        }
    }

    /// Returns the value of a parameter, or its default; `None` if the parameter is invalid or
    /// repeated.
    fn expected<T: Default>(
        pairs: &[(String, String)],
        name: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let values: Vec<&str> =
            pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect();
        match values[..] {
            [] => Some(T::default()),
            [value] => parse(value),
            _ => None,
        }
    }

    proptest! {
        #[test]
        fn a_parameter_is_read_or_is_one_fault_in_the_contracts_order(pairs in any_pairs()) {
            let limit = expected(&pairs, "limit", Limit::parse);
            let offset = expected(&pairs, "offset", Offset::parse);
            let sort = expected(&pairs, "sort", ChatSort::parse);
            let order = expected(&pairs, "order", Order::parse);
            let bad = [
                (limit.is_none(), ErrorCode::Limit),
                (offset.is_none(), ErrorCode::Offset),
                (sort.is_none(), ErrorCode::Sort),
                (order.is_none(), ErrorCode::Order),
                (is_cursor_bad(&pairs), ErrorCode::Cursor),
            ];
            let bad: Vec<ErrorCode> =
                bad.into_iter().filter(|(is_bad, _)| *is_bad).map(|(_, code)| code).collect();
            let (found, errors) = read(&encoded(&pairs));
            prop_assert_eq!(errors, bad);
            prop_assert_eq!(found.page.limit, limit.unwrap_or_default());
            match found.page.start {
                Start::Offset(found) => prop_assert_eq!(found, offset.unwrap_or_default()),
                Start::Cursor(walk) => prop_assert_eq!(walk.at, Position::Begin),
            }
            prop_assert_eq!(found.sort, sort.unwrap_or_default());
            prop_assert_eq!(found.order, order.unwrap_or_default());
        }

        #[test]
        fn a_cursor_is_read_where_it_came_from_and_nowhere_else(
            id in any::<i64>(),
            since in any::<i64>(),
            limit in 1..=100_u32,
        ) {
            let read = |query: &str| read(&QueryString::new(query));
            let (begun, _) = read("cursor=&sort=chats.closedAt");
            let Start::Cursor(begun) = begun.page.start else { panic!("a walk") };
            let at = Position::After { key: None, id, since };
            let cursor = begun.text_at(at);
            let same = format!("order=DESC&limit={limit}&cursor={cursor}&sort=chats.closedAt");
            let (page, errors) = read(&same);
            prop_assert_eq!(errors, []);
            prop_assert!(matches!(page.page.start, Start::Cursor(walk) if walk.at == at));
            for other in [
                format!("cursor={cursor}"),
                format!("cursor={cursor}&sort=chats.closedAt&order=asc"),
                format!("cursor={cursor}&sort=chats.lastMessageAt"),
                format!("{same}&offset=1"),
                format!("{same}&cursor={cursor}"),
            ] {
                prop_assert_eq!(read(&other).1, vec![ErrorCode::Cursor], "{}", other);
            }
            let mut errors = Errors::default();
            let other = (OrgId::new(2).unwrap(), "chats");
            QueryString::new(&same).sorted(other, ChatSort::parse, &mut errors);
            prop_assert_eq!(errors.all(), vec![ErrorCode::Cursor]);
        }

        #[test]
        fn neither_the_order_of_parameters_nor_unknown_ones_matter(
            pairs in any_pairs(),
            unknown in "[A-Z]{1,5}",
            value: String,
        ) {
            let mut turned = pairs.clone();
            turned.reverse();
            turned.push((unknown, value));
            prop_assert_eq!(read(&encoded(&turned)), read(&encoded(&pairs)));
        }

        #[test]
        fn a_character_means_the_same_escaped_or_not(value in "[a-zA-Z0-9.]{1,20}") {
            let escaped: String = value.bytes().map(|byte| format!("%{byte:02x}")).collect();
            for name in ["limit", "offset", "sort", "order"] {
                let plain = QueryString::new(&format!("{name}={value}"));
                let escaped = QueryString::new(&format!("{name}={escaped}"));
                prop_assert_eq!(read(&plain), read(&escaped));
            }
        }
    }
}
