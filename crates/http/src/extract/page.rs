//! Pages from the query string, every fault noted in the contract's order (§2, §4).

use std::borrow::Cow;
use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use deskbell_query::{Limit, Offset, Order, Page, Sorted};

use super::Faults;
use crate::error::Fault;

/// A query string; keys nobody asks for are ignored.
#[derive(Debug)]
pub(crate) struct QueryString(String);

impl<S: Sync> FromRequestParts<S> for QueryString {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::new(parts.uri.query().unwrap_or_default()))
    }
}

impl QueryString {
    /// The query string of a URL, without its question mark.
    pub(crate) fn new(query: &str) -> Self {
        Self(query.to_owned())
    }

    /// A parameter's value: `None` when absent, an error when repeated or empty.
    fn value(&self, key: &str) -> Result<Option<Cow<'_, str>>, ()> {
        let pairs = form_urlencoded::parse(self.0.as_bytes());
        let mut values = pairs.filter(|(name, _)| name == key).map(|(_, value)| value);
        match (values.next(), values.next()) {
            (None, _) => Ok(None),
            (Some(value), None) if !value.is_empty() => Ok(Some(value)),
            _ => Err(()),
        }
    }

    /// The ticket that stands for a key, if there is one.
    pub(super) fn ticket(&self) -> Option<Cow<'_, str>> {
        self.value("ticket").ok().flatten()
    }

    /// A parameter as what it stands for, or its default; anything else is that fault.
    pub(super) fn parsed<T: Default>(
        &self,
        key: &str,
        parse: impl FnOnce(&str) -> Option<T>,
        fault: Fault,
        faults: &mut Faults,
    ) -> T {
        let parsed = match self.value(key) {
            Ok(None) => Some(T::default()),
            Ok(Some(value)) => parse(&value),
            Err(()) => None,
        };
        parsed.unwrap_or_else(|| {
            faults.push(fault);
            T::default()
        })
    }

    /// `limit` and `offset`.
    pub(crate) fn page(&self, faults: &mut Faults) -> Page {
        let limit = self.parsed("limit", Limit::parse, Fault::Limit, faults);
        let offset = self.parsed("offset", Offset::parse, Fault::Offset, faults);
        Page { limit, offset }
    }

    /// `limit`, `offset`, `sort`, which `parse` reads, and `order`.
    pub(crate) fn sorted<S: Default>(
        &self,
        parse: impl FnOnce(&str) -> Option<S>,
        faults: &mut Faults,
    ) -> Sorted<S> {
        let page = self.page(faults);
        let sort = self.parsed("sort", parse, Fault::Sort, faults);
        let order = self.parsed("order", Order::parse, Fault::Order, faults);
        Sorted { page, sort, order }
    }
}

#[cfg(test)]
mod tests {
    use deskbell_query::ChatSort;
    use proptest::prelude::*;

    use super::*;

    type Pairs = Vec<(String, String)>;

    /// Parameters in any order and number, good and bad.
    fn any_pairs() -> impl Strategy<Value = Pairs> {
        let name = prop_oneof![
            8 => "limit|offset|sort|order",
            1 => "Limit|limit |lim|cursor|",
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

    fn read(query: &QueryString) -> (Sorted<ChatSort>, Vec<Fault>) {
        let mut faults = Faults::default();
        let page = query.sorted(ChatSort::parse, &mut faults);
        (page, faults.all())
    }

    /// The one value of a parameter that stands for something; its default when there is none.
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
                (limit.is_none(), Fault::Limit),
                (offset.is_none(), Fault::Offset),
                (sort.is_none(), Fault::Sort),
                (order.is_none(), Fault::Order),
            ];
            let bad: Vec<Fault> =
                bad.into_iter().filter(|(is_bad, _)| *is_bad).map(|(_, fault)| fault).collect();
            let (found, faults) = read(&encoded(&pairs));
            prop_assert_eq!(faults, bad);
            prop_assert_eq!(found.page.limit, limit.unwrap_or_default());
            prop_assert_eq!(found.page.offset, offset.unwrap_or_default());
            prop_assert_eq!(found.sort, sort.unwrap_or_default());
            prop_assert_eq!(found.order, order.unwrap_or_default());
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
