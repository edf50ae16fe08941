//! Pages from the query string, every fault noted in the contract's order (§2, §4).

use std::borrow::Cow;
use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use deskbell_query::{ChatSort, Limit, Offset, Order, Page, Sorted};

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

    /// A parameter as what it stands for, or its default; anything else is that fault.
    fn parsed<T: Default>(
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

    /// `limit`, `offset`, `sort` and `order` of the list of chats.
    pub(crate) fn sorted(&self, faults: &mut Faults) -> Sorted<ChatSort> {
        let page = self.page(faults);
        let sort = self.parsed("sort", ChatSort::parse, Fault::Sort, faults);
        let order = self.parsed("order", Order::parse, Fault::Order, faults);
        Sorted { page, sort, order }
    }
}
